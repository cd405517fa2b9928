package applianceegress_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// TestKillSweep strikes at every write of create, update and destroy, killed and failed, before and after its effect, in a table of our own. With an
// owner every case converges on the next apply; without one, the create that was killed after its last write asks for the import
// block (docs/design/0002-convergence.md 5.1).
func TestKillSweep(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{
		"with owner":    {"owner": "platform/prod"},
		"without owner": nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newSpoke(t)
			report := sweepOf(t, azure, block, tableID, paths(base(), grown(base())))
			for _, path := range report.Paths {
				if block != nil && len(path.ByRemedy) > 0 {
					t.Errorf("%s needed a remedy although the owner is set: %v", path.Name, path.ByRemedy)
				}
			}
		})
	}
}

// TestKillSweepInTableOfOthers: routes bear no mark, so that only the create that was killed asks for the import of its routes
// (docs/design/0002-convergence.md 5.9).
func TestKillSweepInTableOfOthers(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putOthers(azure, theirs)
	report := sweepOf(t, azure, map[string]any{"owner": "platform/prod"}, othersID+"|default,onprem", paths(grown(onTable(nil)), onTable(nil)))
	for _, path := range report.Paths {
		if path.Name != "create" && path.Name != "after a failed create" && len(path.ByRemedy) > 0 {
			t.Errorf("%s needed a remedy: %v", path.Name, path.ByRemedy)
		}
	}
}

func sweepOf(t *testing.T, azure *acctest.Azure, block map[string]any, importID string, paths func(*acctest.Azure, *protocol.Resource) []sweep.Path) sweep.Report {
	t.Helper()
	h := azure.Harness(t, block)
	egress := h.Resource("udr_appliance_egress", "this")
	report := sweep.Sweep(t, sweep.Options{
		World: azure, Save: h.Save,
		Diff: func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
		Remedies: []sweep.Remedy{{Name: "import", Do: func() error {
			if egress.Exists() {
				return errors.New("it is in the state")
			}
			return egress.Import(importID).Err()
		}}},
		Paths: paths(azure, egress),
	})
	t.Logf("\n%s", report)
	return report
}

// grown is an egress with more of everything.
func grown(config map[string]any) map[string]any {
	more := map[string]any{}
	for name, value := range config {
		more[name] = value
	}
	more["appliance"] = map[string]any{"private_ip_address": "10.0.2.5"}
	more["route_table"] = map[string]any{"routes": map[string]any{"onprem": map[string]any{"address_prefix": "192.168.0.0/16"}}}
	more["routed_subnets"] = map[string]any{"aks": subnet(spokeID, "aks", "10.1.1.0/24"), "services": subnet(spokeID, "services", "10.1.2.0/24")}
	if config["name"] != nil {
		more["tags"] = map[string]any{"team": "spoke"}
	}
	return more
}

func paths(one, other map[string]any) func(*acctest.Azure, *protocol.Resource) []sweep.Path {
	return func(azure *acctest.Azure, egress *protocol.Resource) []sweep.Path {
		apply := func(config map[string]any) func() error {
			return func() error { return egress.Apply(config).Err() }
		}
		destroy := func() error { return egress.Destroy().Err() }
		return []sweep.Path{
			{Name: "create", Run: apply(one), Teardown: destroy},
			{Name: "change", Start: apply(one), Run: apply(other), Teardown: destroy},
			{Name: "change back", Start: apply(other), Run: apply(one), Teardown: destroy},
			{Name: "destroy", Start: apply(one), Run: destroy},
			{Name: "after a failed create", Run: apply(one), Teardown: destroy, Start: func() error {
				azure.ArmFail(2, sweep.Before)
				if err := apply(one)(); err == nil || !egress.Tainted() {
					return errors.New("the create did not fail half-way")
				}
				return nil
			}},
		}
	}
}
