package aksidentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ModifyPlan makes known what can be known: the ID, the tags, and the assignments that are there already. It reads nothing.
func (r *identityResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		lifecycle.RecordPlan(ctx, r.account, req, resp, state.ID.ValueString(), nil)
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.ID = r.plannedID(plan, state)
	plan.TagsAll = lifecycle.PlannedTags(r.account, plan.Tags)
	plan.PrincipalID, plan.ClientID, plan.TenantID = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	if stays(plan, state) {
		plan.PrincipalID, plan.ClientID, plan.TenantID = state.PrincipalID, state.ClientID, state.TenantID
	} else {
		state.RoleAssignmentIDs = types.MapNull(assignmentIDElement)
	}
	plan.RoleAssignmentIDs = plannedAssignments(plan, state)
	if lifecycle.Unfinished(ctx, req) {
		plan.RoleAssignmentIDs = types.MapUnknown(assignmentIDElement)
	}
	r.recordRights(plan, state)
	skip, _ := values.KnownStrings(plan.SkipChecks)
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeAllTags(checkTags, plan.Tags, plan.TagsAll)...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	lifecycle.RecordPlan(ctx, r.account, req, resp, plan.ID.ValueString(), nil)
}

// plannedID forms the ID as soon as its parts are known; an object in the state keeps its own (lifecycle.KeptID).
func (r *identityResource) plannedID(plan, state model) types.String {
	if r.account == nil || r.account.SubscriptionID == "" || !values.AllKnown(plan.Name, plan.ResourceGroupName) {
		if !state.ID.IsNull() && convergence.SameID(state.ID.ValueString(), plan.ID.ValueString()) {
			return state.ID
		}
		return types.StringUnknown()
	}
	id := r.account.ResourceID(plan.ResourceGroupName.ValueString(), "Microsoft.ManagedIdentity", "userAssignedIdentities", plan.Name.ValueString())
	if id = lifecycle.KeptID(state.ID, id); id.IsZero() {
		return types.StringUnknown()
	}
	return types.StringValue(id.String())
}

// stays: the plan is about the object in the state, and not about one that replaces it.
func stays(plan, state model) bool {
	return !state.ID.IsNull() && plan.ID.Equal(state.ID) && customtypes.EqualLocation(plan.Location.ValueString(), state.Location.ValueString())
}

// plannedAssignments keeps the ID of each assignment that asks for what the state's asked for. The others are unknown until they
// are made: one of somebody else may be found in their place.
func plannedAssignments(plan, state model) types.Map {
	mode, known := values.KnownString(plan.RoleAssignments)
	list, complete := wantedOf(plan)
	switch {
	case known && mode == modeNone:
		return values.MapOfStrings(nil)
	case !known || !complete:
		return types.MapUnknown(assignmentIDElement)
	}
	before := map[string]wanted{}
	prior, _ := wantedOf(state)
	for _, w := range prior {
		before[w.key] = w
	}
	all := map[string]attr.Value{}
	for _, w := range list {
		all[w.key] = types.StringUnknown()
		id, there := state.RoleAssignmentIDs.Elements()[w.key]
		if earlier := before[w.key]; there && w.known() && earlier.known() && earlier.same(w) {
			all[w.key] = id
		}
	}
	return types.MapValueMust(assignmentIDElement, all)
}

// ours are the assignments of the state that this resource made, which their names prove.
func ours(state model, id armid.ID) []azure.Assignment {
	principal := state.PrincipalID.ValueString()
	var all []azure.Assignment
	list, _ := wantedOf(state)
	for _, w := range list {
		if !w.known() || principal == "" {
			continue
		}
		a := w.of(id, principal)
		if text, ok := state.RoleAssignmentIDs.Elements()[w.key].(types.String); ok && a.ID().EqualFold(text.ValueString()) {
			all = append(all, a)
		}
	}
	return all
}
