package applianceegress

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ImportState takes the route table's ARM ID. Alone it makes the whole table ours: its routes, but for those that AKS wrote for
// its nodes, and its subnets. Followed by `|` and the names of routes, separated by commas, the table stays
// somebody else's and only these routes become ours (route_table_id).
func (r *egressResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text, names, limited := strings.Cut(req.ID, "|")
	if req.ID == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, idPath, &text)...)
	}
	id, err := customtypes.ParseResourceID(text, azure.RouteTableType)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q is not the ID of a route table: %v.\n\nGive its ARM ID, "+
			"or, for routes in a table of others, its ARM ID, a bar and the routes to manage: `<id>|default,storage`.", text, err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, idPath, id.String())...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, id.String())...)
	if limited {
		routes := map[string]routeModel{}
		for _, name := range strings.Split(names, ",") {
			routes[strings.TrimSpace(name)] = routeModel{}
		}
		table := routeTableModel{ReplacedRouteTableIDs: types.SetNull(routeTableIDType), Routes: values.ObjectMapFrom(ctx, routeTypes, routes, &resp.Diagnostics)}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, routeTablePath, values.ObjectFrom(ctx, routeTableTypes, &table, &resp.Diagnostics))...)
	}
}

// readImported fills the whole state from what is there: it is the first read after an import, when nothing says what is ours.
func (r *egressResource) readImported(ctx context.Context, state model, req resource.ReadRequest, resp *resource.ReadResponse) {
	id, err := armid.Parse(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diags.Invalid(idPath, "ID", err))
		return
	}
	i := &imported{ctx: ctx, r: r, id: id, state: state}
	before, ok := i.model()
	resp.Diagnostics.Append(i.problems...)
	if !ok || resp.Diagnostics.HasError() {
		if !resp.Diagnostics.HasError() {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	ours, problems := specOf(ctx, before)
	resp.Diagnostics.Append(problems...)
	live, err := r.routings().Read(ctx, ours)
	if err != nil {
		resp.Diagnostics.Append(diags.FromError("import", objectName, id.String(), err))
		return
	}
	after, problems := publish(ctx, before, ours, live)
	resp.Diagnostics.Append(problems...)
	if before.own() && live.Table != nil {
		resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, live.Table.Tags)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(before, after))...)
}

// imported is one import under way.
type imported struct {
	ctx      context.Context //nolint:containedctx // it lives within one read
	r        *egressResource
	id       armid.ID
	state    model
	live     azure.LiveRouting
	subnets  map[string]subnetModel
	problems diag.Diagnostics
}

// model is the state as it would have been, had this resource made what is there; ok is false when there is no table.
func (i *imported) model() (m model, ok bool) {
	first, err := i.r.routings().Read(i.ctx, azure.Routing{Table: azure.RouteTable{ID: i.id}})
	if err == nil && first.Table != nil {
		routing := azure.Routing{Table: azure.RouteTable{ID: i.id}}
		for _, text := range first.Table.Subnets {
			if subnet, err := armid.Parse(text); err == nil {
				routing.Subnets = append(routing.Subnets, subnet)
			}
		}
		i.live, err = i.r.routings().Read(i.ctx, routing)
	}
	if err != nil {
		i.problems.Append(diags.FromError("import", objectName, i.id.String(), err))
		return model{}, false
	}
	if i.live.Table == nil {
		return model{}, false
	}
	m = i.state
	m.RouteTableID = customtypes.NewResourceID(i.live.Table.ID)
	m.ID = types.StringValue(i.live.Table.ID)
	m.Tags, m.TagsAll = types.MapNull(types.StringType), types.MapNull(types.StringType)
	limited := !i.state.RouteTable.IsNull()
	if !limited {
		m.Name, m.ResourceGroupName = types.StringValue(i.id.Name()), types.StringValue(i.id.ResourceGroup())
		m.Location = customtypes.NewLocation(i.live.Table.Location)
		m.Tags, m.TagsAll = lifecycle.ImportedTags(i.r.account, i.live.Table.Tags)
	}
	i.routed(limited)
	m.RoutedSubnets = types.MapNull(types.ObjectType{AttrTypes: subnetTypes})
	if len(i.subnets) > 0 {
		m.RoutedSubnets = values.ObjectMapFrom(i.ctx, subnetTypes, i.subnets, &i.problems)
	}
	i.routes(&m, limited)
	m.ForeignRoutes = values.ObjectMapFrom(i.ctx, foreignRouteTypes, map[string]foreignRouteModel{}, &i.problems)
	m.Egress = types.ObjectNull(egressTypes)
	return m, true
}

// routed are the subnets that use the table, under their names; in a table of others none is taken for ours.
func (i *imported) routed(limited bool) {
	i.subnets = map[string]subnetModel{}
	if limited {
		return
	}
	for _, key := range sortedKeys(i.live.Subnets) {
		subnet := i.live.Subnets[key]
		id, err := armid.Parse(subnet.ID)
		if err != nil || !i.live.Attached(id, i.id) {
			continue
		}
		name := id.Name()
		if _, twice := i.subnets[name]; twice {
			network, _ := id.Parent()
			name = network.Name() + "-" + name
		}
		i.subnets[name] = subnetModel{ID: customtypes.NewResourceID(subnet.ID), AddressPrefixes: values.ListOf(customtypes.CIDRType{}, subnet.AddressPrefixes)}
	}
}

// routes sorts the routes into the default route, further ones of ours, and those of others.
func (i *imported) routes(m *model, limited bool) {
	chosen := i.chosen(limited)
	table := routeTableModel{
		BGPRoutePropagationEnabled: types.BoolValue(i.live.Table.BGPPropagation), DefaultRouteEnabled: types.BoolValue(false), DefaultRouteName: types.StringValue(defaultRoute),
		Routes: types.MapNull(types.ObjectType{AttrTypes: routeTypes}), ReplacedRouteTableIDs: types.SetNull(routeTableIDType),
	}
	if limited {
		table.BGPRoutePropagationEnabled = types.BoolNull()
	}
	hop := i.hop(chosen)
	a := applianceModel{NextHopType: types.StringValue(azure.HopAppliance), PrivateIPAddress: customtypes.NewIPAddressPointer(values.StringOrNull(hop.HopAddress).ValueStringPointer())}
	if strings.EqualFold(hop.HopType, azure.HopGateway) {
		a.NextHopType = types.StringValue(azure.HopGateway)
	}
	m.PrivateIPAddress = plain(a.PrivateIPAddress)
	m.Appliance = values.ObjectFrom(i.ctx, applianceTypes, &a, &i.problems)
	routes := map[string]routeModel{}
	for _, name := range chosen {
		route := i.live.Table.Routes[name]
		toHop := strings.EqualFold(route.HopType, hop.HopType) && route.HopAddress == hop.HopAddress && leadsOn(route)
		if route.Prefix == azure.DefaultPrefix && toHop {
			table.DefaultRouteEnabled, table.DefaultRouteName = types.BoolValue(true), types.StringValue(name)
			continue
		}
		one := routeModel{AddressPrefix: customtypes.NewRoutePrefix(route.Prefix)}
		if !toHop {
			one.NextHopType = types.StringValue(route.HopType)
			one.NextHopInIPAddress = customtypes.NewIPAddressPointer(values.StringOrNull(route.HopAddress).ValueStringPointer())
		}
		routes[name] = one
	}
	if len(routes) > 0 {
		table.Routes = values.ObjectMapFrom(i.ctx, routeTypes, routes, &i.problems)
	}
	m.RouteTable = values.ObjectFrom(i.ctx, routeTableTypes, &table, &i.problems)
}

// chosen are the routes that become ours.
func (i *imported) chosen(limited bool) []string {
	if !limited {
		nodes := i.live.NodeRoutes()
		return slices.DeleteFunc(sortedKeys(i.live.Table.Routes), func(name string) bool { return slices.Contains(nodes, name) })
	}
	table := values.KnownObject[routeTableModel](i.ctx, routeTablePath, i.state.RouteTable, &i.problems)
	if table == nil {
		return nil
	}
	var names []string
	for _, name := range sortedKeys(table.Routes.Elements()) {
		key, found := findKey(i.live.Table.Routes, name)
		if !found {
			i.problems.AddError("Cannot import "+typeName, fmt.Sprintf("The route table %s has no route %q.", i.id, name))
			continue
		}
		names = append(names, key)
	}
	return names
}

// hop is where the default route leads, else where the first route does that leads to an appliance or a gateway.
func (i *imported) hop(chosen []string) azure.LiveRoute {
	var found azure.LiveRoute
	for _, name := range chosen {
		route := i.live.Table.Routes[name]
		if leadsOn(route) && (route.Prefix == azure.DefaultPrefix || found.HopType == "") {
			found = route
		}
	}
	if found.HopType == "" {
		i.problems.AddAttributeError(path.Root("appliance"), "Cannot import "+typeName,
			fmt.Sprintf("No route of %s leads to an appliance or a gateway, so that there is no egress to import. A route table of another kind is none of this resource.", i.id))
	}
	return found
}

// leadsOn reports a route to an appliance or a gateway.
func leadsOn(route azure.LiveRoute) bool {
	return strings.EqualFold(route.HopType, azure.HopAppliance) || strings.EqualFold(route.HopType, azure.HopGateway)
}
