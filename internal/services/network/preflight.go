package network

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

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
	whole    map[string]string // the peerings of which it makes both halves: the name by the key of the other network
}

func (r *networkResource) record(ctx context.Context, id armid.ID, plan model) {
	if r.account == nil || id.IsZero() {
		return
	}
	space, complete := knownPrefixes(plan.AddressSpace)
	r.account.Ledger.Plan(id, plannedNetwork{space, complete, wholePeerings(ctx, plan)})
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
	if !sameSpace && values.Known(state.ID) {
		diags.AppendChecks(&problems, skip, r.overlapsWithPeers(ctx, state, space)...)
	}
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

// overlapsWithPeers compares a changed address space with the networks that this one is peered with already, whoever made
// the peering: Azure refuses the change.
func (r *networkResource) overlapsWithPeers(ctx context.Context, state model, space []netip.Prefix) []diags.Check {
	id, err := armid.Parse(state.ID.ValueString())
	if err != nil {
		return nil
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
	var found []diags.Check
	for _, name := range slices.Sorted(maps.Keys(live.Peerings)) {
		peering := live.Peerings[name]
		for _, text := range peering.RemoteAddressSpace {
			theirs, err := netip.ParsePrefix(text)
			if err != nil || peering.Disconnected() || !slices.ContainsFunc(space, theirs.Overlaps) {
				continue
			}
			found = append(found, diags.Check{
				Rule: checkPeerOverlap, Attribute: path.Root("address_space"), Summary: "The peered networks overlap",
				Detail: fmt.Sprintf("The new address space overlaps with %s of %s, which this network is peered with (peering %q). Azure refuses the change "+
					"(VnetAddressSpaceOverlapsWithAlreadyPeeredVnet)", theirs, peering.RemoteID, name),
				Fix: "choose other ranges, or remove the peering first",
			})
		}
	}
	return found
}

// judgeOthers holds the plan against the subnets of other writers, as the refresh saw them: a new range must not overlap
// with theirs, and the address space must go on holding them.
func judgeOthers(ctx context.Context, plan, state model) []diags.Check {
	var ignored diag.Diagnostics
	s := shapeOf(plan)
	others, _ := values.KnownObjectMap[otherSubnetModel](ctx, path.Root("other_subnets"), plan.OtherSubnets, &ignored)
	spaceChanges := !plan.AddressSpace.Equal(state.AddressSpace)
	var found []diags.Check
	for _, other := range slices.Sorted(maps.Keys(others)) {
		theirs, _ := values.KnownStrings(others[other].AddressPrefixes)
		for _, text := range theirs {
			prefix, err := netip.ParsePrefix(text)
			if err != nil {
				continue
			}
			if spaceChanges && s.spaceComplete && !within(prefix, s.space) {
				found = append(found, diags.Check{
					Rule: checkOutside, Attribute: path.Root("address_space"), Summary: "The address space leaves out a subnet of another writer",
					Detail: fmt.Sprintf("The subnet %q (%s), which this resource does not manage, lies in no range of the new address space", other, prefix),
					Fix:    "keep the range that holds it, or have its owner remove the subnet first",
				})
			}
			found = append(found, overlapsWithOther(s, other, prefix)...)
		}
	}
	return found
}

func overlapsWithOther(s shape, other string, theirs netip.Prefix) []diags.Check {
	var found []diags.Check
	for _, name := range slices.Sorted(maps.Keys(s.subnets)) {
		for _, p := range s.subnets[name].prefixes {
			if p.prefix.Overlaps(theirs) {
				found = append(found, diags.Check{
					Rule: checkOverlap, Attribute: subnetsPath.AtMapKey(name).AtName("address_prefixes").AtListIndex(p.index), Summary: "Subnets overlap",
					Detail: fmt.Sprintf("%s of subnet %q overlaps with %s of subnet %q, which another writer made; Azure answers NetcfgSubnetRangesOverlap",
						p.prefix, name, theirs, other),
					Fix: "choose a range that is free",
				})
			}
		}
	}
	return found
}
