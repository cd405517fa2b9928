package applianceegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// planning is one ModifyPlan under way.
type planning struct {
	ctx                 context.Context //nolint:containedctx // a planning lives within one call
	r                   *egressResource
	config, plan, state model
	prior               bool // there is a prior state
	problems            diag.Diagnostics
}

// ModifyPlan makes known what can be known: the table's ID, the address that the routes lead to, all tags and the exported egress.
func (r *egressResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		var state model
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		lifecycle.RecordPlan(ctx, r.account, req, resp, state.ID.ValueString(), nil)
		return
	}
	p := &planning{ctx: ctx, r: r, prior: !req.State.Raw.IsNull()}
	resp.Diagnostics.Append(req.Config.Get(ctx, &p.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &p.plan)...)
	if p.prior {
		resp.Diagnostics.Append(req.State.Get(ctx, &p.state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	p.fill()
	if lifecycle.Unfinished(ctx, req) {
		// A value that is not known makes core call Update, which finishes what is missing (C-8).
		p.plan.ForeignRoutes = types.MapUnknown(types.ObjectType{AttrTypes: foreignRouteTypes})
	}
	resp.Diagnostics.Append(p.problems...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, p.plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if p.prior && !convergence.SameID(p.plan.RouteTableID.ValueString(), p.state.RouteTableID.ValueString()) {
		resp.RequiresReplace = append(resp.RequiresReplace, routeTableIDPath)
	}
	resp.Diagnostics.Append(r.preflight(ctx, p.plan, p.state)...)
	resp.Diagnostics.Append(p.verdict()...)
	lifecycle.RecordPlan(ctx, r.account, req, resp, p.plan.ID.ValueString(), plannedParts(ctx, p.plan))
}

func (p *planning) fill() {
	p.table()
	own := p.config.RouteTableID.IsNull()
	p.plan.TagsAll = types.MapNull(types.StringType)
	if own {
		p.plan.TagsAll = lifecycle.PlannedTags(p.r.account, p.plan.Tags)
	}
	bgp := p.propagation(own)

	a := values.KnownObject[applianceModel](p.ctx, appliancePath, p.plan.Appliance, &p.problems)
	h, notes := p.r.planHop(p.ctx, a, p.state)
	p.problems.Append(notes...)
	p.plan.PrivateIPAddress = h.address
	p.plan.ForeignRoutes = p.foreign()
	p.plan.Egress = exported{m: p.plan, hop: h, bgp: bgp, routes: wantedRoutes(p.ctx, p.plan)}.value(p.ctx, &p.problems)
}

// table forms the ID of a table that is made here as soon as its parts are known; all in the state's spelling where they name the same.
func (p *planning) table() {
	id := p.config.RouteTableID
	if id.IsNull() {
		id = p.ownTable()
	}
	if convergence.SameID(id.ValueString(), p.state.RouteTableID.ValueString()) {
		id = p.state.RouteTableID
	}
	p.plan.RouteTableID, p.plan.ID = id, plain(id)
}

func (p *planning) ownTable() customtypes.ResourceID {
	account := p.r.account
	if account == nil || account.SubscriptionID == "" || !values.AllKnown(p.plan.Name, p.plan.ResourceGroupName) {
		return customtypes.NewResourceIDUnknown()
	}
	id := account.ResourceID(p.plan.ResourceGroupName.ValueString(), "Microsoft.Network", "routeTables", p.plan.Name.ValueString())
	if id.IsZero() {
		return customtypes.NewResourceIDUnknown()
	}
	return customtypes.NewResourceID(id.String())
}

// propagation answers what the exported object says of learned routes. Of a table of others the setting is theirs: it is null in
// `route_table`, and what the last read saw stands in the exported object.
func (p *planning) propagation(own bool) types.Bool {
	table := values.KnownObject[routeTableModel](p.ctx, routeTablePath, p.plan.RouteTable, &p.problems)
	switch {
	case table == nil:
		return types.BoolUnknown()
	case own:
		return table.BGPRoutePropagationEnabled
	}
	table.BGPRoutePropagationEnabled = types.BoolNull()
	p.plan.RouteTable = values.ObjectFrom(p.ctx, routeTableTypes, table, &p.problems)
	if seen := values.KnownObject[egressModel](p.ctx, path.Empty(), p.state.Egress, &p.problems); seen != nil && p.sameTable() {
		return seen.BGPRoutePropagationEnabled
	}
	return types.BoolUnknown()
}

func (p *planning) sameTable() bool {
	return p.prior && convergence.SameID(p.state.RouteTableID.ValueString(), p.plan.RouteTableID.ValueString())
}

// foreign keeps what the refresh saw, less the routes that become ours. Before there is a table nothing is known: a create may resume
// one that others have put routes into.
func (p *planning) foreign() types.Map {
	table := values.KnownObject[routeTableModel](p.ctx, routeTablePath, p.plan.RouteTable, &p.problems)
	if !values.Known(p.state.ForeignRoutes) || !p.sameTable() || table == nil || table.Routes.IsUnknown() {
		return types.MapUnknown(types.ObjectType{AttrTypes: foreignRouteTypes})
	}
	others := p.state.ForeignRoutes.Elements()
	ours := wantedRoutes(p.ctx, p.plan)
	for name := range others {
		if _, own := findKey(ours, name); own {
			delete(others, name)
		}
	}
	return types.MapValueMust(types.ObjectType{AttrTypes: foreignRouteTypes}, others)
}

// plannedParts is the routed subnets, as far as they are known: what the next plan no longer routes has to be let go (C-7).
func plannedParts(ctx context.Context, plan model) []string {
	if !values.FullyKnown(plan.RoutedSubnets) {
		return nil
	}
	var ignored diag.Diagnostics
	routed, _ := values.KnownObjectMap[subnetModel](ctx, routedPath, plan.RoutedSubnets, &ignored)
	parts := []string{}
	for _, subnet := range routed {
		parts = append(parts, subnet.ID.ValueString())
	}
	return parts
}
