package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// policyOf converts a firewall policy. Its groups are other objects; the build adds them.
func policyOf(id armid.ID, o armclient.Object) document.Policy {
	p := document.Policy{
		Name: id.String(), Tier: word(o, tiers, "properties", "sku", "tier"), Parent: reference(o, policyType, "properties", "basePolicy"),
		Settings: policySettings(o),
	}
	_, whole := references(o, "", "properties", "ruleCollectionGroups")
	p.Groups.Unknown = !whole
	if o.Map("properties") == nil {
		p.Groups.Unknown, p.Parent = true, document.UnknownLeaf[string]()
	}
	return p
}

// unreadPolicy is a policy of which only the ID is known.
func unreadPolicy(id armid.ID) document.Policy {
	return document.Policy{
		Name: id.String(), Tier: document.UnknownLeaf[string](), Parent: document.UnknownLeaf[string](), Groups: document.List[document.Group]{Unknown: true},
	}
}

// policySettings reads what a policy sets. What it leaves out is inherited or Azure's default.
func policySettings(o armclient.Object) document.Settings {
	s := document.Settings{
		ThreatIntelligence: word(o, modes, "properties", "threatIntelMode"),
		IntrusionDetection: word(o, modes, "properties", "intrusionDetection", "mode"),
		DNSProxy:           flag(o, "properties", "dnsSettings", "enableProxy"),
		FirewallDNSServers: texts(o, addressText, "properties", "dnsSettings", "servers"),
		AllowlistNames:     texts(o, nameText, "properties", "threatIntelWhitelist", "fqdns").Items,
		AllowlistAddresses: texts(o, rangeText, "properties", "threatIntelWhitelist", "ipAddresses").Items,
	}
	if required, given := o.Bool("properties", "dnsSettings", "requireProxyForNetworkRules"); given {
		s.ProxyOptional = !required
	}
	if o.Has("properties", "snat", "privateRanges") {
		ranges := texts(o, privateRange, "properties", "snat", "privateRanges")
		s.PrivateRanges = &ranges
	}
	if learn := o.String("properties", "snat", "autoLearnPrivateRanges"); learn != "" && !strings.EqualFold(learn, "Disabled") {
		s.PrivateRanges = &document.List[string]{Unknown: true}
	}
	return s
}

// groupOf converts a rule collection group.
func groupOf(id armid.ID, o armclient.Object) document.Group {
	g := document.Group{Name: id.Name(), Priority: number(o, 100, 65000, "properties", "priority")}
	collections, whole := objects(o, "properties", "ruleCollections")
	g.Collections.Unknown = !whole || o.Map("properties") == nil
	for _, c := range collections {
		parts, ok := collectionsOf(c)
		g.Collections.Items = append(g.Collections.Items, parts...)
		g.Collections.Unknown = g.Collections.Unknown || !ok
	}
	return g
}

// unreadGroup is a group of which only the name is known.
func unreadGroup(id armid.ID) document.Group {
	return document.Group{
		Name: id.Name(), Priority: document.UnknownLeaf[int](), Collections: document.List[document.Collection]{Unknown: true},
	}
}

// collectionsOf converts a rule collection of a policy. A filter collection may hold rules of both kinds; those of a kind
// make a collection each, since the firewall consults one kind after the other (FW-1). It is false where the collection
// is of a kind that nobody knows, or may have rules of both kinds that are not understood.
func collectionsOf(o armclient.Object) ([]document.Collection, bool) {
	rules, whole := objects(o, "rules")
	base := document.Collection{Name: o.Name(), Priority: number(o, 100, 65000, "priority")}
	byKind := map[egress.Kind]*document.Collection{}
	add := func(kind egress.Kind, rule document.Rule) {
		if byKind[kind] == nil {
			c := base
			c.Kind = string(kind)
			if kind != egress.KindNAT {
				c.Action = action(o, "action", "type")
			}
			byKind[kind] = &c
		}
		byKind[kind].Rules.Items = append(byKind[kind].Rules.Items, rule)
	}
	nat := strings.EqualFold(o.String("ruleCollectionType"), "FirewallPolicyNatRuleCollection")
	if !nat && !strings.EqualFold(o.String("ruleCollectionType"), "FirewallPolicyFilterRuleCollection") {
		return nil, false
	}
	for _, r := range rules {
		switch kind := strings.ToLower(r.String("ruleType")); {
		case nat && kind == "natrule":
			add(egress.KindNAT, natRule(r))
		case !nat && kind == "networkrule":
			add(egress.KindNetwork, networkRule(r))
		case !nat && kind == "applicationrule":
			add(egress.KindApplication, applicationRule(r))
		default:
			whole = false
		}
	}
	var out []document.Collection
	for _, kind := range []egress.Kind{egress.KindNAT, egress.KindNetwork, egress.KindApplication} {
		if c := byKind[kind]; c != nil {
			out = append(out, *c)
		}
	}
	return out, whole
}
