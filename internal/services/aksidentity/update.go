package aksidentity

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *identityResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(problems...)
	id := idOf(plan, &resp.Diagnostics)
	planned := values.Tags(path.Root("tags_all"), plan.TagsAll, &resp.Diagnostics)
	before := values.Tags(path.Root("tags_all"), state.TagsAll, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, plan.ID)...)
	object := convergence.ReadObject(ctx, req.Private)
	live, err := r.writeTags(ctx, id, before, planned)
	if err != nil {
		resp.Diagnostics.Append(r.anchor(id).Operation("update", timeout).Failed(err))
	}
	after := r.complete(ctx, plan, state, live, timeout, "update", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		// The old state stays, so that the next plan holds the same change: what is done already is found done, and an assignment that should
		// have gone is still known.
		after = state
	}
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, resp.Diagnostics.HasError() && object.Incomplete)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// writeTags sends the tags only where they differ.
func (r *identityResource) writeTags(ctx context.Context, id armid.ID, before, planned map[string]string) (azure.Identity, error) {
	live, err := r.identities().Get(ctx, id)
	if err != nil {
		return azure.Identity{}, err
	}
	tags := convergence.Merge(live.Tags, before, planned, r.anchor(id).Mark(live.Tags))
	if maps.Equal(live.Tags, tags) {
		return live, nil
	}
	return live, r.identities().SetTags(ctx, id, tags)
}
