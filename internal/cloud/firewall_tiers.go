package cloud

import "slices"

// Tier is a tier of Azure Firewall or of a firewall policy.
type Tier string

// The tiers in rising order.
const (
	TierBasic    Tier = "Basic"
	TierStandard Tier = "Standard"
	TierPremium  Tier = "Premium"
)

// Tiers returns the tiers in rising order.
func Tiers() []Tier { return []Tier{TierBasic, TierStandard, TierPremium} }

// Capability is something that not every tier has.
type Capability string

// The capabilities.
const (
	CanDNSProxy          Capability = "dns_proxy"
	CanCustomDNS         Capability = "custom_dns"
	CanNetworkFQDN       Capability = "network_rule_fqdn"
	CanApplicationFQDN   Capability = "application_rule_fqdn"
	CanFQDNTag           Capability = "fqdn_tag"
	CanServiceTag        Capability = "service_tag"
	CanThreatIntelAlert  Capability = "threat_intel_alert"
	CanThreatIntelOff    Capability = "threat_intel_off"
	CanThreatIntelDeny   Capability = "threat_intel_deny"
	CanWebCategory       Capability = "web_category"
	CanWebCategoryURL    Capability = "web_category_by_url"
	CanURL               Capability = "url"
	CanTLSInspection     Capability = "tls_inspection"
	CanIDPS              Capability = "idps"
	CanForcedTunnel      Capability = "forced_tunnel"
	CanNoPublicIP        Capability = "no_data_public_ip"
	CanPrivateDNAT       Capability = "dnat_on_private_ip"
	CanClassicRules      Capability = "classic_rules"
	NeedsManagementIP    Capability = "management_ip_required"
	CanIPv6NetworkRules  Capability = "ipv6_network_rules"
	CanAutoscaleCapacity Capability = "autoscale_bounds"
)

// Support is a tier's answer to a capability.
type Support string

// Unclear means that sources contradict each other: refuse nothing because of it.
const (
	SupportYes     Support = "yes"
	SupportNo      Support = "no"
	SupportUnclear Support = "unclear"
)

// CapabilityRow says which tiers have a capability.
type CapabilityRow struct {
	Capability               Capability
	Basic, Standard, Premium Support
	// Rules are ids of the egress semantics.
	Rules []string
	Note  string
	Fact
}

var capabilities = []CapabilityRow{
	{CanDNSProxy, SupportNo, SupportYes, SupportYes, []string{"FW-40", "FW-46"}, "", srcFirewallSKU},
	{CanCustomDNS, SupportNo, SupportYes, SupportYes, []string{"FW-46"}, "", srcFirewallSKU},
	{CanNetworkFQDN, SupportNo, SupportYes, SupportYes, []string{"FW-21", "FW-46"}, "needs the DNS proxy", srcFirewallSKU},
	{CanApplicationFQDN, SupportYes, SupportYes, SupportYes, nil, "", srcFirewallSKU},
	{CanFQDNTag, SupportYes, SupportYes, SupportYes, []string{"FW-26"}, "the rule's protocols must include https", srcFirewallSKU},
	{CanServiceTag, SupportYes, SupportYes, SupportYes, []string{"FW-16"}, "", srcFirewallSKU},
	{CanThreatIntelAlert, SupportYes, SupportYes, SupportYes, []string{"FW-11"}, "", srcFirewallSKU},
	{CanThreatIntelOff, SupportUnclear, SupportYes, SupportYes, []string{"FW-11"}, "", srcFirewallSKU.doubt("the table says alert only for Basic; whether Off is refused is not said")},
	{CanThreatIntelDeny, SupportNo, SupportYes, SupportYes, []string{"FW-11", "FW-46"}, "", srcFirewallSKU},
	{CanWebCategory, SupportNo, SupportYes, SupportYes, []string{"FW-29"}, "by the name", srcFirewallSKU},
	{CanWebCategoryURL, SupportNo, SupportNo, SupportYes, []string{"FW-29"}, "by the whole URL", srcFirewallSKU},
	{CanURL, SupportNo, SupportNo, SupportYes, []string{"FW-27", "FW-28"}, "over HTTPS it needs TLS inspection", srcFirewallSKU},
	{CanTLSInspection, SupportNo, SupportNo, SupportYes, []string{"FW-30"}, "", srcFirewallSKU},
	{CanIDPS, SupportNo, SupportNo, SupportYes, []string{"FW-12"}, "", srcFirewallSKU},
	{CanForcedTunnel, SupportUnclear, SupportYes, SupportYes, []string{"FW-43", "FW-46"}, "", srcFirewallSKU.doubt("the table of tiers says no for Basic, the FAQ says yes")},
	{CanNoPublicIP, SupportUnclear, SupportYes, SupportYes, []string{"FW-46"}, "goes with a management IP configuration", srcFirewallSKU.doubt("as for forced tunnelling")},
	{CanPrivateDNAT, SupportNo, SupportYes, SupportYes, []string{"FW-39"}, "", srcFirewallSKU},
	{CanClassicRules, SupportUnclear, SupportYes, SupportYes, nil, "Premium: discouraged", srcFirewallSKU.doubt("policy only for Basic is an inference from the portal; azurerm lets classic rules through")},
	{NeedsManagementIP, SupportYes, SupportNo, SupportNo, nil, "Standard and Premium only for forced tunnelling and packet capture", srcFirewallMgmt},
	{CanIPv6NetworkRules, SupportUnclear, SupportUnclear, SupportUnclear, []string{"FW-47"}, "", srcFirewallSKU.doubt("preview of 2026-07; older pages say that IPv6 in a rule breaks the firewall")},
	{CanAutoscaleCapacity, SupportUnclear, SupportYes, SupportYes, nil, "", srcFirewallScale.doubt("the page speaks of Standard and Premium; Basic is not mentioned")},
}

// Capabilities returns the table of capabilities.
func Capabilities() []CapabilityRow {
	out := slices.Clone(capabilities)
	for i := range out {
		out[i].Rules = slices.Clone(out[i].Rules)
	}
	return out
}

// Supports answers whether a tier has a capability, with the row that says so. Unknown tiers and capabilities are unclear.
func Supports(t Tier, c Capability) (Support, CapabilityRow) {
	i := slices.IndexFunc(capabilities, func(r CapabilityRow) bool { return r.Capability == c })
	if i < 0 {
		return SupportUnclear, CapabilityRow{}
	}
	row := Capabilities()[i]
	switch t {
	case TierBasic:
		return row.Basic, row
	case TierStandard:
		return row.Standard, row
	case TierPremium:
		return row.Premium, row
	}
	return SupportUnclear, row
}

// TierInfo is what a tier is, apart from its capabilities.
type TierInfo struct {
	Tier Tier
	// ThroughputMbps is the most that a firewall of the tier carries; FatFlowMbps the most of a single flow, 0 if not stated.
	ThroughputMbps, FatFlowMbps int
	Fact
}

var tierInfos = []TierInfo{
	{TierBasic, 250, 0, srcFirewallSKU},
	{TierStandard, 30000, 1000, srcFirewallSKU},
	{TierPremium, 100000, 10000, srcFirewallSKU},
}

// TierInfos returns what each tier is.
func TierInfos() []TierInfo { return slices.Clone(tierInfos) }

// TierChange is the answer to a change of a living firewall's tier.
type TierChange struct {
	From, To Tier
	Verdict  ChangeVerdict
	Note     string
	Fact
}

var tierChanges = []TierChange{
	{TierStandard, TierPremium, ChangeInPlace, "minutes, without an outage; only with a firewall policy", srcFirewallChange},
	{TierPremium, TierStandard, ChangeInPlace, "only with a firewall policy; TLS inspection, IDPS deny, URLs and web categories must go first", srcFirewallChange},
	{TierBasic, TierStandard, ChangeForbidden, "a Basic firewall cannot change its tier", srcFirewallChange},
	{TierBasic, TierPremium, ChangeForbidden, "a Basic firewall cannot change its tier", srcFirewallChange},
	{TierStandard, TierBasic, ChangeForbidden, "no firewall can become Basic", srcFirewallChange},
	{TierPremium, TierBasic, ChangeForbidden, "no firewall can become Basic", srcFirewallChange},
}

// ChangeTier says whether a living firewall can change its tier. Equal tiers are no change; unknown tiers are uncertain.
func ChangeTier(from, to Tier) TierChange {
	if from == to {
		return TierChange{From: from, To: to, Verdict: ChangeNone, Fact: srcFirewallChange}
	}
	for _, c := range tierChanges {
		if c.From == from && c.To == to {
			return c
		}
	}
	return TierChange{From: from, To: to, Verdict: ChangeUncertain, Fact: srcFirewallChange.doubt("unknown tier")}
}

// PolicyTier is the answer to the question whether a firewall takes a policy of some tier.
type PolicyTier struct {
	Firewall, Policy Tier
	Support          Support
	Fact
}

var policyTiers = buildPolicyTiers()

func buildPolicyTiers() []PolicyTier {
	var out []PolicyTier
	for i, firewall := range Tiers() {
		for j, policy := range Tiers() {
			row := PolicyTier{firewall, policy, SupportYes, srcFirewallChange}
			switch {
			case j > i:
				row.Support = SupportNo
				row.Fact = srcFirewallChange.doubt("inference: a policy may not use what the firewall lacks")
			case policy == TierBasic && firewall != TierBasic:
				row.Support = SupportUnclear
				row.Fact = srcFirewallChange.doubt("no source found on Basic policies at higher firewalls")
			}
			out = append(out, row)
		}
	}
	return out
}

// PolicyAllowed says whether a firewall of one tier takes a policy of another, with the reason.
func PolicyAllowed(firewall, policy Tier) PolicyTier {
	for _, p := range policyTiers {
		if p.Firewall == firewall && p.Policy == policy {
			return p
		}
	}
	return PolicyTier{firewall, policy, SupportUnclear, srcFirewallChange.doubt("unknown tier")}
}
