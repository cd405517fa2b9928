package network

import (
	"errors"
	"slices"
	"strings"
)

// Conflicts are the routes of others in the live table that cannot stand beside those of t (RouteConflictError), by name. Prior is the table as
// we owned it; what was ours in it is no conflict. Routes whose address is not known yet are left out.
func (t RouteTable) Conflicts(live LiveRouteTable, prior RouteTable) map[string]LiveRoute {
	routes, _ := t.resolve(known{})
	var found *RouteConflictError
	if errors.As(tableWrite{prior: prior, want: t, routes: routes}.conflict(live), &found) {
		return found.Routes
	}
	return nil
}

// Clashes are the routes of others in the live table that have the name of one of t and lead elsewhere, by name. One that is already all that we
// want is no clash.
func (t RouteTable) Clashes(live LiveRouteTable, prior RouteTable) map[string]LiveRoute {
	routes, _ := t.resolve(known{})
	found := map[string]LiveRoute{}
	for name, route := range live.Routes {
		_, had := lookup(prior.Routes, name)
		want, ours := lookup(routes, name)
		if ours && !had && !want.equal(route) {
			found[name] = route
		}
	}
	return found
}

// Finished are those of our routes that are not in prior, and that are in the live table exactly as we want them, by name.
func (t RouteTable) Finished(live LiveRouteTable, prior RouteTable) map[string]Route {
	routes, _ := t.resolve(known{})
	found := map[string]Route{}
	for name, route := range t.Routes {
		_, had := lookup(prior.Routes, name)
		there, exists := lookup(live.Routes, name)
		want, resolved := routes[name]
		if !had && exists && resolved && want.equal(there) {
			found[name] = route
		}
	}
	return found
}

// equal reports whether both routes mean the same to Azure.
func (r LiveRoute) equal(other LiveRoute) bool {
	return strings.EqualFold(r.Prefix, other.Prefix) && strings.EqualFold(r.HopType, other.HopType) && strings.EqualFold(r.HopAddress, other.HopAddress)
}

// NodeRoutes are the names of the routes that AKS wrote for its nodes, which lead into the routed subnets (RT-29). They are never ours.
func (l LiveRouting) NodeRoutes() []string {
	var names []string
	if l.Table == nil {
		return nil
	}
	for name, route := range l.Table.Routes {
		if l.isNodeRoute(name, route) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
