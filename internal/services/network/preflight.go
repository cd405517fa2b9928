package network

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// preflightTimeout bounds a read that only makes a plan better: without a network the plan goes on without it.
const preflightTimeout = 15 * time.Second

// plannedNetwork is what the ledger holds of a network that this run makes or changes.
type plannedNetwork struct {
	space    []netip.Prefix
	complete bool
}

func (r *networkResource) record(id armid.ID, plan model) {
	if r.account == nil || id.IsZero() {
		return
	}
	space, complete := knownPrefixes(plan.AddressSpace)
	r.account.Ledger.Plan(id, plannedNetwork{space, complete})
}

// refuseOverlaps compares our address space with that of every network to be peered with, at plan and again at apply
// (law L6). A network that cannot be read, or is not there yet, is not decidable: nothing is said of it.
//
// Only what changes is judged: a verdict about the live world must not block a change that has nothing to do with it.
func (r *networkResource) refuseOverlaps(ctx context.Context, plan, state model) diag.Diagnostics {
	var problems diag.Diagnostics
	peerings, _ := values.KnownObjectMap[peeringModel](ctx, peeringsPath, plan.Peerings, &problems)
	space, _ := knownPrefixes(plan.AddressSpace)
	skip, _ := values.KnownStrings(plan.SkipChecks)
	if !r.account.Known() || diags.Skips(skip, checkPeerOverlap) {
		return problems
	}
	sameSpace := plan.AddressSpace.Equal(state.AddressSpace)
	before, _ := values.KnownObjectMap[peeringModel](ctx, peeringsPath, state.Peerings, &problems)
	for name, peering := range peerings {
		remote, known := peering.RemoteVirtualNetworkID.ID()
		if !known || (sameSpace && convergence.SameID(before[name].RemoteVirtualNetworkID.ValueString(), remote.String())) {
			continue
		}
		for _, theirs := range r.spaceOf(ctx, remote) {
			for _, ours := range space {
				if ours.Overlaps(theirs) {
					diags.AppendChecks(&problems, skip, overlapCheck(name, remote, ours, theirs))
				}
			}
		}
	}
	return problems
}

// spaceOf is the known part of a network's address space: from this run's own plans, else from ARM.
func (r *networkResource) spaceOf(ctx context.Context, id armid.ID) []netip.Prefix {
	if object, planned := r.account.Ledger.Planned(id); planned {
		if network, ok := object.(plannedNetwork); ok {
			return network.space
		}
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	object, err := r.account.Client.GetCached(ctx, id, azure.APIVersion)
	if err != nil {
		return nil
	}
	live, err := azure.ReadNetwork(object)
	if err != nil {
		return nil
	}
	var space []netip.Prefix
	for _, text := range live.AddressSpace {
		if prefix, err := netip.ParsePrefix(text); err == nil {
			space = append(space, prefix)
		}
	}
	return space
}

func overlapCheck(peering string, remote armid.ID, ours, theirs netip.Prefix) diags.Check {
	return diags.Check{
		Rule:      checkPeerOverlap,
		Attribute: peeringsPath.AtMapKey(peering).AtName("remote_virtual_network_id"),
		Summary:   "The peered networks overlap",
		Detail: fmt.Sprintf("The range %s of this network overlaps with %s of %s. Azure refuses to peer networks whose address spaces overlap "+
			"(VnetAddressSpacesOverlap), and no route could tell their addresses apart.", ours, theirs, remote),
		Fix: "choose another address space for one of the two networks",
	}
}
