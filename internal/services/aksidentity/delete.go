package aksidentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

func (r *identityResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(problems...)
	id := idOf(state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	decision, note, err := r.anchor(id).DecideDelete(ctx, req.Private, nil)
	if note != nil {
		resp.Diagnostics.Append(note)
	}
	if err == nil && decision.Action == convergence.Delete { // else the create that follows sweeps what nobody wants any more
		err = r.remove(ctx, state, id)
	}
	if err != nil {
		resp.Diagnostics.Append(r.anchor(id).Operation("delete", timeout).Failed(err))
		resp.Diagnostics.Append(convergence.ClearPlan(ctx, resp.Private)...)
	}
}

// remove takes our assignments away before the identity goes: afterwards they would stay behind with an unknown principal.
func (r *identityResource) remove(ctx context.Context, state model, id armid.ID) error {
	live, err := r.identities().Get(ctx, id)
	if armclient.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.sweep(ctx, id, live.PrincipalID, ours(state, id), nil); err != nil {
		return err
	}
	return r.identities().Delete(ctx, id)
}
