package preflight

import (
	"math"
	"math/big"
	"net/netip"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// collectionKinds are the attributes of a group that hold collections.
var collectionKinds = []struct {
	attribute string
	kind      egress.Kind
}{
	{"network_rule_collections", egress.KindNetwork}, {"application_rule_collections", egress.KindApplication}, {"nat_rule_collections", egress.KindNAT},
}

// groups are the rule collection groups, and whether there may be more.
func (d *decoded) groups() (groups []egress.Group, open bool) {
	all := view.Map(d.fields["rule_collection_groups"])
	open = !all.Complete
	for _, name := range all.Keys {
		if g, known := d.group(name, all.Values[name]); known {
			groups = append(groups, g)
		} else {
			open = open || all.Values[name].IsUnknown()
		}
	}
	return groups, open
}

// group is one rule collection group; known is false where nothing is known of it, not even its priority.
func (d *decoded) group(name string, v attr.Value) (g egress.Group, known bool) {
	fields := view.Object(v)
	if fields == nil {
		return egress.Group{}, false
	}
	g = egress.Group{Name: name, Priority: number(whole(fields["priority"]))}
	for _, kind := range collectionKinds {
		collections := view.Map(fields[kind.attribute])
		g.Open = g.Open || !collections.Complete
		for _, key := range collections.Keys {
			c := view.Object(collections.Values[key])
			if c == nil {
				g.Open = g.Open || collections.Values[key].IsUnknown()
				continue
			}
			g.Collections = append(g.Collections, d.collection(key, kind.kind, c))
		}
	}
	return g, true
}

// whole is a number as an object has it, of 32 bits, or as a dynamic value has it, of any size: what is no whole number of 32 bits is not
// known.
func whole(v attr.Value) view.Leaf[int32] {
	n, ok := v.(types.Number)
	if !ok || n.IsNull() || n.IsUnknown() {
		return view.Number(v)
	}
	i, accuracy := n.ValueBigFloat().Int64()
	if accuracy != big.Exact || i < math.MinInt32 || i > math.MaxInt32 {
		return view.Leaf[int32]{Unknown: true}
	}
	return view.Of(int32(i))
}

// number is a priority; one that is missing is not known, since Azure refuses it anyway.
func number(l view.Leaf[int32]) egress.Value[int] {
	if l.Known {
		return egress.Known(int(l.Value))
	}
	return egress.Unknown[int]()
}

func (d *decoded) collection(name string, kind egress.Kind, fields view.Fields) egress.Collection {
	c := egress.Collection{Name: name, Kind: kind, Priority: number(whole(fields["priority"])), Action: egress.Unknown[egress.Action]()}
	if action := fields.Text("action"); action.Known {
		c.Action = egress.Known(egress.Action(action.Value))
	}
	rules := view.Map(fields["rules"])
	c.Open = !rules.Complete
	for _, key := range rules.Keys {
		r := view.Object(rules.Values[key])
		if r == nil {
			c.Open = c.Open || rules.Values[key].IsUnknown()
			continue
		}
		switch kind {
		case egress.KindNetwork:
			c.Rules = append(c.Rules, networkRule(key, r))
		case egress.KindApplication:
			c.Rules = append(c.Rules, applicationRules(key, r)...)
		case egress.KindNAT:
			c.Rules = append(c.Rules, d.natRule(key, r))
		}
	}
	return c
}

// addresses are a union of addresses, tags and IP groups. A text that does not parse has been reported by its own type; here
// it may be anything.
func addresses(r view.Fields, side string) egress.AddressSpec {
	var spec egress.AddressSpec
	texts := view.Texts(r[side+"_addresses"])
	spec.Open = !texts.Complete
	for _, text := range texts.Items {
		a, err := customtypes.ParseDestinationSpec(text)
		switch {
		case err != nil:
			spec.Open = true
		case a.Tag != "":
			spec.ServiceTags = append(spec.ServiceTags, a.Tag)
		default:
			spec.Addresses = spec.Addresses.Union(a.Addresses)
		}
	}
	groups := view.Texts(r[side+"_ip_groups"])
	spec.IPGroups, spec.Open = groups.Items, spec.Open || !groups.Complete
	return spec
}

// names are patterns, and whether there may be more.
func names(v attr.Value) (list []netset.Pattern, open bool) {
	texts := view.Texts(v)
	open = !texts.Complete
	for _, text := range texts.Items {
		p, err := netset.ParsePattern(text)
		if err != nil {
			open = true
			continue
		}
		list = append(list, p)
	}
	return list, open
}

func networkRule(name string, r view.Fields) egress.Rule {
	out := egress.NetworkRule{Name: name, Source: addresses(r, "source"), Destination: addresses(r, "destination")}
	fqdns, open := names(r["destination_fqdns"])
	out.Names, out.Destination.Open = fqdns, out.Destination.Open || open // a name that is not known may have any address
	out.Protocols, out.Ports, out.PortsOpen = service(r)
	return out
}

// service is what protocols and ports a rule names, and whether there may be more.
func service(r view.Fields) (protocols netset.Protocols, ports netset.Ports, open bool) {
	p, n := view.Texts(r["protocols"]), view.Texts(r["destination_ports"])
	open = !p.Complete || !n.Complete
	for _, text := range p.Items {
		one, err := netset.ParseProtocols(text)
		open = open || err != nil
		protocols |= one
	}
	for _, text := range n.Items {
		one, err := customtypes.ParsePortSpec(text)
		open = open || err != nil
		ports = ports.Union(one)
	}
	return protocols, ports, open
}

// applicationRules is one rule. Where it is not known whether it terminates TLS, it is two: one that perhaps matches and does,
// then one that does not.
func applicationRules(name string, r view.Fields) []egress.Rule {
	out := egress.ApplicationRule{Name: name, Source: addresses(r, "source"), DestinationAddresses: addresses(r, "destination")}
	out.Protocols, out.ProtocolsOpen = pairs(r["protocols"])
	out.Names, out.NamesOpen = names(r["destination_fqdns"])
	tags, categories, urls := view.Texts(r["destination_fqdn_tags"]), view.Texts(r["web_categories"]), view.Texts(r["destination_urls"])
	out.FQDNTags, out.WebCategories = tags.Items, categories.Items
	out.NamesOpen = out.NamesOpen || !tags.Complete || !categories.Complete || !urls.Complete
	for _, text := range urls.Items {
		host, rest, slash := strings.Cut(text, "/")
		p, err := netset.ParsePattern(host)
		if err != nil {
			out.NamesOpen = true
			continue
		}
		u := egress.URL{Host: p}
		if slash {
			u.Path = "/" + rest
		}
		out.URLs = append(out.URLs, u)
	}
	tls := r.Flag("terminate_tls")
	out.TerminateTLS = tls.Known && tls.Value
	if !tls.Unknown {
		return []egress.Rule{out}
	}
	perhaps := out
	perhaps.TerminateTLS, perhaps.Protocols, perhaps.ProtocolsOpen = true, nil, true
	return []egress.Rule{perhaps, out}
}

// layers are the protocols of application rules.
var layers = map[string]egress.L7{"http": egress.L7HTTP, "https": egress.L7HTTPS, "mssql": egress.L7MSSQL}

// pairs are those of an application rule: HTTPS on port 443 where it names none.
func pairs(v attr.Value) (list []egress.ApplicationProtocol, open bool) {
	switch {
	case v == nil || v.IsNull():
		return []egress.ApplicationProtocol{{Type: egress.L7HTTPS, Port: 443}}, false
	case v.IsUnknown():
		return nil, true
	}
	for _, element := range view.Elements(v) {
		fields := view.Object(element)
		kind, port := fields.Text("type"), whole(fields["port"])
		l7, ok := layers[strings.ToLower(kind.Value)]
		if !ok || !port.Known || port.Value < 0 || port.Value > math.MaxUint16 {
			open = true
			continue
		}
		list = append(list, egress.ApplicationProtocol{Type: l7, Port: uint16(port.Value)})
	}
	return list, open
}

func (d *decoded) natRule(name string, r view.Fields) egress.Rule {
	out := egress.NATRule{
		Name: name, Source: addresses(r, "source"), Destination: addresses(r, "destination"), TranslatedName: r.Text("translated_fqdn").Value,
		TranslatedAddress: egress.Unknown[netip.Addr](), TranslatedPort: egress.Unknown[uint16](),
	}
	keys := view.Texts(r["destination_public_ips"])
	for _, key := range keys.Items {
		out.DestinationPublicIPs = append(out.DestinationPublicIPs, d.publicIP(key))
	}
	var open bool
	out.Protocols, out.Ports, open = service(r)
	out.Destination.Open = out.Destination.Open || open || !keys.Complete
	if translated := r.Text("translated_address"); translated.Null() {
		out.TranslatedAddress = egress.Known(netip.Addr{})
	} else {
		out.TranslatedAddress = address(translated)
	}
	if port := whole(r["translated_port"]); port.Known && port.Value >= 0 && port.Value <= math.MaxUint16 {
		out.TranslatedPort = egress.Known(uint16(port.Value))
	}
	return out
}
