package document

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// rule converts a rule of a collection's kind; fields of other kinds are errors.
func (b *builder) rule(path string, kind egress.Kind, r Rule) egress.Rule {
	source := b.spec(path+".source_addresses", r.Sources)
	source.IPGroups, source.Subnets = r.SourceIPGroups.Items, r.SourceSubnets
	source.Open = source.Open || r.SourceIPGroups.Unknown
	target := b.spec(path+".destination_addresses", r.Destinations)
	target.IPGroups, target.Subnets = r.DestinationIPGroups.Items, r.DestinationSubnets
	target.Open = target.Open || r.DestinationIPGroups.Unknown
	b.foreign(path, kind, r)
	switch kind {
	case egress.KindApplication:
		return b.applicationRule(path, r, source, target)
	case egress.KindNAT:
		return b.natRule(path, r, source, target)
	case egress.KindNetwork:
	}
	target.Open = target.Open || r.Names.Unknown // a name that is not known may have any address
	return egress.NetworkRule{
		Name: r.Name, Source: source, Destination: target, Names: b.patterns(path+".destination_fqdns", r.Names.Items),
		Protocols: b.protocols(path+".protocols", r.Protocols.Items), Ports: b.ports(path+".destination_ports", r.Ports.Items),
		PortsOpen: r.Protocols.Unknown || r.Ports.Unknown,
	}
}

func (b *builder) applicationRule(path string, r Rule, source, target egress.AddressSpec) egress.ApplicationRule {
	out := egress.ApplicationRule{
		Name: r.Name, Source: source, ProtocolsOpen: r.Protocols.Unknown,
		Names: b.patterns(path+".destination_fqdns", r.Names.Items), FQDNTags: r.FQDNTags.Items, WebCategories: r.WebCategories.Items,
		NamesOpen:            r.Names.Unknown || r.FQDNTags.Unknown || r.URLs.Unknown || r.WebCategories.Unknown,
		DestinationAddresses: target, TerminateTLS: r.TerminateTLS,
	}
	for i, text := range r.Protocols.Items {
		p, err := applicationProtocol(text)
		if err != nil {
			b.add(fmt.Sprintf("%s.protocols[%d]", path, i), err.Error())
			continue
		}
		out.Protocols = append(out.Protocols, p)
	}
	for i, text := range r.URLs.Items {
		host, rest, slash := strings.Cut(text, "/")
		p, err := netset.ParsePattern(host)
		if err != nil {
			b.add(fmt.Sprintf("%s.destination_urls[%d]", path, i), err.Error())
			continue
		}
		u := egress.URL{Host: p}
		if slash {
			u.Path = "/" + rest
		}
		out.URLs = append(out.URLs, u)
	}
	return out
}

// applicationProtocol reads "Https:443".
func applicationProtocol(text string) (egress.ApplicationProtocol, error) {
	kind, portText, ok := strings.Cut(text, ":")
	types := map[string]egress.L7{"http": egress.L7HTTP, "https": egress.L7HTTPS, "mssql": egress.L7MSSQL}
	l7, known := types[strings.ToLower(kind)]
	if !ok || !known {
		return egress.ApplicationProtocol{}, fmt.Errorf("%q is not like Https:443, Http:80 or Mssql:1433", text)
	}
	ports, err := netset.ParsePorts(portText)
	if err != nil {
		return egress.ApplicationProtocol{}, err
	}
	n, single := ports.Single()
	if !single {
		return egress.ApplicationProtocol{}, fmt.Errorf("%q: an application rule takes single ports (FW-15)", text)
	}
	return egress.ApplicationProtocol{Type: l7, Port: n}, nil
}

func (b *builder) natRule(path string, r Rule, source, target egress.AddressSpec) egress.NATRule {
	return egress.NATRule{
		Name: r.Name, Source: source, Destination: target, DestinationPublicIPs: r.PublicIPs,
		Protocols: b.protocols(path+".protocols", r.Protocols.Items), Ports: b.ports(path+".destination_ports", r.Ports.Items),
		TranslatedAddress: leaf(r.TranslatedAddress, func(text string) netip.Addr { return b.address(path+".translated_address", text) }),
		TranslatedName:    r.TranslatedName,
		TranslatedPort:    leaf(r.TranslatedPort, func(n int) uint16 { return b.portNumber(path+".translated_port", n) }),
	}
}

func (b *builder) portNumber(path string, n int) uint16 {
	if n < 1 || n > 65535 {
		b.add(path, fmt.Sprintf("%d is not a port", n))
		return 0
	}
	return uint16(n)
}

// foreign reports fields that do not belong to the kind of rule.
func (b *builder) foreign(path string, kind egress.Kind, r Rule) {
	for _, f := range []struct {
		name  string
		given bool
		kinds []egress.Kind
	}{
		{"fqdn_tags", !r.FQDNTags.IsZero(), []egress.Kind{egress.KindApplication}},
		{"destination_urls", !r.URLs.IsZero(), []egress.Kind{egress.KindApplication}},
		{"web_categories", !r.WebCategories.IsZero(), []egress.Kind{egress.KindApplication}},
		{"terminate_tls", r.TerminateTLS, []egress.Kind{egress.KindApplication}},
		{"destination_fqdns", !r.Names.IsZero(), []egress.Kind{egress.KindApplication, egress.KindNetwork}},
		{"destination_ports", !r.Ports.IsZero(), []egress.Kind{egress.KindNetwork, egress.KindNAT}},
		{"destination_public_ips", len(r.PublicIPs) > 0, []egress.Kind{egress.KindNAT}},
		{"translated_address", r.TranslatedAddress.Set, []egress.Kind{egress.KindNAT}},
		{"translated_fqdn", r.TranslatedName != "", []egress.Kind{egress.KindNAT}},
		{"translated_port", r.TranslatedPort.Set, []egress.Kind{egress.KindNAT}},
	} {
		belongs := false
		for _, k := range f.kinds {
			belongs = belongs || k == kind
		}
		if f.given && !belongs {
			b.add(path+"."+f.name, fmt.Sprintf("does not belong to %s rules", kind))
		}
	}
}

// flow converts a flow.
func (b *builder) flow(path string, f Flow) egress.Flow {
	out := egress.Flow{
		Name: f.Name, Source: egress.Source{Subnet: f.Subnet, Addresses: b.addresses(path+".source_addresses", f.Sources)},
		Ports: b.ports(path+".ports", f.Ports), Level: egress.Level(f.Level), Reason: f.Reason, Purpose: f.Purpose, ExitCode: f.ExitCode, Check: f.Check,
		Choice: f.Choice, Option: f.Option, NoInspection: f.NoInspection, APIServerOf: f.APIServerOf,
		Destination: egress.Destination{
			Addresses: b.addresses(path+".addresses", f.Addresses), Names: b.patterns(path+".names", f.Names), OneOfNames: f.OneOfNames,
			Object: f.Firewall, PublicIP: f.PublicIP, Subnet: f.TargetSubnet,
		},
	}
	for i, c := range f.ServiceTags {
		at := fmt.Sprintf("%s.service_tags[%d].assumption", path, i)
		out.Destination.Tags = append(out.Destination.Tags, egress.TagClaim{Tag: c.Tag, Assumption: b.assumption(at, c.Assumption)})
	}
	if out.Level == "" {
		out.Level = egress.LevelRequired
	}
	defaults := map[string]uint16{"http": 80, "https": 443, "https-no-sni": 443, "mssql": 1433}
	switch f.Protocol {
	case "http", "https", "https-no-sni", "mssql":
		out.Protocol, out.L7 = netset.TCP, egress.L7(f.Protocol)
	default:
		out.Protocol = b.protocols(path+".protocol", []string{f.Protocol})
	}
	out.Ports = b.usable(path, f.Ports, out.Ports)
	if port, ok := defaults[f.Protocol]; ok && out.Ports.IsEmpty() {
		out.Ports = netset.PortsOf(port)
	}
	if len(f.Ports) == 0 && out.Ports.IsEmpty() && out.Protocol.Overlaps(netset.TCP|netset.UDP) {
		b.add(path+".ports", "is missing")
	}
	if len(f.Names)+len(f.Addresses)+len(f.ServiceTags) == 0 && f.Firewall == "" && f.PublicIP == "" && f.TargetSubnet == "" {
		b.add(path, "has no destination: give names, addresses, service_tags, firewall, public_ip or destination_subnet")
	}
	return out
}

// usable leaves out port 0, which nothing can use, though a star and a range may hold it.
func (b *builder) usable(path string, given []string, ports netset.Ports) netset.Ports {
	for i, text := range given {
		if p, err := netset.ParsePorts(text); err == nil && p.Equal(netset.PortsOf(0)) {
			b.add(fmt.Sprintf("%s.ports[%d]", path, i), "0 is not a port that traffic can use")
		}
	}
	return ports.Minus(netset.PortsOf(0))
}
