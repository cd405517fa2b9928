package aks_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestNoValidConfigurationIsRefused: a false alarm is worse than a miss (law L2). Configurations are valid by construction: the network is
// 10.1.0.0/16, pods have 10.244.0.0/14 or less, services 192.168.0.0/16 or less.
func TestNoValidConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	cluster := acctest.NewAzure(t).Harness(t, nil).Resource("udr_aks_cluster", "this")
	rapid.Check(t, func(r *rapid.T) {
		config := validCluster(r)
		if errs := cluster.Validate(config).Diagnostics().Errors(); len(errs) > 0 {
			r.Fatalf("%v\nis refused: %v", config, errs)
		}
	})
}

// TestNoValidPoolIsRefused is the same for a further pool.
func TestNoValidPoolIsRefused(t *testing.T) {
	t.Parallel()
	pool := acctest.NewAzure(t).Harness(t, nil).Resource("udr_aks_node_pool", "this")
	rapid.Check(t, func(r *rapid.T) {
		config := validFurtherPool(r)
		if errs := pool.Validate(config).Diagnostics().Errors(); len(errs) > 0 {
			r.Fatalf("%v\nis refused: %v", config, errs)
		}
	})
}

// or draws a value, or leaves it to be known later.
func or[T any](r *rapid.T, value T) any {
	if rapid.IntRange(0, 6).Draw(r, "unknown") == 0 {
		return protocol.Unknown
	}
	return value
}

func maybe(r *rapid.T, name string) bool { return rapid.Bool().Draw(r, name) }

func validCluster(r *rapid.T) map[string]any {
	config := map[string]any{
		"name":                or(r, rapid.StringMatching(`[a-zA-Z0-9][a-zA-Z0-9_\-]{0,10}[a-zA-Z0-9]`).Draw(r, "name")),
		"resource_group_name": or(r, rapid.StringMatching(`[a-zA-Z0-9_\-()]{1,30}`).Draw(r, "group")),
		"location":            or(r, rapid.SampledFrom([]string{"eastus", "West Europe", "usgovvirginia", "chinanorth3"}).Draw(r, "location")),
	}
	kubenet := maybe(r, "kubenet")
	validIdentity(r, config, kubenet)
	pool, pods := validDefaultPool(r, kubenet)
	config["default_node_pool"] = pool
	if profile := validNetwork(r, kubenet, pods); profile != nil {
		config["network_profile"] = profile
	}
	validAccess(r, config)
	validAddOns(r, config)
	return config
}

func validIdentity(r *rapid.T, config map[string]any, kubenet bool) {
	switch kind := rapid.IntRange(0, 3).Draw(r, "identity"); {
	case kind == 0:
		config["identity"] = or(r, map[string]any{"type": "UserAssigned", "identity_ids": or(r, []any{or(r, identityID)})})
	case kind == 1 || kubenet:
		config["service_principal"] = map[string]any{"client_id": or(r, "app"), "client_secret_wo": or(r, "secret"), "client_secret_wo_version": "1"}
	case kind == 2:
		config["identity"] = or(r, map[string]any{"type": "SystemAssigned"})
	}
}

func validDefaultPool(r *rapid.T, kubenet bool) (pool any, pods bool) {
	p := map[string]any{"vnet_subnet_id": or(r, subnetID)}
	if !kubenet && maybe(r, "pod subnet") {
		p["pod_subnet_id"], pods = podsID, true
	}
	if maybe(r, "named") {
		p["name"] = or(r, rapid.StringMatching(`[a-z][a-z0-9]{0,10}`).Draw(r, "pool name"))
	}
	validSize(r, p, 1)
	return or(r, p), pods
}

// validSize draws numbers of nodes and pods, at least some nodes.
func validSize(r *rapid.T, p map[string]any, least int) {
	if maybe(r, "autoscaled") {
		low := rapid.IntRange(least, 5).Draw(r, "min")
		p["auto_scaling_enabled"], p["min_count"], p["max_count"] = or(r, true), low, rapid.IntRange(low, 1000).Draw(r, "max")
		if p["auto_scaling_enabled"] == protocol.Unknown {
			p["min_count"], p["max_count"] = or(r, low), or(r, low)
		}
	} else if maybe(r, "counted") {
		p["node_count"] = or(r, rapid.IntRange(3, 1000).Draw(r, "count"))
	}
	if maybe(r, "pods") {
		p["max_pods"] = or(r, rapid.IntRange(30, 250).Draw(r, "max pods"))
	}
	if maybe(r, "labels") {
		p["node_labels"] = or(r, map[string]any{rapid.StringMatching(`[a-z]{1,8}(\.[a-z]{2,5}/[a-z]{1,8})?`).Draw(r, "label"): or(r, rapid.StringMatching(`([a-zA-Z0-9][a-zA-Z0-9_.\-]{0,10}[a-zA-Z0-9])?`).Draw(r, "value"))})
	}
	if maybe(r, "upgrade") {
		p["upgrade_settings"] = or(r, map[string]any{"max_surge": or(r, rapid.SampledFrom([]string{"1", "10", "33%", "100%"}).Draw(r, "surge"))})
	}
}

func validNetwork(r *rapid.T, kubenet, pods bool) any {
	profile := map[string]any{}
	switch {
	case kubenet:
		profile["network_plugin"] = "kubenet"
	case pods:
		if maybe(r, "plugin") {
			profile["network_plugin"] = "azure"
		}
	case maybe(r, "overlay"):
		profile["network_plugin_mode"] = or(r, "overlay")
		if maybe(r, "pod range") {
			profile["network_plugin_mode"] = "overlay"
			profile["pod_cidr"] = or(r, fmt.Sprintf("10.%d.0.0/16", rapid.IntRange(240, 250).Draw(r, "pods")))
		}
	case maybe(r, "node subnet"):
		profile["network_plugin"] = "azure"
	}
	if maybe(r, "services") {
		third := rapid.IntRange(0, 15).Draw(r, "services") * 16
		profile["service_cidr"], profile["dns_service_ip"] = or(r, fmt.Sprintf("192.168.%d.0/20", third)), or(r, fmt.Sprintf("192.168.%d.10", third))
	}
	if maybe(r, "outbound") {
		profile["outbound_type"] = or(r, rapid.SampledFrom([]string{"userDefinedRouting", "loadBalancer", "userAssignedNATGateway"}).Draw(r, "type"))
		if profile["outbound_type"] == "loadBalancer" && maybe(r, "balancer") {
			profile["load_balancer_profile"] = or(r, map[string]any{"managed_outbound_ip_count": or(r, 2), "outbound_ports_allocated": or(r, 1024)})
		}
	}
	if kubenet {
		return profile // it decides what the identity may be
	}
	return or(r, profile)
}

func validAccess(r *rapid.T, config map[string]any) {
	switch rapid.IntRange(0, 3).Draw(r, "access") {
	case 0:
		config["private_cluster_enabled"] = or(r, true)
	case 1:
		config["api_server_access_profile"] = or(r, map[string]any{"authorized_ip_ranges": or(r, []any{
			or(r, fmt.Sprintf("203.0.113.%d", rapid.IntRange(0, 255).Draw(r, "address"))), or(r, "198.51.100.0/24"),
		}), "include_egress_ips": or(r, maybe(r, "include"))})
	case 2:
		config["api_server_access_profile"] = or(r, map[string]any{"virtual_network_integration_enabled": true, "subnet_id": or(r, otherID)})
	}
	if maybe(r, "entra") {
		config["azure_active_directory_role_based_access_control"] = or(r, map[string]any{"azure_rbac_enabled": or(r, true)})
		config["local_account_disabled"] = or(r, maybe(r, "local"))
	}
}

func validAddOns(r *rapid.T, config map[string]any) {
	workspace := groupID + "/providers/Microsoft.OperationalInsights/workspaces/logs"
	if maybe(r, "logs") {
		config["oms_agent"] = or(r, map[string]any{"log_analytics_workspace_id": or(r, workspace)})
	}
	if maybe(r, "tier") {
		config["sku_tier"], config["cost_analysis_enabled"] = or(r, "Standard"), or(r, true)
	}
	if maybe(r, "version") {
		config["kubernetes_version"] = or(r, rapid.SampledFrom([]string{"1.35", "1.36", "1.36.2"}).Draw(r, "version"))
	}
	if maybe(r, "window") {
		config["maintenance_window_node_os"] = or(r, rapid.SampledFrom([]map[string]any{
			{"frequency": "Daily", "interval": 1, "duration": 4, "start_time": or(r, "02:00")},
			{"frequency": "Weekly", "interval": 2, "duration": 8, "start_time": "02:00", "day_of_week": or(r, "Monday")},
			{"frequency": "AbsoluteMonthly", "interval": 1, "duration": 24, "start_time": "02:00", "day_of_month": or(r, 3)},
			{"frequency": or(r, "RelativeMonthly"), "interval": 1, "duration": 4, "start_time": "02:00", "day_of_week": "Friday", "week_index": "Last"},
		}).Draw(r, "window"))
	}
	if maybe(r, "overlaid") {
		config["overlay"] = or(r, `{"properties": {"autoScalerProfile": {"expander": "least-waste"}}}`)
	}
	if maybe(r, "channel") {
		config["node_os_upgrade_channel"] = or(r, rapid.SampledFrom([]string{"NodeImage", "SecurityPatch", "Unmanaged", "None"}).Draw(r, "channel"))
	}
	config["tags"] = or(r, map[string]any{"team": or(r, "a")})
}

func validFurtherPool(r *rapid.T) map[string]any {
	p := map[string]any{
		"kubernetes_cluster_id": or(r, clusterID), "vnet_subnet_id": or(r, otherID),
		"name": or(r, rapid.StringMatching(`[a-z][a-z0-9]{0,5}`).Draw(r, "name")),
	}
	least := 0
	switch rapid.IntRange(0, 3).Draw(r, "kind") {
	case 0:
		p["mode"], least = or(r, "System"), 1
	case 1:
		p["os_type"] = or(r, "Windows")
		p["windows_profile"] = map[string]any{"outbound_nat_enabled": or(r, false)}
	case 2:
		p["priority"] = "Spot"
		p["eviction_policy"], p["spot_max_price"] = or(r, "Delete"), or(r, -1)
		validSize(r, p, 0)
		delete(p, "upgrade_settings")
		return p
	}
	validSize(r, p, least)
	if maybe(r, "taints") {
		p["node_taints"] = or(r, []any{or(r, "sku=gpu:NoSchedule"), "dedicated=:NoExecute"})
	}
	return p
}
