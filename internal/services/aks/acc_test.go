package aks_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	groupID   = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/rg"
	networkID = groupID + "/providers/Microsoft.Network/virtualNetworks/spoke"
	tableID   = groupID + "/providers/Microsoft.Network/routeTables/rt"
	subnetID  = networkID + "/subnets/aks"
	podsID    = networkID + "/subnets/pods"
	otherID   = networkID + "/subnets/other"
	clusterID = groupID + "/providers/Microsoft.ContainerService/managedClusters/contoso"
	netAPI    = "2025-01-01"
)

// newWorld is an Azure with a network whose subnets aks and pods have a route to an appliance that lets everything through, and a
// subnet other without one.
func newWorld(t testing.TB, options ...acctest.Option) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t, options...)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	azure.Put(tableID, netAPI, map[string]any{"location": "eastus", "properties": map[string]any{"routes": []any{map[string]any{
		"name": "default", "properties": map[string]any{"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.1.9.4"},
	}}}})
	subnets := map[string]string{"aks": "10.1.0.0/22", "pods": "10.1.4.0/22", "other": "10.1.8.0/24", "nva": "10.1.9.0/24"}
	var list []any
	for _, name := range slices.Sorted(maps.Keys(subnets)) {
		properties := map[string]any{"addressPrefix": subnets[name]}
		if name == "aks" || name == "pods" {
			properties["routeTable"] = map[string]any{"id": tableID}
		}
		list = append(list, map[string]any{"name": name, "properties": properties})
	}
	azure.Put(networkID, netAPI, map[string]any{"location": "eastus", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{"10.1.0.0/16"}}, "subnets": list,
	}})
	return azure
}

// base is a cluster in that network.
func base() map[string]any {
	return map[string]any{
		"name": "contoso", "resource_group_name": "rg", "location": "eastus",
		"default_node_pool": map[string]any{"vnet_subnet_id": subnetID, "node_count": 3},
	}
}

// with is base with changes; nil takes an attribute away.
func with(changes map[string]any) map[string]any { return changed(base(), changes) }

func changed(object, changes map[string]any) map[string]any {
	for name, value := range changes {
		if value == nil {
			delete(object, name)
		} else {
			object[name] = value
		}
	}
	return object
}

// pool is base with changes in the default pool.
func pool(changes map[string]any) map[string]any {
	config := base()
	config["default_node_pool"] = changed(map[string]any{"vnet_subnet_id": subnetID, "node_count": 3}, changes)
	return config
}

// net is base with a network profile.
func net(profile map[string]any) map[string]any {
	return with(map[string]any{"network_profile": profile})
}

func TestCluster(t *testing.T) {
	t.Parallel()
	azure := newWorld(t)
	before := len(azure.Resources(armemu.SubscriptionID))
	cluster := azure.Harness(t, nil).Resource("udr_aks_cluster", "this")

	plan := cluster.Plan(base()).Must()
	for at, want := range map[string]any{
		"id": clusterID, "dns_prefix": "contoso", "node_resource_group": "MC_rg_contoso_eastus", "network_profile.network_plugin": "azure",
		"network_profile.network_plugin_mode": "overlay", "network_profile.outbound_type": "userDefinedRouting", "identity.type": "SystemAssigned",
		"default_node_pool.name": "nodepool1", "fqdn": protocol.Unknown, "default_node_pool.vm_size": "Standard_D4s_v5",
	} {
		if got := plan.At(at); got != want {
			t.Errorf("planned %s is %v, want %v", at, got, want)
		}
	}
	plan.Apply().Must()
	cluster.Plan(base()).Must().WantAction(protocol.NoOp)
	cluster.Refresh().Must()
	cluster.Plan(base()).Must().WantAction(protocol.NoOp)
	cluster.Destroy().Must()
	if after := azure.Resources(armemu.SubscriptionID); len(after) != before {
		t.Errorf("left behind: %v", after)
	}
}
