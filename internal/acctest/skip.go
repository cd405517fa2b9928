package acctest

import (
	"context"
	"sync"
	"time"
)

// SkippingClock is the machine's clock plus all that was slept, so that nobody waits. It is for a provider whose Azure keeps the
// machine's time. The zero value is ready.
type SkippingClock struct {
	mu      sync.Mutex
	skipped time.Duration
}

// Now implements armclient.Clock.
func (c *SkippingClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.skipped)
}

// Sleep implements armclient.Clock.
func (c *SkippingClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skipped += d
	return nil
}
