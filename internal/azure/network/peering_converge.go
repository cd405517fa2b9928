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
func (n VirtualNetworks) convergePeerings(ctx context.Context, change Change) error {
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
		if err := n.convergePeering(ctx, change, name, prior, had); err != nil {
			return err
		}
	}
	return nil
}

// MakePeerings makes the peerings of a network that was made just now.
func (n VirtualNetworks) MakePeerings(ctx context.Context, want VirtualNetwork) error {
	return n.convergePeerings(ctx, Change{Want: want})
}

func (n VirtualNetworks) convergePeering(ctx context.Context, change Change, name string, prior Peering, had bool) error {
	want := change.Want.Peerings[name]
	if had && !sameReverse(prior, want) {
		if err := n.deleteReverse(ctx, prior); err != nil {
			return err
		}
	}
	own, other := half{id: change.Want.PeeringID(name), remote: want.RemoteID, flags: want.PeeringFlags}, half{}
	if want.Reverse != nil {
		other = half{id: want.ReverseID(), remote: change.Want.ID, flags: want.Reverse.PeeringFlags, space: change.Want.AddressSpace}
	}
	if err := n.clearDead(ctx, &own, &other); err != nil {
		return fmt.Errorf("looking at peering %q: %w", name, err)
	}
	if err := n.writeHalf(ctx, own); err != nil {
		return fmt.Errorf("writing peering %q: %w", name, err)
	}
	if want.Reverse == nil {
		return nil
	}
	if err := n.writeHalf(ctx, other); err != nil {
		return fmt.Errorf("writing peering %q, the half in %s: %w", name, want.RemoteID, err)
	}
	return nil
}

// half is one half of a peering: what it should be and, once read, what is there.
type half struct {
	id, remote armid.ID
	flags      PeeringFlags
	space      []string // the remote network's address space, where it is ours to know
	there      bool
	live       LivePeering
}

// outdated reports that the half still knows an earlier address space of the network that it points at.
func (h half) outdated(live LivePeering) bool {
	return len(h.space) > 0 && len(live.RemoteAddressSpace) > 0 && !sameRanges(h.space, live.RemoteAddressSpace)
}

// dead reports a half that can only be deleted: its partner was removed, or it points at another network.
func (h half) dead() bool {
	return h.there && (h.live.Disconnected() || !h.remote.EqualFold(h.live.RemoteID))
}

// clearDead reads both halves and, when one of them is dead, deletes both: a half never connects again once its partner is
// gone, and Azure refuses to make one half while the other is Disconnected (RemotePeeringIsDisconnected).
func (n VirtualNetworks) clearDead(ctx context.Context, halves ...*half) error {
	dead := false
	for _, h := range halves {
		if h.id.IsZero() {
			continue
		}
		object, err := n.client.Get(ctx, h.id, APIVersion)
		if armclient.IsNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		h.there = true
		if h.live, err = readPeering(object); err != nil {
			return err
		}
		dead = dead || h.dead()
	}
	if !dead {
		return nil
	}
	for _, h := range slices.Backward(halves) {
		if !h.there {
			continue
		}
		if err := n.client.Delete(ctx, h.id, APIVersion); err != nil {
			return err
		}
		h.there = false
	}
	return nil
}

// writeHalf makes one half of a peering, or patches it where it differs. A half that knows an earlier address space of
// ours is synchronised (query syncRemoteAddressSpace, arm-wire.md 1.2): whether that is needed is read from the half
// itself, not remembered from this run, so that a run which died before it is made up for.
func (n VirtualNetworks) writeHalf(ctx context.Context, h half) error {
	if !h.there {
		body := armclient.Object{Body: map[string]any{}}
		if err := patchPeering(&body, h.remote, h.flags); err != nil {
			return err
		}
		_, err := n.client.Put(ctx, h.id, APIVersion, body.Body)
		return err
	}
	if h.live.PeeringFlags == h.flags && !h.outdated(h.live) {
		return nil
	}
	var options []armclient.Option
	if h.outdated(h.live) {
		options = append(options, armclient.Query("syncRemoteAddressSpace", "true"))
	}
	_, err := n.client.Update(ctx, h.id, APIVersion, func(object armclient.Object) (bool, error) {
		live, err := readPeering(object)
		if err != nil || (live.PeeringFlags == h.flags && !h.outdated(live)) {
			return false, err
		}
		return true, patchPeering(&object, h.remote, h.flags)
	}, options...)
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
