package cloud

var srcWireThreads = fact("threads on ARM's answers: hashicorp/terraform-provider-azurerm#20365, #10826, microsoft/AzureTRE#4355", "2024")

// firewallRules are Azure's rules on firewalls, their policies and addresses (aks-facts.md 3.3, 4).
var firewallRules = []Rule{
	{"firewall_subnet_name", "the data subnet is AzureFirewallSubnet, the management subnet AzureFirewallManagementSubnet", "", SeverityError, srcAzurerm},
	{"firewall_one_subnet", "exactly one IP configuration carries the subnet, the others only an address", "", SeverityError, srcAzurerm},
	{"firewall_configuration_names", "the names of the data and the management IP configuration differ", "", SeverityError, srcAzurerm},
	{"firewall_public_ip_sku", "public addresses are of the SKU Standard; StandardV2 is for NAT gateways", "", SeverityError, srcFirewallPIP},
	{"firewall_public_ip_static", "public addresses are static", "", SeverityError, srcFirewallPIP},
	{"firewall_public_ip_version", "public addresses are IPv4", "", SeverityError, srcFirewallPIP.doubt("dual-stack firewalls are a preview of 2026-07 (FW-47)")},
	{"firewall_public_ip_tier", "public addresses are regional", "", SeverityError, srcFirewallPIP},
	{"firewall_public_ip_zones", "a zonal firewall needs a zone-redundant public address made before", "", SeverityWarning, srcFirewallIssues},
	{"firewall_zones_default", "a firewall without zones is zone redundant where the region has zones, and zones read back may differ", "", SeverityInfo, fact("learn.microsoft.com/azure/firewall/deploy-availability-zone-powershell", "2026")},
	{"firewall_resource_group", "firewall, network and public addresses are in one resource group", "", SeverityWarning, srcFirewallFAQ.doubt("from the FAQ of 2023; later wording not found")},
	{"firewall_per_network", "a virtual network holds one firewall", "", SeverityError, srcFirewallMgmt},
	{"firewall_policy_or_classic", "classic rules and a policy cannot be together; to migrate, delete the classic collections and attach the policy in one PUT", "AzureFirewallPolicyAndRuleCollectionsConflict", SeverityError, fact("public script (index id 53912907285)", "2024").doubt("code seen in one script")},
	{"firewall_management_ip", "Basic firewalls and forced tunnelling need a management IP configuration", "", SeverityError, srcFirewallMgmt},
	{"firewall_management_ip_late", "a management IP configuration comes at creation, or with a stop and start", "", SeverityError, srcFirewallTunnel},
	{"firewall_tunnel_dnat", "DNAT from the Internet does not work with forced tunnelling (FW-43)", "", SeverityError, srcFirewallTunnel},
	{"firewall_fqdn_tag_https", "an application rule with an FQDN tag includes the protocol https", "", SeverityError, srcFirewallIssues},
	{"firewall_network_fqdn_proxy", "names in network rules need the DNS proxy (FW-21)", "", SeverityError, srcFirewallSKU},
	{"firewall_network_fqdn_wildcard", "names in network rules have no star (FW-21)", "", SeverityError, srcFirewallIssues},
	{"firewall_fqdn_wildcard", "a star stands only at the beginning of a name (FW-23)", "", SeverityError, srcFirewallFAQ},
	{"firewall_url_and_fqdn", "one application rule has URLs or names, not both (FW-27)", "", SeverityError, srcAzurerm},
	{"firewall_nat_protocol", "NAT rules are TCP or UDP", "", SeverityError, srcAzurerm},
	{"firewall_nat_port", "ports of NAT rules end at 63999 (FW-20)", "", SeverityError, srcFirewallLimits.doubt("figure of 2023")},
	{"firewall_source_service_tag", "service tags are destinations, never sources (FW-16)", "", SeverityError, srcServiceTags},
	{"firewall_equal_priority", "priorities differ within one level; the order of equal ones is not documented (FW-6)", "", SeverityWarning, fact("Microsoft Q&A on equal rule collection priorities", "2024").doubt("whether ARM refuses equal priorities is not established")},
}

// routeRules are Azure's rules on routes and their tables (aks-facts.md 3.3, arm-wire.md 2.2).
var routeRules = []Rule{
	{"route_next_hop_missing", "a route to a VirtualAppliance has the appliance's address", "MissingNextHopIpAddress", SeverityError, srcWireThreads},
	{"route_next_hop_superfluous", "a route to anything but a VirtualAppliance has no address", "", SeverityError, srcRoutes.doubt("the exact code was not found")},
	{"route_next_hop_in_subnet", "an appliance inside the routed subnet makes a loop (RT-18)", "", SeverityError, srcRoutes},
	{"route_next_hop_public", "the appliance's address is a private one of the network or of a peered one (RT-17)", "", SeverityWarning, srcRoutes.doubt("networks with public ranges of one's own exist")},
	{"route_duplicate_prefix", "two routes of a table differ in their prefix (RT-15)", "RouteConflict", SeverityError, fact("threads on RouteConflict", "2023").doubt("the code comes from threads")},
	{"route_prefix_bits", "a prefix is written with its network address", "InvalidCIDRNotation", SeverityError, srcWireThreads},
	{"route_foreign_default", "a 0.0.0.0/0 route of somebody else in the table takes the egress away", "", SeverityError, srcRoutes},
	{"route_covers_nodes", "a route that covers the cluster's subnet captures traffic among nodes; give the subnet a VnetLocal route (RT-19)", "", SeverityError, srcRoutes},
	{"route_half_defaults", "0.0.0.0/1 and 128.0.0.0/1 are not a 0.0.0.0/0 route for AKS (RT-27)", "", SeverityWarning, srcRoutes.doubt("inference; what AKS does with them is not confirmed")},
	{"route_propagation", "with gateway routes propagated, a learned prefix may lead egress past the firewall (RT-11)", "", SeverityWarning, srcRoutes},
	{"route_ipv6_default", "0.0.0.0/0 says nothing on IPv6; a dual-stack subnet needs ::/0 too (RT-34)", "", SeverityWarning, srcDualStack},
	{"route_return", "<firewall address>/32 to Internet is for public load balancers behind DNAT only (RT-22)", "", SeverityInfo, fact("MicrosoftDocs/azure-docs#119663, #87987", "2024")},
}
