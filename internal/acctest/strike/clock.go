package strike

import (
	"context"
	"sync"
	"time"
)

// Clock is one clock for a client and its Azure. A sleep of the client moves it on at once, so that an operation of twenty minutes takes no time,
// and every run of a test sees the same times. It can be set back, for tests that return to an earlier moment.
type Clock struct {
	mu   sync.Mutex
	now  time.Time
	dead func() bool // asked before each sleep; nil never dies
}

// NewClock starts at a fixed moment.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

// Now implements armemu.Clock and armclient.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set moves the clock to a moment, earlier ones included.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Sleep implements armclient.Clock. A client that was killed does not wake up again.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.dead != nil && c.dead() {
		return context.Canceled
	}
	c.Advance(d)
	return nil
}
