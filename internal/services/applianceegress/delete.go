package applianceegress

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
	prior, problems := specOf(ctx, completed(state))
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.anchor(prior.Table.ID).Operation("delete", timeout)
	unlock, err := r.routings().LockAll(ctx, prior)
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if err := r.remove(ctx, req, resp, prior); err != nil {
		resp.Diagnostics.Append(failure(operation, err)...)
		// Core stores the private data of a failed delete; the plan's record does not belong to it.
		resp.Diagnostics.Append(convergence.ClearPlan(ctx, resp.Private)...)
	}
}

// remove deletes the egress, or tells that it is only the first half of a create's second try. In a table of others there is no mark
// to tell that by: there the routes are removed and made anew.
func (r *egressResource) remove(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, prior azure.Routing) error {
	if prior.Table.Existing {
		return r.routings().Delete(ctx, prior)
	}
	var parts []string
	for _, subnet := range prior.Subnets {
		parts = append(parts, subnet.String())
	}
	decision, note, err := r.anchor(prior.Table.ID).DecideDelete(ctx, req.Private, parts)
	if err != nil {
		return err
	}
	switch {
	case decision.Action == convergence.Superseded:
	case decision.Action == convergence.Keep && len(decision.Leftover) == 0:
	default:
		// Also for an unfinished egress of which the new plan routes less: in doubt the answer is delete (C-10).
		return r.routings().Delete(ctx, prior)
	}
	if note != nil {
		resp.Diagnostics.Append(note)
	}
	return nil
}
