package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// World is everything the evaluator may know of a configuration. Objects refer
// to one another by name; names are compared without regard to letter case, so
// ARM IDs serve as well. A reference to an object that is not in the world counts
// as unknown, never as absent.
type World struct {
	Networks         []Network
	PrivateEndpoints []PrivateEndpoint
	RouteTables      []RouteTable
	SecurityGroups   []SecurityGroup
	Firewalls        []Firewall
	Policies         []Policy
	IPGroups         []IPGroup
	Appliances       []Appliance
	NATGateways      []NATGateway
	Clusters         []Cluster

	// ServiceTags holds the address prefixes of service tags, by tag, as the
	// caller's tag file gives them: each is a route of its own where a route names the
	// tag (RT-14). A tag that is missing has unknown content (FW-16).
	ServiceTags map[string][]netip.Prefix
	// TagContents holds what is known of FQDN tags, by tag. A tag that is missing
	// has unknown content (FW-26).
	TagContents map[string]TagMembership
	// PlatformNames are the names that the firewall's infrastructure collection
	// may let through although no rule does (FW-10), and that a private subnet may
	// reach in its own region (RT-21): storage and image repositories of the cloud.
	PlatformNames []netset.Pattern
}

// TagMembership is what is known of an FQDN tag. Names in neither list are
// outside the tag.
type TagMembership struct {
	Yes   []netset.Pattern
	Maybe []netset.Pattern
	// Assumption names what the Yes list rests on, such as A-AKSTAG-CORE; empty if
	// it is documented.
	Assumption Assumption
}

// Network is a virtual network.
type Network struct {
	Name string
	// AddressSpace is the list as configured: there is one system route per entry (RT-5).
	AddressSpace []netip.Prefix
	// AddressSpaceOpen says that there may be ranges the plan does not know.
	AddressSpaceOpen bool
	Subnets          []Subnet
	Peerings         []Peering
	// PeeringsOpen says that there may be peerings the plan does not know.
	PeeringsOpen bool
	Gateway      *Gateway
	// DNSServers are the custom resolvers in order; empty means Azure's own.
	DNSServers Value[[]netip.Addr]
	// DNSFirewall names the firewall that serves as resolver when its address is
	// not known yet.
	DNSFirewall string
	// AdminRules are rules of a Virtual Network Manager; they run before any
	// security group (NSG-7).
	AdminRules []SecurityRule
	// OutOfScope names a feature that this evaluator does not model and that takes
	// part in routing here, such as a Virtual WAN hub (RT-35). Every flow from the
	// network is then Indeterminate.
	OutOfScope string
}

// Subnet is a subnet; its reference is "network/subnet".
type Subnet struct {
	Name string
	// Prefixes of the subnet; none with PrefixesUnknown set.
	Prefixes        []netip.Prefix
	PrefixesUnknown bool
	// RouteTable and SecurityGroup are names; empty means none.
	RouteTable    Value[string]
	SecurityGroup Value[string]
	// NICSecurityGroup filters at the interface, before the subnet's (NSG-1). AKS
	// keeps one that lets egress pass; name it only if it does not.
	NICSecurityGroup Value[string]
	ServiceEndpoints []ServiceEndpoint
	// ServiceEndpointsOpen says that there may be more of them.
	ServiceEndpointsOpen bool
	Delegation           string
	// DefaultOutboundAccess is Maybe when nobody declared it, because its default
	// depends on the API version that made the network (RT-21).
	DefaultOutboundAccess Truth
	// NATGateway is a name; empty means none.
	NATGateway Value[string]
	// PublicOutbound says whether hosts have a public address or a load balancer's
	// outbound rule to leave with (RT-21).
	PublicOutbound Truth
	// PublicLoadBalancer says that a public load balancer has its backends here (RT-23).
	PublicLoadBalancer bool
	// PrivateEndpointRoutePolicy says that the network policy for route tables is
	// enabled for private endpoints in this subnet (RT-13).
	PrivateEndpointRoutePolicy Value[bool]
}

// Peering is one side's link to another network.
type Peering struct {
	Name   string
	Remote string
	// RemoteAddressSpace is used when the remote network is not in the world; empty
	// then means not known.
	RemoteAddressSpace []netip.Prefix
	// AccessBlocked is the negation of Azure's allowVirtualNetworkAccess, whose
	// default is true: nothing passes (RT-9).
	AccessBlocked Value[bool]
	// AllowForwardedTraffic lets in packets that an appliance of the remote network
	// forwards (RT-10). The default is false.
	AllowForwardedTraffic Value[bool]
	// UseRemoteGateways makes the remote network's gateway routes apply here (RT-11).
	UseRemoteGateways Value[bool]
}

// Gateway is a VPN or ExpressRoute gateway of a network.
type Gateway struct {
	Name string
	// ExpressRoute says that it is, or coexists with, an ExpressRoute gateway, which
	// no user-defined route can name as next hop (RT-16).
	ExpressRoute bool
	// Learned are the prefixes that it propagates, BGP and static ones. Unknown
	// makes every destination outside the network and its peers undecidable where
	// propagation is on (RT-11).
	Learned Value[[]netip.Prefix]
}

// ServiceEndpoint brings routes for a service's addresses to one subnet (RT-12).
type ServiceEndpoint struct {
	// Service is the tag, such as "Microsoft.Storage".
	Service string
	// Names are those that the service answers to. Empty means not known: any
	// public name may then be one of them.
	Names []netset.Pattern
}

// PrivateEndpoint adds a host route in its network and the network's peers (RT-13).
type PrivateEndpoint struct {
	Name string
	// Subnet is "network/subnet".
	Subnet    string
	Addresses netset.Addresses
	// Names resolve to the endpoint inside the network.
	Names []netset.Pattern
}

// NATGateway replaces the source address of a subnet's Internet traffic.
type NATGateway struct {
	Name          string
	PublicIPs     []PublicIP
	PublicIPsOpen bool
}

// PublicIP is a public address, known or not yet assigned. Two objects mean the
// same address if their names are equal.
type PublicIP struct {
	Name    string
	Address Value[netip.Addr]
}

// IPGroup is a named set of addresses for firewall rules (FW-17).
type IPGroup struct {
	Name      string
	Addresses netset.Addresses
	// Open says that there may be more addresses than these.
	Open bool
}
