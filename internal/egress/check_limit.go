package egress

import (
	"fmt"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// The limits of a firewall (FW-45).
const (
	maxFirewallIPs   = 250
	maxGroups        = 60 // 50 in policies of before July 2022; a newer page has 90
	maxRuleNames     = 1000
	maxPairs         = 20000
	maxIPGroups      = 200
	maxGroupEntries  = 5000
	maxTranslatedIPs = 250
)

// limits checks what one firewall takes, in all of its rules together (FW-45). Lists are counted after neighbouring
// addresses have been joined, which makes them no longer than they are: what is reported is too much in any case. ARM does
// not refuse all of it, so that only the number of public IPs is an error.
func (c *checker) limits(f *firewallInfo) {
	if n := len(f.PublicIPs); n > maxFirewallIPs {
		c.add(SeverityError, FindLimit, f.object(), fmt.Sprintf("%d public IPs; a firewall takes %d", n, maxFirewallIPs), "FW-45")
	}
	pairs, groups := 0, map[string]bool{}
	translated, publicIPs := netset.Addresses{}, map[string]bool{}
	use := func(specs ...AddressSpec) {
		for _, s := range specs {
			for _, g := range s.IPGroups {
				groups[key(g)] = true
			}
		}
	}
	for _, r := range f.rules(c.x) {
		switch r := r.(type) {
		case NetworkRule:
			use(r.Source, r.Destination)
			pairs += entries(r.Source) * (entries(r.Destination) + len(r.Names))
		case ApplicationRule:
			use(r.Source)
		case NATRule:
			use(r.Source)
			translated = translated.Union(r.Destination.Addresses)
			for _, ip := range r.DestinationPublicIPs {
				publicIPs[key(ip)] = true
			}
		}
	}
	over := func(n, limit int, what string) {
		if n > limit {
			c.add(SeverityWarning, FindLimit, f.object(), fmt.Sprintf("%d %s; a firewall takes %d", n, what, limit), "FW-45")
		}
	}
	over(pairs, maxPairs, "pairs of source and destination in network rules (an IP group counts as one address)")
	over(len(groups), maxIPGroups, "IP groups")
	over(len(translated.Ranges())+len(publicIPs), maxTranslatedIPs, "destinations of NAT rules")
}

// entries is how many addresses, prefixes, groups and tags a list names at least.
func entries(s AddressSpec) int {
	return len(s.Addresses.Ranges()) + len(s.Subnets) + len(s.ServiceTags) + len(s.IPGroups)
}

// rules are all rules of a firewall that are known: its own, or those of its policy and the policy's parents.
func (f *firewallInfo) rules(x *index) []Rule {
	var out []Rule
	add := func(list []Collection) {
		for _, c := range list {
			out = append(out, c.Rules...)
		}
	}
	if name, known := f.Policy.Get(); known && name == "" {
		add(f.Collections)
		return out
	}
	levels, _ := x.policyLevels(f.Policy)
	for i, p := range levels {
		if slices.Index(levels, p) < i {
			break // a circle of parents
		}
		for _, g := range p.Groups {
			add(g.Collections)
		}
	}
	return out
}

// ipGroups checks the length of IP groups (FW-45).
func (c *checker) ipGroups() {
	for _, g := range c.x.world.IPGroups {
		if n := len(g.Addresses.Ranges()); n > maxGroupEntries {
			c.add(SeverityWarning, FindLimit, Object{Kind: ObjectIPGroup, Name: g.Name}, fmt.Sprintf("%d entries; an IP group takes %d", n, maxGroupEntries), "FW-45")
		}
	}
}
