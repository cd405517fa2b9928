package aks

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *clusterResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, state types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(refuseUnknown(config)...)
	plan = withRanges(ctx, plan, config)
	timeout := timeoutOf(ctx, sectionOf(plan), timeouts.Value.Update, changeTimeout, &resp.Diagnostics)
	prior, want := clusterSpec(sectionOf(state), section{}), clusterSpec(sectionOf(plan), sectionOf(config))
	if resp.Diagnostics.HasError() {
		return
	}
	anchor := r.anchor(want.ID)
	operation := anchor.Operation("update", timeout)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, want.ID.String())...)
	ctx, done, ok := alone(ctx, r.clusters(), want.ID, operation, &resp.Diagnostics)
	if !ok {
		return
	}
	defer done()

	resp.Diagnostics.Append(r.preflight(ctx, applying, sectionOf(config), sectionOf(plan), sectionOf(state))...)
	if resp.Diagnostics.HasError() {
		return
	}
	object := convergence.ReadObject(ctx, req.Private)
	live, err := r.bring(ctx, prior, want, sectionOf(plan))
	if err != nil {
		resp.Diagnostics.Append(failure(operation, err))
		// The state stays as it was before: what the update has already done is seen by the next refresh, and what it has
		// not is planned again. Core keeps the private data of a failed update.
		resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, object.Incomplete)...)
		return
	}
	after, problems := r.after(ctx, plan, live, nil)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, false)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// bring converges the cluster from prior to want. The mark is that of the live cluster, with the ownership that an imported one lacks.
func (r *clusterResource) bring(ctx context.Context, prior, want azure.ClusterSpec, c section) (azure.ClusterLive, error) {
	object, _, err := r.anchor(want.ID).Find(ctx)
	if err != nil {
		return azure.ClusterLive{}, err
	}
	mark := r.anchor(want.ID).Mark(object.Tags())
	return r.clusters().Converge(ctx, r.change(ctx, prior, want, c, mark, false))
}

func (r *clusterResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	discard(ctx, r.clusters(), req, resp, clusterObject, r.remove)
}

// remove tells a real destroy from the delete half of a replacement that only completes what is there (C-7).
func (r *clusterResource) remove(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, id armid.ID) error {
	decision, note, err := r.anchor(id).DecideDelete(ctx, req.Private, nil)
	if err != nil {
		return err
	}
	if note != nil {
		resp.Diagnostics.Append(note)
	}
	if decision.Action == convergence.Superseded || decision.Action == convergence.Keep {
		return nil
	}
	return r.clusters().Delete(ctx, id)
}
