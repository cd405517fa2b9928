package applianceegress

import (
	"context"
	"maps"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// shape is the part of a configuration or plan that is known, as plain data. The checks read nothing else, so an unknown sibling
// can never switch off the check of a known value (law L1): what is unknown is not in the shape, and `complete` says where
// something may be missing. Defaults of the schema are filled in.
type shape struct {
	m         model
	appliance applianceModel
	hopKnown  bool // appliance says all that it will
	table     routeTableModel
	tableSeen bool // table says all that it will, but for its leaves

	defaultOn  bool // the default route is there for sure
	defaultOff bool // and here it is not, for sure

	routes         map[string]routeShape
	routesComplete bool
	routed         map[string]subnetShape
	tags           map[string]string
}

// routeShape is what is known of a route; `toHop` leads where the default route leads.
type routeShape struct {
	routeModel
	prefix customtypes.Prefix // zero when not known
	hop    netip.Addr         // the address given for it; zero when not known or not given
	toHop  bool
}

type subnetShape struct {
	id       armid.ID // zero when not known
	noID     bool
	prefixes []netip.Prefix
}

// shapeOf gathers what is known. Values that do not parse are left out: their own types have already reported them.
func shapeOf(ctx context.Context, m model) shape {
	var ignored diag.Diagnostics
	s := shape{m: m, routes: map[string]routeShape{}, routed: map[string]subnetShape{}, tags: lifecycle.KnownTags(m.Tags)}
	if appliance := values.KnownObject[applianceModel](ctx, appliancePath, m.Appliance, &ignored); appliance != nil {
		s.appliance, s.hopKnown = *appliance, true
	}
	if table := values.KnownObject[routeTableModel](ctx, routeTablePath, m.RouteTable, &ignored); table != nil {
		s.table, s.tableSeen = *table, true
	} else if m.RouteTable.IsNull() {
		s.table, s.tableSeen = routeTableModel{DefaultRouteName: types.StringValue(defaultRoute)}, true
	}
	on, known := values.KnownBool(s.table.DefaultRouteEnabled)
	s.defaultOff = known && !on
	s.defaultOn = s.tableSeen && (known && on || s.table.DefaultRouteEnabled.IsNull())
	routes, complete := values.KnownObjectMap[routeModel](ctx, routesPath, s.table.Routes, &ignored)
	s.routesComplete = complete && s.tableSeen
	for name, route := range routes {
		s.routes[name] = routeShapeOf(route)
	}
	subnets, _ := values.KnownObjectMap[subnetModel](ctx, routedPath, m.RoutedSubnets, &ignored)
	for key, subnet := range subnets {
		s.routed[key] = subnetShapeOf(subnet)
	}
	return s
}

func routeShapeOf(m routeModel) routeShape {
	s := routeShape{routeModel: m, toHop: m.NextHopType.IsNull()}
	if text, known := values.KnownString(m.AddressPrefix); known {
		s.prefix, _ = customtypes.ParseRoutePrefix(text)
	}
	if text, known := values.KnownString(m.NextHopInIPAddress); known {
		s.hop, _ = customtypes.ParseIPAddress(text)
	}
	return s
}

func subnetShapeOf(m subnetModel) subnetShape {
	s := subnetShape{noID: m.ID.IsNull()}
	s.id, _ = m.ID.ID()
	prefixes, _ := values.KnownStrings(m.AddressPrefixes)
	for _, text := range prefixes {
		if prefix, err := customtypes.ParseCIDR(text); err == nil {
			s.prefixes = append(s.prefixes, prefix)
		}
	}
	return s
}

// hopAddress is the address of the appliance as far as it is configured; in a plan it may come from a read (private_ip_address).
func (s shape) hopAddress() netip.Addr {
	for _, text := range []values.String{s.appliance.PrivateIPAddress, s.m.PrivateIPAddress} {
		if address, known := values.KnownString(text); known {
			if hop, err := customtypes.ParseIPAddress(address); err == nil {
				return hop
			}
		}
	}
	return netip.Addr{}
}

// toAppliance reports a route that leads to an appliance for sure, ours or another.
func (s shape) toAppliance(route routeShape) bool {
	if route.toHop {
		return s.hopKnown && s.appliance.NextHopType.ValueString() != azure.HopGateway && !s.appliance.NextHopType.IsUnknown()
	}
	return route.NextHopType.ValueString() == azure.HopAppliance
}

// defaultName is the name of the default route, empty while it is not known or where there is none.
func (s shape) defaultName() string {
	if !s.defaultOn {
		return ""
	}
	if s.table.DefaultRouteName.IsNull() {
		return defaultRoute
	}
	return s.table.DefaultRouteName.ValueString()
}

// sortedKeys are a map's keys in order.
func sortedKeys[T any](entries map[string]T) []string { return slices.Sorted(maps.Keys(entries)) }
