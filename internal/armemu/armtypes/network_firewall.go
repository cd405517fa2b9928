package armtypes

import (
	"strings"
)

const (
	firewallType       = "Microsoft.Network/azureFirewalls"
	firewallPolicyPath = "properties.firewallPolicy.id"
	firewallTierPath   = "properties.sku.tier"
	threatIntelPath    = "properties.threatIntelMode"
)

// The rows of the duration table for a firewall that runs, or begins or ceases to (arm-wire.md 5.1). A deallocated one uses its type's.
const (
	firewallRunning  = firewallType + ", running"
	firewallStarting = firewallType + ", starting"
	firewallStopping = firewallType + ", stopping"
)

var (
	firewallTiers    = []string{"Basic", "Standard", "Premium"}
	threatIntelModes = []string{"Off", "Alert", "Deny"} // the milder first
)

// azureFirewalls: IP configurations and classic rule collections live inside the body. Without IP configurations the firewall is
// deallocated: it has no address, costs nothing and is quickly written (arm-wire.md 1.3, aks-facts.md 4.3).
func azureFirewalls() *Type {
	return &Type{
		Name:          firewallType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         LRO,
		Known:         []string{"zones", "extendedLocation"},
		ReadOnlyPaths: []string{"properties.ipGroups", formerAddressPath},
		Defaults: map[string]any{
			"properties.sku.name":                   "AZFW_VNet",
			firewallTierPath:                        "Standard",
			threatIntelPath:                         "Alert",
			"properties.additionalProperties":       map[string]any{},
			ipConfigurationsPath:                    []any{},
			"properties.networkRuleCollections":     []any{},
			"properties.applicationRuleCollections": []any{},
			"properties.natRuleCollections":         []any{},
		},
		// A policy serves firewalls of every region and subscription (Firewall Manager, policy overview, 2025-07).
		References: []Reference{{Path: firewallPolicyPath, To: firewallPolicyType}, {Path: "properties.virtualHub.id"}},
		Validate:   validateFirewall,
		Fill:       fillFirewallAddress,
		Complete:   allocateFirewall,
		Compute:    func(_ View, d *Document) { d.Body.Remove(formerAddressPath) },
		Locks:      firewallLocks,
		Duration:   firewallRow,
	}
}

func validateFirewall(w *Write) []*Error {
	errs := found(
		checkEnum(w.Body, "properties.sku.name", true, "AZFW_VNet", "AZFW_Hub"),
		checkEnum(w.Body, firewallTierPath, true, firewallTiers...),
		checkEnum(w.Body, threatIntelPath, true, threatIntelModes...),
	)
	if len(errs) > 0 {
		return errs // nothing below can be judged
	}
	errs = found(refuseHubMember(w), refuseBothRuleForms(w), refusePolicyTier(w), refuseBasicThreatIntel(w, firewallTierPath, "AzureFirewall"))
	errs = append(errs, validateFirewallChange(w)...)
	errs = append(errs, validateFirewallSettings(w)...)
	return append(errs, validateFirewallAddresses(w)...)
}

// validateFirewallChange: what a firewall is made with for life, and Basic, which is no step to the other tiers (aks-facts.md 4.1).
func validateFirewallChange(w *Write) []*Error {
	if w.Prev == nil {
		return nil
	}
	var errs []*Error
	if !strings.EqualFold(w.Prev.Str("properties.sku.name"), w.Body.Str("properties.sku.name")) {
		errs = append(errs, Invalid("AzureFirewallSkuNameCannotBeModified", "The SKU name of Azure Firewall %s cannot be changed.", w.ID).At("properties.sku.name").Unsure())
	}
	from, to := w.Prev.Str(firewallTierPath), w.Body.Str(firewallTierPath)
	if !strings.EqualFold(from, to) && (strings.EqualFold(from, "Basic") || strings.EqualFold(to, "Basic")) {
		errs = append(errs, Invalid("AzureFirewallSkuTierCannotBeModified", "The tier of Azure Firewall %s cannot be changed from %s to %s.", w.ID, from, to).At(firewallTierPath).Unsure())
	}
	before, after := strings.Join(w.Prev.Strs("zones"), ", "), strings.Join(w.Body.Strs("zones"), ", ")
	if before != after {
		// Code and text from a public report of 2023.
		errs = append(errs, Invalid("AzureFirewallAvailabilityZonesCannotBeModified",
			"Azure Firewall %s has an existing availability zone constraint %s and the request has availability zone constraint %s, which do not match", w.ID, before, after).At("zones"))
	}
	return errs
}

// refuseHubMember: a firewall of a network and one of a virtual hub have different members (hashicorp/terraform-provider-azurerm issue 12623).
func refuseHubMember(w *Write) *Error {
	hub := strings.EqualFold(w.Body.Str("properties.sku.name"), "AZFW_Hub")
	switch {
	case !hub && w.Body.Str("properties.virtualHub.id") != "":
		return Invalid("AzureFirewallInvalidRequest", "Request parameter VirtualHub can not be specified in current SKU AZFW_VNet for the Azure Firewall %s", w.ID).At("properties.virtualHub")
	case hub && len(w.Body.List(ipConfigurationsPath)) > 0:
		return Invalid("AzureFirewallInvalidRequest", "Request parameter IpConfigurations can not be specified in current SKU AZFW_Hub for the Azure Firewall %s", w.ID).
			At(ipConfigurationsPath)
	case hub && w.Body.Str("properties.virtualHub.id") == "":
		return Invalid("AzureFirewallInvalidRequest", "Request parameter VirtualHub must be specified in current SKU AZFW_Hub for the Azure Firewall %s", w.ID).
			At("properties.virtualHub").Unsure()
	}
	return nil
}

// refuseBothRuleForms: a firewall has a policy or classic rules (aks-facts.md 4.1).
func refuseBothRuleForms(w *Write) *Error {
	if w.Body.Str(firewallPolicyPath) == "" {
		return nil
	}
	for _, kind := range classicCollectionPaths {
		if len(w.Body.List(kind)) > 0 {
			return Invalid("AzureFirewallPolicyAndRuleCollectionsConflict", "Azure Firewall %s cannot have both a firewall policy and rule collections.", w.ID).At(kind)
		}
	}
	return nil
}

func refusePolicyTier(w *Write) *Error {
	policy, ok := w.Get(w.Body.Str(firewallPolicyPath))
	if !ok || tierServes(policy.Body.Str(firewallTierPath), w.Body.Str(firewallTierPath)) {
		return nil
	}
	return Invalid("AzureFirewallPolicyTierMismatch", "Firewall policy %s of tier %s cannot be attached to Azure Firewall %s of tier %s.",
		policy.ID, policy.Body.Str(firewallTierPath), w.ID, w.Body.Str(firewallTierPath)).At(firewallPolicyPath).Unsure()
}

// tierServes tells whether a policy of one tier can serve a firewall, or a child policy, of another (Firewall Manager, policy overview,
// table of the tiers: Basic for Basic, Standard for Standard and Premium, Premium for Premium).
func tierServes(policy, user string) bool {
	return strings.EqualFold(policy, user) || strings.EqualFold(policy, "Standard") && strings.EqualFold(user, "Premium")
}

// refuseBasicThreatIntel: Basic can only alert (FW-11).
func refuseBasicThreatIntel(w *Write, tier, codes string) *Error {
	if !strings.EqualFold(w.Body.Str(tier), "Basic") || strings.EqualFold(w.Body.Str(threatIntelPath), "Alert") {
		return nil
	}
	return Invalid(codes+"BasicTierThreatIntelModeNotSupported", "Threat intelligence mode of %s can only be Alert in tier Basic.", w.ID).At(threatIntelPath).Unsure()
}

// validateFirewallSettings: additionalProperties are strings, whatever they mean; capacity bounds are equal or differ by more than one.
func validateFirewallSettings(w *Write) []*Error {
	var errs []*Error
	for name, v := range w.Body.Obj("properties.additionalProperties") {
		if _, ok := v.(string); !ok {
			errs = append(errs, Invalid("InvalidRequestFormat", "Cannot parse the request.").At("properties.additionalProperties").
				With(Detail("InvalidJson", "The value of %s is not a string.", name)))
		}
	}
	errs = append(errs, found(
		checkRange(w.Body, "properties.autoscaleConfiguration.minCapacity", "AzureFirewallAutoscaleConfigurationInvalid", w.ID.String(), 2, 50),
		checkRange(w.Body, "properties.autoscaleConfiguration.maxCapacity", "AzureFirewallAutoscaleConfigurationInvalid", w.ID.String(), 2, 50),
	)...)
	lo, hasLo := w.Body.Int("properties.autoscaleConfiguration.minCapacity")
	hi, hasHi := w.Body.Int("properties.autoscaleConfiguration.maxCapacity")
	if hasLo && hasHi && lo != hi && hi-lo < 2 {
		errs = append(errs, Invalid("AzureFirewallAutoscaleConfigurationInvalid", "Capacities %d and %d of Azure Firewall %s must be equal, or the maximum greater than the minimum by more than one.",
			lo, hi, w.ID).At("properties.autoscaleConfiguration").Unsure())
	}
	return errs
}

// firewallLocks: a write takes the policy, and where addresses change, their networks and public IPs (arm-wire.md 6.1).
func firewallLocks(w *Write) []string {
	ids := []string{w.Body.Str(firewallPolicyPath), w.Prev.Str(firewallPolicyPath)}
	if w.Verb != Delete && !w.Changed(ipConfigurationsPath) && !w.Changed(managementConfigurationPath) {
		return ids
	}
	for _, body := range []Object{w.Body, w.Prev} {
		for _, c := range firewallConfigurations(body) {
			ids = append(ids, c.Str(publicIPPath))
			if subnet, err := ParseID(c.Str(configurationSubnetPath)); err == nil {
				network, _ := subnet.Parent()
				ids = append(ids, network.String())
			}
		}
	}
	return ids
}

// firewallRow: how long a write takes hangs on whether instances run, start or stop.
func firewallRow(w *Write) string {
	before, after := isAllocated(w.Prev), isAllocated(w.Body)
	switch {
	case w.Verb == Delete && after:
		return firewallStopping
	case before && !after:
		return firewallStopping
	case after && !before:
		return firewallStarting
	case after:
		return firewallRunning
	}
	return firewallType
}

// isAllocated tells whether a firewall runs, or will.
func isAllocated(firewall Object) bool { return len(firewall.List(ipConfigurationsPath)) > 0 }
