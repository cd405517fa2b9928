package egress

import (
	"fmt"
	"net/netip"
	"slices"
)

// networks checks subnets and what their tables do to them.
func (c *checker) networks() {
	for i := range c.x.world.Networks {
		n := &c.x.world.Networks[i]
		c.peerings(c.x.networks[key(n.Name)])
		for k := range n.Subnets {
			s := c.x.subnets[subnetKey(n.Name, n.Subnets[k].Name)]
			if s == nil || s.Subnet != &n.Subnets[k] {
				continue // a second subnet of the same name hides the first
			}
			c.subnet(s)
		}
	}
}

// peerings: networks whose ranges overlap cannot peer. Peerings of subnets can, which a document does not tell from those
// of networks, so that this is no error.
func (c *checker) peerings(n *networkInfo) {
	for i := range n.peers {
		if p := &n.peers[i]; n.contested(p) {
			c.add(SeverityWarning, FindPeeringOverlap, Object{Kind: ObjectPeering, Name: p.Name, In: []string{n.Name}},
				fmt.Sprintf("network %q has ranges that %q, or another of its peers, has as well: ARM refuses to peer networks whose ranges overlap", p.Remote, n.Name), "RT-9")
		}
	}
}

// forwarding: whether replies from the Internet that a hub's appliance hands to a spoke count as forwarded traffic is not
// documented; hubs are built with the flag on (RT-10).
func (c *checker) forwarding(s *subnetInfo, r *effective, d device) {
	home := d.subnet()
	if r.prefix != defaultPrefix4 || home == nil || home.network == s.network {
		return
	}
	for i := range s.network.peers {
		p := &s.network.peers[i]
		told := slices.ContainsFunc(c.found, func(f Finding) bool {
			return f.Code == FindForwarded && f.Object.Name == p.Name && slices.Equal(f.Object.In, []string{s.network.Name})
		})
		if p.remote == home.network && truth(p.AllowForwardedTraffic) == No && !told {
			c.add(SeverityAdvice, FindForwarded, Object{Kind: ObjectPeering, Name: p.Name, In: []string{s.network.Name}},
				fmt.Sprintf("the default route of %s leads to network %q, and the peering does not take forwarded traffic: whether that stops replies is not documented; allow it", s.key, home.network.Name), "RT-10")
		}
	}
}

func (s *subnetInfo) object() Object {
	return Object{Kind: ObjectSubnet, Name: s.network.Name + "/" + s.Name}
}

func (c *checker) subnet(s *subnetInfo) {
	switch roleOf(s.Name) {
	case "AzureFirewallSubnet":
		c.firewallSubnet(s)
	case "AzureFirewallManagementSubnet":
		c.managementSubnet(s)
	case "GatewaySubnet":
		c.gatewaySubnet(s)
	}
	for i := range s.routes {
		r := &s.routes[i]
		if r.rank == rankUser {
			c.routeOf(s, r)
		}
	}
	if s.PublicLoadBalancer && c.defaultsToAppliance(s) {
		c.add(SeverityWarning, FindPublicBalancer, s.object(),
			"a public load balancer serves this subnet while its default route leads to an appliance: replies miss the way they came and die; use an internal load balancer behind the firewall", "RT-23")
	}
	for _, g := range propagations(s) {
		if !g.gateway.Learned.IsKnown() && s.defaulted == Yes {
			c.add(SeverityAdvice, FindPropagation, s.object(),
				fmt.Sprintf("gateway %q may propagate routes that pass the firewall by; disable route propagation on the subnet's route table", g.gateway.Name), "RT-11")
		}
	}
}

func (c *checker) defaultsToAppliance(s *subnetInfo) bool {
	for i := range s.routes {
		if r := &s.routes[i]; r.rank == rankUser && r.prefix == defaultPrefix4 && r.hop == HopAppliance {
			return true
		}
	}
	return false
}

// nodeRoute: kubenet's cloud provider writes a route for the pods of each node, with the node as hop (RT-29).
func (c *checker) nodeRoute(s *subnetInfo, r *effective) bool {
	return nonInternet.Covers(r.set) && !r.set.Overlaps(s.addrs) && slices.ContainsFunc(c.x.world.Clusters, func(k Cluster) bool {
		return k.Kubenet && slices.ContainsFunc(k.Subnets, func(ref string) bool { return key(ref) == s.key })
	})
}

// routeOf checks one user-defined route as one subnet sees it.
func (c *checker) routeOf(s *subnetInfo, r *effective) {
	switch r.hop {
	case HopAppliance:
		if s.network.OutOfScope != "" {
			return // what takes part in routing there may lead to the hop (RT-35)
		}
		d := c.j.device(s, r)
		if s.amidst(d, r) {
			if c.nodeRoute(s, r) {
				return
			}
			c.add(SeverityError, FindHopInSubnet, r.object,
				fmt.Sprintf("the next hop (%s) is inside subnet %s itself: its traffic would loop; put the appliance in a subnet of its own", r.hopText(), s.key), "RT-18")
			return
		}
		if !r.address.IsValid() && r.device == "" {
			return
		}
		if f := c.j.former(s, r.address); f != nil && d.subnet() == nil {
			c.add(SeverityError, FindBlackhole, r.object,
				fmt.Sprintf("no firewall has the address %s: firewall %s has %s, perhaps since it was stopped and started; the route drops everything", r.address, f.Name, f.PrivateIP), "RT-17")
			return
		}
		c.forwarding(s, r, d)
		if c.j.reaches(s, d, r.address) == No {
			c.add(SeverityError, FindBlackhole, r.object,
				fmt.Sprintf("the next hop (%s) is neither in the network of subnet %s nor in a directly peered one: the route is accepted and drops everything", r.hopText(), s.key), "RT-17")
		}
	case HopNetwork:
		if r.prefix.IsValid() && !s.network.open && !s.network.space.Covers(r.set) {
			c.add(SeverityWarning, FindLocalOutside, r.object,
				fmt.Sprintf("hop VnetLocal for %s, which lies outside network %s: what happens is not documented", r.prefix, s.network.Name), "RT-20")
		}
	case HopGateway:
		if g := s.network.Gateway; g != nil && g.ExpressRoute {
			c.add(SeverityError, FindExpressRoute, r.object,
				"hop VirtualNetworkGateway works with a VPN gateway only, not with an ExpressRoute gateway or both together", "RT-16")
		}
	case HopInternet:
		c.firewallIPRoute(s, r)
	default:
	}
}

// firewallIPRoute: a host route for the firewall's public address to the Internet
// serves replies to a public load balancer only (RT-22).
func (c *checker) firewallIPRoute(s *subnetInfo, r *effective) {
	own := r.hostOf != ""
	if !own && r.prefix.IsValid() && r.prefix.IsSingleIP() {
		for i := range c.x.world.Firewalls {
			own = own || c.x.firewalls[key(c.x.world.Firewalls[i].Name)].holds(r.prefix.Addr())
		}
	}
	if !own || s.PublicLoadBalancer || roleOf(s.Name) != "" {
		return
	}
	text := "the route for the firewall's public address is never needed for egress; it serves only replies of a public load balancer behind the firewall's NAT rule"
	severity := SeverityAdvice
	if c.x.identity(s) == No {
		severity = SeverityWarning
		text += ", and in a private subnet it leads nowhere"
	}
	c.add(severity, FindFirewallIPRoute, r.object, text, "RT-22", "RT-21")
}

// firewallSubnet checks the subnet of a firewall (RT-24).
func (c *checker) firewallSubnet(s *subnetInfo) {
	c.atLeast26(s)
	if name, ok := s.SecurityGroup.Get(); ok && name != "" {
		c.add(SeverityError, FindSecurityOnFW, s.object(), "a network security group on AzureFirewallSubnet is not supported; remove it", "NSG-8")
	}
	if s.table == nil || s.table.Open {
		return
	}
	forced := No
	for i := range c.x.world.Firewalls {
		f := &c.x.world.Firewalls[i]
		if key(f.Subnet) != s.key {
			continue
		}
		if truth(f.ForcedTunneling) != No || f.ManagementSubnet != "" {
			forced = Yes
		}
	}
	direct, known := false, true
	for _, r := range s.table.Routes {
		p, ok := r.Prefix.Get()
		hop, hopKnown := r.Hop.Type.Get()
		known = known && ok && hopKnown
		direct = direct || ok && p.Masked() == defaultPrefix4 && hop == HopInternet
		if ok && p.Bits() == 1 && hopKnown && hop != HopInternet {
			c.add(SeverityWarning, FindFirewallDiverted, Object{Kind: ObjectRoute, Name: r.Name, In: []string{s.table.Name}},
				fmt.Sprintf("route %s diverts the firewall's own traffic although ARM does not refuse it", p), "RT-24")
		}
	}
	if !direct && known && forced == No {
		c.add(SeverityError, FindFirewallDefault, Object{Kind: ObjectRouteTable, Name: s.table.Name},
			"a route table on AzureFirewallSubnet must hold 0.0.0.0/0 with hop Internet; ARM refuses it otherwise (AzureFirewallSubnetRouteTableMustHaveDefaultRouteToInternet)", "RT-24")
	}
}

func (c *checker) managementSubnet(s *subnetInfo) {
	c.atLeast26(s)
	if s.table == nil {
		return
	}
	o := Object{Kind: ObjectRouteTable, Name: s.table.Name}
	for _, r := range s.table.Routes {
		p, ok := r.Prefix.Get()
		hop, hopKnown := r.Hop.Type.Get()
		if ok && hopKnown && (p.Masked() != defaultPrefix4 || hop != HopInternet) {
			c.add(SeverityError, FindManagementRoutes, o, fmt.Sprintf("route %q: AzureFirewallManagementSubnet takes 0.0.0.0/0 with hop Internet and nothing else", r.Name), "RT-25")
		}
	}
	if truth(s.table.DisablePropagation) == No && s.network.Gateway != nil {
		c.add(SeverityWarning, FindManagementRoutes, o, "disable route propagation on the table of AzureFirewallManagementSubnet", "RT-25")
	}
}

func (c *checker) gatewaySubnet(s *subnetInfo) {
	if s.table == nil {
		return
	}
	o := Object{Kind: ObjectRouteTable, Name: s.table.Name}
	if s.defaulted == Yes {
		c.add(SeverityError, FindGatewaySubnet, o, "GatewaySubnet does not support a user-defined 0.0.0.0/0", "RT-26")
	}
	if truth(s.table.DisablePropagation) == Yes {
		c.add(SeverityError, FindGatewaySubnet, o, "route propagation must not be disabled on GatewaySubnet: the gateway stops working", "RT-26")
	}
}

func (c *checker) atLeast26(s *subnetInfo) {
	for _, p := range s.Prefixes {
		if p.Addr().Is4() && p.Bits() > 26 {
			c.add(SeverityError, FindSubnetTooSmall, s.object(), fmt.Sprintf("%s is smaller than /26, the least that a firewall takes", p), "RT-25")
		}
	}
}

// tables checks route tables on their own.
func (c *checker) tables() {
	for i := range c.x.world.RouteTables {
		t := &c.x.world.RouteTables[i]
		o := Object{Kind: ObjectRouteTable, Name: t.Name}
		first := map[netip.Prefix]string{}
		tags := 0
		for _, r := range t.Routes {
			if r.ServiceTag != "" {
				tags++
			}
			c.route(t, r)
			p, ok := r.Prefix.Get()
			if !ok || !p.IsValid() || r.ServiceTag != "" || r.HostOf != "" {
				continue
			}
			if other, seen := first[p.Masked()]; seen {
				c.add(SeverityError, FindDuplicatePrefix, o, fmt.Sprintf("routes %q and %q have the same prefix %s; ARM refuses the second (RouteConflict)", other, r.Name, p.Masked()), "RT-15")
				continue
			}
			first[p.Masked()] = r.Name
		}
		limit := 400
		if t.ManagedByNetworkManager {
			limit = 1000
		}
		if len(t.Routes) > limit {
			c.add(SeverityError, FindTooManyRoutes, o, fmt.Sprintf("%d routes; a table takes %d", len(t.Routes), limit), "RT-31")
		}
		if tags > 25 {
			c.add(SeverityError, FindTooManyRoutes, o, fmt.Sprintf("%d routes with service tags; a table takes 25", tags), "RT-31", "RT-14")
		}
	}
}

func (c *checker) route(t *RouteTable, r Route) {
	o := Object{Kind: ObjectRoute, Name: r.Name, In: []string{t.Name}}
	hop, ok := r.Hop.Type.Get()
	if !ok {
		return
	}
	switch hop {
	case HopAppliance:
		if a, known := r.Hop.Address.Get(); known && !a.IsValid() && r.Hop.Device == "" {
			c.add(SeverityError, FindHopAddress, o, "hop VirtualAppliance needs the address of the appliance", "RT-16")
		}
	case HopGateway, HopNetwork, HopInternet, HopNone:
		if a, known := r.Hop.Address.Get(); known && a.IsValid() {
			c.add(SeverityError, FindHopAddress, o, fmt.Sprintf("hop %s takes no address", hop), "RT-16")
		}
	default:
		c.add(SeverityError, FindHopType, o, fmt.Sprintf("hop type %q cannot be written in a route", string(hop)), "RT-16", "RT-12")
	}
}
