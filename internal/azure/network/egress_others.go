package network

import (
	"context"
	"slices"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// maxOtherGroups bounds what is read only to learn whether it filters: a policy into which so many others put groups has rules
// of theirs.
const maxOtherGroups = 4

// OtherRules reports whether rules of others may take part in what an egress lets out: a group that others put into our policy,
// or a classic collection of theirs on our firewall. One that holds nothing but NAT rules, such as the one that
// udr_firewall_ingress makes, decides over what comes in and is not counted. A group that cannot be read may hold anything.
//
// It reads those groups, one GET each, all at once. Of a policy of others it says nothing: false.
func (n Egresses) OtherRules(ctx context.Context, ours Egress, live LiveEgress) bool {
	if ours.Policy == nil {
		return live.Firewall != nil && live.Firewall.PolicyID == "" && otherCollections(ours.Classic, live.Firewall.Classic)
	}
	if ours.Policy.Existing || live.Policy == nil {
		return false
	}
	others := ForeignGroups(*live.Policy, ours.Groups)
	if len(others) > maxOtherGroups {
		return true
	}
	s := newSight(n.client)
	filters := make([]bool, len(others))
	var wait sync.WaitGroup
	for i, id := range others {
		wait.Go(func() { filters[i] = s.read(ctx, id) != nil || s.filters(id) })
	}
	wait.Wait()
	return slices.Contains(filters, true)
}

// otherCollections reports whether a classic collection of others filters.
func otherCollections(ours map[string]Collection, live []LiveCollection) bool {
	return slices.ContainsFunc(ForeignCollections(live, ours), func(one LiveCollection) bool { return one.Kind != KindNAT })
}

// ForeignGroups are the groups that a policy lists and that are not among ours. ARM's names know no letter case.
func ForeignGroups(policy LivePolicy, ours map[string]Group) []armid.ID {
	var others []armid.ID
	for _, text := range policy.Groups {
		id, err := armid.Parse(text)
		if err != nil {
			continue
		}
		if _, own := lookup(ours, id.Name()); !own {
			others = append(others, id)
		}
	}
	return others
}

// filters reports whether a group that was read holds more than NAT rules. One that is gone by now holds nothing.
func (s *sight) filters(id armid.ID) bool {
	live, err := decoded(s, id, readGroup)
	if err != nil {
		return true
	}
	if live == nil {
		return false
	}
	for _, one := range live.Collections {
		if one.Kind != KindNAT {
			return true
		}
	}
	return false
}
