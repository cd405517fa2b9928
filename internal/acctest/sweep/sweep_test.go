package sweep

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConvergentPaths(t *testing.T) {
	t.Parallel()
	s := newShelf()
	create := func() error { return s.fill("a", "b", "c") }
	report := Sweep(t, Options{World: s, Diff: diffThings, Paths: []Path{
		{Name: "create", Run: create, Teardown: s.clear},
		{Name: "update", Start: create, Run: func() error { return s.fill("a", "b", "c", "d", "e") }, Teardown: s.clear},
		{Name: "destroy", Start: create, Run: s.clear},
	}})
	want := []PathReport{
		{Name: "create", Writes: 3, Cases: 12, ByApplies: map[int]int{1: 12}, ByRemedy: map[string]int{}},
		{Name: "update", Writes: 2, Cases: 8, ByApplies: map[int]int{1: 8}, ByRemedy: map[string]int{}},
		{Name: "destroy", Writes: 3, Cases: 12, ByApplies: map[int]int{1: 12}, ByRemedy: map[string]int{}},
	}
	if diff := cmp.Diff(want, report.Paths); diff != "" {
		t.Error(diff)
	}
	if len(s.things) != 0 || report.Cases() != 32 {
		t.Errorf("left %v, %s", s.things, report)
	}
}

// A provider that gets over a failed write needs no second run, but a killed one does.
func TestAbsorbedFailures(t *testing.T) {
	t.Parallel()
	s := newShelf()
	report := Sweep(t, Options{World: s, Diff: diffThings, Paths: []Path{{Name: "create", Run: func() error {
		err := s.fill("a")
		if errors.Is(err, errFail) {
			err = s.fill("a")
		}
		return err
	}}}})
	if diff := cmp.Diff(map[int]int{0: 2, 1: 2}, report.Paths[0].ByApplies); diff != "" {
		t.Error(diff)
	}
}

// What is remembered goes back with the world.
func TestMemoryIsRestored(t *testing.T) {
	t.Parallel()
	s := newShelf()
	remembered := 0
	Sweep(t, Options{
		World: s, Diff: diffThings,
		Save: func() func() { saved := remembered; return func() { remembered = saved } },
		Paths: []Path{{Name: "create", Run: func() error {
			remembered++
			if remembered > 2 { // the struck run and the one after it
				return fmt.Errorf("run %d", remembered)
			}
			return s.fill("a", "b")
		}}},
	})
	if remembered != 0 {
		t.Errorf("remembered %d", remembered)
	}
}

// refuser makes a thing only where there is none, unless it remembers that it is its own.
type refuser struct {
	*shelf
	own bool
}

func (r *refuser) save() func() { own := r.own; return func() { r.own = own } }

func (r *refuser) run() error {
	found, err := r.get("a")
	if err != nil {
		return err
	}
	if found != "" && !r.own {
		return errors.New("exists already")
	}
	err = r.fill("a")
	r.own = err == nil
	return err
}

func TestStuckAndRemedies(t *testing.T) {
	t.Parallel()
	r := &refuser{shelf: newShelf()}
	options := Options{World: r, Save: r.save, Diff: diffThings, Applies: 3, Paths: []Path{{Name: "create", Run: r.run}}}
	report, failures := sweepFake(t, options)
	wantFailure(t, failures, "create, killed after write 1: stuck after 3 more runs: exists already")
	wantFailure(t, failures, "create, failed after write 1: stuck")
	if diff := cmp.Diff([]string{"killed after write 1: exists already", "failed after write 1: exists already"}, report.Paths[0].Stuck); diff != "" {
		t.Error(diff)
	}

	options.Remedies = []Remedy{
		{Name: "untaint", Do: func() error { return errors.New("nothing to untaint") }},
		{Name: "import", Do: func() error { r.own = true; return nil }},
	}
	report = Sweep(t, options)
	if diff := cmp.Diff(map[string]int{"import": 2}, report.Paths[0].ByRemedy); diff != "" {
		t.Error(diff)
	}
	if got, want := report.String(), "create: 1 writes, 4 cases: 2 after 1 more runs; 2 by import; 0 stuck\n"; got != want {
		t.Errorf("%q", got)
	}
}

func TestBadPathsFail(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		path func(s *shelf) Path
		want []string
	}{
		"makes it twice": {
			func(s *shelf) Path {
				n := 0
				return Path{Run: func() error { n++; return s.fill(fmt.Sprintf("a%d", n)) }}
			},
			[]string{"killed before write 1: the world differs from that of an undisturbed run"},
		},
		"leaves something": {
			func(s *shelf) Path {
				return Path{Run: func() error { return s.fill("a", "b") }, Teardown: func() error { return s.remove("a") }}
			},
			[]string{"killed before write 1: the teardown leaves something behind", `"b"`},
		},
		"cannot be torn down": {
			func(s *shelf) Path {
				return Path{Run: func() error { return s.fill("a") }, Teardown: func() error { return errors.New("no") }}
			},
			[]string{"killed after write 1: the teardown failed: no"},
		},
		"claims success": {
			func(s *shelf) Path { return Path{Run: func() error { _ = s.fill("a"); return nil }} },
			[]string{"killed before write 1: the run succeeded although its provider was killed"},
		},
		"swallows a failure": {
			func(s *shelf) Path {
				return Path{Run: func() error {
					err := s.fill("a")
					if errors.Is(err, errFail) {
						return nil
					}
					return err
				}}
			},
			[]string{"failed before write 1: the world differs"},
		},
		"fails its check": {
			func(s *shelf) Path {
				return Path{Run: func() error { return s.fill("a") }, Check: func(start, now any) string {
					return fmt.Sprintf("from %d to %d", len(start.(map[string]string)), len(now.(map[string]string)))
				}}
			},
			[]string{"killed after write 1: from 0 to 1"},
		},
		"never stops": {
			func(s *shelf) Path {
				return Path{Run: func() error {
					for i := range 100 {
						if err := s.set("a", fmt.Sprint(i)); err != nil {
							return err
						}
					}
					return nil
				}}
			},
			[]string{"still writing after 20 writes"},
		},
		"fails undisturbed": {
			func(*shelf) Path { return Path{Run: func() error { return errors.New("no") }} },
			[]string{"it fails undisturbed: no"},
		},
		"cannot start": {
			func(*shelf) Path {
				return Path{Start: func() error { return errors.New("no") }, Run: func() error { return nil }}
			},
			[]string{"its start failed: no"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf()
			path := c.path(s)
			path.Name = name
			_, failures := sweepFake(t, Options{World: s, Diff: diffThings, Paths: []Path{path}, MaxWrites: 20})
			wantFailure(t, failures, c.want...)
		})
	}
}
