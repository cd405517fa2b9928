package firewallegress_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// edit changes an object as somebody else would.
func edit(azure *acctest.Azure, id string, change func(properties map[string]any)) {
	object := azure.Object(id)
	change(properties(object))
	azure.Put(id, apiVersion, map[string]any{"location": object["location"], "tags": object["tags"], "properties": object["properties"], "zones": object["zones"]})
}

// TestDrift changes what is ours behind our back, one thing after another. Each change is seen by the plan and mended by the
// apply.
func TestDrift(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := with(map[string]any{"route_table": map[string]any{"routes": map[string]any{"blocked": map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "None"}}}})
	egress.Apply(config).Must()

	aksSubnet := networkID + "/subnets/contosofinakssubnet"
	drifts := []struct {
		name string
		do   func()
		look func() bool // whether it is mended
	}{
		{"the association is gone", func() {
			edit(azure, aksSubnet, func(p map[string]any) { delete(p, "routeTable") })
		}, func() bool { return properties(azure.Object(aksSubnet))["routeTable"] != nil }},
		{"the default route leads elsewhere", func() {
			azure.Put(tableID+"/routes/default", apiVersion, map[string]any{"properties": map[string]any{"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"}})
		}, func() bool {
			return properties(azure.Object(tableID + "/routes/default"))["nextHopIpAddress"] == "100.64.3.4"
		}},
		{"the default route is gone", func() {
			azure.Request("DELETE", tableID+"/routes/default?api-version="+apiVersion, nil)
			azure.Settle()
		}, func() bool { return azure.Object(tableID+"/routes/default") != nil }},
		{"another route is changed", func() {
			azure.Put(tableID+"/routes/blocked", apiVersion, map[string]any{"properties": map[string]any{"addressPrefix": "10.1.0.0/16", "nextHopType": "None"}})
		}, func() bool {
			return properties(azure.Object(tableID + "/routes/blocked"))["addressPrefix"] == "10.0.0.0/8"
		}},
		{"routes of gateways are learned", func() {
			edit(azure, tableID, func(p map[string]any) { p["disableBgpRoutePropagation"] = false })
		}, func() bool { return properties(azure.Object(tableID))["disableBgpRoutePropagation"] == true }},
		{"a rule collection group is gone", func() {
			azure.Request("DELETE", policyID+"/ruleCollectionGroups/egress?api-version="+apiVersion, nil)
			azure.Settle()
		}, func() bool { return azure.Object(policyID+"/ruleCollectionGroups/egress") != nil }},
		{"the aks rules are emptied", func() {
			edit(azure, policyID+"/ruleCollectionGroups/aks", func(p map[string]any) { p["ruleCollections"] = []any{} })
		}, func() bool {
			collections, _ := properties(azure.Object(policyID + "/ruleCollectionGroups/aks"))["ruleCollections"].([]any)
			return len(collections) > 0
		}},
		{"a collection is added to a group of ours", func() {
			edit(azure, policyID+"/ruleCollectionGroups/egress", func(p map[string]any) {
				list, _ := p["ruleCollections"].([]any)
				p["ruleCollections"] = append(list, map[string]any{
					"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "hole", "priority": 500, "action": map[string]any{"type": "Allow"},
					"rules": []any{map[string]any{
						"ruleType": "NetworkRule", "name": "all", "sourceAddresses": []any{"*"}, "destinationAddresses": []any{"*"}, "destinationPorts": []any{"*"}, "ipProtocols": []any{"Any"},
					}},
				})
			})
		}, func() bool {
			collections, _ := properties(azure.Object(policyID + "/ruleCollectionGroups/egress"))["ruleCollections"].([]any)
			return len(collections) == 1
		}},
		{"the firewall is stopped", func() {
			edit(azure, firewallID, func(p map[string]any) { p["ipConfigurations"] = []any{} })
		}, func() bool {
			list, _ := properties(azure.Object(firewallID))["ipConfigurations"].([]any)
			return len(list) == 1
		}},
		{"the policy is another one", func() {
			azure.Put(otherPolicy, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}})
			edit(azure, firewallID, func(p map[string]any) { p["firewallPolicy"] = map[string]any{"id": otherPolicy} })
		}, func() bool {
			policy, _ := properties(azure.Object(firewallID))["firewallPolicy"].(map[string]any)
			return policy["id"] == policyID
		}},
		{"the tags of the policy are gone", func() {
			azure.Request("PATCH", policyID+"?api-version="+apiVersion, map[string]any{"tags": map[string]any{}})
			azure.Settle()
		}, nil},
	}
	for _, drift := range drifts {
		drift.do()
		egress.Refresh().Must()
		plan := egress.Plan(config).Must()
		if drift.look == nil {
			plan.WantAction(protocol.NoOp) // hidden tags come back with the next write
			continue
		}
		if plan.Action != protocol.Update {
			t.Errorf("%s: the plan is %s", drift.name, plan.Action)
			continue
		}
		plan.Apply().Must()
		if !drift.look() {
			t.Errorf("%s: it is not mended", drift.name)
		}
		egress.Plan(config).Must().WantAction(protocol.NoOp)
	}
	azure.Request("DELETE", otherPolicy+"?api-version="+apiVersion, nil)
	azure.Settle()
	egress.Destroy().Must()
}

// What others put beside ours survives and makes no diff.
func TestOthersSurvive(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := howTo()
	egress.Apply(config).Must()

	azure.Put(tableID+"/routes/aks-nodepool1-0", apiVersion, map[string]any{"properties": map[string]any{
		"addressPrefix": "10.244.0.0/24", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "100.64.1.4",
	}})
	azure.Put(policyID+"/ruleCollectionGroups/spoke", apiVersion, map[string]any{"properties": map[string]any{"priority": 5000}})
	edit(azure, firewallID, func(p map[string]any) { p["futureProperty"] = "kept" })
	egress.Refresh().Must()
	if got := egress.At(`foreign_routes["aks-nodepool1-0"].next_hop_in_ip_address`); got != "100.64.1.4" {
		t.Errorf("foreign_routes shows %v", got)
	}
	egress.Plan(config).Must().WantAction(protocol.NoOp)

	changed(config, map[string]any{
		"tags": map[string]any{"team": "platform"}, "threat_intelligence_mode": "Deny",
		"network_rule_collections": map[string]any{"time": collection(102, map[string]any{"ntp": networkRule(nil)})},
		"route_table":              map[string]any{"routes": map[string]any{"blocked": map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "None"}}},
	})
	egress.Apply(config).Must()
	if azure.Object(tableID+"/routes/aks-nodepool1-0") == nil || azure.Object(policyID+"/ruleCollectionGroups/spoke") == nil {
		t.Error("what others made is gone")
	}
	if properties(azure.Object(firewallID))["futureProperty"] != "kept" {
		t.Error("a property that we do not know is gone")
	}
	egress.Destroy().WantOnlyError("", "firewall policy", "spoke")
	azure.Request("DELETE", policyID+"/ruleCollectionGroups/spoke?api-version="+apiVersion, nil)
	azure.Settle()
	egress.Destroy().Must()
}

// After a stop and start the firewall may have another address: the route follows.
func TestRouteFollowsTheFirewall(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	egress.Apply(howTo()).Must()
	running := properties(azure.Object(firewallID))["ipConfigurations"]
	edit(azure, firewallID, func(p map[string]any) { p["ipConfigurations"] = []any{} })
	edit(azure, firewallID, func(p map[string]any) { p["ipConfigurations"] = running })
	egress.Refresh().Must()
	address, _ := egress.At("private_ip_address").(string)
	if address == "" || address == "100.64.3.4" {
		t.Fatalf("the firewall came back at %q", address)
	}
	egress.Plan(howTo()).Must().WantAction(protocol.Update)
	egress.Apply(howTo()).Must()
	if hop := properties(azure.Object(tableID + "/routes/default"))["nextHopIpAddress"]; hop != address {
		t.Errorf("the route leads to %v, the firewall is at %s", hop, address)
	}
	if got := egress.At("predicted_private_ip_address"); got != "100.64.3.4" {
		t.Errorf("the prediction is %v", got)
	}
	egress.Destroy().Must()
}
