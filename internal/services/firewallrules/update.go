package firewallrules

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *rulesResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(problems...)
	_, prior, problems := specOf(state)
	resp.Diagnostics.Append(problems...)
	policy, want, problems := specOf(plan)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	unlock, err := r.groups().Lock(ctx, policy)
	if err != nil {
		resp.Diagnostics.Append(operation("update", policy, timeout).Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(r.preflight(ctx, plan, state, applying)...)
	if resp.Diagnostics.HasError() {
		return
	}
	object := convergence.ReadObject(ctx, req.Private)
	change := azure.GroupsChange{PolicyID: policy, Prior: prior, Want: want}
	live, err := r.bring(ctx, &change, true, &resp.Diagnostics)
	if err != nil {
		resp.Diagnostics.Append(r.failure(operation("update", policy, timeout), change, err)...)
		// The state stays as it was before: what the update has already done is seen by the next refresh, and what it has added is known by being
		// as wanted. Core keeps the private data of a failed update.
		resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, object.Incomplete)...)
		return
	}
	after := values.RestorePlanned(ctx, plan, publish(plan, live))
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, false)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, after)...)
}
