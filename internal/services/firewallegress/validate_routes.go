package firewallegress

import (
	"fmt"
	"net/netip"
	"strings"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// judgeRoutes: names and prefixes that stand twice, and counts (RT-14, RT-15, RT-31).
func judgeRoutes(s shape, found *findings) {
	defaultName := s.table.Text("default_route_name").Or(defaultRoute)
	if s.tableUnknown {
		defaultName = view.Leaf[string]{Unknown: true}
	}
	seen := map[customtypes.Prefix]string{{Prefix: netip.MustParsePrefix(azure.DefaultPrefix)}: defaultName.Or(defaultRoute).Value}
	tags := 0
	for _, name := range sortedKeys(s.routes) {
		at := routesPath.AtMapKey(name)
		if defaultName.Known && strings.EqualFold(name, defaultName.Value) {
			found.Contradict(at, "The name is taken by the default route", fmt.Sprintf("%q is the name of the route to the firewall", name),
				"rename the route, or set route_table.default_route_name")
		}
		prefix, err := customtypes.ParseRoutePrefix(s.routes[name].prefix.Value)
		if !s.routes[name].prefix.Known || err != nil {
			continue
		}
		if prefix.Tag != "" {
			tags++
			prefix.Tag = strings.ToLower(prefix.Tag)
			if tag, _, ok := cloud.ParseServiceTag(prefix.Tag); !ok || !tag.Route {
				found.Warn(checkTag, at.AtName("address_prefix"), "The service tag may not exist",
					fmt.Sprintf("%q is not in the list of tags that routes take; check its spelling", s.routes[name].prefix.Value), "")
			}
		}
		if other, twice := seen[prefix]; twice {
			found.Refuse(checkRoute, at.AtName("address_prefix"), certain, "Two routes have one prefix",
				fmt.Sprintf("the routes %q and %q both lead to %s; Azure takes one route for each prefix of a table (RT-15)", other, name, s.routes[name].prefix.Value),
				"remove one of the two")
		}
		seen[prefix] = name
	}
	routes := len(s.routes) + 1
	if s.table.Flag("public_ip_routes_enabled").Value {
		routes += len(s.publicIPs)
		found.publicIPRoutes(s)
	}
	found.countRoutes(cloud.LimitRoutesPerTable, routes)
	found.countRoutes(cloud.LimitTagRoutesPerTable, tags)
	if s.existingTable.Known && s.table.Text("name").Known {
		found.Contradict(routeTablePath.AtName("name"), "There is a route table already", "route_table_id names a table that exists, and route_table.name one that is to be made",
			"remove one of the two")
	}
}

// publicIPRoutes: names of the routes that we make for public IPs.
func (f *findings) publicIPRoutes(s shape) {
	for _, key := range sortedKeys(s.publicIPs) {
		for _, name := range sortedKeys(s.routes) {
			if strings.EqualFold(name, publicIPRoute(key)) {
				f.Contradict(routesPath.AtMapKey(name), "The name is taken by the route of a public IP", fmt.Sprintf("public_ip_routes_enabled makes a route %q", name), "rename the route")
			}
		}
	}
}

// publicIPRoute is the name of the route of a public IP.
func publicIPRoute(key string) string { return key + "-internet" }

func (f *findings) countRoutes(key cloud.LimitKey, count int) {
	if limit := cloud.LimitOf(key); count > limit.Value {
		f.Refuse(checkRoute, routesPath, limit.Fact, "Too many routes", fmt.Sprintf("there are %d %s, the limit is %d (%s, %s)", count, key, limit.Value, limit.Source, limit.Date), "")
	}
}

// judgeHops: an appliance needs an address, nothing else takes one, and it must be one that a packet can reach (RT-16 to RT-18).
func judgeHops(s shape, found *findings) {
	for _, name := range sortedKeys(s.routes) {
		route, at := s.routes[name], routesPath.AtMapKey(name).AtName("next_hop_in_ip_address")
		switch {
		case route.hopType.Known && route.hopType.Value == azure.HopAppliance && route.hop.Null():
			found.Refuse(checkHop, at, certain, "The route has no next hop",
				fmt.Sprintf("the route %q leads to an appliance and names no address (MissingNextHopIpAddress)", name),
				"name the appliance's address, or leave next_hop_type out to lead to this firewall")
		case route.hopType.Known && route.hopType.Value != azure.HopAppliance && route.hop.Known:
			found.Refuse(checkHop, at, certain, "The route takes no next hop", fmt.Sprintf("the route %q has the type %s, which takes no address", name, route.hopType.Value),
				"leave the address out, or use next_hop_type = \"VirtualAppliance\"")
		case route.hopType.Null() && route.hop.Known:
			found.Contradict(at, "The route takes no next hop", fmt.Sprintf("the route %q has an address and no type; without a type it leads to this firewall", name),
				"add next_hop_type = \"VirtualAppliance\"")
		}
		hop, err := netset.ParseAddress(route.hop.Value)
		if !route.hop.Known || err != nil {
			continue
		}
		if netset.Public().Contains(hop) {
			found.Warn(checkHop, at, "The next hop is a public address", fmt.Sprintf("the route %q leads to %s; an appliance is reached by an address of the network or of a peered one (RT-17)", name, hop), "")
		}
		for _, key := range sortedKeys(s.routed) {
			for _, p := range s.routed[key].prefixes {
				if p.prefix.Contains(hop) {
					found.Refuse(checkHop, at, certain, "The next hop is in a routed subnet",
						fmt.Sprintf("the route %q leads to %s, which is in the routed subnet %q (%s): the appliance's own packets are routed back to it (RT-18)", name, hop, key, p.prefix),
						"put the appliance into a subnet of its own")
				}
			}
		}
	}
}

// judgeRouted: which subnets the route table may be given to.
func judgeRouted(s shape, found *findings) {
	seen := map[string]string{}
	for _, key := range sortedKeys(s.routed) {
		subnet, at := s.routed[key], routedPath.AtMapKey(key)
		if !subnet.id.IsZero() {
			if other, twice := seen[subnet.id.Key()]; twice {
				found.Contradict(at.AtName("id"), "One subnet stands twice", fmt.Sprintf("%q names %s too", other, subnet.id), "remove one of the two")
			}
			seen[subnet.id.Key()] = key
			found.routable(subnet.id.Name(), key, s)
		}
		for _, p := range subnet.prefixes {
			found.captured(s, key, p)
		}
	}
}

// routable: what the subnets of Azure's own services take (RT-24 to RT-26).
func (f *findings) routable(name, key string, s shape) {
	special, ok := cloud.LookupSpecialSubnet(name)
	if !ok || special.Routes == cloud.RouteAny {
		return
	}
	fact := special.Fact
	if special.Name == cloud.SubnetFirewall && !s.management.absent {
		fact.Uncertain = special.Note // any default route may stand there then
	}
	code := ""
	if special.RouteCode != "" {
		code = "; Azure answers " + special.RouteCode
	}
	f.Refuse(checkRouted, routedPath.AtMapKey(key).AtName("id"), fact, "The subnet must not be routed to the firewall",
		fmt.Sprintf("a default route to the firewall in %s sends that service's own traffic in a circle or cuts it off (%s)%s", special.Name, special.Source, code),
		"take the subnet out of routed_subnets")
}

// captured: a route that covers a routed subnet takes what its hosts send to one another (RT-19), unless a longer route
// keeps that local. Whether it does harm depends on what is in the subnet: a warning.
func (f *findings) captured(s shape, key string, subnet indexedPrefix) {
	for _, name := range sortedKeys(s.routes) {
		route := s.routes[name]
		prefix, err := netip.ParsePrefix(route.prefix.Value)
		if !route.prefix.Known || err != nil || prefix.Bits() == 0 || prefix.Bits() > subnet.prefix.Bits() || !prefix.Contains(subnet.prefix.Addr()) {
			continue
		}
		if route.hopType.Unknown || route.hopType.Known && route.hopType.Value != azure.HopAppliance || s.keptLocal(subnet.prefix, prefix.Bits()) {
			continue
		}
		f.Warn(checkCapture, routesPath.AtMapKey(name).AtName("address_prefix"), "The route takes a subnet's own traffic",
			fmt.Sprintf("%s covers %s of the routed subnet %q, so that what its hosts send to one another goes through an appliance (RT-19); between nodes of a cluster that is not supported",
				prefix, subnet.prefix, key), fmt.Sprintf("add a route of %s with next_hop_type = \"VnetLocal\"", subnet.prefix))
	}
}

// keptLocal reports whether a longer route keeps the subnet's traffic local, or may.
func (s shape) keptLocal(subnet netip.Prefix, bits int) bool {
	if !s.routesKnown {
		return true
	}
	for _, route := range s.routes {
		prefix, err := netip.ParsePrefix(route.prefix.Value)
		switch {
		case !route.prefix.Known || route.hopType.Unknown:
			return true
		case err == nil && prefix.Bits() > bits && prefix.Bits() <= subnet.Bits() && prefix.Contains(subnet.Addr()) && route.hopType.Value == azure.HopNetwork:
			return true
		}
	}
	return false
}
