package network

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// convergePeerings removes, changes and makes peerings one after another: each of them locks this network, so writing
// two at once would only make conflicts of our own (law L5).
func (n VirtualNetworks) convergePeerings(ctx context.Context, change Change, spaceChanged bool) error {
	for _, name := range slices.Sorted(maps.Keys(change.Prior.Peerings)) {
		if _, kept := lookup(change.Want.Peerings, name); kept {
			continue
		}
		if err := n.deletePeering(ctx, change.Prior, name); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(change.Want.Peerings)) {
		prior, had := lookup(change.Prior.Peerings, name)
		if err := n.convergePeering(ctx, change, name, prior, had, spaceChanged); err != nil {
			return err
		}
	}
	return nil
}

// MakePeerings makes the peerings of a network that was made just now.
func (n VirtualNetworks) MakePeerings(ctx context.Context, want VirtualNetwork) error {
	return n.convergePeerings(ctx, Change{Want: want}, false)
}

func (n VirtualNetworks) convergePeering(ctx context.Context, change Change, name string, prior Peering, had, spaceChanged bool) error {
	want := change.Want.Peerings[name]
	if had && !sameReverse(prior, want) {
		if err := n.deleteReverse(ctx, prior); err != nil {
			return err
		}
	}
	if err := n.writeHalf(ctx, change.Want.PeeringID(name), want.RemoteID, want.PeeringFlags, false); err != nil {
		return fmt.Errorf("writing peering %q: %w", name, err)
	}
	if want.Reverse == nil {
		return nil
	}
	if err := n.writeHalf(ctx, want.ReverseID(), change.Want.ID, want.Reverse.PeeringFlags, spaceChanged); err != nil {
		return fmt.Errorf("writing peering %q, the half in %s: %w", name, want.RemoteID, err)
	}
	return nil
}

// writeHalf makes one half of a peering, or patches it where it differs. With sync, the half takes over the other
// network's changed address space (query syncRemoteAddressSpace, arm-wire.md 1.2).
//
// A half whose partner was removed stays Disconnected for ever, and a half cannot be pointed at another network: both
// are deleted and made anew. Doing so disconnects the partner, which is written next and made anew for the same reason.
func (n VirtualNetworks) writeHalf(ctx context.Context, id, remote armid.ID, flags PeeringFlags, sync bool) error {
	var options []armclient.Option
	if sync {
		options = append(options, armclient.Query("syncRemoteAddressSpace", "true"))
	}
	stale := false
	_, err := n.client.Update(ctx, id, APIVersion, func(object armclient.Object) (bool, error) {
		live, err := readPeering(object)
		if err != nil {
			return false, err
		}
		if stale = live.Disconnected() || !remote.EqualFold(live.RemoteID); stale || (live.PeeringFlags == flags && !sync) {
			return false, nil
		}
		return true, patchPeering(&object, remote, flags)
	}, options...)
	switch {
	case err == nil && !stale:
		return nil
	case err == nil:
		if err := n.client.Delete(ctx, id, APIVersion); err != nil {
			return err
		}
	case !armclient.IsNotFound(err):
		return err
	}
	body := armclient.Object{Body: map[string]any{}}
	if err := patchPeering(&body, remote, flags); err != nil {
		return err
	}
	_, err = n.client.Put(ctx, id, APIVersion, body.Body)
	return err
}

// deletePeering removes both halves that we own, the other side's first: a half that lost its partner is harmless, and
// the next run can still find it through this one.
func (n VirtualNetworks) deletePeering(ctx context.Context, network VirtualNetwork, name string) error {
	peering, _ := lookup(network.Peerings, name)
	if err := n.deleteReverse(ctx, peering); err != nil {
		return err
	}
	if err := n.client.Delete(ctx, network.PeeringID(name), APIVersion); err != nil {
		return fmt.Errorf("deleting peering %q: %w", name, err)
	}
	return nil
}

func (n VirtualNetworks) deleteReverse(ctx context.Context, peering Peering) error {
	if peering.Reverse == nil {
		return nil
	}
	err := n.client.Delete(ctx, peering.ReverseID(), APIVersion)
	if err != nil && !armclient.IsNotFound(err) {
		return fmt.Errorf("deleting the half in %s: %w", peering.RemoteID, err)
	}
	return nil
}

// sameReverse reports whether both peerings own the same other half.
func sameReverse(a, b Peering) bool {
	if a.Reverse == nil || b.Reverse == nil {
		return a.Reverse == b.Reverse
	}
	return a.ReverseID().Equal(b.ReverseID())
}
