package network

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// clearLeftovers deletes the halves that the change calls leftovers: in this network, and in each network that it is or is
// to be peered with, where they point at this one. It comes before the write that gives up the list they are known by.
func (n VirtualNetworks) clearLeftovers(ctx context.Context, change Change, live LiveNetwork) error {
	if change.Leftover == nil {
		return nil
	}
	known := map[string]bool{}
	for _, part := range slices.Concat(change.Prior.Halves(), change.Want.Halves()) {
		if id, err := armid.Parse(part); err == nil {
			known[id.Key()] = true
		}
	}
	remotes := map[string]armid.ID{}
	for _, peering := range change.Want.Peerings {
		remotes[peering.RemoteID.Key()] = peering.RemoteID
	}
	var dead []armid.ID
	collect := func(network armid.ID, halves map[string]LivePeering, at armid.ID) {
		for _, name := range slices.Sorted(maps.Keys(halves)) {
			id := network.Child("virtualNetworkPeerings", name)
			remote, err := armid.Parse(halves[name].RemoteID)
			if err != nil || !change.Leftover(id.String()) || !at.IsZero() && !remote.Equal(at) {
				continue
			}
			if at.IsZero() {
				remotes[remote.Key()] = remote
			}
			if !known[id.Key()] {
				dead = append(dead, id)
			}
		}
	}
	collect(change.Want.ID, live.Peerings, armid.ID{})
	for _, key := range slices.Sorted(maps.Keys(remotes)) {
		// A network that cannot be read says nothing: what is really in the way is named by the refusal of the write.
		if remote, err := n.Get(ctx, remotes[key]); err == nil {
			collect(remotes[key], remote.Peerings, change.Want.ID)
		}
	}
	for _, id := range slices.Backward(dead) { // the other side's first, as in deletePeering
		if err := n.client.Delete(ctx, id, APIVersion); err != nil {
			return fmt.Errorf("deleting %s, which an interrupted run left behind: %w", id, err)
		}
	}
	return nil
}
