package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// anchor is the virtual network itself: the taggable object that subnets and peerings hang from.
func (r *networkResource) anchor(id armid.ID) lifecycle.Anchor {
	return lifecycle.Anchor{
		Account: r.account, Kind: typeName, Name: objectName, ID: id, APIVersion: azure.APIVersion, Marked: true,
	}
}

func (r *networkResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(problems...)
	want, problems := specOf(ctx, plan, model{})
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	operation := r.anchor(want.ID).Operation("create", timeout)
	// The lock comes first, the clock after: waiting for another resource of this run is nobody's timeout.
	unlock, err := r.networks().Lock(ctx, want)
	if err != nil {
		resp.Diagnostics.Append(operation.Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(r.refuseOverlaps(ctx, plan, model{})...)
	if resp.Diagnostics.HasError() {
		return
	}
	start, ok := r.anchor(want.ID).Begin(ctx, &resp.Diagnostics)
	if !ok {
		return
	}
	err = r.make(ctx, want, start)
	if err != nil && !r.anchor(want.ID).Exists(ctx) {
		resp.Diagnostics.Append(failure(operation, err))
		return
	}
	if err == nil {
		err = r.anchor(want.ID).ClearPending(ctx)
	}
	after := completed(plan)
	if err == nil {
		var seen observation
		if seen, err = r.observe(ctx, want); err == nil {
			var published model
			published, problems = publish(ctx, plan, seen)
			resp.Diagnostics.Append(problems...)
			after = values.RestorePlanned(ctx, plan, published)
		}
	}
	if err != nil {
		resp.Diagnostics.Append(r.anchor(want.ID).Failed("create", timeout, err))
	}
	// Truthful partial state is saved with the error: the next plan replaces the tainted object, and the replacement
	// completes what is there (docs/design/0002-convergence.md).
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, start.Mark.Create, err != nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, after)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, identityPath, after.ID)...)
}

// make brings the network and its children into being, or completes what an interrupted run has made.
func (r *networkResource) make(ctx context.Context, want azure.VirtualNetwork, start lifecycle.Start) error {
	// The subnets come with the network and show in it. The halves of peerings are listed: without a state, and with another
	// name for one in the configuration, nothing else would tell that a run which died had made them (C-13).
	earlier := convergence.MarkOf(start.Live.Tags())
	start.Mark.Added = convergence.AddedOf(want.Halves())
	tags := convergence.Merge(start.Live.Tags(), nil, want.Tags, start.Mark)
	if start.Resume {
		return r.networks().Converge(ctx, azure.Change{Want: want, Tags: tags, Leftover: leftovers(earlier, want)})
	}
	if err := r.networks().Create(ctx, want, tags); err != nil {
		return err
	}
	return r.networks().MakePeerings(ctx, want)
}

// leftovers is how to tell children that earlier runs listed and nobody knows any more, nil where there are none.
func leftovers(mark convergence.Mark, networks ...azure.VirtualNetwork) func(part string) bool {
	var known []string
	for _, network := range networks {
		known = append(known, network.Parts()...)
	}
	if !mark.AddsOthers(known) {
		return nil
	}
	return mark.Adds
}

// completed is the plan with every value known, for a state that is saved with an error.
func completed(plan model) model {
	if plan.OtherSubnets.IsUnknown() {
		plan.OtherSubnets = types.MapNull(types.ObjectType{AttrTypes: otherSubnetTypes})
	}
	return plan
}

// failure words an error of the Azure layer at the attribute that caused it.
func failure(operation diags.Operation, err error) diag.Diagnostic {
	if exists, ok := asExists(err); ok {
		return diag.NewAttributeErrorDiagnostic(exists.at, "A "+exists.Kind+" of that name exists already",
			"The "+exists.Kind+" "+exists.ID.String()+" exists and is not in this state, so it is somebody else's and is not taken over. "+
				"Nothing was changed. To manage it here, import the network again, or remove it, or choose another name.")
	}
	return operation.Failed(err)
}

var subnetsPath, peeringsPath = path.Root("subnets"), path.Root("peerings")
