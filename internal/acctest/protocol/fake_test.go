package protocol

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// fakeTB takes failures instead of the test, so that tests can show that a failure happens.
type fakeTB struct {
	testing.TB
	failures []string
	cleanups []func()
}

func (f *fakeTB) Helper() {}

func (f *fakeTB) Errorf(format string, args ...any) {
	f.failures = append(f.failures, fmt.Sprintf(format, args...))
}

func (f *fakeTB) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	runtime.Goexit()
}

func (f *fakeTB) Cleanup(cleanup func()) { f.cleanups = append(f.cleanups, cleanup) }

// failuresOf runs a test on a fake and returns what failed, cleanups included.
func failuresOf(t *testing.T, body func(tb testing.TB)) []string {
	t.Helper()
	f := &fakeTB{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		body(f)
	}()
	<-done
	for _, cleanup := range f.cleanups {
		cleanup()
	}
	return f.failures
}

// wantFailure fails unless one of the failures holds all the substrings.
func wantFailure(t *testing.T, failures []string, substrings ...string) {
	t.Helper()
	for _, failure := range failures {
		found := true
		for _, s := range substrings {
			found = found && strings.Contains(failure, s)
		}
		if found {
			return
		}
	}
	t.Errorf("no failure with %q among %d:\n%s", substrings, len(failures), strings.Join(failures, "\n"))
}
