package firewallingress_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// TestKillSweep kills, and fails, each write of a create, of an update and of a destroy, before and after its effect. With an owner the next
// apply converges; without one, rules that a killed create has made ask for the import, since they bear no tag (docs/design/0009).
func TestKillSweep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		policy bool
		block  map[string]any
	}{
		"policy with owner": {true, map[string]any{"owner": "platform/prod"}}, "policy without owner": {true, nil},
		"classic with owner": {false, map[string]any{"owner": "platform/prod"}}, "classic without owner": {false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := world(t, test.policy, 1)
			h := azure.Harness(t, test.block)
			ingress := h.Resource("udr_firewall_ingress", "this")
			apply := func(change map[string]any) func() error {
				return func() error { return ingress.Apply(config(change)).Err() }
			}
			destroy := func() error { return ingress.Destroy().Err() }
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save,
				Diff: func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
				Remedies: []sweep.Remedy{{Name: "import", Do: func() error {
					if ingress.Exists() {
						return errors.New("it is in the state")
					}
					return ingress.Import(firewallID + "|voting").Err()
				}}},
				Paths: []sweep.Path{
					{Name: "create", Run: apply(nil), Teardown: destroy},
					{Name: "update", Start: apply(nil), Run: apply(map[string]any{"priority": 170}), Teardown: destroy},
					{Name: "destroy", Start: apply(nil), Run: destroy},
				},
			})
			t.Logf("\n%s", report)
			for _, path := range report.Paths {
				if len(path.ByRemedy) > 0 && (test.block != nil || path.Name != "create") {
					t.Errorf("%s needed %v", path.Name, path.ByRemedy)
				}
			}
		})
	}
}
