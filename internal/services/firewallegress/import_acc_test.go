package firewallegress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// byHand makes the firewall half of the how-to as its commands do, with classic rules: a bare firewall first, its IP
// configuration afterwards, the route table last.
func byHand(azure *acctest.Azure) {
	azure.Put(publicIPID("contosofinfwpublicip"), apiVersion, map[string]any{
		"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"},
	})
	azure.Put(firewallID, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{}})
	edit(azure, firewallID, func(p map[string]any) {
		p["ipConfigurations"] = []any{map[string]any{"name": "contosofinfwconfig", "properties": map[string]any{
			"subnet": map[string]any{"id": networkID + "/subnets/AzureFirewallSubnet"}, "publicIPAddress": map[string]any{"id": publicIPID("contosofinfwpublicip")},
		}}}
		p["networkRuleCollections"] = []any{map[string]any{"name": "aksfwnr", "properties": map[string]any{
			"priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
				"name": "netrules", "protocols": []any{"Any"}, "sourceAddresses": []any{"*"}, "destinationAddresses": []any{"*"}, "destinationPorts": []any{"*"},
			}},
		}}}
		p["applicationRuleCollections"] = []any{map[string]any{"name": "AKS_Global_Required", "properties": map[string]any{
			"priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
				"name": "required", "sourceAddresses": []any{"*"}, "targetFqdns": []any{"mcr.microsoft.com", "*.data.mcr.microsoft.com"},
				"protocols": []any{map[string]any{"protocolType": "Http", "port": 80}, map[string]any{"protocolType": "Https", "port": 443}},
			}},
		}}}
	})
	byHandTable(azure, "contosofinfwrt", "contosofinakssubnet")
}

func byHandTable(azure *acctest.Azure, name, subnet string) {
	table := groupID + "/providers/Microsoft.Network/routeTables/" + name
	azure.Put(table, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{"routes": []any{
		map[string]any{"name": "contosofinfwrn", "properties": map[string]any{"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "100.64.3.4"}},
		map[string]any{"name": "contosofinfwinternet", "properties": map[string]any{"addressPrefix": "20.1.2.3/32", "nextHopType": "Internet"}},
	}}})
	edit(azure, networkID+"/subnets/"+subnet, func(p map[string]any) { p["routeTable"] = map[string]any{"id": table} })
}

// byHandConfig is the configuration of what the how-to makes.
func byHandConfig() map[string]any {
	return map[string]any{
		"name": "contosofinfw", "resource_group_name": "contosofin-rg", "location": "eastus", "rules_as": "classic",
		"firewall_subnet": subnet("AzureFirewallSubnet", "100.64.3.0/24"),
		"public_ips":      map[string]any{"contosofinfwconfig": map[string]any{"name": "contosofinfwpublicip"}},
		"network_rule_collections": map[string]any{"aksfwnr": collection(100, map[string]any{"netrules": map[string]any{
			"source_addresses": []any{"*"}, "destination_addresses": []any{"*"}, "destination_ports": []any{"*"}, "protocols": []any{"Any"},
		}})},
		"application_rule_collections": map[string]any{"AKS_Global_Required": collection(100, map[string]any{"required": map[string]any{
			"source_addresses": []any{"*"}, "destination_fqdns": []any{"mcr.microsoft.com", "*.data.mcr.microsoft.com"},
			"protocols": []any{map[string]any{"type": "Http", "port": 80}, map[string]any{"type": "Https", "port": 443}},
		}})},
		"route_table": map[string]any{
			"name": "contosofinfwrt", "default_route_name": "contosofinfwrn", "bgp_route_propagation_enabled": true,
			"routes": map[string]any{"contosofinfwinternet": map[string]any{"address_prefix": "20.1.2.3/32", "next_hop_type": "Internet"}},
		},
		"routed_subnets": map[string]any{"contosofinakssubnet": subnet("contosofinakssubnet", "100.64.1.0/24")},
	}
}

// What the how-to makes by hand is imported by the firewall's ID alone, and its configuration has nothing to do. From then on
// it can be changed, and goes into a policy in place.
func TestImportHowTo(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	byHand(azure)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := byHandConfig()
	egress.Import(firewallID).Must()
	plan := egress.Plan(config).Must()
	plan.WantAction(protocol.NoOp)
	if t.Failed() {
		t.Fatalf("changes: %v", plan.Changes())
	}
	changed(config, map[string]any{"rules_as": "policy"})
	egress.Apply(config).Must()
	if classic, _ := properties(azure.Object(firewallID))["networkRuleCollections"].([]any); len(classic) != 0 {
		t.Errorf("classic rules are left: %v", classic)
	}
	egress.Destroy().Must()
}

// An egress of ours is forgotten and imported again: nothing is to be done, whatever form its rules have.
func TestImportOwn(t *testing.T) {
	t.Parallel()
	configs := map[string]map[string]any{
		"policy":  with(map[string]any{"aks": map[string]any{"rules": "both", "priority": 600}, "dns_proxy_enabled": true, "tags": map[string]any{"team": "platform"}}),
		"classic": with(map[string]any{"rules_as": "classic"}),
		"features": with(map[string]any{"aks": map[string]any{
			"rules": "explicit", "features": []any{"azure_monitor", "gpu"}, "container_registries": []any{"contoso"}, "private_cluster_enabled": true,
		}}),
		"groups": with(map[string]any{
			"network_rule_collections": nil, "aks": nil, "rule_collection_groups": map[string]any{"g": map[string]any{
				"priority": 300, "nat_rule_collections": map[string]any{"in": map[string]any{"priority": 100, "rules": map[string]any{"web": natRule(nil)}}},
			}},
			"route_table": map[string]any{"public_ip_routes_enabled": true, "routes": map[string]any{"more": map[string]any{"address_prefix": "10.0.0.0/8"}}},
		}),
		"basic": managed(map[string]any{"sku_tier": "Basic"}),
	}
	for name, config := range configs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newNetwork(t)
			changed(config, map[string]any{"routed_subnets": map[string]any{"contosofinakssubnet": subnet("contosofinakssubnet", "100.64.1.0/24")}})
			egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
			egress.Apply(config).Must()
			before := egress.State()
			egress.Forget()
			egress.Import(firewallID + "|" + tableID).Must()
			if diff := cmp.Diff(before, egress.State()); diff != "" {
				t.Errorf("the imported state differs (-applied +imported):\n%s", diff)
			}
			egress.Plan(config).Must().WantAction(protocol.NoOp)
			egress.Forget()
			egress.ImportIdentity(map[string]any{"id": firewallID}).Must()
			egress.Plan(config).Must().WantAction(protocol.NoOp)
			egress.Destroy().Must()
		})
	}
}

// A peered network's subnets are looked at; two tables that lead to the firewall are not guessed at.
func TestImportFindsTheTable(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	byHand(azure)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	byHandTable(azure, "second", "contosofinsvcsubnet")
	egress.Import(firewallID).WantOnlyError("route_table_id", "Several route tables", "contosofinfwrt", "second", "|")
	egress.Import(firewallID + "|" + groupID + "/providers/Microsoft.Network/routeTables/second").Must()
	if got := egress.At(`routed_subnets["contosofinsvcsubnet"].id`); got != networkID+"/subnets/contosofinsvcsubnet" {
		t.Errorf("the routed subnet is %v", got)
	}
	egress.Forget()

	for _, subnet := range []string{"contosofinakssubnet", "contosofinsvcsubnet"} {
		edit(azure, networkID+"/subnets/"+subnet, func(p map[string]any) { delete(p, "routeTable") })
	}
	egress.Import(firewallID).WantOnlyError("route_table_id", "No subnet", "100.64.3.4")

	spoke := groupID + "/providers/Microsoft.Network/virtualNetworks/spoke"
	azure.Put(spoke, apiVersion, network("10.1.0.0/16", map[string]string{"aks": "10.1.1.0/24"}))
	for from, to := range map[string]string{networkID: spoke, spoke: networkID} {
		azure.Put(from+"/virtualNetworkPeerings/p", apiVersion, map[string]any{"properties": map[string]any{"remoteVirtualNetwork": map[string]any{"id": to}, "allowVirtualNetworkAccess": true}})
	}
	edit(azure, spoke+"/subnets/aks", func(p map[string]any) {
		p["routeTable"] = map[string]any{"id": groupID + "/providers/Microsoft.Network/routeTables/second"}
	})
	egress.Import(firewallID).Must()
	if got := egress.At(`routed_subnets["aks"].id`); got != spoke+"/subnets/aks" {
		t.Errorf("the routed subnet is %v", got)
	}
	egress.Forget()
	egress.Import(tableID).WantOnlyError("", "does not exist")
	egress.Import(groupID + "/providers/Microsoft.Network/routeTables/contosofinfwrt").Must()
	if got := egress.At("id"); got != firewallID {
		t.Errorf("the table leads to %v", got)
	}
	egress.Forget()
	egress.Import(networkID).WantOnlyError("", "not the ID of a firewall")
	egress.Import(firewallID+"|"+networkID).WantOnlyError("", "not the ID of a route table")
}
