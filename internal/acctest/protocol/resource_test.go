package protocol

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnknownIsFilledAtApply(t *testing.T) {
	t.Parallel()
	h, _ := start(t, Options{})
	r := h.Resource("toy_thing", "x")
	p := r.Plan(map[string]any{"name": "a", "size": Unknown, "rules": map[string]any{"r": map[string]any{"port": Unknown}}})
	if p.WantAction(Create).At("size") != Unknown || p.At(`rules["r"].port`) != Unknown || p.At(`rules["r"].note`) != "none" {
		t.Errorf("planned %v", p.After)
	}
	a := p.Apply(map[string]any{"name": "a", "size": 3, "rules": map[string]any{"r": map[string]any{"port": "80"}}}).Must()
	if got, err := Lookup(any(a.State), `rules["r"].port`); err != nil || got != "80" {
		t.Errorf("%v, %v", got, err)
	}
	failures := failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a", "size": Unknown})
	})
	wantFailure(t, failures, "the configuration still has unknown values", "size")
}

// An unknown that turns out to need a replacement breaks the promise of the first plan, in core as here.
func TestUpdateMayNotBecomeReplacement(t *testing.T) {
	t.Parallel()
	failures := failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		r := h.Resource("toy_thing", "x")
		r.Apply(map[string]any{"name": "a", "size": 1}).Must()
		p := r.Plan(map[string]any{"name": "a", "size": Unknown}).WantAction(Update)
		p.Apply(map[string]any{"name": "b", "size": 1})
	})
	wantFailure(t, failures, "Provider produced inconsistent final plan: changed the planned action from update to delete, then create")
}

func TestReplacement(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	r := h.Resource("toy_thing", "x")
	r.Apply(map[string]any{"name": "a"}).Must()
	p := r.Plan(map[string]any{"name": "b"}).WantAction(DeleteThenCreate)
	if p.Reason != BecauseCannotUpdate || p.At("id") != Unknown || p.Before["id"] != "a-1" {
		t.Errorf("%+v", p)
	}
	if diff := cmp.Diff([]string{"name"}, p.RequiresReplace); diff != "" {
		t.Error(diff)
	}
	p.Apply().Must()
	if diff := cmp.Diff([]string{"b-2"}, w.ids()); diff != "" {
		t.Error(diff)
	}
	q := r.Plan(map[string]any{"name": "b"}, Replace()).WantAction(DeleteThenCreate)
	if q.Reason != BecauseRequested {
		t.Errorf("reason %s", q.Reason)
	}
}

func TestFailedCreateIsTainted(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	r := h.Resource("toy_thing", "x")
	w.faults["create"] = "partial"
	r.Apply(map[string]any{"name": "a"}).WantOnlyError("", "Cannot finish", "not ready")
	if !r.Tainted() || r.At("id") != "a-1" {
		t.Errorf("tainted %t, state %v", r.Tainted(), r.State())
	}
	p := r.Plan(map[string]any{"name": "a"}).WantAction(DeleteThenCreate)
	if p.Reason != BecauseTainted {
		t.Errorf("reason %s", p.Reason)
	}
	r.Untaint()
	r.Plan(map[string]any{"name": "a"}).WantAction(NoOp)
	r.Taint()
	delete(w.faults, "create")
	r.Apply(map[string]any{"name": "a"}).Must()
	if r.Tainted() || r.At("id") != "a-2" {
		t.Errorf("tainted %t, state %v", r.Tainted(), r.State())
	}
}

func TestCreateBeforeDestroyKeepsDeposed(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	r := h.Resource("toy_thing", "x", CreateBeforeDestroy())
	r.Apply(map[string]any{"name": "a"}).Must()
	w.faults["delete"] = "error"
	a := r.Plan(map[string]any{"name": "b"}).WantAction(CreateThenDelete).Apply()
	a.WantOnlyError("", "Cannot delete")
	if r.At("name") != "b" || r.Deposed() != 1 {
		t.Errorf("state %v, %d deposed", r.State(), r.Deposed())
	}
	delete(w.faults, "delete")
	r.Apply(map[string]any{"name": "b"}).Must()
	if diff := cmp.Diff([]string{"b-2"}, w.ids()); diff != "" || r.Deposed() != 0 {
		t.Error(diff, r.Deposed())
	}
}

// With a creation that leaves nothing, the old object is the current one again.
func TestCreateBeforeDestroyRestores(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	r := h.Resource("toy_thing", "x", CreateBeforeDestroy())
	r.Apply(map[string]any{"name": "a"}).Must()
	w.faults["create"] = "error"
	r.Apply(map[string]any{"name": "b"}).WantError("", "Cannot create")
	if r.At("name") != "a" || r.Deposed() != 0 || r.Tainted() {
		t.Errorf("state %v, %d deposed, tainted %t", r.State(), r.Deposed(), r.Tainted())
	}
}

func TestDriftAndGone(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	r := h.Resource("toy_thing", "x")
	config := map[string]any{"name": "a", "size": 1}
	r.Apply(config).Must()
	w.change("a-1", func(t *thing) { t.Size = 9 })
	p := r.Plan(config).WantAction(Update)
	if diff := cmp.Diff([]string{"size: 1 -> 9"}, p.Drift); diff != "" {
		t.Error(diff)
	}
	r.Plan(config, WithoutRefresh()).WantAction(NoOp)
	if r.Refresh().Failed() || r.At("size") != int64(9) {
		t.Errorf("state %v", r.State())
	}
	w.remove("a-1")
	r.Plan(config).WantAction(Create)
	if r.Refresh().Failed() || r.Exists() {
		t.Errorf("state %v", r.State())
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	config := map[string]any{"name": "a", "size": 3}
	imports := map[string]func(*Resource) *Outcome{
		"by id":       func(r *Resource) *Outcome { return r.Import("a-1") },
		"by identity": func(r *Resource) *Outcome { return r.ImportIdentity(map[string]any{"id": "a-1"}) },
	}
	for name, run := range imports {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, w := start(t, Options{})
			w.create(thing{Name: "a", Size: 3, Revision: 2})
			r := h.Resource("toy_thing", "x")
			run(r).Must()
			if r.At("size") != int64(3) || r.Identity()["id"] != "a-1" {
				t.Errorf("state %v, identity %v", r.State(), r.Identity())
			}
			r.Plan(config).WantAction(NoOp)
			run(r).WantError("", "already managed")
			run(h.Resource("toy_thing", "y")).Must()
		})
	}
	h, _ := start(t, Options{})
	h.Resource("toy_thing", "x").Import("none").WantError("", "Cannot import non-existent remote object")
}

func TestUpgradeAndMove(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	w.create(thing{Name: "a", Revision: 1})
	r := h.Resource("toy_thing", "x")
	r.SetState(1, map[string]any{"id": "a-1", "title": "a"})
	r.Refresh().Must()
	if r.At("name") != "a" {
		t.Errorf("state %v", r.State())
	}
	r.Plan(map[string]any{"name": "a"}).WantAction(NoOp)
	r.SetState(2, map[string]any{"id": "a-1", "name": "a", "owner": "nobody", "revision": 1, "removed_later": true})
	r.Plan(map[string]any{"name": "a"}).WantAction(NoOp)
	r.SetState(3, map[string]any{"id": "a-1"})
	r.Plan(map[string]any{"name": "a"}).WantError("", "managed by newer provider version")

	m := h.Resource("toy_thing", "moved")
	m.Move(Source{ProviderAddress: "registry.terraform.io/test/other", TypeName: "other_thing", State: map[string]any{"key": "a-1"}}).Must()
	if m.At("id") != "a-1" || m.Identity()["id"] != "a-1" {
		t.Errorf("state %v", m.State())
	}
	m.Move(Source{ProviderAddress: "registry.terraform.io/test/other", TypeName: "strange", State: map[string]any{}}).WantError("", "Unable to Move Resource State")
}

func TestDiagnosticsHavePaths(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{Config: map[string]any{"region": "nowhere"}})
	r := h.Resource("toy_thing", "x")
	bad := map[string]any{"name": "a", "size": -1}
	r.Validate(bad).WantOnlyError("size", "Size is negative", "Size is -1")
	if strings.Contains(strings.Join(w.log, " "), "configure") {
		t.Error("validating configured the provider")
	}
	h.Configure().WantError("region", "Unknown region")
	r.Plan(bad).WantError("region", "Unknown region")
	h.Reconfigure(nil)
	h.Configure().Must()
	r.Plan(bad).WantError("size", "Size is negative")
	p := r.Plan(map[string]any{"name": "a", "size": 5000})
	p.Must().WantWarning("size", "Size is large")
	r.Plan(map[string]any{}).WantError("name", "Missing Configuration for Required Attribute")
	failures := failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		o := h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a", "size": 5000})
		o.WantNoWarning()
		o.WantWarning("name", "Size")
	})
	wantFailure(t, failures, "planning toy_thing.x", "Size is large")
	wantFailure(t, failures, `no warning at path "name"`)
}

func TestKilled(t *testing.T) {
	t.Parallel()
	for name, death := range map[string]Death{"provider": ProviderDies, "all": AllDie} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, w := start(t, Options{Death: death, OneServer: true})
			r := h.Resource("toy_thing", "x")
			config := map[string]any{"name": "a", "size": 1}
			if a := r.ApplyKilled(config); !a.Killed() || r.Exists() || len(w.ids()) != 1 {
				t.Errorf("killed %t, state %v, world %v", a.Killed(), r.State(), w.ids())
			}
			r.Apply(config).Must()
			before, servers := string(r.Private()), w.starts
			if a := r.ApplyKilled(map[string]any{"name": "a", "size": 2}); !a.Killed() || r.At("size") != int64(1) {
				t.Errorf("killed %t, state %v", a.Killed(), r.State())
			}
			// A core that lives on loses the private data of an updated object; testdata/core/lost_update.txt shows it.
			if kept := string(r.Private()) == before; kept != (death == AllDie) {
				t.Errorf("private data kept: %t", kept)
			}
			r.Plan(config).Must()
			if w.starts == servers {
				t.Error("no new server after the kill")
			}
			if r.DestroyKilled(); !r.Exists() {
				t.Error("a killed destroy removed the object from the state")
			}
			r.Destroy().Must()
		})
	}
}

// TestKillSwitch: Options.Killed cuts any call, plans and reads too.
func TestKillSwitch(t *testing.T) {
	t.Parallel()
	w := newWorld()
	dead := false
	h := New(t, w.factory(), Options{Killed: func() bool { return dead }})
	r := h.Resource("toy_thing", "x")
	r.Apply(map[string]any{"name": "a"}).Must()
	dead = true
	p := r.Plan(map[string]any{"name": "a"})
	if !p.Killed() || !p.Failed() {
		t.Error("the plan outlived the provider")
	}
	dead = false
	r.Plan(map[string]any{"name": "a"}).WantAction(NoOp)
}
