package armtypes

import (
	"strings"
)

const (
	ipGroupType = "Microsoft.Network/ipGroups"
	// ipGroupLimit is how many entries a group can have (FW-45).
	ipGroupLimit = 5000
)

// ipGroups are lists of addresses that rules of any firewall or policy name (arm-wire.md 1.4).
func ipGroups() *Type {
	return &Type{
		Name:          ipGroupType,
		WireType:      "Microsoft.Network/IpGroups",
		APIVersions:   networkVersions,
		Family:        NFV,
		NameRule:      networkName,
		Patch:         Sync,
		ReadOnlyPaths: []string{"properties.firewalls", "properties.firewallPolicies"},
		Defaults:      map[string]any{"properties.ipAddresses": []any{}},
		Validate:      validateIPGroup,
		RefuseDelete:  refuseIPGroupDelete,
		Compute: func(v View, d *Document) {
			firewalls, policies := ipGroupUsers(v, d.ID.String())
			d.Body.Set("properties.firewalls", idObjects(firewalls))
			d.Body.Set("properties.firewallPolicies", idObjects(policies))
		},
		Locks: func(w *Write) []string {
			ids, policies := ipGroupUsers(w, w.ID.String())
			for _, p := range policies {
				ids = append(append(ids, p), policyUsers(w, p)...)
			}
			return ids
		},
		Duration: func(w *Write) string {
			if len(ipGroupFirewalls(w, w.ID.String())) > 0 {
				return firewallPolicyAttached
			}
			return ipGroupType
		},
	}
}

func idObjects(ids []string) []any {
	out := []any{}
	for _, id := range ids {
		out = append(out, map[string]any{"id": id})
	}
	return out
}

// ipGroupUsers gives the firewalls whose classic rules name a group, and the policies whose rules do, each once.
func ipGroupUsers(v View, group string) (firewalls, policies []string) {
	seen := map[string]bool{}
	parents := func(typeName, path string) []string {
		var ids []string
		for _, r := range v.Referrers(group, typeName, path) {
			if p, ok := r.Document.ID.Parent(); ok && !seen[p.Key()] {
				seen[p.Key()] = true
				ids = append(ids, p.String())
			}
		}
		return ids
	}
	for _, kind := range []string{classicNetworkType, classicApplicationType, classicNATType} {
		firewalls = append(firewalls, parents(kind, "properties.rules[*].sourceIpGroups[*]")...)
	}
	firewalls = append(firewalls, parents(classicNetworkType, "properties.rules[*].destinationIpGroups[*]")...)
	for _, path := range groupIPGroupPaths {
		policies = append(policies, parents(ruleCollectionGroupType, path)...)
	}
	return firewalls, policies
}

// ipGroupFirewalls gives the running firewalls that a change of a group reaches.
func ipGroupFirewalls(v View, group string) []*Document {
	firewalls, policies := ipGroupUsers(v, group)
	var running []*Document
	for _, id := range firewalls {
		if d, ok := v.Get(id); ok && isAllocated(d.Body) {
			running = append(running, d)
		}
	}
	for _, p := range policies {
		running = append(running, policyFirewalls(v, p)...)
	}
	return running
}

func validateIPGroup(w *Write) []*Error {
	addresses := w.Body.Strs("properties.ipAddresses")
	var errs []*Error
	if len(addresses) > ipGroupLimit {
		errs = append(errs, Invalid("IpGroupsIpAddressesLimitExceeded", "IpGroups %s has %d addresses, more than %d.", w.ID, len(addresses), ipGroupLimit).
			At("properties.ipAddresses").Unsure())
	}
	for _, a := range addresses {
		if a == "*" || !isRuleAddress(a) {
			errs = append(errs, Invalid("IpGroupsInvalidIpAddressOrRange", "IpGroups %s: Invalid IP address value or range %s.", w.ID, a).At("properties.ipAddresses").Unsure())
		}
	}
	return append(errs, found(refuseFaultedGroup(w))...)
}

// refuseFaultedGroup: as with a policy, a firewall in state Failed takes no change (aks-facts.md 4.3).
func refuseFaultedGroup(w *Write) *Error {
	var faulted []string
	for _, d := range ipGroupFirewalls(w, w.ID.String()) {
		if d.State() == "Failed" {
			faulted = append(faulted, d.ID.String())
		}
	}
	if len(faulted) == 0 {
		return nil
	}
	return Invalid("IpGroupsUpdateFailed", "Put on IpGroups %s Failed with %d faulted referenced firewalls: %s", w.ID.Name(), len(faulted), strings.Join(faulted, ", "))
}

// refuseIPGroupDelete: codes and texts from Azure/azure-rest-api-specs issue 25739 (2023, policies) and Azure/azure-cli-extensions issue
// 1670 (2020, classic rules).
func refuseIPGroupDelete(v View, d *Document) *Error {
	firewalls, policies := ipGroupUsers(v, d.ID.String())
	switch {
	case len(policies) > 0:
		return Invalid("IpGroupsHasFirewallPolicyReferences", "IpGroups '%s' cannot be deleted since there are firewall policies using this resource.", d.ID)
	case len(firewalls) > 0:
		return Invalid("IpGroupsHasResourceReferences", "IpGroups '%s' cannot be deleted since there are other Azure Resources using this resource.", d.ID)
	}
	return nil
}
