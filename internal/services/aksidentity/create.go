package aksidentity

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *identityResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(problems...)
	id := idOf(plan, &resp.Diagnostics)
	tags := values.Tags(path.Root("tags_all"), plan.TagsAll, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	start, ok := r.anchor(id).Begin(ctx, &resp.Diagnostics)
	if !ok {
		return
	}
	live, err := r.make(ctx, id, plan, convergence.Merge(start.Live.Tags(), nil, tags, start.Mark), start.Resume)
	if err != nil {
		resp.Diagnostics.Append(r.anchor(id).Operation("create", timeout).Failed(err))
		if !r.anchor(id).Exists(ctx) {
			return
		}
	}
	after := r.complete(ctx, plan, model{}, live, timeout, "create", &resp.Diagnostics)
	// A partial state is saved with the error: the next plan replaces the tainted object, and the replacement completes what is there, with the
	// same principal (docs/design/0002-convergence.md).
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, start.Mark.Create, resp.Diagnostics.HasError())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, plan.ID)...)
}

// make brings the identity into being, or takes up the one that an interrupted run has made.
func (r *identityResource) make(ctx context.Context, id armid.ID, plan model, tags map[string]string, resume bool) (azure.Identity, error) {
	if !resume {
		return r.identities().Put(ctx, id, plan.Location.ValueString(), tags)
	}
	if err := r.identities().SetTags(ctx, id, tags); err != nil {
		return azure.Identity{}, err
	}
	return r.identities().Get(ctx, id)
}

// complete gives the identity its roles, takes away those that nobody wants any more, and ends the create's pending mark. It answers the
// state: truthful even where a step failed.
func (r *identityResource) complete(ctx context.Context, plan, prior model, live azure.Identity, timeout time.Duration, verb string, problems *diag.Diagnostics) model {
	after := plan
	after.PrincipalID, after.ClientID, after.TenantID = values.StringOrNull(live.PrincipalID), values.StringOrNull(live.ClientID), values.StringOrNull(live.TenantID)
	after.RoleAssignmentIDs = types.MapNull(assignmentIDElement)
	if problems.HasError() {
		return after
	}
	after.RoleAssignmentIDs = idsOf(r.settle(ctx, plan, live, problems))
	id := idOf(plan, problems)
	if problems.HasError() {
		return after
	}
	if plan.RoleAssignments.ValueString() == modeManage {
		keep, _ := wantedOf(plan)
		if err := r.sweep(ctx, id, live.PrincipalID, ours(prior, id), keep); err != nil {
			problems.Append(r.anchor(id).Failed(verb, timeout, err))
			return after
		}
	}
	if err := r.anchor(id).ClearPending(ctx); err != nil {
		problems.Append(r.anchor(id).Failed(verb, timeout, err))
	}
	return after
}

// idOf is the identity's ID in a state or a plan.
func idOf(m model, problems *diag.Diagnostics) armid.ID {
	id, err := armid.Parse(values.RequireString(idPath, m.ID, problems))
	if err != nil && !problems.HasError() {
		problems.Append(diags.AttributeBug(idPath, "the ID is not an ARM ID: "+err.Error()))
	}
	return id
}
