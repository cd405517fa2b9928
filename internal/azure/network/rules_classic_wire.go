package network

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// classicLists is where a firewall keeps its classic collections of each kind.
var classicLists = map[string]string{
	KindNetwork: "networkRuleCollections", KindApplication: "applicationRuleCollections", KindNAT: "natRuleCollections",
}

// The members of classic rules that are ours.
var (
	classicNetworkKeys = []string{
		"description", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationIpGroups", "destinationFqdns", "destinationPorts", "protocols",
	}
	classicApplicationKeys = []string{"description", "sourceAddresses", "sourceIpGroups", "protocols", "targetFqdns", "fqdnTags"}
	classicNATKeys         = []string{
		"description", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationPorts", "protocols", "translatedAddress", "translatedFqdn",
		"translatedPort",
	}
)

// LiveCollection is a classic rule collection as ARM shows it. Names are unique among those of one kind only.
type LiveCollection struct {
	Name string
	Collection
}

// editClassic brings the classic collections of a firewall to what is wanted. Those of others stay. A name of ours that
// moves to another kind leaves the old kind's list.
func editClassic(e *edit, prior, want map[string]Collection) {
	for _, kind := range []string{KindNetwork, KindApplication, KindNAT} {
		var entries []entry
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if want[name].Kind == kind {
				entries = append(entries, entry{name: name, build: want[name].editClassic})
			}
		}
		e.named(func(name string) bool {
			had, ours := lookup(prior, name)
			return ours && had.Kind == kind
		}, entries, "properties", classicLists[kind])
	}
}

func (c Collection) editClassic(e *edit) {
	live, err := readClassicCollection(c.Kind, e.object)
	if err != nil {
		e.err = err
		return
	}
	if live.Equal(c) && e.object.Has("properties") {
		return
	}
	action := c.Action
	if c.Kind == KindNAT {
		action = string(armnetwork.AzureFirewallNatRCActionTypeDnat)
	}
	e.text(action, "properties", "action", "type")
	e.number(c.Priority, "properties", "priority")
	e.named(func(string) bool { return true }, c.classicRules(), "properties", "rules")
}

func (c Collection) classicRules() []entry {
	var entries []entry
	for _, name := range slices.Sorted(maps.Keys(c.Network)) {
		entries = append(entries, rule(name, c.Network[name].classicSDK(), classicNetworkKeys))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Application)) {
		entries = append(entries, rule(name, c.Application[name].classicSDK(), classicApplicationKeys))
	}
	for _, name := range slices.Sorted(maps.Keys(c.NAT)) {
		entries = append(entries, rule(name, c.NAT[name].classicSDK(), classicNATKeys))
	}
	return entries
}

func (r NetworkRule) classicSDK() armnetwork.AzureFirewallNetworkRule {
	return armnetwork.AzureFirewallNetworkRule{
		Description: nonEmpty(r.Description), SourceAddresses: to.SliceOfPtrs(r.Source.Addresses...), SourceIPGroups: to.SliceOfPtrs(r.Source.IPGroups...),
		DestinationAddresses: to.SliceOfPtrs(r.DestinationAddresses...), DestinationIPGroups: to.SliceOfPtrs(r.DestinationIPGroups...),
		DestinationFqdns: to.SliceOfPtrs(r.DestinationFQDNs...), DestinationPorts: to.SliceOfPtrs(r.Ports...), Protocols: classicProtocols(r.Protocols),
	}
}

func (r ApplicationRule) classicSDK() armnetwork.AzureFirewallApplicationRule {
	sdk := armnetwork.AzureFirewallApplicationRule{
		Description: nonEmpty(r.Description), SourceAddresses: to.SliceOfPtrs(r.Source.Addresses...), SourceIPGroups: to.SliceOfPtrs(r.Source.IPGroups...),
		TargetFqdns: to.SliceOfPtrs(r.FQDNs...), FqdnTags: to.SliceOfPtrs(r.FQDNTags...),
	}
	for _, protocol := range r.Protocols {
		sdk.Protocols = append(sdk.Protocols, &armnetwork.AzureFirewallApplicationRuleProtocol{
			ProtocolType: to.Ptr(armnetwork.AzureFirewallApplicationRuleProtocolType(protocol.Type)), Port: to.Ptr(protocol.Port),
		})
	}
	return sdk
}

func (r NATRule) classicSDK() armnetwork.AzureFirewallNatRule {
	return armnetwork.AzureFirewallNatRule{
		Description: nonEmpty(r.Description), SourceAddresses: to.SliceOfPtrs(r.Source.Addresses...), SourceIPGroups: to.SliceOfPtrs(r.Source.IPGroups...),
		DestinationAddresses: to.SliceOfPtrs(r.DestinationAddresses...), DestinationPorts: to.SliceOfPtrs(r.Ports...), Protocols: classicProtocols(r.Protocols),
		TranslatedAddress: nonEmpty(r.TranslatedAddress), TranslatedFqdn: nonEmpty(r.TranslatedFQDN), TranslatedPort: nonEmpty(r.TranslatedPort),
	}
}

func classicProtocols(protocols []string) []*armnetwork.AzureFirewallNetworkRuleProtocol {
	var list []*armnetwork.AzureFirewallNetworkRuleProtocol
	for _, protocol := range protocols {
		list = append(list, to.Ptr(armnetwork.AzureFirewallNetworkRuleProtocol(protocol)))
	}
	return list
}

// readClassic decodes the classic collections of a firewall, of all kinds.
func readClassic(firewall armclient.Object) ([]LiveCollection, error) {
	var list []LiveCollection
	for _, kind := range []string{KindNetwork, KindApplication, KindNAT} {
		for _, object := range firewall.Objects("properties", classicLists[kind]) {
			collection, err := readClassicCollection(kind, object)
			if err != nil {
				return nil, fmt.Errorf("decoding rule collection %q: %w", object.Name(), err)
			}
			list = append(list, LiveCollection{Name: object.Name(), Collection: collection})
		}
	}
	return list, nil
}

func readClassicCollection(kind string, object armclient.Object) (Collection, error) {
	priority, _ := object.Int("properties", "priority")
	live := Collection{Kind: kind, Priority: int32(priority), Action: spelled(object.String("properties", "action", "type"), armnetwork.PossibleAzureFirewallRCActionTypeValues())}
	if kind == KindNAT {
		live.Action = ""
	}
	for _, one := range object.Objects("properties", "rules") {
		if err := live.readClassicRule(one); err != nil {
			return Collection{}, err
		}
	}
	return live, nil
}

func (c *Collection) readClassicRule(object armclient.Object) error {
	switch c.Kind {
	case KindNetwork:
		var sdk armnetwork.AzureFirewallNetworkRule
		if err := object.Decode(&sdk); err != nil {
			return err
		}
		put(&c.Network, object.Name(), NetworkRule{
			Description: value(sdk.Description), Source: Source{Addresses: values(sdk.SourceAddresses), IPGroups: values(sdk.SourceIPGroups)},
			DestinationAddresses: values(sdk.DestinationAddresses), DestinationIPGroups: values(sdk.DestinationIPGroups),
			DestinationFQDNs: values(sdk.DestinationFqdns), Ports: values(sdk.DestinationPorts), Protocols: words(sdk.Protocols, armnetwork.PossibleAzureFirewallNetworkRuleProtocolValues()),
		})
	case KindApplication:
		var sdk armnetwork.AzureFirewallApplicationRule
		if err := object.Decode(&sdk); err != nil {
			return err
		}
		rule := ApplicationRule{
			Description: value(sdk.Description), Source: Source{Addresses: values(sdk.SourceAddresses), IPGroups: values(sdk.SourceIPGroups)},
			FQDNs: values(sdk.TargetFqdns), FQDNTags: values(sdk.FqdnTags),
		}
		for _, protocol := range sdk.Protocols {
			if protocol != nil {
				rule.Protocols = append(rule.Protocols, ApplicationProtocol{
					Type: spelled(string(value(protocol.ProtocolType)), armnetwork.PossibleAzureFirewallApplicationRuleProtocolTypeValues()), Port: value(protocol.Port),
				})
			}
		}
		put(&c.Application, object.Name(), rule)
	case KindNAT:
		var sdk armnetwork.AzureFirewallNatRule
		if err := object.Decode(&sdk); err != nil {
			return err
		}
		put(&c.NAT, object.Name(), NATRule{
			Description: value(sdk.Description), Source: Source{Addresses: values(sdk.SourceAddresses), IPGroups: values(sdk.SourceIPGroups)},
			DestinationAddresses: values(sdk.DestinationAddresses), Ports: values(sdk.DestinationPorts), Protocols: words(sdk.Protocols, armnetwork.PossibleAzureFirewallNetworkRuleProtocolValues()),
			TranslatedAddress: value(sdk.TranslatedAddress), TranslatedFQDN: value(sdk.TranslatedFqdn), TranslatedPort: value(sdk.TranslatedPort),
		})
	}
	return nil
}

// ForeignCollections is the live classic collections that are not ours.
func ForeignCollections(live []LiveCollection, ours map[string]Collection) []LiveCollection {
	return slices.DeleteFunc(slices.Clone(live), func(one LiveCollection) bool {
		own, found := lookup(ours, one.Name)
		return found && strings.EqualFold(own.Kind, one.Kind)
	})
}
