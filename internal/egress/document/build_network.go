package document

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func (b *builder) network(path string, n Network) egress.Network {
	out := egress.Network{
		Name:             n.Name,
		AddressSpace:     b.prefixes(path+".address_space", n.AddressSpace.Items),
		AddressSpaceOpen: n.AddressSpace.Unknown || len(n.AddressSpace.Items) == 0, // Azure's networks have one
		Subnets:          under(b, path+".subnets", n.Subnets, (*builder).subnet),
		Peerings:         under(b, path+".peerings", n.Peerings.Items, (*builder).peering),
		PeeringsOpen:     n.Peerings.Unknown,
		DNSServers:       egress.Known(b.addressList(path+".dns_servers", n.DNSServers.Items)),
		DNSFirewall:      n.DNSFirewall,
		AdminRules:       under(b, path+".admin_rules", n.AdminRules, (*builder).securityRule),
		OutOfScope:       n.OutOfScope,
	}
	if n.DNSServers.Unknown {
		out.DNSServers = egress.Unknown[[]netip.Addr]()
	}
	if g := n.Gateway; g != nil {
		out.Gateway = &egress.Gateway{Name: g.Name, ExpressRoute: g.ExpressRoute, Learned: egress.Known(b.prefixes(path+".gateway.learned_prefixes", g.Learned.Items))}
		if g.Learned.Unknown {
			out.Gateway.Learned = egress.Unknown[[]netip.Prefix]()
		}
	}
	return out
}

func (b *builder) subnet(path string, s Subnet) egress.Subnet {
	return egress.Subnet{
		Name:             s.Name,
		Prefixes:         b.prefixes(path+".address_prefixes", s.AddressPrefixes.Items),
		PrefixesUnknown:  s.AddressPrefixes.Unknown,
		RouteTable:       leaf(s.RouteTable, same),
		SecurityGroup:    leaf(s.SecurityGroup, same),
		NICSecurityGroup: leaf(s.NICSecurityGroup, same),
		ServiceEndpoints: under(b, path+".service_endpoints", s.ServiceEndpoints.Items, func(b *builder, path string, e ServiceEndpoint) egress.ServiceEndpoint {
			return egress.ServiceEndpoint{Service: e.Service, Names: b.patterns(path+".names", e.Names)}
		}),
		ServiceEndpointsOpen:       s.ServiceEndpoints.Unknown,
		Delegation:                 s.Delegation,
		DefaultOutboundAccess:      stated(s.DefaultOutboundAccess),
		NATGateway:                 leaf(s.NATGateway, same),
		PublicOutbound:             stated(s.PublicOutbound),
		PublicLoadBalancer:         s.PublicLoadBalancer,
		PrivateEndpointRoutePolicy: leaf(s.RoutePolicy, same),
	}
}

func (b *builder) peering(path string, p Peering) egress.Peering {
	return egress.Peering{
		Name: p.Name, Remote: p.Remote,
		RemoteAddressSpace:    b.prefixes(path+".remote_address_space", p.RemoteAddressSpace.Items),
		AccessBlocked:         leaf(p.AllowAccess, func(allow bool) bool { return !allow }),
		AllowForwardedTraffic: leaf(p.AllowForwardedTraffic, same),
		UseRemoteGateways:     leaf(p.UseRemoteGateways, same),
	}
}

func (b *builder) privateEndpoint(path string, p PrivateEndpoint) egress.PrivateEndpoint {
	return egress.PrivateEndpoint{
		Name: p.Name, Subnet: p.Subnet,
		Addresses: b.addresses(path+".addresses", p.Addresses), Names: b.patterns(path+".names", p.Names),
	}
}

func (b *builder) routeTable(path string, t RouteTable) egress.RouteTable {
	return egress.RouteTable{
		Name: t.Name, Routes: under(b, path+".routes", t.Routes.Items, (*builder).route), Open: t.Routes.Unknown,
		DisablePropagation: leaf(t.DisablePropagation, same), ManagedByNetworkManager: t.ManagedBy,
	}
}

func (b *builder) route(path string, r Route) egress.Route {
	out := egress.Route{
		Name: r.Name, HostOf: r.PublicIP,
		Hop: egress.Hop{
			Type:    leaf(r.HopType, textOf[egress.HopType]),
			Address: leaf(r.HopAddress, func(text string) netip.Addr { return b.address(path+".next_hop_in_ip_address", text) }),
			Device:  r.HopDevice,
		},
	}
	if r.HopDevice != "" && !r.HopAddress.Set {
		out.Hop.Address = egress.Unknown[netip.Addr]()
	}
	switch {
	case r.Prefix.Unknown:
		out.Prefix = egress.Unknown[netip.Prefix]()
	case r.Prefix.Set && r.PublicIP != "":
		b.add(path, "a route has an address_prefix or a public_ip, not both")
	case !r.Prefix.Set && r.PublicIP == "":
		b.add(path+".address_prefix", "is missing")
	case isTag(r.Prefix.Value):
		out.ServiceTag = r.Prefix.Value
	case r.Prefix.Set:
		p, err := netset.ParsePrefix(r.Prefix.Value)
		if err != nil {
			b.add(path+".address_prefix", err.Error())
		}
		out.Prefix = egress.Known(p)
	}
	return out
}

func (b *builder) securityGroup(path string, g SecurityGroup) egress.SecurityGroup {
	return egress.SecurityGroup{Name: g.Name, Rules: under(b, path+".rules", g.Rules.Items, (*builder).securityRule), Open: g.Rules.Unknown}
}

func (b *builder) securityRule(path string, r SecurityRule) egress.SecurityRule {
	source := b.spec(path+".source_addresses", defaultAll(r.Sources, len(r.SourceGroups)))
	source.ApplicationGroups = r.SourceGroups
	target := b.spec(path+".destination_addresses", defaultAll(r.Destinations, len(r.DestinationGroups)))
	target.ApplicationGroups = r.DestinationGroups
	access := leaf(r.Access, textOf[egress.Access])
	if r.SourcePorts.Unknown {
		// Whether the rule matches is not known, which comes to the same as not knowing what it does with all ports.
		access, r.SourcePorts = egress.Unknown[egress.Access](), ListOf("*")
	}
	return egress.SecurityRule{
		Name: r.Name, Priority: leaf(r.Priority, same), Access: access,
		Protocols: b.protocols(path+".protocols", orAll(r.Protocols).Items),
		Source:    source, SourcePorts: b.ports(path+".source_ports", orAll(r.SourcePorts).Items),
		Destination: target, Ports: b.ports(path+".destination_ports", orAll(r.Ports).Items),
		PortsOpen: r.Ports.Unknown || r.Protocols.Unknown,
		Inbound:   r.Direction == "Inbound",
	}
}

// defaultAll is `*` where neither addresses nor groups are given.
func defaultAll(list List[string], groups int) List[string] {
	if groups > 0 {
		return list
	}
	return orAll(list)
}
