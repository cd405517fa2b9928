package cli_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

// stroke is one write that a provider does not survive.
type stroke struct {
	when, method, path string // path is a regular expression for what the ID ends in
}

func (s stroke) rule() fault.Rule {
	return fault.Rule{Match: fault.Match{Method: s.method, Path: s.path + `\?`}, Effect: fault.Effect{Kill: s.when}}
}

func (s stroke) String() string {
	return strings.Join([]string{"killed", s.when, s.method, s.path[strings.LastIndex(s.path, "/")+1:]}, " ")
}

// What a kill can meet, by the end of its path.
const (
	groupPath   = "/resourceGroups/contosofin-rg"
	clusterPath = "/virtualNetworks/contosofinvnet"
	hubPath     = "/virtualNetworks/contosofinhub"
	ourHalf     = clusterPath + "/virtualNetworkPeerings/to-hub"
	theirHalf   = hubPath + "/virtualNetworkPeerings/contosofinvnet"
)

// died wants core to have lost its provider. Which of the two it says depends on what it notices first.
func died(t *testing.T, r cli.Result) {
	t.Helper()
	r.Want(cli.Broken)
	if !strings.Contains(r.Output, "Plugin did not respond") && !strings.Contains(r.Output, "Request cancelled") {
		t.Fatalf("the provider lives:\n%s", r.Output)
	}
}

// change is an update in place of every resource of the demo.
func change(w *cli.Workspace) {
	w.Edit("main.tf", `{ environment = "demo" }`, `{ environment = "changed" }`)
	w.Edit("main.tf", `shared = { address_prefixes = ["10.10.1.0/24"] }`, `other = { address_prefixes = ["10.10.2.0/24"] }`)
	w.Edit("main.tf", `["100.64.0.0/16"]`, `["100.64.0.0/16", "100.65.0.0/16"]`)
}

// TestKilled is a sample of the sweep (docs/design/0002-convergence.md 6), with the real CLI and a provider whose process ends: with the
// owner set, the next apply converges on what a run without a kill makes, the plan after it is clean, no object was made anew, and a
// destroy leaves nothing.
func TestKilled(t *testing.T) {
	t.Parallel()
	made := applied(t, owned)
	changed := made.Copy(t)
	change(changed)
	changed.Apply().Want(0)

	t.Run("create", func(t *testing.T) {
		t.Parallel()
		start, want := demo(t, owned), cli.Documents(t, made.Embedded())
		for _, s := range []stroke{
			{"before", "PUT", groupPath},
			{"after", "PUT", groupPath},
			{"after", "PUT", hubPath},
			{"before", "PATCH", hubPath},
			{"after", "PATCH", hubPath},
			{"after", "PUT", ourHalf},
			{"before", "PUT", theirHalf},
			{"after", "PATCH", clusterPath},
		} {
			t.Run(s.String(), func(t *testing.T) {
				t.Parallel()
				converges(t, start.Copy(t), s, want)
			})
		}
	})
	t.Run("update", func(t *testing.T) {
		t.Parallel()
		start, want := made.Copy(t), cli.Documents(t, changed.Embedded())
		change(start)
		for _, s := range []stroke{
			{"after", "PATCH", groupPath},
			{"after", "PUT", hubPath + "/subnets/other"},
			{"before", "DELETE", hubPath + "/subnets/shared"},
			{"before", "PUT", clusterPath},
		} {
			t.Run(s.String(), func(t *testing.T) {
				t.Parallel()
				converges(t, start.Copy(t), s, want)
			})
		}
	})
	t.Run("destroy", func(t *testing.T) {
		t.Parallel()
		start := made.Copy(t)
		for _, s := range []stroke{
			{"after", "DELETE", theirHalf},
			{"before", "DELETE", clusterPath},
			{"after", "DELETE", hubPath},
			{"after", "DELETE", groupPath},
		} {
			t.Run(s.String(), func(t *testing.T) {
				t.Parallel()
				w := start.Copy(t)
				died(t, w.Struck(s.rule()).Destroy())
				w.Destroy().Want(0)
				empty(t, w)
			})
		}
	})
}

// converges applies with a kill, applies again, and compares with what should be there.
func converges(t *testing.T, w *cli.Workspace, s stroke, want map[string]any) {
	t.Helper()
	died(t, w.Struck(s.rule()).Apply())
	before := guids(t, w)
	w.Apply().Want(0)
	w.Plan().Want(cli.Clean)
	if diff := cmp.Diff(want, cli.Documents(t, w.Embedded())); diff != "" {
		t.Errorf("not what a run without a kill makes (-want +got):\n%s", diff)
	}
	after := guids(t, w)
	maps.DeleteFunc(after, func(id, _ string) bool { _, ok := before[id]; return !ok })
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("made anew (-before +after):\n%s", diff)
	}
	w.Destroy().Want(0)
	empty(t, w)
}

// guids are those of the networks that there are.
func guids(t *testing.T, w *cli.Workspace) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, id := range []string{clusterID, hubID} {
		if w.Object(id) != nil {
			all[id] = guid(t, w, id)
		}
	}
	return all
}
