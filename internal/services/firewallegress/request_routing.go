package firewallegress

import (
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// routing is the route table and the subnets that use it.
func (r *request) routing(tags map[string]string) azure.Routing {
	m := values.OptionalObject[routeTableModel](r.ctx, routeTablePath, r.m.RouteTable, &r.problems)
	if m == nil {
		m = &routeTableModel{}
	}
	table := azure.RouteTable{ID: r.resourceID(routeTableIDAt, r.m.RouteTableID), Existing: m.Name.IsNull(), Routes: r.routes(*m)}
	if !table.Existing {
		table.Location, table.Tags = r.m.Location.ValueString(), tags
		table.BGPPropagation = azure.Set(values.RequireBool(routeTablePath.AtName("bgp_route_propagation_enabled"), m.BGPRoutePropagationEnabled, &r.problems))
	}
	out := azure.Routing{Table: table}
	subnets := values.ObjectMap[subnetModel](r.ctx, routedPath, r.m.RoutedSubnets, &r.problems)
	for _, key := range sortedKeys(subnets) {
		out.Subnets = append(out.Subnets, r.resourceID(routedPath.AtMapKey(key).AtName("id"), subnets[key].ID))
	}
	replaced := routeTablePath.AtName("replaced_route_table_ids")
	for _, text := range values.StringSlice(replaced, m.ReplacedRouteTableIDs, &r.problems) {
		out.Displaced = append(out.Displaced, r.parse(replaced, text))
	}
	return out
}

// routes are ours: the default route, those of public IPs, and the configured ones.
func (r *request) routes(m routeTableModel) map[string]azure.Route {
	name := values.RequireString(routeTablePath.AtName("default_route_name"), m.DefaultRouteName, &r.problems)
	routes := map[string]azure.Route{name: {Prefix: azure.DefaultPrefix, HopType: azure.HopAppliance, ToFirewall: true}}
	for key, route := range values.ObjectMap[routeModel](r.ctx, routesPath, m.Routes, &r.problems) {
		at := routesPath.AtMapKey(key)
		one := azure.Route{Prefix: values.RequireString(at.AtName("address_prefix"), route.AddressPrefix, &r.problems)}
		if hop := values.OptionalString(at.AtName("next_hop_type"), route.NextHopType, &r.problems); hop != nil {
			one.HopType = *hop
		} else {
			one.HopType, one.ToFirewall = azure.HopAppliance, true
		}
		if address := values.OptionalString(at.AtName("next_hop_in_ip_address"), route.NextHopInIPAddress, &r.problems); address != nil {
			one.HopAddress = *address
		}
		routes[key] = one
	}
	if m.PublicIPRoutesEnabled.ValueBool() {
		for key := range r.m.PublicIPs.Elements() {
			routes[publicIPRoute(key)] = azure.Route{PublicIPOf: key, HopType: azure.HopInternet}
		}
	}
	return routes
}
