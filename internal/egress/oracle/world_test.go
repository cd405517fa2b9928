package oracle

import (
	"fmt"
	"net/netip"
	"slices"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// The universe: sixteen addresses, four ports, names over {a, b, c} of depth
// three. No pattern uses c, so that no union of patterns uses up a star.
var (
	sources = []string{"10.42.1.4", "10.42.1.5"}
	hosts   = []string{
		"10.42.1.4", "10.42.1.5", "10.42.4.4", "10.42.4.5", "10.50.1.4", "10.50.1.5", "10.99.0.1", "172.16.0.1", "100.64.0.1",
		"20.0.0.1", "20.0.0.2", "20.0.1.1", "52.0.0.1", "8.8.8.8", "200.0.0.1", "168.63.129.16",
	}
	ports    = []int{53, 80, 443, 9000}
	names    = tinyNames()
	patterns = []string{"a", "b", "a.b", "b.a", "a.a.b", "*", "*a", "*b", "*.a", "*.b", "*a.b", "*.a.b", "*b.a", "*.b.a"}
	prefixes = []string{
		"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "10.42.0.0/16", "10.42.1.0/24", "10.42.1.4/32", "10.42.4.0/24", "10.50.0.0/16",
		"10.50.1.4/32", "10.99.0.0/16", "172.16.0.0/12", "100.64.0.0/10", "20.0.0.0/8", "20.0.0.0/24", "20.0.0.1/32", "52.0.0.0/8", "8.8.8.8/32",
	}
)

func tinyNames() []string {
	letters := []string{"a", "b", "c"}
	out := slices.Clone(letters)
	for _, x := range letters {
		for _, y := range letters {
			out = append(out, x+"."+y)
			for _, z := range letters {
				out = append(out, x+"."+y+"."+z)
			}
		}
	}
	// Names that only end like a pattern, so that a star is not used up.
	return append(out, "ca", "cb", "ca.b", "cb.a", "c.ca", "c.cb")
}

func some(t *rapid.T, from []string, most int, label string) []string {
	return rapid.SliceOfN(rapid.SampledFrom(from), 1, most).Draw(t, label)
}

// draw makes a world.
func draw(t *rapid.T) *tiny {
	w := &tiny{
		subnets: []tinySubnet{
			{name: "aks", prefix: "10.42.1.0/24", network: "vnet", routes: drawRoutes(t, true), security: drawSecurity(t)},
			{name: "other", prefix: "10.42.4.0/24", network: "vnet", routes: drawRoutes(t, rapid.Bool().Draw(t, "other has a table"))},
			{name: "spoke", prefix: "10.50.1.0/24", network: "peer", routes: drawRoutes(t, rapid.Bool().Draw(t, "spoke has a table"))},
		},
		forwarding:  true,
		threeLayers: rapid.Bool().Draw(t, "policy"),
	}
	w.rules = drawCollections(t, "rules")
	if w.threeLayers && rapid.Bool().Draw(t, "parent") {
		w.parent = drawCollections(t, "parent")
	}
	if rapid.IntRange(0, 3).Draw(t, "own private ranges") == 0 {
		w.private = some(t, []string{"10.0.0.0/8", "20.0.0.0/8", "0.0.0.0/0", "255.255.255.255/32", "10.42.0.0/16"}, 2, "private")
	}
	return w
}

func drawRoutes(t *rapid.T, has bool) []tinyRoute {
	if !has {
		return nil
	}
	var out []tinyRoute
	used := map[string]bool{}
	if rapid.IntRange(0, 4).Draw(t, "default") > 0 {
		out = append(out, tinyRoute{"0.0.0.0/0", "firewall"})
		used["0.0.0.0/0"] = true
	}
	for range rapid.IntRange(0, 4).Draw(t, "routes") {
		p := rapid.SampledFrom(prefixes).Draw(t, "prefix")
		if !used[p] {
			used[p] = true
			out = append(out, tinyRoute{p, rapid.SampledFrom([]string{"firewall", "firewall", "internet", "none", "local"}).Draw(t, "hop")})
		}
	}
	return out
}

func drawSecurity(t *rapid.T) []tinySecurity {
	var out []tinySecurity
	for i := range max(rapid.IntRange(-4, 2).Draw(t, "security rules"), 0) {
		low, high := drawPorts(t)
		out = append(out, tinySecurity{
			priority: 100 + 10*rapid.IntRange(0, 9).Draw(t, "priority")*3 + i, allow: rapid.Bool().Draw(t, "allow"),
			udp: rapid.Bool().Draw(t, "udp"), tcp: rapid.Bool().Draw(t, "tcp"),
			src: some(t, append([]string{"*"}, sources...), 2, "src"), dst: some(t, prefixes, 2, "dst"), low: low, high: high,
		})
	}
	return out
}

func drawPorts(t *rapid.T) (low, high int) {
	a, b := rapid.SampledFrom(ports).Draw(t, "low"), rapid.SampledFrom(ports).Draw(t, "high")
	return min(a, b), max(a, b)
}

func drawCollections(t *rapid.T, label string) []tinyCollection {
	var out []tinyCollection
	order := rapid.Permutation([]int{100, 200, 300, 400, 500}).Draw(t, label)
	for i := range rapid.IntRange(0, 4).Draw(t, label) {
		c := tinyCollection{
			group: 100 * (1 + rapid.IntRange(0, 1).Draw(t, "group")), priority: order[i],
			allow: rapid.IntRange(0, 3).Draw(t, "allow") > 0, application: rapid.Bool().Draw(t, "application"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "rules") {
			c.rules = append(c.rules, drawRule(t, c.application))
		}
		out = append(out, c)
	}
	return out
}

func drawRule(t *rapid.T, application bool) tinyRule {
	r := tinyRule{src: some(t, []string{"*", "10.42.1.0/24", "10.42.1.4/32", "10.42.1.5"}, 2, "src")}
	if application {
		r.names = some(t, patterns, 2, "names")
		r.kinds = some(t, []string{"https:443", "http:80", "https:9000"}, 2, "kinds")
		return r
	}
	r.dst = some(t, append([]string{"*"}, prefixes[3:]...), 2, "dst")
	r.tcp, r.udp = rapid.Bool().Draw(t, "tcp"), rapid.Bool().Draw(t, "udp")
	r.low, r.high = drawPorts(t)
	return r
}

// drawFlow makes a flow and lists its packets one by one.
func drawFlow(t *rapid.T) (egress.Flow, []tinyPacket) {
	src := sources
	if rapid.Bool().Draw(t, "one source") {
		src = sources[:1]
	}
	kind := rapid.SampledFrom([]string{"https", "https", "http", "tcp", "udp"}).Draw(t, "kind")
	low, high := drawPorts(t)
	if usual := map[string]int{"https": 443, "http": 80}[kind]; usual > 0 && rapid.IntRange(0, 3).Draw(t, "usual port") > 0 {
		low, high = usual, usual
	}
	dst := some(t, hosts, 3, "hosts")
	if rapid.Bool().Draw(t, "public") {
		dst = some(t, hosts[9:15], 2, "public hosts")
	}
	f := egress.Flow{
		Source: egress.Source{Subnet: "vnet/aks", Addresses: set(src...)}, Protocol: netset.TCP, Ports: listed(low, high),
		Destination: egress.Destination{Addresses: set(dst...)},
	}
	asked := []string{""}
	switch kind {
	case "https", "http":
		f.L7 = egress.L7(kind)
		pattern := rapid.SampledFrom(append(slices.Clone(patterns), names...)).Draw(t, "name")
		f.Destination.Names = []netset.Pattern{parse(pattern)}
		asked = nil
		for _, n := range names {
			if covers(pattern, n) {
				asked = append(asked, n)
			}
		}
	case "udp":
		f.Protocol = netset.UDP
		kind = ""
	default:
		kind = ""
	}
	var packets []tinyPacket
	for _, s := range src {
		for _, d := range dst {
			for _, port := range ports {
				for _, n := range asked {
					if port >= low && port <= high {
						packets = append(packets, tinyPacket{src: s, dst: d, udp: f.Protocol == netset.UDP, port: port, kind: kind, name: n})
					}
				}
			}
		}
	}
	return f, packets
}

// listed is the ports of the universe between low and high.
func listed(low, high int) netset.Ports {
	var s netset.Ports
	for _, p := range ports {
		if p >= low && p <= high {
			s = s.Union(netset.PortsOf(uint16(p)))
		}
	}
	return s
}

func set(texts ...string) netset.Addresses {
	var s netset.Addresses
	for _, t := range texts {
		a, err := netset.ParseAddresses(t)
		if err != nil {
			panic(err)
		}
		s = s.Union(a)
	}
	return s
}

func parse(text string) netset.Pattern {
	p, err := netset.ParsePattern(text)
	if err != nil {
		panic(err)
	}
	return p
}

// world says the same in the evaluator's words.
func (w *tiny) world() egress.World {
	out := egress.World{
		Networks: []egress.Network{
			{
				Name: "vnet", AddressSpace: []netip.Prefix{netip.MustParsePrefix("10.42.0.0/16")},
				Peerings: []egress.Peering{{Name: "to-peer", Remote: "peer"}},
				Subnets:  []egress.Subnet{{Name: "AzureFirewallSubnet", Prefixes: []netip.Prefix{netip.MustParsePrefix("10.42.2.0/26")}}},
			},
			{
				Name: "peer", AddressSpace: []netip.Prefix{netip.MustParsePrefix("10.50.0.0/16")},
				Peerings: []egress.Peering{{Name: "to-vnet", Remote: "vnet", AllowForwardedTraffic: egress.Known(w.forwarding)}},
			},
		},
		Firewalls: []egress.Firewall{{
			Name: "fw", Subnet: "vnet/AzureFirewallSubnet", PrivateIP: egress.Known(netip.MustParseAddr("10.42.2.4")),
			PublicIPs: []egress.PublicIP{{Name: "pip", Address: egress.Known(netip.MustParseAddr("4.4.4.4"))}},
		}},
	}
	for _, s := range w.subnets {
		sub := egress.Subnet{Name: s.name, Prefixes: []netip.Prefix{netip.MustParsePrefix(s.prefix)}, DefaultOutboundAccess: egress.Yes}
		if s.routes != nil {
			sub.RouteTable = egress.Known(s.name)
			out.RouteTables = append(out.RouteTables, s.table())
		}
		if len(s.security) > 0 {
			sub.SecurityGroup = egress.Known(s.name)
			out.SecurityGroups = append(out.SecurityGroups, s.group())
		}
		n := slices.IndexFunc(out.Networks, func(n egress.Network) bool { return n.Name == s.network })
		out.Networks[n].Subnets = append(out.Networks[n].Subnets, sub)
	}
	f := &out.Firewalls[0]
	var settings egress.Settings
	if w.private != nil {
		ranges := set(w.private...)
		settings.PrivateRanges = egress.Known(&ranges)
	}
	if !w.threeLayers {
		f.Classic, f.Collections = settings, collections(w.rules)
		return out
	}
	f.Policy = egress.Known("child")
	child := egress.Policy{Name: "child", Settings: settings, Groups: groups(w.rules)}
	if w.parent != nil {
		child.Parent = egress.Known("parent")
		out.Policies = append(out.Policies, egress.Policy{Name: "parent", Groups: groups(w.parent)})
	}
	out.Policies = append(out.Policies, child)
	return out
}

func (s tinySubnet) table() egress.RouteTable {
	t := egress.RouteTable{Name: s.name}
	for _, r := range s.routes {
		hop := egress.Hop{}
		switch r.hop {
		case "firewall":
			hop.Type, hop.Address = egress.Known(egress.HopAppliance), egress.Known(netip.MustParseAddr("10.42.2.4"))
		case "internet":
			hop.Type = egress.Known(egress.HopInternet)
		case "none":
			hop.Type = egress.Known(egress.HopNone)
		case "local":
			hop.Type = egress.Known(egress.HopNetwork)
		}
		t.Routes = append(t.Routes, egress.Route{Name: r.prefix, Prefix: egress.Known(netip.MustParsePrefix(r.prefix)), Hop: hop})
	}
	return t
}

func (s tinySubnet) group() egress.SecurityGroup {
	g := egress.SecurityGroup{Name: s.name}
	for i, r := range s.security {
		access := egress.AccessDeny
		if r.allow {
			access = egress.AccessAllow
		}
		g.Rules = append(g.Rules, egress.SecurityRule{
			Name: fmt.Sprint(i), Priority: egress.Known(r.priority), Access: egress.Known(access), Protocols: protocols(r.tcp, r.udp),
			Source: egress.Addresses(set(r.src...)), Destination: egress.Addresses(set(r.dst...)),
			SourcePorts: netset.AllPorts(), Ports: netset.PortsBetween(uint16(r.low), uint16(r.high)),
		})
	}
	return g
}

func protocols(tcp, udp bool) netset.Protocols {
	var s netset.Protocols
	if tcp {
		s |= netset.TCP
	}
	if udp {
		s |= netset.UDP
	}
	return s
}

func groups(list []tinyCollection) []egress.Group {
	var out []egress.Group
	for _, priority := range []int{100, 200} {
		var members []tinyCollection
		for _, c := range list {
			if c.group == priority {
				members = append(members, c)
			}
		}
		out = append(out, egress.Group{Name: fmt.Sprint("group", priority), Priority: egress.Known(priority), Collections: collections(members)})
	}
	return out
}

func collections(list []tinyCollection) []egress.Collection {
	var out []egress.Collection
	for _, c := range list {
		e := egress.Collection{
			Name: fmt.Sprint("c", c.priority), Priority: egress.Known(c.priority), Kind: egress.KindNetwork, Action: egress.Known(egress.Deny),
		}
		if c.allow {
			e.Action = egress.Known(egress.Allow)
		}
		if c.application {
			e.Kind = egress.KindApplication
		}
		for i, r := range c.rules {
			e.Rules = append(e.Rules, r.rule(fmt.Sprint(e.Name, "r", i), c.application))
		}
		out = append(out, e)
	}
	return out
}

func (r tinyRule) rule(name string, application bool) egress.Rule {
	source := egress.Addresses(set(r.src...))
	if !application {
		return egress.NetworkRule{
			Name: name, Source: source, Destination: egress.Addresses(set(r.dst...)), Protocols: protocols(r.tcp, r.udp),
			Ports: netset.PortsBetween(uint16(r.low), uint16(r.high)),
		}
	}
	out := egress.ApplicationRule{Name: name, Source: source}
	for _, n := range r.names {
		out.Names = append(out.Names, parse(n))
	}
	for _, k := range r.kinds {
		var p egress.ApplicationProtocol
		switch k {
		case "https:443":
			p = egress.ApplicationProtocol{Type: egress.L7HTTPS, Port: 443}
		case "http:80":
			p = egress.ApplicationProtocol{Type: egress.L7HTTP, Port: 80}
		case "https:9000":
			p = egress.ApplicationProtocol{Type: egress.L7HTTPS, Port: 9000}
		}
		out.Protocols = append(out.Protocols, p)
	}
	return out
}
