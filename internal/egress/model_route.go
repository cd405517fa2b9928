package egress

import "net/netip"

// RouteTable is a set of user-defined routes.
type RouteTable struct {
	Name   string
	Routes []Route
	// Open says that there may be routes the plan does not know.
	Open bool
	// DisablePropagation keeps gateway routes out of the subnets (RT-11).
	DisablePropagation Value[bool]
	// ManagedByNetworkManager raises the limit of routes (RT-31).
	ManagedByNetworkManager bool
}

// Route is a user-defined route. Its prefix is one of Prefix, ServiceTag or HostOf.
type Route struct {
	Name   string
	Prefix Value[netip.Prefix]
	// ServiceTag stands in place of a prefix (RT-14).
	ServiceTag string
	// HostOf names the public IP whose address, not known yet, is the prefix: a
	// host route that can only capture flows aimed at that same object.
	HostOf string
	Hop    Hop
}

// HopType is where a route sends packets.
type HopType string

// The hop types that can be written (RT-16); Azure has further ones of its own.
const (
	HopAppliance HopType = "VirtualAppliance"
	HopGateway   HopType = "VirtualNetworkGateway"
	HopNetwork   HopType = "VnetLocal"
	HopInternet  HopType = "Internet"
	HopNone      HopType = "None"
)

// Hop types of system routes only.
const (
	hopPeering         HopType = "VNetPeering"
	hopServiceEndpoint HopType = "VirtualNetworkServiceEndpoint"
	hopPrivateEndpoint HopType = "InterfaceEndpoint"
)

// Hop is the target of a route.
type Hop struct {
	Type Value[HopType]
	// Address of the appliance; for HopAppliance only.
	Address Value[netip.Addr]
	// Device names the firewall or appliance that the hop is, whatever address it
	// will have. It is what a composite resource knows and no route table says.
	Device string
}
