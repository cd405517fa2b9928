package aks_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestRangesOfPeers: a service range that a peered network has as well is warned of; AKS takes it.
func TestRangesOfPeers(t *testing.T) {
	t.Parallel()
	azure := newWorld(t)
	hub := groupID + "/providers/Microsoft.Network/virtualNetworks/hub"
	azure.Put(hub, netAPI, map[string]any{"location": "eastus", "properties": map[string]any{"addressSpace": map[string]any{"addressPrefixes": []any{"192.168.64.0/20"}}}})
	azure.Put(networkID+"/virtualNetworkPeerings/to-hub", netAPI, map[string]any{"properties": map[string]any{
		"remoteVirtualNetwork": map[string]any{"id": hub}, "allowVirtualNetworkAccess": true,
	}})
	azure.Settle()
	cluster := azure.Harness(t, nil).Resource("udr_aks_cluster", "this")
	plan := cluster.Plan(net(map[string]any{"service_cidr": "192.168.0.0/16", "dns_service_ip": "192.168.0.10"})).Must()
	plan.WantWarning("network_profile.service_cidr", "range_peer_overlap", "192.168.64.0/20", "to-hub")
	if said := fmt.Sprint(cluster.Plan(net(map[string]any{"service_cidr": "172.20.0.0/16", "dns_service_ip": "172.20.0.10"})).Must().Diagnostics()); strings.Contains(said, "range_peer_overlap") {
		t.Error(said)
	}
}
