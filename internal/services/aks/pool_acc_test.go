package aks_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const userPoolID = clusterID + "/agentPools/work"

func further(changes map[string]any) map[string]any {
	return changed(map[string]any{
		"name": "work", "kubernetes_cluster_id": clusterID, "vnet_subnet_id": subnetID, "node_count": 2, "vm_size": "Standard_D2s_v5",
	}, changes)
}

// newCluster is a world with a cluster in it, and the harness that made it.
func newCluster(t *testing.T) (*acctest.Azure, *protocol.Harness) {
	t.Helper()
	azure := newWorld(t)
	h := azure.Harness(t, nil)
	h.Resource("udr_aks_cluster", "this").Apply(base()).Must()
	azure.Forget()
	return azure, h
}

func poolProperties(azure *acctest.Azure, id string) map[string]any {
	found, _ := azure.Object(id)["properties"].(map[string]any)
	return found
}

func TestPool(t *testing.T) {
	t.Parallel()
	azure, h := newCluster(t)
	pool := h.Resource("udr_aks_node_pool", "work")
	plan := pool.Plan(further(nil)).Must()
	for at, want := range map[string]any{"id": userPoolID, "mode": "User", "os_type": "Linux", "max_pods": protocol.Unknown, "eviction_policy": nil} {
		if got := plan.At(at); got != want {
			t.Errorf("planned %s is %v, want %v", at, got, want)
		}
	}
	plan.Apply().Must()
	pool.Plan(further(nil)).Must().WantAction(protocol.NoOp)
	h.Resource("udr_aks_cluster", "this").Plan(base()).Must().WantAction(protocol.NoOp)

	labelled := further(map[string]any{
		"node_count": 3, "node_labels": map[string]any{"tier": "work"}, "node_taints": []any{"sku=gpu:NoSchedule"},
		"upgrade_settings": map[string]any{"max_surge": "33%"}, "tags": map[string]any{"team": "a"},
	})
	changed := pool.Plan(labelled).Must().WantAction(protocol.Update)
	changed.Apply().Must()
	pool.Plan(labelled).Must().WantAction(protocol.NoOp)
	live := poolProperties(azure, userPoolID)
	if diff := cmp.Diff(map[string]any{"tier": "work"}, live["nodeLabels"]); diff != "" {
		t.Errorf("labels: %s", diff)
	}

	// What is taken out again is taken back.
	pool.Apply(further(nil)).Must()
	pool.Plan(further(nil)).Must().WantAction(protocol.NoOp)
	if live := poolProperties(azure, userPoolID); live["nodeTaints"] != nil && len(live["nodeTaints"].([]any)) > 0 {
		t.Errorf("taints stayed: %v", live["nodeTaints"])
	}
	pool.Destroy().Must()
	if slices.Contains(azure.Resources(armemu.SubscriptionID), userPoolID) {
		t.Error("the pool is still there")
	}
}

func TestPoolReplacedOrRotated(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	pool := h.Resource("udr_aks_node_pool", "work")
	pool.Apply(further(nil)).Must()
	replaced := pool.Plan(further(map[string]any{"vm_size": "Standard_D8s_v5"})).Must()
	if diff := cmp.Diff([]string{"vm_size"}, replaced.RequiresReplace); diff != "" {
		t.Errorf("replaces for: %s", diff)
	}
	rotated := pool.Plan(further(map[string]any{"vm_size": "Standard_D8s_v5", "temporary_name_for_rotation": "tmp"})).Must().WantAction(protocol.Update)
	rotated.Apply().Must()
	if got := pool.At("vm_size"); got != "Standard_D8s_v5" {
		t.Errorf("the size is %v", got)
	}
	pool.Plan(further(map[string]any{"vm_size": "Standard_D8s_v5", "temporary_name_for_rotation": "tmp"})).Must().WantAction(protocol.NoOp)
}

func TestPoolAutoscaled(t *testing.T) {
	t.Parallel()
	azure, h := newCluster(t)
	pool := h.Resource("udr_aks_node_pool", "work")
	config := further(map[string]any{"node_count": nil, "auto_scaling_enabled": true, "min_count": 1, "max_count": 5})
	pool.Apply(config).Must()
	live := azure.Object(userPoolID)
	properties, _ := live["properties"].(map[string]any)
	properties["count"] = 4
	azure.Put(userPoolID, "2025-10-01", map[string]any{"properties": properties})
	pool.Plan(config).Must().WantAction(protocol.NoOp)
	wider := changed(config, map[string]any{"max_count": 7})
	pool.Plan(wider).Must().WantAction(protocol.Update).Apply().Must()
	if got := poolProperties(azure, userPoolID)["count"]; got != float64(4) && got != 4 {
		t.Errorf("the autoscaler's number was changed to %v", got)
	}
}

func TestPoolImport(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	h.Resource("udr_aks_node_pool", "work").Apply(further(map[string]any{"node_labels": map[string]any{"a": "b"}})).Must()
	imported := h.Resource("udr_aks_node_pool", "imported")
	imported.Import(userPoolID).Must()
	imported.Plan(further(map[string]any{"node_labels": map[string]any{"a": "b"}})).Must().WantAction(protocol.NoOp)
	imported.Forget()
	imported.ImportIdentity(map[string]any{"id": userPoolID}).Must()
}

func TestPoolOfOthers(t *testing.T) {
	t.Parallel()
	azure, h := newCluster(t)
	azure.Put(userPoolID, "2025-10-01", map[string]any{"properties": map[string]any{
		"count": 1, "vmSize": "Standard_D2s_v5", "vnetSubnetID": subnetID, "mode": "User", "osType": "Linux", "type": "VirtualMachineScaleSets",
	}})
	h.Resource("udr_aks_node_pool", "work").Apply(further(nil)).WantError(protocol.AnyPath, "exists already")
}

func TestPoolRefusals(t *testing.T) {
	t.Parallel()
	spot := map[string]any{"priority": "Spot"}
	for _, test := range []refused{
		{"name of a Windows pool", further(map[string]any{"os_type": "Windows", "name": "windows1"}), "name", []string{"1 to 6"}},
		{"half a node", further(map[string]any{"node_count": 1.5}), "node_count", []string{"1.5 is not a whole number"}},
		{"Windows as system", further(map[string]any{"os_type": "Windows", "name": "win", "mode": "System"}), "mode", []string{"Linux one"}},
		{"spot as system", further(changed(map[string]any{"mode": "System"}, spot)), "priority", []string{"no spot pool"}},
		{"system pool without nodes", further(map[string]any{"mode": "System", "node_count": 0}), "node_count", []string{"at least one node"}},
		{"eviction without spot", further(map[string]any{"eviction_policy": "Delete"}), "eviction_policy", []string{"priority is Regular"}},
		{"price without spot", further(map[string]any{"spot_max_price": 0.5}), "spot_max_price", []string{"priority is Regular"}},
		{"no price", further(map[string]any{"priority": "Spot", "spot_max_price": -2}), "spot_max_price", []string{"above 0"}},
		{"spot with a surge", further(map[string]any{"priority": "Spot", "upgrade_settings": map[string]any{"max_surge": "1"}}), "upgrade_settings.max_surge", []string{"no surge"}},
		{"taint", further(map[string]any{"node_taints": []any{"gpu"}}), "node_taints[0]", []string{"key=value:effect"}},
		{"Linux SKU on Windows", further(map[string]any{"os_type": "Windows", "name": "win", "os_sku": "Ubuntu"}), "os_sku", []string{"os_type"}},
		{"Windows settings on Linux", further(map[string]any{"windows_profile": map[string]any{}}), "windows_profile", []string{"Windows nodes"}},
		{"pods without nodes", further(map[string]any{"vnet_subnet_id": nil, "pod_subnet_id": podsID}), "vnet_subnet_id", []string{"nodes have none"}},
		{"the firewall's subnet", further(map[string]any{"vnet_subnet_id": networkID + "/subnets/AzureFirewallSubnet"}), "vnet_subnet_id", []string{"loop"}},
		{"overlay of an attribute", further(map[string]any{"overlay": `{"properties":{"vmSize":"x"}}`}), "overlay", []string{"vmSize"}},
		{"cluster of another kind", further(map[string]any{"kubernetes_cluster_id": subnetID}), "kubernetes_cluster_id", []string{"managedClusters"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			acctest.NewAzure(t).Harness(t, nil).Resource("udr_aks_node_pool", "this").Validate(test.config).WantOnlyError(test.path, test.want...)
		})
	}
}
