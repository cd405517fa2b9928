package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Sight is how much is known of an object.
type Sight int

// The answers. Only a NotThere is a fact about the world.
const (
	// NotSeen: it was not read; the reading's gaps say why.
	NotSeen Sight = iota
	// NotThere: ARM confirms that it does not exist.
	NotThere
	// Seen: it was read.
	Seen
)

// Subnet is what AKS asks of a subnet (aks-facts.md 1.3), as ARM shows it. Its members mean nothing unless Sight is Seen.
type Subnet struct {
	ID    armid.ID
	Sight Sight
	// Prefixes in CIDR notation.
	Prefixes []string
	// Delegations are the services that it is delegated to, such as Microsoft.ContainerService/managedClusters.
	Delegations []string
	// IPConfigurations are the addresses in use, each by the ID of its configuration.
	IPConfigurations []armid.ID
	ServiceEndpoints []string
	// RouteTableID, NetworkSecurityGroupID and NATGatewayID are empty where there is none.
	RouteTableID, NetworkSecurityGroupID, NATGatewayID string
	ProvisioningState                                  string
}

// RouteTable is a route table as ARM shows it. Its members mean nothing unless Sight is Seen.
type RouteTable struct {
	ID    armid.ID
	Sight Sight
	// Routes in ARM's order.
	Routes []Route
	// PropagationDisabled keeps gateway routes out (RT-11).
	PropagationDisabled bool
	// Subnets that it is associated with.
	Subnets           []armid.ID
	ProvisioningState string
}

// Route is a route as ARM shows it: texts as they are written, so that nothing is lost.
type Route struct {
	Name string
	// Prefix is a CIDR prefix or a service tag.
	Prefix string
	// HopType is VirtualAppliance, VirtualNetworkGateway, VnetLocal, Internet or None.
	HopType string
	// HopAddress of an appliance.
	HopAddress string
}

// NATGateway is a NAT gateway as ARM shows it. Its members mean nothing unless Sight is Seen.
type NATGateway struct {
	ID    armid.ID
	Sight Sight
	// Addresses is how many public IPs and prefixes it has; without one it carries nothing.
	Addresses int
	// Subnets that it serves.
	Subnets []armid.ID
}

// Network is a virtual network as ARM shows it. Its members mean nothing unless Sight is Seen.
type Network struct {
	ID           armid.ID
	Sight        Sight
	Location     string
	AddressSpace []string
	// DNSServers are the custom ones; none means Azure's own.
	DNSServers []string
	// Subnets are all of the network, for overlaps of ranges.
	Subnets []Subnet
	// Peers are the address ranges of the networks that it is peered with, by the name of the peering, as this half knows them.
	Peers             map[string][]string
	ProvisioningState string
}

// Subnet tells what is known of a subnet of the scope, or of a network that was read.
func (r *Reading) Subnet(id armid.ID) Subnet {
	network, _ := id.Parent()
	if o, read := r.found.get(network); read {
		subnets, whole := objects(o, "properties", "subnets")
		if s := subnetNamed(subnets, id.Name()); s.Body != nil {
			return subnetFacts(id, s)
		}
		if whole {
			return Subnet{ID: id, Sight: NotThere}
		}
	}
	if o, read := r.found.get(id); read {
		return subnetFacts(id, o)
	}
	s := Subnet{ID: id, Sight: r.absence(id)}
	if r.absence(network) == NotThere {
		s.Sight = NotThere
	}
	return s
}

// RouteTable tells what is known of the table of a subnet of the scope, or of a firewall's.
func (r *Reading) RouteTable(id armid.ID) RouteTable {
	t := RouteTable{ID: id, Sight: r.absence(id)}
	o, read := r.found.get(id)
	if !read {
		return t
	}
	if _, whole := objects(o, "properties", "routes"); !whole {
		return t // what is not understood must not pass for a table without routes
	}
	t.Sight, t.ProvisioningState = Seen, o.ProvisioningState()
	t.PropagationDisabled = isTrue(o, "properties", "disableBgpRoutePropagation")
	t.Subnets, _ = references(o, subnetType, "properties", "subnets")
	for _, route := range o.Objects("properties", "routes") {
		t.Routes = append(t.Routes, Route{
			Name: route.Name(), Prefix: route.String("properties", "addressPrefix"),
			HopType: route.String("properties", "nextHopType"), HopAddress: route.String("properties", "nextHopIpAddress"),
		})
	}
	return t
}

// Default is the table's route for all of IPv4 or, with six, IPv6; false where it has none.
func (t RouteTable) Default(six bool) (Route, bool) {
	prefix := "0.0.0.0/0"
	if six {
		prefix = "::/0"
	}
	for _, r := range t.Routes {
		if canonical, ok := prefixText(r.Prefix); ok && canonical == prefix {
			return r, true
		}
	}
	return Route{}, false
}

// NATGateway tells what is known of the gateway of a subnet of the scope.
func (r *Reading) NATGateway(id armid.ID) NATGateway {
	n := NATGateway{ID: id, Sight: r.absence(id)}
	if o, read := r.found.get(id); read {
		n.Sight = Seen
		for _, member := range []string{"publicIpAddresses", "publicIpPrefixes", "publicIpAddressesV6", "publicIpPrefixesV6"} {
			n.Addresses += len(o.Slice("properties", member))
		}
		n.Subnets, _ = references(o, subnetType, "properties", "subnets")
	}
	return n
}

// Network tells what is known of a network.
func (r *Reading) Network(id armid.ID) Network {
	n := Network{ID: id, Sight: r.absence(id)}
	o, read := r.found.get(id)
	if !read {
		return n
	}
	n.Sight, n.Location, n.ProvisioningState = Seen, o.Location(), o.ProvisioningState()
	n.AddressSpace = o.Strings("properties", "addressSpace", "addressPrefixes")
	n.DNSServers = o.Strings("properties", "dhcpOptions", "dnsServers")
	for _, s := range o.Objects("properties", "subnets") {
		n.Subnets = append(n.Subnets, subnetFacts(id.Child("subnets", s.Name()), s))
	}
	n.Peers = map[string][]string{}
	for _, p := range o.Objects("properties", "virtualNetworkPeerings") {
		n.Peers[p.Name()] = p.Strings("properties", "remoteAddressSpace", "addressPrefixes")
	}
	return n
}

// Object is an object that the survey read, as ARM sent it; false where it did not. It is not a copy.
func (r *Reading) Object(id armid.ID) (armclient.Object, bool) { return r.found.get(id) }

// absence says what a failed read means: that the object is not there, or that nobody saw it.
func (r *Reading) absence(id armid.ID) Sight {
	if g, failed := r.found.failed[id.Key()]; failed && g.Kind == Missing {
		return NotThere
	}
	return NotSeen
}

// subnetFacts reads a subnet. One whose references are not understood counts as not seen: it must not pass for one
// without a route table.
func subnetFacts(id armid.ID, o armclient.Object) Subnet {
	for member, typ := range map[string]string{"routeTable": tableType, "networkSecurityGroup": securityGroupType, "natGateway": natGatewayType} {
		if o.Map("properties") == nil || reference(o, typ, "properties", member).Unknown {
			return Subnet{ID: id}
		}
	}
	s := Subnet{
		ID: id, Sight: Seen, Prefixes: o.Strings("properties", "addressPrefixes"), Delegations: delegationsOf(o), IPConfigurations: usersOf(o),
		RouteTableID:           o.String("properties", "routeTable", "id"),
		NetworkSecurityGroupID: o.String("properties", "networkSecurityGroup", "id"),
		NATGatewayID:           o.String("properties", "natGateway", "id"),
		ProvisioningState:      o.ProvisioningState(),
	}
	if prefix := o.String("properties", "addressPrefix"); prefix != "" && len(s.Prefixes) == 0 {
		s.Prefixes = []string{prefix}
	}
	for _, e := range o.Objects("properties", "serviceEndpoints") {
		s.ServiceEndpoints = append(s.ServiceEndpoints, strings.TrimSpace(e.String("service")))
	}
	return s
}
