package aks_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// TestKillSweep strikes at every write of create, update and destroy of a cluster, killed and failed, before and after its
// effect. With an owner every case converges on the next apply; without one, a create that was killed after its PUT asks for
// the import block (docs/design/0002-convergence.md 5.1).
func TestKillSweep(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{"with owner": {"owner": "platform/prod"}, "without owner": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newWorld(t)
			h := azure.Harness(t, block)
			cluster := h.Resource("udr_aks_cluster", "this")
			apply := func(config map[string]any) func() error {
				return func() error { return cluster.Apply(config).Err() }
			}
			destroy := func() error { return cluster.Destroy().Err() }
			window := map[string]any{"frequency": "Weekly", "interval": 1, "duration": 4, "day_of_week": "Sunday", "start_time": "02:00"}
			grown := with(map[string]any{
				"tags": map[string]any{"team": "a"}, "sku_tier": "Standard", "maintenance_window_node_os": window,
				"default_node_pool": map[string]any{"vnet_subnet_id": subnetID, "node_count": 4, "node_labels": map[string]any{"a": "b"}},
			})
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save,
				Diff: func(want, got any) string {
					return cmp.Diff(settled(azure.Documents(want)), settled(azure.Documents(got)))
				},
				Remedies: []sweep.Remedy{{Name: "import", Do: func() error {
					if cluster.Exists() {
						return errors.New("it is in the state")
					}
					return cluster.Import(clusterID).Err()
				}}},
				Paths: paths(block != nil,
					sweep.Path{Name: "create", Run: apply(with(map[string]any{"maintenance_window_node_os": window})), Teardown: destroy},
					sweep.Path{Name: "grow", Start: apply(base()), Run: apply(grown), Teardown: destroy},
					sweep.Path{Name: "shrink", Start: apply(grown), Run: apply(base()), Teardown: destroy},
					sweep.Path{Name: "rotate the first pool", Start: apply(base()), Run: apply(pool(map[string]any{"vm_size": "Standard_D8s_v5"})), Teardown: destroy},
					sweep.Path{Name: "change the outbound type", Start: apply(base()), Run: apply(net(map[string]any{"outbound_type": "loadBalancer"})), Teardown: destroy},
					sweep.Path{Name: "destroy", Start: apply(base()), Run: destroy},
				),
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

// paths are all of them, or the create alone: the owner decides nothing else.
func paths(all bool, list ...sweep.Path) []sweep.Path {
	if all {
		return list
	}
	return list[:1]
}

// TestPoolKillSweep is the same for a node pool.
func TestPoolKillSweep(t *testing.T) {
	t.Parallel()
	azure := newWorld(t)
	h := azure.Harness(t, map[string]any{"owner": "platform/prod"})
	h.Resource("udr_aks_cluster", "this").Apply(base()).Must()
	work := h.Resource("udr_aks_node_pool", "work")
	apply := func(config map[string]any) func() error {
		return func() error { return work.Apply(config).Err() }
	}
	destroy := func() error { return work.Destroy().Err() }
	rotation := map[string]any{"temporary_name_for_rotation": "tmp"}
	report := sweep.Sweep(t, sweep.Options{
		World: azure, Save: h.Save,
		Diff: func(want, got any) string {
			return cmp.Diff(settled(azure.Documents(want)), settled(azure.Documents(got)))
		},
		Paths: []sweep.Path{
			{Name: "create", Run: apply(further(nil)), Teardown: destroy},
			{Name: "change", Start: apply(further(nil)), Run: apply(further(map[string]any{"node_count": 3, "node_labels": map[string]any{"a": "b"}})), Teardown: destroy},
			{Name: "rotate", Start: apply(further(rotation)), Run: apply(further(changed(map[string]any{"vm_size": "Standard_D8s_v5"}, rotation))), Teardown: destroy},
			{Name: "destroy", Start: apply(further(nil)), Run: destroy},
		},
	})
	t.Logf("\n%s", report)
}

// settled drops the node resource group: what is in it is AKS's own.
func settled(documents map[string]any) map[string]any {
	maps.DeleteFunc(documents, func(id string, _ any) bool { return strings.Contains(id, "/resourceGroups/MC_") })
	return documents
}
