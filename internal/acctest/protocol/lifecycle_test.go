package protocol

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLifecycle(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{Config: map[string]any{"region": "here"}})
	r := h.Resource("toy_thing", "this")

	p := r.Plan(map[string]any{"name": "a", "size": 3}).WantAction(Create)
	if p.At("id") != Unknown || p.At("size") != int64(3) || p.At("owner") != "nobody" || p.Before != nil {
		t.Errorf("planned %v", p.After)
	}
	if r.Exists() || len(w.ids()) > 0 {
		t.Error("a plan changed something")
	}
	a := p.Apply().Must()
	if diff := cmp.Diff([]string{"a-1"}, w.ids()); diff != "" {
		t.Error(diff)
	}
	if a.State["id"] != "a-1" || r.At("revision") != int64(1) || r.Identity()["id"] != "a-1" {
		t.Errorf("applied %v, identity %v", a.State, r.Identity())
	}

	u := r.Plan(map[string]any{"name": "a", "size": 4}).WantAction(Update)
	if u.At("id") != "a-1" || u.At("revision") != Unknown {
		t.Errorf("planned %v", u.After)
	}
	if diff := cmp.Diff([]string{"revision: 1 -> (unknown)", "size: 3 -> 4"}, u.Changes()); diff != "" {
		t.Error(diff)
	}
	u.Apply().Must()
	if r.At("revision") != int64(2) {
		t.Errorf("state %v", r.State())
	}
	r.Plan(map[string]any{"name": "a", "size": 4}).WantAction(NoOp)

	r.Destroy().Must()
	if r.Exists() || len(w.ids()) > 0 {
		t.Errorf("state %v, world %v", r.State(), w.ids())
	}
}
