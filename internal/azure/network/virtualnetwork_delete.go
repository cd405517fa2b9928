package network

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// ForeignSubnetsError says that the network holds subnets of other writers, which its deletion would take along.
type ForeignSubnetsError struct{ Names []string }

func (e *ForeignSubnetsError) Error() string {
	return fmt.Sprintf("the network holds subnets that this resource does not manage: %v", e.Names)
}

// Delete removes our peerings, both halves, and then the network with its subnets. A network that is gone already is
// no error. Azure deletes a network together with whatever unused subnets it holds, so the subnets are looked at
// first: one that is not ours stops the deletion before anything is written (law L3).
func (n VirtualNetworks) Delete(ctx context.Context, prior VirtualNetwork) error {
	live, err := n.Get(ctx, prior.ID)
	if armclient.IsNotFound(err) {
		return n.deleteReverses(ctx, prior)
	}
	if err != nil {
		return err
	}
	if foreign := Foreign(live, prior); len(foreign) > 0 {
		return &ForeignSubnetsError{Names: slices.Sorted(maps.Keys(foreign))}
	}
	for _, name := range slices.Sorted(maps.Keys(prior.Peerings)) {
		if err := n.deletePeering(ctx, prior, name); err != nil {
			return err
		}
	}
	return n.client.Delete(ctx, prior.ID, APIVersion, armclient.RetryInUse(detachLag))
}

// deleteReverses removes the halves that a network which is gone left behind in others.
func (n VirtualNetworks) deleteReverses(ctx context.Context, prior VirtualNetwork) error {
	for _, name := range slices.Sorted(maps.Keys(prior.Peerings)) {
		if err := n.deleteReverse(ctx, prior.Peerings[name]); err != nil {
			return err
		}
	}
	return nil
}

// Foreign is the live subnets that are not ours.
func Foreign(live LiveNetwork, ours VirtualNetwork) map[string]LiveSubnet {
	foreign := map[string]LiveSubnet{}
	for name, subnet := range live.Subnets {
		if _, own := lookup(ours.Subnets, name); !own {
			foreign[name] = subnet
		}
	}
	return foreign
}
