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

// judgeNames: Azure's naming rules, and names that Azure takes for the same.
func judgeNames(s shape, found *findings) {
	found.name(cloud.NameFirewall, s.name, path.Root("name"))
	found.name(cloud.NameResourceGroup, s.group, path.Root("resource_group_name"))
	found.name(cloud.NameFirewallPolicy, s.policy.text("name"), policyPath.AtName("name"))
	found.name(cloud.NameRouteTable, s.table.text("name"), routeTablePath.AtName("name"))
	found.name(cloud.NameRoute, s.table.text("default_route_name"), routeTablePath.AtName("default_route_name"))
	if s.management.given {
		found.name(cloud.NameIPConfiguration, s.management.name, managementPath.AtName("name"))
		found.name(cloud.NamePublicIP, s.management.ipName, managementPath.AtName("public_ip_name"))
	}
	found.keys(cloud.NameRoute, slices.Sorted(maps.Keys(s.routes)), routesPath)
	found.keys(cloud.NameIPConfiguration, slices.Sorted(maps.Keys(s.publicIPs)), publicIPsPath)
	for _, key := range slices.Sorted(maps.Keys(s.publicIPs)) {
		ip, at := s.publicIPs[key], publicIPsPath.AtMapKey(key)
		found.name(cloud.NamePublicIP, ip.name, at.AtName("name"))
		found.name(cloud.NameDomainLabel, ip.label, at.AtName("domain_name_label"))
	}
	judgeRuleNames(s, found)
}

func judgeRuleNames(s shape, found *findings) {
	var groups []string
	collection, rule := cloud.NameRuleCollection, cloud.NameRule
	if s.policyOwner() == noPolicy {
		collection, rule = cloud.NameClassicCollection, cloud.NameClassicRule
	}
	for _, group := range s.groups {
		if !group.short {
			groups = append(groups, group.name)
		}
		at := map[string]path.Path{}
		for _, c := range group.collections {
			found.collection(collection, c, at)
			var rules []string
			for _, one := range c.rules {
				rules = append(rules, one.name)
			}
			found.keys(rule, rules, c.at.AtName("rules"))
		}
	}
	found.keys(cloud.NameRuleCollectionGroup, groups, groupsPath)
}

// collection judges a collection's name. Collections of all kinds in a group share their names: they stand in one list
// of the group (arm-wire.md 1.4).
func (f *findings) collection(kind cloud.NameKind, c collectionShape, seen map[string]path.Path) {
	if err := cloud.ValidateName(kind, c.name); err != nil {
		f.refuse(checkName, c.at, factOf(kind), "Not a valid name", err.Error(), "")
	}
	key := strings.ToLower(c.name)
	if other, twice := seen[key]; twice {
		f.contradict(c.at, "Two rule collections have one name",
			fmt.Sprintf("%q is also the name of %s; collections of all kinds share their names here", c.name, other), "rename one of them")
	}
	seen[key] = c.at
}

// name judges one name, if it is known.
func (f *findings) name(kind cloud.NameKind, name leaf[string], at path.Path) {
	if !name.known {
		return
	}
	if err := cloud.ValidateName(kind, name.value); err != nil {
		f.refuse(checkName, at, certain, "Not a valid name", err.Error(), "")
		return
	}
	if hint := cloud.NameHint(kind, name.value); hint != "" {
		f.warn(checkName, at, "The name may be too long", hint, "")
	}
}

// keys judges the names that are the keys of a map.
func (f *findings) keys(kind cloud.NameKind, names []string, at path.Path) {
	for i, name := range names {
		if err := cloud.ValidateName(kind, name); err != nil {
			f.refuse(checkName, at.AtMapKey(name), factOf(kind), "Not a valid name", err.Error(), "")
		}
		for _, other := range names[:i] {
			if strings.EqualFold(name, other) {
				f.contradict(at.AtMapKey(name), "Two names differ only in case", fmt.Sprintf("%q and %q are the same name for Azure", other, name), "rename one of them")
			}
		}
	}
}

// factOf is where a naming rule comes from; those of rules inside collections are not published.
func factOf(kind cloud.NameKind) cloud.Fact {
	restriction, _ := cloud.NameRestrictionOf(kind)
	return restriction.Fact
}

// kindText is a kind of rules in a message.
var kindText = map[string]string{azure.KindNetwork: "network rule", azure.KindApplication: "application rule", azure.KindNAT: "NAT rule"}
