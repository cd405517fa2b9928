package armtypes

import (
	"fmt"
	"strings"
)

// Priorities of collections and of groups (FW-5).
const (
	lowestPriority  = 100
	highestPriority = 65000
)

// Classic rule collections: arrays inside the firewall, each element with id, etag and state of its own but without a URL.
const (
	classicNetworkType     = firewallType + "/networkRuleCollections"
	classicApplicationType = firewallType + "/applicationRuleCollections"
	classicNATType         = firewallType + "/natRuleCollections"
)

var classicCollectionPaths = []string{"properties.networkRuleCollections", "properties.applicationRuleCollections", "properties.natRuleCollections"}

var (
	filterActions = []string{"Allow", "Deny"}
	natActions    = []string{"Dnat"}
)

func networkRuleCollections() *Type {
	return classicCollections(classicNetworkType, filterActions, (*ruleCheck).network, classicRules.networkLists, "sourceIpGroups", "destinationIpGroups")
}

func applicationRuleCollections() *Type {
	return classicCollections(classicApplicationType, filterActions, (*ruleCheck).application, classicRules.applicationLists, "sourceIpGroups")
}

func natRuleCollections() *Type {
	return classicCollections(classicNATType, natActions, (*ruleCheck).nat, classicRules.natLists, "sourceIpGroups")
}

// classicCollections declares one kind: its actions, what its rules must be, the lists that answers show, the members that name IP groups.
func classicCollections(name string, actions []string, check func(*ruleCheck), lists []string, groups ...string) *Type {
	t := &Type{
		Name:        name,
		APIVersions: networkVersions,
		Family:      NRP,
		Access:      NotAddressable,
		NameRule:    networkName,
		NoTags:      true,
		Defaults:    map[string]any{"properties.rules": []any{}},
		Validate: func(w *Write) []*Error {
			errs := validateClassicCollection(w, actions)
			for i, rule := range w.Body.Objs("properties.rules") {
				c := &ruleCheck{ruleForm: classicRules, rule: rule, at: fmt.Sprintf("properties.rules[%d]", i)}
				check(c)
				errs = append(errs, c.errs...)
			}
			return errs
		},
		Fill: func(w *Write) {
			canonical(w.Body, "properties.action.type", actions)
			for _, rule := range w.Body.Objs("properties.rules") {
				fillRule(rule, classicRules, lists)
			}
		},
	}
	t.Embed = &Embed{Paths: []string{"properties." + t.Segment()}}
	for _, member := range groups {
		t.References = append(t.References, Reference{Path: "properties.rules[*]." + member + "[*]", To: ipGroupType})
	}
	return t
}

// fillRule writes a rule as the service answers it.
func fillRule(rule Object, form ruleForm, lists []string) {
	for _, member := range lists {
		rule.Default(member, []any{})
	}
	canonicalList(rule, form.protocols, networkProtocols)
	for _, p := range rule.Objs("protocols") {
		canonical(p, "protocolType", applicationProtocols)
	}
}

func validateClassicCollection(w *Write, actions []string) []*Error {
	errs := found(
		refusePriority(w.Body, "properties.priority", "AzureFirewallRuleCollectionInvalidPriority", w.ID.String()),
		checkEnum(w.Body, "properties.action.type", true, actions...),
		refuseEqualPriority(w),
		refuseNames(w.Body.Objs("properties.rules"), w.ID.Name(), "AzureFirewallRuleCollection", "properties.rules"),
	)
	if firewallResolves(w.Parent) {
		return errs
	}
	for i, rule := range w.Body.Objs("properties.rules") {
		if len(rule.List("destinationFqdns")) > 0 {
			// Code and text from a public report of 2021 on a running firewall. A recording of 2025 has such a rule on a firewall without
			// addresses, so that one is left alone.
			return append(errs, Invalid("AzureFirewallDNSProxyMustBeEnabled", "DNS Proxy must be enabled in order to use DestinationFqdns in Network Rules").
				At(fmt.Sprintf("properties.rules[%d].destinationFqdns", i)))
		}
	}
	return errs
}

// firewallResolves tells whether names in classic network rules are accepted: the DNS proxy is on, or not asked for (FW-21).
func firewallResolves(firewall Object) bool {
	settings := firewall.Obj("properties.additionalProperties")
	word := func(name string) string { s, _ := settings[name].(string); return strings.ToLower(s) }
	return !isAllocated(firewall) || word("Network.DNS.EnableProxy") == "true" || word("Network.DNS.RequireProxyForNetworkRules") == "false"
}

// refusePriority demands a whole number in Azure's range.
func refusePriority(body Object, path, code, resource string) *Error {
	if body.Get(path) == nil {
		return Invalid(code, "%s must have a priority.", resource).At(path).Unsure()
	}
	return checkRange(body, path, code, resource, lowestPriority, highestPriority)
}

// refuseEqualPriority compares with the collections of the same kind before this one.
func refuseEqualPriority(w *Write) *Error {
	for _, sibling := range w.Parent.Objs(w.Type.Embed.Paths[0]) {
		if strings.EqualFold(sibling.Str("name"), w.ID.Name()) {
			return nil
		}
		if Same(sibling.Get("properties.priority"), w.Body.Get("properties.priority")) {
			return Invalid("AzureFirewallRuleCollectionPriorityConflict", "Rule collections %s and %s have the same priority.", sibling.Str("name"), w.ID.Name()).
				At("properties.priority").Unsure()
		}
	}
	return nil
}

// refuseNames demands a name of every rule, or collection, and no two alike.
func refuseNames(elements []Object, holder, codes, at string) *Error {
	seen := map[string]bool{}
	for i, e := range elements {
		name := strings.ToLower(e.Str("name"))
		where := fmt.Sprintf("%s[%d].name", at, i)
		switch {
		case name == "":
			return Invalid(codes+"MissingName", "Every name in %s must be given.", holder).At(where).Unsure()
		case seen[name]:
			return Invalid(codes+"DuplicateName", "Name %s occurs more than once in %s.", e.Str("name"), holder).At(where).Unsure()
		}
		seen[name] = true
	}
	return nil
}
