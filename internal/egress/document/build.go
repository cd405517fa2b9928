package document

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// builder converts values and collects what is wrong with them.
type builder struct {
	doc *Document
	// strict refuses what contradicts itself too.
	strict   bool
	problems Errors
}

func (b *builder) add(path, text string) { b.problems = append(b.problems, Problem{path, text}) }

// each converts a list of objects, giving each its path.
func each[T, U any](b *builder, name string, list []T, convert func(*builder, string, T) U) []U {
	return under(b, "$."+name, list, convert)
}

func under[T, U any](b *builder, path string, list []T, convert func(*builder, string, T) U) []U {
	var out []U
	for i, item := range list {
		out = append(out, convert(b, fmt.Sprintf("%s[%d]", path, i), item))
	}
	return out
}

func (b *builder) world() egress.World {
	d := b.doc
	w := egress.World{
		Networks:         each(b, "networks", d.Networks, (*builder).network),
		PrivateEndpoints: each(b, "private_endpoints", d.PrivateEndpoints, (*builder).privateEndpoint),
		RouteTables:      each(b, "route_tables", d.RouteTables, (*builder).routeTable),
		SecurityGroups:   each(b, "network_security_groups", d.SecurityGroups, (*builder).securityGroup),
		Firewalls:        each(b, "firewalls", d.Firewalls, (*builder).firewall),
		Policies:         each(b, "firewall_policies", d.Policies, (*builder).policy),
		IPGroups:         each(b, "ip_groups", d.IPGroups, (*builder).ipGroup),
		Appliances:       each(b, "appliances", d.Appliances, (*builder).appliance),
		NATGateways:      each(b, "nat_gateways", d.NATGateways, (*builder).natGateway),
		Clusters:         each(b, "clusters", d.Clusters, (*builder).cluster),
		PlatformNames:    b.patterns("$.platform_names", d.PlatformNames),
	}
	for tag, prefixes := range d.ServiceTags {
		if w.ServiceTags == nil {
			w.ServiceTags = map[string][]netip.Prefix{}
		}
		w.ServiceTags[tag] = b.prefixes(fmt.Sprintf("$.service_tags[%q]", tag), prefixes)
	}
	for tag, m := range d.FQDNTags {
		if w.TagContents == nil {
			w.TagContents = map[string]egress.TagMembership{}
		}
		path := fmt.Sprintf("$.fqdn_tags[%q]", tag)
		w.TagContents[tag] = egress.TagMembership{
			Yes: b.patterns(path+".holds", m.Yes), Maybe: b.patterns(path+".may_hold", m.Maybe),
			Assumption: b.assumption(path+".assumption", m.Assumption),
		}
	}
	return w
}

// assumption reads the name of an assumption in any letter case; empty where there is none or it is unknown.
func (b *builder) assumption(path, text string) egress.Assumption {
	a := egress.Assumption(strings.ToUpper(text))
	if text != "" && a.Text() == "" {
		b.add(path, fmt.Sprintf("%q is no assumption; there are %v", text, egress.Assumptions()))
		return ""
	}
	return a
}

// leaf converts a leaf; what is not given is the known zero value.
func leaf[T, U any](l Leaf[T], convert func(T) U) egress.Value[U] {
	if l.Unknown {
		return egress.Unknown[U]()
	}
	if !l.Set {
		var zero U
		return egress.Known(zero)
	}
	return egress.Known(convert(l.Value))
}

func same[T any](v T) T { return v }

func textOf[T ~string](v string) T { return T(v) }

// stated converts a switch whose absence means not known.
func stated(l Leaf[bool]) egress.Truth {
	switch {
	case !l.Set || l.Unknown:
		return egress.Maybe
	case l.Value:
		return egress.Yes
	}
	return egress.No
}

func (b *builder) prefixes(path string, list []string) []netip.Prefix {
	var out []netip.Prefix
	for i, text := range list {
		p, err := netset.ParsePrefix(text)
		if err != nil {
			b.add(fmt.Sprintf("%s[%d]", path, i), err.Error())
			continue
		}
		out = append(out, p)
	}
	return out
}

func (b *builder) addresses(path string, list []string) netset.Addresses {
	var out netset.Addresses
	for i, text := range list {
		a, err := netset.ParseAddresses(text)
		if err != nil {
			b.add(fmt.Sprintf("%s[%d]", path, i), err.Error())
			continue
		}
		out = out.Union(a)
	}
	return out
}

func (b *builder) address(path, text string) netip.Addr {
	a, err := netset.ParseAddress(text)
	if err != nil {
		b.add(path, err.Error())
	}
	return a
}

func (b *builder) addressList(path string, list []string) []netip.Addr {
	var out []netip.Addr
	for i, text := range list {
		out = append(out, b.address(fmt.Sprintf("%s[%d]", path, i), text))
	}
	return out
}

func (b *builder) patterns(path string, list []string) []netset.Pattern {
	return b.patternsIn(path, list, netset.AnyText)
}

func (b *builder) patternsIn(path string, list []string, dialect netset.Dialect) []netset.Pattern {
	var out []netset.Pattern
	for i, text := range list {
		p, err := netset.ParsePatternIn(text, dialect)
		if err != nil {
			b.add(fmt.Sprintf("%s[%d]", path, i), err.Error())
			continue
		}
		out = append(out, p)
	}
	return out
}

func (b *builder) ports(path string, list []string) netset.Ports {
	var out netset.Ports
	for i, text := range list {
		p, err := netset.ParsePorts(text)
		if err != nil {
			b.add(fmt.Sprintf("%s[%d]", path, i), err.Error())
			continue
		}
		out = out.Union(p)
	}
	return out
}

func (b *builder) protocols(path string, list []string) netset.Protocols {
	var out netset.Protocols
	for i, text := range list {
		p, err := netset.ParseProtocols(text)
		if err != nil {
			b.add(fmt.Sprintf("%s[%d]", path, i), err.Error())
			continue
		}
		out = out.Union(p)
	}
	return out
}

// spec parts a list of addresses and service tags: what begins with a letter and
// is no IPv6 address is a tag.
func (b *builder) spec(path string, list List[string]) egress.AddressSpec {
	s := egress.AddressSpec{Open: list.Unknown}
	for i, text := range list.Items {
		if isTag(text) {
			if b.strict && nameOfHost(text) {
				b.add(fmt.Sprintf("%s[%d]", path, i), fmt.Sprintf("%q is a name, not an address or a service tag; names of firewall rules belong into destination_fqdns", text))
			}
			s.ServiceTags = append(s.ServiceTags, text)
			continue
		}
		a, err := netset.ParseAddresses(text)
		if err != nil {
			b.add(fmt.Sprintf("%s[%d]", path, i), err.Error())
			continue
		}
		s.Addresses = s.Addresses.Union(a)
	}
	return s
}

func isTag(text string) bool {
	return text != "" && (text[0] >= 'A' && text[0] <= 'Z' || text[0] >= 'a' && text[0] <= 'z') && !strings.ContainsAny(text, ":/ ")
}

// orAll is `*` where nothing is given.
func orAll(list List[string]) List[string] {
	if list.IsZero() {
		return ListOf("*")
	}
	return list
}
