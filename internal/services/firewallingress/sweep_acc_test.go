package firewallingress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// TestKillSweep kills, and fails, each write of a create, of an update and of a destroy, before and after its effect: the next apply
// converges, with and without owner, since rules that say what is wanted prove whose they are.
func TestKillSweep(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]bool{"policy": true, "classic": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := world(t, policy, 1)
			h := azure.Harness(t, nil)
			ingress := h.Resource("udr_firewall_ingress", "this")
			apply := func(change map[string]any) func() error {
				return func() error { return ingress.Apply(config(change)).Err() }
			}
			destroy := func() error { return ingress.Destroy().Err() }
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save,
				Diff: func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
				Paths: []sweep.Path{
					{Name: "create", Run: apply(nil), Teardown: destroy},
					{Name: "update", Start: apply(nil), Run: apply(map[string]any{"priority": 170}), Teardown: destroy},
					{Name: "destroy", Start: apply(nil), Run: destroy},
				},
			})
			t.Logf("\n%s", report)
		})
	}
}
