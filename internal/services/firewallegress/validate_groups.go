package firewallegress

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// judgeGroups: priorities of groups and collections, and groups that we make ourselves.
func judgeGroups(s shape, found *findings) {
	seen := map[int32]path.Path{}
	for _, group := range s.groups {
		if !group.short {
			found.priority(group.priority, group.at.AtName("priority"))
			found.reservedGroup(s, group)
		}
		if s.policyOwner() != noPolicy {
			found.tie(group.priority, groupAt(group), "groups", seen)
			judgeCollections(group, found)
		}
	}
	if s.aks == nil {
		if s.policyOwner() == noPolicy {
			judgeClassicPriorities(s, found)
		}
		return
	}
	priority := s.aks.number("priority").or(aksDefaultPriority)
	found.priority(priority, aksPath.AtName("priority"))
	if s.policyOwner() != noPolicy {
		found.tie(priority, aksPath.AtName("priority"), "groups", seen)
		return
	}
	judgeClassicPriorities(s, found)
}

func groupAt(group groupShape) path.Path {
	if group.short {
		return group.collections[0].at
	}
	return group.at.AtName("priority")
}

func judgeCollections(group groupShape, found *findings) {
	seen := map[int32]path.Path{}
	for _, collection := range group.collections {
		found.priority(collection.priority, collection.at.AtName("priority"))
		found.tie(collection.priority, collection.at.AtName("priority"), "collections of a group", seen)
	}
}

// judgeClassicPriorities: classic collections are ordered among those of their kind, and share no groups (FW-4).
func judgeClassicPriorities(s shape, found *findings) {
	seen := map[string]map[int32]path.Path{azure.KindNetwork: {}, azure.KindApplication: {}, azure.KindNAT: {}}
	if priority := s.aks.number("priority").or(aksDefaultPriority); s.aks != nil && priority.known {
		seen[azure.KindNetwork][priority.value], seen[azure.KindApplication][priority.value] = aksPath, aksPath
	}
	names := map[string]path.Path{}
	for _, group := range s.groups {
		for _, collection := range group.collections {
			found.priority(collection.priority, collection.at.AtName("priority"))
			found.tie(collection.priority, collection.at.AtName("priority"), "classic collections of a kind", seen[collection.kind])
			names[strings.ToLower(collection.name)] = collection.at
		}
	}
	if s.aks == nil {
		return
	}
	for _, name := range []string{aksGroup + "-network", aksGroup + "-application"} {
		if at, taken := names[name]; taken {
			found.contradict(at, "The name is taken by the aks rules", fmt.Sprintf("aks makes a rule collection %q", name), "rename the collection")
		}
	}
}

// priority: 100 to 65000 (FW-5).
func (f *findings) priority(priority leaf[int32], at path.Path) {
	low, high := cloud.LimitOf(cloud.LimitPriorityMin), cloud.LimitOf(cloud.LimitPriorityMax)
	if priority.known && (int(priority.value) < low.Value || int(priority.value) > high.Value) {
		f.refuse(checkPriority, at, low.Fact, "Not a priority", fmt.Sprintf("%d is not between %d and %d (%s, %s)", priority.value, low.Value, high.Value, low.Source, low.Date), "")
	}
}

// tie: of two equal priorities Azure does not say which goes first, nor whether it takes them (FW-6): a warning.
func (f *findings) tie(priority leaf[int32], at path.Path, what string, seen map[int32]path.Path) {
	if !priority.known {
		return
	}
	if other, twice := seen[priority.value]; twice {
		f.warn(checkPriority, at, "Two priorities are equal",
			fmt.Sprintf("%s has the priority %d as well; which of two %s with one priority goes first is not documented (FW-6)", other, priority.value, what),
			"give each a priority of its own")
		return
	}
	seen[priority.value] = at
}

// reservedGroup: names of the groups that the short form and the aks rules make.
func (f *findings) reservedGroup(s shape, group groupShape) {
	short := slices.ContainsFunc(s.groups, func(g groupShape) bool { return g.short })
	for name, made := range map[string]bool{defaultGroup: short, aksGroup: s.aks != nil} {
		if made && strings.EqualFold(group.name, name) {
			f.contradict(group.at, "The name is taken by a group that is made here", fmt.Sprintf("the group %q holds the %s", name, madeOf[name]), "rename the group")
		}
	}
}

var madeOf = map[string]string{defaultGroup: "collections of the short form", aksGroup: "rules of aks"}

// judgeLimits: counts and sizes (FW-45). A count of the known part is a lower bound, so that it may refuse.
func judgeLimits(s shape, found *findings) {
	groups := len(s.groups)
	if s.aks != nil {
		groups++
	}
	if s.policyOwner() == ownPolicy {
		found.limit(cloud.LimitPolicyGroups, groups, groupsPath)
	}
	found.limit(cloud.LimitFirewallPublicIPs, len(s.publicIPs), publicIPsPath)
	collections, names := 0, map[string]bool{}
	ipGroups, pairs, triples := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, group := range s.groups {
		collections += len(group.collections)
	}
	s.everyRule("", func(rule ruleShape) {
		for _, list := range []string{"source_ip_groups", "destination_ip_groups"} {
			for _, id := range rule.texts(list).list {
				ipGroups[strings.ToLower(id)] = true
			}
		}
	})
	pairLimit := cloud.LimitOf(cloud.LimitFirewallPairs).Value
	s.everyRule(azure.KindNetwork, func(rule ruleShape) {
		for _, name := range rule.texts("destination_fqdns").list {
			names[strings.ToLower(name)] = true
		}
		addPairs(rule, pairs, pairLimit)
	})
	s.everyRule(azure.KindNAT, func(rule ruleShape) { addTriples(rule, triples) })
	found.limit(cloud.LimitRuleCollections, collections, groupsPath)
	found.limit(cloud.LimitFirewallNetworkFQDNs, len(names), groupsPath)
	found.limit(cloud.LimitFirewallIPGroups, len(ipGroups), groupsPath)
	found.limit(cloud.LimitFirewallPairs, len(pairs), groupsPath)
	found.limit(cloud.LimitFirewallDNAT, len(s.publicIPs)+len(triples), path.Root("nat_rule_collections"))
}

// addPairs adds the pairs of source and destination of a network rule. It stops past the limit.
func addPairs(rule ruleShape, pairs map[string]bool, limit int) {
	sources := slices.Concat(rule.texts("source_addresses").list, rule.texts("source_ip_groups").list)
	targets := slices.Concat(rule.texts("destination_addresses").list, rule.texts("destination_ip_groups").list, rule.texts("destination_fqdns").list)
	for _, source := range sources {
		for _, target := range targets {
			if len(pairs) > limit {
				return
			}
			pairs[strings.ToLower(source+" "+target)] = true
		}
	}
}

// addTriples adds the targets of a NAT rule: address, port and protocol.
func addTriples(rule ruleShape, triples map[string]bool) {
	target, port := rule.text("translated_address"), rule.number("translated_port")
	if !target.known {
		target = rule.text("translated_fqdn")
	}
	if !target.known || !port.known {
		return
	}
	for _, protocol := range rule.texts("protocols").list {
		triples[fmt.Sprintf("%s %d %s", target.value, port.value, protocol)] = true
	}
}

func (f *findings) limit(key cloud.LimitKey, count int, at path.Path) {
	limit := cloud.LimitOf(key)
	if count <= limit.Value {
		return
	}
	fact := limit.Fact
	if limit.Advice {
		fact.Uncertain = "good practice"
	}
	f.refuse(checkLimit, at, fact, "A limit is exceeded", strings.TrimSpace(fmt.Sprintf("there are at least %d %s, the limit is %d (%s, %s) %s", count, limit.Unit, limit.Value,
		limit.Source, limit.Date, limit.Note)), "")
}

// sortedKeys are a map's keys in order.
func sortedKeys[T any](entries map[string]T) []string { return slices.Sorted(maps.Keys(entries)) }
