package firewallegress_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// TestKillSweep strikes at every write of create, update and destroy, killed and failed, before and after its effect.
// With an owner every case converges on the next apply; without one, the create that was killed after its last write
// asks for the import block (docs/design/0002-convergence.md 5.1).
func TestKillSweep(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		block map[string]any
		hows  []sweep.How // nil: all
		paths []string
	}{
		{"create", map[string]any{"owner": "platform/prod"}, nil, []string{"create", "after a failed create"}},
		{"change", map[string]any{"owner": "platform/prod"}, []sweep.How{sweep.Killed}, []string{"change everything", "classic to policy", "rename the table"}},
		{"destroy", map[string]any{"owner": "platform/prod"}, nil, []string{"destroy"}},
		{"without owner", nil, []sweep.How{sweep.Killed}, []string{"create"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			azure := newNetwork(t)
			azure.Put(networkID+"/subnets/extra", apiVersion, map[string]any{"properties": map[string]any{"addressPrefix": "100.64.9.0/24"}})
			h := azure.Harness(t, test.block)
			egress := h.Resource("udr_firewall_egress", "this")
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save, Hows: test.hows,
				Diff: func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
				Remedies: []sweep.Remedy{{Name: "import", Do: func() error {
					if egress.Exists() {
						return errors.New("it is in the state")
					}
					return egress.Import(tableID).Err() // as the message says
				}}},
				Paths: slices.DeleteFunc(sweepPaths(azure, egress), func(p sweep.Path) bool { return !slices.Contains(test.paths, p.Name) }),
			})
			t.Logf("\n%s", report)
			for _, path := range report.Paths {
				if test.block != nil && len(path.ByRemedy) > 0 {
					t.Errorf("%s needed a remedy although the owner is set: %v", path.Name, path.ByRemedy)
				}
			}
		})
	}
}

func sweepPaths(azure *acctest.Azure, egress *protocol.Resource) []sweep.Path {
	apply := func(config map[string]any) func() error {
		return func() error { return egress.Apply(config).Err() }
	}
	destroy := func() error { return egress.Destroy().Err() }

	grown := with(map[string]any{
		"tags": map[string]any{"team": "platform"}, "dns_proxy_enabled": true,
		"public_ips": map[string]any{"second": map[string]any{}},
		"rule_collection_groups": map[string]any{"more": map[string]any{
			"priority": 2000, "application_rule_collections": map[string]any{"web": collection(100, map[string]any{"r": applicationRule(nil)})},
		}},
		"route_table":    map[string]any{"public_ip_routes_enabled": true},
		"routed_subnets": map[string]any{"extra": subnet("extra", "100.64.9.0/24")},
	})
	classic := with(map[string]any{"rules_as": "classic"})
	return []sweep.Path{
		{Name: "create", Run: apply(howTo()), Teardown: destroy},
		{Name: "change everything", Start: apply(howTo()), Run: apply(grown), Teardown: destroy},
		{Name: "classic to policy", Start: apply(classic), Run: apply(howTo()), Teardown: destroy},
		{Name: "rename the table", Start: apply(howTo()), Run: apply(with(map[string]any{"route_table": map[string]any{"name": "renamed"}})), Teardown: destroy},
		{Name: "destroy", Start: apply(howTo()), Run: destroy},
		{Name: "after a failed create", Run: apply(howTo()), Teardown: destroy, Start: func() error {
			azure.ArmFail(4, sweep.Before)
			if err := apply(howTo())(); err == nil || !egress.Tainted() {
				return errors.New("the create did not fail half-way")
			}
			return nil
		}},
	}
}
