package firewallegress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDataOfTheResource: the data source shows what the resource of the same name shows, whoever made the egress.
func TestDataOfTheResource(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	byHand(azure)
	azure.Settle()
	h := azure.Harness(t, nil)
	egress := h.Resource("udr_firewall_egress", "this")
	egress.Import(firewallID).Must()
	azure.Forget()
	read := h.ReadData("udr_firewall_egress", map[string]any{"firewall_id": firewallID}).Must()
	for _, output := range []string{"id", "name", "location", "sku_tier", "rules_as", "route_table_id", "firewall_policy_id", "private_ip_address", "public_ip_addresses", "egress"} {
		if diff := cmp.Diff(egress.At(output), read.At(output)); diff != "" {
			t.Errorf("%s: %s", output, diff)
		}
	}
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a read wrote %v", writes)
	}
}

// TestDataOfAKSRules: an egress that the resource made, with rules of its aks block, is looked up like any other.
func TestDataOfAKSRules(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	h := azure.Harness(t, nil)
	egress := h.Resource("udr_firewall_egress", "this")
	egress.Apply(map[string]any{
		"name": "contosofinfw", "resource_group_name": "contosofin-rg", "location": "eastus", "aks": map[string]any{},
		"firewall_subnet": subnet("AzureFirewallSubnet", "100.64.3.0/24"), "public_ips": map[string]any{"one": map[string]any{}},
		"routed_subnets": map[string]any{"contosofinakssubnet": subnet("contosofinakssubnet", "100.64.1.0/24")},
	}).Must()
	read := h.ReadData("udr_firewall_egress", map[string]any{"firewall_id": firewallID}).Must()
	if read.At("private_ip_address") != egress.At("private_ip_address") || read.At("egress.rule_collection_groups") == nil {
		t.Errorf("the egress is %v", read.At("egress"))
	}
}

func TestDataRefusals(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	h := azure.Harness(t, nil)
	h.ReadData("udr_firewall_egress", map[string]any{"firewall_id": firewallID}).WantOnlyError("firewall_id", "does not exist")
	h.ValidateData("udr_firewall_egress", map[string]any{"firewall_id": networkID}).WantOnlyError("firewall_id", "azureFirewalls")
	byHand(azure)
	byHandTable(azure, "second", "contosofinsvcsubnet")
	azure.Settle()
	h.ReadData("udr_firewall_egress", map[string]any{"firewall_id": firewallID}).WantOnlyError("route_table_id", "Several route tables")
	h.ReadData("udr_firewall_egress", map[string]any{
		"firewall_id": firewallID, "route_table_id": groupID + "/providers/Microsoft.Network/routeTables/second",
	}).Must()
}
