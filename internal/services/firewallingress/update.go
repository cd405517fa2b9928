package firewallingress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *ingressResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.identify(ctx, resp.Identity, state, &resp.Diagnostics)
	if !changes(plan, state) && !plan.ID.IsUnknown() { // time limits and checks are ours alone
		plan.ID, plan.RulesAs = state.ID, state.RulesAs
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		return
	}
	want, plan, ok := r.prepare(ctx, plan, state, timeout, &resp.Diagnostics)
	if !ok {
		return
	}
	prior, err := priorOf(state)
	if err != nil {
		resp.Diagnostics.Append(operation("update", state.ID.ValueString(), timeout).Failed(err))
		return
	}
	unlock, err := r.ingresses().Lock(ctx, want)
	if err != nil {
		resp.Diagnostics.Append(operation("update", want.ID().String(), timeout).Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := r.ingresses().Update(ctx, prior, want); err != nil {
		resp.Diagnostics.Append(operation("update", want.ID().String(), timeout).Failed(err))
		return
	}
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, "", false)...)
	after, problems := published(ctx, plan, want)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.RestorePlanned(ctx, plan, after))...)
}
