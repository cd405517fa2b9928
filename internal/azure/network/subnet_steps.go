package network

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// steps is the order in which subnets are written.
type steps struct {
	remove []string
	write  [][]string      // changed and new ones, by request: several in one where they exchange their ranges
	exists map[string]bool // of those in write, the ones to patch rather than to make
}

// subnetSteps orders the writes so that no range is given out before it is free: removals first; then each write
// whose ranges collide with no other subnet as it stands at that moment. A ring of subnets that exchange their ranges
// has no such order: what exists of those that wait then is written together. A range that is another writer's stays
// taken, and Azure's refusal names it.
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
		batch := nextBatch(change.Want, waiting, standing, plan.exists)
		plan.write = append(plan.write, batch)
		for _, name := range batch {
			delete(standing, liveName(standing, name))
			standing[name] = prefixes(change.Want.Subnets[name].AddressPrefixes)
		}
		waiting = slices.DeleteFunc(waiting, func(name string) bool { return slices.Contains(batch, name) })
	}
	return plan
}

// nextBatch is the first subnet that can be written alone, else all that exist.
func nextBatch(want VirtualNetwork, waiting []string, standing map[string][]netip.Prefix, exists map[string]bool) []string {
	for _, name := range waiting {
		if !collides(name, prefixes(want.Subnets[name].AddressPrefixes), standing) {
			return []string{name}
		}
	}
	var ring []string
	for _, name := range waiting {
		if exists[name] {
			ring = append(ring, name)
		}
	}
	if len(ring) == 0 {
		return waiting[:1:1]
	}
	return ring
}

// liveName is the spelling under which a subnet stands: ARM compares names without case.
func liveName(standing map[string][]netip.Prefix, name string) string {
	for other := range standing {
		if strings.EqualFold(other, name) {
			return other
		}
	}
	return name
}

func collides(name string, wanted []netip.Prefix, standing map[string][]netip.Prefix) bool {
	for other, ranges := range standing {
		if strings.EqualFold(other, name) {
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
