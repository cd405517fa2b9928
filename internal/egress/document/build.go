package document

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Expander turns a profile into flows and the data that go with them. The caller
// brings it, since facts about AKS live elsewhere.
type Expander func(Profile) (Expansion, error)

// Expansion is what a profile means.
type Expansion struct {
	Flows         []egress.Flow
	TagContents   map[string]egress.TagMembership
	PlatformNames []netset.Pattern
}

// Build converts the document into what the evaluator takes. The error is of
// type [Errors] and names every value that is wrong. Expand may be nil as long as
// the document has no AKS profile.
func (d Document) Build(expand Expander) (egress.World, []egress.Flow, error) {
	b := &builder{doc: &d}
	w := b.world()
	flows := each(b, "flows", d.Flows, (*builder).flow)
	for i, p := range d.AKS {
		path := fmt.Sprintf("$.aks[%d]", i)
		if expand == nil {
			b.add(path, "AKS profiles are not supported here")
			continue
		}
		x, err := expand(p)
		if err != nil {
			b.add(path, err.Error())
			continue
		}
		flows = append(flows, x.Flows...)
		w.PlatformNames = append(w.PlatformNames, x.PlatformNames...)
		for tag, m := range x.TagContents {
			if w.TagContents == nil {
				w.TagContents = map[string]egress.TagMembership{}
			}
			if _, given := w.TagContents[tag]; !given {
				w.TagContents[tag] = m
			}
		}
	}
	b.references(&w, flows)
	if len(b.problems) > 0 {
		return egress.World{}, nil, b.problems
	}
	return w, flows, nil
}

// Assumptions lists those that the document switches off.
func (d Document) Assumptions() ([]egress.Assumption, error) {
	var (
		out      []egress.Assumption
		problems Errors
	)
	for i, text := range d.Without {
		a := egress.Assumption(strings.ToUpper(text))
		if a.Text() == "" {
			problems = append(problems, Problem{fmt.Sprintf("$.without_assumptions[%d]", i), fmt.Sprintf("%q is no assumption; there are %v", text, egress.Assumptions())})
			continue
		}
		out = append(out, a)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return out, nil
}

// builder converts values and collects what is wrong with them.
type builder struct {
	doc      *Document
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

func (b *builder) assumption(path, text string) egress.Assumption {
	a := egress.Assumption(text)
	if text != "" && a.Text() == "" {
		b.add(path, fmt.Sprintf("%q is no assumption; there are %v", text, egress.Assumptions()))
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

// references checks that names lead somewhere. An object that is not described is
// possible, but a typo is likelier, so that only flows and profiles are held to it.
func (b *builder) references(w *egress.World, flows []egress.Flow) {
	var known []string
	for _, n := range w.Networks {
		for _, s := range n.Subnets {
			known = append(known, strings.ToLower(n.Name+"/"+s.Name))
		}
	}
	for i, f := range flows {
		if !slices.Contains(known, strings.ToLower(f.Source.Subnet)) {
			path := "$.aks"
			if i < len(b.doc.Flows) {
				path = fmt.Sprintf("$.flows[%d].source_subnet", i)
			}
			b.add(path, fmt.Sprintf("subnet %q is not in the document; write network/subnet", f.Source.Subnet))
		}
	}
}
