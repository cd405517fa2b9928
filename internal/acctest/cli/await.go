package cli

import (
	"context"
	"testing"
	"time"
)

// Await waits until something that another process does has happened. Only a process of its own can be waited for so: what a test can
// drive itself, it drives.
func Await(tb testing.TB, what string, happened func() bool) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !happened() {
		select {
		case <-ctx.Done():
			tb.Fatalf("waiting until %s: %v", what, ctx.Err())
		case <-look.C:
		}
	}
}
