package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// groupsOf are the groups and the short form, in order of their names, and whether nothing may be missing.
func groupsOf(m model) (groups rules.Groups, complete bool) {
	groups, complete = rules.GroupsOf(m.RuleCollectionGroups, groupsPath)
	short := shortForm(m)
	if len(short.Collections) > 0 {
		groups = append(groups, short)
	}
	return groups, complete && short.Complete
}

// shortForm is the group that the collections at the root make.
func shortForm(m model) rules.Group {
	group := rules.GroupOf(defaultGroup, path.Empty(), view.Fields{
		"network_rule_collections": m.NetworkRuleCollections, "application_rule_collections": m.ApplicationRuleCollections,
		"nat_rule_collections": m.NATRuleCollections,
	})
	group.Short, group.Priority = true, view.Of(int32(defaultGroupPriority))
	return group
}

// judgeRules: the rules, by what is known of the policy or firewall that holds them.
func judgeRules(s shape, found *findings) {
	config := rules.Config{
		Prefix: checkPrefix, At: groupsPath, Groups: s.groups, Place: s.place(), Tier: s.rulesTier(), Proxy: view.Leaf[bool]{Unknown: true},
		Certificate: s.certificate(), PublicIPs: len(s.publicIPs), Short: defaultGroup,
	}
	// A policy of others has settings of its own, and a parent's are not inherited (FW-42).
	if place := config.Place; place == rules.OwnPolicy || place == rules.Classic {
		config.Proxy = s.proxy.Or(false)
	}
	if s.aks != nil && !rules.MakesNone(s.aks.Text("rules").Value) {
		config.Generated = []rules.Generated{{Name: rules.AKSGroup, Priority: s.aks.Number("priority").Or(rules.AKSPriority), At: aksPath}}
	}
	found.List = append(found.List, rules.Judge(config)...)
	found.Limit(cloud.LimitFirewallPublicIPs, len(s.publicIPs), publicIPsPath)
}

// certificate tells whether our policy can decrypt. A parent policy may bring a certificate.
func (s shape) certificate() view.Leaf[bool] {
	given := func(name string) bool { return s.policy[name] != nil && !s.policy[name].IsNull() }
	if s.place() != rules.OwnPolicy || s.policyUnknown || given("base_policy_id") {
		return view.Leaf[bool]{Unknown: true}
	}
	return view.Of(given("tls_certificate"))
}
