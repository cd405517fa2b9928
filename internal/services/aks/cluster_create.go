package aks

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// anchor is the cluster itself. It bears no pending mark: AKS has a state of its own for a cluster that is being made
// (docs/design/0002-convergence.md, C-1).
func (r *clusterResource) anchor(id armid.ID) lifecycle.Anchor {
	return lifecycle.Anchor{Account: r.account, Kind: clusterName, Name: clusterObject, ID: id, APIVersion: azure.APIVersion}
}

func (r *clusterResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(refuseUnknown(config)...)
	plan = withRanges(ctx, plan, config)
	timeout := timeoutOf(ctx, sectionOf(plan), timeouts.Value.Create, changeTimeout, &resp.Diagnostics)
	want := clusterSpec(sectionOf(plan), sectionOf(config))
	if resp.Diagnostics.HasError() {
		return
	}
	anchor := r.anchor(want.ID)
	ctx, done, ok := alone(ctx, r.clusters(), want.ID, anchor.Operation("create", timeout), &resp.Diagnostics)
	if !ok {
		return
	}
	defer done()

	resp.Diagnostics.Append(r.preflight(ctx, applying, sectionOf(config), sectionOf(plan), section{})...)
	if resp.Diagnostics.HasError() {
		return
	}
	start, ok := anchor.Begin(ctx, &resp.Diagnostics)
	if !ok {
		return
	}
	live, err := r.clusters().Converge(ctx, r.change(ctx, azure.ClusterSpec{}, want, sectionOf(plan), start.Mark, start.Resume))
	if err != nil && (untouched(err) && !start.Resume || !anchor.Exists(ctx)) {
		resp.Diagnostics.Append(failure(anchor.Operation("create", timeout), err))
		return
	}
	after, problems := r.after(ctx, plan, live, err)
	resp.Diagnostics.Append(problems...)
	if err != nil {
		resp.Diagnostics.Append(failedCreate(anchor, timeout, err))
	}
	// Truthful partial state is saved with the error: the next plan replaces the tainted object, and the replacement
	// completes what is there (docs/design/0002-convergence.md).
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, start.Mark.Create, err != nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, want.ID.String())...)
}

// untouched reports an error that came before the first write.
func untouched(err error) bool {
	var before *azure.UntouchedError
	return errors.As(err, &before)
}

// after is the state after a mutation: what is live, with what was planned put back where it means the same. Of a cluster that could not be
// read it is the plan, its unknown values null.
func (r *clusterResource) after(ctx context.Context, plan types.Object, live azure.ClusterLive, failed error) (types.Object, diag.Diagnostics) {
	if failed != nil && live.Spec.ID.IsZero() {
		var problems diag.Diagnostics
		return newBuilder(ctx, clusterAttributes(ctx), sectionOf(plan), false, &problems).nulled(plan.AttributeTypes(ctx)), problems
	}
	published, problems := publish(ctx, plan, live, false)
	return values.RestorePlanned(ctx, plan, published), problems
}

// change is one step from what we owned to what we want to own.
func (r *clusterResource) change(ctx context.Context, prior, want azure.ClusterSpec, c section, mark convergence.Mark, resume bool) azure.ClusterChange {
	change := azure.ClusterChange{
		Prior: prior, Want: want, Mark: convergence.Merge(nil, nil, nil, mark), Resume: resume, Propagation: azure.DefaultPropagation, Awaited: awaited(c),
		Progress: func(text string) { tflog.Info(ctx, text) },
	}
	return change
}

// withRanges puts the authorized ranges into a plan that could not know them: at apply everything is known.
func withRanges(ctx context.Context, plan, config types.Object) types.Object {
	d := draftOf(plan, plan.AttributeTypes(ctx))
	if !d.isUnknown("effective_authorized_ip_ranges") {
		return plan
	}
	d.members["effective_authorized_ip_ranges"] = effectiveRanges(d.section(), sectionOf(config))
	return d.object()
}
