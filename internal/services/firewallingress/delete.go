package firewallingress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
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
	id, err := armid.Parse(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(end.Failed(err))
		return
	}
	// Only the place matters, so that a state which lacks anything else can be destroyed.
	firewall, _ := state.FirewallID.ID()
	prior := azure.Ingress{FirewallID: firewall, PolicyID: policyOf(id), Name: id.Name()}
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
