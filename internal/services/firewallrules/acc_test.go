package firewallrules_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	groupID  = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/hub-rg"
	policyID = groupID + "/providers/Microsoft.Network/firewallPolicies/shared"
	otherID  = groupID + "/providers/Microsoft.Network/firewallPolicies/other"
	version  = "2025-01-01"
)

// newHub is an Azure with a policy of others, in which they have a group.
func newHub(t *testing.T, options ...acctest.Option) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t, options...)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	putPolicy(azure, policyID, "Standard", map[string]any{"dnsSettings": map[string]any{"enableProxy": true}})
	putGroup(azure, "theirs", 1000)
	return azure
}

func putPolicy(azure *acctest.Azure, id, tier string, properties map[string]any) {
	properties["sku"] = map[string]any{"tier": tier}
	azure.Put(id, version, map[string]any{"location": "eastus", "tags": map[string]any{"team": "hub"}, "properties": properties})
}

func inPolicy(name string) string { return policyID + "/ruleCollectionGroups/" + name }

// putGroup makes a group of others, with a rule of a kind of fields that this provider does not know.
func putGroup(azure *acctest.Azure, name string, priority int) {
	azure.Put(inPolicy(name), version, map[string]any{"properties": map[string]any{"priority": priority, "ruleCollections": []any{map[string]any{
		"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "c", "priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
			"ruleType": "NetworkRule", "name": "r", "ipProtocols": []any{"TCP"}, "sourceAddresses": []any{"10.9.0.0/16"}, "destinationAddresses": []any{"*"}, "destinationPorts": []any{"443"},
		}},
	}}}})
}

func networkRule(changes map[string]any) map[string]any {
	return changed(map[string]any{
		"source_addresses": []any{"10.1.0.0/16"}, "destination_addresses": []any{"AzureMonitor"}, "destination_ports": []any{"443"}, "protocols": []any{"TCP"},
	}, changes)
}

func applicationRule(changes map[string]any) map[string]any {
	return changed(map[string]any{"source_addresses": []any{"10.1.0.0/16"}, "destination_fqdns": []any{"mcr.microsoft.com", "*.data.mcr.microsoft.com"}}, changes)
}

func natRule(changes map[string]any) map[string]any {
	return changed(map[string]any{
		"source_addresses": []any{"*"}, "destination_addresses": []any{"20.1.2.3"}, "destination_ports": []any{"80"}, "protocols": []any{"TCP"}, "translated_address": "10.1.2.4",
		"translated_port": 8080,
	}, changes)
}

// changed is the object with changes; a nil value takes an attribute out.
func changed(object, changes map[string]any) map[string]any {
	object = maps.Clone(object)
	for name, value := range changes {
		if value == nil {
			delete(object, name)
		} else {
			object[name] = value
		}
	}
	return object
}

// group has one collection of each given kind, with one rule "r".
func group(priority int, rules map[string]any) map[string]any {
	g, next := map[string]any{"priority": priority}, 100
	for _, kind := range slices.Sorted(maps.Keys(rules)) {
		collection := map[string]any{"priority": next, "action": "Allow", "rules": map[string]any{"r": rules[kind]}}
		if kind == "nat" {
			delete(collection, "action")
		}
		g[kind+"_rule_collections"] = map[string]any{kind: collection}
		next += 100
	}
	return g
}

func config(groups map[string]any) map[string]any {
	return map[string]any{"policy_id": policyID, "rule_collection_groups": groups}
}

// base has two groups with rules of all kinds.
func base() map[string]any {
	return config(map[string]any{
		"spoke":     group(300, map[string]any{"network": networkRule(nil), "application": applicationRule(nil)}),
		"spoke-dns": group(310, map[string]any{"nat": natRule(nil)}),
	})
}

// untouched fails the test when what belongs to others has changed since before.
func untouched(t *testing.T, azure *acctest.Azure, before map[string]map[string]any) {
	t.Helper()
	for id, want := range before {
		if diff := cmp.Diff(want, azure.Object(id)); diff != "" {
			t.Errorf("%s was changed:\n%s", id, diff)
		}
	}
}

func others(azure *acctest.Azure) map[string]map[string]any {
	return map[string]map[string]any{inPolicy("theirs"): azure.Object(inPolicy("theirs"))}
}

func wantWrites(t *testing.T, azure *acctest.Azure, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, azure.Writes()); diff != "" {
		t.Errorf("writes: %s", diff)
	}
	azure.Forget()
}

// What belongs to the policy's owner, without the list of groups, which Azure keeps.
func policyOf(azure *acctest.Azure) map[string]any {
	policy := azure.Object(policyID)
	properties, _ := policy["properties"].(map[string]any)
	delete(properties, "ruleCollectionGroups")
	delete(policy, "etag")
	return policy
}

// TestLifeCycle counts the writes of each step; whatever is done, the policy and the groups of others stay as they are.
func TestLifeCycle(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	before, policy := others(azure), policyOf(azure)
	rules := azure.Harness(t, map[string]any{"default_tags": map[string]any{"team": "spoke"}}).Resource("udr_firewall_rules", "this")

	plan := rules.Plan(base()).Must()
	for at, want := range map[string]any{"id": policyID, `rule_collection_group_ids["spoke"]`: inPolicy("spoke"), `rule_collection_group_ids["spoke-dns"]`: inPolicy("spoke-dns")} {
		if got := plan.At(at); got != want {
			t.Errorf("planned %s is %v, want %v", at, got, want)
		}
	}
	azure.Forget()
	plan.Apply().Must()
	wantWrites(t, azure, "PUT "+inPolicy("spoke"), "PUT "+inPolicy("spoke-dns"))
	rules.Plan(base()).Must().WantAction(protocol.NoOp)

	one := config(map[string]any{
		"spoke":     group(300, map[string]any{"network": networkRule(map[string]any{"destination_ports": []any{"443", "1194"}}), "application": applicationRule(nil)}),
		"spoke-dns": group(310, map[string]any{"nat": natRule(nil)}),
	})
	if got := rules.Plan(one).Must().WantAction(protocol.Update).Changes(); len(got) != 1 {
		t.Errorf("one rule changed, the plan shows %v", got)
	}
	azure.Forget()
	rules.Apply(one).Must()
	wantWrites(t, azure, "PUT "+inPolicy("spoke"))

	swapped := config(map[string]any{"spoke": group(310, map[string]any{"network": networkRule(nil)}), "more": group(320, map[string]any{"application": applicationRule(nil)})})
	rules.Apply(swapped).Must()
	wantWrites(t, azure, "PUT "+inPolicy("more"), "DELETE "+inPolicy("spoke-dns"), "PUT "+inPolicy("spoke"))
	if names, _ := rules.Identity()["group_names"].([]any); len(names) != 2 || names[0] != "spoke" {
		t.Errorf("identity %v", rules.Identity())
	}
	untouched(t, azure, before)

	rules.Destroy().Must()
	wantWrites(t, azure, "DELETE "+inPolicy("more"), "DELETE "+inPolicy("spoke"))
	untouched(t, azure, before)
	if diff := cmp.Diff(policy, policyOf(azure)); diff != "" {
		t.Errorf("the policy was changed:\n%s", diff)
	}
}

// TestDrift: what somebody changes by hand in one rule is shown at that rule alone and put right by one write; a group that is gone is made again.
func TestDrift(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	rules.Apply(base()).Must()
	live := azure.Object(inPolicy("spoke"))
	properties, _ := live["properties"].(map[string]any)
	for _, one := range properties["ruleCollections"].([]any) {
		collection := one.(map[string]any)
		rule := collection["rules"].([]any)[0].(map[string]any)
		if collection["name"] == "network" {
			rule["destinationPorts"] = []any{"22"}
		}
	}
	azure.Put(inPolicy("spoke"), version, live)
	azure.Settle()
	changes := rules.Plan(base()).Must().WantAction(protocol.Update).Changes()
	if len(changes) != 1 || !strings.HasPrefix(changes[0], `rule_collection_groups["spoke"].network_rule_collections["network"].rules["r"].destination_ports:`) {
		t.Errorf("changes %v", changes)
	}
	azure.Request("DELETE", inPolicy("spoke-dns")+"?api-version="+version, nil)
	azure.Settle()
	azure.Forget()
	rules.Apply(base()).Must()
	wantWrites(t, azure, "PUT "+inPolicy("spoke"), "PUT "+inPolicy("spoke-dns"))
	for _, name := range []string{"spoke", "spoke-dns"} {
		azure.Request("DELETE", inPolicy(name)+"?api-version="+version, nil)
		azure.Settle()
	}
	rules.Plan(base()).Must().WantAction(protocol.Create)
}

// TestOtherPolicy: the rules move to another policy, and leave nothing in the old one.
func TestOtherPolicy(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	putPolicy(azure, otherID, "Premium", map[string]any{})
	before := others(azure)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	moved := config(map[string]any{"spoke": group(300, map[string]any{"network": networkRule(nil)})})
	rules.Apply(moved).Must()
	moved["policy_id"] = otherID
	rules.Plan(moved).Must().WantAction(protocol.DeleteThenCreate)
	rules.Apply(moved).Must()
	if status, _ := azure.Request("GET", inPolicy("spoke")+"?api-version="+version, nil); status != 404 {
		t.Errorf("the old group answers %d", status)
	}
	if rules.At("id") != otherID {
		t.Errorf("id %v", rules.At("id"))
	}
	moved["policy_id"] = "/SUBSCRIPTIONS/" + otherID[len("/subscriptions/"):]
	rules.Plan(moved).Must().WantAction(protocol.NoOp)
	untouched(t, azure, before)
}
