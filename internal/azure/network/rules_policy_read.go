package network

import (
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// readPolicyCollection decodes one rule collection of a policy. One whose rules are of several kinds, or of one that we
// do not know, has no kind and so equals none of ours.
func readPolicyCollection(object armclient.Object) (Collection, error) {
	var live Collection
	priority, _ := object.Int("priority")
	live.Priority = int32(priority)
	live.Action = spelled(object.String("action", "type"), armnetwork.PossibleFirewallPolicyFilterRuleCollectionActionTypeValues())
	for _, one := range object.Objects("rules") {
		if err := live.readPolicyRule(one); err != nil {
			return Collection{}, err
		}
	}
	if len(live.Network)+len(live.Application)+len(live.NAT) != len(object.Objects("rules")) {
		return live, nil // a kind of rule that we do not know, or a name twice
	}
	nat := strings.EqualFold(object.String("ruleCollectionType"), string(armnetwork.FirewallPolicyRuleCollectionTypeFirewallPolicyNatRuleCollection))
	switch {
	case nat && len(live.Network)+len(live.Application) == 0:
		live.Kind, live.Action = KindNAT, ""
	case !nat && len(live.Application)+len(live.NAT) == 0:
		live.Kind = KindNetwork
	case !nat && len(live.Network)+len(live.NAT) == 0:
		live.Kind = KindApplication
	}
	return live, nil
}

func (c *Collection) readPolicyRule(object armclient.Object) error {
	switch armnetwork.FirewallPolicyRuleType(spelled(object.String("ruleType"), armnetwork.PossibleFirewallPolicyRuleTypeValues())) {
	case armnetwork.FirewallPolicyRuleTypeNetworkRule:
		var sdk armnetwork.Rule
		if err := object.Decode(&sdk); err != nil {
			return err
		}
		put(&c.Network, object.Name(), NetworkRule{
			Description: value(sdk.Description), Source: Source{Addresses: values(sdk.SourceAddresses), IPGroups: values(sdk.SourceIPGroups)},
			DestinationAddresses: values(sdk.DestinationAddresses), DestinationIPGroups: values(sdk.DestinationIPGroups),
			DestinationFQDNs: values(sdk.DestinationFqdns), Ports: values(sdk.DestinationPorts), Protocols: words(sdk.IPProtocols, armnetwork.PossibleFirewallPolicyRuleNetworkProtocolValues()),
		})
	case armnetwork.FirewallPolicyRuleTypeApplicationRule:
		var sdk armnetwork.ApplicationRule
		if err := object.Decode(&sdk); err != nil {
			return err
		}
		put(&c.Application, object.Name(), applicationOf(sdk))
	case armnetwork.FirewallPolicyRuleTypeNatRule:
		var sdk armnetwork.NatRule
		if err := object.Decode(&sdk); err != nil {
			return err
		}
		put(&c.NAT, object.Name(), NATRule{
			Description: value(sdk.Description), Source: Source{Addresses: values(sdk.SourceAddresses), IPGroups: values(sdk.SourceIPGroups)},
			DestinationAddresses: values(sdk.DestinationAddresses), Ports: values(sdk.DestinationPorts), Protocols: words(sdk.IPProtocols, armnetwork.PossibleFirewallPolicyRuleNetworkProtocolValues()),
			TranslatedAddress: value(sdk.TranslatedAddress), TranslatedFQDN: value(sdk.TranslatedFqdn), TranslatedPort: value(sdk.TranslatedPort),
		})
	}
	return nil
}

func applicationOf(sdk armnetwork.ApplicationRule) ApplicationRule {
	rule := ApplicationRule{
		Description: value(sdk.Description), Source: Source{Addresses: values(sdk.SourceAddresses), IPGroups: values(sdk.SourceIPGroups)},
		FQDNs: values(sdk.TargetFqdns), FQDNTags: values(sdk.FqdnTags), URLs: values(sdk.TargetUrls), WebCategories: values(sdk.WebCategories),
		DestinationAddresses: values(sdk.DestinationAddresses), TerminateTLS: value(sdk.TerminateTLS),
	}
	for _, protocol := range sdk.Protocols {
		if protocol != nil {
			rule.Protocols = append(rule.Protocols, ApplicationProtocol{
				Type: spelled(string(value(protocol.ProtocolType)), armnetwork.PossibleFirewallPolicyRuleApplicationProtocolTypeValues()), Port: value(protocol.Port),
			})
		}
	}
	for _, header := range sdk.HTTPHeadersToInsert {
		if header != nil {
			rule.HTTPHeaders = append(rule.HTTPHeaders, HTTPHeader{Name: value(header.HeaderName), Value: value(header.HeaderValue)})
		}
	}
	return rule
}

// words are texts without case, each in the API's spelling.
func words[T ~string](pointers []*T, known []T) []string {
	var list []string
	for _, pointer := range pointers {
		if pointer != nil {
			list = append(list, spelled(string(*pointer), known))
		}
	}
	return list
}

// spelled is a text without case in the spelling of those that the API knows: Azure answers it as it was last written. One
// that is not known stays.
func spelled[T ~string](text string, known []T) string {
	for _, word := range known {
		if strings.EqualFold(string(word), text) {
			return string(word)
		}
	}
	return text
}
