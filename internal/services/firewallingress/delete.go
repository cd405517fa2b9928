package firewallingress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func (r *ingressResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	end := operation("delete", state.ID.ValueString(), timeout)
	prior, err := priorOf(state)
	if err != nil {
		resp.Diagnostics.Append(end.Failed(err))
		return
	}
	unlock, err := r.ingresses().Lock(ctx, prior)
	if err != nil {
		resp.Diagnostics.Append(end.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := r.ingresses().Delete(ctx, prior); err != nil {
		resp.Diagnostics.Append(end.Failed(err))
	}
}
