package firewallegress

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// routing shows the route table, the routes of others in it, and the subnets that use it, and answers our routes as they
// are for the exported object.
func (r *response) routing(m *model) map[string]routeOut {
	foreign := map[string]foreignRouteModel{}
	live := map[string]azure.LiveRoute{}
	if r.live.Table != nil {
		live = r.live.Table.Routes
		for name, route := range azure.ForeignRoutes(*r.live.Table, r.ours.Routing.Table.Routes) {
			foreign[name] = foreignRouteModel{
				AddressPrefix: types.StringValue(route.Prefix), NextHopType: types.StringValue(route.HopType), NextHopInIPAddress: values.StringOrNull(route.HopAddress),
			}
		}
	}
	m.ForeignRoutes = values.ObjectMapFrom(r.ctx, foreignRouteTypes, foreign, &r.problems)
	r.routeTable(m, live)
	r.routedSubnets(m)

	out := map[string]routeOut{}
	wanted := wantedRoutes(*m)
	for name, ours := range r.ours.Routing.Table.Routes {
		route, there := findRoute(live, name)
		if !there {
			continue
		}
		shown := routeOut{
			prefix: types.StringValue(route.Prefix), publicIP: ours.PublicIPOf, hopType: route.HopType, hop: values.StringOrNull(route.HopAddress),
			toFirewall: ours.ToFirewall,
		}
		if want, is := wanted[name]; is && sameRoute(want, route) {
			shown = want // in the configuration's spelling
		}
		out[name] = shown
	}
	return out
}

func sameRoute(want routeOut, live azure.LiveRoute) bool {
	return sameText(want.prefix, live.Prefix) && sameText(want.hop, live.HopAddress) && strings.EqualFold(want.hopType, live.HopType)
}

func sameText(want attr.Value, live string) bool {
	text := view.Text(want)
	return !text.Unknown && strings.EqualFold(text.Value, live)
}

// findRoute finds a route as ARM compares names: without case.
func findRoute(live map[string]azure.LiveRoute, name string) (azure.LiveRoute, bool) {
	if route, found := live[name]; found {
		return route, true
	}
	for _, key := range sortedKeys(live) {
		if strings.EqualFold(key, name) {
			return live[key], true
		}
	}
	return azure.LiveRoute{}, false
}

func (r *response) routeTable(m *model, live map[string]azure.LiveRoute) {
	table := values.OptionalObject[routeTableModel](r.ctx, routeTablePath, r.before.RouteTable, &r.problems)
	if table == nil {
		return
	}
	if r.live.Table != nil && !r.ours.Routing.Table.Existing {
		table.BGPRoutePropagationEnabled = types.BoolValue(r.live.Table.BGPPropagation)
	}
	routes := values.ObjectMap[routeModel](r.ctx, routesPath, table.Routes, &r.problems)
	for name, route := range routes {
		found, there := findRoute(live, name)
		if !there {
			delete(routes, name)
			continue
		}
		routes[name] = shownRoute(route, found)
	}
	if !table.Routes.IsNull() {
		table.Routes = values.ObjectMapFrom(r.ctx, routeTypes, routes, &r.problems)
	}
	m.RouteTable = values.ObjectFrom(r.ctx, routeTableTypes, table, &r.problems)
}

// shownRoute is a route as it is.
func shownRoute(before routeModel, live azure.LiveRoute) routeModel {
	m := before
	m.AddressPrefix = customtypes.NewRoutePrefix(live.Prefix)
	if before.NextHopType.IsNull() {
		// To the firewall. Where it leads elsewhere the exported route shows that, and the plan mends it.
		return m
	}
	m.NextHopType = types.StringValue(live.HopType)
	m.NextHopInIPAddress = customtypes.NewIPAddressPointer(nonEmpty(live.HopAddress))
	return m
}

// routedSubnets shows those that use the table. One that does not is not there, so that the plan associates it again.
func (r *response) routedSubnets(m *model) {
	if r.before.RoutedSubnets.IsNull() {
		return
	}
	had := values.ObjectMap[subnetModel](r.ctx, routedPath, r.before.RoutedSubnets, &r.problems)
	for key, subnet := range had {
		id, known := subnet.ID.ID()
		if !known || !r.live.Attached(id, r.ours.Routing.Table.ID) {
			delete(had, key)
		}
	}
	m.RoutedSubnets = values.ObjectMapFrom(r.ctx, subnetTypes, had, &r.problems)
}
