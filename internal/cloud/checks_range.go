package cloud

// rangeChecks are AKS's checks of address ranges (aks-facts.md 1.4, 3.1).
var rangeChecks = []Check{
	{"service_cidr_subnet_overlap", CodeServiceCIDROverlap, true, "the service range overlaps a subnet of the network; checked again at every upgrade", []Moment{OnCreate, OnUpgrade}, DetectConfigOrRead, SeverityError, fact("MicrosoftDocs/SupportArticles-docs create-upgrade-delete/error-code-servicecidroverlapexistingsubnetscidr.md", "2023-11-15")},
	{"pod_cidr_subnet_overlap", "PodCidrOverlapExistingSubnetsCidr", false, "the pod range overlaps a subnet of the network", []Moment{OnCreate}, DetectConfigOrRead, SeverityError, srcErrorCodes},
	{"pod_cidr_service_overlap", "PodCidrOverlapServiceCidr", false, "the pod range overlaps the service range", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"range_peer_overlap", "", false, "the service or pod range overlaps a peered network, whose hosts in it the pods then cannot reach; AKS does not check it", onCreatePool, DetectRead, SeverityWarning, fact("MicrosoftDocs/azure-aks-docs articles/aks/concepts-network-ip-address-planning.md", "2026-04-16")},
	{"subnet_service_overlap", "SubnetCidrOverlapServiceCidr", false, "the node subnet overlaps the service range", onCreatePool, DetectConfigOrRead, SeverityError, srcErrorCodes},
	{"dns_service_ip_syntax", "DnsServiceIpParseError", false, "dnsServiceIP is not an IPv4 address", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"dns_service_ip_outside", "DnsServiceIpOutOfServiceCidr", false, "dnsServiceIP is outside the service range", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"dns_service_ip_api_server", "DnsServiceIpConflicting", false, "dnsServiceIP is the first usable address, which the API server's service takes", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"dns_service_ip_broadcast", "DnsBroadcastAddressConflicting", false, "dnsServiceIP is the last address of the service range", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"service_cidr_ipv6_size", "InvalidServiceCidrIPv6MaskSize", false, "the IPv6 service range is larger than a /108", []Moment{OnCreate}, DetectConfig, SeverityError, srcErrorCodes},
	{"dual_stack_subnet", "VnetSubnetMissingIPv6", false, "the node subnet of a dual-stack cluster needs an IPv6 prefix", onCreatePool, DetectConfigOrRead, SeverityError, srcErrorCodes},
	{"dual_stack_single_subnet", "SingleStackVnetSubnetWithDualStackCluster", false, "the node subnet of a dual-stack cluster has one address family only", onCreatePool, DetectConfigOrRead, SeverityError, srcErrorCodes},
	{"pod_cidr_size", "InsufficientPodCidr", false, "the pod range has too few /24 blocks for the nodes", onCreateUpdatePool, DetectConfig, SeverityError, srcErrorCodes},
	{"max_pods_minimum", "InsufficientMaxPods", false, "max_pods is below 10", onCreatePool, DetectConfig, SeverityError, srcErrorCodes},
	{"max_pods_maximum", "MaxPodsLimitExceeded", false, "max_pods is above 250", onCreatePool, DetectConfig, SeverityError, srcErrorCodes},
	{"max_pods_pool", "InsufficientAgentPoolMaxPodsPerAgentPool", false, "nodes times max_pods is below 30 in the pool", onCreatePool, DetectConfig, SeverityError, srcErrorCodes},
	{"authorized_ranges_egress", "", false, "the firewall's public addresses are not all in the authorized ranges, so nodes are locked out of a public API server (exit code 51)", onCreateUpdate, DetectConfigOrRead, SeverityError, fact("MicrosoftDocs/SupportArticles-docs error-codes/vmextensionerror-k8sapiserverconnfail.md; MicrosoftDocs/azure-docs#55484", "2024-01-24")},
	{"authorized_ranges_own_ip", "", false, "0.0.0.0/32 stands for the cluster's load balancer address, which userDefinedRouting does not have", onCreateUpdate, DetectConfig, SeverityError, srcAuthRanges.doubt("inference from the meaning of 0.0.0.0/32")},
	{"authorized_ranges_private", "", false, "a private cluster takes no authorized ranges", onCreateUpdate, DetectConfig, SeverityError, srcAuthRanges},
}

// subnetChecks are AKS's checks of subnets.
var subnetChecks = []Check{
	{"subnet_exists", "SubnetNotFound", false, "the subnet does not exist", onCreatePool, DetectRead, SeverityError, srcErrorCodes},
	{"subnet_delegated", CodeSubnetIsDelegated, true, "the node subnet is delegated to a service", onCreatePool, DetectConfigOrRead, SeverityError, fact("MicrosoftDocs/SupportArticles-docs error-codes/subnetisdelegated-error.md", "2025-08-07").doubt("one page lets a delegation to managedClusters pass, another says none may exist")},
	{"subnet_full", CodeSubnetIsFull, true, "the subnet has no free addresses for the nodes", onCreateUpdatePool, DetectRead, SeverityError, fact("MicrosoftDocs/SupportArticles-docs connectivity/insufficientsubnetsize-error-advanced-networking.md", "2025-02-20")},
	{"subnet_size", CodeInsufficientSubnetSize, true, "the subnet is too small for the nodes, their pods and the surge", onCreateUpdatePool, DetectConfigOrRead, SeverityError, fact("MicrosoftDocs/SupportArticles-docs connectivity/insufficientsubnetsize-error-advanced-networking.md", "2025-02-20")},
	{"subnet_prefixes", "MultipleAddressPrefixesSubnetNotSupported", false, "the node subnet has several prefixes of one address family", onCreatePool, DetectConfigOrRead, SeverityWarning, srcErrorCodes.doubt("from a list of codes of 2022; not confirmed today")},
	{"subnet_mixed", "InvalidParameter", true, "when one pool has a subnet of the user's own, all must", onCreatePool, DetectConfig, SeverityError, fact("MicrosoftDocs/azure-docs#116169", "2023-10")},
	{"api_server_subnet", "ApiserverSubnetConfigError", false, "the API server's subnet must be delegated to managedClusters and be a /28 or larger", onCreateUpdate, DetectConfigOrRead, SeverityError, srcErrorCodes},
	{"vnet_state", "VirtualNetworkNotInSucceededState", true, "the network is being changed or failed its last change", onCreateUpdatePool, DetectRead, SeverityWarning, fact("MicrosoftDocs/SupportArticles-docs error-codes/virtualnetworknotinsucceededstate-error.md", "2024")},
}
