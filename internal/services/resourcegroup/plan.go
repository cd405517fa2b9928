package resourcegroup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// The fact-based checks of this resource.
const (
	checkName = "RG-NAME"
	checkTags = "RG-TAGS"
)

var checkIDs = []string{checkName, checkTags}

// ValidateConfig judges every known part of the configuration.
func (r *groupResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	skip, _ := values.KnownStrings(config.SkipChecks)
	if name, known := values.KnownString(config.Name); known {
		if err := cloud.ValidateName(cloud.NameResourceGroup, name); err != nil {
			diags.AppendChecks(&resp.Diagnostics, skip, diags.Check{
				Rule: checkName, Attribute: path.Root("name"), Summary: "Not a valid name", Detail: err.Error(),
			})
		}
	}
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeTags(checkTags, tagsPath, lifecycle.KnownTags(config.Tags))...)
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeTimeouts(config.Timeouts.Object)...)
}

// ModifyPlan makes the ID and all tags known. It contacts nothing.
func (r *groupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
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
	skip, _ := values.KnownStrings(plan.SkipChecks)
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeAllTags(checkTags, plan.Tags, plan.TagsAll)...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	lifecycle.RecordPlan(ctx, r.account, req, resp, plan.ID.ValueString(), nil)
}

func (r *groupResource) plannedID(plan, state model) types.String {
	name, known := values.KnownString(plan.Name)
	if !known || r.account == nil || r.account.SubscriptionID == "" {
		return types.StringUnknown()
	}
	id := lifecycle.KeptID(state.ID, r.account.GroupID(name))
	if id.IsZero() {
		return types.StringUnknown()
	}
	return types.StringValue(id.String())
}
