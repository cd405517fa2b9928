package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *networkResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(problems...)
	prior, problems := specOf(ctx, completed(state), model{})
	resp.Diagnostics.Append(problems...)
	want, problems := specOf(ctx, plan, state)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.anchor(want.ID).Operation("update", timeout)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, identityPath, plan.ID)...)
	unlock, err := r.networks().Lock(ctx, want, prior)
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(r.refuseOverlaps(ctx, plan, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	object := convergence.ReadObject(ctx, req.Private)
	seen, err := r.bring(ctx, prior, want)
	if err != nil {
		resp.Diagnostics.Append(failure(operation, err))
		// The state stays as it was before: what the update has already done is seen by the next refresh, and what it has
		// not is planned again. Core keeps the private data of a failed update.
		resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, object.Incomplete)...)
		return
	}
	after, problems := publish(ctx, plan, seen)
	resp.Diagnostics.Append(problems...)
	after = values.RestorePlanned(ctx, plan, after)
	// Subnets that others added since the plan was made show up at the next refresh.
	after.OtherSubnets = values.KeepPlanned(plan.OtherSubnets, after.OtherSubnets)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, false)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// bring converges the network from prior to want and reads it. Subnets and peerings cannot carry a mark of their own, so
// the network lists those that are to be added before the first of them is written (C-13).
func (r *networkResource) bring(ctx context.Context, prior, want azure.VirtualNetwork) (observation, error) {
	anchor := r.anchor(want.ID)
	live, found, err := anchor.Find(ctx)
	if err != nil {
		return observation{}, err
	}
	mark := anchor.Mark(live.Tags())
	if unfinished := found.Ours && found.Incomplete; !unfinished {
		if err := r.networks().RefuseForeign(ctx, prior, want, mark.Adds); err != nil {
			return observation{}, err
		}
	}
	leftover := leftovers(mark, prior, want)
	mark.Added = mark.NextAdded(prior.Parts(), want.Parts())
	change := azure.Change{Prior: prior, Want: want, Leftover: leftover, Tags: convergence.Merge(live.Tags(), prior.Tags, want.Tags, mark)}
	if err := r.networks().Converge(ctx, change); err != nil {
		return observation{}, err
	}
	if mark.Pending { // an untainted create that is finished here (C-8)
		if err := anchor.ClearPending(ctx); err != nil {
			return observation{}, err
		}
	}
	return r.observe(ctx, want)
}
