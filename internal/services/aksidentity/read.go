package aksidentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *identityResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(problems...)
	id := idOf(state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ctx = armclient.WithReadCache(ctx)

	// Before anything else: where core knows no identity yet (before 1.12) the framework asks for it even of an object that
	// turns out to be gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, state.ID)...)
	live, err := r.identities().Get(ctx, id)
	if armclient.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.anchor(id).Operation("read", timeout).Failed(err))
		return
	}
	after, before := state, state
	if state.Name.IsNull() { // the read that follows an import
		after = r.imported(ctx, state, id, live, &resp.Diagnostics)
		before = after
	} else {
		after.Tags = lifecycle.OwnTags(state.Tags, live.Tags)
		after.TagsAll = lifecycle.OwnTags(state.TagsAll, live.Tags)
		after.RoleAssignmentIDs = r.seen(ctx, state, id, live, &resp.Diagnostics)
	}
	after.Location = customtypes.NewLocation(live.Location)
	after.PrincipalID, after.ClientID, after.TenantID = types.StringValue(live.PrincipalID), values.StringOrNull(live.ClientID), values.StringOrNull(live.TenantID)
	resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, live.Tags)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(before, after))...)
}

// seen looks after the assignments of the state, all at once. One that is gone has no entry any more, so that the next plan makes it anew;
// one that may not be read stays as it was.
func (r *identityResource) seen(ctx context.Context, state model, id armid.ID, live azure.Identity, problems *diag.Diagnostics) types.Map {
	before := state.RoleAssignmentIDs.Elements()
	if len(before) == 0 || state.RoleAssignments.ValueString() == modeNone {
		return state.RoleAssignmentIDs
	}
	list, _ := wantedOf(state)
	there := map[string]attr.Value{}
	found := atOnce(list, problems, func(w wanted) (string, diag.Diagnostic) {
		if _, known := before[w.key]; !known || !w.known() {
			return "", nil
		}
		return r.look(ctx, w, w.of(id, live.PrincipalID), state.RoleAssignments.ValueString())
	})
	for key, answer := range found {
		switch earlier, known := before[key]; {
		case answer == unreadable && known:
			there[key] = earlier
		case answer != "" && answer != unreadable:
			there[key] = types.StringValue(answer)
			if text, ok := earlier.(types.String); ok && customtypes.SameResourceID(text.ValueString(), answer) {
				there[key] = earlier
			}
		}
	}
	return types.MapValueMust(assignmentIDElement, there)
}

// unreadable stands for an assignment that the caller may not look at.
const unreadable = "?"

func (r *identityResource) look(ctx context.Context, w wanted, a azure.Assignment, mode string) (string, diag.Diagnostic) {
	var answer string
	var err error
	if mode == modeVerify {
		answer, err = r.assignments().Held(ctx, a.PrincipalID, w.scope, w.need.Actions)
	} else {
		answer, _, err = r.assignments().Find(ctx, a)
	}
	switch class := armclient.ClassOf(err); {
	case err == nil:
		return answer, nil
	case class == armclient.NotFound || class == armclient.ParentNotFound: // the scope is gone, and its assignments with it
		return "", nil
	case armclient.IsForbidden(err):
		return unreadable, nil
	}
	return "", diags.AttributeFromError(w.at, "read", "role assignment", a.ID().String(), err)
}
