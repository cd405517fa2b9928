package firewallegress_test

import (
	"maps"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	groupID    = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/contosofin-rg"
	networkID  = groupID + "/providers/Microsoft.Network/virtualNetworks/contosofinvnet"
	firewallID = groupID + "/providers/Microsoft.Network/azureFirewalls/contosofinfw"
	tableID    = groupID + "/providers/Microsoft.Network/routeTables/contosofinfw-rt"
	policyID   = groupID + "/providers/Microsoft.Network/firewallPolicies/contosofinfw-policy"
	apiVersion = "2025-01-01"
)

// newNetwork is an Azure that holds the how-to's group and network, made by somebody else.
func newNetwork(t *testing.T, options ...acctest.Option) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t, options...)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	azure.Put(networkID, apiVersion, network("100.64.0.0/16", map[string]string{
		"contosofinakssubnet": "100.64.1.0/24", "contosofinsvcsubnet": "100.64.2.0/24", "AzureFirewallSubnet": "100.64.3.0/24",
		"AzureFirewallManagementSubnet": "100.64.4.0/24",
	}))
	return azure
}

func network(space string, subnets map[string]string) map[string]any {
	var list []any
	for name, prefix := range subnets {
		list = append(list, map[string]any{"name": name, "properties": map[string]any{"addressPrefix": prefix}})
	}
	return map[string]any{"location": "eastus", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{space}}, "subnets": list,
	}}
}

func subnet(name, prefix string) map[string]any {
	out := map[string]any{"id": networkID + "/subnets/" + name}
	if prefix != "" {
		out["address_prefixes"] = []any{prefix}
	}
	return out
}

// howTo is the egress of the how-to, with the rules that it should have had.
func howTo() map[string]any {
	return map[string]any{
		"name": "contosofinfw", "resource_group_name": "contosofin-rg", "location": "eastus",
		"firewall_subnet": subnet("AzureFirewallSubnet", "100.64.3.0/24"),
		"public_ips":      map[string]any{"contosofinfwpublicip": map[string]any{}},
		"network_rule_collections": map[string]any{"time": map[string]any{
			"priority": 100, "action": "Allow", "rules": map[string]any{"ntp": map[string]any{
				"source_addresses": []any{"100.64.1.0/24"}, "destination_addresses": []any{"*"}, "destination_ports": []any{"123"}, "protocols": []any{"UDP"},
			}},
		}},
		"aks":            map[string]any{},
		"routed_subnets": map[string]any{"aks": subnet("contosofinakssubnet", "100.64.1.0/24")},
	}
}

// with is the how-to's egress with changes.
func with(changes map[string]any) map[string]any {
	config := howTo()
	maps.Copy(config, changes)
	return config
}

func properties(object map[string]any) map[string]any {
	p, _ := object["properties"].(map[string]any)
	return p
}

func TestHowToEgress(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	before := azure.Resources(armemu.SubscriptionID)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")

	plan := egress.Plan(howTo()).Must()
	for path, want := range map[string]any{
		"id": firewallID, "route_table_id": tableID, "firewall_policy_id": policyID, "predicted_private_ip_address": "100.64.3.4",
		"private_ip_address": protocol.Unknown, `public_ip_addresses["contosofinfwpublicip"]`: protocol.Unknown,
		`egress.routes["default"].address_prefix`: "0.0.0.0/0", `egress.hop.id`: firewallID, `egress.rules_complete`: true,
		`egress.rule_collection_groups["egress"].priority`: int64(1000),
		`egress.subnets["aks"].id`:                         networkID + "/subnets/contosofinakssubnet",
	} {
		if got := plan.At(path); got != want {
			t.Errorf("planned %s is %v, want %v", path, got, want)
		}
	}
	plan.Apply().Must()
	if got := egress.At("private_ip_address"); got != "100.64.3.4" {
		t.Errorf("private IP %v", got)
	}
	egress.Plan(howTo()).Must().WantAction(protocol.NoOp)

	egress.Destroy().Must()
	if left := azure.Resources(armemu.SubscriptionID); len(left) != len(before) {
		t.Errorf("left behind: %v, was %v", left, before)
	}
}
