package sweep

import (
	"fmt"
	"testing"
)

// When says on which side of a write's effect a strike falls.
type When int

// Before a write has its effect, or after it.
const (
	Before When = iota
	After
)

// String is for messages.
func (w When) String() string { return [...]string{"before", "after"}[w] }

// How says what a strike does.
type How int

// Killed: the provider dies, nothing that it sends later arrives, and its answer is lost. Failed: the one write ends with an
// error for the provider, which goes on.
const (
	Killed How = iota
	Failed
)

// String is for messages.
func (h How) String() string { return [...]string{"killed", "failed"}[h] }

// Strike is one interruption: at the Write-th write of a run, counted from 1.
type Strike struct {
	Write int
	When  When
	How   How
}

// String is for messages.
func (s Strike) String() string { return fmt.Sprintf("%s %s write %d", s.How, s.When, s.Write) }

// World is what is written to, such as an emulated cloud.
type World interface {
	// Snapshot copies everything; Restore brings it back, with the clock and whatever else runs in it.
	Snapshot() any
	Restore(snapshot any)
	// ArmKill arms a kill at the n-th write from now, ArmFail a failure. Only the last one armed counts.
	ArmKill(n int, when When)
	ArmFail(n int, when When)
	// Disarm takes the strike away, and lets a world that was dead to the provider live again.
	Disarm()
	// Killed tells whether the provider is dead since an armed kill: no answer of its own counts any more.
	Killed() bool
	// Struck tells whether the armed strike has hit, of either kind.
	Struck() bool
}

// Path is one kind of change.
type Path struct {
	Name string
	// Start brings the world, and what is remembered of it, from the beginning of the sweep to the beginning of the path. Nil
	// starts where the sweep started.
	Start func() error
	// Run makes the change once, as `terraform apply` or `terraform destroy` would, and says how it ended. It is also what
	// follows a strike.
	Run func() error
	// Check looks at the world after convergence for more than equality: at its state when the path started, and now. It
	// returns what is wrong, or "".
	Check func(start, now any) string
	// Teardown destroys what the path has made, if that is to be shown too; the world has to be as it was before the sweep.
	Teardown func() error
}

// Remedy is a documented step that a person takes when the next applies do not converge, such as an import or an untaint.
type Remedy struct {
	Name string
	Do   func() error
}

// Options of a sweep.
type Options struct {
	World World
	// Save copies what the one who runs remembers, such as Terraform's state, and returns the function that brings it back.
	Save func() func()
	// Diff tells how a world differs from the one wanted; "" when they are equal in all that counts.
	Diff  func(want, got any) string
	Paths []Path
	// Hows and Whens are the strikes to make; all when empty.
	Hows  []How
	Whens []When
	// Applies is how many runs may follow a strike; 1 when zero.
	Applies int
	// Remedies are tried in their order when the runs do not converge; after each follow as many runs again.
	Remedies []Remedy
	// MaxWrites ends a path that never stops writing; 1000 when zero.
	MaxWrites int
}

// Sweep makes every strike on every path. What does not converge fails the test, and the report counts it.
func Sweep(tb testing.TB, options Options) Report {
	tb.Helper()
	s := &sweeper{Options: options, tb: tb}
	s.defaults()
	begin := s.mark()
	var report Report
	for _, path := range s.Paths {
		begin.back()
		report.Paths = append(report.Paths, s.path(path, begin))
	}
	begin.back()
	return report
}

type sweeper struct {
	Options
	tb testing.TB
}

func (s *sweeper) defaults() {
	if len(s.Hows) == 0 {
		s.Hows = []How{Killed, Failed}
	}
	if len(s.Whens) == 0 {
		s.Whens = []When{Before, After}
	}
	if s.Applies == 0 {
		s.Applies = 1
	}
	if s.MaxWrites == 0 {
		s.MaxWrites = 1000
	}
	if s.Save == nil {
		s.Save = func() func() { return func() {} }
	}
}

// place is a point to come back to: the world and what is remembered of it.
type place struct {
	world any
	back  func()
}

func (s *sweeper) mark() place {
	world, recall := s.World.Snapshot(), s.Save()
	return place{world: world, back: func() {
		s.World.Disarm()
		s.World.Restore(world)
		recall()
	}}
}

// path sweeps one path.
func (s *sweeper) path(p Path, begin place) PathReport {
	s.tb.Helper()
	report := newPathReport(p.Name)
	if p.Start != nil {
		if err := p.Start(); err != nil {
			s.tb.Fatalf("%s: its start failed: %s", p.Name, err)
		}
	}
	s.World.Disarm()
	start := s.mark()
	if err := p.Run(); err != nil {
		s.tb.Fatalf("%s: it fails undisturbed: %s", p.Name, err)
	}
	want := s.World.Snapshot()
	for write := 1; ; write++ {
		if write > s.MaxWrites {
			s.tb.Errorf("%s: still writing after %d writes", p.Name, s.MaxWrites)
			return report
		}
		hits := 0
		for _, how := range s.Hows {
			for _, when := range s.Whens {
				c := &attempt{sweeper: s, path: p, strike: Strike{Write: write, When: when, How: how}, start: start, want: want, begin: begin}
				if c.run(&report) {
					hits++
				}
			}
		}
		if hits == 0 {
			return report
		}
		report.Writes = write
	}
}
