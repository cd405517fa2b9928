package applianceegress

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *egressResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(problems...)
	table, problems := specOf(ctx, plan) // its routes may still lack the address
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	anchor := r.anchor(table.Table.ID)
	// The lock comes first, the clock after: waiting for another resource of this run is nobody's timeout.
	unlock, err := r.routings().Lock(ctx, table)
	if err != nil {
		resp.Diagnostics.Append(anchor.Operation("create", timeout).Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	want, problems := r.ready(ctx, &plan, model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	change := azure.RoutingChange{Want: want, Unlock: unlock}
	if want.Table.Existing {
		live, err := r.routings().Converge(ctx, change)
		if err != nil && (untouched(err) || !r.holdsOurs(ctx, want)) {
			resp.Diagnostics.Append(failure(anchor.Operation("create", timeout), err)...)
			return
		}
		r.publishCreate(ctx, resp, created{plan: plan, want: want, live: live, timeout: timeout, err: err})
		return
	}
	start, ok := anchor.Begin(ctx, &resp.Diagnostics)
	if !ok {
		return
	}
	change.Mark, change.Resume = marks(start.Mark), start.Resume
	live, err := r.routings().Converge(ctx, change)
	if err != nil && !start.Resume && (untouched(err) || !anchor.Exists(ctx)) {
		resp.Diagnostics.Append(failure(anchor.Operation("create", timeout), err)...)
		return
	}
	if err == nil {
		err = anchor.ClearPending(ctx)
	}
	r.publishCreate(ctx, resp, created{plan: plan, want: want, live: live, create: start.Mark.Create, timeout: timeout, err: err})
}

// ready makes the hop known, judges the plan once more, now that all is known, and answers what is to be made.
func (r *egressResource) ready(ctx context.Context, plan *model, state model) (azure.Routing, diag.Diagnostics) {
	problems := r.settleHop(ctx, plan)
	if problems.HasError() {
		return azure.Routing{}, problems
	}
	problems.Append(r.preflight(ctx, *plan, state)...)
	want, bugs := specOf(ctx, *plan)
	problems.Append(bugs...)
	return want, problems
}

// created is how a create ended.
type created struct {
	plan    model
	want    azure.Routing
	live    azure.LiveRouting
	create  string // name of the create, where the table is ours
	timeout time.Duration
	err     error
}

// publishCreate saves what there is. A truthful partial state is saved with the error: the next plan replaces the tainted object, and the
// replacement completes what is there (docs/design/0002-convergence.md).
func (r *egressResource) publishCreate(ctx context.Context, resp *resource.CreateResponse, c created) {
	after := completed(c.plan)
	if c.err == nil {
		published, problems := publish(ctx, c.plan, c.want, c.live)
		resp.Diagnostics.Append(problems...)
		after = values.RestorePlanned(ctx, c.plan, published)
	} else {
		anchor := r.anchor(c.want.Table.ID)
		resp.Diagnostics.Append(each(c.err, func(one error) diag.Diagnostic { return anchor.Failed("create", c.timeout, one) })...)
	}
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, c.create, c.err != nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, after.ID)...)
}

// holdsOurs tells, after a failed create, whether there is anything to keep in the state: a route of ours in a table of others, or a subnet that uses it.
// It looks anew, since a write whose answer says that it failed may have had its effect. Where nothing can be read the answer is yes,
// and the next refresh corrects the state.
func (r *egressResource) holdsOurs(ctx context.Context, want azure.Routing) bool {
	live, err := r.routings().Read(ctx, want)
	if err != nil || live.Table == nil {
		return err != nil
	}
	for name := range want.Table.Routes {
		if _, there := findRoute(live.Table.Routes, name); there {
			return true
		}
	}
	for _, subnet := range want.Subnets {
		if live.Attached(subnet, want.Table.ID) {
			return true
		}
	}
	return false
}

// marks are the hidden tags of the table.
func marks(mark convergence.Mark) map[string]string { return convergence.Merge(nil, nil, nil, mark) }

// completed is the plan with every value known, for a state that is saved with an error.
func completed(plan model) model {
	if plan.PrivateIPAddress.IsUnknown() {
		plan.PrivateIPAddress = types.StringNull()
	}
	if !values.FullyKnown(plan.ForeignRoutes) {
		plan.ForeignRoutes = types.MapNull(types.ObjectType{AttrTypes: foreignRouteTypes})
	}
	if !values.FullyKnown(plan.Egress) {
		plan.Egress = types.ObjectNull(egressTypes)
	}
	return plan
}
