package acctest

import (
	"context"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// Clock is one clock for the provider and its Azure. A sleep of the provider moves it on at once, so that an
// operation of twenty minutes takes no time, and every run of a test sees the same times.
type Clock struct{ *armemu.ManualClock }

// NewClock starts at a fixed moment.
func NewClock() *Clock {
	return &Clock{armemu.NewManualClock(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))}
}

// Sleep implements armclient.Clock.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.Advance(d)
	return nil
}

// settleTime is longer than any operation of the emulator.
const settleTime = 3 * time.Hour
