package network

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// TestCaseOfWords: kinds, actions and protocols of rules have no case to Azure, which answers Dnat or DNAT, NatRule or natrule, Https or
// https, as it was last written. Each is read in the spelling of the API, so that neither a comparison nor the state sees a difference, and
// nothing is written.
func TestCaseOfWords(t *testing.T) {
	t.Parallel()
	source := `"sourceAddresses": ["*"]`
	for name, test := range map[string]struct {
		policy, classic string
		want            Collection
	}{
		"NAT": {
			policy: `{"ruleCollectionType": "FirewallPolicyNatRuleCollection", "name": "c", "priority": 100, "action": {"type": "DNAT"}, "rules": [{"ruleType": "NatRule",
				"name": "r", "ipProtocols": ["TCP"], ` + source + `, "destinationAddresses": ["20.0.0.1"], "destinationPorts": ["443"], "translatedAddress": "10.0.0.4", "translatedPort": "443"}]}`,
			classic: `{"name": "c", "properties": {"priority": 100, "action": {"type": "Dnat"}, "rules": [{
				"name": "r", "protocols": ["TCP"], ` + source + `, "destinationAddresses": ["20.0.0.1"], "destinationPorts": ["443"], "translatedAddress": "10.0.0.4", "translatedPort": "443"}]}}`,
			want: Collection{Kind: KindNAT, Priority: 100, NAT: map[string]NATRule{"r": {
				Source: Source{Addresses: []string{"*"}}, DestinationAddresses: []string{"20.0.0.1"}, Ports: []string{"443"}, Protocols: []string{"TCP"},
				TranslatedAddress: "10.0.0.4", TranslatedPort: "443",
			}}},
		},
		"network": {
			policy: `{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "c", "priority": 100, "action": {"type": "Deny"}, "rules": [{"ruleType": "NetworkRule",
				"name": "r", "ipProtocols": ["UDP", "Any"], ` + source + `, "destinationAddresses": ["20.0.0.1"], "destinationPorts": ["53"]}]}`,
			classic: `{"name": "c", "properties": {"priority": 100, "action": {"type": "Deny"}, "rules": [{
				"name": "r", "protocols": ["UDP", "Any"], ` + source + `, "destinationAddresses": ["20.0.0.1"], "destinationPorts": ["53"]}]}}`,
			want: Collection{Kind: KindNetwork, Priority: 100, Action: "Deny", Network: map[string]NetworkRule{"r": {
				Source: Source{Addresses: []string{"*"}}, DestinationAddresses: []string{"20.0.0.1"}, Ports: []string{"53"}, Protocols: []string{"UDP", "Any"},
			}}},
		},
		"application": {
			policy: `{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "c", "priority": 100, "action": {"type": "Allow"}, "rules": [{"ruleType": "ApplicationRule",
				"name": "r", "protocols": [{"protocolType": "Https", "port": 443}], ` + source + `, "targetFqdns": ["a.b"]}]}`,
			classic: `{"name": "c", "properties": {"priority": 100, "action": {"type": "Allow"}, "rules": [{
				"name": "r", "protocols": [{"protocolType": "Https", "port": 443}], ` + source + `, "targetFqdns": ["a.b"]}]}}`,
			want: Collection{Kind: KindApplication, Priority: 100, Action: "Allow", Application: map[string]ApplicationRule{"r": {
				Source: Source{Addresses: []string{"*"}}, FQDNs: []string{"a.b"}, Protocols: []ApplicationProtocol{{Type: "Https", Port: 443}},
			}}},
		},
	} {
		for _, letters := range []func(string) string{strings.ToUpper, strings.ToLower, func(s string) string { return s }} {
			policy, classic := collectionOf(t, test.policy, letters), collectionOf(t, test.classic, letters)
			got, err := readPolicyCollection(policy)
			if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
				t.Errorf("%s in a policy (-want +got), %v:\n%s", name, err, diff)
			}
			if got, err = readClassicCollection(test.want.Kind, classic); err != nil || cmp.Diff(test.want, got) != "" {
				t.Errorf("%s as classic rules (-want +got), %v:\n%s", name, err, cmp.Diff(test.want, got))
			}
			for form, build := range map[string]func(*edit){"policy": test.want.editInPolicy, "classic": test.want.editClassic} {
				e := newEdit(map[string]armclient.Object{"policy": policy, "classic": classic}[form])
				if build(e); e.err != nil || len(e.changed) > 0 {
					t.Errorf("%s, %s: %v would be written: %v", name, form, e.changed, e.err)
				}
			}
		}
	}
}

// collectionOf decodes a collection whose words without case are written in other letters.
func collectionOf(t *testing.T, text string, letters func(string) string) armclient.Object {
	t.Helper()
	for _, word := range []string{
		"FirewallPolicyNatRuleCollection", "FirewallPolicyFilterRuleCollection", "NatRule", "NetworkRule", "ApplicationRule",
		"DNAT", "Dnat", "Deny", "Allow", "TCP", "UDP", "Any", "Https",
	} {
		text = strings.ReplaceAll(text, `"`+word+`"`, `"`+letters(word)+`"`)
	}
	var body map[string]any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		t.Fatal(err)
	}
	return armclient.Object{Body: body}
}
