package cloud

import "slices"

// OutboundType is AKS's networkProfile.outboundType in the API's spelling.
type OutboundType string

// The values that some API version knows.
const (
	OutboundLoadBalancer           OutboundType = "loadBalancer"
	OutboundUserDefinedRouting     OutboundType = "userDefinedRouting"
	OutboundManagedNATGateway      OutboundType = "managedNATGateway"
	OutboundManagedNATGatewayV2    OutboundType = "managedNATGatewayV2"
	OutboundUserAssignedNATGateway OutboundType = "userAssignedNATGateway"
	OutboundNone                   OutboundType = "none"
	OutboundBlock                  OutboundType = "block"
)

// VNetMode says whose virtual network the nodes are in.
type VNetMode string

// A network is AKS's own or brought by the user. It cannot be changed after creation.
const (
	VNetManaged VNetMode = "managed"
	VNetBYO     VNetMode = "byo"
)

// OutboundState is how far a value has come.
type OutboundState string

// Only values that are generally available belong in a configuration.
const (
	OutboundGA        OutboundState = "ga"
	OutboundPreview   OutboundState = "preview"
	OutboundWithdrawn OutboundState = "withdrawn"
)

// OutboundTypeInfo describes one outbound type.
type OutboundTypeInfo struct {
	Type  OutboundType
	State OutboundState
	// VNetModes lists the networks with which the type works.
	VNetModes []VNetMode
	// Preconditions are what must hold before the cluster's PUT; Creates is what AKS makes for it.
	Preconditions, Creates string
	Fact
}

// Allowed reports whether the type works with nodes in such a network.
func (o OutboundTypeInfo) Allowed(m VNetMode) bool { return slices.Contains(o.VNetModes, m) }

var outboundTypes = []OutboundTypeInfo{
	{
		OutboundLoadBalancer, OutboundGA,
		[]VNetMode{VNetManaged, VNetBYO},
		"load balancer SKU standard", "public addresses, an outbound rule and a backend pool", srcEgressTypes,
	},
	{
		OutboundUserDefinedRouting, OutboundGA,
		[]VNetMode{VNetBYO},
		"node subnet with a route table whose 0.0.0.0/0 leads to an appliance or gateway; no load balancer profile",
		"nothing for egress; the load balancer appears with the first Service of type LoadBalancer and has inbound rules only", srcEgressUDR,
	},
	{
		OutboundManagedNATGateway, OutboundGA,
		[]VNetMode{VNetManaged},
		"load balancer SKU standard; 1 to 16 managed addresses; idle timeout 4 to 120 minutes", "NAT gateway and addresses", srcNATGateway,
	},
	{
		OutboundManagedNATGatewayV2, OutboundWithdrawn,
		[]VNetMode{VNetManaged},
		"preview API 2026-01-02 to 2026-05-02 with a feature flag; from API 2026-06-01 the NAT gateway's SKU is a property instead",
		"StandardV2 NAT gateway", srcStandardV2.doubt("egress-outboundtype.md still lists the value"),
	},
	{
		OutboundUserAssignedNATGateway, OutboundGA,
		[]VNetMode{VNetBYO},
		"NAT gateway with a public address or prefix on the node subnet, and on pod subnets", "nothing", srcEgressTypes,
	},
	{
		OutboundNone, OutboundGA,
		[]VNetMode{VNetManaged, VNetBYO},
		"network isolated cluster; bootstrap artifact source Cache; no default route is checked", "nothing", srcIsolated,
	},
	{
		OutboundBlock, OutboundPreview,
		[]VNetMode{VNetManaged},
		"network isolated cluster", "network security group rules that deny egress to the internet", srcIsolated,
	},
}

// OutboundTypes returns all outbound types.
func OutboundTypes() []OutboundTypeInfo {
	out := slices.Clone(outboundTypes)
	for i := range out {
		out[i].VNetModes = slices.Clone(out[i].VNetModes)
	}
	return out
}

// LookupOutboundType finds an outbound type by the API's value.
func LookupOutboundType(t OutboundType) (OutboundTypeInfo, bool) {
	i := slices.IndexFunc(outboundTypes, func(o OutboundTypeInfo) bool { return o.Type == t })
	if i < 0 {
		return OutboundTypeInfo{}, false
	}
	return OutboundTypes()[i], true
}
