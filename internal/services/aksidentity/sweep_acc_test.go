package aksidentity_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// TestKillSweep kills, and fails, each write of a create, of an update and of a destroy, before and after its effect.
func TestKillSweep(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{"with owner": {"owner": "platform/prod"}, "without owner": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := world(t)
			h := azure.Harness(t, block)
			identity := h.Resource("udr_aks_identity", "this")
			apply := func(change map[string]any) func() error {
				return func() error { return identity.Apply(config(change)).Err() }
			}
			two := map[string]any{"network_scopes": map[string]any{"nodes": nodesID, "pods": podsID}}
			moved := map[string]any{"network_scopes": map[string]any{"pods": podsID}, "tags": map[string]any{"a": "1"}}
			destroy := func() error { return identity.Destroy().Err() }
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save,
				Diff: func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
				Remedies: []sweep.Remedy{{Name: "import", Do: func() error {
					if identity.Exists() {
						return errors.New("it is in the state")
					}
					return identity.Import(identityID).Err()
				}}},
				Paths: []sweep.Path{
					{Name: "create", Run: apply(two), Teardown: destroy},
					{Name: "update", Start: apply(nil), Run: apply(moved), Teardown: destroy},
					{Name: "destroy", Start: apply(two), Run: destroy},
				},
			})
			t.Logf("\n%s", report)
			if block != nil {
				for _, path := range report.Paths {
					if len(path.ByRemedy) > 0 {
						t.Errorf("%s needed %v although the owner is set", path.Name, path.ByRemedy)
					}
				}
			}
		})
	}
}
