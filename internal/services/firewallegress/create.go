package firewallegress

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// anchor is the route table, which is quickly there and bears the mark before anything else is made; in a table of others it
// is the firewall (docs/design/0006-firewall-egress.md).
func (r *egressResource) anchor(e azure.Egress) lifecycle.Anchor {
	name := "route table of the firewall egress"
	if e.Routing.Table.Existing {
		name = "firewall"
	}
	return lifecycle.Anchor{Account: r.account, Kind: typeName, Name: name, ID: e.AnchorID(), APIVersion: azure.APIVersion, Marked: true}
}

func (r *egressResource) egresses() azure.Egresses { return azure.NewEgresses(r.account.Client) }

func (r *egressResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(problems...)
	want, problems := specOf(ctx, plan, model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	anchor := r.anchor(want)
	// The lock comes first, the clock after: waiting for another resource of this run is nobody's timeout.
	unlock, err := r.egresses().Lock(ctx, want)
	if err != nil {
		resp.Diagnostics.Append(anchor.Operation("create", timeout).Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(r.preflight(ctx, plan, model{})...)
	if resp.Diagnostics.HasError() {
		return
	}
	start, ok := anchor.Begin(ctx, &resp.Diagnostics)
	if !ok {
		return
	}
	change := azure.EgressChange{Want: want, AnchorMark: marks(start.Mark), ChildMark: childMarks(start.Mark), Resume: start.Resume, Unlock: unlock}
	live, err := r.egresses().Converge(ctx, change)
	if err != nil && !start.Resume && (untouched(err) || !anchor.Exists(ctx)) {
		resp.Diagnostics.Append(failure(anchor.Operation("create", timeout), want, err)...)
		return
	}
	if err == nil {
		err = anchor.ClearPending(ctx)
	}
	r.publishCreate(ctx, resp, created{plan, want, live, start.Mark, anchor, timeout, err})
}

// created is how a create ended.
type created struct {
	plan    model
	want    azure.Egress
	live    azure.LiveEgress
	mark    convergence.Mark
	anchor  lifecycle.Anchor
	timeout time.Duration
	err     error
}

// publishCreate saves what there is. A truthful partial state is saved with the error: the next plan replaces the tainted
// object, and the replacement completes what is there (docs/design/0002-convergence.md).
func (r *egressResource) publishCreate(ctx context.Context, resp *resource.CreateResponse, c created) {
	after := completed(c.plan)
	if c.err == nil {
		c.live.RulesOfOthers = r.others(ctx, c.plan, c.want, c.live)
		published, problems := publish(ctx, c.plan, c.want, c.live)
		resp.Diagnostics.Append(problems...)
		after = values.RestorePlanned(ctx, c.plan, published)
	} else {
		resp.Diagnostics.Append(failedLater(c.anchor, c.timeout, c.want, c.err)...)
	}
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, c.mark.Create, c.err != nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, after.ID)...)
}

// marks are the hidden tags of the anchor.
func marks(mark convergence.Mark) map[string]string { return convergence.Merge(nil, nil, nil, mark) }

// childMarks are those of every other object of ours.
func childMarks(mark convergence.Mark) map[string]string {
	return marks(convergence.Mark{Owner: mark.Owner})
}

// completed is the plan with every value known, for a state that is saved with an error.
func completed(plan model) model {
	for _, text := range []*types.String{&plan.PrivateIPAddress, &plan.PredictedPrivateIPAddress} {
		if text.IsUnknown() {
			*text = types.StringNull()
		}
	}
	if plan.Zones.IsUnknown() {
		plan.Zones = types.SetNull(types.StringType)
	}
	if !values.FullyKnown(plan.PublicIPAddresses) {
		plan.PublicIPAddresses = types.MapNull(types.StringType)
	}
	if !values.FullyKnown(plan.ForeignRoutes) {
		plan.ForeignRoutes = types.MapNull(types.ObjectType{AttrTypes: foreignRouteTypes})
	}
	if !values.FullyKnown(plan.Egress) {
		plan.Egress = types.ObjectNull(egressTypes)
	}
	return plan
}
