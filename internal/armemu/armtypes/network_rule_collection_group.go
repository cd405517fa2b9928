package armtypes

import (
	"encoding/json"
	"fmt"
	"strings"
)

const (
	ruleCollectionGroupType = firewallPolicyType + "/ruleCollectionGroups"
	ruleCollectionsPath     = "properties.ruleCollections"

	// Limits of a policy made since 2022-07 (FW-45).
	groupLimit     = 60
	groupSizeLimit = 2 << 20

	filterCollection = "FirewallPolicyFilterRuleCollection"
	natCollection    = "FirewallPolicyNatRuleCollection"
)

// groupIPGroupPaths are the places where the rules of a group name IP groups.
var groupIPGroupPaths = []string{
	ruleCollectionsPath + "[*].rules[*].sourceIpGroups[*]",
	ruleCollectionsPath + "[*].rules[*].destinationIpGroups[*]",
}

// ruleCollectionGroups are documents of their own. A write takes the policy, so the groups of one policy are written one by one, and is
// pushed to the running firewalls of the policy (arm-wire.md 1.4, 5.1, 6.1).
func ruleCollectionGroups() *Type {
	t := &Type{
		Name:          ruleCollectionGroupType,
		WireType:      "Microsoft.Network/FirewallPolicies/RuleCollectionGroups",
		APIVersions:   networkVersions,
		Family:        NFV,
		NameRule:      networkName,
		Patch:         None,
		NoTags:        true,
		ReadOnlyPaths: []string{"properties.size"},
		Defaults:      map[string]any{ruleCollectionsPath: []any{}},
		Validate:      validateRuleCollectionGroup,
		Fill:          fillRuleCollectionGroup,
		// Unlike other children a group shows its policy's location.
		Compute: func(_ View, d *Document) { d.Body.Set("location", d.Location()) },
		Locks: func(w *Write) []string {
			policy, _ := w.ID.Parent()
			return policyUsers(w, policy.String())
		},
		Duration: func(w *Write) string {
			policy, _ := w.ID.Parent()
			return policyRow(w, policy.String())
		},
	}
	for _, path := range groupIPGroupPaths {
		t.References = append(t.References, Reference{Path: path, To: ipGroupType})
	}
	return t
}

func validateRuleCollectionGroup(w *Write) []*Error {
	collections := w.Body.Objs(ruleCollectionsPath)
	errs := found(
		refusePriority(w.Body, "properties.priority", "FirewallPolicyRuleCollectionGroupInvalidPriority", w.ID.String()),
		refuseNames(collections, w.ID.Name(), "FirewallPolicyRuleCollection", ruleCollectionsPath),
		refuseGroupLimits(w),
	)
	for i, c := range collections {
		errs = append(errs, validateRuleCollection(w, c, fmt.Sprintf("%s[%d]", ruleCollectionsPath, i))...)
	}
	policy, _ := w.ID.Parent()
	return append(errs, found(refuseFaulted(w, policy))...)
}

func refuseGroupLimits(w *Write) *Error {
	policy, _ := w.ID.Parent()
	if n := len(w.Children(policy.String(), ruleCollectionGroupType)); w.Prev == nil && n >= groupLimit {
		return Invalid("FirewallPolicyRuleCollectionGroupsLimitExceeded", "Firewall Policy %s has %d rule collection groups and cannot have more.", policy.Name(), n).Unsure()
	}
	data, err := json.Marshal(w.Body)
	if err == nil && len(data) > groupSizeLimit {
		return Invalid("FirewallPolicyRuleCollectionGroupSizeLimitExceeded", "Rule collection group %s has %d bytes, more than %d.", w.ID.Name(), len(data), groupSizeLimit).Unsure()
	}
	return nil
}

func validateRuleCollection(w *Write, c Object, at string) []*Error {
	errs := found(
		checkEnum(c, "ruleCollectionType", true, filterCollection, natCollection),
		refusePriority(c, "priority", "FirewallPolicyRuleCollectionInvalidPriority", c.Str("name")),
		refuseNames(c.Objs("rules"), c.Str("name"), "FirewallPolicyRule", "rules"),
	)
	actions, kinds := filterActions, []string{"NetworkRule", "ApplicationRule"}
	if strings.EqualFold(c.Str("ruleCollectionType"), natCollection) {
		actions, kinds = natActions, []string{"NatRule"}
	}
	errs = append(errs, found(checkEnum(c, "action.type", true, actions...), refuseMixedRules(c))...)
	for _, err := range errs {
		err.Target = at + "." + err.Target
	}
	for i, rule := range c.Objs("rules") {
		where := fmt.Sprintf("%s.rules[%d]", at, i)
		if err := checkEnum(rule, "ruleType", true, kinds...); err != nil {
			errs = append(errs, err.At(where+".ruleType"))
			continue
		}
		errs = append(errs, validatePolicyRule(w, rule, where)...)
	}
	return errs
}

// refuseMixedRules: a collection is of one kind (Azure Firewall, policy rule sets, after MicrosoftDocs/azure-docs issue 99495).
func refuseMixedRules(c Object) *Error {
	rules := c.Objs("rules")
	for _, r := range rules {
		if !strings.EqualFold(r.Str("ruleType"), rules[0].Str("ruleType")) {
			return Invalid("FirewallPolicyRuleCollectionMixedRuleTypes", "Rule collection %s has both %s and %s.", c.Str("name"), rules[0].Str("ruleType"), r.Str("ruleType")).
				At("rules").Unsure()
		}
	}
	return nil
}

// validatePolicyRule judges a rule by its kind, and by what the policy's tier and DNS settings allow.
func validatePolicyRule(w *Write, rule Object, at string) []*Error {
	c := &ruleCheck{ruleForm: policyRules, rule: rule, at: at}
	switch strings.ToLower(rule.Str("ruleType")) {
	case "networkrule":
		c.network()
		if len(rule.List("destinationFqdns")) > 0 && !policyResolves(w.Parent) {
			// The code follows that of classic rules.
			c.errs = append(c.errs, Invalid("FirewallPolicyDNSProxyMustBeEnabled", "DNS Proxy must be enabled in order to use DestinationFqdns in Network Rules").
				At(at+".destinationFqdns").Unsure())
		}
	case "applicationrule":
		c.application()
	case "natrule":
		c.nat()
	}
	for _, member := range lackingMembers(w.Parent.Str(firewallTierPath), rule) {
		c.refuse("TierNotSupported", member, "%s is not supported in tier %s.", member, w.Parent.Str(firewallTierPath))
	}
	return c.errs
}

// lackingMembers gives what a rule has and its tier lacks (FW-21, FW-27, FW-29, FW-46).
func lackingMembers(tier string, rule Object) []string {
	var premium, standard []string
	if len(rule.List("targetUrls")) > 0 {
		premium = append(premium, "targetUrls")
	}
	if rule.Bool("terminateTLS") {
		premium = append(premium, "terminateTLS")
	}
	for _, m := range []string{"webCategories", "destinationFqdns"} {
		if len(rule.List(m)) > 0 {
			standard = append(standard, m)
		}
	}
	switch strings.ToLower(tier) {
	case "premium":
		return nil
	case "basic":
		return append(premium, standard...)
	}
	return premium
}

// fillRuleCollectionGroup writes the rules as the service answers them (arm-wire.md 1.4): every list, and enums in one casing. It answers
// Dnat, whatever the casing of the request.
func fillRuleCollectionGroup(w *Write) {
	for _, c := range w.Body.Objs(ruleCollectionsPath) {
		canonical(c, "ruleCollectionType", []string{filterCollection, natCollection})
		canonical(c, "action.type", append(natActions, filterActions...))
		c.Default("rules", []any{})
		for _, rule := range c.Objs("rules") {
			canonical(rule, "ruleType", []string{"NetworkRule", "ApplicationRule", "NatRule"})
			switch rule.Str("ruleType") {
			case "NetworkRule":
				fillRule(rule, policyRules, policyRules.networkLists)
			case "ApplicationRule":
				rule.Default("terminateTLS", false)
				fillRule(rule, policyRules, policyRules.applicationLists)
			case "NatRule":
				fillRule(rule, policyRules, policyRules.natLists)
			}
		}
	}
}
