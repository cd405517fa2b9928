package document

import (
	"maps"
	"slices"
	"strings"
)

// Merge puts over on top of base: an object of over takes the place of the one of its kind and name in base, so that a
// live reading can be judged with a change that is only planned, or with what nobody but the user knows. Flows, profiles
// and switched-off assumptions are joined.
func Merge(base, over Document) Document {
	return Document{
		Schema: over.Schema, Version: Version,
		Networks:         overlay(base.Networks, over.Networks, func(n Network) string { return n.Name }),
		RouteTables:      overlay(base.RouteTables, over.RouteTables, func(t RouteTable) string { return t.Name }),
		SecurityGroups:   overlay(base.SecurityGroups, over.SecurityGroups, func(g SecurityGroup) string { return g.Name }),
		Firewalls:        overlay(base.Firewalls, over.Firewalls, func(f Firewall) string { return f.Name }),
		Policies:         overlay(base.Policies, over.Policies, func(p Policy) string { return p.Name }),
		IPGroups:         overlay(base.IPGroups, over.IPGroups, func(g IPGroup) string { return g.Name }),
		Appliances:       overlay(base.Appliances, over.Appliances, func(a Appliance) string { return a.Name }),
		NATGateways:      overlay(base.NATGateways, over.NATGateways, func(n NATGateway) string { return n.Name }),
		PrivateEndpoints: overlay(base.PrivateEndpoints, over.PrivateEndpoints, func(p PrivateEndpoint) string { return p.Name }),
		Clusters:         overlay(base.Clusters, over.Clusters, func(c Cluster) string { return c.Name }),
		ServiceTags:      joined(base.ServiceTags, over.ServiceTags),
		FQDNTags:         joined(base.FQDNTags, over.FQDNTags),
		PlatformNames:    append(slices.Clone(base.PlatformNames), over.PlatformNames...),
		Flows:            append(slices.Clone(base.Flows), over.Flows...),
		AKS:              append(slices.Clone(base.AKS), over.AKS...),
		Without:          append(slices.Clone(base.Without), over.Without...),
	}
}

// overlay replaces by name, without regard to letter case, and appends what is new.
func overlay[T any](base, over []T, name func(T) string) []T {
	out := slices.Clone(base)
	replaced := map[int]bool{}
	for _, item := range over {
		i := slices.IndexFunc(base, func(had T) bool { return strings.EqualFold(name(had), name(item)) })
		if i < 0 || replaced[i] { // a name that is there twice is left for Case to refuse
			out = append(out, item)
		} else {
			out[i], replaced[i] = item, true
		}
	}
	return out
}

func joined[V any](base, over map[string]V) map[string]V {
	if len(base)+len(over) == 0 {
		return nil
	}
	out := maps.Clone(base)
	if out == nil {
		out = map[string]V{}
	}
	maps.Copy(out, over)
	return out
}
