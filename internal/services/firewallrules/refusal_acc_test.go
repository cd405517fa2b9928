package firewallrules_test

import (
	"fmt"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// refused is one configuration with the message that it gets.
type refused struct {
	name   string
	config map[string]any
	path   string
	want   []string
}

// one puts one rule of a kind into one group.
func one(kind string, rule map[string]any) map[string]any {
	return config(map[string]any{"g": group(300, map[string]any{kind: rule})})
}

func ruleAt(kind, attribute string) string {
	at := fmt.Sprintf(`rule_collection_groups["g"].%s_rule_collections[%q].rules["r"]`, kind, kind)
	if attribute != "" {
		at += "." + attribute
	}
	return at
}

// TestRefusals shows the message of each refusal, at its attribute. The Azure behind it is empty and never asked.
func TestRefusals(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	for _, test := range slicesOf(refusedPlaces(), refusedRules()) {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			azure.Harness(t, nil).Resource("udr_firewall_rules", "this").Validate(test.config).WantError(test.path, test.want...)
		})
	}
	t.Cleanup(func() {
		if calls := azure.Calls(); len(calls) != 0 {
			t.Errorf("the validation called Azure: %v", calls)
		}
	})
}

func slicesOf(lists ...[]refused) (all []refused) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func refusedPlaces() []refused {
	twoKinds := group(300, map[string]any{"network": networkRule(nil)})
	twoKinds["application_rule_collections"] = map[string]any{"NETWORK": map[string]any{"priority": 200, "action": "Allow", "rules": map[string]any{"r": applicationRule(nil)}}}
	return []refused{
		{
			"not a policy", changed(base(), map[string]any{"policy_id": groupID + "/providers/Microsoft.Network/azureFirewalls/fw"}), "policy_id",
			[]string{"Microsoft.Network/firewallPolicies"},
		},
		{"no group", config(map[string]any{}), "rule_collection_groups", []string{"at least 1"}},
		{"name", config(map[string]any{"-g": group(300, map[string]any{"network": networkRule(nil)})}), `rule_collection_groups["-g"]`, []string{"FR-NAME"}},
		{"same name", config(map[string]any{"g": group(300, nil), "G": group(301, nil)}), `rule_collection_groups["g"]`, []string{"same name for Azure"}},
		{"two kinds", config(map[string]any{"g": twoKinds}), `rule_collection_groups["g"].application_rule_collections["NETWORK"]`, []string{"share their names"}},
		{"half a priority", config(map[string]any{"g": changed(group(300, map[string]any{"network": networkRule(nil)}), map[string]any{"priority": 300.5})}), `rule_collection_groups["g"].priority`, []string{"300.5 is not a whole number"}},
		{"half a port", one("nat", natRule(map[string]any{"translated_port": 80.25})), `rule_collection_groups["g"].nat_rule_collections["nat"].rules["r"].translated_port`, []string{"80.25 is not a whole number"}},
		{"no priority", config(map[string]any{"g": map[string]any{}}), `rule_collection_groups["g"].priority`, []string{"required"}},
		{"priority", config(map[string]any{"g": group(99, nil)}), `rule_collection_groups["g"].priority`, []string{"99", "100", "65000", "FR-PRIORITY"}},
		{
			"no rules", config(map[string]any{"g": map[string]any{"priority": 300, "network_rule_collections": map[string]any{"c": map[string]any{"priority": 100, "action": "Allow"}}}}),
			`rule_collection_groups["g"].network_rule_collections["c"].rules`,
			[]string{"required"},
		},
		{"skip_checks", changed(base(), map[string]any{"skip_checks": []any{"FE-PRIORITY"}}), `skip_checks["FE-PRIORITY"]`, []string{"FE-PRIORITY"}},
		{"timeout", changed(base(), map[string]any{"timeouts": map[string]any{"create": "0s"}}), "timeouts.create", []string{"over before it begins"}},
	}
}

func refusedRules() []refused {
	return []refused{
		{"no source", one("network", networkRule(map[string]any{"source_addresses": nil})), ruleAt("network", ""), []string{"no source", "FR-SOURCE"}},
		{"no destination", one("network", networkRule(map[string]any{"destination_addresses": nil})), ruleAt("network", ""), []string{"destination_fqdns", "FR-DESTINATION"}},
		{"no ports", one("network", networkRule(map[string]any{"destination_ports": nil})), ruleAt("network", "destination_ports"), []string{"required"}},
		{"address", one("network", networkRule(map[string]any{"source_addresses": []any{"10.0.0.0/33"}})), ruleAt("network", `source_addresses["10.0.0.0/33"]`), []string{"10.0.0.0/33"}},
		{
			"wildcard in a network rule", one("network", networkRule(map[string]any{"destination_addresses": nil, "destination_fqdns": []any{"*.contoso.com"}})), ruleAt("network", "destination_fqdns"),
			[]string{"FW-21", "FR-FQDN"},
		},
		{
			"names and URLs", one("application", applicationRule(map[string]any{"destination_urls": []any{"contoso.com/x"}})), ruleAt("application", "destination_urls"),
			[]string{"FW-27", "FR-DESTINATION"},
		},
		{
			"URL with a scheme", one("application", applicationRule(map[string]any{"destination_fqdns": nil, "destination_urls": []any{"https://contoso.com"}})),
			ruleAt("application", "destination_urls"),
			[]string{"scheme", "FR-URL"},
		},
		{
			"tag without HTTPS", one("application", applicationRule(map[string]any{
				"destination_fqdns": nil, "destination_fqdn_tags": []any{"AzureKubernetesService"}, "protocols": []any{map[string]any{"type": "Http", "port": 80}},
			})), ruleAt("application", "protocols"), []string{"FW-26", "FR-PROTOCOL"},
		},
		{"protocol of NAT", one("nat", natRule(map[string]any{"protocols": []any{"ICMP"}})), ruleAt("nat", "protocols"), []string{"FW-39", "FR-PROTOCOL"}},
		{"two ports of NAT", one("nat", natRule(map[string]any{"destination_ports": []any{"80", "81"}})), ruleAt("nat", "destination_ports"), []string{"one port", "FR-PORT"}},
		{"no target of NAT", one("nat", natRule(map[string]any{"translated_address": nil})), ruleAt("nat", ""), []string{"translated_fqdn", "FR-NAT"}},
		{"two targets of NAT", one("nat", natRule(map[string]any{"translated_fqdn": "app.contoso.com"})), ruleAt("nat", "translated_fqdn"), []string{"one target"}},
	}
}

// TestUnknownSiblings: what is not known switches no check off.
func TestUnknownSiblings(t *testing.T) {
	t.Parallel()
	rules := acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_rules", "this")
	bad := config(map[string]any{"unknown": protocol.Unknown, "g": group(7, map[string]any{"network": networkRule(map[string]any{"source_addresses": protocol.Unknown})})})
	bad["policy_id"] = protocol.Unknown
	rules.Validate(bad).WantOnlyError(`rule_collection_groups["g"].priority`, "FR-PRIORITY")
	plan := rules.Plan(config(map[string]any{"g": protocol.Unknown})).Must()
	if got := plan.At(`rule_collection_group_ids["g"]`); got != inPolicy("g") {
		t.Errorf("the ID of a group whose rules are not known is %v", got)
	}
}

// TestLiveRefusals: what the policy cannot do, and what others have put into it, is told at plan, before anything is written.
func TestLiveRefusals(t *testing.T) {
	t.Parallel()
	proxy := map[string]any{"dnsSettings": map[string]any{"enableProxy": true}}
	for _, test := range []struct {
		name       string
		tier       string
		properties map[string]any
		config     map[string]any
		path       string
		want       []string
	}{
		{
			"web categories", "Basic", map[string]any{}, one("application", applicationRule(map[string]any{"destination_fqdns": nil, "web_categories": []any{"Gambling"}})), ruleAt("application", "web_categories"), []string{"tier Basic", "FR-TIER"},
		},
		{
			"URLs", "Standard", proxy, one("application", applicationRule(map[string]any{"destination_fqdns": nil, "destination_urls": []any{"contoso.com/x"}})), ruleAt("application", "destination_urls"), []string{"tier Standard", "Premium", "FR-TIER"},
		},
		{
			"certificate", "Premium",
			map[string]any{},
			one("application", applicationRule(map[string]any{"terminate_tls": true})),
			ruleAt("application", "terminate_tls"),
			[]string{"no certificate", "FR-TLS"},
		},
		{
			"DNS proxy", "Standard",
			map[string]any{},
			one("network", networkRule(map[string]any{"destination_addresses": nil, "destination_fqdns": []any{"ntp.ubuntu.com"}})), ruleAt("network", "destination_fqdns"),
			[]string{"the policy's DNS proxy is off", "FW-21", "FR-DNS-PROXY"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			azure := acctest.NewAzure(t)
			azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
			putPolicy(azure, policyID, test.tier, test.properties)
			azure.Forget()
			rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
			rules.Plan(test.config).WantOnlyError(test.path, test.want...)
			if writes := azure.Writes(); len(writes) != 0 {
				t.Errorf("a refused plan wrote %v", writes)
			}
		})
	}
}

// TestNeighbours: a priority that a group of others has is told at plan; a policy without a read says nothing.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	clash := config(map[string]any{"g": group(1000, map[string]any{"network": networkRule(nil)})})
	rules.Plan(clash).Must().WantWarning(`rule_collection_groups["g"].priority`, `"theirs"`, "1000", "FW-6", "FR-PRIORITY")
	for _, warning := range rules.Plan(base()).Must().Diagnostics().Warnings() {
		if warning.Path != "emulator" {
			t.Errorf("a false alarm: %s", warning)
		}
	}
	rules.Apply(base()).Must()
	taken := config(map[string]any{"spoke": base()["rule_collection_groups"].(map[string]any)["spoke"], "theirs": group(320, map[string]any{"network": networkRule(nil)})})
	rules.Plan(taken).WantOnlyError(`rule_collection_groups["theirs"]`, "not in this state", "FR-EXISTS")
}

// TestForeignGroup: a group of others is never taken over, with or without owner, unless it is imported.
func TestForeignGroup(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{"with owner": {"owner": "spoke/prod"}, "without owner": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newHub(t)
			before := others(azure)
			rules := azure.Harness(t, block).Resource("udr_firewall_rules", "this")
			azure.Forget()
			wanted := config(map[string]any{"theirs": group(320, map[string]any{"network": networkRule(nil)}), "a": group(300, map[string]any{"network": networkRule(nil)})})
			rules.Plan(wanted).Must().WantWarning(`rule_collection_groups["theirs"]`, "exists", "FR-EXISTS")
			rules.Apply(wanted).WantOnlyError(`rule_collection_groups["theirs"]`, "exists and is not in this state", "Nothing was changed", "import {", "to = udr_firewall_rules.NAME", policyID+"|theirs")
			if writes := azure.Writes(); len(writes) != 0 || rules.Exists() {
				t.Errorf("writes %v, state %v", writes, rules.Exists())
			}
			untouched(t, azure, before)
		})
	}
}

// TestMissingPolicy: at plan it may still be about to be made; the apply says so before it writes.
func TestMissingPolicy(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	missing := changed(base(), map[string]any{"policy_id": otherID})
	rules.Plan(missing).Must()
	azure.Forget()
	rules.Apply(missing).WantOnlyError("policy_id", otherID, "does not exist")
	if writes := azure.Writes(); len(writes) != 0 || rules.Exists() {
		t.Errorf("writes %v, state %v", writes, rules.Exists())
	}
}
