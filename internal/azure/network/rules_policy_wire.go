package network

import (
	"maps"
	"slices"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"
)

// The members of a policy's rules that are ours. Every other member of a rule that is there already is kept.
var (
	policyNetworkKeys = []string{
		"ruleType", "description", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationIpGroups", "destinationFqdns",
		"destinationPorts", "ipProtocols",
	}
	policyApplicationKeys = []string{
		"ruleType", "description", "sourceAddresses", "sourceIpGroups", "protocols", "targetFqdns", "fqdnTags", "targetUrls", "webCategories",
		"destinationAddresses", "httpHeadersToInsert", "terminateTLS",
	}
	policyNATKeys = []string{
		"ruleType", "description", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationPorts", "ipProtocols",
		"translatedAddress", "translatedFqdn", "translatedPort",
	}
)

// editInPolicy brings a rule collection of a policy to what is wanted. All its rules are ours.
func (c Collection) editInPolicy(e *edit) {
	live, err := readPolicyCollection(e.object)
	if err != nil {
		e.err = err
		return
	}
	if live.Equal(c) && e.object.Has("ruleCollectionType") {
		return
	}
	kind := string(armnetwork.FirewallPolicyRuleCollectionTypeFirewallPolicyFilterRuleCollection)
	action := c.Action
	if c.Kind == KindNAT {
		kind = string(armnetwork.FirewallPolicyRuleCollectionTypeFirewallPolicyNatRuleCollection)
		action = string(armnetwork.FirewallPolicyNatRuleCollectionActionTypeDNAT)
	}
	if live.Kind != c.Kind {
		e.unset("rules") // rules of another kind have nothing that could be kept
	}
	e.text(kind, "ruleCollectionType")
	e.text(action, "action", "type")
	e.number(c.Priority, "priority")
	e.named(func(string) bool { return true }, c.policyRules(), "rules")
}

// policyRules are the wanted rules, by name so that the same rules always give the same body.
func (c Collection) policyRules() []entry {
	var entries []entry
	for _, name := range slices.Sorted(maps.Keys(c.Network)) {
		entries = append(entries, rule(name, c.Network[name].policySDK(), policyNetworkKeys))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Application)) {
		entries = append(entries, rule(name, c.Application[name].policySDK(), policyApplicationKeys))
	}
	for _, name := range slices.Sorted(maps.Keys(c.NAT)) {
		entries = append(entries, rule(name, c.NAT[name].policySDK(), policyNATKeys))
	}
	return entries
}

// rule is the entry of one rule, given in the SDK's type.
func rule(name string, sdk any, keys []string) entry {
	return entry{name: name, build: func(e *edit) {
		owned, err := encode(sdk)
		if err != nil {
			e.err = err
			return
		}
		e.overlay(owned, keys...)
	}}
}

func (r NetworkRule) policySDK() *armnetwork.Rule {
	sdk := &armnetwork.Rule{
		Description: nonEmpty(r.Description), SourceAddresses: to.SliceOfPtrs(r.Source.Addresses...), SourceIPGroups: to.SliceOfPtrs(r.Source.IPGroups...),
		DestinationAddresses: to.SliceOfPtrs(r.DestinationAddresses...), DestinationIPGroups: to.SliceOfPtrs(r.DestinationIPGroups...),
		DestinationFqdns: to.SliceOfPtrs(r.DestinationFQDNs...), DestinationPorts: to.SliceOfPtrs(r.Ports...),
	}
	for _, protocol := range r.Protocols {
		sdk.IPProtocols = append(sdk.IPProtocols, to.Ptr(armnetwork.FirewallPolicyRuleNetworkProtocol(protocol)))
	}
	return sdk
}

func (r ApplicationRule) policySDK() *armnetwork.ApplicationRule {
	sdk := &armnetwork.ApplicationRule{
		Description: nonEmpty(r.Description), SourceAddresses: to.SliceOfPtrs(r.Source.Addresses...), SourceIPGroups: to.SliceOfPtrs(r.Source.IPGroups...),
		TargetFqdns: to.SliceOfPtrs(r.FQDNs...), FqdnTags: to.SliceOfPtrs(r.FQDNTags...), TargetUrls: to.SliceOfPtrs(r.URLs...),
		WebCategories: to.SliceOfPtrs(r.WebCategories...), DestinationAddresses: to.SliceOfPtrs(r.DestinationAddresses...),
	}
	if r.TerminateTLS {
		sdk.TerminateTLS = to.Ptr(true)
	}
	for _, protocol := range r.Protocols {
		sdk.Protocols = append(sdk.Protocols, &armnetwork.FirewallPolicyRuleApplicationProtocol{
			ProtocolType: to.Ptr(armnetwork.FirewallPolicyRuleApplicationProtocolType(protocol.Type)), Port: to.Ptr(protocol.Port),
		})
	}
	for _, header := range r.HTTPHeaders {
		sdk.HTTPHeadersToInsert = append(sdk.HTTPHeadersToInsert, &armnetwork.FirewallPolicyHTTPHeaderToInsert{
			HeaderName: to.Ptr(header.Name), HeaderValue: to.Ptr(header.Value),
		})
	}
	return sdk
}

func (r NATRule) policySDK() *armnetwork.NatRule {
	sdk := &armnetwork.NatRule{
		Description: nonEmpty(r.Description), SourceAddresses: to.SliceOfPtrs(r.Source.Addresses...), SourceIPGroups: to.SliceOfPtrs(r.Source.IPGroups...),
		DestinationAddresses: to.SliceOfPtrs(r.DestinationAddresses...), DestinationPorts: to.SliceOfPtrs(r.Ports...),
		TranslatedAddress: nonEmpty(r.TranslatedAddress), TranslatedFqdn: nonEmpty(r.TranslatedFQDN), TranslatedPort: nonEmpty(r.TranslatedPort),
	}
	for _, protocol := range r.Protocols {
		sdk.IPProtocols = append(sdk.IPProtocols, to.Ptr(armnetwork.FirewallPolicyRuleNetworkProtocol(protocol)))
	}
	return sdk
}
