package preflight

import (
	"cmp"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// declaredRules are those that a configuration declares for an appliance, in the form of Azure Firewall's rules: groups by priority, in them collections by
// priority, network rules before application rules, and nothing passes that no rule allows. Unless all of it is known and can be said of any
// appliance, its rules stay unknown.
func (d *decoded) declaredRules() {
	groups, open := d.groups()
	if complete := d.fields.Flag("rules_complete"); open || !complete.Known || !complete.Value {
		return
	}
	sorted, ok := byPriority(groups, func(g egress.Group) egress.Value[int] { return g.Priority })
	var network, application []egress.ApplianceRule
	for _, g := range sorted {
		collections, distinct := byPriority(g.Collections, func(c egress.Collection) egress.Value[int] { return c.Priority })
		ok = ok && distinct && !g.Open
		for _, c := range collections {
			action, known := c.Action.Get()
			ok = ok && !c.Open && (known || c.Kind == egress.KindNAT)
			for _, rule := range c.Rules {
				switch rule := rule.(type) {
				case egress.NetworkRule:
					made, sayable := declaredNetwork(rule, action)
					network, ok = append(network, made...), ok && sayable
				case egress.ApplicationRule:
					made, sayable := declaredApplication(rule, action)
					application, ok = append(application, made...), ok && sayable
				case egress.NATRule: // it concerns what comes in
				}
			}
		}
	}
	if ok {
		d.appliance.RulesKnown, d.appliance.Rules, d.appliance.Default = true, slices.Concat(network, application), egress.Deny
	}
}

// byPriority sorts by priority; ok is false where the order is not certain: a priority is unknown, or two are equal (FW-6).
func byPriority[T any](all []T, priority func(T) egress.Value[int]) (sorted []T, ok bool) {
	ok = true
	of := func(one T) int {
		n, known := priority(one).Get()
		ok = ok && known
		return n
	}
	sorted = slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b T) int {
		order := cmp.Compare(of(a), of(b))
		ok = ok && order != 0
		return order
	})
	if len(all) == 1 {
		of(all[0])
	}
	return sorted, ok
}

// declaredNetwork is one rule for the addresses and one for the names, of which either matches.
func declaredNetwork(r egress.NetworkRule, action egress.Action) (rules []egress.ApplianceRule, ok bool) {
	made := egress.ApplianceRule{Name: r.Name, Action: action, Source: r.Source, Destination: r.Destination, Protocols: r.Protocols, Ports: r.Ports}
	if len(r.Names) > 0 {
		named := made
		named.Destination, named.Names = egress.AddressSpec{}, r.Names
		rules = append(rules, named)
	}
	if d := r.Destination; len(r.Names) == 0 || !d.Addresses.IsEmpty() || len(d.ServiceTags)+len(d.IPGroups) > 0 {
		rules = append(rules, made)
	}
	return rules, !r.Source.Open && !r.Destination.Open && !r.PortsOpen
}

// declaredApplication is a rule by name. Tags, categories and URLs are Azure Firewall's own: of another device they say nothing.
func declaredApplication(r egress.ApplicationRule, action egress.Action) (rules []egress.ApplianceRule, ok bool) {
	ok = !r.Source.Open && !r.NamesOpen && !r.ProtocolsOpen && !r.TerminateTLS && len(r.FQDNTags)+len(r.WebCategories)+len(r.URLs) == 0 &&
		!r.DestinationAddresses.Open && r.DestinationAddresses.Addresses.IsEmpty() && len(r.DestinationAddresses.ServiceTags)+len(r.DestinationAddresses.IPGroups) == 0
	var ports netset.Ports
	for _, pair := range r.Protocols {
		ports = ports.Union(netset.PortsOf(pair.Port))
	}
	return []egress.ApplianceRule{{Name: r.Name, Action: action, Source: r.Source, Names: r.Names, Protocols: netset.TCP, Ports: ports}}, ok
}
