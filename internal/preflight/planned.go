package preflight

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// PlannedGroup is a rule collection group as this run leaves it, told by the resource that plans it.
type PlannedGroup struct {
	Name string
	// Group is an object in the form of the exported egress's groups, any leaf of which may be unknown; nil means that the
	// group goes.
	Group attr.Value
}

// plannedRules is the ledger's record of a policy: the groups that resources of this run plan in it, by folded name.
type plannedRules struct {
	groups map[string]PlannedGroup
	open   bool // there are more, whose names are not known
}

// PlanRules tells what a resource plans in a firewall policy, so that what depends on it is judged with these rules before they
// exist. Groups is a map of group objects, null for none; before are the names that the resource had so far. A group that another resource
// of the run plans stays, whoever gives it up.
func PlanRules(ledger *account.Ledger, policy armid.ID, groups attr.Value, before []string) {
	planned := view.Map(groups)
	ledger.Amend(policy, func(old any) any {
		next := plannedRules{groups: map[string]PlannedGroup{}, open: !planned.Complete}
		if record, ok := old.(plannedRules); ok {
			maps.Copy(next.groups, record.groups)
			next.open = next.open || record.open
		}
		for _, name := range before {
			if _, told := next.groups[fold(name)]; !told && planned.Complete {
				next.groups[fold(name)] = PlannedGroup{Name: name}
			}
		}
		for _, name := range planned.Keys {
			next.groups[fold(name)] = PlannedGroup{Name: name, Group: planned.Values[name]}
		}
		return next
	})
}

// PlannedRules is what resources of this run have told of a policy's rules so far, by name, and whether some of it is not known. Only
// what the asking resource depends on is sure to have been planned before it.
func PlannedRules(ledger *account.Ledger, policy armid.ID) (groups []PlannedGroup, open bool) {
	object, _ := ledger.Planned(policy)
	record, _ := object.(plannedRules)
	groups = slices.SortedFunc(maps.Values(record.groups), func(a, b PlannedGroup) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	return groups, record.open
}

// withPlanned puts the groups that others plan in a policy in the place of what was read of them. The egress's own groups are
// what its object tells.
func (l *layer) withPlanned(p egress.Policy) egress.Policy {
	own := view.Map(l.d.fields["rule_collection_groups"])
	for _, planned := range l.planned {
		if slices.ContainsFunc(own.Keys, func(name string) bool { return fold(name) == fold(planned.Name) }) {
			continue
		}
		p.Groups = slices.DeleteFunc(slices.Clone(p.Groups), func(g egress.Group) bool { return fold(g.Name) == fold(planned.Name) })
		if planned.Group == nil || planned.Group.IsNull() {
			continue
		}
		if group, known := l.d.group(planned.Name, planned.Group); known {
			p.Groups = append(p.Groups, group)
		} else {
			p.Open = true
		}
	}
	p.Open = p.Open || l.plannedOpen
	return p
}
