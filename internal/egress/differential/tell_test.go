package differential

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// must ends the test run on a word that the generator spelled wrongly.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// each converts a list.
func each[T, U any](list []T, convert func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, v := range list {
		out = append(out, convert(v))
	}
	return out
}

func without[T any](list []T, drop func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), drop)
}

// tell says the world to the evaluator, without what it is not to know. ips are the addresses that public IPs were given.
func (w *world) tell(ips map[string]string) egress.World {
	out := egress.World{
		RouteTables:    each(w.tables, w.tellTable),
		SecurityGroups: each(w.securityGroups, tellSecurity),
		IPGroups: each(w.ipGroups, func(g ipGroup) egress.IPGroup {
			if g.untold {
				return egress.IPGroup{Name: g.name, Open: true}
			}
			return egress.IPGroup{Name: g.name, Addresses: addressSet(g.addresses)}
		}),
		Policies:  each(w.policies, w.tellPolicy),
		Firewalls: each(w.firewalls, func(f firewall) egress.Firewall { return w.tellFirewall(f, ips) }),
		NATGateways: each(w.nats, func(n natGateway) egress.NATGateway {
			g := egress.NATGateway{Name: n.name}
			if !n.bare {
				g.PublicIPs = []egress.PublicIP{{Name: "ip-" + n.name, Address: egress.Known(netip.MustParseAddr(ips["ip-"+n.name]))}}
			}
			return g
		}),
		ServiceTags: map[string][]netip.Prefix{},
		TagContents: map[string]egress.TagMembership{"AzureKubernetesService": {
			Yes: names("a.test", "*.b.test"), Maybe: names("*.ms.test", "ms.test"), Assumption: egress.AssumeAKSTagCore,
		}},
		PlatformNames: names("*.ms.test"),
	}
	for _, n := range w.networks {
		if !n.untold {
			out.Networks = append(out.Networks, w.tellNetwork(n))
		}
	}
	for tag, words := range w.facts.tags {
		if w.facts.told[tag] {
			out.ServiceTags[tag] = each(words, netip.MustParsePrefix)
		}
	}
	return out
}

func (w *world) tellNetwork(n network) egress.Network {
	out := egress.Network{
		Name: n.name, AddressSpace: each(n.space, netip.MustParsePrefix),
		DNSServers: egress.Known(each(n.resolvers, netip.MustParseAddr)),
		Subnets:    each(n.subnets, tellSubnet),
	}
	for _, p := range n.peerings {
		remote := w.network(p.remote)
		half := egress.Peering{
			Name: "to-" + p.remote, Remote: p.remote, AccessBlocked: egress.Known(p.blocked),
			AllowForwardedTraffic: egress.Known(p.forwarded), UseRemoteGateways: egress.Known(p.useRemote),
		}
		if remote.untold {
			half.RemoteAddressSpace = each(remote.space, netip.MustParsePrefix)
		}
		out.Peerings = append(out.Peerings, half)
	}
	if n.hasGateway {
		out.Gateway = &egress.Gateway{Name: "gw-" + n.name, Learned: egress.Known(each(n.learned, netip.MustParsePrefix))}
		if n.learnedUntold {
			out.Gateway.Learned = egress.Unknown[[]netip.Prefix]()
		}
	}
	return out
}

func tellSubnet(s subnet) egress.Subnet {
	out := egress.Subnet{
		Name: s.name, Prefixes: []netip.Prefix{netip.MustParsePrefix(s.prefix)},
		RouteTable: egress.Known(s.table), SecurityGroup: egress.Known(s.securityGroup), NATGateway: egress.Known(s.nat),
		PublicOutbound: egress.No,
		ServiceEndpoints: each(s.endpoints, func(e endpoint) egress.ServiceEndpoint {
			return egress.ServiceEndpoint{Service: e.service, Names: names(e.names...)}
		}),
	}
	if s.tableUntold {
		out.RouteTable = egress.Unknown[string]()
	}
	switch {
	case s.outboundUntold || s.outbound == "":
	case s.outbound == "true":
		out.DefaultOutboundAccess = egress.Yes
	default:
		out.DefaultOutboundAccess = egress.No
	}
	return out
}

func (w *world) tellTable(t table) egress.RouteTable {
	hidden := func(r route) bool { return r.hidden }
	out := egress.RouteTable{Name: t.name, DisablePropagation: egress.Known(t.isolated), Open: slices.ContainsFunc(t.routes, hidden)}
	for _, r := range without(t.routes, hidden) {
		route := egress.Route{Name: r.name, Hop: egress.Hop{Type: egress.Known(egress.HopType(r.hop)), Device: r.device}}
		switch {
		case r.device != "" && w.firewallAt(r.address).addressUntold:
			route.Hop.Address = egress.Unknown[netip.Addr]()
		case r.address != "":
			route.Hop.Address = egress.Known(netip.MustParseAddr(r.address))
		}
		if strings.Contains(r.prefix, "/") {
			route.Prefix = egress.Known(netip.MustParsePrefix(r.prefix))
		} else {
			route.ServiceTag = r.prefix
		}
		out.Routes = append(out.Routes, route)
	}
	return out
}

func tellSecurity(g securityGroup) egress.SecurityGroup {
	hidden := func(r securityRule) bool { return r.hidden }
	out := egress.SecurityGroup{Name: g.name, Open: slices.ContainsFunc(g.rules, hidden)}
	for _, r := range without(g.rules, hidden) {
		out.Rules = append(out.Rules, egress.SecurityRule{
			Name: r.name, Priority: egress.Known(r.priority), Access: egress.Known(egress.Access(r.access)), Protocols: must(netset.ParseProtocols(r.protocol)),
			Source: spec(r.from), SourcePorts: ports(r.fromPorts), Destination: spec(r.to), Ports: ports(r.ports),
		})
	}
	return out
}

// spec parts addresses from tags.
func spec(words []string) egress.AddressSpec {
	var out egress.AddressSpec
	for _, word := range words {
		if a, err := netset.ParseAddresses(word); err == nil {
			out.Addresses = out.Addresses.Union(a)
		} else {
			out.ServiceTags = append(out.ServiceTags, word)
		}
	}
	return out
}

func addressSet(words []string) netset.Addresses { return spec(words).Addresses }

func ports(words []string) netset.Ports {
	var out netset.Ports
	for _, word := range words {
		out = out.Union(must(netset.ParsePorts(word)))
	}
	return out
}

func names(words ...string) []netset.Pattern {
	return each(words, func(word string) netset.Pattern { return must(netset.ParsePattern(word)) })
}

// tell says a flow to the evaluator.
func (f *flow) tell() egress.Flow {
	out := egress.Flow{
		Source: egress.Source{Subnet: f.subnet, Addresses: addressSet(f.sources)}, Protocol: must(netset.ParseProtocols(f.protocol)), L7: egress.L7(f.speaks),
		Destination: egress.Destination{
			Addresses: addressSet(f.addresses), Names: names(f.names...), OneOfNames: f.oneOf, Object: f.firewall, PublicIP: f.publicIP, Subnet: f.toSubnet,
		},
	}
	for _, p := range f.ports {
		out.Ports = out.Ports.Union(netset.PortsOf(uint16(p)))
	}
	for _, c := range f.tags {
		out.Destination.Tags = append(out.Destination.Tags, egress.TagClaim{Tag: c.tag, Assumption: egress.Assumption(c.assumption)})
	}
	return out
}
