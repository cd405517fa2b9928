package applianceegress

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// judgeRequired asks elements of maps for what they must have.
func judgeRequired(s shape, found *findings) {
	for _, name := range sortedKeys(s.routes) {
		if s.routes[name].AddressPrefix.IsNull() {
			found.contradict(routesPath.AtMapKey(name).AtName("address_prefix"), "Missing required attribute", "a route needs an address_prefix", "set it")
		}
	}
	for _, key := range sortedKeys(s.routed) {
		if s.routed[key].noID {
			found.contradict(routedPath.AtMapKey(key).AtName("id"), "Missing required attribute", "a routed subnet needs an id", "set it")
		}
	}
}

// judgePlace: a table is made here, with name, group and location, or it is one that exists; and Azure's naming rules.
func judgePlace(s shape, found *findings) {
	for _, one := range []struct {
		name  string
		value values.String
	}{{"name", s.m.Name}, {"resource_group_name", s.m.ResourceGroupName}, {"location", s.m.Location}} {
		switch at := path.Root(one.name); {
		case one.value.IsNull() && s.m.RouteTableID.IsNull():
			found.contradict(at, "The route table has no "+strings.ReplaceAll(one.name, "_", " "),
				one.name+" is missing, and route_table_id names no table that exists", "set "+one.name+", or route_table_id alone")
		case values.Known(one.value) && values.Known(s.m.RouteTableID):
			found.contradict(at, "There is a route table already", "route_table_id names a table that exists, and "+one.name+" describes one that is to be made",
				"remove one of the two")
		}
	}
	if values.Known(s.m.RouteTableID) {
		for _, one := range []struct {
			at  path.Path
			set bool
		}{
			{routeTablePath.AtName("bgp_route_propagation_enabled"), values.Known(s.table.BGPRoutePropagationEnabled)},
			{tagsPath, values.Known(s.m.Tags)},
		} {
			if one.set {
				found.contradict(one.at, "The route table belongs to others",
					"route_table_id names a table that exists; only routes are put into it, its own settings and tags are left alone", "remove it, or make a table here")
			}
		}
	}
	found.name(cloud.NameRouteTable, s.m.Name, namePath)
	found.name(cloud.NameResourceGroup, s.m.ResourceGroupName, path.Root("resource_group_name"))
	found.name(cloud.NameRoute, s.table.DefaultRouteName, routeTablePath.AtName("default_route_name"))
	names := sortedKeys(s.routes)
	for i, name := range names {
		if err := cloud.ValidateName(cloud.NameRoute, name); err != nil {
			found.refuse(checkName, routesPath.AtMapKey(name), certain, "Not a valid name", err.Error(), "")
		}
		for _, other := range append([]string{s.defaultName()}, names[:i]...) {
			if strings.EqualFold(name, other) {
				found.contradict(routesPath.AtMapKey(name), "Two routes have one name", fmt.Sprintf("%q and %q are the same name for Azure", other, name), "rename one of them")
			}
		}
	}
}

func (f *findings) name(kind cloud.NameKind, name values.String, at path.Path) {
	text, known := values.KnownString(name)
	if !known {
		return
	}
	if err := cloud.ValidateName(kind, text); err != nil {
		f.refuse(checkName, at, certain, "Not a valid name", err.Error(), "")
	}
}

// judgeAppliance: a hop has an address, or something to read it from; a gateway has neither (RT-16).
func judgeAppliance(s shape, found *findings) {
	if !s.hopKnown || s.appliance.NextHopType.IsUnknown() {
		return
	}
	a := s.appliance
	given := map[string]values.String{
		"private_ip_address": a.PrivateIPAddress, "firewall_id": a.FirewallID, "load_balancer_frontend_id": a.LoadBalancerFrontendID,
	}
	if a.gateway() {
		for _, name := range sortedKeys(given) {
			if values.Known(given[name]) {
				found.refuse(checkHop, appliancePath.AtName(name), certain, "A gateway takes no address",
					"next_hop_type is \"VirtualNetworkGateway\", which finds the network's own gateway; Azure takes no address for it (RT-16)",
					"remove "+name+", or next_hop_type")
			}
		}
		return
	}
	missing := true
	for _, value := range given {
		missing = missing && value.IsNull()
	}
	if missing {
		found.refuse(checkHop, appliancePath, certain, "The appliance has no address",
			"a route to an appliance needs its address; Azure answers MissingNextHopIpAddress (RT-16)",
			"set private_ip_address, firewall_id or load_balancer_frontend_id, or next_hop_type = \"VirtualNetworkGateway\"")
	}
	if values.AllKnown(a.FirewallID, a.LoadBalancerFrontendID) {
		found.contradict(appliancePath.AtName("load_balancer_frontend_id"), "Two appliances", "firewall_id and load_balancer_frontend_id name two different hops",
			"remove one of the two")
	}
	if hop := s.hopAddress(); hop.IsValid() && values.Known(a.PrivateIPAddress) {
		found.hop(hop, addressPath, "appliance")
		if hop.Is6() && s.defaultOn {
			found.refuse(checkHop, addressPath, familyFact, "The appliance has an IPv6 address",
				fmt.Sprintf("the default route is one of IPv4, and %s is IPv6: prefix and hop are of one family", hop), "give the appliance's IPv4 address")
		}
	}
}

// familyFact: no page says in so many words that Azure refuses a hop of another family than its prefix.
var familyFact = cloud.Fact{Uncertain: "inference: no source found"}

// hop: an address that an appliance can have and a packet can reach (RT-17).
func (f *findings) hop(hop netip.Addr, at path.Path, what string) {
	for _, reserved := range cloud.OverlappingRanges(cloud.RangeVNet, netip.PrefixFrom(hop, hop.BitLen())) {
		f.refuse(checkReach, at, certain, "No appliance can have that address",
			fmt.Sprintf("%s of the %s lies in %s, which no virtual network may hold (%s): the route would be accepted and drop everything (RT-17)", hop, what, reserved.Prefix, reserved.Source),
			"give the private address of the appliance's network interface, load balancer or firewall")
		return
	}
	if netset.Public().Contains(hop) {
		f.warn(checkReach, at, "The next hop is a public address",
			fmt.Sprintf("%s of the %s is a public address; an appliance is reached by its address in the network or in a peered one (RT-17). Networks with public ranges of their own exist, "+
				"so that this is only a warning", hop, what), "give the private address")
	}
}

// judgeHops: the hops of further routes (RT-16).
func judgeHops(s shape, found *findings) {
	for _, name := range sortedKeys(s.routes) {
		route, at := s.routes[name], routesPath.AtMapKey(name).AtName("next_hop_in_ip_address")
		kind, known := values.KnownString(route.NextHopType)
		switch {
		case known && kind == azure.HopAppliance && route.NextHopInIPAddress.IsNull():
			found.refuse(checkHop, at, certain, "The route has no next hop",
				fmt.Sprintf("the route %q leads to an appliance and names no address; Azure answers MissingNextHopIpAddress (RT-16)", name),
				"name the appliance's address, or leave next_hop_type out to lead to the appliance of this egress")
		case known && kind != azure.HopAppliance && values.Known(route.NextHopInIPAddress):
			found.refuse(checkHop, at, certain, "The route takes no next hop", fmt.Sprintf("the route %q has the type %s, which takes no address (RT-16)", name, kind),
				"leave the address out, or use next_hop_type = \"VirtualAppliance\"")
		case route.NextHopType.IsNull() && values.Known(route.NextHopInIPAddress):
			found.contradict(at, "The route takes no next hop", fmt.Sprintf("the route %q has an address and no type; without a type it leads to the appliance of this egress", name),
				"add next_hop_type = \"VirtualAppliance\"")
		}
		if route.hop.IsValid() {
			found.hop(route.hop, at, fmt.Sprintf("route %q", name))
			if prefix := route.prefix.Prefix; prefix.IsValid() && prefix.Addr().Is4() != route.hop.Is4() {
				found.refuse(checkHop, at, familyFact, "Prefix and hop are of two families",
					fmt.Sprintf("the route %q of %s leads to %s: one is IPv4, the other IPv6", name, prefix, route.hop), "")
			}
		}
	}
}

// judgeLoops: an appliance inside a subnet that is routed to it sends its own packets back to itself (RT-18).
func judgeLoops(s shape, found *findings) {
	loop := func(hop netip.Addr, at path.Path) {
		for _, key := range sortedKeys(s.routed) {
			for _, prefix := range s.routed[key].prefixes {
				if hop.IsValid() && prefix.Contains(hop) {
					found.refuse(checkLoop, at, certain, "The appliance is in a routed subnet",
						fmt.Sprintf("%s lies in %s of the routed subnet %q: what the appliance sends on is routed back to it (RT-18)", hop, prefix, key),
						"put the appliance into a subnet of its own, or take the subnet out of routed_subnets")
				}
			}
		}
	}
	if s.hopKnown && !s.appliance.gateway() {
		at := addressPath
		if !values.Known(s.appliance.PrivateIPAddress) {
			at = appliancePath
		}
		loop(s.hopAddress(), at)
	}
	for _, name := range sortedKeys(s.routes) {
		loop(s.routes[name].hop, routesPath.AtMapKey(name).AtName("next_hop_in_ip_address"))
	}
}
