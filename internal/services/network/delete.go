package network

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

func (r *networkResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(problems...)
	prior, problems := specOf(ctx, completed(state), model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.anchor(prior.ID).Operation("delete", timeout)
	unlock, err := r.networks().Lock(ctx, prior)
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if err := r.remove(ctx, req, resp, prior); err != nil {
		resp.Diagnostics.Append(deleteFailure(operation, err))
		// Core stores the private data of a failed delete; the plan's record does not belong to it.
		resp.Diagnostics.Append(convergence.ClearPlan(ctx, resp.Private)...)
	}
}

func (r *networkResource) remove(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, prior azure.VirtualNetwork) error {
	decision, note, err := r.anchor(prior.ID).DecideDelete(ctx, req.Private, prior.Parts())
	if err != nil {
		return err
	}
	if note != nil {
		resp.Diagnostics.Append(note)
	}
	switch decision.Action {
	case convergence.Superseded:
		return nil
	case convergence.Keep:
		for _, part := range decision.Leftover {
			id, err := armid.Parse(part)
			if err != nil {
				return err
			}
			if err := r.account.Client.Delete(ctx, id, azure.APIVersion); err != nil {
				return err
			}
		}
		return nil
	default:
		return r.networks().Delete(ctx, prior)
	}
}

func deleteFailure(operation diags.Operation, err error) diag.Diagnostic {
	var foreign *azure.ForeignSubnetsError
	if errors.As(err, &foreign) {
		return diag.NewErrorDiagnostic("The virtual network holds subnets of other writers",
			"Deleting "+operation.ID+" would also delete the subnets "+strings.Join(foreign.Names, ", ")+", which this resource does not manage. "+
				"Nothing was deleted. Delete these subnets where they are managed, or import the network again so that they become part of `subnets`, "+
				"or take the network out of the state with `terraform state rm`.")
	}
	return operation.Failed(err)
}
