package cloud

import "slices"

// Setting is a choice in a cluster's configuration that does not go with every other one.
type Setting string

// The settings.
const (
	SettingKubenet           Setting = "kubenet"
	SettingOverlay           Setting = "overlay"
	SettingPodSubnet         Setting = "pod_subnet"
	SettingCilium            Setting = "cilium"
	SettingCalico            Setting = "calico"
	SettingAzurePolicyEngine Setting = "azure_network_policy"
	SettingDualStack         Setting = "dual_stack"
	SettingWindows           Setting = "windows"
	SettingNodeProvisioning  Setting = "node_auto_provisioning"
	SettingServicePrincipal  Setting = "service_principal"
	SettingIsolated          Setting = "network_isolated"
	SettingNodeOSPatches     Setting = "node_os_channel_unmanaged_or_security_patch"
	SettingPrivateCluster    Setting = "private_cluster"
	SettingAuthorizedRanges  Setting = "authorized_ip_ranges"
	SettingGatewayPool       Setting = "static_egress_gateway"
	SettingHTTPProxy         Setting = "http_proxy"
	SettingUDR               Setting = "user_defined_routing"
	SettingBasicLB           Setting = "load_balancer_sku_basic"
	SettingLBProfile         Setting = "load_balancer_profile"
	SettingNATProfile        Setting = "nat_gateway_profile"
	SettingNodePublicIP      Setting = "node_public_ip"
	SettingAvailabilitySet   Setting = "availability_set"
	SettingStop              Setting = "cluster_stop"
)

// Conflict is a pair of settings that do not go together. The order of the pair has no meaning.
type Conflict struct {
	A, B     Setting
	Severity Severity
	Why      string
	Fact
}

var conflicts = []Conflict{
	{SettingUDR, SettingLBProfile, SeverityError, "the load balancer profile must not be sent with userDefinedRouting", fact("hashicorp/terraform-provider-azurerm#25021", "2025")},
	{SettingUDR, SettingNATProfile, SeverityError, "a NAT gateway profile belongs to managedNATGateway", srcNATGateway},
	{SettingUDR, SettingBasicLB, SeverityError, "userDefinedRouting needs the load balancer SKU standard; basic is retired", srcEgressTypes},
	{SettingUDR, SettingAvailabilitySet, SeverityError, "userDefinedRouting needs scale sets or VirtualMachines pools", srcEgressTypes},
	{SettingUDR, SettingNodePublicIP, SeverityError, "nodes with public addresses are refused with userDefinedRouting", srcErrorCodes.doubt("from a list of codes of 2022; not confirmed that AKS still enforces it")},
	{SettingUDR, SettingGatewayPool, SeverityWarning, "a gateway pool with a public prefix leaves past the firewall", srcGateway.doubt("whether AKS refuses the pool's public addresses is not confirmed")},
	{SettingKubenet, SettingWindows, SeverityError, "Windows nodes need Azure CNI", srcKubenet},
	{SettingKubenet, SettingIsolated, SeverityError, "network isolated clusters do not take kubenet", srcIsolated},
	{SettingKubenet, SettingPodSubnet, SeverityError, "a pod subnet belongs to Azure CNI", srcCNI},
	{SettingKubenet, SettingNodeProvisioning, SeverityError, "node auto-provisioning needs Azure CNI", srcNAP},
	{SettingOverlay, SettingPodSubnet, SeverityError, "pods have either an overlay or a subnet", srcCNI},
	{SettingCilium, SettingWindows, SeverityError, "the Cilium data plane is for Linux nodes", srcCilium},
	{SettingCilium, SettingCalico, SeverityError, "the Cilium data plane has its own policy engine", srcCilium},
	{SettingDualStack, SettingAzurePolicyEngine, SeverityError, "dual-stack clusters take neither the azure nor the calico policy engine", srcDualStack.doubt("page of 2023")},
	{SettingDualStack, SettingCalico, SeverityError, "dual-stack clusters take neither the azure nor the calico policy engine", srcDualStack.doubt("page of 2023")},
	{SettingDualStack, SettingGatewayPool, SeverityError, "static egress gateways are IPv4 only", srcGateway},
	{SettingDualStack, SettingNodeProvisioning, SeverityError, "node auto-provisioning is IPv4 only", srcNAP},
	{SettingNodeProvisioning, SettingWindows, SeverityError, "node auto-provisioning makes no Windows nodes", srcNAP},
	{SettingNodeProvisioning, SettingServicePrincipal, SeverityError, "node auto-provisioning needs a managed identity", srcNAP},
	{SettingNodeProvisioning, SettingCalico, SeverityError, "node auto-provisioning does not take Calico", srcNAP},
	{SettingNodeProvisioning, SettingPodSubnet, SeverityError, "node auto-provisioning does not hand out addresses of a pod subnet", srcNAP},
	{SettingNodeProvisioning, SettingStop, SeverityError, "a cluster with node auto-provisioning cannot be stopped", srcNAP},
	{SettingIsolated, SettingWindows, SeverityError, "network isolated clusters take no Windows nodes", srcIsolated},
	{SettingIsolated, SettingNodeOSPatches, SeverityError, "network isolated clusters take the node OS channels NodeImage and None only", srcIsolated},
	{SettingIsolated, SettingUDR, SeverityWarning, "with userDefinedRouting a cluster is not network isolated, though the bootstrap cache works", srcIsolated},
	{SettingPrivateCluster, SettingAuthorizedRanges, SeverityError, "a private cluster takes no authorized ranges", srcAuthRanges},
	{SettingGatewayPool, SettingWindows, SeverityError, "static egress gateways serve no Windows nodes", srcGateway},
	{SettingGatewayPool, SettingPodSubnet, SeverityError, "static egress gateways do not go with a pod subnet", srcGateway},
	{SettingHTTPProxy, SettingWindows, SeverityError, "the HTTP proxy setting does not reach Windows nodes", fact("MicrosoftDocs/azure-aks-docs articles/aks/http-proxy.md", "2026-08")},
	{SettingKubenet, SettingOverlay, SeverityError, "kubenet and overlay are two ways; kubenet retires on 2028-03-31 and can be migrated to overlay", srcUpgradeCNI},
}

// Conflicts returns all pairs.
func Conflicts() []Conflict { return slices.Clone(conflicts) }

// ConflictsAmong returns the pairs of which both settings are in force, in the order of the table.
func ConflictsAmong(settings ...Setting) []Conflict {
	var out []Conflict
	for _, c := range conflicts {
		if slices.Contains(settings, c.A) && slices.Contains(settings, c.B) {
			out = append(out, c)
		}
	}
	return out
}
