package applianceegress

import (
	"context"
	"maps"

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
	prior, problems := specOf(ctx, completed(state))
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.anchor(prior.Table.ID).Operation("update", timeout)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, plan.ID)...)
	unlock, err := r.routings().Lock(ctx, prior)
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	want, problems := r.ready(ctx, &plan, state)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	object := convergence.ReadObject(ctx, req.Private)
	live, err := r.bring(ctx, azure.RoutingChange{Prior: prior, Want: want, Unlock: unlock})
	if err != nil {
		resp.Diagnostics.Append(failure(operation, err)...)
		// The state stays as it was before: what the update has already done is seen by the next refresh, and what it has
		// not is planned again. Core keeps the private data of a failed update.
		resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, object.Incomplete)...)
		return
	}
	after, problems := publish(ctx, plan, want, live)
	resp.Diagnostics.Append(problems...)
	after = values.RestorePlanned(ctx, plan, after)
	// Routes that others added since the plan was made show up at the next refresh.
	after.ForeignRoutes = values.KeepPlanned(plan.ForeignRoutes, after.ForeignRoutes)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, false)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
}

// bring converges the egress from prior to want. Routes cannot carry a mark of their own: the table lists those that are added, in the very
// write that adds them, so that the next run knows them for ours if this one dies before its state is saved (C-13). In a table of others that
// cannot be: there a route that is already all that we want counts as finished work of ours.
func (r *egressResource) bring(ctx context.Context, change azure.RoutingChange) (azure.LiveRouting, error) {
	if change.Want.Table.Existing {
		live, err := r.routings().Read(ctx, azure.Routing{Table: change.Want.Table})
		if err != nil {
			return live, &azure.UntouchedError{Err: err}
		}
		if live.Table != nil {
			change.Prior.Table.Routes = maps.Clone(change.Prior.Table.Routes)
			maps.Copy(change.Prior.Table.Routes, change.Want.Table.Finished(*live.Table, change.Prior.Table))
		}
		return r.routings().Converge(ctx, change)
	}
	anchor := r.anchor(change.Want.Table.ID)
	object, found, err := anchor.Find(ctx)
	if err != nil {
		return azure.LiveRouting{}, &azure.UntouchedError{Err: err}
	}
	mark := anchor.Mark(object.Tags())
	change.Resume = found.Ours && found.Incomplete
	before := routeIDs(change.Prior.Table)
	change.Prior.Table.Routes = maps.Clone(change.Prior.Table.Routes)
	for name, route := range change.Want.Table.Routes {
		if _, had := findKey(change.Prior.Table.Routes, name); !had && mark.Adds(change.Want.Table.RouteID(name).String()) {
			change.Prior.Table.Routes[name] = route
		}
	}
	listed := mark.Added != ""
	mark.Added = mark.NextAdded(before, routeIDs(change.Want.Table))
	change.Mark = marks(mark)
	if listed && mark.Added == "" {
		change.Mark[convergence.AddedTag] = "" // tags are merged: one that is left out would stay
	}
	live, err := r.routings().Converge(ctx, change)
	if err == nil && mark.Pending { // an untainted create that is finished here (C-8)
		err = anchor.ClearPending(ctx)
	}
	return live, err
}

func routeIDs(table azure.RouteTable) []string {
	var ids []string
	for _, name := range sortedKeys(table.Routes) {
		ids = append(ids, table.RouteID(name).String())
	}
	return ids
}
