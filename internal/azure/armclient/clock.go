package armclient

import (
	"context"
	"time"
)

// Clock is all that the engine knows of time. Every wait, whether between
// polls or before a retry, goes through Sleep, so that a test can drive it.
type Clock interface {
	// Now answers the current time.
	Now() time.Time
	// Sleep waits for d, or answers ctx's error when ctx ends first.
	Sleep(ctx context.Context, d time.Duration) error
}

// RealClock is the machine's clock.
type RealClock struct{}

// Now answers the machine's time.
func (RealClock) Now() time.Time { return time.Now() }

// Sleep waits for d. A wait that cannot end before ctx's deadline is not begun:
// it answers context.DeadlineExceeded at once, which leaves the caller time to
// report.
func (RealClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
