package applianceegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *egressResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	// Before anything else: where core knows no identity yet (before 1.12) the framework asks for it even of an object that
	// turns out to be gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, state.ID)...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if state.RouteTableID.IsNull() {
		r.readImported(ctx, state, req, resp)
		return
	}
	ours, problems := specOf(ctx, completed(state))
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	live, err := r.routings().Read(ctx, ours)
	if err != nil {
		resp.Diagnostics.Append(r.anchor(ours.Table.ID).Operation("read", timeout).Failed(err))
		return
	}
	if live.Table == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	after, problems := publish(ctx, state, ours, live)
	resp.Diagnostics.Append(problems...)
	if !ours.Table.Existing {
		resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, live.Table.Tags)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(state, after))...)
}
