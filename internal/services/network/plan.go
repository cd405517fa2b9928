package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// defaultFlags are the schema's defaults of a half (peeringFlags).
var defaultFlags = azure.PeeringFlags{AllowVirtualNetworkAccess: true, AllowForwardedTraffic: true}

// ModifyPlan makes known what can be known: IDs, defaults, all tags. It reads nothing but the address spaces of networks
// to be peered with, and those only when this run does not make them itself.
func (r *networkResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		var id types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, identityPath, &id)...)
		lifecycle.RecordPlan(ctx, r.account, req, resp, id.ValueString(), nil)
		return
	}
	var config, plan, state model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	id := r.planID(&plan, state)
	plan.TagsAll = lifecycle.PlannedTags(r.account, plan.Tags)
	resp.Diagnostics.Append(planSubnets(ctx, &plan, state, id)...)
	resp.Diagnostics.Append(planPeerings(ctx, &plan, config, state)...)
	plan.OtherSubnets = planOthers(plan, state)
	if lifecycle.Unfinished(ctx, req) {
		plan.OtherSubnets = types.MapUnknown(types.ObjectType{AttrTypes: otherSubnetTypes})
	}

	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.record(ctx, id, plan)
	resp.Diagnostics.Append(r.refuseOverlaps(ctx, plan, state)...)
	skip, _ := values.KnownStrings(plan.SkipChecks)
	diags.AppendChecks(&resp.Diagnostics, skip, judgeOthers(ctx, plan, state)...)
	diags.AppendChecks(&resp.Diagnostics, skip, r.judgeHalves(ctx, id, plan)...)
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeAllTags(checkTags, plan.Tags, plan.TagsAll)...)
	lifecycle.RecordPlan(ctx, r.account, req, resp, id.String(), plannedParts(ctx, plan))
}

// planID forms the network's ID as soon as its parts are known; an object in the state keeps its own (lifecycle.KeptID).
func (r *networkResource) planID(plan *model, state model) armid.ID {
	if r.account == nil || r.account.SubscriptionID == "" || !values.AllKnown(plan.Name, plan.ResourceGroupName) {
		if convergence.SameID(state.ID.ValueString(), plan.ID.ValueString()) {
			id, _ := armid.Parse(state.ID.ValueString())
			return id
		}
		plan.ID = types.StringUnknown()
		return armid.ID{}
	}
	id := r.account.ResourceID(plan.ResourceGroupName.ValueString(), "Microsoft.Network", "virtualNetworks", plan.Name.ValueString())
	id = lifecycle.KeptID(state.ID, id)
	plan.ID = types.StringUnknown()
	if !id.IsZero() {
		plan.ID = types.StringValue(id.String())
	}
	return id
}

// planSubnets fills in the subnets' IDs, which follow from the network's.
func planSubnets(ctx context.Context, plan *model, state model, id armid.ID) diag.Diagnostics {
	var problems diag.Diagnostics
	planned, complete := values.KnownObjectMap[subnetModel](ctx, subnetsPath, plan.Subnets, &problems)
	prior, _ := values.KnownObjectMap[subnetModel](ctx, subnetsPath, state.Subnets, &problems)
	if !complete || plan.Subnets.IsNull() {
		return problems
	}
	for name, subnet := range planned {
		subnet.ID = plannedChildID(id, prior[name].ID, name)
		planned[name] = subnet
	}
	plan.Subnets = values.ObjectMapFrom(ctx, subnetTypes, planned, &problems)
	return problems
}

func plannedChildID(network armid.ID, before types.String, name string) types.String {
	if network.IsZero() {
		return types.StringUnknown()
	}
	id := network.Child("subnets", name)
	if convergence.SameID(before.ValueString(), id.String()) {
		return before
	}
	return types.StringValue(id.String())
}

// planPeerings names the other halves: the schema's defaults cannot, because the name comes from this network.
func planPeerings(ctx context.Context, plan *model, config, state model) diag.Diagnostics {
	var problems diag.Diagnostics
	planned, complete := values.KnownObjectMap[peeringModel](ctx, peeringsPath, plan.Peerings, &problems)
	written, _ := values.KnownObjectMap[peeringModel](ctx, peeringsPath, config.Peerings, &problems)
	prior, _ := values.KnownObjectMap[peeringModel](ctx, peeringsPath, state.Peerings, &problems)
	if !complete || len(planned) == 0 {
		return problems
	}
	for name, peering := range planned {
		reverse := values.KnownObject[reverseModel](ctx, peeringsPath, peering.Reverse, &problems)
		asked := values.KnownObject[reverseModel](ctx, peeringsPath, written[name].Reverse, &problems)
		if reverse == nil || (asked != nil && !asked.Name.IsNull()) {
			continue
		}
		reverse.Name = plan.Name
		if earlier := values.KnownObject[reverseModel](ctx, peeringsPath, prior[name].Reverse, &problems); earlier != nil && values.Known(earlier.Name) {
			reverse.Name = earlier.Name
		}
		peering.Reverse = values.ObjectFrom(ctx, reverseTypes, reverse, &problems)
		planned[name] = peering
	}
	plan.Peerings = values.ObjectMapFrom(ctx, peeringTypes, planned, &problems)
	return problems
}

// planOthers keeps what the refresh saw, less the subnets that become ours: those that an interrupted update of ours had
// added (C-13). Before there is a network, nothing is known: a create may resume one that others have already put subnets
// into.
func planOthers(plan, state model) types.Map {
	if !values.Known(state.OtherSubnets) || plan.Subnets.IsUnknown() || !convergence.SameID(state.ID.ValueString(), plan.ID.ValueString()) {
		return types.MapUnknown(types.ObjectType{AttrTypes: otherSubnetTypes})
	}
	others := state.OtherSubnets.Elements()
	for name := range others {
		if _, ours := ownName(plan.Subnets.Elements(), name); ours {
			delete(others, name)
		}
	}
	return types.MapValueMust(types.ObjectType{AttrTypes: otherSubnetTypes}, others)
}

// plannedParts is the planned children, as far as they are known.
func plannedParts(ctx context.Context, plan model) []string {
	if plan.ID.IsUnknown() || !values.FullyKnown(plan.Subnets) || !values.FullyKnown(plan.Peerings) || plan.TagsAll.IsUnknown() ||
		!values.FullyKnown(plan.AddressSpace) || !values.FullyKnown(plan.DNSServers) {
		return nil
	}
	spec, problems := specOf(ctx, plan, model{})
	if problems.HasError() {
		return nil
	}
	return spec.Parts()
}
