package armclient

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads how long the server wants us to wait, in azcore's order
// (arm-wire.md 4.1). Zero counts as absent, as do values that make no sense.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	for _, name := range []string{"retry-after-ms", "x-ms-retry-after-ms"} {
		if ms, ok := wholeNumber(header.Get(name)); ok {
			return time.Duration(ms) * time.Millisecond, true
		}
	}
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, ok := wholeNumber(value); ok {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		if wait := at.Sub(now); wait > 0 {
			return wait, true
		}
	}
	return 0, false
}

// wholeNumber reads a positive number small enough for a duration: up to ten
// years of seconds.
func wholeNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n > 0 && n < 10*365*24*3600
}

// backoff is a wait that grows by half each time.
type backoff struct {
	next, limit time.Duration
}

func (b *backoff) step() time.Duration {
	d := b.next
	b.next = min(b.next+b.next/2, b.limit)
	return d
}
