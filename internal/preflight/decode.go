package preflight

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// reading is one way to read what an object does not tell.
type reading bool

const (
	// cautious: what is not told is not known. A flow that is denied so is denied whatever else there is.
	cautious reading = true
	// plain: what is not told has Azure's default, or is not there.
	plain reading = false
)

// untold is a value that the object does not tell.
func untold[T any](how reading, fallback T) egress.Value[T] {
	if how == cautious {
		return egress.Unknown[T]()
	}
	return egress.Known(fallback)
}

// value is a leaf as the evaluator takes it; null is not told.
func value[T, V any](how reading, l view.Leaf[T], fallback V, convert func(T) V) egress.Value[V] {
	switch {
	case l.Known:
		return egress.Known(convert(l.Value))
	case l.Unknown:
		return egress.Unknown[V]()
	}
	return untold(how, fallback)
}

// address is a leaf that Azure assigns: unknown until it is there.
func address(l view.Leaf[string]) egress.Value[netip.Addr] {
	if a, err := netset.ParseAddress(l.Value); l.Known && err == nil {
		return egress.Known(a)
	}
	return egress.Unknown[netip.Addr]()
}

// decoded is an egress object as parts of a world.
type decoded struct {
	how     reading
	names   naming
	fields  view.Fields
	subnets []routed
	// subnetsOpen says that there may be more of them.
	subnetsOpen bool
	table       egress.RouteTable
	// device is the name of the hop in the world; empty where the hop is a gateway or nothing is known of it.
	device   string
	firewall *egress.Firewall
	// owned says that the resource owns the firewall: what it tells is what will be, whatever was read.
	owned  bool
	policy *egress.Policy
	// awaits says that the policy gets rules of others in this very run.
	awaits bool
	// hopSubnet is where the hop stands; zero while it is not known.
	hopSubnet armid.ID
	appliance *egress.Appliance
}

// routed is a subnet of the object.
type routed struct {
	key     string // in the object
	ref     string // in the world
	network string
	name    string
	subnet  egress.Subnet
}

// Names of what has no ID yet. A space keeps them apart from IDs.
const (
	unnamedTable  = "the route table"
	unnamedHop    = "the next hop"
	unnamedSubnet = "a network that is not known yet"
)

// decode reads an object. It accepts any type: what is missing or of another type counts as not told.
func decode(object types.Object, names naming, how reading) decoded {
	d := decoded{how: how, names: names, fields: view.Object(object)}
	hop := view.Object(d.fields["hop"])
	d.hop(hop, d.fields["hop"] == nil || d.fields["hop"].IsUnknown())
	d.routeTable()
	d.routedSubnets()
	return d
}

// given reports whether there is an object at all.
func (d *decoded) given() bool { return d.fields != nil }

func (d *decoded) routeTable() {
	name := d.fields.Text("route_table_id")
	d.table = egress.RouteTable{
		Name:               d.names.of(name.Value),
		DisablePropagation: value(d.how, d.fields.Flag("bgp_route_propagation_enabled"), true, func(on bool) bool { return !on }),
	}
	if d.table.Name == "" {
		d.table.Name = unnamedTable
	}
	routes := view.Map(d.fields["routes"])
	d.table.Open = !routes.Complete
	for _, name := range routes.Keys {
		fields := view.Object(routes.Values[name])
		if fields == nil {
			d.table.Open = d.table.Open || routes.Values[name].IsUnknown()
			continue
		}
		d.table.Routes = append(d.table.Routes, d.route(name, fields))
	}
	// A table of others may hold routes that nobody told (RT-2).
	if complete := d.fields.Flag("routes_complete"); complete.Unknown || complete.Known && !complete.Value {
		d.table.Open = d.table.Open || d.how == cautious
	}
}

func (d *decoded) route(name string, fields view.Fields) egress.Route {
	r := egress.Route{Name: name, Prefix: egress.Unknown[netip.Prefix]()}
	prefix, public := fields.Text("address_prefix"), fields.Text("public_ip")
	parsed, err := customtypes.ParseRoutePrefix(prefix.Value)
	switch {
	case prefix.Known && err == nil && parsed.Tag != "":
		r.Prefix, r.ServiceTag = egress.Known(netip.Prefix{}), parsed.Tag
	case prefix.Known && err == nil:
		r.Prefix = egress.Known(parsed.Prefix)
	case public.Known:
		r.Prefix, r.HostOf = egress.Known(netip.Prefix{}), d.publicIP(public.Value)
	}
	r.Hop = egress.Hop{
		Type:    value(cautious, fields.Text("next_hop_type"), "", func(t string) egress.HopType { return egress.HopType(t) }),
		Address: address(fields.Text("next_hop_in_ip_address")),
	}
	if to := fields.Flag("to_firewall"); to.Known && to.Value {
		r.Hop.Device = d.device
	}
	return r
}

// publicIP names a public IP of the hop in the world.
func (d *decoded) publicIP(key string) string { return d.device + "/" + key }

func (d *decoded) routedSubnets() {
	all := view.Map(d.fields["subnets"])
	d.subnetsOpen = !all.Complete
	for _, key := range all.Keys {
		fields := view.Object(all.Values[key])
		if fields == nil && !all.Values[key].IsUnknown() {
			continue
		}
		r := routed{key: key, network: unnamedSubnet, name: key}
		if id, err := armid.Parse(fields.Text("id").Value); err == nil {
			if network, ok := id.Parent(); ok {
				r.network, r.name = d.names.id(network), id.Name()
			}
		}
		r.ref = r.network + "/" + r.name
		r.subnet = egress.Subnet{Name: r.name, RouteTable: egress.Known(d.table.Name)}
		r.subnet.Prefixes, r.subnet.PrefixesUnknown = prefixes(fields["address_prefixes"], fields == nil)
		d.subnets = append(d.subnets, r)
	}
}

// prefixes are those of a subnet; unknown unless all of them are known.
func prefixes(v attr.Value, unknown bool) (list []netip.Prefix, open bool) {
	texts := view.Texts(v)
	if unknown || !texts.Complete || len(texts.Items) == 0 {
		return nil, true
	}
	for _, text := range texts.Items {
		p, err := netset.ParsePrefix(text)
		if err != nil {
			return nil, true
		}
		list = append(list, p)
	}
	return list, false
}
