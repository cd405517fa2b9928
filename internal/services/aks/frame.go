package aks

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// What clusters and pools have in common: what goes before and after the work of each method.

// locker is what locks the cluster that an object is, or is part of.
type locker interface {
	Lock(ctx context.Context, ids ...armid.ID) (func(), error)
}

// alone gives an operation its cluster to itself, and its time. The lock comes first, the clock after: waiting for another resource of this run is
// nobody's timeout. Done ends both.
func alone(ctx context.Context, calls locker, id armid.ID, operation diags.Operation, problems *diag.Diagnostics) (timed context.Context, done func(), ok bool) {
	unlock, err := calls.Lock(ctx, id)
	if err != nil {
		problems.Append(operation.Failed(err))
		return ctx, nil, false
	}
	timed, cancel := context.WithTimeout(ctx, operation.Timeout)
	return timed, func() { cancel(); unlock() }, true
}

// timeoutOf is how long an operation may take.
func timeoutOf(ctx context.Context, s section, of func(timeouts.Value, context.Context, time.Duration) (time.Duration, diag.Diagnostics), fallback time.Duration, problems *diag.Diagnostics) time.Duration {
	given, ok := s.value("timeouts").(timeouts.Value)
	if !ok {
		return fallback
	}
	timeout, found := of(given, ctx, fallback)
	problems.Append(found...)
	return timeout
}

// drawn is a plan that knows what can be known.
type drawn struct {
	config, before, after section
	id                    armid.ID
}

// draw makes known what can be known of a plan. The attribute pending is planned as unknown where work was cut short, so that there is something to
// do. It is false for a destroy, of which there is nothing to judge.
func draw(
	ctx context.Context, account *account.Account, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, pending string,
	plan func(ctx context.Context, config, plan, state types.Object) (types.Object, armid.ID),
) (drawn, bool) {
	if req.Plan.Raw.IsNull() {
		var id types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, idPath, &id)...)
		lifecycle.RecordPlan(ctx, account, req, resp, id.ValueString(), nil)
		return drawn{}, false
	}
	config, given, state := objects(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return drawn{}, false
	}
	planned, id := plan(ctx, config, given, state)
	if lifecycle.Unfinished(ctx, req) {
		d := draftOf(planned, planned.AttributeTypes(ctx))
		d.unknown(pending)
		planned = d.object()
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
	return drawn{sectionOf(config), sectionOf(state), sectionOf(planned), id}, !resp.Diagnostics.HasError()
}

// objects are the three objects of a plan; the state of a new resource is null.
func objects(ctx context.Context, req resource.ModifyPlanRequest, problems *diag.Diagnostics) (config, plan, state types.Object) {
	problems.Append(req.Config.Get(ctx, &config)...)
	problems.Append(req.Plan.Get(ctx, &plan)...)
	state = types.ObjectNull(plan.AttributeTypes(ctx))
	if !req.State.Raw.IsNull() {
		problems.Append(req.State.Get(ctx, &state)...)
	}
	return config, plan, state
}

// sight is what a read makes of an object: its next state, and its tags, of which the visible ones are taken in by an import.
type sight struct {
	state         types.Object
	tags, visible map[string]string
}

// refresh reads an object into its state. The first read after an import is told so: the state holds nothing but the ID then.
func refresh(
	ctx context.Context, account *account.Account, req resource.ReadRequest, resp *resource.ReadResponse, name string,
	see func(ctx context.Context, state types.Object, imported bool, problems *diag.Diagnostics) (sight, error),
) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	s := sectionOf(state)
	// Before anything else: where core knows no identity yet (before 1.12) the framework asks for it even of an object that
	// turns out to be gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, s.text("id").Value)...)
	operation := diags.Operation{Verb: "read", Object: name, ID: s.text("id").Value, Timeout: timeoutOf(ctx, s, timeouts.Value.Read, readTimeout, &resp.Diagnostics)}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, operation.Timeout)
	defer cancel()

	imported := s.text("name").Null()
	seen, err := see(ctx, state, imported, &resp.Diagnostics)
	if armclient.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	after := values.KeepEmptiness(state, seen.state)
	if imported {
		d := draftOf(seen.state, seen.state.AttributeTypes(ctx))
		d.members["tags"], d.members["tags_all"] = lifecycle.ImportedTags(account, seen.visible)
		after = d.object()
	}
	resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, seen.tags)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// discard deletes an object of the state.
func discard(
	ctx context.Context, calls locker, req resource.DeleteRequest, resp *resource.DeleteResponse, name string,
	remove func(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, id armid.ID) error,
) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	s := sectionOf(state)
	id := s.id("id")
	operation := diags.Operation{Verb: "delete", Object: name, ID: id.String(), Timeout: timeoutOf(ctx, s, timeouts.Value.Delete, changeTimeout, &resp.Diagnostics)}
	ctx, done, ok := alone(ctx, calls, id, operation, &resp.Diagnostics)
	if !ok {
		return
	}
	defer done()
	if err := remove(ctx, req, resp, id); err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		// Core stores the private data of a failed delete; the plan's record does not belong to it.
		resp.Diagnostics.Append(convergence.ClearPlan(ctx, resp.Private)...)
	}
}
