package network

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Routings makes the calls on a route table with its subnets, for an egress through a hop that exists. Its routes name
// addresses only: ToFirewall and PublicIPOf have no meaning there.
type Routings struct{ client *armclient.Client }

// NewRoutings works through the given client.
func NewRoutings(client *armclient.Client) Routings { return Routings{client: client} }

// Read reads the table and the routed subnets: one GET for each, all at once.
func (n Routings) Read(ctx context.Context, ours Routing) (LiveRouting, error) {
	s := newSight(n.client)
	if err := s.read(ctx, ours.ids()...); err != nil {
		return LiveRouting{}, err
	}
	return s.liveRouting(ours)
}

// Lock takes the locks of the tables. Those of the subnets' networks are taken later, one by one.
func (n Routings) Lock(ctx context.Context, routings ...Routing) (func(), error) {
	var ids []armid.ID
	for _, r := range routings {
		ids = append(ids, r.Table.ID)
	}
	return n.client.Lock(ctx, ids...)
}

// Converge brings a routing from prior to want: the table with its routes, then the subnets. Errors are those of
// Egresses.Converge.
func (n Routings) Converge(ctx context.Context, change RoutingChange) (LiveRouting, error) {
	s := newSight(n.client)
	if err := s.read(ctx, append(change.Prior.ids(), change.Want.ids()...)...); err != nil {
		return LiveRouting{}, &UntouchedError{err}
	}
	if err := change.refuse(s); err != nil {
		return LiveRouting{}, &UntouchedError{err}
	}
	err := change.converge(ctx, s)
	live, unread := s.liveRouting(change.Want)
	return live, errors.Join(err, unread)
}

func (c RoutingChange) converge(ctx context.Context, s *sight) error {
	routes, missing := c.Want.Table.resolve(known{})
	if missing != nil {
		return missing
	}
	write := tableWrite{prior: c.priorTable(), want: c.Want.Table, routes: routes, mark: c.Mark}
	if err := s.bring(ctx, c.Want.Table.ID, write.edit); err != nil {
		return err
	}
	c.unlock()
	if err := c.attach(ctx, s); err != nil {
		return err
	}
	return c.removeOldTable(ctx, s)
}

// removeOldTable removes the table that ours has replaced on all subnets.
func (c RoutingChange) removeOldTable(ctx context.Context, s *sight) error {
	if c.Prior.Table.ID.IsZero() || c.Prior.Table.ID.Equal(c.Want.Table.ID) {
		return nil
	}
	return removeTable(ctx, s, c.Prior)
}

// LockAll takes the locks for a deletion: the table and the networks of the subnets.
func (n Routings) LockAll(ctx context.Context, ours Routing) (func(), error) {
	return n.client.Lock(ctx, append(networks(ours.Subnets...), ours.Table.ID)...)
}

// Delete takes the table from our subnets and deletes it or, in somebody else's table, our routes. A table that others
// use stays whole, and so does everything else: the answer is a SharedError before anything is written. The locks of
// LockAll are held.
func (n Routings) Delete(ctx context.Context, ours Routing) error {
	s := newSight(n.client)
	if err := s.read(ctx, ours.ids()...); err != nil {
		return err
	}
	if err := refuseSharedTable(s, ours); err != nil {
		return err
	}
	if err := (RoutingChange{Prior: ours, held: true}).attach(ctx, s); err != nil {
		return err
	}
	return removeTable(ctx, s, ours)
}

// removeTable deletes a table of ours that no subnet of ours uses any more, and our routes in one of others.
func removeTable(ctx context.Context, s *sight, ours Routing) error {
	table := ours.Table
	if !table.Existing || s.of(table.ID) == nil {
		return s.deleteSeen(ctx, table.ID)
	}
	write := tableWrite{prior: table, want: RouteTable{ID: table.ID, Existing: true}}
	object, err := s.client.Update(ctx, table.ID, APIVersion, func(object armclient.Object) (bool, error) {
		e := newEdit(object)
		write.edit(e)
		return len(e.changed) > 0, e.err
	})
	switch {
	case armclient.IsNotFound(err):
		return nil
	case err != nil:
		return fmt.Errorf("removing our routes: %w", err)
	}
	s.keep(table.ID, object)
	return nil
}

// refuseSharedTable looks for others who use a table of ours: subnets, and routes. Routes that AKS wrote for its nodes (RT-29)
// do not count: a cluster that is deleted may leave them behind, and they lead nowhere without the nodes.
func refuseSharedTable(s *sight, ours Routing) error {
	if ours.Table.Existing {
		return nil
	}
	live, err := s.liveRouting(ours)
	if err != nil || live.Table == nil {
		return err
	}
	var users []string
	for _, text := range live.Table.Subnets {
		if id, err := armid.Parse(text); err != nil || !containsID(ours.Subnets, id) {
			users = append(users, text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ForeignRoutes(*live.Table, ours.Table.Routes))) {
		if !live.isNodeRoute(name, live.Table.Routes[name]) {
			users = append(users, "route "+name)
		}
	}
	if len(users) == 0 {
		return nil
	}
	return &SharedError{ID: ours.Table.ID, Kind: "route table", Users: users}
}
