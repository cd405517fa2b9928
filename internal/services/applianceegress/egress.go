package applianceegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// egressType is the `type` of the exported object.
const egressType = "appliance"

// The kinds of hops in the exported object.
const (
	kindAppliance = "appliance"
	kindBalancer  = "load_balancer"
	kindFirewall  = "azure_firewall"
	kindGateway   = "virtual_network_gateway"
)

// egressModel is the exported object.
type egressModel struct {
	Type                       types.String `tfsdk:"type"`
	Subnets                    types.Map    `tfsdk:"subnets"`
	RouteTableID               types.String `tfsdk:"route_table_id"`
	BGPRoutePropagationEnabled types.Bool   `tfsdk:"bgp_route_propagation_enabled"`
	Routes                     types.Map    `tfsdk:"routes"`
	RoutesComplete             types.Bool   `tfsdk:"routes_complete"`
	Hop                        types.Object `tfsdk:"hop"`
	RuleCollectionGroups       types.Map    `tfsdk:"rule_collection_groups"`
	RulesComplete              types.Bool   `tfsdk:"rules_complete"`
}

type hopModel struct {
	Kind                      types.String `tfsdk:"kind"`
	ID                        types.String `tfsdk:"id"`
	SKUTier                   types.String `tfsdk:"sku_tier"`
	SubnetID                  types.String `tfsdk:"subnet_id"`
	PrivateIPAddress          types.String `tfsdk:"private_ip_address"`
	PredictedPrivateIPAddress types.String `tfsdk:"predicted_private_ip_address"`
	ForcedTunnelling          types.Bool   `tfsdk:"forced_tunnelling"`
}

// routeOut is a route of the exported object. ToFirewall marks one that leads to the hop of this egress, whatever its address.
type routeOut struct {
	AddressPrefix      types.String `tfsdk:"address_prefix"`
	PublicIP           types.String `tfsdk:"public_ip"`
	NextHopType        types.String `tfsdk:"next_hop_type"`
	NextHopInIPAddress types.String `tfsdk:"next_hop_in_ip_address"`
	ToFirewall         types.Bool   `tfsdk:"to_firewall"`
}

// exported is what the `egress` object is made of. Routes are the wanted ones in a plan and the live ones in a read: where these differ, the
// plan has something to do.
type exported struct {
	m      model
	hop    hop
	bgp    types.Bool
	routes map[string]routeOut // nil: not known
}

// value builds the object. What is unknown in the model stays unknown, leaf by leaf.
func (e exported) value(ctx context.Context, problems *diag.Diagnostics) types.Object {
	subnets := e.m.RoutedSubnets
	if subnets.IsNull() {
		subnets = types.MapValueMust(types.ObjectType{AttrTypes: subnetTypes}, map[string]attr.Value{})
	}
	routes := types.MapUnknown(types.ObjectType{AttrTypes: routeOutTypes})
	if e.routes != nil {
		routes = values.ObjectMapFrom(ctx, routeOutTypes, e.routes, problems)
	}
	groups, complete := declared(e.m.Rules)
	return values.ObjectFrom(ctx, egressTypes, &egressModel{
		Type: types.StringValue(egressType), Subnets: subnets, RouteTableID: plain(e.m.RouteTableID), BGPRoutePropagationEnabled: e.bgp, Routes: routes,
		RoutesComplete: e.routesComplete(), Hop: e.hopValue(ctx, problems), RuleCollectionGroups: groups, RulesComplete: complete,
	}, problems)
}

// routesComplete tells whether the table is made here: one of others may hold further routes.
func (e exported) routesComplete() types.Bool {
	if e.m.Name.IsUnknown() {
		return types.BoolUnknown()
	}
	return types.BoolValue(e.m.own())
}

func (e exported) hopValue(ctx context.Context, problems *diag.Diagnostics) types.Object {
	shown := &hopModel{
		Kind: types.StringUnknown(), ID: types.StringUnknown(), SKUTier: e.hop.tier, SubnetID: e.hop.subnet, PrivateIPAddress: e.hop.address,
		PredictedPrivateIPAddress: types.StringNull(), ForcedTunnelling: types.BoolNull(),
	}
	a := values.KnownObject[applianceModel](ctx, appliancePath, e.m.Appliance, problems)
	if a == nil || a.NextHopType.IsUnknown() {
		return values.ObjectFrom(ctx, hopTypes, shown, problems)
	}
	shown.ID = plain(a.object())
	switch {
	case a.gateway():
		shown.Kind, shown.ID = types.StringValue(kindGateway), types.StringNull()
	case !a.FirewallID.IsNull():
		shown.Kind = types.StringValue(kindFirewall)
	case !a.LoadBalancerFrontendID.IsNull():
		shown.Kind = types.StringValue(kindBalancer)
	default:
		shown.Kind = types.StringValue(kindAppliance)
	}
	return values.ObjectFrom(ctx, hopTypes, shown, problems)
}

// withHop puts what was read of the hop into a planned object in which it is not known yet, and into its routes.
func withHop(ctx context.Context, egress types.Object, h hop) types.Object {
	var ignored diag.Diagnostics
	e := values.KnownObject[egressModel](ctx, path.Empty(), egress, &ignored)
	if e == nil {
		return egress
	}
	if shown := values.KnownObject[hopModel](ctx, path.Empty(), e.Hop, &ignored); shown != nil {
		shown.PrivateIPAddress = values.KeepPlanned(shown.PrivateIPAddress, h.address)
		shown.SubnetID, shown.SKUTier = values.KeepPlanned(shown.SubnetID, h.subnet), values.KeepPlanned(shown.SKUTier, h.tier)
		e.Hop = values.ObjectFrom(ctx, hopTypes, shown, &ignored)
	}
	return values.ObjectFrom(ctx, egressTypes, e, &ignored)
}

// wantedRoutes are the routes of a plan; nil when even their names are not known.
func wantedRoutes(ctx context.Context, m model) map[string]routeOut {
	var ignored diag.Diagnostics
	table := values.KnownObject[routeTableModel](ctx, routeTablePath, m.RouteTable, &ignored)
	a := values.KnownObject[applianceModel](ctx, appliancePath, m.Appliance, &ignored)
	if table == nil || a == nil || a.NextHopType.IsUnknown() || !values.AllKnown(table.DefaultRouteEnabled, table.DefaultRouteName) {
		return nil
	}
	toHop := func(prefix types.String) routeOut {
		return routeOut{prefix, types.StringNull(), a.NextHopType, m.PrivateIPAddress, types.BoolValue(true)}
	}
	all := map[string]routeOut{}
	if table.DefaultRouteEnabled.ValueBool() {
		all[table.DefaultRouteName.ValueString()] = toHop(types.StringValue(azure.DefaultPrefix))
	}
	routes, complete := values.KnownObjectMap[routeModel](ctx, routesPath, table.Routes, &ignored)
	if !complete {
		return nil
	}
	for name, route := range routes {
		switch {
		case route.NextHopType.IsUnknown():
			return nil
		case route.NextHopType.IsNull():
			all[name] = toHop(plain(route.AddressPrefix))
		default:
			all[name] = routeOut{plain(route.AddressPrefix), types.StringNull(), route.NextHopType, plain(route.NextHopInIPAddress), types.BoolValue(false)}
		}
	}
	return all
}

// plain is a text of any type as a plain string: null, unknown or known.
func plain(v values.String) types.String {
	switch {
	case v.IsUnknown():
		return types.StringUnknown()
	case v.IsNull():
		return types.StringNull()
	}
	return types.StringValue(v.ValueString())
}
