package armtypes

import (
	"slices"
	"strings"
)

const (
	firewallPolicyType = "Microsoft.Network/firewallPolicies"
	basePolicyPath     = "properties.basePolicy.id"
	dnsProxyPath       = "properties.dnsSettings.enableProxy"

	// firewallPolicyAttached is the row of the duration table for writes that are pushed to running firewalls (arm-wire.md 5.1).
	firewallPolicyAttached = firewallPolicyType + ", attached"
)

// firewallPolicies: settings shared by firewalls and child policies. The rules are documents of their own (arm-wire.md 1.4).
func firewallPolicies() *Type {
	return &Type{
		Name:          firewallPolicyType,
		WireType:      "Microsoft.Network/FirewallPolicies",
		APIVersions:   networkVersions,
		Family:        NFV,
		NameRule:      networkName,
		Patch:         Sync,
		Known:         []string{"identity"},
		ReadOnlyPaths: []string{"properties.ruleCollectionGroups", "properties.size"},
		Defaults:      map[string]any{firewallTierPath: "Standard", threatIntelPath: "Alert"},
		// Parent and child lie in one region; firewalls may be anywhere (Firewall Manager, policy overview, 2025-07).
		References: []Reference{{Path: basePolicyPath, To: firewallPolicyType, SameLocation: true}},
		BackReferences: []BackReference{
			{Path: "properties.childPolicies", From: firewallPolicyType, Via: basePolicyPath},
			{Path: "properties.firewalls", From: firewallType, Via: firewallPolicyPath},
		},
		Validate:     validateFirewallPolicy,
		RefuseDelete: refuseFirewallPolicyDelete,
		Compute:      showRuleCollectionGroups,
		Locks: func(w *Write) []string {
			return append(policyUsers(w, w.ID.String()), w.Body.Str(basePolicyPath), w.Prev.Str(basePolicyPath))
		},
		Duration: func(w *Write) string { return policyRow(w, w.ID.String()) },
	}
}

func showRuleCollectionGroups(v View, d *Document) {
	groups := []any{}
	for _, g := range v.Children(d.ID.String(), ruleCollectionGroupType) {
		groups = append(groups, map[string]any{"id": g.ID.String()})
	}
	d.Body.Set("properties.ruleCollectionGroups", groups)
}

// policyUsers gives the ids to which a policy's rules are pushed: its child policies and the firewalls of all of them.
func policyUsers(v View, policy string) []string {
	var ids []string
	policies, seen := []string{policy}, map[string]bool{}
	for len(policies) > 0 {
		at := policies[0]
		policies = policies[1:]
		if seen[strings.ToLower(at)] {
			continue
		}
		seen[strings.ToLower(at)] = true
		for _, r := range v.Referrers(at, firewallType, firewallPolicyPath) {
			ids = append(ids, r.Document.ID.String())
		}
		for _, r := range v.Referrers(at, firewallPolicyType, basePolicyPath) {
			ids = append(ids, r.Document.ID.String())
			policies = append(policies, r.Document.ID.String())
		}
	}
	return ids
}

// policyFirewalls gives the running firewalls among the users of a policy.
func policyFirewalls(v View, policy string) []*Document {
	var firewalls []*Document
	for _, id := range policyUsers(v, policy) {
		if d, ok := v.Get(id); ok && d.ID.IsType(firewallType) && isAllocated(d.Body) {
			firewalls = append(firewalls, d)
		}
	}
	return firewalls
}

// policyRow: a change waits for every running firewall to take it.
func policyRow(w *Write, policy string) string {
	if len(policyFirewalls(w, policy)) > 0 {
		return firewallPolicyAttached
	}
	return w.Type.Name
}

// refuseFaulted: a firewall in state Failed takes no change of its policy until a write of its own has healed it (azurerm issue 19843,
// Azure/Azure-Landing-Zones issue 3418). Azure accepts the write and lets its operation fail.
func refuseFaulted(v View, policy ID) *Error {
	faulted := 0
	for _, d := range policyFirewalls(v, policy.String()) {
		if d.State() == "Failed" {
			faulted++
		}
	}
	if faulted == 0 {
		return nil
	}
	return Invalid("FirewallPolicyUpdateFailed", "Put on Firewall Policy %s Failed with %d faulted referenced firewalls", policy.Name(), faulted)
}

func validateFirewallPolicy(w *Write) []*Error {
	errs := found(checkEnum(w.Body, firewallTierPath, true, firewallTiers...), checkEnum(w.Body, threatIntelPath, true, threatIntelModes...))
	if len(errs) > 0 {
		return errs
	}
	errs = found(refuseTierChange(w), refusePremiumMembers(w), refuseBasicMembers(w), refuseBasicThreatIntel(w, firewallTierPath, "FirewallPolicy"))
	errs = append(errs, validatePolicyAddresses(w)...)
	errs = append(errs, validateBasePolicy(w)...)
	return append(errs, found(refuseUnresolvedNames(w), refuseFaulted(w, w.ID))...)
}

// refuseTierChange: code and text from MicrosoftDocs/azure-docs issue 88954 (2022).
func refuseTierChange(w *Write) *Error {
	from, to := w.Prev.Str(firewallTierPath), w.Body.Str(firewallTierPath)
	if w.Prev == nil || strings.EqualFold(from, to) {
		return nil
	}
	return Invalid("FirewallPolicySkuChangeDisallowed", "Firewall Policy %s cannot change sku from SKU Tier=%s to SKU Tier=%s", w.ID.Name(), from, to).At(firewallTierPath)
}

// refusePremiumMembers: code and text from Azure/azure-cli-extensions issue 4096 (2021), where an identity of type None sufficed.
func refusePremiumMembers(w *Write) *Error {
	if strings.EqualFold(w.Body.Str(firewallTierPath), "Premium") {
		return nil
	}
	var given []string
	for _, m := range []struct{ path, name string }{
		{"identity", "Identity"}, {"properties.intrusionDetection", "IntrusionDetection"}, {"properties.transportSecurity", "TransportSecurity"},
	} {
		if w.Body.Has(m.path) {
			given = append(given, m.name)
		}
	}
	if len(given) == 0 {
		return nil
	}
	return Invalid("FirewallPolicyPremiumOnlyProperties", "Firewall Policy %s contains premium only properties - %s", w.ID.Name(), strings.Join(given, ", "))
}

// refuseBasicMembers: no DNS proxy and no DNS servers in Basic (FW-46).
func refuseBasicMembers(w *Write) *Error {
	if !strings.EqualFold(w.Body.Str(firewallTierPath), "Basic") || !w.Body.Bool(dnsProxyPath) && len(w.Body.List("properties.dnsSettings.servers")) == 0 {
		return nil
	}
	return Invalid("FirewallPolicyBasicTierDnsSettingsNotSupported", "DNS settings of Firewall Policy %s are not supported in tier Basic.", w.ID.Name()).
		At("properties.dnsSettings").Unsure()
}

func validatePolicyAddresses(w *Write) []*Error {
	var errs []*Error
	check := func(path string, ok func(string) bool) {
		for _, s := range w.Body.Strs(path) {
			if !ok(s) {
				errs = append(errs, Invalid("FirewallPolicyInvalidIpAddressOrRange", "Firewall Policy %s: Invalid IP address value or range %s.", w.ID.Name(), s).At(path).Unsure())
			}
		}
	}
	check("properties.dnsSettings.servers", isIPv4)
	check("properties.threatIntelWhitelist.ipAddresses", isRuleAddress)
	check("properties.snat.privateRanges", func(s string) bool { return s == "IANAPrivateRanges" || isRuleAddress(s) })
	return errs
}

// validateBasePolicy: no circle, a tier that can be inherited, threat intelligence not milder than the parent's (Firewall Manager, policy
// overview). Region and existence are the engine's checks.
func validateBasePolicy(w *Write) []*Error {
	parent, ok := w.Get(w.Body.Str(basePolicyPath))
	if !ok {
		return nil
	}
	var errs []*Error
	seen := map[string]bool{}
	for at := parent; at != nil && !seen[at.ID.Key()]; at, _ = w.Get(at.Body.Str(basePolicyPath)) {
		seen[at.ID.Key()] = true
	}
	if seen[w.ID.Key()] || parent.ID.Key() == w.ID.Key() {
		errs = append(errs, Invalid("FirewallPolicyCircularReference", "Firewall Policy %s cannot inherit from itself.", w.ID.Name()).At(basePolicyPath).Unsure())
	}
	if tier := parent.Body.Str(firewallTierPath); !tierServes(tier, w.Body.Str(firewallTierPath)) {
		errs = append(errs, Invalid("FirewallPolicyBasePolicyTierMismatch", "Firewall Policy %s of tier %s cannot inherit from %s of tier %s.",
			w.ID.Name(), w.Body.Str(firewallTierPath), parent.ID, tier).At(basePolicyPath).Unsure())
	}
	if strictness(w.Body) < strictness(parent.Body) {
		errs = append(errs, Invalid("FirewallPolicyThreatIntelModeLessStrictThanBasePolicy", "Threat intelligence mode of Firewall Policy %s cannot be less strict than that of %s.",
			w.ID.Name(), parent.ID).At(threatIntelPath).Unsure())
	}
	return errs
}

func strictness(policy Object) int {
	return slices.IndexFunc(threatIntelModes, func(m string) bool { return strings.EqualFold(m, policy.Str(threatIntelPath)) })
}

// policyResolves tells whether names in network rules are accepted (FW-21).
func policyResolves(policy Object) bool {
	required, given := policy.Get("properties.dnsSettings.requireProxyForNetworkRules").(bool)
	return policy.Bool(dnsProxyPath) || given && !required
}

// refuseUnresolvedNames: the DNS proxy stays on as long as a network rule has a name.
func refuseUnresolvedNames(w *Write) *Error {
	if policyResolves(w.Body) {
		return nil
	}
	for _, g := range w.Children(w.ID.String(), ruleCollectionGroupType) {
		for _, names := range g.Body.Each("properties.ruleCollections[*].rules[*].destinationFqdns") {
			if list, ok := names.Value.([]any); ok && len(list) > 0 {
				return Invalid("FirewallPolicyDNSProxyMustBeEnabled", "DNS Proxy must be enabled in order to use DestinationFqdns in Network Rules of %s", g.ID).
					At(dnsProxyPath).Unsure()
			}
		}
	}
	return nil
}

// refuseFirewallPolicyDelete: rule collection groups go with their policy; firewalls and child policies hold it. The codes follow those of
// IP groups, which the same resource provider serves.
func refuseFirewallPolicyDelete(v View, d *Document) *Error {
	if used := v.Referrers(d.ID.String(), firewallType, firewallPolicyPath); len(used) > 0 {
		return Invalid("FirewallPolicyHasFirewallReferences", "Firewall Policy %s cannot be deleted since it is used by %s.", d.ID, used[0].Document.ID).Unsure()
	}
	if used := v.Referrers(d.ID.String(), firewallPolicyType, basePolicyPath); len(used) > 0 {
		return Invalid("FirewallPolicyHasChildPolicyReferences", "Firewall Policy %s cannot be deleted since it is the base policy of %s.", d.ID, used[0].Document.ID).Unsure()
	}
	return nil
}
