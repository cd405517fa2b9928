package applianceegress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// publish is the model that what was read makes of the state (or, after a mutation, of the plan), which tells what is ours. Drift
// of the default route, and of routes to the same hop, shows in `egress.routes`, that of all else at its attribute.
// Spelling and emptiness are the business of values.RestorePlanned and values.KeepEmptiness, which callers apply.
func publish(ctx context.Context, before model, ours azure.Routing, live azure.LiveRouting) (model, diag.Diagnostics) {
	var problems diag.Diagnostics
	m := before
	table := azure.LiveRouteTable{}
	if live.Table != nil {
		table = *live.Table
	}
	if before.own() {
		m.Location = customtypes.NewLocation(table.Location)
		m.Tags, m.TagsAll = lifecycle.OwnTags(before.Tags, table.Tags), lifecycle.OwnTags(before.TagsAll, table.Tags)
	}
	foreign := map[string]foreignRouteModel{}
	for name, route := range azure.ForeignRoutes(table, ours.Table.Routes) {
		foreign[name] = foreignRouteModel{types.StringValue(route.Prefix), types.StringValue(route.HopType), values.StringOrNull(route.HopAddress)}
	}
	m.ForeignRoutes = values.ObjectMapFrom(ctx, foreignRouteTypes, foreign, &problems)
	m.RouteTable = tableOf(ctx, before, table, &problems)
	m.RoutedSubnets = routedOf(ctx, before, ours, live, &problems)

	shown := exported{m: m, bgp: types.BoolValue(table.BGPPropagation), hop: hop{m.PrivateIPAddress, types.StringNull(), types.StringNull()}, routes: map[string]routeOut{}}
	if prior := values.KnownObject[egressModel](ctx, path.Empty(), before.Egress, &problems); prior != nil {
		if h := values.KnownObject[hopModel](ctx, path.Empty(), prior.Hop, &problems); h != nil {
			// Of the hop itself nothing is read here: the plan does.
			shown.hop.subnet, shown.hop.tier = orNull(h.SubnetID), orNull(h.SKUTier)
		}
	}
	wanted := wantedRoutes(ctx, before)
	for name := range ours.Table.Routes {
		route, there := findRoute(table.Routes, name)
		if !there {
			continue
		}
		want, planned := wanted[name]
		if !planned || !want.means(route) {
			want = routeOut{types.StringValue(route.Prefix), types.StringNull(), types.StringValue(route.HopType), values.StringOrNull(route.HopAddress), types.BoolValue(false)}
		}
		shown.routes[name] = want
	}
	m.Egress = shown.value(ctx, &problems)
	return m, problems
}

// means reports that a live route is the wanted one.
func (r routeOut) means(live azure.LiveRoute) bool {
	return strings.EqualFold(r.AddressPrefix.ValueString(), live.Prefix) && strings.EqualFold(r.NextHopType.ValueString(), live.HopType) &&
		(r.NextHopInIPAddress.ValueString() == live.HopAddress || customtypes.EqualIPAddress(r.NextHopInIPAddress.ValueString(), live.HopAddress))
}

func orNull(text types.String) types.String {
	if text.IsUnknown() {
		return types.StringNull()
	}
	return text
}

// findRoute finds a route as ARM compares names: without case.
func findRoute(live map[string]azure.LiveRoute, name string) (azure.LiveRoute, bool) {
	key, found := findKey(live, name)
	return live[key], found
}

func findKey[T any](entries map[string]T, name string) (string, bool) {
	if _, found := entries[name]; found {
		return name, true
	}
	for _, key := range sortedKeys(entries) {
		if strings.EqualFold(key, name) {
			return key, true
		}
	}
	return "", false
}

func tableOf(ctx context.Context, before model, live azure.LiveRouteTable, problems *diag.Diagnostics) types.Object {
	table := values.KnownObject[routeTableModel](ctx, routeTablePath, before.RouteTable, problems)
	if table == nil {
		return before.RouteTable
	}
	if before.own() {
		table.BGPRoutePropagationEnabled = types.BoolValue(live.BGPPropagation)
	}
	if values.Known(table.Routes) {
		routes, _ := values.KnownObjectMap[routeModel](ctx, routesPath, table.Routes, problems)
		for name, route := range routes {
			found, there := findRoute(live.Routes, name)
			if !there {
				delete(routes, name)
				continue
			}
			route.AddressPrefix = customtypes.NewRoutePrefix(found.Prefix)
			if !route.NextHopType.IsNull() {
				route.NextHopType = types.StringValue(found.HopType)
				route.NextHopInIPAddress = customtypes.NewIPAddressPointer(values.StringOrNull(found.HopAddress).ValueStringPointer())
			}
			routes[name] = route
		}
		table.Routes = values.ObjectMapFrom(ctx, routeTypes, routes, problems)
	}
	return values.ObjectFrom(ctx, routeTableTypes, table, problems)
}

// routedOf shows the subnets that use the table. One that does not is not there, so that the plan associates it again.
func routedOf(ctx context.Context, before model, ours azure.Routing, live azure.LiveRouting, problems *diag.Diagnostics) types.Map {
	if !values.Known(before.RoutedSubnets) {
		return before.RoutedSubnets
	}
	routed, _ := values.KnownObjectMap[subnetModel](ctx, routedPath, before.RoutedSubnets, problems)
	for key, subnet := range routed {
		if id, known := subnet.ID.ID(); !known || !live.Attached(id, ours.Table.ID) {
			delete(routed, key)
		}
	}
	return values.ObjectMapFrom(ctx, subnetTypes, routed, problems)
}
