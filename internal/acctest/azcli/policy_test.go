package azcli_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/azcli"
)

const (
	policyID  = groupID + "/providers/Microsoft.Network/firewallPolicies/contosofinpolicy"
	ipGroupID = groupID + "/providers/Microsoft.Network/ipGroups/contosofinnodes"
)

// TestFirewallPolicy makes the same egress with a policy, two rule collection groups and an IP group, the policy's parts by az rest, which
// sends what it is given and does not wait, and imports it: nothing is left to do.
func TestFirewallPolicy(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	az := azcli.New(t, s.Ready())
	az.Login(s.Ready())
	address := ground(t, az)
	put(az, ipGroupID, map[string]any{"location": location, "properties": map[string]any{"ipAddresses": []any{"100.64.1.0/24"}}})
	put(az, policyID, map[string]any{"location": location, "properties": map[string]any{"dnsSettings": map[string]any{"enableProxy": true}}})
	put(az, policyID+"/ruleCollectionGroups/network", map[string]any{"properties": map[string]any{"priority": 200, "ruleCollections": []any{
		map[string]any{
			"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "aksfwnr", "priority": 100, "action": map[string]any{"type": "Allow"},
			"rules": []any{map[string]any{
				"ruleType": "NetworkRule", "name": "netrules", "ipProtocols": []any{"Any"},
				"sourceAddresses": []any{"*"}, "destinationAddresses": []any{"*"}, "destinationPorts": []any{"*"},
			}},
		},
		map[string]any{
			"ruleCollectionType": "FirewallPolicyNatRuleCollection", "name": "in", "priority": 110, "action": map[string]any{"type": "DNAT"},
			"rules": []any{map[string]any{
				"ruleType": "NatRule", "name": "web", "ipProtocols": []any{"TCP"}, "sourceAddresses": []any{"*"},
				"destinationAddresses": []any{address}, "destinationPorts": []any{"443"}, "translatedAddress": "100.64.1.9", "translatedPort": "8443",
			}},
		},
	}}})
	put(az, policyID+"/ruleCollectionGroups/application", map[string]any{"properties": map[string]any{"priority": 300, "ruleCollections": []any{map[string]any{
		"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "AKS_Global_Required", "priority": 100, "action": map[string]any{"type": "Allow"},
		"rules": []any{map[string]any{
			"ruleType": "ApplicationRule", "name": "required", "sourceIpGroups": []any{ipGroupID}, "targetFqdns": required,
			"protocols": []any{map[string]any{"protocolType": "Http", "port": 80}, map[string]any{"protocolType": "Https", "port": 443}},
		}},
	}}}})
	az.Must("resource", "create", "--id", firewallID, "--api-version", version, "--is-full-object", "--properties", text(map[string]any{
		"location": location, "properties": map[string]any{
			"sku": map[string]any{"name": "AZFW_VNet", "tier": "Standard"}, "firewallPolicy": reference{policyID}, "ipConfigurations": []any{ipConfiguration()},
		},
	}))
	routes(t, az, privateIP(t, az), address)
	associate(az)

	application := names()
	rule := application["rules"].(map[string]any)["required"].(map[string]any)
	delete(rule, "source_addresses")
	rule["source_ip_groups"] = []any{ipGroupID}
	config := egress(address)
	config["policy"] = map[string]any{"name": "contosofinpolicy"}
	config["dns_proxy_enabled"] = true
	config["rule_collection_groups"] = map[string]any{
		"network": map[string]any{
			"priority": 200, "network_rule_collections": map[string]any{"aksfwnr": anything()},
			"nat_rule_collections": map[string]any{"in": map[string]any{"priority": 110, "rules": map[string]any{"web": map[string]any{
				"source_addresses": []any{"*"}, "destination_public_ips": []any{configName}, "destination_ports": []any{"443"}, "protocols": []any{"TCP"},
				"translated_address": "100.64.1.9", "translated_port": 8443,
			}}}},
		},
		"application": map[string]any{"priority": 300, "application_rule_collections": map[string]any{"AKS_Global_Required": application}},
	}
	imported := importEmpty(t, s, firewallID+"|"+tableID, config)

	// One rule less is one write of its group, and az sees it gone.
	delete(config["rule_collection_groups"].(map[string]any)["network"].(map[string]any), "nat_rule_collections")
	imported.Apply(config).Must()
	var left int
	az.Must("rest", "--method", "get", "--url", policyID+"/ruleCollectionGroups/network?api-version="+version, "--query", "length(properties.ruleCollections)").Into(&left)
	if left != 1 {
		t.Errorf("az sees %d collections", left)
	}
	imported.Destroy().Must()
	az.Must("rest", "--method", "delete", "--url", ipGroupID+"?api-version="+version)
}

// put sends a body as it is, and waits for its end as a script has to.
func put(az *azcli.Client, id string, body map[string]any) {
	az.Together(azcli.Chain{
		{"rest", "--method", "put", "--url", id + "?api-version=" + version, "--body", text(body)},
		{"resource", "wait", "--ids", id, "--api-version", version, "--created", "--interval", "1", "--timeout", "60"},
	})
}
