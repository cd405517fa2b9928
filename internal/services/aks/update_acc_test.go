package aks_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestUpdates changes one thing after another in a living cluster: each is one update, and the plan after it is clean.
func TestUpdates(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	cluster := h.Resource("udr_aks_cluster", "this")
	workspace := groupID + "/providers/Microsoft.OperationalInsights/workspaces/logs"
	config := base()
	for _, change := range []map[string]any{
		{"tags": map[string]any{"team": "a"}},
		{"sku_tier": "Standard"},
		{"default_node_pool": map[string]any{"vnet_subnet_id": subnetID, "node_count": 4}},
		{"default_node_pool": map[string]any{"vnet_subnet_id": subnetID, "auto_scaling_enabled": true, "min_count": 2, "max_count": 6, "node_labels": map[string]any{"a": "b"}}},
		{"api_server_access_profile": map[string]any{"authorized_ip_ranges": []any{"203.0.113.4", "198.51.100.0/24"}}},
		{"api_server_access_profile": map[string]any{"authorized_ip_ranges": []any{"203.0.113.4"}}},
		{"api_server_access_profile": nil},
		{"oms_agent": map[string]any{"log_analytics_workspace_id": workspace}},
		{"azure_policy_enabled": true, "key_vault_secrets_provider": map[string]any{"secret_rotation_enabled": true}},
		{"oms_agent": nil, "azure_policy_enabled": nil, "key_vault_secrets_provider": nil},
		{"workload_identity_enabled": true},
		{"azure_active_directory_role_based_access_control": map[string]any{"azure_rbac_enabled": true}, "local_account_disabled": true},
		{"automatic_upgrade_channel": "patch", "maintenance_window_auto_upgrade": map[string]any{"frequency": "Weekly", "interval": 1, "duration": 4, "day_of_week": "Sunday", "start_time": "02:00"}},
		{"maintenance_window_auto_upgrade": nil},
		{"workload_autoscaler_profile": map[string]any{"keda_enabled": true}, "image_cleaner_interval_hours": 48},
		{"workload_autoscaler_profile": nil, "image_cleaner_interval_hours": nil},
		{"overlay": `{"properties": {"networkProfile": {"advancedNetworking": {"enabled": true, "observability": {"enabled": true}}}}}`},
		{"run_command_enabled": false},
	} {
		config = changed(config, change)
		plan := cluster.Plan(config).Must()
		if plan.Action != protocol.Update {
			t.Errorf("%v: %s for %v", change, plan.Action, plan.RequiresReplace)
		}
		plan.Apply().Must()
		if after := cluster.Plan(config).Must(); after.Action != protocol.NoOp {
			t.Errorf("%v: not clean: %v", change, after.Changes())
		}
	}
}

// TestReplacements: what Azure does not change in place replaces the cluster, and the plan says why.
func TestReplacements(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	cluster := h.Resource("udr_aks_cluster", "this")
	for _, test := range []struct {
		change map[string]any
		path   string
	}{
		{map[string]any{"dns_prefix": "other"}, "dns_prefix"},
		{map[string]any{"network_profile": map[string]any{"service_cidr": "192.168.0.0/16", "dns_service_ip": "192.168.0.10"}}, "network_profile.service_cidr"},
		{map[string]any{"private_cluster_enabled": true}, "private_cluster_enabled"},
		{map[string]any{"location": "westus"}, "location"},
		{map[string]any{"role_based_access_control_enabled": false}, "role_based_access_control_enabled"},
	} {
		plan := cluster.Plan(with(test.change)).Must()
		found := false
		for _, path := range plan.RequiresReplace {
			found = found || path == test.path
		}
		if !found {
			t.Errorf("%v replaces for %v, not for %s", test.change, plan.RequiresReplace, test.path)
		}
	}
}

// TestDefaultPoolRotates: a change that AKS does not make in place is an update of the cluster, never a replacement.
func TestDefaultPoolRotates(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	cluster := h.Resource("udr_aks_cluster", "this")
	for _, change := range []map[string]any{{"vm_size": "Standard_D8s_v5"}, {"vm_size": "Standard_D8s_v5", "max_pods": 110}, {"vm_size": "Standard_D8s_v5", "max_pods": 110, "os_disk_size_gb": 256}} {
		config := pool(change)
		cluster.Plan(config).Must().WantAction(protocol.Update).Apply().Must()
		cluster.Plan(config).Must().WantAction(protocol.NoOp)
	}
}

// TestVersions: a minor version stands for its patches, AKS does not go back, and a channel that raises versions is not fought.
func TestVersions(t *testing.T) {
	t.Parallel()
	azure := newWorld(t)
	cluster := azure.Harness(t, nil).Resource("udr_aks_cluster", "this")
	version := func(v string) map[string]any { return with(map[string]any{"kubernetes_version": v}) }
	cluster.Apply(version("1.35")).Must()
	cluster.Plan(version("1.35")).Must().WantAction(protocol.NoOp)
	current, _ := cluster.At("current_kubernetes_version").(string)
	if len(current) <= len("1.35.") {
		t.Fatalf("it runs %q", current)
	}
	cluster.Plan(version("1.34")).WantError("kubernetes_version", "does not go back")
	cluster.Plan(version("1.36")).Must().WantAction(protocol.Update).Apply().Must()
	cluster.Plan(version("1.36")).Must().WantAction(protocol.NoOp)
	cluster.Plan(base()).Must()
	if diff := cmp.Diff("1.36", cluster.At("kubernetes_version")); diff != "" {
		t.Error(diff)
	}
}

// TestOutboundChanges goes through AKS's matrix in a network of one's own.
func TestOutboundChanges(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	cluster := h.Resource("udr_aks_cluster", "this")
	for _, kind := range []string{"loadBalancer", "userDefinedRouting"} {
		config := net(map[string]any{"outbound_type": kind})
		cluster.Plan(config).Must().WantAction(protocol.Update).Apply().Must()
		cluster.Plan(config).Must().WantAction(protocol.NoOp)
		if got := cluster.At("network_profile.outbound_type"); got != kind {
			t.Errorf("the type is %v, want %s", got, kind)
		}
	}
}

// TestImport: a cluster that is imported needs no change.
func TestImport(t *testing.T) {
	t.Parallel()
	_, h := newCluster(t)
	imported := h.Resource("udr_aks_cluster", "imported")
	imported.Import(clusterID).Must()
	if plan := imported.Plan(base()).Must(); plan.Action != protocol.NoOp {
		t.Errorf("an update for %v", plan.Changes())
	}
	imported.Forget()
	imported.ImportIdentity(map[string]any{"id": clusterID}).Must()
}

// TestDrift: what others change shows, and is put back.
func TestDrift(t *testing.T) {
	t.Parallel()
	azure, h := newCluster(t)
	cluster := h.Resource("udr_aks_cluster", "this")
	live := azure.Object(clusterID)
	properties, _ := live["properties"].(map[string]any)
	properties["disableLocalAccounts"] = false
	access, _ := properties["apiServerAccessProfile"].(map[string]any)
	if access == nil {
		access = map[string]any{}
		properties["apiServerAccessProfile"] = access
	}
	access["disableRunCommand"] = true
	azure.Put(clusterID, "2025-10-01", live)
	cluster.Plan(base()).Must().WantAction(protocol.Update).Apply().Must()
	cluster.Plan(base()).Must().WantAction(protocol.NoOp)
}
