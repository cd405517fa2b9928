package sweep

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	errDead = errors.New("nobody is there")
	errFail = errors.New("the write failed")
)

// shelf is a world of named things. It is written to by set and remove.
type shelf struct {
	things map[string]string
	strike Strike
	armed  bool
	writes int
	struck bool
	dead   bool
}

func newShelf() *shelf { return &shelf{things: map[string]string{}} }

func (s *shelf) Snapshot() any        { return maps.Clone(s.things) }
func (s *shelf) Restore(snapshot any) { s.things = maps.Clone(snapshot.(map[string]string)) }
func (s *shelf) ArmKill(n int, w When) {
	s.arm(Strike{Write: n, When: w, How: Killed})
}

func (s *shelf) ArmFail(n int, w When) {
	s.arm(Strike{Write: n, When: w, How: Failed})
}

func (s *shelf) arm(strike Strike) {
	s.Disarm()
	s.strike, s.armed = strike, true
}

func (s *shelf) Disarm()      { s.armed, s.struck, s.dead, s.writes = false, false, false, 0 }
func (s *shelf) Killed() bool { return s.dead }
func (s *shelf) Struck() bool { return s.struck }

func (s *shelf) set(name, value string) error { return s.write(func() { s.things[name] = value }) }
func (s *shelf) remove(name string) error     { return s.write(func() { delete(s.things, name) }) }

// get reads; a dead world answers nothing.
func (s *shelf) get(name string) (string, error) {
	if s.dead {
		return "", errDead
	}
	return s.things[name], nil
}

func (s *shelf) write(effect func()) error {
	if s.dead {
		return errDead
	}
	s.writes++
	if !s.armed || s.writes != s.strike.Write {
		effect()
		return nil
	}
	s.struck = true
	if s.strike.When == After {
		effect()
	}
	if s.strike.How == Killed {
		s.dead = true
		return errDead
	}
	return errFail
}

func diffThings(want, got any) string { return cmp.Diff(want, got) }

// fill writes what is missing, in order.
func (s *shelf) fill(names ...string) error {
	for _, name := range names {
		found, err := s.get(name)
		if err != nil {
			return err
		}
		if found == "done" {
			continue
		}
		if err := s.set(name, "done"); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) clear() error {
	for name := range s.things {
		if err := s.remove(name); err != nil {
			return err
		}
	}
	return nil
}

// fakeTB takes failures instead of the test.
type fakeTB struct {
	testing.TB
	failures []string
}

func (f *fakeTB) Helper() {}

func (f *fakeTB) Errorf(format string, args ...any) {
	f.failures = append(f.failures, fmt.Sprintf(format, args...))
}

func (f *fakeTB) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	runtime.Goexit()
}

// sweepFake sweeps and returns the report and what failed.
func sweepFake(t *testing.T, options Options) (Report, []string) {
	t.Helper()
	f := &fakeTB{TB: t}
	var report Report
	done := make(chan struct{})
	go func() {
		defer close(done)
		report = Sweep(f, options)
	}()
	<-done
	return report, f.failures
}

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
	t.Errorf("no failure with %q among:\n%s", substrings, strings.Join(failures, "\n"))
}
