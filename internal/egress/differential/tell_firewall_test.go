package differential

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func (w *world) tellFirewall(f firewall, ips map[string]string) egress.Firewall {
	out := egress.Firewall{
		Name: f.name, Tier: egress.Known(egress.Tier(f.tier)), Policy: egress.Known(f.policy), Classic: tellSettings(f.settings),
		PrivateIP:   egress.Known(netip.MustParseAddr(f.address)),
		Collections: each(f.collections, w.tellCollection),
	}
	if !w.network(f.network).untold {
		out.Subnet = f.network + "/AzureFirewallSubnet"
		if f.managed {
			out.ManagementSubnet = f.network + "/AzureFirewallManagementSubnet"
		}
	}
	if f.addressUntold {
		out.PrivateIP = egress.Unknown[netip.Addr]()
	}
	for i := range f.ips {
		ip := egress.PublicIP{Name: publicIP(f.name, i), Address: egress.Known(netip.MustParseAddr(ips[publicIP(f.name, i)]))}
		if f.ipsUntold {
			ip.Address = egress.Unknown[netip.Addr]()
		}
		out.PublicIPs = append(out.PublicIPs, ip)
	}
	return out
}

// publicIP names the public IPs of a firewall; they are words of the world.
func publicIP(owner string, i int) string { return fmt.Sprintf("ip-%s-%d", owner, i) }

func tellSettings(s settings) egress.Settings {
	out := egress.Settings{ThreatIntelligence: egress.Known(egress.Mode(s.threat)), IntrusionDetection: egress.Known(egress.Mode(s.detection)), DNSProxy: egress.Known(s.proxy)}
	if s.private != nil {
		var all netset.Addresses
		for _, word := range s.private {
			if word == "IANAPrivateRanges" {
				all = all.Union(egress.IANAPrivateRanges())
			} else {
				all = all.Union(must(netset.ParseAddresses(word)))
			}
		}
		out.PrivateRanges = egress.Known(&all)
	}
	return out
}

func (w *world) tellPolicy(p policy) egress.Policy {
	hidden := func(g group) bool { return g.hidden }
	return egress.Policy{
		Name: p.name, Tier: egress.Known(egress.Tier(p.tier)), Parent: egress.Known(p.parent), Settings: tellSettings(p.settings),
		Open: slices.ContainsFunc(p.groups, hidden),
		Groups: each(without(p.groups, hidden), func(g group) egress.Group {
			return egress.Group{Name: g.name, Priority: egress.Known(g.priority), Collections: each(g.collections, w.tellCollection)}
		}),
	}
}

func (w *world) tellCollection(c collection) egress.Collection {
	hidden := func(r rule) bool { return r.hidden }
	out := egress.Collection{
		Name: c.name, Kind: egress.Kind(c.kind), Priority: egress.Known(c.priority), Action: egress.Known(egress.Action(c.action)),
		Open: slices.ContainsFunc(c.rules, hidden),
	}
	if c.priorityUntold {
		out.Priority = egress.Unknown[int]()
	}
	for _, r := range without(c.rules, hidden) {
		source := spec(r.from)
		source.IPGroups = r.fromGroups
		if c.kind == "application" {
			out.Rules = append(out.Rules, tellApplication(r, source))
			continue
		}
		rule := egress.NetworkRule{Name: r.name, Source: source, Destination: spec(r.to), Names: names(r.names...), Ports: ports(r.ports)}
		rule.Destination.IPGroups = r.toGroups
		for _, word := range r.protocols {
			rule.Protocols = rule.Protocols.Union(must(netset.ParseProtocols(word)))
		}
		out.Rules = append(out.Rules, rule)
	}
	return out
}

func tellApplication(r rule, source egress.AddressSpec) egress.ApplicationRule {
	out := egress.ApplicationRule{
		Name: r.name, Source: source, Names: names(r.targets...), FQDNTags: r.tags, WebCategories: r.categories,
		DestinationAddresses: spec(r.addresses), TerminateTLS: r.terminate,
	}
	for _, p := range r.pairs {
		out.Protocols = append(out.Protocols, egress.ApplicationProtocol{Type: egress.L7(strings.ToLower(p.kind)), Port: uint16(p.port)})
	}
	for _, url := range r.urls {
		host, path, ok := strings.Cut(url, "/")
		if ok {
			path = "/" + path
		}
		out.URLs = append(out.URLs, egress.URL{Host: names(host)[0], Path: path})
	}
	return out
}
