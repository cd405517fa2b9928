package firewallegress_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// applied makes the egress, wants a clean plan, destroys it, and wants nothing left but what was there before.
func applied(t *testing.T, azure *acctest.Azure, config map[string]any, look func(egress *protocol.Resource)) {
	t.Helper()
	before := azure.Resources(subscriptionOf(groupID))
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	egress.Apply(config).Must()
	egress.Plan(config).Must().WantAction(protocol.NoOp)
	if look != nil {
		look(egress)
	}
	egress.Destroy().Must()
	if left := azure.Resources(subscriptionOf(groupID)); strings.Join(left, " ") != strings.Join(before, " ") {
		t.Errorf("there is\n  %s\nthere was\n  %s", strings.Join(left, "\n  "), strings.Join(before, "\n  "))
	}
}

func managed(changes map[string]any) map[string]any {
	return merged(with(changes), map[string]any{"management": map[string]any{"subnet": subnet("AzureFirewallManagementSubnet", "100.64.4.0/24")}})
}

func TestBasic(t *testing.T) {
	t.Parallel()
	applied(t, newNetwork(t), managed(map[string]any{"sku_tier": "Basic"}), nil)
}

func TestForcedTunnelling(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	applied(t, azure, managed(map[string]any{"public_ips": map[string]any{}}), func(egress *protocol.Resource) {
		if got := egress.At("egress.hop.forced_tunnelling"); got != true {
			t.Errorf("forced_tunnelling is %v", got)
		}
		if azure.Object(publicIPID("contosofinfw-management")) == nil {
			t.Error("there is no public IP for the management")
		}
	})
}

// A Premium firewall with everything that a rule can say.
func TestPremium(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	identity := groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/tls"
	azure.Put(identity, "2024-11-30", map[string]any{"location": "eastus"})
	ipGroup := groupID + "/providers/Microsoft.Network/ipGroups/offices"
	azure.Put(ipGroup, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{"ipAddresses": []any{"192.168.0.0/24"}}})
	config := with(map[string]any{
		"sku_tier": "Premium", "zones": []any{"1", "2", "3"}, "dns_proxy_enabled": true, "autoscale": map[string]any{"min_capacity": 2, "max_capacity": 10},
		"policy": map[string]any{
			"name": "premium", "intrusion_detection_mode": "Alert", "sql_redirect_allowed": true,
			"threat_intelligence_allowlist": map[string]any{"ip_addresses": []any{"20.1.2.3"}, "fqdns": []any{"contoso.com"}},
			"tls_certificate":               map[string]any{"name": "ca", "key_vault_secret_id": "https://contoso.vault.azure.net/secrets/ca", "user_assigned_identity_id": identity},
		},
		"rule_collection_groups": map[string]any{"all": map[string]any{
			"priority": 700,
			"network_rule_collections": map[string]any{"net": collection(300, map[string]any{
				"names":  networkRule(map[string]any{"destination_addresses": nil, "destination_fqdns": []any{"ntp.ubuntu.com"}, "description": "time"}),
				"groups": networkRule(map[string]any{"source_addresses": nil, "source_ip_groups": []any{ipGroup}, "destination_addresses": nil, "destination_ip_groups": []any{strings.ToUpper(ipGroup[:14]) + ipGroup[14:]}}),
			})},
			"application_rule_collections": map[string]any{"app": collection(400, map[string]any{
				"urls":       applicationRule(map[string]any{"destination_fqdns": nil, "destination_urls": []any{"contoso.com/api/*"}, "terminate_tls": true}),
				"categories": applicationRule(map[string]any{"destination_fqdns": nil, "web_categories": []any{"Gambling"}, "protocols": []any{map[string]any{"type": "Http", "port": 80}, map[string]any{"type": "Https", "port": 443}}}),
				"headers":    applicationRule(map[string]any{"http_headers": map[string]any{"Restrict-Access-To-Tenants": "contoso.com"}, "protocols": []any{map[string]any{"type": "Http", "port": 8080}}}),
			})},
			"nat_rule_collections": map[string]any{"nat": map[string]any{"priority": 100, "rules": map[string]any{
				"web":  natRule(nil),
				"name": natRule(map[string]any{"translated_address": nil, "translated_fqdn": "app.contoso.com", "destination_ports": []any{"8443"}}),
			}}},
		}},
	})
	applied(t, azure, config, nil)
}

func TestClassic(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	config := with(map[string]any{
		"rules_as": "classic", "dns_proxy_enabled": true, "threat_intelligence_mode": "Deny",
		"nat_rule_collections": map[string]any{"in": map[string]any{"priority": 100, "rules": map[string]any{"web": natRule(nil)}}},
	})
	applied(t, azure, config, func(egress *protocol.Resource) {
		if egress.At("firewall_policy_id") != nil || egress.At("policy") != nil {
			t.Errorf("a classic firewall has the policy %v", egress.At("firewall_policy_id"))
		}
		// Rules change, then go into a policy: the same rules, in one write of the firewall.
		changed(config, map[string]any{"network_rule_collections": map[string]any{"time": collection(101, map[string]any{"ntp": networkRule(nil)})}})
		wantWrites(t, writesOf(azure, func() { egress.Apply(config).Must() }), "PUT azureFirewalls/contosofinfw")
		changed(config, map[string]any{"rules_as": "policy"})
		wantWrites(t, writesOf(azure, func() { egress.Apply(config).Must() }), "PATCH routeTables/contosofinfw-rt", "PATCH routeTables/contosofinfw-rt", "PUT azureFirewalls/contosofinfw",
			"PUT firewallPolicies/contosofinfw-policy", "PUT ruleCollectionGroups/aks", "PUT ruleCollectionGroups/egress")
		egress.Plan(config).Must().WantAction(protocol.NoOp)
		changed(config, map[string]any{"rules_as": "classic"})
		egress.Apply(config).Must()
		egress.Plan(config).Must().WantAction(protocol.NoOp)
	})
}

// The rules go into a policy of others, the routes into a table of others, and both keep what others have there.
func TestPolicyAndTableOfOthers(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	azure.Put(otherPolicy, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}})
	azure.Put(otherPolicy+"/ruleCollectionGroups/theirs", apiVersion, map[string]any{"properties": map[string]any{"priority": 100}})
	table := groupID + "/providers/Microsoft.Network/routeTables/shared"
	azure.Put(table, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{"routes": []any{
		map[string]any{"name": "theirs", "properties": map[string]any{"addressPrefix": "10.0.0.0/8", "nextHopType": "None"}},
	}}})
	config := with(map[string]any{"firewall_policy_id": otherPolicy, "route_table_id": table, "route_table": map[string]any{"default_route_name": "out"}})
	applied(t, azure, config, func(egress *protocol.Resource) {
		if got := egress.At(`foreign_routes["theirs"].next_hop_type`); got != "None" {
			t.Errorf("foreign route leads to %v", got)
		}
		if egress.At("egress.rules_complete") != false {
			t.Error("the rules in a policy of others are told to be all")
		}
	})
	if properties(azure.Object(otherPolicy + "/ruleCollectionGroups/theirs"))["priority"] == nil {
		t.Error("the group of others is gone")
	}
	if routes, _ := properties(azure.Object(table))["routes"].([]any); len(routes) != 1 {
		t.Errorf("the table of others holds %v", routes)
	}
}

// Addresses that are given, and one from a prefix.
func TestGivenAddresses(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	azure.Put(publicIPID("theirs"), apiVersion, map[string]any{
		"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"},
	})
	prefix := groupID + "/providers/Microsoft.Network/publicIPPrefixes/prefix"
	azure.Put(prefix, apiVersion, map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"prefixLength": 30}})
	applied(t, azure, with(map[string]any{"public_ips": map[string]any{
		"given": map[string]any{"public_ip_address_id": publicIPID("theirs")}, "taken": map[string]any{"public_ip_prefix_id": prefix, "domain_name_label": "contosofin", "zones": []any{"1", "2", "3"}},
	}}), func(egress *protocol.Resource) {
		for _, key := range []string{"given", "taken"} {
			if address, _ := egress.At(`egress.exit_addresses["` + key + `"]`).(string); address == "" {
				t.Errorf("%s has no address", key)
			}
		}
	})
}
