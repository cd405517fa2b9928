package network

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// Change is one step from what we owned to what we want to own.
type Change struct {
	Prior VirtualNetwork // what the state says we own; zero on a create
	Want  VirtualNetwork

	// Tags is the whole set of tags to leave on the network, those of others included.
	Tags map[string]string

	// Leftover tells halves of peerings that a run which died may have made, and that neither Prior nor Want knows, by
	// their IDs; nil where there can be none. Azure takes one peering for each pair of networks, so they would be in the way
	// of the wanted ones for ever.
	Leftover func(part string) bool
}

// Converge brings a network that exists to what is wanted, whatever part of the way an earlier run has gone. It reads
// the network and writes only what differs:
//
//  1. tags, DNS servers and the address space, widened to hold both the old and the new ranges;
//  2. subnets: removed ones first, then changed and new ones (order: see subnetSteps);
//  3. the address space, narrowed;
//  4. peerings: removed, changed, made, synchronised with the address space.
//
// A child that is there is taken for ours: callers have refused foreign ones before (RefuseForeign).
func (n VirtualNetworks) Converge(ctx context.Context, change Change) error {
	live, err := n.Get(ctx, change.Want.ID)
	if err != nil {
		return err
	}
	if err := n.clearLeftovers(ctx, change, live); err != nil {
		return err
	}
	wide := widened(live.AddressSpace, change.Want.AddressSpace)
	if change.Want.differs(live, wide, change.Tags) {
		if err := n.writeNetwork(ctx, change, wide); err != nil {
			return err
		}
	}
	if err := n.convergeSubnets(ctx, change, live); err != nil {
		return err
	}
	if !sameRanges(wide, change.Want.AddressSpace) {
		if err := n.writeNetwork(ctx, change, change.Want.AddressSpace); err != nil {
			return err
		}
	}
	return n.convergePeerings(ctx, change)
}

// RefuseForeign answers an ExistsError when a child that want names and prior does not is there already, unless ours
// knows its ID: it is somebody else's. It is asked before the first write. A half of a peering that lost its partner is
// nobody's: it never connects again and can only be made anew.
func (n VirtualNetworks) RefuseForeign(ctx context.Context, prior, want VirtualNetwork, ours func(part string) bool) error {
	live, err := n.Get(ctx, want.ID)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want.Subnets)) {
		_, had := lookup(prior.Subnets, name)
		if _, there := lookup(live.Subnets, name); there && !had && !ours(want.SubnetID(name).String()) {
			return &ExistsError{ID: want.SubnetID(name), Kind: "subnet"}
		}
	}
	added := map[string]Peering{}
	for _, name := range slices.Sorted(maps.Keys(want.Peerings)) {
		before, had := lookup(prior.Peerings, name)
		half, there := lookup(live.Peerings, name)
		if there && !had && !half.Disconnected() && !ours(want.PeeringID(name).String()) {
			return &ExistsError{ID: want.PeeringID(name), Kind: "peering"}
		}
		if p := want.Peerings[name]; p.Reverse != nil && (!had || !sameReverse(before, p)) && !ours(p.ReverseID().String()) {
			added[name] = p
		}
	}
	there, err := n.Reverses(ctx, added)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if half := there[name]; !half.Disconnected() {
			return &ExistsError{ID: added[name].ReverseID(), Kind: "peering"}
		}
	}
	return nil
}

// writeNetwork patches the network's own properties, if any of them differs. The function that decides runs again on
// fresh JSON whenever somebody else wrote in between.
func (n VirtualNetworks) writeNetwork(ctx context.Context, change Change, space []string) error {
	_, err := n.client.Update(ctx, change.Want.ID, APIVersion, func(object armclient.Object) (bool, error) {
		live, err := ReadNetwork(object)
		if err != nil {
			return false, err
		}
		if !change.Want.differs(live, space, change.Tags) {
			return false, nil
		}
		return true, change.Want.patch(&object, space, change.Tags)
	})
	return err
}

func (n VirtualNetworks) convergeSubnets(ctx context.Context, change Change, live LiveNetwork) error {
	steps := subnetSteps(change, live)
	for _, name := range steps.remove {
		if err := n.client.Delete(ctx, change.Want.SubnetID(name), APIVersion); err != nil {
			return fmt.Errorf("deleting subnet %q: %w", name, err)
		}
	}
	for _, names := range steps.write {
		if len(names) > 1 {
			if err := n.exchangeSubnets(ctx, change.Want, names); err != nil {
				return fmt.Errorf("writing subnets %q in one request, since they exchange ranges: %w", names, err)
			}
			continue
		}
		if err := n.writeSubnet(ctx, change.Want, names[0], steps.exists[names[0]]); err != nil {
			return fmt.Errorf("writing subnet %q: %w", names[0], err)
		}
	}
	return nil
}

// exchangeSubnets patches several subnets inside their network's JSON, and writes that back in one request: Azure judges
// the ranges of a request together. The network's other subnets go back as they were read.
func (n VirtualNetworks) exchangeSubnets(ctx context.Context, want VirtualNetwork, names []string) error {
	_, err := n.client.Update(ctx, want.ID, APIVersion, func(object armclient.Object) (bool, error) {
		changed := false
		for _, body := range object.Objects("properties", "subnets") {
			at := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, body.Name()) })
			if at < 0 {
				continue
			}
			subnet := want.Subnets[names[at]]
			live, err := readSubnet(body)
			if err != nil {
				return false, err
			}
			if !subnet.differs(live) {
				continue
			}
			if err := subnet.patch(&body); err != nil {
				return false, err
			}
			changed = true
		}
		return changed, nil
	})
	return err
}

// writeSubnet makes a subnet, or patches the owned properties of one that exists.
func (n VirtualNetworks) writeSubnet(ctx context.Context, want VirtualNetwork, name string, exists bool) error {
	subnet := want.Subnets[name]
	if !exists {
		body, err := subnet.createBody(name)
		if err != nil {
			return err
		}
		_, err = n.client.Put(ctx, want.SubnetID(name), APIVersion, body)
		return err
	}
	_, err := n.client.Update(ctx, want.SubnetID(name), APIVersion, func(object armclient.Object) (bool, error) {
		live, err := readSubnet(object)
		if err != nil || !subnet.differs(live) {
			return false, err
		}
		return true, subnet.patch(&object)
	})
	return err
}
