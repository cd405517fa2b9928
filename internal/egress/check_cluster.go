package egress

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// clusters checks what AKS demands of the subnets of a cluster.
func (c *checker) clusters() {
	tables := map[string]string{}
	for i := range c.x.world.Clusters {
		k := &c.x.world.Clusters[i]
		for _, ref := range k.Subnets {
			s := c.x.subnets[key(ref)]
			if s == nil {
				continue
			}
			if out, ok := k.OutboundType.Get(); ok && key(out) == "userdefinedrouting" {
				c.preflight(k, s)
			}
			c.captured(k, s)
			c.closed(k, s)
			c.dualStack(k, s)
			if k.Kubenet && s.table != nil {
				name := key(s.table.Name)
				if other, ok := tables[name]; ok && other != k.Name {
					c.add(SeverityError, FindClusterShareTable, Object{Kind: ObjectRouteTable, Name: s.table.Name},
						fmt.Sprintf("kubenet clusters %q and %q share the table, into which each writes routes for its nodes; give each its own", other, k.Name), "RT-29")
				}
				tables[name] = k.Name
			}
		}
	}
}

// preflight is what AKS checks before it makes a cluster with outbound type
// userDefinedRouting (RT-27).
func (c *checker) preflight(k *Cluster, s *subnetInfo) {
	switch {
	case s.tableUnknown, s.table != nil && s.table.Open, k.Private && learnsDefault(s) != No:
		return
	case s.table == nil:
		c.add(SeverityError, FindClusterNoTable, s.object(),
			fmt.Sprintf("cluster %q has outbound type userDefinedRouting, and the subnet has no route table; AKS refuses to create it. Attach the table first", k.Name), "RT-27", "RT-28")
		return
	}
	o := Object{Kind: ObjectRouteTable, Name: s.table.Name}
	halves := 0
	for _, r := range s.table.Routes {
		p, ok := r.Prefix.Get()
		if !ok {
			return
		}
		if r.ServiceTag != "" || r.HostOf != "" {
			continue
		}
		if p.Bits() == 1 {
			halves++
		}
		if p.Masked() != defaultPrefix4 {
			continue
		}
		hop, known := r.Hop.Type.Get()
		if known && hop != HopAppliance && hop != HopGateway {
			c.add(SeverityError, FindClusterNextHop, Object{Kind: ObjectRoute, Name: r.Name, In: []string{s.table.Name}},
				fmt.Sprintf("0.0.0.0/0 has hop %s; AKS wants VirtualAppliance or VirtualNetworkGateway (RouteTableInvalidNextHop)", hop), "RT-27")
		}
		return
	}
	if halves >= 2 {
		c.add(SeverityWarning, FindClusterHalves, o,
			"0.0.0.0/1 and 128.0.0.0/1 do the work of a default route, but AKS looks for 0.0.0.0/0 and probably refuses this", "RT-27")
		return
	}
	severity := SeverityError
	if isolated, ok := s.table.DisablePropagation.Get(); k.Private && !(ok && isolated) {
		severity = SeverityWarning // AKS looks at the table alone, and its changelog exempts private clusters, which may get an announced default
	}
	c.add(severity, FindClusterNoDefault, o,
		fmt.Sprintf("the table has no route for 0.0.0.0/0, which cluster %q with outbound type userDefinedRouting needs", k.Name), "RT-27")
}

// captured: a route that covers the cluster's own subnet sends traffic between
// nodes to the appliance, which AKS does not support (RT-19).
func (c *checker) captured(k *Cluster, s *subnetInfo) {
	if s.addrs.IsEmpty() {
		return
	}
	p := parcel{flow: &Flow{}, target: target{addrs: s.addrs, known: true}}
	reported := map[string]bool{}
	c.j.route(s, p, nil, func(p parcel, r *effective, t *trail) sum {
		if r.rank == rankUser && r.hop == HopAppliance && t.step.Certain == Yes && !reported[r.object.Name] {
			reported[r.object.Name] = true
			c.add(SeverityError, FindClusterCaptured, r.object,
				fmt.Sprintf("the route takes traffic between the nodes of cluster %q to the appliance, which AKS does not support; add a route for %s with hop VnetLocal", k.Name, p.target.addrs), "RT-19", "AK-24")
		}
		return passAt(p, PathNetwork, t)
	})
}

// kubelet is the port of the kubelet, which the cluster's own parts ask on every node.
var kubelet = netset.PortsOf(10250)

// closed: a security rule that keeps the cluster's subnets from one another breaks it, since AKS needs nodes and pods to
// reach all nodes (NSG-8).
func (c *checker) closed(k *Cluster, s *subnetInfo) {
	for _, ref := range k.Subnets {
		to := c.x.subnets[key(ref)]
		if to == nil || to.addrs.IsEmpty() || !sharesNetwork(s.network, to.network) {
			continue
		}
		f := Flow{Source: Source{Subnet: s.key}, Protocol: netset.TCP, Ports: kubelet}
		p := parcel{
			flow: &f, protocol: netset.TCP, ports: kubelet, source: c.j.origin(s, &f),
			target: target{addrs: to.addrs, known: true, subnet: to.key},
		}
		fate := c.j.leaveSubnet(s, s.filters, p, nil, func(p parcel, t *trail) sum { return passAt(p, PathNetwork, t) })
		if !fate.drops {
			continue
		}
		rule := decider(fate.dropped.trail.steps(false))
		c.add(SeverityWarning, FindClusterClosed, rule,
			fmt.Sprintf("the rule denies traffic of cluster %q from %s to the nodes in %s; AKS needs it open", k.Name, s.key, to.key), "NSG-8", "AK-24")
		return
	}
}

func (c *checker) dualStack(k *Cluster, s *subnetInfo) {
	if !k.DualStack || s.table == nil || s.table.Open {
		return
	}
	for _, r := range s.table.Routes {
		p, ok := r.Prefix.Get()
		if !ok || p.Masked() == defaultPrefix6 {
			return
		}
	}
	c.add(SeverityWarning, FindClusterDualStack, Object{Kind: ObjectRouteTable, Name: s.table.Name},
		fmt.Sprintf("cluster %q is dual-stack, and 0.0.0.0/0 says nothing on IPv6: add a route for ::/0", k.Name), "RT-34")
}

// groups checks security groups (NSG-2).
func (c *checker) groups() {
	for i := range c.x.world.SecurityGroups {
		g := &c.x.world.SecurityGroups[i]
		type slot struct {
			inbound  bool
			priority int
		}
		first := map[slot]string{}
		for _, r := range g.Rules {
			o := Object{Kind: ObjectSecurityRule, Name: r.Name, In: []string{g.Name}}
			p, ok := r.Priority.Get()
			if !ok {
				continue
			}
			if p < 100 || p > 4096 {
				c.add(SeverityError, FindSecurityPriority, o, fmt.Sprintf("priority %d is outside 100 to 4096", p), "NSG-2")
			}
			at := slot{r.Inbound, p}
			if other, seen := first[at]; seen {
				c.add(SeverityError, FindSecurityDuplicate, o, fmt.Sprintf("rule %q has priority %d in the same direction too; ARM refuses it", other, p), "NSG-2")
			}
			first[at] = r.Name
		}
	}
}
