package firewallegress

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *egressResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
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
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, plan.ID)...)
	operation := r.anchor(want).Operation("update", timeout)
	unlock, err := r.egresses().Lock(ctx, want, prior)
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(r.preflight(ctx, plan, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	object := convergence.ReadObject(ctx, req.Private)
	live, problems := r.bring(ctx, prior, want, unlock, timeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		// The state stays as it was before: what the update has already done is seen by the next refresh, and what it has
		// not is planned again. Core keeps the private data of a failed update.
		resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, object.Incomplete)...)
		return
	}
	live.RulesOfOthers = r.others(ctx, plan, want, live)
	after, problems := publish(ctx, plan, want, live)
	resp.Diagnostics.Append(problems...)
	after = values.RestorePlanned(ctx, plan, after)
	// Routes that others added since the plan was made show up at the next refresh.
	after.ForeignRoutes = values.KeepPlanned(plan.ForeignRoutes, after.ForeignRoutes)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, false)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// others tells whether rules of others are beside ours: as planned, since core wants what was planned and the next refresh sees what
// has come since; read where the plan could not know.
func (r *egressResource) others(ctx context.Context, plan model, want azure.Egress, live azure.LiveEgress) bool {
	planned := othersSeen(plan)
	if planned.IsUnknown() {
		return r.egresses().OtherRules(ctx, want, live)
	}
	return planned.ValueBool()
}

// bring converges the egress from prior to want. Rule collection groups, classic collections and routes cannot carry a mark
// of their own, so the anchor is marked as unfinished before one of them is added, and until all is done (C-13).
func (r *egressResource) bring(ctx context.Context, prior, want azure.Egress, unlock func(), timeout time.Duration) (azure.LiveEgress, diag.Diagnostics) {
	var problems diag.Diagnostics
	anchor := r.anchor(want)
	operation := anchor.Operation("update", timeout)
	object, found, err := anchor.Find(ctx)
	if err != nil {
		problems.Append(operation.Failed(err))
		return azure.LiveEgress{}, problems
	}
	if moved := !prior.AnchorID().Equal(want.AnchorID()); moved && found.Exists && !found.Ours && !want.Routing.Table.Existing {
		problems.Append(existsProblem(want, &azure.ExistsError{ID: want.AnchorID(), Kind: "route table"}))
		return azure.LiveEgress{}, problems
	}
	change := azure.EgressChange{Prior: prior, Want: want, Resume: found.Ours && found.Incomplete, Unlock: unlock}
	mark := anchor.Mark(object.Tags())
	if change.AddsUntaggable() && !want.Routing.Table.Existing {
		// Where the firewall is the anchor, the mark would cost minutes (docs/design/0006-firewall-egress.md).
		mark.Pending = true
	}
	change.AnchorMark, change.ChildMark = marks(mark), childMarks(mark)
	live, err := r.egresses().Converge(ctx, change)
	if err == nil && mark.Pending {
		err = anchor.ClearPending(ctx)
	}
	if err != nil {
		problems.Append(failure(operation, want, err)...)
	}
	return live, problems
}
