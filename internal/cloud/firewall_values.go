package cloud

import (
	"slices"
	"strings"
)

// ValueSet is a closed or open list of strings that one property of Azure Firewall takes.
type ValueSet struct {
	Property string
	Values   []string
	// Open lists grow at Azure's will: an unknown value is a hint, not an error.
	Open bool
	// Default is the value Azure takes when none is sent; empty if none.
	Default string
	Note    string
	Fact
}

// The value sets that callers ask for.
const (
	ValuesFirewallSKU          = "firewall sku name"
	ValuesFirewallTier         = "firewall sku tier"
	ValuesThreatIntel          = "threat intelligence mode"
	ValuesNetworkProtocol      = "network rule protocol"
	ValuesNATProtocol          = "nat rule protocol"
	ValuesApplicationProtocol  = "application rule protocol"
	ValuesRuleAction           = "rule collection action"
	ValuesIDPS                 = "intrusion detection mode"
	ValuesFQDNTag              = "fqdn tag"
	ValuesNextHop              = "next hop type"
	ValuesWritableProvisioning = "final provisioning state"
)

var valueSets = []ValueSet{
	{ValuesFirewallSKU, []string{"AZFW_VNet", "AZFW_Hub"}, false, "AZFW_VNet", "AZFW_Hub is for Virtual WAN; the name cannot be changed", srcNetworkSDK},
	{ValuesFirewallTier, []string{string(TierBasic), string(TierStandard), string(TierPremium)}, false, string(TierStandard), "", srcNetworkSDK},
	{ValuesThreatIntel, []string{"Alert", "Deny", "Off"}, false, "Alert", "Basic can alert only (FW-11)", srcNetworkSDK},
	{ValuesNetworkProtocol, []string{"Any", "ICMP", "TCP", "UDP"}, false, "", "with explicit ports Any means TCP and UDP (FW-18)", srcNetworkSDK},
	{ValuesNATProtocol, []string{"TCP", "UDP"}, false, "", "Any, which old guides use, is refused in policies (S-10)", srcAzurerm},
	{ValuesApplicationProtocol, []string{"Http", "Https", "Mssql"}, false, "", "Mssql works in proxy mode only (FW-34)", srcNetworkSDK},
	{ValuesRuleAction, []string{"Allow", "Deny"}, false, "", "NAT collections have Dnat", srcNetworkSDK},
	{ValuesIDPS, []string{"Off", "Alert", "Deny"}, false, "Off", "Premium only (FW-12)", srcNetworkSDK},
	{
		ValuesFQDNTag,
		[]string{
			FQDNTagAKS, "AppServiceEnvironment", "AzureBackup", "AzureHDInsight", "MicrosoftActiveProtectionService",
			"MicrosoftIntune", "Office365", "Windows365", "WindowsDiagnostics", "WindowsUpdate", "WindowsVirtualDesktop",
		},
		true, "", "the rule's protocols must include https (FW-26)",
		srcFQDNTags.doubt("list of 2020 with later additions; Office365 has sub-tags, and Azure adds tags"),
	},
	{ValuesNextHop, []string{"VirtualAppliance", "VirtualNetworkGateway", "VnetLocal", "Internet", "None"}, true, "", "VirtualAppliance needs an address; peering and service endpoints cannot be set (RT-16)", srcRoutes.doubt("a further value VirtualApplianceEcmp has been seen in 2026 (Azure/azure-powershell#29847)")},
	{ValuesWritableProvisioning, []string{"Succeeded", "Failed", "Canceled"}, true, "", "states in which an object takes the next write", srcNetworkSDK},
}

// Values returns one value set; the zero ValueSet for an unknown property.
func Values(property string) ValueSet {
	i := slices.IndexFunc(valueSets, func(v ValueSet) bool { return v.Property == property })
	if i < 0 {
		return ValueSet{}
	}
	v := valueSets[i]
	v.Values = slices.Clone(v.Values)
	return v
}

// Canonical finds a value in its own spelling, whatever the case of the text.
func (v ValueSet) Canonical(text string) (string, bool) {
	i := slices.IndexFunc(v.Values, func(x string) bool { return strings.EqualFold(x, text) })
	if i < 0 {
		return "", false
	}
	return v.Values[i], true
}

// FQDNTagHint is empty for a known FQDN tag, or a sub-tag of Office365; otherwise a doubt. Never an error: Azure adds tags.
func FQDNTagHint(tag string) string {
	base, _, _ := strings.Cut(tag, ".")
	if _, ok := Values(ValuesFQDNTag).Canonical(base); ok {
		return ""
	}
	return "FQDN tag " + tag + " is not in the list of known tags; check its spelling"
}
