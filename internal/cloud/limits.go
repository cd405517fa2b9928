package cloud

import "slices"

// LimitKey names one limit.
type LimitKey string

// The limits. The value is an upper bound unless the key says minimum.
const (
	LimitRoutesPerTable          LimitKey = "routes_per_table"
	LimitTagRoutesPerTable       LimitKey = "service_tag_routes_per_table"
	LimitRouteTablesPerRegion    LimitKey = "route_tables_per_subscription_and_region"
	LimitFirewallPublicIPs       LimitKey = "firewall_public_ips"
	LimitFirewallsPerVNet        LimitKey = "firewalls_per_virtual_network"
	LimitFirewallDNAT            LimitKey = "firewall_dnat_destinations"
	LimitFirewallPairs           LimitKey = "firewall_source_destination_pairs"
	LimitFirewallNetworkFQDNs    LimitKey = "firewall_network_rule_fqdns"
	LimitFirewallIPGroups        LimitKey = "firewall_ip_groups"
	LimitIPGroupEntries          LimitKey = "ip_group_entries"
	LimitPolicyGroups            LimitKey = "policy_rule_collection_groups"
	LimitPolicyGroupBytes        LimitKey = "policy_rule_collection_group_bytes"
	LimitRuleCollections         LimitKey = "rule_collections"
	LimitPriorityMin             LimitKey = "rule_priority_minimum"
	LimitPriorityMax             LimitKey = "rule_priority_maximum"
	LimitPortMin                 LimitKey = "port_minimum"
	LimitPortMax                 LimitKey = "port_maximum"
	LimitDNATPortMax             LimitKey = "dnat_port_maximum"
	LimitFirewallCapacityMin     LimitKey = "firewall_capacity_minimum"
	LimitFirewallCapacityMax     LimitKey = "firewall_capacity_maximum"
	LimitSNATPorts               LimitKey = "snat_ports_per_ip_and_instance"
	LimitSNATPortsNATGateway     LimitKey = "snat_ports_per_ip_of_nat_gateway"
	LimitFirewallInstancesMin    LimitKey = "firewall_instances_minimum"
	LimitFirewallIPsForAKS       LimitKey = "firewall_public_ips_advised_for_aks"
	LimitAuthorizedRanges        LimitKey = "authorized_ip_ranges"
	LimitAuthorizedRangesVNet    LimitKey = "authorized_ip_ranges_vnet_integration"
	LimitMaxPodsMin              LimitKey = "max_pods_minimum"
	LimitMaxPodsMax              LimitKey = "max_pods_maximum"
	LimitPodsPerPoolMin          LimitKey = "pods_per_pool_minimum"
	LimitNodesKubenet            LimitKey = "nodes_kubenet"
	LimitNodesCluster            LimitKey = "nodes_cluster"
	LimitNodesFree               LimitKey = "nodes_cluster_free_tier"
	LimitNodesPool               LimitKey = "nodes_pool"
	LimitManagedOutboundIPs      LimitKey = "nat_gateway_managed_outbound_ips"
	LimitIdleTimeoutMin          LimitKey = "nat_gateway_idle_timeout_minutes_minimum"
	LimitIdleTimeoutMax          LimitKey = "nat_gateway_idle_timeout_minutes_maximum"
	LimitProxyCertificates       LimitKey = "http_proxy_trusted_ca"
	LimitTagsPerResource         LimitKey = "tags_per_resource"
	LimitTagName                 LimitKey = "tag_name_length"
	LimitTagValue                LimitKey = "tag_value_length"
	LimitOverlayNameLength       LimitKey = "overlay_subnet_vnet_group_name_length"
	LimitPodSubnetAddressesPerVM LimitKey = "pod_subnet_addresses_per_node_minimum"
	LimitAutoscaleStep           LimitKey = "firewall_capacity_forbidden_difference"
	LimitRolePropagationMinutes  LimitKey = "role_assignment_propagation_minutes"
	LimitAuthorizedRangesMinutes LimitKey = "authorized_ip_ranges_propagation_minutes"
)

// Limit is one number that Azure enforces or advises.
type Limit struct {
	Key   LimitKey
	Value int
	Unit  string
	// Advice marks numbers that are good practice, not refusals.
	Advice bool
	Note   string
	Fact
}

var limits = []Limit{
	{LimitRoutesPerTable, 400, "routes", false, "1000 when Virtual Network Manager manages the table (RT-31)", srcNetworkLimits.doubt("figure of 2022; a higher quota is possible")},
	{LimitTagRoutesPerTable, 25, "routes", false, "routes whose prefix is a service tag", srcRoutes},
	{LimitRouteTablesPerRegion, 200, "tables", false, "", srcNetworkLimits.doubt("figure of 2022; a higher quota is possible")},
	{LimitFirewallPublicIPs, 250, "addresses", false, "Basic takes several, the page gives no number", srcFirewallLimits},
	{LimitFirewallsPerVNet, 1, "firewalls", false, "", srcFirewallMgmt},
	{LimitFirewallDNAT, 250, "destinations", false, "public addresses plus unique triples of address, port and protocol", srcFirewallLimits},
	{LimitFirewallPairs, 20000, "pairs", false, "unique sources times destinations in network rules; an IP group counts as one", srcFirewallLimits},
	{LimitFirewallNetworkFQDNs, 1000, "names", true, "stay below it in network rules", srcFirewallLimits},
	{LimitFirewallIPGroups, 200, "groups", false, "per firewall", srcFirewallLimits},
	{LimitIPGroupEntries, 5000, "prefixes", false, "", srcFirewallLimits},
	{LimitPolicyGroups, 60, "groups", false, "50 in policies older than 2022-07", srcFirewallLimits.doubt("newer pages say 90")},
	{LimitPolicyGroupBytes, 2 << 20, "bytes", false, "1 MB in policies older than 2022-07", srcFirewallLimits},
	{LimitRuleCollections, 2000, "collections", false, "", srcFirewallLimits},
	{LimitPriorityMin, 100, "", false, "groups, collections and classic collections; the smaller number goes first", srcFirewallRules},
	{LimitPriorityMax, 65000, "", false, "", srcFirewallRules},
	{LimitPortMin, 1, "", false, "", srcFirewallLimits},
	{LimitPortMax, 65535, "", false, "network and application rules; azurerm allows 0 to 64000 in application rules", srcFirewallLimits},
	{LimitDNATPortMax, 63999, "", false, "ports of DNAT rules", srcFirewallLimits.doubt("figure of 2023")},
	{LimitFirewallCapacityMin, 2, "instances", false, "autoscale bounds", srcFirewallScale},
	{LimitFirewallCapacityMax, 50, "instances", false, "autoscale bounds; 20 without them", srcFirewallScale},
	{LimitAutoscaleStep, 1, "instances", false, "the two autoscale bounds are equal or differ by more than this", srcFirewallScale},
	{LimitSNATPorts, 2496, "ports", false, "for each public address and instance", srcFirewallIssues},
	{LimitSNATPortsNATGateway, 64512, "ports", false, "a NAT gateway on AzureFirewallSubnet, for each address", srcFirewallIssues},
	{LimitFirewallInstancesMin, 2, "instances", false, "", srcFirewallIssues},
	{LimitFirewallIPsForAKS, 20, "addresses", true, "at least, for production clusters", srcLimitEgress},
	{LimitAuthorizedRanges, 200, "ranges", false, "", srcAuthRanges},
	{LimitAuthorizedRangesVNet, 2000, "ranges", false, "with API Server VNet Integration", srcAuthRanges},
	{LimitAuthorizedRangesMinutes, 2, "minutes", true, "until a change of the ranges is in force", srcAuthRanges},
	{LimitMaxPodsMin, 10, "pods", false, "", srcIPPlanning},
	{LimitMaxPodsMax, 250, "pods", false, "", srcIPPlanning},
	{LimitPodsPerPoolMin, 30, "pods", false, "nodes times max pods of a pool", srcIPPlanning},
	{LimitNodesKubenet, 400, "nodes", false, "one route for each node", srcKubenet},
	{LimitNodesCluster, 5000, "nodes", false, "", srcOverlay},
	{LimitNodesFree, 1000, "nodes", false, "tier Free", srcTiers},
	{LimitNodesPool, 1000, "nodes", false, "", srcNodePools},
	{LimitManagedOutboundIPs, 16, "addresses", false, "", srcNATGateway},
	{LimitIdleTimeoutMin, 4, "minutes", false, "", srcNATGateway},
	{LimitIdleTimeoutMax, 120, "minutes", false, "", srcNATGateway},
	{LimitProxyCertificates, 20, "certificates", false, "", fact("MicrosoftDocs/azure-aks-docs articles/aks/http-proxy.md", "2026-08")},
	{LimitTagsPerResource, 50, "tags", false, "", srcTags},
	{LimitTagName, 512, "characters", false, "", srcNames},
	{LimitTagValue, 256, "characters", false, "", srcNames},
	{LimitOverlayNameLength, 63, "characters", false, "names of subnet, network and its resource group in overlay clusters", srcOverlay},
	{LimitPodSubnetAddressesPerVM, 16, "addresses", false, "dynamic allocation hands out blocks of this size", srcPodSubnet},
	{LimitRolePropagationMinutes, 60, "minutes", true, "until a new role assignment is in force everywhere", srcKubenet},
}

// Limits returns all limits.
func Limits() []Limit { return slices.Clone(limits) }

// LimitOf returns one limit; the zero Limit for an unknown key.
func LimitOf(key LimitKey) Limit {
	i := slices.IndexFunc(limits, func(l Limit) bool { return l.Key == key })
	if i < 0 {
		return Limit{}
	}
	return limits[i]
}

// valueOf is short for the number of a limit.
func valueOf(key LimitKey) int { return LimitOf(key).Value }
