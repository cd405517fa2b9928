package protocol

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chain is a workspace of a thing, a box named after the thing's ID, and a data source that looks the thing up.
func chain(h *Harness, config map[string]any) *Workspace {
	w := h.Workspace()
	w.Add(h.Resource("toy_thing", "x"), func(Ref) map[string]any { return config })
	w.AddData("toy_lookup", "found", func(ref Ref) map[string]any {
		id, known := ref("toy_thing.x", "id").(string)
		if !known {
			return map[string]any{"name": Unknown}
		}
		return map[string]any{"name": strings.Split(id, "-")[0]}
	})
	w.Add(h.Resource("toy_box", "y"), func(ref Ref) map[string]any {
		return map[string]any{"name": ref("toy_thing.x", "id"), "content": ref("data.toy_lookup.found", "id")}
	})
	return w
}

func TestWorkspace(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	ws := chain(h, map[string]any{"name": "a"})
	p := ws.Plan().Must()
	if p.Plans["toy_box.y"].At("name") != Unknown || !p.Data["data.toy_lookup.found"].Deferred {
		t.Errorf("planned %v", p.Plans["toy_box.y"].After)
	}
	p.Apply().Must()
	box := h.Resource("toy_box", "y")
	if box.At("name") != "a-1" || box.At("content") != "a-1" {
		t.Errorf("state %v", box.State())
	}
	ws.Plan().WantNoChanges()

	w.log = nil
	chain(h, map[string]any{"name": "b"}).Apply().Must()
	if box.At("name") != "b-2" {
		t.Errorf("state %v", box.State())
	}
	if diff := cmp.Diff([]string{"toy_box.y", "toy_thing.x"}, h.Addresses()); diff != "" {
		t.Error(diff)
	}
	ws = chain(h, map[string]any{"name": "b"})
	w.log = nil
	ws.Destroy().Must()
	if len(h.Addresses()) > 0 || w.did()[0] != "delete box" {
		t.Errorf("left %v, did %v", h.Addresses(), w.did())
	}
}

// What depends on a failed block is left alone, and the next apply goes on.
func TestWorkspaceStopsBehindFailure(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	ws := chain(h, map[string]any{"name": "a"})
	w.faults["create"] = "error"
	ws.Apply().WantOnlyError("", "Cannot create")
	if len(h.Addresses()) > 0 {
		t.Errorf("made %v", h.Addresses())
	}
	delete(w.faults, "create")
	ws.Apply().Must()

	w.faults["delete"] = "error"
	ws.Destroy().WantOnlyError("", "Cannot delete")
	if diff := cmp.Diff([]string{"toy_thing.x"}, h.Addresses()); diff != "" {
		t.Error(diff)
	}
}

// A dependent is destroyed before what it depends on is replaced.
func TestWorkspaceOrder(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	build := func(name string) *Workspace {
		ws := h.Workspace()
		ws.Add(h.Resource("toy_thing", "x"), func(Ref) map[string]any { return map[string]any{"name": name} })
		ws.Add(h.Resource("toy_thing", "y"), func(ref Ref) map[string]any {
			return map[string]any{"name": "y-" + name, "owner": ref("toy_thing.x", "id")}
		})
		return ws
	}
	build("a").Apply().Must()
	w.log = nil
	build("b").Apply().Must()
	var order []string
	for _, line := range w.did() {
		order = append(order, strings.Join(strings.Fields(line)[:2], " "))
	}
	if diff := cmp.Diff([]string{"delete y-a-2", "delete a-1", "create b-3", "create y-b-4"}, order); diff != "" {
		t.Error(diff)
	}
}

func TestWorkspaceBreaches(t *testing.T) {
	t.Parallel()
	failures := failuresOf(t, func(t testing.TB) {
		h, w := start(t, Options{})
		ws := h.Workspace()
		// The second thing changes the first behind its back, so no plan is ever empty.
		ws.Add(h.Resource("toy_thing", "x"), func(Ref) map[string]any { return map[string]any{"name": "a", "size": 1} })
		ws.Add(h.Resource("toy_box", "y"), func(ref Ref) map[string]any {
			if id, ok := ref("toy_thing.x", "id").(string); ok {
				w.change(id, func(t *thing) { t.Size = 8 })
			}
			return map[string]any{"name": "b"}
		})
		ws.Apply()
		ws.Plan().WantNoChanges()
	})
	wantFailure(t, failures, "applying the workspace: The plan after the apply is not empty: toy_thing.x: the action is update", "size: 8 -> 1")
	wantFailure(t, failures, "toy_thing.x: the action is update", "found by reading: [size: 1 -> 8]")

	failures = failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		ws := h.Workspace()
		ws.Add(h.Resource("toy_box", "y"), func(ref Ref) map[string]any { return map[string]any{"name": ref("toy_thing.x", "id")} })
		ws.Plan()
	})
	wantFailure(t, failures, "toy_thing.x is referred to before its block")
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	r := h.Resource("toy_thing", "x")
	r.Apply(map[string]any{"name": "a"}).Must()
	saved, things := h.Snapshot(), maps.Clone(w.things)
	r.Apply(map[string]any{"name": "b"}).Must()
	h.Restore(saved)
	w.things = things
	if r.At("name") != "a" {
		t.Errorf("state %v", r.State())
	}
	r.Plan(map[string]any{"name": "a"}).WantAction(NoOp)
}

// BenchmarkApply is one create with all its checks; it has to stay in milliseconds.
func BenchmarkApply(b *testing.B) {
	h, _ := start(b, Options{})
	for b.Loop() {
		r := h.Resource("toy_thing", "x")
		r.Apply(map[string]any{"name": "a", "tags": map[string]any{"k": "v"}}).Must()
		r.Forget()
	}
}
