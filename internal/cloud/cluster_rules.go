package cloud

// The ids of the rules on a cluster's settings.
const (
	RuleClusterName        = "cluster_name"
	RuleDNSPrefix          = "dns_prefix"
	RuleNodeGroupName      = "node_resource_group_name"
	RulePoolName           = "pool_name"
	RulePoolCount          = "pool_count"
	RulePoolBounds         = "pool_autoscaler_bounds"
	RulePoolSystem         = "pool_system"
	RulePoolSpot           = "pool_spot"
	RulePoolSurge          = "pool_surge"
	RulePoolLabel          = "pool_label"
	RulePoolTaint          = "pool_taint"
	RulePoolNetwork        = "pool_network"
	RulePluginMode         = "network_plugin_mode"
	RuleDataPlane          = "network_data_plane"
	RuleNetworkPolicy      = "network_policy"
	RuleDNSPair            = "dns_service_ip_pair"
	RuleDualStackOrder     = "dual_stack_order"
	RuleDualStackRanges    = "dual_stack_ranges"
	RuleOutboundNetwork    = "outbound_network"
	RuleOutboundProfile    = "outbound_profile"
	RuleOutboundChange     = "outbound_change"
	RuleIsolatedBootstrap  = "isolated_bootstrap"
	RuleBootstrapRegistry  = "bootstrap_registry"
	RuleSupportPlan        = "support_plan_tier"
	RuleCostAnalysis       = "cost_analysis_tier"
	RuleWorkloadIdentity   = "workload_identity_oidc"
	RuleLocalAccounts      = "local_accounts_entra"
	RuleAzureRBAC          = "azure_rbac"
	RuleIdentityIDs        = "identity_ids"
	RuleIdentityRegion     = "identity_region"
	RuleIdentityRights     = "identity_rights"
	RulePrivateZone        = "private_dns_zone"
	RuleVNetIntegration    = "vnet_integration"
	RuleVersionDown        = "kubernetes_version_downgrade"
	RuleVersionSkip        = "kubernetes_version_skip"
	RuleVersionPool        = "pool_version"
	RuleVersionKnown       = "kubernetes_version_support"
	RuleProxyCertificates  = "http_proxy_trusted_ca"
	RuleMaintenance        = "maintenance_window"
	RuleNodeLimit          = "node_limit"
	RuleSubnetNATGateway   = "subnet_nat_gateway"
	RuleEgressSubnet       = "egress_subnet"
	RuleOverlayNames       = "overlay_names"
	RuleNodeProvisioning   = "node_provisioning_outbound"
	RuleSpecialSubnet      = "special_subnet"
	RuleSubnetOfOneNetwork = "one_virtual_network"
)

var (
	srcTaints  = fact("kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration and overview/working-with-objects/labels", "2026")
	srcSpot    = fact("MicrosoftDocs/azure-aks-docs articles/aks/spot-node-pool.md", "2026")
	srcSystem  = fact("MicrosoftDocs/azure-aks-docs articles/aks/use-system-pools.md", "2026")
	srcUpgrade = fact("MicrosoftDocs/azure-aks-docs articles/aks/upgrade-aks-cluster.md", "2026")
	srcPlanned = fact("MicrosoftDocs/azure-aks-docs articles/aks/planned-maintenance.md", "2026-08")
	srcLTS     = fact("MicrosoftDocs/azure-aks-docs articles/aks/long-term-support.md", "2026-08")
	srcProxy   = fact("MicrosoftDocs/azure-aks-docs articles/aks/http-proxy.md", "2026-08")
)

// clusterRules are AKS's rules on the settings of a cluster and its pools for which the list of codes has no row, or
// one that is more special (aks-facts.md 1.1 to 1.3, 3.1, 3.2, 3.5, 5 to 7).
var clusterRules = []Rule{
	{RuleClusterName, "name of a cluster", "", SeverityError, srcAzurerm},
	{RuleDNSPrefix, "DNS prefix", "", SeverityError, srcAzurerm},
	{RuleNodeGroupName, "the node resource group's name has at most 80 characters", "", SeverityError, srcErrorCodes},
	{RulePoolName, "name of a node pool", "", SeverityError, srcNodePools},
	{RulePoolCount, "a pool has 0 to 1000 nodes, a system pool at least one", "", SeverityError, srcNodePools},
	{RulePoolBounds, "the autoscaler's bounds are both set, in order, and only with the autoscaler", "", SeverityError, srcAzurerm},
	{RulePoolSystem, "system pools are Linux and regular", "", SeverityError, srcSystem},
	{RulePoolSpot, "eviction policy and price belong to spot pools", "", SeverityError, srcSpot},
	{RulePoolSurge, "max surge is a number or a percentage", "", SeverityError, srcSurge},
	{RulePoolLabel, "labels are Kubernetes labels; kubernetes.azure.com/ is AKS's", "", SeverityError, srcTaints},
	{RulePoolTaint, "a taint is key=value:effect", "", SeverityError, srcTaints},
	{RulePoolNetwork, "all pools are in one virtual network", "", SeverityError, srcNodePools},
	{RulePluginMode, "overlay goes with the plugin azure", "", SeverityError, srcOverlay},
	{RuleDataPlane, "the Cilium data plane goes with the plugin azure, with overlay or a pod subnet, and with the policy engine cilium", "", SeverityError, srcCilium},
	{RuleNetworkPolicy, "the policy engine azure goes with the plugin azure, cilium with the data plane cilium", "", SeverityError, srcAzurerm},
	{RuleDNSPair, "the DNS service's address and the services' range go together", "", SeverityError, srcAzurerm},
	{RuleDualStackOrder, "dual stack is IPv4, IPv6 in that order", "", SeverityError, srcDualStack},
	{RuleDualStackRanges, "dual-stack ranges are one of each family, IPv4 first", "", SeverityError, srcDualStack},
	{RuleOutboundNetwork, "the outbound type goes with the kind of network", "", SeverityError, srcEgressTypes},
	{RuleOutboundProfile, "a load balancer or NAT gateway profile goes with its own outbound type", "", SeverityError, srcEgressTypes},
	{RuleOutboundChange, "an outbound type changes along AKS's matrix", CodeUpdatingOutboundTypeNotAllowed, SeverityError, srcEgressTypes},
	{RuleIsolatedBootstrap, "the outbound type none needs the artifact source Cache", "", SeverityError, srcAzurerm},
	{RuleBootstrapRegistry, "a registry goes with the artifact source Cache", "", SeverityError, srcIsolated},
	{RuleSupportPlan, "long-term support needs the tier Premium", "", SeverityError, srcLTS},
	{RuleCostAnalysis, "cost analysis needs the tier Standard or Premium", "", SeverityError, srcTiers},
	{RuleWorkloadIdentity, "workload identity needs the OIDC issuer", "", SeverityError, srcOIDC},
	{RuleLocalAccounts, "local accounts are turned off only with Entra ID", "", SeverityError, srcAzurerm},
	{RuleAzureRBAC, "Azure RBAC and Entra ID need Kubernetes' own access control", "", SeverityError, srcAzurerm},
	{RuleIdentityIDs, "a user-assigned identity is exactly one", "", SeverityError, srcIdentity},
	{RuleIdentityRights, "the cluster's identity holds its roles on what it joins", "LinkedAuthorizationFailed", SeverityWarning, srcPermissions},
	{RuleIdentityRegion, "some regions take no user-assigned identity", "", SeverityWarning, srcUserIdent.doubt("page of 2024")},
	{RulePrivateZone, "a private cluster's zone is named after the region", "", SeverityError, srcPrivate},
	{RuleVNetIntegration, "VNet integration and its subnet go together in a network of one's own", "", SeverityError, srcVNetAPI},
	{RuleVersionDown, "Kubernetes is not downgraded", "", SeverityError, srcUpgrade},
	{RuleVersionSkip, "Kubernetes is upgraded one minor version at a time", "", SeverityWarning, srcUpgrade.doubt("versions that are no longer supported may skip")},
	{RuleVersionPool, "nodes are not newer than the control plane", "", SeverityError, srcUpgrade},
	{RuleVersionKnown, "old versions are supported in the long term only", "", SeverityWarning, srcVersions.doubt("the list of versions grows every few months")},
	{RuleProxyCertificates, "a proxy's authority has at most 20 certificates", "", SeverityError, srcProxy},
	{RuleMaintenance, "a maintenance window has the days that its frequency needs", "", SeverityError, srcPlanned},
	{RuleNodeLimit, "a cluster has at most 5000 nodes, 1000 in the tier Free, 400 with kubenet", "", SeverityWarning, srcTiers},
	{RuleSubnetNATGateway, "a new cluster does not go into a subnet with a NAT gateway, but for userAssignedNATGateway, which needs one", "", SeverityError, srcChangelog},
	{RuleEgressSubnet, "the egress routes the subnets of the nodes and pods", "ExistingRouteTableNotAssociatedWithSubnet", SeverityError, fact("Azure/AKS#1842", "2022")},
	{RuleOverlayNames, "with overlay the names of subnet, network and its group have at most 63 characters", "", SeverityError, srcOverlay},
	{RuleNodeProvisioning, "node auto-provisioning freezes the outbound type", "", SeverityError, srcNAP},
	{RuleSpecialSubnet, "subnets of other services hold no nodes", "", SeverityError, srcCNI},
	{RuleSubnetOfOneNetwork, "node, pod and API server subnets are in one virtual network", "", SeverityError, srcNodePools},
}
