package aks_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
)

// refused is one configuration with the message that it gets.
type refused struct {
	name   string
	config map[string]any
	path   string
	want   []string
}

// TestRefusals shows the message of each refusal, at its attribute. The Azure behind it is empty and never asked.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tests := range [][]refused{refusedNames(), refusedRanges(), refusedNetworks(), refusedOutbound(), refusedIdentities(), refusedAccess(), refusedFeatures(), refusedPools(), refusedOverlays()} {
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				azure := acctest.NewAzure(t)
				azure.Harness(t, nil).Resource("udr_aks_cluster", "this").Validate(test.config).WantOnlyError(test.path, test.want...)
				if calls := azure.Calls(); len(calls) != 0 {
					t.Errorf("validation asked Azure: %v", calls)
				}
			})
		}
	}
}

func refusedNames() []refused {
	long := strings.Repeat("a", 60)
	return []refused{
		{"cluster name", with(map[string]any{"name": "-contoso"}), "name", []string{"AKS cluster", "cluster_name"}},
		{"group name", with(map[string]any{"resource_group_name": "rg."}), "resource_group_name", []string{"period"}},
		{"DNS prefix", with(map[string]any{"dns_prefix": "a_b"}), "dns_prefix", []string{"hyphens"}},
		{"two DNS prefixes", with(map[string]any{
			"dns_prefix": "a", "dns_prefix_private_cluster": "b", "private_cluster_enabled": true, "private_dns_zone_id": zone("privatelink.eastus.azmk8s.io"), "identity": user(),
		}), "dns_prefix_private_cluster", []string{"one or the other"}},
		{"subdomain without a zone", with(map[string]any{"dns_prefix_private_cluster": "b", "private_cluster_enabled": true}), "dns_prefix_private_cluster", []string{"private_dns_zone_id"}},
		{"node group is the cluster's", with(map[string]any{"node_resource_group": "RG"}), "node_resource_group", []string{"NodeResourceGroupSameAsResourceGroup"}},
		{"node group too long", with(map[string]any{"node_resource_group": strings.Repeat("n", 81)}), "node_resource_group", []string{"80"}},
		{"made-up node group too long", with(map[string]any{"name": long, "resource_group_name": "a-group-of-some-length"}), "node_resource_group", []string{"MC_a-group", "at most 80"}},
		{"reserved tag", with(map[string]any{"tags": map[string]any{"hidden-udr-owner": "me"}}), `tags["hidden-udr-owner"]`, []string{"reserved"}},
		{"unknown check", with(map[string]any{"skip_checks": []any{"nope"}}), `skip_checks["nope"]`, []string{"nope"}},
		{"location", with(map[string]any{"location": "east/us"}), "location", []string{"east/us"}},
		{"timeout", with(map[string]any{"timeouts": map[string]any{"create": "0s"}}), "timeouts.create", []string{"before it begins"}},
	}
}

func refusedRanges() []refused {
	ranges := func(service, dns string) map[string]any {
		return net(map[string]any{"service_cidr": service, "dns_service_ip": dns})
	}
	pods := func(cidr string) map[string]any { return net(map[string]any{"pod_cidr": cidr}) }
	return []refused{
		{"service range too large", ranges("10.0.0.0/12", "10.0.0.10"), "network_profile.service_cidr", []string{"service_cidr_size"}},
		{"service range reserved", ranges("172.30.0.0/16", "172.30.0.10"), "network_profile.service_cidr", []string{"172.30.0.0/16", "reserved_range"}},
		{"service range is no CIDR", ranges("10.0.0.0", "10.0.0.10"), "network_profile.service_cidr", []string{"prefix"}},
		{"DNS outside", ranges("192.168.0.0/16", "10.0.0.10"), "network_profile.dns_service_ip", []string{"DnsServiceIpOutOfServiceCidr"}},
		{"DNS is the API server's", ranges("192.168.0.0/16", "192.168.0.1"), "network_profile.dns_service_ip", []string{"DnsServiceIpConflicting"}},
		{"DNS is the network", ranges("192.168.0.0/16", "192.168.0.0"), "network_profile.dns_service_ip", []string{"network address"}},
		{"DNS is the broadcast", ranges("192.168.0.0/16", "192.168.255.255"), "network_profile.dns_service_ip", []string{"DnsBroadcastAddressConflicting"}},
		{"DNS without a range", net(map[string]any{"dns_service_ip": "10.0.0.10"}), "network_profile.dns_service_ip", []string{"both, or neither"}},
		{"range without DNS", net(map[string]any{"service_cidr": "192.168.0.0/16"}), "network_profile.dns_service_ip", []string{"both, or neither"}},
		{"DNS is IPv6", ranges("192.168.0.0/16", "fd00::a"), "network_profile.dns_service_ip", []string{"IPv4"}},
		{"pods in a reserved range", pods("172.31.0.0/16"), "network_profile.pod_cidr", []string{"172.31.0.0/16"}},
		{"pods around a reserved range", pods("169.254.0.0/15"), "network_profile.pod_cidr", []string{"169.254.0.0/16", "keeps for itself"}},
		{"pods in the services' default", pods("10.0.0.0/16"), "network_profile.pod_cidr", []string{"10.0.0.0/16, which AKS takes", "PodCidrOverlapServiceCidr"}},
		{"pods and services overlap", net(map[string]any{"pod_cidr": "192.168.0.0/17", "service_cidr": "192.168.64.0/18", "dns_service_ip": "192.168.64.10"}), "network_profile.service_cidr", []string{"PodCidrOverlapServiceCidr"}},
		{"pods without overlay", net(map[string]any{"network_plugin": "azure", "pod_cidr": "10.244.0.0/16"}), "network_profile.pod_cidr", []string{`network_plugin_mode = "overlay"`}},
		{"families out of order", net(map[string]any{"ip_versions": []any{"IPv6", "IPv4"}}), "network_profile.ip_versions", []string{"IPv4 alone, or IPv4 and IPv6"}},
		{"ranges out of order", net(map[string]any{"ip_versions": []any{"IPv4", "IPv6"}, "pod_cidrs": []any{"10.244.0.0/16", "10.245.0.0/16"}}), "network_profile.pod_cidrs[1]", []string{"IPv6"}},
		{"two ranges for one family", net(map[string]any{"pod_cidrs": []any{"10.244.0.0/16", "fd00:1::/64"}}), "network_profile.pod_cidrs", []string{"IPv4 alone"}},
		{"Docker bridge", net(map[string]any{"docker_bridge_cidr": "172.22.0.1/29"}), "network_profile.docker_bridge_cidr", []string{"Azure removed the Docker bridge", "containerd"}},
	}
}

func refusedNetworks() []refused {
	return []refused{
		{"overlay without a plugin", net(map[string]any{"network_plugin": "none", "network_plugin_mode": "overlay"}), "network_profile.network_plugin_mode", []string{"needs the plugin azure"}},
		{"overlay with kubenet", with(map[string]any{
			"network_profile": map[string]any{"network_plugin": "kubenet", "network_plugin_mode": "overlay"}, "identity": user(),
		}), "network_profile.network_plugin_mode", []string{"kubenet+overlay"}},
		{"Cilium with kubenet", with(map[string]any{
			"network_profile": map[string]any{"network_plugin": "kubenet", "network_data_plane": "cilium"}, "identity": user(),
		}), "network_profile.network_data_plane", []string{"needs the plugin azure"}},
		{"Cilium with Calico", net(map[string]any{"network_data_plane": "cilium", "network_policy": "calico"}), "network_profile.network_policy", []string{"own policy engine"}},
		{"policy cilium alone", net(map[string]any{"network_policy": "cilium"}), "network_profile.network_policy", []string{`network_data_plane = "cilium"`}},
		{"policy azure with kubenet", with(map[string]any{
			"network_profile": map[string]any{"network_plugin": "kubenet", "network_policy": "azure"}, "identity": user(),
		}), "network_profile.network_policy", []string{"needs the plugin azure"}},
		{"overlay with a pod subnet", with(map[string]any{
			"network_profile": map[string]any{"network_plugin_mode": "overlay"}, "default_node_pool": map[string]any{"vnet_subnet_id": subnetID, "pod_subnet_id": podsID},
		}), "default_node_pool.pod_subnet_id", []string{"overlay+pod_subnet"}},
		{"kubenet with node provisioning", with(map[string]any{
			"network_profile": map[string]any{"network_plugin": "kubenet"}, "identity": user(), "node_provisioning_profile": map[string]any{"mode": "Auto"},
		}), "node_provisioning_profile.mode", []string{"needs Azure CNI"}},
		{"dual stack with node provisioning", with(map[string]any{
			"network_profile": map[string]any{"ip_versions": []any{"IPv4", "IPv6"}}, "node_provisioning_profile": map[string]any{"mode": "Auto"},
		}), "node_provisioning_profile.mode", []string{"IPv4 only"}},
		{"names too long for overlay", pool(map[string]any{"vnet_subnet_id": networkID + "/subnets/" + strings.Repeat("s", 64)}), "default_node_pool.vnet_subnet_id", []string{"at most 63"}},
	}
}

func refusedOutbound() []refused {
	return []refused{
		{"routing without a subnet", pool(map[string]any{"vnet_subnet_id": nil}), "default_node_pool.vnet_subnet_id", []string{"network of one's own", "InvalidParameter"}},
		{"own NAT gateway without a subnet", with(map[string]any{
			"network_profile": map[string]any{"outbound_type": "userAssignedNATGateway"}, "default_node_pool": map[string]any{},
		}), "default_node_pool.vnet_subnet_id", []string{"UserAssignedNATGatewayWithManagedVNetNotAllowed"}},
		{"AKS's NAT gateway in one's own network", net(map[string]any{"outbound_type": "managedNATGateway"}), "network_profile.outbound_type", []string{"ManagedNATGatewayWithCustomVNetNotAllowed"}},
		{"withdrawn type", net(map[string]any{"outbound_type": "managedNATGatewayV2"}), "network_profile.outbound_type", []string{"userDefinedRouting"}},
		{"load balancer profile", net(map[string]any{"load_balancer_profile": map[string]any{"managed_outbound_ip_count": 1}}), "network_profile.load_balancer_profile", []string{"InvalidUserDefinedRoutingWithLoadBalancerProfile"}},
		{"load balancer SKU", net(map[string]any{"load_balancer_sku": "basic"}), "network_profile.load_balancer_sku", []string{"UnexpectedLoadBalancerSkuForCurrentOutboundConfiguration"}},
		{"NAT gateway profile", net(map[string]any{"nat_gateway_profile": map[string]any{"idle_timeout_in_minutes": 4}}), "network_profile.nat_gateway_profile", []string{"belongs to managedNATGateway"}},
		{"two kinds of addresses", net(map[string]any{
			"outbound_type": "loadBalancer", "load_balancer_profile": map[string]any{
				"managed_outbound_ip_count": 1, "outbound_ip_address_ids": []any{groupID + "/providers/Microsoft.Network/publicIPAddresses/a"},
			},
		}), "network_profile.load_balancer_profile.outbound_ip_address_ids", []string{"one kind"}},
		{"ports", net(map[string]any{"outbound_type": "loadBalancer", "load_balancer_profile": map[string]any{"outbound_ports_allocated": 1001}}), "network_profile.load_balancer_profile.outbound_ports_allocated", []string{"1008"}},
		{"nothing without a cache", with(map[string]any{"network_profile": map[string]any{"outbound_type": "none"}, "private_cluster_enabled": true}), "network_profile.outbound_type", []string{"boot from a cache"}},
		{"nothing with patches", with(map[string]any{
			"network_profile": map[string]any{"outbound_type": "none"}, "private_cluster_enabled": true, "bootstrap_profile": map[string]any{"artifact_source": "Cache"}, "node_os_upgrade_channel": "SecurityPatch",
		}), "node_os_upgrade_channel", []string{"NodeImage and None only"}},
	}
}
