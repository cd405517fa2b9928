package egress

import (
	"net/netip"
	"reflect"
	"slices"
)

// settled is the world without what two objects claim to be: references go by
// name, so that nobody can say which of two objects of one name is meant. Either
// counts as not described, as everything does that is not in the world. Objects
// that are the same in all they say are one.
func settled(w World) World {
	w.Networks = unique(w.Networks, func(n *Network) string { return n.Name })
	for i := range w.Networks {
		subnets := unique(w.Networks[i].Subnets, func(s *Subnet) string { return s.Name })
		if len(subnets) == len(w.Networks[i].Subnets) {
			continue
		}
		networks := append([]Network(nil), w.Networks...) // the caller's world stays as it is
		networks[i].Subnets = subnets
		w.Networks = networks
	}
	w.RouteTables = unique(w.RouteTables, func(t *RouteTable) string { return t.Name })
	w.SecurityGroups = unique(w.SecurityGroups, func(g *SecurityGroup) string { return g.Name })
	w.Firewalls = unique(w.Firewalls, func(f *Firewall) string { return f.Name })
	w.Policies = unique(w.Policies, func(p *Policy) string { return p.Name })
	w.IPGroups = unique(w.IPGroups, func(g *IPGroup) string { return g.Name })
	w.Appliances = unique(w.Appliances, func(a *Appliance) string { return a.Name })
	w.NATGateways = unique(w.NATGateways, func(n *NATGateway) string { return n.Name })
	w.Clusters = settledClusters(w.Clusters)
	return w
}

// settledClusters keeps one for each name, since a cluster that is not described limits nobody: of two, whom they let
// in is not known (AK-25).
func settledClusters(list []Cluster) []Cluster {
	out := unique(list, func(c *Cluster) string { return c.Name })
	if len(out) == len(list) {
		return list
	}
	for i := range list {
		if !slices.ContainsFunc(out, func(c Cluster) bool { return key(c.Name) == key(list[i].Name) }) {
			out = append(out, Cluster{Name: list[i].Name, AuthorizedRanges: &AuthorizedRanges{Open: true}})
		}
	}
	return out
}

// unique keeps the objects whose name says which one is meant, in their order.
func unique[T any](list []T, name func(*T) string) []T {
	first, twice := map[string]*T{}, map[string]bool{}
	again := false
	for i := range list {
		k := key(name(&list[i]))
		if had := first[k]; had != nil {
			again = true
			twice[k] = twice[k] || !reflect.DeepEqual(*had, list[i])
			continue
		}
		first[k] = &list[i]
	}
	if !again {
		return list
	}
	out := make([]T, 0, len(first))
	for i := range list {
		if k := key(name(&list[i])); first[k] == &list[i] && !twice[k] {
			out = append(out, list[i])
		}
	}
	return out
}

// addPublicIPs collects the known addresses of public IPs. One that is told to
// have two addresses has none that is known.
func (x *index) addPublicIPs(list []PublicIP) {
	for _, p := range list {
		a, ok := p.Address.Get()
		if !ok || p.Name == "" {
			continue
		}
		if had, seen := x.publicIPs[key(p.Name)]; seen && had != a {
			a = netip.Addr{}
		}
		x.publicIPs[key(p.Name)] = a
	}
}

// publicIP is the known address of a public IP.
func (x *index) publicIP(name string) (netip.Addr, bool) {
	a := x.publicIPs[key(name)]
	return a, a.IsValid()
}
