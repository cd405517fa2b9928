package aks_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
)

// post sends an action to the cluster.
func post(t *testing.T, azure *acctest.Azure, action string) {
	t.Helper()
	if status, answer := azure.Request(http.MethodPost, clusterID+"/"+action+"?api-version=2025-10-01", nil); status >= 400 {
		t.Fatalf("%s: %d %v", action, status, answer)
	}
}

// TestStoppedCluster: nothing is changed on it, and the error says how to go on.
func TestStoppedCluster(t *testing.T) {
	t.Parallel()
	azure, h := newCluster(t)
	post(t, azure, "stop")
	azure.Settle()
	cluster := h.Resource("udr_aks_cluster", "this")
	cluster.Apply(with(map[string]any{"sku_tier": "Standard"})).WantOnlyError("", "The cluster is stopped", "Nothing was changed", "az aks start --ids "+clusterID)
	h.Resource("udr_aks_node_pool", "work").Apply(further(nil)).WantOnlyError("", "The cluster is stopped", "agent pool work", "az aks start --ids "+clusterID)
}

// TestPoolWithoutCluster: the ID is to blame.
func TestPoolWithoutCluster(t *testing.T) {
	t.Parallel()
	h := newWorld(t).Harness(t, nil)
	h.Resource("udr_aks_node_pool", "work").Apply(further(nil)).WantOnlyError("kubernetes_cluster_id", "The cluster does not exist", clusterID, "Nothing was changed", "udr_aks_cluster.this.id")
}

// TestPermissionAwaitedInVain names the role, the scope and how long it was waited for.
func TestPermissionAwaitedInVain(t *testing.T) {
	t.Parallel()
	w := newRights(t, actor(nil, map[string]any{"role_assignments": "none"}), nil)
	w.Apply().WantOnlyError("identity", "Cannot create AKS cluster", "LinkedAuthorizationFailed", "Network Contributor on "+subnetID, "for that in vain", "udr_aks_identity makes the assignments")
}

// TestNodesThatDoNotBoot: the exit code of the nodes is explained, with what to do and how the next apply goes on.
func TestNodesThatDoNotBoot(t *testing.T) {
	t.Parallel()
	azure := newWorld(t)
	group := groupID + "/providers/Microsoft.Network/networkSecurityGroups/closed"
	azure.Put(group, netAPI, map[string]any{"location": "eastus", "properties": map[string]any{"securityRules": []any{map[string]any{
		"name": "closed", "properties": map[string]any{
			"priority": 100, "direction": "Outbound", "access": "Deny", "protocol": "*", "sourceAddressPrefix": "*", "sourcePortRange": "*",
			"destinationAddressPrefix": "Internet", "destinationPortRange": "443",
		},
	}}}})
	subnet := azure.Object(subnetID)
	subnet["properties"].(map[string]any)["networkSecurityGroup"] = map[string]any{"id": group}
	azure.Put(subnetID, netAPI, subnet)
	cluster := azure.Harness(t, nil).Resource("udr_aks_cluster", "this")
	config := with(map[string]any{"skip_checks": []any{"AK-28"}})
	failed := cluster.Apply(config)
	failed.WantOnlyError("", "VMExtensionProvisioningError", "Exit code 50 (VMExtensionError_OutboundConnFail) means that the node could not reach the container registry", "AK-28", "udr_egress_check", "Apply again")
	if found := failed.Diagnostics().Errors(); strings.Count(found[0].Detail, "What to do:") != 1 {
		t.Errorf("what to do: %s", found[0].Detail)
	}
}

// TestForeignTemporaryPool: the name of the temporary pool is to blame, not the pool's.
func TestForeignTemporaryPool(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	work := h.Resource("udr_aks_node_pool", "work")
	rotating := func(size string) map[string]any {
		return further(map[string]any{"vm_size": size, "temporary_name_for_rotation": "taken"})
	}
	work.Apply(rotating("Standard_D2s_v5")).Must()
	h.Resource("udr_aks_node_pool", "taken").Apply(further(map[string]any{"name": "taken"})).Must()
	work.Apply(rotating("Standard_D8s_v5")).WantOnlyError("temporary_name_for_rotation", "agent pool exists already", "agentPools/taken", "Nothing was changed")
}
