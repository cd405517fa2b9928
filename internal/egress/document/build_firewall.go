package document

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func (b *builder) firewall(path string, f Firewall) egress.Firewall {
	return egress.Firewall{
		Name: f.Name, Tier: leaf(f.Tier, textOf[egress.Tier]), Subnet: f.Subnet, ManagementSubnet: f.ManagementSubnet,
		PrivateIP: b.assigned(path+".private_ip_address", f.PrivateIP),
		PublicIPs: under(b, path+".public_ips", f.PublicIPs.Items, (*builder).publicIP), PublicIPsOpen: f.PublicIPs.Unknown,
		ForcedTunneling: leaf(f.ForcedTunneling, same), Policy: leaf(f.Policy, same),
		Classic:     b.settings(path, f.Settings),
		Collections: under(b, path+".collections", f.Collections.Items, (*builder).collection), CollectionsOpen: f.Collections.Unknown,
	}
}

// assigned is an address that Azure assigns: not known until it is given.
func (b *builder) assigned(path string, l Leaf[string]) egress.Value[netip.Addr] {
	if !l.Set {
		return egress.Unknown[netip.Addr]()
	}
	return leaf(l, func(text string) netip.Addr { return b.address(path, text) })
}

func (b *builder) publicIP(path string, p PublicIP) egress.PublicIP {
	return egress.PublicIP{Name: p.Name, Address: b.assigned(path+".address", p.Address)}
}

func (b *builder) settings(path string, s Settings) egress.Settings {
	out := egress.Settings{
		ThreatIntelligence: leaf(s.ThreatIntelligence, textOf[egress.Mode]),
		AllowlistNames:     b.patterns(path+".threat_intelligence_allowlist_fqdns", s.AllowlistNames),
		AllowlistAddresses: b.addresses(path+".threat_intelligence_allowlist_addresses", s.AllowlistAddresses),
		IntrusionDetection: leaf(s.IntrusionDetection, textOf[egress.Mode]),
		DNSProxy:           leaf(s.DNSProxy, same),
		DNSServers:         egress.Known(b.addressList(path+".firewall_dns_servers", s.FirewallDNSServers.Items)),
		ProxyOptional:      s.ProxyOptional,
	}
	if s.FirewallDNSServers.Unknown {
		out.DNSServers = egress.Unknown[[]netip.Addr]()
	}
	if s.PrivateRanges != nil {
		out.PrivateRanges = b.privateRanges(path+".private_ip_ranges", *s.PrivateRanges)
	}
	return out
}

func (b *builder) privateRanges(path string, list List[string]) egress.Value[*netset.Addresses] {
	if list.Unknown {
		return egress.Unknown[*netset.Addresses]()
	}
	var ranges netset.Addresses
	for i, text := range list.Items {
		if strings.EqualFold(text, "IANAPrivateRanges") {
			ranges = ranges.Union(egress.IANAPrivateRanges())
			continue
		}
		a, err := netset.ParseAddresses(text)
		if err != nil {
			b.add(fmt.Sprintf("%s[%d]", path, i), err.Error())
		}
		ranges = ranges.Union(a)
	}
	return egress.Known(&ranges)
}

func (b *builder) policy(path string, p Policy) egress.Policy {
	return egress.Policy{
		Name: p.Name, Tier: leaf(p.Tier, textOf[egress.Tier]), Parent: leaf(p.Parent, same), Settings: b.settings(path, p.Settings),
		Groups: under(b, path+".groups", p.Groups.Items, func(b *builder, path string, g Group) egress.Group {
			return egress.Group{
				Name: g.Name, Priority: leaf(g.Priority, same), Open: g.Collections.Unknown,
				Collections: under(b, path+".collections", g.Collections.Items, (*builder).collection),
			}
		}),
		Open: p.Groups.Unknown,
	}
}

func (b *builder) collection(path string, c Collection) egress.Collection {
	if !c.Action.Set && c.Kind != string(egress.KindNAT) {
		b.add(path+".action", "is missing")
	}
	return egress.Collection{
		Name: c.Name, Kind: egress.Kind(c.Kind), Priority: leaf(c.Priority, same), Action: leaf(c.Action, textOf[egress.Action]),
		Open: c.Rules.Unknown,
		Rules: under(b, path+".rules", c.Rules.Items, func(b *builder, path string, r Rule) egress.Rule {
			return b.rule(path, egress.Kind(c.Kind), r)
		}),
	}
}

func (b *builder) ipGroup(path string, g IPGroup) egress.IPGroup {
	return egress.IPGroup{Name: g.Name, Addresses: b.addresses(path+".addresses", g.Addresses.Items), Open: g.Addresses.Unknown}
}

func (b *builder) natGateway(path string, n NATGateway) egress.NATGateway {
	return egress.NATGateway{Name: n.Name, PublicIPs: under(b, path+".public_ips", n.PublicIPs.Items, (*builder).publicIP), PublicIPsOpen: n.PublicIPs.Unknown}
}

func (b *builder) appliance(path string, a Appliance) egress.Appliance {
	dialect := netset.AnyText
	if a.Dialect == "one_label" {
		dialect = netset.OneLabel
	}
	out := egress.Appliance{
		Name: a.Name, Addresses: b.addressList(path+".addresses", a.Addresses.Items),
		AddressUnknown: a.Addresses.Unknown || len(a.Addresses.Items) == 0, Subnet: a.Subnet,
		Default:   egress.Action(a.Default),
		PublicIPs: under(b, path+".public_ips", a.PublicIPs.Items, (*builder).publicIP), PublicIPsOpen: a.PublicIPs.Unknown || a.PublicIPs.IsZero(),
	}
	if a.Rules == nil {
		return out
	}
	out.RulesKnown = true
	out.Rules = under(b, path+".rules", *a.Rules, func(b *builder, path string, r ApplianceRule) egress.ApplianceRule {
		target := r.Destinations
		if len(r.Names) == 0 {
			target = orAll(target)
		}
		return egress.ApplianceRule{
			Name: r.Name, Action: egress.Action(r.Action), Source: b.spec(path+".source_addresses", orAll(r.Sources)),
			Destination: b.spec(path+".destination_addresses", target), Names: b.patternsIn(path+".destination_fqdns", r.Names, dialect),
			Protocols: b.protocols(path+".protocols", orAll(ListOf(r.Protocols...)).Items), Ports: b.ports(path+".destination_ports", orAll(ListOf(r.Ports...)).Items),
		}
	})
	return out
}

func (b *builder) cluster(path string, c Cluster) egress.Cluster {
	out := egress.Cluster{
		Name: c.Name, Subnets: c.Subnets, OutboundType: leaf(c.OutboundType, same), Private: c.Private, Kubenet: c.Kubenet, DualStack: c.DualStack,
	}
	if c.AuthorizedRanges == nil {
		return out
	}
	out.AuthorizedRanges = &egress.AuthorizedRanges{Open: c.AuthorizedRanges.Unknown}
	for i, text := range c.AuthorizedRanges.Items {
		if isTag(text) {
			out.AuthorizedRanges.PublicIPs = append(out.AuthorizedRanges.PublicIPs, text)
			continue
		}
		a, err := netset.ParseAddresses(text)
		if err != nil {
			b.add(fmt.Sprintf("%s.authorized_ip_ranges[%d]", path, i), err.Error())
		}
		out.AuthorizedRanges.Addresses = out.AuthorizedRanges.Addresses.Union(a)
	}
	return out
}
