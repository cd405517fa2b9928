package protocol

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// step is one command of a scenario.
type step struct {
	command string                    // apply, destroy, import, taint, refresh, state
	config  map[string]map[string]any // block name (toy_thing) -> attributes; nil keeps the one before
	faults  map[string]string
	lose    string             // call whose answer is lost
	replace string             // -replace
	world   func(*world)       // what happens behind Terraform's back before the command
	state   map[string]any     // command state: attributes of toy_thing.x in a state of version 1
	fails   bool               // the command ends with an error
	cbd     bool               // lifecycle create_before_destroy from this step on
	refs    map[string]refPath // attributes of toy_box.y that refer to toy_thing.x
}

// refPath is a reference to an attribute of toy_thing.x.
type refPath string

// scenarios are runs of the toy provider that core and the harness both make. Each has at most one toy_thing.x and one
// toy_box.y.
var scenarios = map[string][]step{
	"create_update_destroy": {
		{command: "apply", config: thingX("a", "size", 1)},
		{command: "apply", config: thingX("a", "size", 2)},
		{command: "apply"},
		{command: "destroy"},
	},
	"replace": {
		{command: "apply", config: thingX("a")},
		{command: "apply", config: thingX("b")},
		{command: "apply", replace: "toy_thing.x"},
	},
	"replace_delete_fails": {
		{command: "apply", config: thingX("a")},
		{command: "apply", config: thingX("b"), faults: map[string]string{"delete": "error"}, fails: true},
		{command: "apply", faults: map[string]string{}},
	},
	"replace_create_fails": {
		{command: "apply", config: thingX("a")},
		{command: "apply", config: thingX("b"), faults: map[string]string{"create": "error"}, fails: true},
		{command: "apply", faults: map[string]string{}},
	},
	"failed_create_is_tainted": {
		{command: "apply", config: thingX("a"), faults: map[string]string{"create": "partial"}, fails: true},
		{command: "apply", faults: map[string]string{}},
	},
	"failed_create_then_destroy": {
		{command: "apply", config: thingX("a"), faults: map[string]string{"create": "partial"}, fails: true},
		{command: "destroy", faults: map[string]string{}},
	},
	"failed_create_without_state": {
		{command: "apply", config: thingX("a"), faults: map[string]string{"create": "error"}, fails: true},
		{command: "apply", faults: map[string]string{}},
	},
	"failed_update": {
		{command: "apply", config: thingX("a", "size", 1)},
		{command: "apply", config: thingX("a", "size", 2), faults: map[string]string{"update": "partial"}, fails: true},
		{command: "apply", faults: map[string]string{"update": "error"}, config: thingX("a", "size", 3), fails: true},
		{command: "apply", faults: map[string]string{}},
	},
	"failed_destroy": {
		{command: "apply", config: thingX("a")},
		{command: "destroy", faults: map[string]string{"delete": "error"}, fails: true},
		{command: "destroy", faults: map[string]string{}},
	},
	"destroy_needs_a_plan": {
		{command: "apply", config: thingX("a")},
		{command: "destroy", faults: map[string]string{"plan": "error"}, fails: true},
	},
	"taint": {
		{command: "apply", config: thingX("a")},
		{command: "taint"},
		{command: "apply", faults: map[string]string{"delete": "error"}, fails: true},
		{command: "apply", faults: map[string]string{}},
	},
	"create_before_destroy": {
		{command: "apply", config: thingX("a"), cbd: true},
		{command: "apply", config: thingX("b"), cbd: true},
		{command: "destroy", cbd: true},
	},
	"create_before_destroy_create_fails": {
		{command: "apply", config: thingX("a"), cbd: true},
		{command: "apply", config: thingX("b"), cbd: true, faults: map[string]string{"create": "error"}, fails: true},
		{command: "apply", cbd: true, faults: map[string]string{"create": "partial"}, fails: true},
		{command: "apply", cbd: true, faults: map[string]string{}},
	},
	"create_before_destroy_delete_fails": {
		{command: "apply", config: thingX("a"), cbd: true},
		{command: "apply", config: thingX("b"), cbd: true, faults: map[string]string{"delete": "error"}, fails: true},
		{command: "apply", cbd: true, faults: map[string]string{}},
	},
	"deposed_then_destroy": {
		{command: "apply", config: thingX("a"), cbd: true},
		{command: "apply", config: thingX("b"), cbd: true, faults: map[string]string{"delete": "error"}, fails: true},
		{command: "destroy", cbd: true, faults: map[string]string{}},
	},
	"lost_create": {
		{command: "apply", config: thingX("a"), lose: "ApplyResourceChange", fails: true},
		{command: "apply"},
	},
	"lost_update": {
		{command: "apply", config: thingX("a", "size", 1)},
		{command: "apply", config: thingX("a", "size", 2), lose: "ApplyResourceChange", fails: true},
		{command: "apply"},
	},
	"lost_delete": {
		{command: "apply", config: thingX("a")},
		{command: "destroy", lose: "ApplyResourceChange", fails: true},
		{command: "destroy"},
	},
	"lost_delete_in_replacement": {
		{command: "apply", config: thingX("a")},
		{command: "apply", config: thingX("b"), lose: "ApplyResourceChange", fails: true},
		{command: "apply"},
	},
	"lost_create_before_destroy": {
		{command: "apply", config: thingX("a"), cbd: true},
		{command: "apply", config: thingX("b"), cbd: true, lose: "ApplyResourceChange", fails: true},
		{command: "apply", cbd: true},
	},
	"drift": {
		{command: "apply", config: thingX("a", "size", 1)},
		{command: "apply", world: func(w *world) { w.change("a-1", func(t *thing) { t.Size = 9 }) }},
		{command: "refresh", world: func(w *world) { w.change("a-1", func(t *thing) { t.Size = 8 }) }},
		{command: "apply", world: func(w *world) { w.remove("a-1") }},
	},
	"import": {
		{command: "import", config: thingX("a", "size", 1), world: func(w *world) { w.create(thing{Name: "a", Revision: 4, Size: 3}) }},
		{command: "apply"},
	},
	"upgrade": {
		{
			command: "state", config: thingX("a"), state: map[string]any{"id": "a-1", "title": "a"},
			world: func(w *world) { w.create(thing{Name: "a", Revision: 1}) },
		},
		{command: "apply"},
	},
	"nested": {
		{command: "apply", config: thingX("a", "secret", "s1", "tags", map[string]any{"k": "v"}, "labels", []any{"b", "a"},
			"ratio", 0.1, "any", []any{"x", 1, true, nil}, "pair", map[string]any{"left": "l", "right": nil},
			"spec", map[string]any{"mode": "m"}, "rules", map[string]any{"one": map[string]any{"port": "1"}, "two": map[string]any{"port": "2", "note": "n"}},
			"steps", []any{map[string]any{"cmd": "c1"}, map[string]any{"cmd": "c2", "note": "n2"}},
			"peers", []any{map[string]any{"addr": "p1"}, map[string]any{"addr": "p2", "note": "n2"}})},
		{command: "apply", config: thingX("a", "secret", "s2", "any", map[string]any{"k": "v"}, "owner", "me",
			"spec", map[string]any{"mode": "m2"}, "rules", map[string]any{"two": map[string]any{"port": "2"}, "three": map[string]any{"port": "3"}},
			"steps", []any{map[string]any{"cmd": "c2"}},
			"peers", []any{map[string]any{"addr": "p2"}, map[string]any{"addr": "p3"}, map[string]any{"addr": "p1", "note": "none"}})},
		{command: "apply", config: thingX("a", "rules", map[string]any{}, "steps", []any{}, "peers", []any{})},
	},
	"reference": {
		{command: "apply", config: boxY(thingX("a")), refs: map[string]refPath{"name": "id"}},
		{command: "apply", config: boxY(thingX("b"), "content", "water"), refs: map[string]refPath{"name": "id"}},
		{command: "apply", config: boxY(thingX("b", "size", 5)), refs: map[string]refPath{"name": "id"}},
		{command: "destroy", refs: map[string]refPath{"name": "id"}},
	},
}

// unordered are the scenarios in which core destroys independent objects, in an order that differs from run to run. Their
// calls are compared without their order within a step.
var unordered = map[string]bool{
	"create_before_destroy_create_fails": true,
	"create_before_destroy_delete_fails": true,
	"deposed_then_destroy":               true,
}

// arrange joins the lines of a tape, sorted by call within each step if the scenario is unordered.
func arrange(name string, lines []string) string {
	if !unordered[name] {
		return strings.Join(lines, "\n") + "\n"
	}
	var out, calls []string
	flush := func() {
		slices.Sort(calls)
		out, calls = append(out, calls...), nil
	}
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "== "):
			flush()
			out = append(out, line)
		case strings.HasPrefix(line, "  "):
			calls[len(calls)-1] += "\n" + line
		default:
			calls = append(calls, line)
		}
	}
	flush()
	return strings.Join(out, "\n") + "\n"
}

// thingX is a configuration of toy_thing.x from a name and pairs.
func thingX(name string, pairs ...any) map[string]map[string]any {
	attrs := map[string]any{"name": name}
	for i := 0; i+1 < len(pairs); i += 2 {
		attrs[pairs[i].(string)] = pairs[i+1]
	}
	return map[string]map[string]any{"toy_thing": attrs}
}

// boxY adds toy_box.y to a configuration.
func boxY(config map[string]map[string]any, pairs ...any) map[string]map[string]any {
	attrs := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		attrs[pairs[i].(string)] = pairs[i+1]
	}
	config = maps.Clone(config)
	config["toy_box"] = attrs
	return config
}

// TestSendsWhatCoreSends compares what the provider hears from the harness with what it heard from Terraform 1.11.4.
// UPDATE=1 asks the real thing again (TestRecordCore).
func TestSendsWhatCoreSends(t *testing.T) {
	t.Parallel()
	for name, steps := range scenarios {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(filepath.Join("testdata", "core", name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			got := runScenario(t, name, steps)
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("core (-) and the harness (+) differ:\n%s", diff)
			}
		})
	}
}

// runScenario makes the harness run a scenario.
func runScenario(t *testing.T, name string, steps []step) string {
	t.Helper()
	w := newWorld()
	servers := w.factory()
	tape := newTape(t, servers())
	h := New(t, func() tfprotov6.ProviderServer {
		return &recorder{ProviderServer: servers(), tape: tape}
	}, Options{NoIdentity: true, SkipReplan: true})
	var config map[string]map[string]any
	for _, s := range steps {
		tape.write("== " + s.command)
		if s.config != nil {
			config = s.config
		}
		prepare(w, s)
		failed := runStep(t, h, s, config)
		if failed != s.fails {
			t.Fatalf("%s: failed is %t, %t is wanted", s.command, failed, s.fails)
		}
		noteWorld(tape, w)
	}
	return arrange(name, tape.lines)
}

func prepare(w *world, s step) {
	if s.world != nil {
		s.world(w)
	}
	if s.faults != nil {
		w.mu.Lock()
		w.faults = s.faults
		w.mu.Unlock()
	}
}

// noteWorld writes what the provider did in the step.
func noteWorld(tape *tape, w *world) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, line := range w.log {
		if !strings.HasPrefix(line, "configure") {
			tape.write("-> " + line)
		}
	}
	w.log = nil
}

// runStep runs a command on the harness and tells whether it failed.
func runStep(t *testing.T, h *Harness, s step, config map[string]map[string]any) bool {
	t.Helper()
	var lifecycle []Lifecycle
	if s.cbd {
		lifecycle = append(lifecycle, CreateBeforeDestroy())
	}
	x := h.Resource("toy_thing", "x", lifecycle...)
	w := h.Workspace()
	w.Add(x, func(Ref) map[string]any { return config["toy_thing"] })
	if config["toy_box"] != nil {
		w.Add(h.Resource("toy_box", "y"), func(ref Ref) map[string]any {
			attrs := maps.Clone(config["toy_box"])
			for name, path := range s.refs {
				attrs[name] = ref("toy_thing.x", string(path))
			}
			return attrs
		})
	}
	h.setLoseApply(s.lose != "")
	switch {
	case s.command == "destroy":
		return w.Destroy().Failed()
	case s.command == "import":
		return x.Import("a-1").Failed()
	case s.command == "taint":
		x.Taint()
		return false
	case s.command == "refresh":
		return x.Refresh().Failed()
	case s.command == "state":
		x.SetState(1, s.state)
		return false
	case s.replace != "":
		return x.Apply(config["toy_thing"], Replace()).Failed()
	default:
		return w.Apply().Failed()
	}
}

// showShort is show without attributes that are null, for objects.
func showShort(v cty.Value) string {
	if v.IsNull() || !v.IsKnown() || !v.Type().IsObjectType() {
		return show(v)
	}
	var parts []string
	for _, name := range sortedKeys(v.Type().AttributeTypes()) {
		if element := v.GetAttr(name); !element.IsKnown() || !element.IsNull() {
			parts = append(parts, name+"="+show(element))
		}
	}
	return "{" + strings.Join(parts, " ") + "}"
}
