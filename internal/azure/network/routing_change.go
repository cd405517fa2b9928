package network

import (
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// RoutingChange is one step of a routing from what we owned to what we want to own.
type RoutingChange struct {
	Prior Routing // what the state says we own; zero on a create
	Want  Routing

	// Mark is the hidden tags for the table, if it is ours.
	Mark map[string]string
	// Resume: an earlier run of ours was interrupted, so that routes which the configuration names and which are there
	// are taken for ours.
	Resume bool
	// Unlock gives back the locks of Lock, and must be given where they are held: the networks' locks are not re-entrant. It is called before subnets are written, which take the locks of
	// their networks one by one, so that no other work on these networks waits for the whole of this one.
	Unlock func()

	held bool  // the networks' locks are held already
	seen known // addresses that routes may name, as seen before the change
}

func (c RoutingChange) unlock() {
	if c.Unlock != nil {
		c.Unlock()
	}
}

// AddsRoutes reports whether want names a route that prior does not. Routes bear no tags: the anchor is marked pending
// before one is added, so that the next run knows it for ours if this one dies.
func (c RoutingChange) AddsRoutes() bool {
	return !c.Prior.Table.ID.Equal(c.Want.Table.ID) || addsNames(c.Prior.Table.Routes, c.Want.Table.Routes)
}

// addsNames reports whether after has a name that before has not.
func addsNames[T any](before, after map[string]T) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(after)), func(name string) bool {
		_, had := lookup(before, name)
		return !had
	})
}

// priorTable is the table as we owned it: nothing of another table.
func (c RoutingChange) priorTable() RouteTable {
	if c.Prior.Table.ID.Equal(c.Want.Table.ID) {
		return c.Prior.Table
	}
	return RouteTable{}
}

// refuse finds what must not be touched, before the first write.
func (c RoutingChange) refuse(s *sight) error {
	table, err := decoded(s, c.Want.Table.ID, readRouteTable)
	if err != nil {
		return err
	}
	if table == nil && c.Want.Table.Existing {
		return &MissingError{ID: c.Want.Table.ID, Kind: "route table"}
	}
	if table != nil {
		if err := c.refuseRoutes(*table); err != nil {
			return err
		}
	}
	if !c.Prior.Table.ID.IsZero() && !c.Prior.Table.ID.Equal(c.Want.Table.ID) {
		if err := refuseSharedTable(s, c.Prior); err != nil {
			return err
		}
	}
	for _, subnet := range c.Want.Subnets {
		object := s.of(subnet)
		if object == nil {
			return &MissingError{ID: subnet, Kind: "subnet"}
		}
		if err := c.mayReplace(subnet, *object); err != nil {
			return err
		}
	}
	return nil
}

func (c RoutingChange) refuseRoutes(table LiveRouteTable) error {
	fixed := tableWrite{prior: c.priorTable(), want: c.Want.Table}
	if err := fixed.conflict(table); err != nil || c.Resume {
		return err
	}
	finished, _ := c.Want.Table.resolve(c.seen)
	for _, name := range slices.Sorted(maps.Keys(c.Want.Table.Routes)) {
		live, there := lookup(table.Routes, name)
		if !c.Want.Table.Existing && there && live == finished[name] {
			continue // see EgressChange.refuseUntaggable
		}
		if _, had := lookup(c.priorTable().Routes, name); there && !had {
			return &ExistsError{ID: c.Want.Table.RouteID(name), Kind: "route"}
		}
	}
	return nil
}

// known are the addresses that routes may name.
type known struct {
	firewall string            // private IP, empty while not known
	public   map[string]string // by IP configuration
}

// routes are the wanted routes that can be written with what is known. Missing says what another one lacks.
func (t RouteTable) resolve(k known) (routes map[string]LiveRoute, missing error) {
	routes = map[string]LiveRoute{}
	for _, name := range slices.Sorted(maps.Keys(t.Routes)) {
		route := t.Routes[name]
		live := LiveRoute{Prefix: route.Prefix, HopType: route.HopType, HopAddress: route.HopAddress}
		if route.PublicIPOf != "" {
			live.Prefix = k.public[route.PublicIPOf] + "/32"
			if k.public[route.PublicIPOf] == "" {
				missing = &UnresolvedError{What: "route " + name, Of: "IP configuration " + route.PublicIPOf}
				continue
			}
		}
		if route.ToFirewall {
			live.HopType, live.HopAddress = HopAppliance, k.firewall
			if k.firewall == "" {
				missing = &UnresolvedError{What: "route " + name, Of: "the firewall"}
				continue
			}
		}
		routes[name] = live
	}
	return routes, missing
}

// networks are the virtual networks of subnets.
func networks(subnets ...armid.ID) []armid.ID {
	var list []armid.ID
	for _, subnet := range subnets {
		if network, ok := subnet.Parent(); ok {
			list = append(list, network)
		}
	}
	return sortedIDs(list)
}
