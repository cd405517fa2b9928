package network

import (
	"maps"
	"net/netip"
	"slices"
)

// steps is the order in which subnets are written.
type steps struct {
	remove []string
	write  []string        // changed and new ones
	exists map[string]bool // of those in write, the ones to patch rather than to make
}

// subnetSteps orders the writes so that no range is given out before it is free: removals first; then each write
// whose ranges collide with no other subnet as it stands at that moment. A ring of subnets that exchange their ranges
// has no such order; its writes go out as they come, and Azure's refusal names the overlap.
func subnetSteps(change Change, live LiveNetwork) steps {
	var plan steps
	plan.exists = map[string]bool{}
	standing := map[string][]netip.Prefix{}
	for name, subnet := range live.Subnets {
		standing[name] = prefixes(subnet.AddressPrefixes)
	}
	for _, name := range slices.Sorted(maps.Keys(change.Prior.Subnets)) {
		if _, kept := lookup(change.Want.Subnets, name); kept {
			continue
		}
		if found, there := lookup(live.Subnets, name); there {
			plan.remove = append(plan.remove, name)
			delete(standing, found.Name)
		}
	}
	var waiting []string
	for _, name := range slices.Sorted(maps.Keys(change.Want.Subnets)) {
		found, there := lookup(live.Subnets, name)
		if !there || change.Want.Subnets[name].differs(found) {
			waiting = append(waiting, name)
			plan.exists[name] = there
		}
	}
	for len(waiting) > 0 {
		next := 0
		for i, name := range waiting {
			if !collides(name, prefixes(change.Want.Subnets[name].AddressPrefixes), standing) {
				next = i
				break
			}
		}
		name := waiting[next]
		plan.write = append(plan.write, name)
		standing[name] = prefixes(change.Want.Subnets[name].AddressPrefixes)
		waiting = slices.Delete(waiting, next, next+1)
	}
	return plan
}

func collides(name string, wanted []netip.Prefix, standing map[string][]netip.Prefix) bool {
	for other, ranges := range standing {
		if other == name {
			continue
		}
		for _, have := range ranges {
			if slices.ContainsFunc(wanted, have.Overlaps) {
				return true
			}
		}
	}
	return false
}

// prefixes parses CIDRs; one that ARM shows in a form we do not know cannot collide.
func prefixes(texts []string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		if prefix, err := netip.ParsePrefix(text); err == nil {
			list = append(list, prefix)
		}
	}
	return list
}
