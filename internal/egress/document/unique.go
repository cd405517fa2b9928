package document

import (
	"fmt"
	"strings"
)

// names refuses objects of one name: references go by name, without regard to letter case, and nobody could say which of
// the two is meant.
func (b *builder) names() {
	d := b.doc
	twice(b, "$.networks", d.Networks, func(n Network) string { return n.Name })
	for i, n := range d.Networks {
		twice(b, fmt.Sprintf("$.networks[%d].subnets", i), n.Subnets, func(s Subnet) string { return s.Name })
	}
	twice(b, "$.route_tables", d.RouteTables, func(t RouteTable) string { return t.Name })
	for i, t := range d.RouteTables {
		twice(b, fmt.Sprintf("$.route_tables[%d].routes", i), t.Routes.Items, func(r Route) string { return r.Name })
	}
	twice(b, "$.network_security_groups", d.SecurityGroups, func(g SecurityGroup) string { return g.Name })
	for i, g := range d.SecurityGroups {
		twice(b, fmt.Sprintf("$.network_security_groups[%d].rules", i), g.Rules.Items, func(r SecurityRule) string { return r.Name })
	}
	twice(b, "$.firewalls", d.Firewalls, func(f Firewall) string { return f.Name })
	twice(b, "$.firewall_policies", d.Policies, func(p Policy) string { return p.Name })
	for i, p := range d.Policies {
		twice(b, fmt.Sprintf("$.firewall_policies[%d].groups", i), p.Groups.Items, func(g Group) string { return g.Name })
	}
	twice(b, "$.ip_groups", d.IPGroups, func(g IPGroup) string { return g.Name })
	twice(b, "$.appliances", d.Appliances, func(a Appliance) string { return a.Name })
	twice(b, "$.nat_gateways", d.NATGateways, func(n NATGateway) string { return n.Name })
	twice(b, "$.clusters", d.Clusters, func(c Cluster) string { return c.Name })
	b.devices()
	b.publicIPNames()
}

// twice finds the names of a list that are taken.
func twice[T any](b *builder, path string, list []T, name func(T) string) {
	first := map[string]int{}
	for i, item := range list {
		k := folded(name(item))
		if k == "" { // nothing refers to it
			continue
		}
		if at, taken := first[k]; taken {
			b.add(fmt.Sprintf("%s[%d].name", path, i), fmt.Sprintf("%q is the name of %s[%d] already; names are compared without letter case", name(item), path, at))
			continue
		}
		first[k] = i
	}
}

func folded(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// devices: a route's next_hop_device names a firewall or an appliance.
func (b *builder) devices() {
	firewalls := map[string]int{}
	for i, f := range b.doc.Firewalls {
		firewalls[folded(f.Name)] = i
	}
	for i, a := range b.doc.Appliances {
		if at, taken := firewalls[folded(a.Name)]; taken {
			b.add(fmt.Sprintf("$.appliances[%d].name", i), fmt.Sprintf("%q is the name of $.firewalls[%d] already; a route could mean either", a.Name, at))
		}
	}
}

// publicIPNames refuses two addresses for one public IP.
func (b *builder) publicIPNames() {
	type place struct{ path, address string }
	first := map[string]place{}
	check := func(path string, list List[PublicIP]) {
		for i, p := range list.Items {
			if p.Address.Unknown || p.Address.Value == "" {
				continue
			}
			here := place{fmt.Sprintf("%s.public_ips[%d].address", path, i), p.Address.Value}
			had, seen := first[folded(p.Name)]
			if seen && had.address != here.address {
				b.add(here.path, fmt.Sprintf("public IP %q is %s here and %s at %s", p.Name, here.address, had.address, had.path))
			} else if !seen {
				first[folded(p.Name)] = here
			}
		}
	}
	for i, f := range b.doc.Firewalls {
		check(fmt.Sprintf("$.firewalls[%d]", i), f.PublicIPs)
	}
	for i, a := range b.doc.Appliances {
		check(fmt.Sprintf("$.appliances[%d]", i), a.PublicIPs)
	}
	for i, n := range b.doc.NATGateways {
		check(fmt.Sprintf("$.nat_gateways[%d]", i), n.PublicIPs)
	}
}
