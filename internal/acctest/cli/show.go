package cli

import (
	"encoding/json"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// State is the state, by the address of each resource.
func (w *Workspace) State() map[string]*tfjson.StateResource {
	w.tb.Helper()
	var state tfjson.State
	w.show(&state)
	all := map[string]*tfjson.StateResource{}
	if state.Values != nil && state.Values.RootModule != nil {
		for _, r := range state.Values.RootModule.Resources {
			all[r.Address] = r
		}
	}
	return all
}

// Planned is what a plan would do to each resource, by its address; the plan must succeed.
func (w *Workspace) Planned(flags ...string) map[string]tfjson.Actions {
	w.tb.Helper()
	const file = "shown.tfplan"
	w.Run(append([]string{"plan", "-out=" + file}, flags...)...).Want(0)
	var plan tfjson.Plan
	w.show(&plan, file)
	all := map[string]tfjson.Actions{}
	for _, c := range plan.ResourceChanges {
		all[c.Address] = c.Change.Actions
	}
	return all
}

// show decodes `show -json`. The CLI may print warnings around the document.
func (w *Workspace) show(into json.Unmarshaler, file ...string) {
	w.tb.Helper()
	out := w.Run(append([]string{"show", "-json"}, file...)...).Want(0).Output
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "{") {
			if err := into.UnmarshalJSON([]byte(line)); err != nil {
				w.tb.Fatalf("reading show -json: %v", err)
			}
			return
		}
	}
	w.tb.Fatalf("show -json printed no document:\n%s", out)
}
