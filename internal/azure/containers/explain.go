package containers

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// Explain says what to do next about what AKS answered: one text for each of its codes that is known. Sources:
// aks-facts.md 1.3, 1.4, 6.
func Explain(err error) []string {
	e := armclient.As(err)
	if e == nil {
		return nil
	}
	var found []string
	for _, row := range explanations {
		for _, code := range row.codes {
			if e.HasCode(code) {
				found = append(found, row.advice)
				break
			}
		}
	}
	return found
}

// exitCode is how the failed extension of a node names its script's end: "exit status=50", "exit code 50", "ExitCode":"50".
var exitCode = regexp.MustCompile(`(?i)exit[ _]?(?:status|code)["']?\s*[:=]?\s*["']?(\d{1,3})\b`)

// ExitCode is the exit code of the script that makes a machine a node, where a failed operation names one: the reason why nodes
// did not boot. cloud.ExitCode explains it.
func ExitCode(err error) (int, bool) {
	e := armclient.As(err)
	if e == nil {
		return 0, false
	}
	texts := []string{e.Message}
	for _, detail := range e.Details {
		texts = append(texts, detail.Message)
	}
	match := exitCode.FindStringSubmatch(strings.Join(texts, "\n"))
	if match == nil {
		return 0, false
	}
	code, err := strconv.Atoi(match[1])
	return code, err == nil
}

type explanation struct {
	codes  []string
	advice string
}

// explanations are the codes of AKS that a configuration of this kind can meet, each with its way out.
var explanations = []explanation{
	{
		[]string{"ExistingRouteTableNotAssociatedWithSubnet", "SubnetMissingRouteTableAssociation"},
		"With userDefinedRouting the subnet of every node pool must have a route table before the cluster is made. Route the subnet through an egress " +
			"resource (its subnets attribute), and give the cluster that egress, so that it waits for the association.",
	},
	{
		[]string{"RouteTableMissingDefaultRouteError"},
		"The route table of the node subnet must hold a route for 0.0.0.0/0. One that a gateway or Virtual WAN announces is not seen: write it into the table.",
	},
	{
		[]string{"RouteTableInvalidNextHop"},
		"The next hop of 0.0.0.0/0 must be a virtual appliance or a virtual network gateway.",
	},
	{
		[]string{"InvalidUserDefinedRoutingWithLoadBalancerProfile"},
		"A cluster with userDefinedRouting takes no load balancer profile, not even ports or timeouts of one: leave it out.",
	},
	{
		[]string{"UpdatingOutboundTypeNotAllowed", "UnsupportedOutboundType"},
		"Azure does not change this outbound type into the wanted one in place: go through one that it does, or replace the cluster.",
	},
	{
		[]string{"UDRWithNodePublicIPNotAllowed"},
		"Nodes with public addresses of their own would go round the route: leave them without.",
	},
	{
		[]string{"CustomRouteTableWithUnsupportedMSIType"},
		"kubenet with a route table of one's own needs a user-assigned identity: AKS writes routes with it before a system-assigned one exists.",
	},
	{
		[]string{"CustomRouteTableMissingPermission", "LinkedAuthorizationFailed", "CustomPrivateDNSZoneMissingPermissionError", "CustomKubeletIdentityMissingPermissionError", "ResourceMissingPermissionError"},
		"An identity lacks a role on something that the cluster uses. udr_aks_identity makes the assignments that the network needs; a new one can take up to " +
			"an hour to be in effect, so apply again if it was made just now.",
	},
	{
		[]string{"TooManyCustomRouteTables", "CustomRouteTableCannotCrossSubscription", "CustomRouteTableInvalidUpdateAttempt"},
		"With kubenet all pools share one route table, in the cluster's subscription, for life: AKS writes the routes of pods into it. Azure CNI Overlay has no such bond.",
	},
	{
		[]string{"ManagedNATGatewayWithCustomVNetNotAllowed", "UserAssignedNATGatewayWithManagedVNetNotAllowed", "SubnetNotAssociatedWithNATGateway", "NATGatewayNotAssociatedWithPublicIPOrIPPrefix"},
		"managedNATGateway is for clusters in a network that AKS makes; in one of your own use userAssignedNATGateway, with a NAT gateway that has an address on the subnets of nodes and pods.",
	},
	{
		[]string{"SubnetIsDelegated"},
		"The subnet is delegated to another service, so nodes cannot be in it: choose another.",
	},
	{
		[]string{"SubnetIsFull", "InsufficientSubnetSize", "InsufficientPodCidr", "InsufficientMaxPods", "InsufficientAgentPoolMaxPodsPerAgentPool", "MaxPodsLimitExceeded"},
		"The range has no room for nodes, pods and the surge of an upgrade: use a larger range, fewer pods on a node, or the overlay mode.",
	},
	{
		[]string{
			"ServiceCidrOverlapExistingSubnetsCidr", "PodCidrOverlapExistingSubnetsCidr", "PodCidrOverlapServiceCidr", "SubnetCidrOverlapServiceCidr", "VnetCIDRInvalid",
		},
		"Ranges of services, pods and subnets must not overlap. AKS checks it again at every upgrade, so a subnet that was added later counts too.",
	},
	{
		[]string{"DnsServiceIpParseError", "DnsServiceIpOutOfServiceCidr", "DnsServiceIpConflicting", "DnsBroadcastAddressConflicting", "InvalidServiceCidrIPv6MaskSize"},
		"The DNS service's address must lie in the service range, and be neither its first two addresses nor its last.",
	},
	{
		[]string{"VnetSubnetMissingIPv6", "SingleStackVnetSubnetWithDualStackCluster"},
		"A dual-stack cluster needs subnets with an IPv6 range.",
	},
	{
		[]string{"ApiserverSubnetConfigError"},
		"The API server's subnet must be delegated to Microsoft.ContainerService/managedClusters and have at least a /28.",
	},
	{
		[]string{"SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone", "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster"},
		"A private DNS zone or a kubelet identity of one's own needs a user-assigned identity of the cluster.",
	},
	{
		[]string{"NonePrivateDNSZonePublicFQDNDisabledError"},
		"A private cluster without a DNS zone needs its public name, or nobody could resolve the API server.",
	},
	{
		[]string{"OIDCIssuerCannotBeDisabled"},
		"The OIDC issuer stays on once it is: leave the attribute out or true.",
	},
	{
		[]string{"NodeResourceGroupSameAsResourceGroup", "NodeResourceGroupAlreadyExists", "ReservedResourceName"},
		"AKS makes the node resource group itself: name one that does not exist yet.",
	},
	{
		[]string{"VirtualNetworkNotInSucceededState", "ReferencedResourceNotProvisioned"},
		"The virtual network is being changed, or a change of it failed: bring it to Succeeded (an apply of its own resource mends a failed one) and apply again.",
	},
	{
		[]string{"VMExtensionProvisioningError", "VMExtensionError_OutboundConnFail", "OutboundConnFailVMExtensionError", "K8SAPIServerConnFailVMExtensionError", "K8SAPIServerDNSLookupFailVMExtensionError", "VMExtensionError_K8SAPIServerConnFail", "VMExtensionError_K8SAPIServerDNSLookupFail", "CNIDownloadTimeout"},
		"Nodes did not boot, most often because something that they must reach is not let through. data udr_egress_check names the flow and the rule that stops it; " +
			"once the path is open, the next apply writes the cluster again, which mends it.",
	},
	{
		[]string{"PublicIPCountLimitReached", "QuotaExceeded", "ErrCode_InsufficientVCPUQuota", "InsufficientVCPUQuota"},
		"The subscription's quota in this region is used up: ask for more, or use fewer or smaller nodes.",
	},
	{
		[]string{"AgentPoolK8sVersionNotSupported", "K8sVersionNotSupported", "UnsupportedKubernetesVersion"},
		"The region does not offer this Kubernetes version, or not for this support plan. A minor version alone (1.36) takes its newest patch.",
	},
	{
		[]string{"PodDrainFailure", "UpgradeFailed", "KubernetesAPICallFailed"},
		"Nodes could not be drained: a pod disruption budget may allow no pod to go. Loosen it, or allow more time, and apply again.",
	},
	{
		[]string{"NodePoolMcVersionIncompatible"},
		"A pool is never newer than its control plane and at most three minor versions older: upgrade the control plane first, one minor version at a time, then the pools.",
	},
	{
		[]string{"SubnetNotFound", "GetSubnetError", "GetRouteTableError"},
		"AKS could not read a subnet or its route table: it does not exist, or the cluster's identity may not read it.",
	},
	{
		[]string{"UnexpectedLoadBalancerSkuForCurrentOutboundConfiguration"},
		"Only a Standard load balancer goes with this outbound type.",
	},
	{
		[]string{"AvailabilityZoneNotSupported"},
		"The region, or this size in it, does not have these zones: name others, or none.",
	},
	{
		[]string{"PropertyChangeNotAllowed"},
		"Azure does not change this in place. If the plan did not show a replacement, the live value differs from the state: plan again.",
	},
	{
		[]string{"RequestDisallowedByPolicy"},
		"A policy of the subscription forbids it; its details are in the message.",
	},
}
