package firewallegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
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

	if imported := state.Name.IsNull(); imported {
		r.readImported(ctx, state, req, resp)
		return
	}
	ours, problems := specOf(ctx, completed(state), model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	live, err := r.egresses().Read(ctx, ours)
	if err != nil {
		resp.Diagnostics.Append(r.anchor(ours).Operation("read", timeout).Failed(err))
		return
	}
	if live.Gone() {
		resp.State.RemoveResource(ctx)
		return
	}
	live.RulesOfOthers = r.egresses().OtherRules(ctx, ours, live)
	after, problems := publish(ctx, state, ours, live)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, anchorTags(ours, live))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(state, after))...)
}

// anchorTags are the live tags of the anchor; none where it is gone.
func anchorTags(ours azure.Egress, live azure.LiveEgress) map[string]string {
	switch {
	case ours.Routing.Table.Existing && live.Firewall != nil:
		return live.Firewall.Tags
	case !ours.Routing.Table.Existing && live.Table != nil:
		return live.Table.Tags
	}
	return nil
}
