package firewallingress_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	version    = "2025-01-01"
	groupID    = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/rg"
	networks   = groupID + "/providers/Microsoft.Network/"
	networkID  = networks + "virtualNetworks/vnet"
	firewallID = networks + "azureFirewalls/fw"
	policyID   = networks + "firewallPolicies/fw"
	ingressID  = policyID + "/ruleCollectionGroups/voting"
	tableID    = networks + "routeTables/svc"
)

// world has a firewall with so many public addresses: with a policy, or with classic rules.
func world(t *testing.T, policy bool, addresses int) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	subnet := func(name, prefix string) map[string]any {
		return map[string]any{"name": name, "properties": map[string]any{"addressPrefix": prefix}}
	}
	azure.Put(networkID, version, map[string]any{"location": "eastus", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{"10.42.0.0/16"}},
		"subnets":      []any{subnet("svc", "10.42.2.0/24"), subnet("AzureFirewallSubnet", "10.42.3.0/24")},
	}})
	properties := map[string]any{"sku": map[string]any{"name": "AZFW_VNet", "tier": "Standard"}}
	if policy {
		azure.Put(policyID, version, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}})
		properties["firewallPolicy"] = map[string]any{"id": policyID}
	}
	var ips []any
	for i := range addresses {
		id := fmt.Sprintf("%spublicIPAddresses/pip%d", networks, i)
		azure.Put(id, version, map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"}})
		ip := map[string]any{"publicIPAddress": map[string]any{"id": id}}
		if i == 0 {
			ip["subnet"] = map[string]any{"id": networkID + "/subnets/AzureFirewallSubnet"}
		}
		ips = append(ips, map[string]any{"name": fmt.Sprint("ip", i), "properties": ip})
	}
	properties["ipConfigurations"] = ips
	azure.Put(firewallID, version, map[string]any{"location": "eastus", "properties": properties})
	azure.Settle()
	azure.Forget()
	return azure
}

func address(azure *acctest.Azure, i int) string {
	properties, _ := azure.Object(fmt.Sprintf("%spublicIPAddresses/pip%d", networks, i))["properties"].(map[string]any)
	text, _ := properties["ipAddress"].(string)
	return text
}

func config(change map[string]any) map[string]any {
	c := map[string]any{
		"firewall_id": firewallID, "name": "voting",
		"rules": map[string]any{"http": map[string]any{"destination_port": 80, "translated_address": "10.42.2.4"}},
	}
	for key, value := range change {
		c[key] = value
	}
	return c
}

// rules are the names of what the firewall or its policy holds for voting, nil when nothing.
func rules(azure *acctest.Azure, policy bool) []string {
	var list []any
	if policy {
		properties, _ := azure.Object(ingressID)["properties"].(map[string]any)
		collections, _ := properties["ruleCollections"].([]any)
		if len(collections) == 1 {
			list, _ = collections[0].(map[string]any)["rules"].([]any)
		}
	} else {
		properties, _ := azure.Object(firewallID)["properties"].(map[string]any)
		collections, _ := properties["natRuleCollections"].([]any)
		for _, c := range collections {
			if c, _ := c.(map[string]any); c["name"] == "voting" {
				inner, _ := c["properties"].(map[string]any)
				list, _ = inner["rules"].([]any)
			}
		}
	}
	var names []string
	for _, rule := range list {
		name, _ := rule.(map[string]any)["name"].(string)
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestLifeCycle(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]bool{"policy": true, "classic": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := world(t, policy, 1)
			ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
			plan := ingress.Plan(config(nil)).Must()
			// The same apply may change the firewall's rules first: only it knows where these will be.
			if plan.At("rules_as") != protocol.Unknown || plan.At("rules.http.destination_address") != address(azure, 0) {
				t.Errorf("planned %v at %v", plan.At("rules_as"), plan.At("rules.http.destination_address"))
			}
			azure.Forget()
			plan.Apply().Must()
			if ingress.At("rules_as") != name {
				t.Errorf("the rules are in %v", ingress.At("rules_as"))
			}
			if writes := azure.Writes(); len(writes) != 1 {
				t.Errorf("one write is enough: %v", writes)
			}
			if got := rules(azure, policy); !slices.Equal(got, []string{"http"}) {
				t.Errorf("the rules are %v", got)
			}
			ingress.Plan(config(nil)).Must().WantAction(protocol.NoOp)

			two := config(map[string]any{"priority": 160, "rules": map[string]any{
				"http": map[string]any{"destination_port": 80, "translated_address": "10.42.2.4"},
				"dns":  map[string]any{"destination_port": 53, "translated_address": "10.42.2.5", "translated_port": 5353, "protocols": []any{"UDP", "TCP"}, "source_addresses": []any{"203.0.113.0/24"}},
			}})
			ingress.Plan(two).Must().WantAction(protocol.Update)
			ingress.Apply(two).Must()
			if got := rules(azure, policy); !slices.Equal(got, []string{"dns", "http"}) {
				t.Errorf("the rules are %v", got)
			}
			ingress.Plan(two).Must().WantAction(protocol.NoOp)

			ingress.Forget()
			ingress.Import(firewallID + "|voting").Must()
			ingress.Plan(two).Must().WantAction(protocol.NoOp)
			id, _ := ingress.At("id").(string)
			ingress.Forget()
			ingress.Import(id).Must()
			ingress.Plan(two).Must().WantAction(protocol.NoOp)
			ingress.Forget()
			ingress.ImportIdentity(map[string]any{"firewall_id": firewallID, "name": "voting"}).Must()
			ingress.Plan(two).Must().WantAction(protocol.NoOp)
			ingress.Destroy().Must()
			if got := rules(azure, policy); got != nil {
				t.Errorf("left behind: %v", got)
			}
		})
	}
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	azure := world(t, false, 1) // nothing uses the policy
	azure.Put(policyID, version, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}})
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	for _, id := range []string{ingressID, firewallID, networkID + "|voting", "voting"} {
		ingress.Import(id).WantOnlyError("", "<ID of the firewall>|<name>")
	}
}

// What others wrote beside our rules stays as it is, and what is theirs under our name is refused.
func TestOthers(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	theirs := policyID + "/ruleCollectionGroups/theirs"
	azure.Put(theirs, version, map[string]any{"properties": map[string]any{"priority": 300, "ruleCollections": []any{}}})
	azure.Put(ingressID, version, map[string]any{"properties": map[string]any{"priority": 310, "ruleCollections": []any{}}})
	azure.Settle()
	before := fmt.Sprint(azure.Object(theirs))
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	azure.Forget()
	ingress.Apply(config(nil)).WantOnlyError("name", "exists already", "import {", firewallID+"|voting")
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a refused create wrote %v", writes)
	}
	azure.Request("DELETE", ingressID+"?api-version="+version, nil)
	azure.Settle()
	ingress.Apply(config(nil)).Must()
	ingress.Destroy().Must()
	if fmt.Sprint(azure.Object(theirs)) != before {
		t.Error("a group of others was changed")
	}
}

// Rules that are exactly those of the configuration are somebody else's all the same, unless the owner says that one pipeline works on
// these names: a destroy would take them away.
func TestSameRulesOfOthers(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	azure.Harness(t, nil).Resource("udr_firewall_ingress", "theirs").Apply(config(nil)).Must()
	azure.Forget()
	azure.Harness(t, nil).Resource("udr_firewall_ingress", "ours").Apply(config(nil)).WantOnlyError("name", "exists already", "owner", "import {")
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a refused create wrote %v", writes)
	}
	ours := azure.Harness(t, map[string]any{"owner": "platform/prod"}).Resource("udr_firewall_ingress", "ours")
	ours.Apply(config(nil)).WantWarning("", "Taking up rules")
}

func TestDrift(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	ingress.Apply(config(nil)).Must()
	azure.Put(ingressID, version, map[string]any{"properties": map[string]any{"priority": 150, "ruleCollections": []any{}}})
	azure.Settle()
	ingress.Plan(config(nil)).Must().WantAction(protocol.Update)
	ingress.Apply(config(nil)).Must()
	if got := rules(azure, true); !slices.Equal(got, []string{"http"}) {
		t.Errorf("the rules are %v", got)
	}
	azure.Request("DELETE", ingressID+"?api-version="+version, nil)
	azure.Settle()
	ingress.Plan(config(nil)).Must().WantAction(protocol.Create)
}

// A firewall that takes another policy leaves the rules behind: they follow.
func TestPolicyOfTheFirewallChanges(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	ingress.Apply(config(nil)).Must()
	other := networks + "firewallPolicies/other"
	azure.Put(other, version, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}})
	firewall := azure.Object(firewallID)
	properties, _ := firewall["properties"].(map[string]any)
	properties["firewallPolicy"] = map[string]any{"id": other}
	azure.Put(firewallID, version, firewall)
	azure.Settle()
	ingress.Plan(config(nil)).Must().WantAction(protocol.DeleteThenCreate)
	ingress.Apply(config(nil)).Must()
	if azure.Object(ingressID) != nil || azure.Object(other+"/ruleCollectionGroups/voting") == nil {
		t.Error("the rules did not follow")
	}
	ingress.Plan(config(nil)).Must().WantAction(protocol.NoOp)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	rule := func(change map[string]any) map[string]any {
		r := map[string]any{"destination_port": 80, "translated_address": "10.42.2.4"}
		for key, value := range change {
			r[key] = value
		}
		return map[string]any{"rules": map[string]any{"http": r}}
	}
	twice := rule(nil)
	twice["rules"].(map[string]any)["web"] = map[string]any{"destination_port": 80, "translated_address": "10.42.2.5"}
	for name, test := range map[string]struct {
		change map[string]any
		path   string
		want   []string
	}{
		"port too high":       {rule(map[string]any{"destination_port": 64000}), `rules["http"].destination_port`, []string{"IN-PORT", "63999"}},
		"target port":         {rule(map[string]any{"translated_port": 70000}), `rules["http"].translated_port`, []string{"65535"}},
		"protocol":            {rule(map[string]any{"protocols": []any{"ICMP"}}), `rules["http"].protocols["ICMP"]`, []string{"TCP", "UDP"}},
		"IPv6 target":         {rule(map[string]any{"translated_address": "fd00::1"}), `rules["http"].translated_address`, []string{"IN-TARGET", "IPv4"}},
		"no host":             {rule(map[string]any{"translated_address": "127.0.0.1"}), `rules["http"].translated_address`, []string{"IN-TARGET", "no host"}},
		"private way in":      {rule(map[string]any{"destination_address": "10.42.3.4"}), `rules["http"].destination_address`, []string{"IN-DESTINATION", "private"}},
		"two for one port":    {twice, `rules["web"].destination_port`, []string{"IN-DUPLICATE", `"http"`}},
		"no rules":            {map[string]any{"rules": map[string]any{}}, "rules", []string{"1"}},
		"priority":            {map[string]any{"priority": 99}, "priority", []string{"100"}},
		"not a firewall":      {map[string]any{"firewall_id": policyID}, "firewall_id", []string{"azureFirewalls"}},
		"name":                {map[string]any{"name": "-"}, "name", []string{"IN-NAME"}},
		"source that is none": {rule(map[string]any{"source_addresses": []any{"everybody"}}), `rules["http"].source_addresses["everybody"]`, []string{"everybody"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_ingress", "this").Validate(config(test.change)).WantOnlyError(test.path, test.want...)
		})
	}
}

// What only the firewall can tell: refused at plan, before anything is written.
func TestLiveRefusals(t *testing.T) {
	t.Parallel()
	one := func(change map[string]any) map[string]any {
		r := map[string]any{"destination_port": 80, "translated_address": "10.42.2.4"}
		for key, value := range change {
			r[key] = value
		}
		return config(map[string]any{"rules": map[string]any{"http": r}})
	}
	azure := world(t, true, 2)
	h := azure.Harness(t, nil)
	ingress := h.Resource("udr_firewall_ingress", "this")
	ingress.Plan(one(map[string]any{"destination_address": "203.0.113.9"})).
		WantOnlyError(`rules["http"].destination_address`, "IN-DESTINATION", "none of the public addresses", address(azure, 0), address(azure, 1))
	ingress.Plan(one(nil)).WantOnlyError(`rules["http"].destination_address`, "several public addresses", address(azure, 1))
	ingress.Plan(one(map[string]any{"destination_address": address(azure, 1), "translated_address": "172.16.0.4"})).
		WantOnlyError(`rules["http"].translated_address`, "IN-REACH", "172.16.0.4", "peer")
	good := one(map[string]any{"destination_address": address(azure, 1)})
	ingress.Plan(good).Must()

	// Answers that are sent past the firewall.
	azure.Put(tableID, version, map[string]any{"location": "eastus", "properties": map[string]any{"routes": []any{map[string]any{
		"name": "hub", "properties": map[string]any{"addressPrefix": "10.42.3.0/24", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.42.9.9"},
	}}}})
	azure.Put(networkID+"/subnets/svc", version, map[string]any{"properties": map[string]any{"addressPrefix": "10.42.2.0/24", "routeTable": map[string]any{"id": tableID}}})
	azure.Settle()
	plan := ingress.Plan(good).Must()
	plan.WantWarning(`rules["http"].translated_address`, "IN-RETURN", "10.42.9.9", "FW-38")
	good["skip_checks"] = []any{"IN-RETURN"}
	if said := fmt.Sprint(ingress.Plan(good).Must().Diagnostics()); strings.Contains(said, "IN-RETURN") {
		t.Error(said)
	}
}

// Before the firewall is there, nothing is said of it.
func TestUnknownFirewall(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	unknown := config(map[string]any{"firewall_id": protocol.Unknown, "rules": map[string]any{"http": map[string]any{
		"destination_port": 80, "translated_address": protocol.Unknown, "destination_address": protocol.Unknown,
	}}})
	plan := ingress.Plan(unknown).Must()
	final := config(map[string]any{"rules": map[string]any{"http": map[string]any{
		"destination_port": 80, "translated_address": "10.42.2.4", "destination_address": address(azure, 0),
	}}})
	plan.Apply(final).Must()
	ingress.Plan(final).Must().WantAction(protocol.NoOp)
	if !strings.HasSuffix(fmt.Sprint(ingress.At("id")), "/ruleCollectionGroups/voting") {
		t.Errorf("the ID is %v", ingress.At("id"))
	}
}
