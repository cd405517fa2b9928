package resourcegroup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/resources"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// Create makes the group, or takes over the one that an interrupted run of the same owner has made.
func (r *groupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
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
	tags = convergence.Merge(start.Live.Tags(), nil, tags, start.Mark)
	var err error
	if start.Resume {
		err = r.groups().SetTags(ctx, id, tags)
	} else {
		err = r.groups().Put(ctx, id, plan.Location.ValueString(), tags)
	}
	if err != nil {
		resp.Diagnostics.Append(r.anchor(id).Operation("create", timeout).Failed(err))
		if !r.anchor(id).Exists(ctx) {
			return
		}
	}
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, start.Mark.Create, err != nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, plan.ID)...)
}

// Read shows what the group is now. Only a confirmed 404 of the group itself takes it out of the state.
func (r *groupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
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

	// Before anything else: where core knows no identity yet (before 1.12) the framework asks for it even of an object that
	// turns out to be gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, state.ID)...)
	group, err := r.groups().Get(ctx, id)
	if armclient.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.anchor(id).Operation("read", timeout).Failed(err))
		return
	}
	after := state
	if state.Name.IsNull() { // the read that follows an import
		after.Name = types.StringValue(id.Name())
		after.Tags, after.TagsAll = lifecycle.ImportedTags(r.account, group.Tags)
	} else {
		after.Tags = lifecycle.OwnTags(state.Tags, group.Tags)
		after.TagsAll = lifecycle.OwnTags(state.TagsAll, group.Tags)
	}
	after.Location = customtypes.NewLocation(group.Location)
	resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, group.Tags)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// Update changes tags, which is all that a group can change.
func (r *groupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(problems...)
	id := idOf(plan, &resp.Diagnostics)
	planned := values.Tags(path.Root("tags_all"), plan.TagsAll, &resp.Diagnostics)
	prior := values.Tags(path.Root("tags_all"), state.TagsAll, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, plan.ID)...)
	object := convergence.ReadObject(ctx, req.Private)
	err := r.writeTags(ctx, id, prior, planned)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, err != nil && object.Incomplete)...)
	if err != nil {
		resp.Diagnostics.Append(r.anchor(id).Operation("update", timeout).Failed(err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// writeTags replaces the tags by those just read with ours over them. Resource groups know no etags (arm-wire.md 6.2),
// so the time between read and write is kept as short as one call.
func (r *groupResource) writeTags(ctx context.Context, id armid.ID, prior, planned map[string]string) error {
	group, err := r.groups().Get(ctx, id)
	if err != nil {
		return err
	}
	return r.groups().SetTags(ctx, id, convergence.Merge(group.Tags, prior, planned, r.anchor(id).Mark(group.Tags)))
}

// Delete removes the group if it is empty.
func (r *groupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
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
	if err == nil && decision.Action == convergence.Delete {
		err = r.groups().DeleteEmpty(ctx, id)
	}
	if err != nil {
		resp.Diagnostics.Append(deleteFailure(r.anchor(id).Operation("delete", timeout), err))
		resp.Diagnostics.Append(convergence.ClearPlan(ctx, resp.Private)...)
	}
}

// ImportState takes the group's ARM ID.
func (r *groupResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text := req.ID
	if text == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, idPath, &text)...)
	}
	id, err := customtypes.ParseResourceID(text, azure.ResourceGroupType)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q is not the ID of a resource group: %v.\n\n"+
			"Give it as /subscriptions/<subscription ID>/resourceGroups/<name>.", text, err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, idPath, id.String())...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, id.String())...)
}

func idOf(m model, problems *diag.Diagnostics) armid.ID {
	id, err := armid.Parse(values.RequireString(idPath, m.ID, problems))
	if err != nil && !problems.HasError() {
		problems.Append(diags.AttributeBug(idPath, "the ID is not an ARM ID: "+err.Error()))
	}
	return id
}

func deleteFailure(operation diags.Operation, err error) diag.Diagnostic {
	var held *azure.NotEmptyError
	if !errors.As(err, &held) {
		return operation.Failed(err)
	}
	const most = 10
	shown, more := held.Resources, ""
	if len(shown) > most {
		more = fmt.Sprintf("\n  and %d more", len(shown)-most)
		shown = shown[:most]
	}
	return diag.NewErrorDiagnostic("The resource group is not empty", fmt.Sprintf(
		"Deleting %s would delete everything in it, and it still holds:\n\n  %s%s\n\nNothing was deleted. Delete these first, where they are managed, "+
			"or take the group out of the state with `terraform state rm`.", operation.ID, strings.Join(shown, "\n  "), more))
}
