package aks_test

import (
	"encoding/base64"
	"fmt"
	"strings"
)

const identityID = groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks"

func user() map[string]any {
	return map[string]any{"type": "UserAssigned", "identity_ids": []any{identityID}}
}

func zone(name string) string {
	return groupID + "/providers/Microsoft.Network/privateDnsZones/" + name
}

func refusedIdentities() []refused {
	kubelet := map[string]any{"user_assigned_identity_id": identityID, "client_id": "11111111-1111-1111-1111-111111111111", "object_id": "22222222-2222-2222-2222-222222222222"}
	return []refused{
		{"two identities", with(map[string]any{"identity": user(), "service_principal": map[string]any{"client_id": "a", "client_secret_wo": "b"}}), "service_principal", []string{"one of them"}},
		{"user-assigned without an ID", with(map[string]any{"identity": map[string]any{"type": "UserAssigned"}}), "identity.identity_ids", []string{"exactly one"}},
		{"system-assigned with an ID", with(map[string]any{"identity": map[string]any{"type": "SystemAssigned", "identity_ids": []any{identityID}}}), "identity.identity_ids", []string{"UserAssigned"}},
		{"kubelet's identity in part", with(map[string]any{"identity": user(), "kubelet_identity": map[string]any{"user_assigned_identity_id": identityID}}), "kubelet_identity.client_id", []string{"client_id and object_id"}},
		{"kubelet's identity with a system-assigned one", with(map[string]any{"kubelet_identity": kubelet}), "kubelet_identity", []string{"CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster"}},
		{"kubenet with a system-assigned identity", net(map[string]any{"network_plugin": "kubenet"}), "network_profile.network_plugin", []string{"CustomRouteTableWithUnsupportedMSIType"}},
		{"zone with a system-assigned identity", with(map[string]any{"private_cluster_enabled": true, "private_dns_zone_id": zone("privatelink.eastus.azmk8s.io")}), "private_dns_zone_id", []string{"SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone"}},
		{"node provisioning with a service principal", with(map[string]any{
			"service_principal": map[string]any{"client_id": "a", "client_secret_wo": "b"}, "node_provisioning_profile": map[string]any{"mode": "Auto"},
		}), "service_principal", []string{"managed identity"}},
		{"no such kind", with(map[string]any{"identity": map[string]any{"type": "None"}}), "identity.type", []string{"SystemAssigned"}},
	}
}

func refusedAccess() []refused {
	access := func(profile map[string]any) map[string]any {
		return with(map[string]any{"api_server_access_profile": profile})
	}
	ranges := func(list ...any) map[string]any { return access(map[string]any{"authorized_ip_ranges": list}) }
	private := func(changes map[string]any) map[string]any {
		return changed(with(map[string]any{"private_cluster_enabled": true, "identity": user()}), changes)
	}
	var many []any
	for i := range 201 {
		many = append(many, fmt.Sprintf("203.0.113.%d", i))
	}
	return []refused{
		{"zone without a private cluster", with(map[string]any{"private_dns_zone_id": "System"}), "private_dns_zone_id", []string{"private_cluster_enabled"}},
		{"public name without a private cluster", with(map[string]any{"private_cluster_public_fqdn_enabled": true}), "private_cluster_public_fqdn_enabled", []string{"private_cluster_enabled"}},
		{"no zone and no public name", private(map[string]any{"private_dns_zone_id": "None"}), "private_dns_zone_id", []string{"NonePrivateDNSZonePublicFQDNDisabledError"}},
		{"zone of another region", private(map[string]any{"private_dns_zone_id": zone("privatelink.westus.azmk8s.io")}), "private_dns_zone_id", []string{"privatelink.eastus.azmk8s.io"}},
		{"zone with two labels in front", private(map[string]any{"private_dns_zone_id": zone("a.b.privatelink.eastus.azmk8s.io")}), "private_dns_zone_id", []string{"one label in front"}},
		{"zone that is none", private(map[string]any{"private_dns_zone_id": "mine"}), "private_dns_zone_id", []string{"neither System, None nor an ARM ID"}},
		{"zone of another kind", private(map[string]any{"private_dns_zone_id": subnetID}), "private_dns_zone_id", []string{"privateDnsZones"}},
		{"ranges of a private cluster", private(map[string]any{"api_server_access_profile": map[string]any{"authorized_ip_ranges": []any{"203.0.113.4"}}}), "api_server_access_profile.authorized_ip_ranges", []string{"authorized_ranges_private"}},
		{"too many ranges", ranges(many...), "api_server_access_profile.authorized_ip_ranges", []string{"AKS takes 200"}},
		{"private range", ranges("10.0.0.0/8"), "api_server_access_profile.authorized_ip_ranges", []string{"globally routable"}},
		{"IPv6 range", ranges("2001:db8::/32"), "api_server_access_profile.authorized_ip_ranges", []string{"not IPv4"}},
		{"range with host bits", ranges("203.0.113.4/24"), "api_server_access_profile.authorized_ip_ranges", []string{"203.0.113.0/24"}},
		{"the cluster's own address", ranges("0.0.0.0/32"), "api_server_access_profile.authorized_ip_ranges", []string{"locks the nodes out"}},
		{"no range", ranges("203.0.113"), `api_server_access_profile.authorized_ip_ranges["203.0.113"]`, []string{"neither an address"}},
		{"integration without a subnet", access(map[string]any{"virtual_network_integration_enabled": true}), "api_server_access_profile.subnet_id", []string{"delegated to Microsoft.ContainerService/managedClusters"}},
		{"subnet without integration", access(map[string]any{"subnet_id": otherID}), "api_server_access_profile.subnet_id", []string{"virtual_network_integration_enabled"}},
		{"API server among the nodes", access(map[string]any{"virtual_network_integration_enabled": true, "subnet_id": subnetID}), "api_server_access_profile.subnet_id", []string{"ApiserverSubnetConfigError"}},
		{"API server in another network", access(map[string]any{"virtual_network_integration_enabled": true, "subnet_id": strings.Replace(otherID, "spoke", "hub", 1)}), "api_server_access_profile.subnet_id", []string{"network of the nodes"}},
		{"nobody signs in", with(map[string]any{"local_account_disabled": true}), "local_account_disabled", []string{"azure_active_directory_role_based_access_control"}},
		{"Entra ID without access control", with(map[string]any{"azure_active_directory_role_based_access_control": map[string]any{}, "role_based_access_control_enabled": false}), "role_based_access_control_enabled", []string{"azure_rbac"}},
		{"workload identity without the issuer", with(map[string]any{"workload_identity_enabled": true, "oidc_issuer_enabled": false}), "workload_identity_enabled", []string{"oidc_issuer_enabled"}},
	}
}

func refusedFeatures() []refused {
	certificates := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("-----BEGIN CERTIFICATE-----\n", 21)))
	window := func(changes map[string]any) map[string]any {
		return with(map[string]any{"maintenance_window_node_os": changed(map[string]any{"frequency": "Weekly", "interval": 1, "duration": 4, "start_time": "02:00", "day_of_week": "Sunday"}, changes)})
	}
	return []refused{
		{"long-term support for free", with(map[string]any{"support_plan": "AKSLongTermSupport"}), "support_plan", []string{"Premium"}},
		{"cost analysis for free", with(map[string]any{"cost_analysis_enabled": true}), "cost_analysis_enabled", []string{"Standard"}},
		{"registry without a cache", with(map[string]any{"bootstrap_profile": map[string]any{"container_registry_id": groupID + "/providers/Microsoft.ContainerRegistry/registries/r"}}), "bootstrap_profile.container_registry_id", []string{"Cache"}},
		{"too many certificates", with(map[string]any{"http_proxy_config": map[string]any{"trusted_ca": certificates}}), "http_proxy_config.trusted_ca", []string{"AKS takes 20"}},
		{"certificates in plain", with(map[string]any{"http_proxy_config": map[string]any{"trusted_ca": "-----"}}), "http_proxy_config.trusted_ca", []string{"base64"}},
		{"window without a day", window(map[string]any{"day_of_week": nil}), "maintenance_window_node_os.day_of_week", []string{"Weekly"}},
		{"window with a day too many", window(map[string]any{"day_of_month": 3}), "maintenance_window_node_os.day_of_month", []string{"takes no day_of_month"}},
		{"window too short", window(map[string]any{"duration": 3}), "maintenance_window_node_os.duration", []string{"4"}},
		{"nodes newer than the control plane", with(map[string]any{"kubernetes_version": "1.35", "default_node_pool": map[string]any{"vnet_subnet_id": subnetID, "orchestrator_version": "1.36"}}), "default_node_pool.orchestrator_version", []string{"newer than the control plane"}},
		{"no version", with(map[string]any{"kubernetes_version": "latest"}), "kubernetes_version", []string{"1.36"}},
	}
}

func refusedPools() []refused {
	return []refused{
		{"pool name", pool(map[string]any{"name": "Pool"}), "default_node_pool.name", []string{"lower-case"}},
		{"reserved pool name", pool(map[string]any{"name": "aksmanagedap"}), "default_node_pool.name", []string{"reserved"}},
		{"pool name too long", pool(map[string]any{"name": "thirteenchars"}), "default_node_pool.name", []string{"1 to 12"}},
		{"temporary pool of the same name", pool(map[string]any{"name": "a", "temporary_name_for_rotation": "a"}), "default_node_pool.temporary_name_for_rotation", []string{"own name"}},
		{"half a node", pool(map[string]any{"node_count": 1.5}), "default_node_pool.node_count", []string{"Invalid number", "1.5 is not a whole number"}},
		{"half a disk", pool(map[string]any{"os_disk_size_gb": 128.5}), "default_node_pool.os_disk_size_gb", []string{"whole number"}},
		{"half a bound", pool(map[string]any{"node_count": nil, "auto_scaling_enabled": true, "min_count": 1, "max_count": 2.5}), "default_node_pool.max_count", []string{"whole number"}},
		{"half a pod", pool(map[string]any{"max_pods": 30.5}), "default_node_pool.max_pods", []string{"whole number"}},
		{"far too many pods", pool(map[string]any{"max_pods": 1e12}), "default_node_pool.max_pods", []string{"out of range"}},
		{"half a minute", pool(map[string]any{"upgrade_settings": map[string]any{"drain_timeout_in_minutes": 1.5}}), "default_node_pool.upgrade_settings.drain_timeout_in_minutes", []string{"whole number"}},
		{"no nodes", pool(map[string]any{"node_count": 0}), "default_node_pool.node_count", []string{"at least one node"}},
		{"too many nodes", pool(map[string]any{"node_count": 1001}), "default_node_pool.node_count", []string{"1000"}},
		{"autoscaler without bounds", pool(map[string]any{"node_count": nil, "auto_scaling_enabled": true, "min_count": 1}), "default_node_pool.max_count", []string{"needs its bounds"}},
		{"bounds without the autoscaler", pool(map[string]any{"min_count": 1}), "default_node_pool.min_count", []string{"belong to the autoscaler"}},
		{"bounds the wrong way round", pool(map[string]any{"node_count": nil, "auto_scaling_enabled": true, "min_count": 3, "max_count": 2}), "default_node_pool.min_count", []string{"min_count is 3"}},
		{"number out of bounds", pool(map[string]any{"node_count": 5, "auto_scaling_enabled": true, "min_count": 1, "max_count": 3}), "default_node_pool.node_count", []string{"out of bounds"}},
		{"too few pods", pool(map[string]any{"max_pods": 9}), "default_node_pool.max_pods", []string{"InsufficientMaxPods"}},
		{"too many pods", pool(map[string]any{"max_pods": 251}), "default_node_pool.max_pods", []string{"MaxPodsLimitExceeded"}},
		{"too few pods in the pool", pool(map[string]any{"node_count": 1, "max_pods": 20}), "default_node_pool.max_pods", []string{"InsufficientAgentPoolMaxPodsPerAgentPool"}},
		{"surge", pool(map[string]any{"upgrade_settings": map[string]any{"max_surge": "many"}}), "default_node_pool.upgrade_settings.max_surge", []string{"33%"}},
		{"no surge at all", pool(map[string]any{"upgrade_settings": map[string]any{"max_surge": "0"}}), "default_node_pool.upgrade_settings.max_surge", []string{"No node could ever be upgraded"}},
		{"label", pool(map[string]any{"node_labels": map[string]any{"a b": "c"}}), `default_node_pool.node_labels["a b"]`, []string{"no label of Kubernetes"}},
		{"AKS's label", pool(map[string]any{"node_labels": map[string]any{"kubernetes.azure.com/mode": "system"}}), `default_node_pool.node_labels["kubernetes.azure.com/mode"]`, []string{"set by AKS"}},
		{"firewall's subnet", pool(map[string]any{"vnet_subnet_id": networkID + "/subnets/AzureFirewallSubnet"}), "default_node_pool.vnet_subnet_id", []string{"loop"}},
		{"gateway's subnet", pool(map[string]any{"vnet_subnet_id": networkID + "/subnets/GatewaySubnet"}), "default_node_pool.vnet_subnet_id", []string{"another service"}},
		{"pods among the nodes", pool(map[string]any{"pod_subnet_id": subnetID}), "default_node_pool.pod_subnet_id", []string{"subnet of their own"}},
		{"pods in another network", pool(map[string]any{"pod_subnet_id": strings.Replace(podsID, "spoke", "hub", 1)}), "default_node_pool.pod_subnet_id", []string{"network of the nodes"}},
		{"Windows first", pool(map[string]any{"os_sku": "Windows2022"}), "default_node_pool.os_sku", []string{"udr_aks_node_pool"}},
		{"zone", pool(map[string]any{"zones": []any{"4"}}), `default_node_pool.zones["4"]`, []string{`"3"`}},
		{"subnet of another kind", pool(map[string]any{"vnet_subnet_id": networkID}), "default_node_pool.vnet_subnet_id", []string{"virtualNetworks/subnets"}},
	}
}

func refusedOverlays() []refused {
	overlay := func(text string) map[string]any { return with(map[string]any{"overlay": text}) }
	return []refused{
		{"no JSON", overlay("{"), "overlay", []string{"overlay"}},
		{"no object", overlay("[]"), "overlay", []string{"no JSON object"}},
		{"an attribute's own", overlay(`{"properties":{"networkProfile":{"OutboundType":"loadBalancer"}}}`), "overlay", []string{"networkProfile.OutboundType"}},
		{"above an attribute's own", overlay(`{"properties":{"networkProfile":"x"}}`), "overlay", []string{"cannot be set in an overlay"}},
		{"outside the properties", overlay(`{"kind":"x"}`), "overlay", []string{"outside properties"}},
		{"null", overlay(`{"properties":{"x":null}}`), "overlay", []string{"null"}},
	}
}
