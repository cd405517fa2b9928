package applianceegress

import (
	"fmt"
	"net/netip"
	"strings"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// defaultPrefix is the destination of the default route.
var defaultPrefix = netip.MustParsePrefix(azure.DefaultPrefix)

// judgeRoutes: prefixes that stand twice, tags, and counts (RT-14, RT-15, RT-31).
func judgeRoutes(s shape, found *findings) {
	seen := map[customtypes.Prefix]string{}
	if s.defaultOn {
		seen[customtypes.Prefix{Prefix: defaultPrefix}] = s.defaultName()
	}
	tags := 0
	for _, name := range sortedKeys(s.routes) {
		at, prefix := routesPath.AtMapKey(name).AtName("address_prefix"), s.routes[name].prefix
		if prefix == (customtypes.Prefix{}) {
			continue
		}
		if prefix.Tag != "" {
			tags++
			if tag, _, ok := cloud.ParseServiceTag(prefix.Tag); !ok || !tag.Route {
				found.warn(checkTag, at, "The service tag may not exist", fmt.Sprintf("%q is not in the list of tags that routes take; check its spelling (RT-14)", prefix.Tag), "")
			}
			prefix.Tag = strings.ToLower(prefix.Tag)
		}
		if other, twice := seen[prefix]; twice {
			found.refuse(checkRoute, at, certain, "Two routes have one prefix",
				fmt.Sprintf("the route %q leads to %s, and so does %q; Azure takes one route for each prefix of a table (RouteConflict, RT-15)",
					name, s.routes[name].AddressPrefix.ValueString(), other), "remove one of the two, or set route_table.default_route_enabled = false")
		}
		seen[prefix] = name
	}
	count := len(s.routes)
	if s.defaultOn {
		count++
	}
	found.count(cloud.LimitRoutesPerTable, count, "routes")
	found.count(cloud.LimitTagRoutesPerTable, tags, "routes with a service tag")
}

func (f *findings) count(key cloud.LimitKey, count int, what string) {
	if limit := cloud.LimitOf(key); count > limit.Value {
		f.refuse(checkLimit, routesPath, limit.Fact, "Too many routes",
			fmt.Sprintf("there are %d %s, the limit of a table is %d (%s, %s; RT-14, RT-31)", count, what, limit.Value, limit.Source, limit.Date), "use longer ranges, or a second table")
	}
}

// judgeDefault: a pair of halves is no default route for AKS, and does not bring what a subnet drops to the appliance (RT-7, RT-27).
func judgeDefault(s shape, found *findings) {
	if !s.defaultOff {
		return
	}
	for _, name := range sortedKeys(s.routes) {
		prefix := s.routes[name].prefix.Prefix
		if prefix.IsValid() && prefix.Addr().Is4() && prefix.Bits() == 1 {
			found.warn(checkDefault, routesPath.AtMapKey(name).AtName("address_prefix"), "Half of a default route",
				fmt.Sprintf("%s stands for half of 0.0.0.0/0. AKS asks for the whole route where a cluster's outbound type is userDefinedRouting (RT-27), and without it the subnet "+
					"goes on dropping private ranges outside of its network (RT-7)", prefix), "set route_table.default_route_enabled = true")
		}
	}
}

// judgeRouted: which subnets the route table may be given to.
func judgeRouted(s shape, found *findings) {
	seen := map[string]string{}
	for _, key := range sortedKeys(s.routed) {
		id, at := s.routed[key].id, routedPath.AtMapKey(key).AtName("id")
		if id.IsZero() {
			continue
		}
		if other, twice := seen[id.Key()]; twice {
			found.contradict(at, "One subnet stands twice", fmt.Sprintf("%q names %s too", other, id), "remove one of the two")
		}
		seen[id.Key()] = key
		found.special(s, key)
	}
}

// special: what the subnets of Azure's own services take (RT-24 to RT-26).
func (f *findings) special(s shape, key string) {
	subnet, ok := cloud.LookupSpecialSubnet(s.routed[key].id.Name())
	if !ok {
		return
	}
	refuse := func(fact cloud.Fact, why, fix string) {
		f.refuse(checkRouted, routedPath.AtMapKey(key).AtName("id"), fact, "The subnet cannot be routed to the appliance", why, fix)
	}
	const leave = "take the subnet out of routed_subnets"
	switch subnet.Routes {
	case cloud.RouteAny:
	case cloud.RouteDefaultInternet:
		if !s.defaultOn {
			return
		}
		fact := certain
		if subnet.Name == cloud.SubnetFirewall {
			fact.Uncertain = subnet.Note // this is how a firewall with a management address is tunnelled
		}
		refuse(fact, fmt.Sprintf("a default route in %s must lead to the Internet (RT-24, RT-25; %s)%s", subnet.Name, subnet.Source, answer(subnet.RouteCode)), leave)
	case cloud.RouteNoDefault:
		if s.defaultOn {
			refuse(certain, fmt.Sprintf("%s takes no default route: its gateway stops working (RT-26; %s)", subnet.Name, subnet.Source),
				leave+", or set route_table.default_route_enabled = false and name the ranges")
		}
		if learn, known := values.KnownBool(s.table.BGPRoutePropagationEnabled); values.Known(s.m.Name) && s.tableSeen && !(known && learn) && !s.table.BGPRoutePropagationEnabled.IsUnknown() {
			refuse(certain, fmt.Sprintf("the table switches the routes of the gateway off, which must not be done on %s (RT-26; %s)", subnet.Name, subnet.Source),
				"set route_table.bgp_route_propagation_enabled = true")
		}
	case cloud.RouteNone:
		refuse(subnet.Fact, fmt.Sprintf("%s takes no route table (%s)", subnet.Name, subnet.Source), leave)
	}
}

func answer(code string) string {
	if code == "" {
		return ""
	}
	return "; Azure answers " + code
}

// judgeCapture: a route of a subnet's very range takes what its hosts send to one another to the appliance (RT-19). A shorter one
// does so only where it is no shorter than the range of the network, which the plan looks up (preflight.go). Whether that does harm
// depends on what is in the subnet: a warning.
func judgeCapture(s shape, found *findings) {
	for _, name := range sortedKeys(s.routes) {
		for _, key := range sortedKeys(s.routed) {
			for _, subnet := range s.routed[key].prefixes {
				if s.captures(name, subnet) && s.routes[name].prefix.Prefix.Bits() == subnet.Bits() {
					found.captured(s, name, key, subnet)
				}
			}
		}
	}
}

// captures reports that a route covers a subnet and leads to an appliance, and that no longer route keeps the subnet's traffic local, or may.
func (s shape) captures(name string, subnet netip.Prefix) bool {
	prefix := s.routes[name].prefix.Prefix
	if !prefix.IsValid() || prefix.Bits() == 0 || !covers(prefix, subnet) || !s.toAppliance(s.routes[name]) || !s.routesComplete {
		return false
	}
	for _, other := range s.routes {
		longer := other.prefix.Prefix
		switch {
		case other.prefix == (customtypes.Prefix{}) || other.NextHopType.IsUnknown():
			return false
		case longer.IsValid() && longer.Bits() > prefix.Bits() && covers(longer, subnet) && other.NextHopType.ValueString() == azure.HopNetwork:
			return false
		}
	}
	return true
}

func (f *findings) captured(s shape, name, key string, subnet netip.Prefix) {
	fix := "leave the route out"
	if s.routes[name].prefix.Prefix.Bits() < subnet.Bits() {
		fix = fmt.Sprintf("add a route of %s with next_hop_type = \"VnetLocal\"", subnet)
	}
	f.warn(checkCapture, routesPath.AtMapKey(name).AtName("address_prefix"), "The route takes a subnet's own traffic",
		fmt.Sprintf("the route %q of %s covers %s of the routed subnet %q, so that what its hosts send to one another goes through the appliance (RT-19); AKS does not support that "+
			"between the nodes of a cluster", name, s.routes[name].prefix.Prefix, subnet, key), fix)
}

// covers reports whether a prefix holds all of another.
func covers(prefix, other netip.Prefix) bool {
	return prefix.Bits() <= other.Bits() && prefix.Contains(other.Addr())
}
