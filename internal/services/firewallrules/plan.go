package firewallrules

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// ModifyPlan makes the IDs known and judges the rules beside what the policy holds already.
func (r *rulesResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		r.tell(state, model{})
		lifecycle.RecordPlan(ctx, r.account, req, resp, state.ID.ValueString(), nil)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if values.AllKnown(plan.PolicyID, state.PolicyID) && customtypes.SameResourceID(plan.PolicyID.ValueString(), state.PolicyID.ValueString()) {
		plan.ID = state.ID
	} else {
		plan.ID = idOf(plan.PolicyID)
	}
	plan.RuleCollectionGroupIDs = plannedIDs(plan)
	if lifecycle.Unfinished(ctx, req) {
		// A value that is not known makes core call Update, which finishes what is missing (C-8).
		plan.RuleCollectionGroupIDs = types.MapUnknown(types.StringType)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.preflight(ctx, plan, state, planning)...)
	r.tell(state, plan)
	lifecycle.RecordPlan(ctx, r.account, req, resp, plan.ID.ValueString(), nil)
}

// tell lets clusters that depend on these rules be judged with them before they exist.
func (r *rulesResource) tell(state, plan model) {
	if r.account == nil {
		return
	}
	before, had := state.PolicyID.ID()
	after, will := plan.PolicyID.ID()
	if had && !before.Equal(after) {
		preflight.PlanRules(r.account.Ledger, before, nil, groupNames(state))
		had = false
	}
	if will {
		var names []string
		if had {
			names = groupNames(state)
		}
		preflight.PlanRules(r.account.Ledger, after, plan.RuleCollectionGroups, names)
	}
}

// idOf is a policy's ID as a plain string.
func idOf(policy customtypes.ResourceID) types.String {
	id, known := policy.ID()
	if !known {
		return types.StringUnknown()
	}
	return types.StringValue(id.String())
}

// plannedIDs are the IDs of the groups, as soon as policy and names are known.
func plannedIDs(plan model) types.Map {
	groups := view.Map(plan.RuleCollectionGroups)
	policy, known := plan.PolicyID.ID()
	if !known || !groups.Complete {
		return types.MapUnknown(types.StringType)
	}
	ids := map[string]attr.Value{}
	for _, name := range groups.Keys {
		ids[name] = types.StringValue((&azure.Policy{ID: policy}).GroupID(name).String())
	}
	return types.MapValueMust(types.StringType, ids)
}

// groupNames are the names of a model's groups, sorted.
func groupNames(m model) []string {
	return slices.Sorted(maps.Keys(m.RuleCollectionGroups.Elements()))
}
