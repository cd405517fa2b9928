package applianceegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// specOf turns a plan or state into what the Azure layer works with. A value that is still unknown is a bug of ours and refused (law L1).
func specOf(ctx context.Context, m model) (azure.Routing, diag.Diagnostics) {
	r := &request{ctx: ctx, m: m}
	table := values.OptionalObject[routeTableModel](ctx, routeTablePath, m.RouteTable, &r.problems)
	if table == nil {
		table = &routeTableModel{}
	}
	want := azure.Routing{Table: azure.RouteTable{ID: r.parse(routeTableIDPath, m.RouteTableID.ValueString()), Existing: !m.own(), Routes: r.routes(*table)}}
	if m.own() {
		want.Table.Location = m.Location.ValueString()
		want.Table.Tags = values.Tags(path.Root("tags_all"), m.TagsAll, &r.problems)
		want.Table.BGPPropagation = azure.Set(values.RequireBool(routeTablePath.AtName("bgp_route_propagation_enabled"), table.BGPRoutePropagationEnabled, &r.problems))
	}
	subnets := values.ObjectMap[subnetModel](ctx, routedPath, m.RoutedSubnets, &r.problems)
	for _, key := range sortedKeys(subnets) {
		want.Subnets = append(want.Subnets, r.parse(routedPath.AtMapKey(key).AtName("id"), subnets[key].ID.ValueString()))
	}
	replaced := routeTablePath.AtName("replaced_route_table_ids")
	for _, text := range values.StringSlice(replaced, table.ReplacedRouteTableIDs, &r.problems) {
		want.Displaced = append(want.Displaced, r.parse(replaced, text))
	}
	return want, r.problems
}

// request is one conversion under way.
type request struct {
	ctx      context.Context //nolint:containedctx // a conversion lives within one call
	m        model
	problems diag.Diagnostics
}

func (r *request) parse(at path.Path, text string) armid.ID {
	id, err := armid.Parse(text)
	if err != nil {
		r.problems.Append(diags.AttributeBug(at, "what is to be sent is not an ARM ID: "+err.Error()))
	}
	return id
}

// routes are ours: the default route and the configured ones.
func (r *request) routes(table routeTableModel) map[string]azure.Route {
	a := values.OptionalObject[applianceModel](r.ctx, appliancePath, r.m.Appliance, &r.problems)
	if a == nil {
		a = &applianceModel{}
	}
	hopType := values.RequireString(appliancePath.AtName("next_hop_type"), a.NextHopType, &r.problems)
	toHop := func(prefix string) azure.Route {
		route := azure.Route{Prefix: prefix, HopType: hopType}
		if !a.gateway() {
			route.HopAddress = r.m.PrivateIPAddress.ValueString()
		}
		return route
	}
	routes := map[string]azure.Route{}
	if values.RequireBool(routeTablePath.AtName("default_route_enabled"), table.DefaultRouteEnabled, &r.problems) {
		routes[values.RequireString(routeTablePath.AtName("default_route_name"), table.DefaultRouteName, &r.problems)] = toHop(azure.DefaultPrefix)
	}
	for name, route := range values.ObjectMap[routeModel](r.ctx, routesPath, table.Routes, &r.problems) {
		at := routesPath.AtMapKey(name)
		prefix := values.RequireString(at.AtName("address_prefix"), route.AddressPrefix, &r.problems)
		kind := values.OptionalString(at.AtName("next_hop_type"), route.NextHopType, &r.problems)
		if kind == nil {
			routes[name] = toHop(prefix)
			continue
		}
		one := azure.Route{Prefix: prefix, HopType: *kind}
		if address := values.OptionalString(at.AtName("next_hop_in_ip_address"), route.NextHopInIPAddress, &r.problems); address != nil {
			one.HopAddress = *address
		}
		routes[name] = one
	}
	return routes
}
