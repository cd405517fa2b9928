package cloud

var (
	onCreateUpdate     = []Moment{OnCreate, OnUpdate}
	onCreatePool       = []Moment{OnCreate, OnPool}
	onCreateUpdatePool = []Moment{OnCreate, OnUpdate, OnPool}
)

// routingChecks are the preconditions of outbound types (aks-facts.md 1.3).
var routingChecks = []Check{
	{
		"udr_node_subnet", "InvalidParameter", false, "userDefinedRouting needs a node subnet of the user's own", onCreateUpdate, DetectConfig, SeverityError,
		srcCLI.doubt("the CLI refuses before sending; the API's code is not confirmed"),
	},
	{
		"udr_load_balancer_sku", "UnexpectedLoadBalancerSkuForCurrentOutboundConfiguration", false, "the load balancer SKU must not be basic",
		[]Moment{OnCreate},
		DetectConfig, SeverityError, srcErrorCodes,
	},
	{
		"udr_load_balancer_profile", CodeUDRWithLoadBalancerProfile, true, "no field of a load balancer profile may be sent", onCreateUpdate, DetectConfig, SeverityError,
		fact("hashicorp/terraform-provider-azurerm#25021, Azure/bicep-registry-modules#5759", "2025"),
	},
	{
		"udr_route_table", "ExistingRouteTableNotAssociatedWithSubnet", true, "the node subnet needs a route table before the cluster's PUT", onCreateUpdate, DetectConfigOrRead, SeverityError,
		fact("Azure/AKS#1842 and the list of error codes", "2022"),
	},
	{
		"udr_default_route", "RouteTableMissingDefaultRouteError", true, "the route table needs 0.0.0.0/0; default routes that a gateway or Virtual WAN propagates are not seen",
		onCreateUpdate, DetectConfigOrRead, SeverityError, fact("MicrosoftDocs/azure-docs#108240", "2023-04"),
	},
	{
		"udr_default_route_private", "RouteTableMissingDefaultRouteError", false, "a private cluster may rely on a default route learned over BGP",
		onCreateUpdate, DetectConfigOrRead, SeverityWarning, srcChangelog.doubt("changelog of 2020-10 allows it, a third-party guard only warns; not confirmed for today"),
	},
	{
		"udr_next_hop", "RouteTableInvalidNextHop", true, "0.0.0.0/0 must lead to a VirtualAppliance or a VirtualNetworkGateway", onCreateUpdate, DetectConfigOrRead, SeverityError,
		fact("hashicorp/terraform-provider-azurerm#8609, Azure/AKS#1875", "2020"),
	},
	{
		"udr_dual_stack_route", "", false, "a dual-stack cluster without a ::/0 route is created with a warning", []Moment{OnCreate}, DetectRead, SeverityWarning, srcDualStack,
	},
	{
		"udr_node_public_ip", "UDRWithNodePublicIPNotAllowed", false, "no pool may give its nodes public addresses", onCreatePool, DetectConfig, SeverityError,
		srcErrorCodes.doubt("from a list of codes of 2022; not confirmed that AKS still enforces it"),
	},
	{
		"udr_kubenet_identity", "CustomRouteTableWithUnsupportedMSIType", true, "kubenet with a route table of one's own needs a user-assigned identity",
		[]Moment{OnCreate},
		DetectConfig, SeverityError, fact("Azure/AKS#2333, Azure/AKS#1622", "2021"),
	},
	{
		"udr_kubenet_permission", "CustomRouteTableMissingPermission", true, "with kubenet the cluster's identity must read and write the route table",
		onCreateUpdate, DetectPermissions, SeverityError, fact("Azure/AKS-Construction#501, sassoftware/viya4-iac-azure#450", "2025-03"),
	},
	{"udr_kubenet_one_table", "TooManyCustomRouteTables", false, "with kubenet all pools share one route table", onCreatePool, DetectRead, SeverityError, srcErrorCodes},
	{"udr_kubenet_pool_table", "SubnetMissingRouteTableAssociation", false, "with kubenet the subnet of each pool needs the route table", onCreatePool, DetectRead, SeverityError, srcErrorCodes},
	{"udr_kubenet_subscription", "CustomRouteTableCannotCrossSubscription", false, "with kubenet the route table must be in the cluster's subscription", onCreatePool, DetectConfigOrRead, SeverityError, srcErrorCodes},
	{
		"udr_kubenet_table_change", "CustomRouteTableInvalidUpdateAttempt", false, "with kubenet the route table cannot be exchanged",
		[]Moment{OnUpdate},
		DetectRead, SeverityError,
		srcErrorCodes.doubt("false alarms of AKS itself on unchanged requests were fixed in 2026-04"),
	},
	{
		"windows_outbound_nat", "", false, "disableOutboundNat of a Windows pool needs an outbound type other than loadBalancer, and Kubernetes 1.26", onCreatePool, DetectConfig, SeverityError, srcNATGateway,
	},
	{"nat_managed_with_vnet", "ManagedNATGatewayWithCustomVNetNotAllowed", false, "managedNATGateway needs AKS's own network", onCreateUpdate, DetectConfig, SeverityError, srcErrorCodes},
	{"nat_user_without_vnet", "UserAssignedNATGatewayWithManagedVNetNotAllowed", false, "userAssignedNATGateway needs a node subnet of the user's own", onCreateUpdate, DetectConfig, SeverityError, srcErrorCodes},
	{"nat_on_subnet", "SubnetNotAssociatedWithNATGateway", false, "the node subnet, and a pod subnet, need the NAT gateway", onCreateUpdatePool, DetectRead, SeverityError, srcErrorCodes},
	{"nat_address", "NATGatewayNotAssociatedWithPublicIPOrIPPrefix", false, "the NAT gateway needs a public address or prefix", onCreateUpdate, DetectRead, SeverityError, srcErrorCodes},
	{"outbound_type_known", "UnsupportedOutboundType", false, "the API does not know the outbound type", onCreateUpdate, DetectConfig, SeverityError, srcStandardV2},
	{"outbound_type_change", CodeUpdatingOutboundTypeNotAllowed, false, "AKS's matrix does not have the change", []Moment{OnUpdate}, DetectConfigOrRead, SeverityError, srcErrorCodes},
	{"isolated_cache", "", false, "outbound type none needs the bootstrap artifact source Cache", onCreateUpdate, DetectConfig, SeverityError, srcAzurerm},
	{
		"pod_subnet_route", "", false, "the pod subnet needs the route table too, or pods leave past the firewall", onCreatePool, DetectConfigOrRead, SeverityWarning,
		srcChangelog.doubt("inference from the like check for NAT gateways (RT-28)"),
	},
	{
		"pool_subnet_route", "", false, "the subnet of a further pool needs a route table with 0.0.0.0/0",
		[]Moment{OnPool},
		DetectConfigOrRead, SeverityError,
		fact("Azure/AKS#1500, Azure/AKS#1338", "2022").doubt("inference: what AKS does with such a pool outside kubenet is not confirmed"),
	},
}
