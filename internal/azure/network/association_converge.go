package network

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// attach gives every wanted subnet our table and takes it from those that are no longer wanted. A subnet that has another
// table gets ours by the write that takes the other away: there is no moment without one. Subnets of one network go one
// after another, since each write locks the network; networks go at once (arm-wire.md 6.1).
func (c RoutingChange) attach(ctx context.Context, s *sight) error {
	work := map[string][]func(ctx context.Context) error{} // by network
	networks := map[string]armid.ID{}
	add := func(subnet armid.ID, do func(ctx context.Context) error) {
		network, _ := subnet.Parent()
		networks[network.Key()] = network
		work[network.Key()] = append(work[network.Key()], do)
	}
	for _, subnet := range sortedIDs(c.Want.Subnets) {
		if object := s.of(subnet); object == nil || !c.Want.Table.ID.EqualFold(object.String("properties", "routeTable", "id")) {
			add(subnet, func(ctx context.Context) error { return c.associate(ctx, s, subnet) })
		}
	}
	for _, subnet := range sortedIDs(c.Prior.Subnets) {
		object := s.of(subnet)
		if containsID(c.Want.Subnets, subnet) || object == nil || !c.Prior.Table.ID.EqualFold(object.String("properties", "routeTable", "id")) {
			continue
		}
		add(subnet, func(ctx context.Context) error { return dissociate(ctx, s, subnet, c.Prior.Table.ID) })
	}
	run := newFlow(ctx)
	for _, key := range slices.Sorted(maps.Keys(work)) {
		run.step(func(ctx context.Context) error {
			unlock, err := c.lockNetwork(ctx, s.client, networks[key])
			if err != nil {
				return err
			}
			defer unlock()
			for _, do := range work[key] {
				if err := do(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return run.end()
}

func (c RoutingChange) lockNetwork(ctx context.Context, client *armclient.Client, network armid.ID) (func(), error) {
	if c.held {
		return func() {}, nil
	}
	return client.Lock(ctx, network)
}

func (c RoutingChange) associate(ctx context.Context, s *sight, subnet armid.ID) error {
	object, err := s.client.Update(ctx, subnet, APIVersion, func(object armclient.Object) (bool, error) {
		if err := c.mayReplace(subnet, object); err != nil {
			return false, err
		}
		e := newEdit(object)
		e.reference(c.Want.Table.ID.String(), "properties", "routeTable")
		return len(e.changed) > 0, e.err
	})
	if err != nil {
		return fmt.Errorf("giving subnet %s the route table: %w", subnet, err)
	}
	s.keep(subnet, object)
	return nil
}

// dissociate takes the table from a subnet, if it is still ours. A subnet that is gone has none.
func dissociate(ctx context.Context, s *sight, subnet, table armid.ID) error {
	object, err := s.client.Update(ctx, subnet, APIVersion, func(object armclient.Object) (bool, error) {
		if !table.EqualFold(object.String("properties", "routeTable", "id")) {
			return false, nil
		}
		e := newEdit(object)
		e.unset("properties", "routeTable")
		return true, e.err
	})
	switch {
	case armclient.IsNotFound(err):
		s.drop(subnet)
		return nil
	case err != nil:
		return fmt.Errorf("taking the route table from subnet %s: %w", subnet, err)
	}
	s.keep(subnet, object)
	return nil
}

// mayReplace refuses a subnet whose table is somebody else's.
func (c RoutingChange) mayReplace(subnet armid.ID, object armclient.Object) error {
	table := object.String("properties", "routeTable", "id")
	if table == "" || c.Want.DisplaceAny || c.Want.Table.ID.EqualFold(table) || containsID(c.Prior.Subnets, subnet) {
		return nil
	}
	if !c.Prior.Table.ID.IsZero() && c.Prior.Table.ID.EqualFold(table) {
		return nil
	}
	if slices.ContainsFunc(c.Want.Displaced, func(id armid.ID) bool { return id.EqualFold(table) }) {
		return nil
	}
	return &TableTakenError{SubnetID: subnet, TableID: table}
}

func containsID(list []armid.ID, id armid.ID) bool { return slices.ContainsFunc(list, id.Equal) }

func sortedIDs(list []armid.ID) []armid.ID {
	list = slices.SortedFunc(slices.Values(list), func(a, b armid.ID) int {
		switch {
		case a.Less(b):
			return -1
		case b.Less(a):
			return 1
		}
		return 0
	})
	return slices.CompactFunc(list, armid.ID.Equal)
}
