package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// Features that take part in routing and that the evaluator does not model (RT-35).
const (
	scopeUnread        = "network that could not be read"
	scopeVirtualWAN    = "virtual_wan"
	scopeRouteServer   = "route_server"
	scopeSubnetPeering = "subnet_peering"
	scopeEndpoints     = "private endpoints that could not be read"
)

// networkOf converts a virtual network. References are IDs. Route tables and whatever else it refers to are other
// objects; gateways and private endpoints are added by the build.
func networkOf(id armid.ID, o armclient.Object) document.Network {
	if o.Map("properties") == nil {
		return unreadNetwork(id)
	}
	n := document.Network{
		Name:         id.String(),
		AddressSpace: texts(o, prefixText, "properties", "addressSpace", "addressPrefixes"),
		DNSServers:   texts(o, addressText, "properties", "dhcpOptions", "dnsServers"),
	}
	if n.AddressSpace.IsZero() {
		n.AddressSpace.Unknown = true // no network is without
	}
	subnets, whole := objects(o, "properties", "subnets")
	for _, s := range subnets {
		if subnet, ok := subnetOf(s); ok {
			n.Subnets = append(n.Subnets, subnet)
		} else {
			whole = false
		}
	}
	peerings, peersWhole := objects(o, "properties", "virtualNetworkPeerings")
	n.Peerings.Unknown = !peersWhole
	for _, p := range peerings {
		peering, scope, ok := peeringOf(p)
		if !ok {
			n.Peerings.Unknown = true
			continue
		}
		n.Peerings.Items = append(n.Peerings.Items, peering)
		if scope != "" {
			n.OutOfScope = scope
		}
	}
	switch {
	case !whole:
		n.OutOfScope = scopeUnread // a gateway or route server may be in the subnet that is not understood
	case len(usersOf(subnetNamed(subnets, "RouteServerSubnet"))) > 0:
		n.OutOfScope = scopeRouteServer
	}
	return n
}

// unreadNetwork is a network of which only the name is known.
func unreadNetwork(id armid.ID) document.Network {
	return document.Network{
		Name: id.String(), AddressSpace: document.List[string]{Unknown: true}, Peerings: document.List[document.Peering]{Unknown: true},
		DNSServers: document.List[string]{Unknown: true}, OutOfScope: scopeUnread,
	}
}

// peeringOf converts one half of a peering. A peering that is not connected, or not in step with the other network's
// ranges, is not known to let anything pass.
func peeringOf(o armclient.Object) (peering document.Peering, scope string, ok bool) {
	remote, ok := idAt(o, networkType, "properties", "remoteVirtualNetwork", "id")
	if !ok {
		return peering, "", false
	}
	peering = document.Peering{
		Name: o.Name(), Remote: remote.String(),
		RemoteAddressSpace:    texts(o, prefixText, "properties", "remoteAddressSpace", "addressPrefixes"),
		AllowAccess:           flag(o, "properties", "allowVirtualNetworkAccess"),
		AllowForwardedTraffic: flag(o, "properties", "allowForwardedTraffic"),
		UseRemoteGateways:     flag(o, "properties", "useRemoteGateways"),
	}
	if unsettled(o) != "" {
		peering.AllowAccess = document.UnknownLeaf[bool]()
	}
	if complete, given := o.Bool("properties", "peerCompleteVnets"); given && !complete {
		scope = scopeSubnetPeering
	}
	// The hidden network of a Virtual WAN hub, as portal and effective routes show it.
	if strings.HasPrefix(remote.Name(), "HV_") || strings.HasPrefix(o.Name(), "RemoteVnetToHubPeering_") {
		scope = scopeVirtualWAN
	}
	return peering, scope, true
}

// unsettled says why a peering is not known to be in force; empty where it is.
func unsettled(o armclient.Object) string {
	if state := o.String("properties", "peeringState"); !strings.EqualFold(state, "Connected") {
		return "the peering's state is " + orNone(state) + ", not Connected"
	}
	if level := o.String("properties", "peeringSyncLevel"); level != "" && !strings.EqualFold(level, "FullyInSync") {
		return "the peering does not follow the networks' ranges: " + level
	}
	return ""
}

func orNone(s string) string {
	if s == "" {
		return "not told"
	}
	return s
}

// subnetOf converts a subnet, by itself or within its network; false where it has no name.
func subnetOf(o armclient.Object) (document.Subnet, bool) {
	name := o.Name()
	if name == "" || strings.Contains(name, "/") {
		return document.Subnet{}, false
	}
	if prefixesOf(o).IsZero() {
		return unreadSubnet(name), true // no subnet is without
	}
	s := document.Subnet{
		Name:                  name,
		AddressPrefixes:       prefixesOf(o),
		RouteTable:            reference(o, tableType, "properties", "routeTable"),
		SecurityGroup:         reference(o, securityGroupType, "properties", "networkSecurityGroup"),
		NATGateway:            reference(o, natGatewayType, "properties", "natGateway"),
		DefaultOutboundAccess: flag(o, "properties", "defaultOutboundAccess"),
		RoutePolicy:           routePolicy(o),
	}
	endpoints, whole := objects(o, "properties", "serviceEndpoints")
	s.ServiceEndpoints.Unknown = !whole
	for _, e := range endpoints {
		service, given, valid := text(e, "service")
		if !given || !valid {
			s.ServiceEndpoints.Unknown = true
			continue
		}
		s.ServiceEndpoints.Items = append(s.ServiceEndpoints.Items, document.ServiceEndpoint{Service: service})
	}
	if services := delegationsOf(o); len(services) > 0 {
		s.Delegation = services[0]
	}
	return s, true
}

// unreadSubnet is a subnet of which only the name is known.
func unreadSubnet(name string) document.Subnet {
	return document.Subnet{
		Name: name, AddressPrefixes: document.List[string]{Unknown: true}, RouteTable: document.UnknownLeaf[string](),
		SecurityGroup: document.UnknownLeaf[string](), NICSecurityGroup: document.UnknownLeaf[string](), NATGateway: document.UnknownLeaf[string](),
		ServiceEndpoints: document.List[document.ServiceEndpoint]{Unknown: true}, RoutePolicy: document.UnknownLeaf[bool](),
	}
}

// prefixesOf reads addressPrefixes or addressPrefix, whichever was sent (arm-wire.md 1.3).
func prefixesOf(o armclient.Object) document.List[string] {
	list := texts(o, prefixText, "properties", "addressPrefixes")
	if single := o.Value("properties", "addressPrefix"); single != nil && list.IsZero() {
		list = texts(armclient.Object{Body: map[string]any{"list": []any{single}}}, prefixText, "list")
	}
	return list
}

func delegationsOf(o armclient.Object) []string {
	var services []string
	for _, d := range o.Objects("properties", "delegations") {
		if service := d.String("properties", "serviceName"); service != "" {
			services = append(services, service)
		}
	}
	return services
}

// routePolicy says whether user-defined routes apply to private endpoints of the subnet (RT-13).
func routePolicy(o armclient.Object) document.Leaf[bool] {
	switch strings.ToLower(o.String("properties", "privateEndpointNetworkPolicies")) {
	case "enabled", "routetableenabled":
		return document.Of(true)
	case "disabled", "networksecuritygroupenabled":
		return document.Of(false)
	}
	return document.UnknownLeaf[bool]()
}

// usersOf are the IDs of the IP configurations in a subnet: of machines, firewalls, gateways and frontends.
func usersOf(subnet armclient.Object) []armid.ID {
	ids, _ := references(subnet, "", "properties", "ipConfigurations")
	return ids
}

// subnetNamed finds a subnet; one without anything where there is none.
func subnetNamed(subnets []armclient.Object, name string) armclient.Object {
	for _, s := range subnets {
		if strings.EqualFold(s.Name(), name) {
			return s
		}
	}
	return armclient.Object{}
}
