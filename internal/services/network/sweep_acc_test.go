package network_test

import (
	"errors"
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
	for name, block := range map[string]map[string]any{
		"with owner":    {"owner": "platform/prod"},
		"without owner": nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := withHub(t, "10.0.0.0/16")
			h := azure.Harness(t, block)
			network := h.Resource("udr_network", "this")
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save,
				Diff: func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
				Remedies: []sweep.Remedy{{Name: "import", Do: func() error {
					if network.Exists() {
						return errors.New("it is in the state")
					}
					return network.Import(howToID).Err()
				}}},
				Paths: sweepPaths(azure, network),
			})
			t.Logf("\n%s", report)
			for _, path := range report.Paths {
				if block != nil && len(path.ByRemedy) > 0 {
					t.Errorf("%s needed a remedy although the owner is set: %v", path.Name, path.ByRemedy)
				}
			}
		})
	}
}

func sweepPaths(azure *acctest.Azure, network *protocol.Resource) []sweep.Path {
	apply := func(config map[string]any) func() error {
		return func() error { return network.Apply(config).Err() }
	}
	destroy := func() error { return network.Destroy().Err() }

	grown := peered()
	grown["address_space"] = []any{"100.64.0.0/16", "10.9.0.0/16"}
	grown["tags"] = map[string]any{"team": "platform"}
	grown["subnets"] = map[string]any{
		"contosofinakssubnet": map[string]any{"address_prefixes": []any{"100.64.1.0/25"}, "service_endpoints": []any{"Microsoft.Storage"}},
		"AzureFirewallSubnet": prefixes("100.64.3.0/24"),
		"new":                 prefixes("10.9.1.0/24"),
	}
	return []sweep.Path{
		{Name: "create", Run: apply(peered()), Teardown: destroy},
		{Name: "create without peerings", Run: apply(howTo()), Teardown: destroy},
		{Name: "grow", Start: apply(peered()), Run: apply(grown), Teardown: destroy},
		{Name: "shrink", Start: apply(grown), Run: apply(howTo()), Teardown: destroy},
		{Name: "add a peering", Start: apply(howTo()), Run: apply(peered()), Teardown: destroy},
		{Name: "destroy", Start: apply(peered()), Run: destroy},
		{Name: "after a failed create", Run: apply(peered()), Teardown: destroy, Start: func() error {
			azure.ArmFail(2, sweep.Before)
			if err := apply(peered())(); err == nil || !network.Tainted() {
				return errors.New("the create did not fail half-way")
			}
			return nil
		}},
	}
}
