package egress

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// The functions of this file let tests write worlds the way people talk about
// them. They panic on a typo, which is a failed test.

func prefixesOf(texts ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, t := range texts {
		out = append(out, netip.MustParsePrefix(t))
	}
	return out
}

func addrs(texts ...string) netset.Addresses {
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

func ip(text string) Value[netip.Addr] { return Known(netip.MustParseAddr(text)) }

func patterns(texts ...string) []netset.Pattern {
	var out []netset.Pattern
	for _, t := range texts {
		p, err := netset.ParsePattern(t)
		if err != nil {
			panic(err)
		}
		out = append(out, p)
	}
	return out
}

// spec reads "*", addresses, "tag:X", "group:X", "subnet:X" and "?" for open.
func spec(texts ...string) AddressSpec {
	var s AddressSpec
	for _, t := range texts {
		kind, name, ok := strings.Cut(t, ":")
		switch {
		case t == "?":
			s.Open = true
		case ok && kind == "tag":
			s.ServiceTags = append(s.ServiceTags, name)
		case ok && kind == "group":
			s.IPGroups = append(s.IPGroups, name)
		case ok && kind == "subnet":
			s.Subnets = append(s.Subnets, name)
		case ok && kind == "asg":
			s.ApplicationGroups = append(s.ApplicationGroups, name)
		default:
			s.Addresses = s.Addresses.Union(addrs(t))
		}
	}
	return s
}

func portsOf(text string) netset.Ports {
	var s netset.Ports
	for t := range strings.SplitSeq(text, ",") {
		p, err := netset.ParsePorts(t)
		if err != nil {
			panic(err)
		}
		s = s.Union(p)
	}
	return s
}

func protocolsOf(text string) netset.Protocols {
	var s netset.Protocols
	for t := range strings.SplitSeq(text, ",") {
		p, err := netset.ParseProtocols(t)
		if err != nil {
			panic(err)
		}
		s = s.Union(p)
	}
	return s
}

// netRule is a network rule from "protocols source -> destination ports".
func netRule(name, protocols, source, destination, ports string) NetworkRule {
	return NetworkRule{
		Name: name, Protocols: protocolsOf(protocols), Source: spec(strings.Fields(source)...),
		Destination: spec(strings.Fields(destination)...), Ports: portsOf(ports),
	}
}

// nameRule is a network rule with names.
func nameRule(name, protocols, source, names, ports string) NetworkRule {
	return NetworkRule{
		Name: name, Protocols: protocolsOf(protocols), Source: spec(strings.Fields(source)...),
		Names: patterns(strings.Fields(names)...), Ports: portsOf(ports),
	}
}

// appRule is an application rule; pairs read "http:80 https:443", targets are
// names or "tag:X".
func appRule(name, source, pairs string, targets ...string) ApplicationRule {
	r := ApplicationRule{Name: name, Source: spec(strings.Fields(source)...)}
	for _, p := range strings.Fields(pairs) {
		kind, port, _ := strings.Cut(p, ":")
		n, _ := portsOf(port).Single()
		r.Protocols = append(r.Protocols, ApplicationProtocol{L7(kind), n})
	}
	for _, t := range targets {
		if tag, ok := strings.CutPrefix(t, "tag:"); ok {
			r.FQDNTags = append(r.FQDNTags, tag)
		} else {
			r.Names = append(r.Names, patterns(t)...)
		}
	}
	return r
}

func collection(name string, priority int, action Action, rules ...Rule) Collection {
	c := Collection{Name: name, Priority: Known(priority), Action: Known(action), Rules: rules, Kind: KindNetwork}
	if len(rules) > 0 {
		c.Kind = rules[0].kind()
	}
	return c
}

func group(name string, priority int, collections ...Collection) Group {
	return Group{Name: name, Priority: Known(priority), Collections: collections}
}

func udr(name, prefix string, hop HopType, target ...string) Route {
	r := Route{Name: name, Hop: Hop{Type: Known(hop)}}
	switch kind, rest, ok := strings.Cut(prefix, ":"); {
	case prefix == "?":
		r.Prefix = Unknown[netip.Prefix]()
	case ok && kind == "tag":
		r.ServiceTag = rest
	case ok && kind == "ip":
		r.HostOf = rest
	default:
		r.Prefix = Known(netip.MustParsePrefix(prefix))
	}
	for _, t := range target {
		if a, err := netip.ParseAddr(t); err == nil {
			r.Hop.Address = Known(a)
		} else {
			r.Hop.Device, r.Hop.Address = t, Unknown[netip.Addr]()
		}
	}
	return r
}

// hub is the world that most tests start from: one network with a cluster
// subnet behind a Standard firewall whose addresses are known.
func hub(collections ...Collection) World {
	return World{
		Networks: []Network{{
			Name: "vnet", AddressSpace: prefixesOf("10.42.0.0/16"),
			Subnets: []Subnet{
				{Name: "aks", Prefixes: prefixesOf("10.42.1.0/24"), RouteTable: Known("rt"), DefaultOutboundAccess: No, PublicOutbound: No},
				{Name: "other", Prefixes: prefixesOf("10.42.4.0/24"), DefaultOutboundAccess: Yes},
				{Name: "AzureFirewallSubnet", Prefixes: prefixesOf("10.42.2.0/26")},
			},
		}},
		RouteTables: []RouteTable{{Name: "rt", Routes: []Route{udr("default", "0.0.0.0/0", HopAppliance, "10.42.2.4")}}},
		Firewalls: []Firewall{{
			Name: "fw", Tier: Known(Standard), Subnet: "vnet/AzureFirewallSubnet", PrivateIP: ip("10.42.2.4"),
			PublicIPs: []PublicIP{{Name: "pip", Address: ip("20.1.2.3")}}, Collections: collections,
		}},
	}
}

func withTag(w World) World {
	w.TagContents = map[string]TagMembership{"AzureKubernetesService": {
		Yes:   patterns("*.hcp.eastus.azmk8s.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "management.azure.com"),
		Maybe: patterns("*.microsoft.com", "*.azure.com"), Assumption: AssumeAKSTagCore,
	}}
	return w
}

// to is a flow from the cluster subnet: "https mcr.microsoft.com:443",
// "udp 1.2.3.4:53", "tcp tag:AzureCloud.eastus:9000".
func to(text string) Flow {
	kind, rest, ok := strings.Cut(text, " ")
	i := strings.LastIndexByte(rest, ':')
	if !ok || i < 0 {
		panic("flow " + text)
	}
	f := Flow{Name: text, Source: Source{Subnet: "vnet/aks"}, Protocol: netset.TCP, Ports: portsOf(rest[i+1:]), Level: LevelRequired}
	switch kind {
	case "http", "https", "https-no-sni", "mssql":
		f.L7 = L7(kind)
	default:
		f.Protocol = protocolsOf(kind)
	}
	for d := range strings.SplitSeq(rest[:i], " ") {
		if tag, ok := strings.CutPrefix(d, "tag:"); ok {
			f.Destination.Tags = append(f.Destination.Tags, TagClaim{Tag: tag})
		} else if a, err := netset.ParseAddresses(d); err == nil && d != "*" {
			f.Destination.Addresses = f.Destination.Addresses.Union(a)
		} else if object, ok := strings.CutPrefix(d, "device:"); ok {
			f.Destination.Object = object
		} else if sub, ok := strings.CutPrefix(d, "subnet:"); ok {
			f.Destination.Subnet = sub
		} else if pip, ok := strings.CutPrefix(d, "ip:"); ok {
			f.Destination.PublicIP = pip
		} else {
			f.Destination.Names = append(f.Destination.Names, patterns(d)...)
		}
	}
	return f
}

func from(subnet string, f Flow) Flow {
	f.Source.Subnet = subnet
	return f
}

func judgeOne(t testing.TB, w World, f Flow, without ...Assumption) Verdict {
	t.Helper()
	return NewEvaluator(w, Options{Without: without, Explain: true}).Judge(f)
}

// line is a verdict as a firewall log would have it: status, path, decider.
func line(v Verdict) string {
	s := string(v.Status) + " " + string(v.Path)
	if v.Decider.Kind != ObjectNone {
		s += " by " + string(v.Decider.Kind) + " " + v.Decider.Name
	}
	return s
}

func unknownIP() Value[netip.Addr] { return Unknown[netip.Addr]() }

type netipPrefix = netip.Prefix

// apart are n addresses that do not touch, and numbered n names.
func apart(n int) netset.Addresses {
	var list []netip.Prefix
	for i := range n {
		list = append(list, netip.PrefixFrom(netip.AddrFrom4([4]byte{20, byte(i >> 7), byte(i<<1) & 0xff, 1}), 32))
	}
	return netset.AddressesOf(list...)
}

func numbered(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprint("n", i))
	}
	return out
}

// pairs is a network rule with n sources and 100 destinations.
func pairs(n int) NetworkRule {
	return NetworkRule{Name: fmt.Sprint(n), Source: Addresses(apart(n)), Destination: Addresses(apart(100)), Protocols: netset.TCP, Ports: portsOf("443")}
}

func urlsOf(host string, paths ...string) []URL {
	var out []URL
	for _, p := range paths {
		out = append(out, URL{Host: patterns(host)[0], Path: p})
	}
	return out
}

func premium(edit func(*World)) func(*World) {
	return func(w *World) {
		edit(w)
		w.Firewalls[0].Tier = Known(Premium)
	}
}

// spokeOfHub adds a spoke whose default route leads to the hub's firewall.
func spokeOfHub(forwarded bool) func(*World) {
	return func(w *World) {
		w.Networks[0].Peerings = append(w.Networks[0].Peerings, Peering{Name: "to-spoke", Remote: "spoke"})
		w.Networks = append(w.Networks, Network{
			Name: "spoke", AddressSpace: prefixesOf("10.50.0.0/16"), Subnets: []Subnet{{Name: "s", Prefixes: prefixesOf("10.50.1.0/24"), RouteTable: Known("rt")}},
			Peerings: []Peering{{Name: "to-hub", Remote: "vnet", AllowForwardedTraffic: Known(forwarded)}},
		})
	}
}
