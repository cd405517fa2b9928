package applianceegress_test

import (
	"maps"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// declare is an egress of a cluster through an appliance that lets these rules through.
func declare(rules map[string]any, changes map[string]any) map[string]any {
	config := with(map[string]any{"aks": map[string]any{}, "rules": rules})
	maps.Copy(config, changes)
	return config
}

func declaredGroup(priority int, collections map[string]any) map[string]any {
	return map[string]any{"rule_collection_groups": map[string]any{"cluster": mergedWith(map[string]any{"priority": priority}, collections)}}
}

func mergedWith(object, more map[string]any) map[string]any {
	object = maps.Clone(object)
	maps.Copy(object, more)
	return object
}

func allow(priority int, rule map[string]any) map[string]any {
	rule["source_addresses"] = []any{"10.1.1.0/24"}
	return map[string]any{"c": map[string]any{"priority": priority, "action": "Allow", "rules": map[string]any{"r": rule}}}
}

// everything allows all names over HTTPS and HTTP, and all else that a cluster may need.
func everything() map[string]any {
	return map[string]any{"network_rule_collections": allow(100, map[string]any{"destination_addresses": []any{"*"}, "destination_ports": []any{"*"}, "protocols": []any{"Any"}})}
}

// TestDeclaredRules: with them a plan is judged as that of a firewall is; without, nothing is assumed of what passes the appliance.
func TestDeclaredRules(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	e := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")

	names := declaredGroup(300, map[string]any{"application_rule_collections": allow(100, map[string]any{"destination_fqdns": []any{"mcr.microsoft.com", "*.data.mcr.microsoft.com"}})})
	e.Plan(declare(names, nil)).WantError("aks", "would be denied", "*.hcp.eastus.azmk8s.io:443")

	plan := e.Plan(declare(declaredGroup(300, everything()), nil)).Must()
	wantQuiet(t, plan.Diagnostics())
	for at, want := range map[string]any{
		"egress.rules_complete": true, `egress.rule_collection_groups["cluster"].priority`: int64(300), "egress.hop.kind": "appliance",
	} {
		if got := plan.At(at); got != want {
			t.Errorf("planned %s is %v, want %v", at, got, want)
		}
	}
	plan.Apply().Must()
	e.Plan(declare(declaredGroup(300, everything()), nil)).Must().WantAction(protocol.NoOp)

	// What is open is not judged as if it were not there: a warning at most.
	partly := declaredGroup(300, map[string]any{"application_rule_collections": protocol.Unknown})
	e.Plan(declare(partly, nil)).Must()
	open := mergedWith(names, map[string]any{"complete": false})
	e.Plan(declare(open, nil)).Must().WantWarning("aks", "what the appliance lets pass is not described")
	// A tag of Azure's says nothing of another device.
	tagged := declaredGroup(300, map[string]any{"application_rule_collections": allow(100, map[string]any{"destination_fqdn_tags": []any{"AzureKubernetesService"}})})
	e.Plan(declare(tagged, nil)).Must().WantWarning("aks", "what the appliance lets pass is not described")
	// Equal priorities leave the order open.
	equal := declaredGroup(300, map[string]any{"network_rule_collections": allow(100, map[string]any{"destination_addresses": []any{"10.0.0.0/8"}, "destination_ports": []any{"*"}, "protocols": []any{"Any"}})})
	equal["rule_collection_groups"].(map[string]any)["second"] = mergedWith(map[string]any{"priority": 300}, everything())
	e.Plan(declare(equal, nil)).Must()

	none := with(map[string]any{"aks": map[string]any{}})
	e.Apply(none).Must()
	if got := e.At("egress.rule_collection_groups"); got != nil || e.At("egress.rules_complete") != nil {
		t.Errorf("nothing is declared, exported is %v", got)
	}
}

// TestDeclaredRulesOfASharedFirewall: there Azure's tags count, and so do its limits and names.
func TestDeclaredRulesOfASharedFirewall(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	e := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	firewall := map[string]any{"appliance": map[string]any{
		"firewall_id": groupID + "/providers/Microsoft.Network/azureFirewalls/hubfw", "private_ip_address": "10.0.1.4",
	}}
	tag := declaredGroup(300, map[string]any{"application_rule_collections": allow(100, map[string]any{"destination_fqdn_tags": []any{"AzureKubernetesService"}})})
	group := tag["rule_collection_groups"].(map[string]any)["cluster"].(map[string]any)
	group["network_rule_collections"] = map[string]any{"n": map[string]any{"priority": 90, "action": "Allow", "rules": map[string]any{"r": map[string]any{
		"source_addresses": []any{"10.1.1.0/24"}, "destination_addresses": []any{"AzureCloud"}, "destination_ports": []any{"1194", "9000"}, "protocols": []any{"TCP", "UDP"},
	}}}}
	e.Validate(declare(tag, firewall)).WantOnlyError(`rules.rule_collection_groups["cluster"].network_rule_collections["n"].priority`, "90", "AE-PRIORITY")
	e.Validate(declare(tag, nil)).Must() // of another device only the form is judged
	group["network_rule_collections"].(map[string]any)["n"].(map[string]any)["priority"] = 200
	e.Plan(declare(tag, firewall)).Must()
	none := declaredGroup(300, map[string]any{"application_rule_collections": allow(100, map[string]any{"destination_fqdns": []any{"docker.io"}})})
	e.Plan(declare(none, firewall)).WantError("aks", "would be denied")

	e.Validate(declare(map[string]any{"rule_collection_groups": map[string]any{"g": map[string]any{}}}, nil)).WantOnlyError(`rules.rule_collection_groups["g"].priority`, "required")
	e.Validate(declare(map[string]any{"rule_collection_groups": map[string]any{}}, nil)).WantError("rules.rule_collection_groups", "at least 1")
}
