package network

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// VirtualNetworks makes the calls on virtual networks, their subnets and peerings.
type VirtualNetworks struct{ client *armclient.Client }

// NewVirtualNetworks works through the given client.
func NewVirtualNetworks(client *armclient.Client) VirtualNetworks {
	return VirtualNetworks{client: client}
}

// ExistsError says that a child which we are about to make is there already and is not ours.
type ExistsError struct {
	ID   armid.ID
	Kind string // "subnet" or "peering"
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("%s %s exists already and is not managed by this resource", e.Kind, e.ID)
}

// Get reads a network with its embedded subnets and peerings: one call.
func (n VirtualNetworks) Get(ctx context.Context, id armid.ID) (LiveNetwork, error) {
	object, err := n.client.Get(ctx, id, APIVersion)
	if err != nil {
		return LiveNetwork{}, err
	}
	return ReadNetwork(object)
}

// Reverses reads the other halves of the given peerings, all at once. A half that is not there, or whose network is
// gone, has no entry; any other failure is an error.
func (n VirtualNetworks) Reverses(ctx context.Context, peerings map[string]Peering) (map[string]LivePeering, error) {
	type answer struct {
		name string
		live LivePeering
	}
	answers := make(chan answer, len(peerings))
	group, ctx := errgroup.WithContext(ctx)
	for name, peering := range peerings {
		if peering.Reverse == nil {
			continue
		}
		group.Go(func() error {
			object, err := n.client.Get(ctx, peering.ReverseID(), APIVersion)
			if armclient.IsNotFound(err) {
				return nil
			}
			if err != nil {
				return err
			}
			live, err := readPeering(object)
			answers <- answer{name, live}
			return err
		})
	}
	err := group.Wait()
	close(answers)
	if err != nil {
		return nil, err
	}
	found := map[string]LivePeering{}
	for a := range answers {
		found[a.name] = a.live
	}
	return found, nil
}

// Lock takes the locks of every object that a write on the network touches: the network itself and, because a peering
// locks both ends, each remote network (arm-wire.md 6.1).
func (n VirtualNetworks) Lock(ctx context.Context, networks ...VirtualNetwork) (func(), error) {
	var ids []armid.ID
	for _, network := range networks {
		if network.ID.IsZero() {
			continue
		}
		ids = append(ids, network.ID)
		for _, peering := range network.Peerings {
			ids = append(ids, peering.RemoteID)
		}
	}
	return n.client.Lock(ctx, ids...)
}

// Create makes the network and all its subnets in one request. Peerings are made by Converge.
func (n VirtualNetworks) Create(ctx context.Context, want VirtualNetwork, tags map[string]string) error {
	body, err := want.createBody(tags)
	if err != nil {
		return err
	}
	_, err = n.client.Put(ctx, want.ID, APIVersion, body)
	return err
}

// SetTags replaces the network's tags by a PATCH, which touches nothing else.
func (n VirtualNetworks) SetTags(ctx context.Context, id armid.ID, tags map[string]string) error {
	_, err := n.client.Patch(ctx, id, APIVersion, map[string]any{"tags": generic(tags)})
	return err
}

// lookup finds a name in a map as ARM compares names: without case.
func lookup[T any](entries map[string]T, name string) (T, bool) {
	if entry, found := entries[name]; found {
		return entry, true
	}
	for key, entry := range entries {
		if strings.EqualFold(key, name) {
			return entry, true
		}
	}
	var zero T
	return zero, false
}
