package firewallegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

func (r *egressResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(problems...)
	prior, problems := specOf(ctx, completed(state), model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.anchor(prior).Operation("delete", timeout)
	unlock, err := r.egresses().LockAll(ctx, prior)
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if err := r.remove(ctx, req, resp, prior); err != nil {
		resp.Diagnostics.Append(failure(operation, prior, err)...)
		// Core stores the private data of a failed delete; the plan's record does not belong to it.
		resp.Diagnostics.Append(convergence.ClearPlan(ctx, resp.Private)...)
	}
}

func (r *egressResource) remove(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, prior azure.Egress) error {
	decision, note, err := r.anchor(prior).DecideDelete(ctx, req.Private, prior.Parts())
	if err != nil {
		return err
	}
	switch {
	case decision.Action == convergence.Superseded:
	case decision.Action == convergence.Keep && len(decision.Leftover) == 0:
	default:
		// Also for an unfinished egress of which the new plan has less: what goes (an address, a policy) is in use by what would
		// stay, and in doubt the answer is delete (C-10).
		return r.egresses().Delete(ctx, prior)
	}
	if note != nil {
		resp.Diagnostics.Append(note)
	}
	return nil
}
