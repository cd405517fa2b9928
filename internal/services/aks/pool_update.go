package aks

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *poolResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	refresh(ctx, r.account, req, resp, poolObject, r.see)
}

// see reads the pool into its next state.
func (r *poolResource) see(ctx context.Context, state types.Object, imported bool, problems *diag.Diagnostics) (sight, error) {
	live, err := r.pools().Read(ctx, sectionOf(state).id("id"))
	if err != nil {
		return sight{}, err
	}
	after, found := publishPool(ctx, state, live, imported)
	problems.Append(found...)
	return sight{after, live.Tags(), visibleTags(live.Tags())}, nil
}

// ImportState takes the pool's ARM ID.
func (r *poolResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text := importID(ctx, req, resp)
	id, err := customtypes.ParseResourceID(text, poolType)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+poolName, fmt.Sprintf("%q is not the ID of a node pool: %v.\n\nGive its ARM ID.", text, err))
		return
	}
	setImported(ctx, resp, id)
}

func (r *poolResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, state types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(refuseUnknown(config)...)
	plan = r.withTags(ctx, plan)
	p, before := sectionOf(plan), sectionOf(state)
	timeout := timeoutOf(ctx, p, timeouts.Value.Update, changeTimeout, &resp.Diagnostics)
	prior, want := furtherPoolSpec(before, p.id("id")), furtherPoolSpec(p, p.id("id"))
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.operation("update", want.ID, timeout)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, want.ID.String())...)
	ctx, done, ok := alone(ctx, r.pools(), want.ID, operation, &resp.Diagnostics)
	if !ok {
		return
	}
	defer done()

	resp.Diagnostics.Append(r.preflight(ctx, applying, sectionOf(config), p, before)...)
	if resp.Diagnostics.HasError() {
		return
	}
	object := convergence.ReadObject(ctx, req.Private)
	live, err := r.bring(ctx, prior, want)
	if err != nil {
		resp.Diagnostics.Append(failure(operation, err))
		resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, object.Incomplete)...)
		return
	}
	after, problems := afterPool(ctx, plan, live)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, false)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// bring converges the pool from prior to want, with the ownership that an imported one lacks.
func (r *poolResource) bring(ctx context.Context, prior, want azure.PoolSpec) (*azure.PoolLive, error) {
	live, _, err := r.find(ctx, want.ID)
	if err != nil {
		return nil, err
	}
	mark := convergence.MarkOf(live.Tags())
	mark.Owner = convergence.Tag(poolName, want.ID.String(), r.account.Owner)
	return r.pools().Converge(ctx, r.change(ctx, prior, want, mark, false))
}

func (r *poolResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	discard(ctx, r.pools(), req, resp, poolObject, r.remove)
}

// remove tells a real destroy from the delete half of a replacement that only completes what is there (C-7).
func (r *poolResource) remove(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, id armid.ID) error {
	_, found, err := r.find(ctx, id)
	if err != nil {
		return err
	}
	decision := convergence.DecideDelete(convergence.DeleteInput{
		Plan: convergence.ReadPlan(ctx, req.Private), Object: convergence.ReadObject(ctx, req.Private), Run: r.account.Run, Anchor: id.String(), Found: found,
	})
	if note := decision.Diagnostic(r.subject(id)); note != nil {
		resp.Diagnostics.Append(note)
	}
	if decision.Action == convergence.Superseded || decision.Action == convergence.Keep {
		return nil
	}
	return r.pools().Delete(ctx, id)
}
