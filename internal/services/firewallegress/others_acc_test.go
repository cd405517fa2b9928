package firewallegress_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// putOther makes a group of others in the egress's policy, with one application rule.
func putOther(azure *acctest.Azure, name string, fqdns ...any) {
	azure.Put(policyID+"/ruleCollectionGroups/"+name, apiVersion, map[string]any{"properties": map[string]any{"priority": 5000, "ruleCollections": []any{map[string]any{
		"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "names", "priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
			"ruleType": "ApplicationRule", "name": "r", "sourceAddresses": []any{"*"}, "targetFqdns": fqdns, "protocols": []any{map[string]any{"protocolType": "Https", "port": 443}},
		}},
	}}}})
}

// The exported egress tells whether rules of others take part, and a change is judged with them.
func TestRulesOfOthers(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := handMade(core, nil)
	e.Apply(config).Must()
	if got := e.At("egress.rules_complete"); got != true {
		t.Errorf("rules_complete is %v with rules of ours alone", got)
	}

	// What a group of others allows is known; that they do not allow more by the end of the run is not.
	putOther(azure, "spoke", "mcr.microsoft.com")
	e.Refresh().Must()
	if got := e.At("egress.rules_complete"); got != false {
		t.Errorf("rules_complete is %v beside rules of others", got)
	}
	e.Plan(config).Must().WantAction(protocol.NoOp)
	lean := handMade(lacking("mcr.microsoft.com"), nil)
	plan := e.Plan(lean).Must()
	wantQuiet(t, plan.Diagnostics())
	plan.Apply().Must()
	e.Plan(lean).Must().WantAction(protocol.NoOp)
	e.Plan(handMade(core[2:], nil)).Must().WantWarning("aks", "One flow that AKS needs is not decidable", "azmk8s.io")

	// Gone again, nothing is left open.
	azure.Request("DELETE", policyID+"/ruleCollectionGroups/spoke?api-version="+apiVersion, nil)
	azure.Settle()
	e.Refresh().Must()
	if got := e.At("egress.rules_complete"); got != true {
		t.Errorf("rules_complete is %v when the others have gone", got)
	}
	changed := handMade(lacking("mcr.microsoft.com"), map[string]any{"tags": map[string]any{"a": "b"}})
	changed["aks"] = map[string]any{"rules": "none", "features": []any{"gpu"}}
	e.Plan(changed).WantError("aks", "mcr.microsoft.com", `set it to "external"`)
	e.Destroy().Must()
}

// A group that the plan gives up is no group of others: what it allowed is gone with it.
func TestGroupGivenUp(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	registries := map[string]any{"registries": map[string]any{"priority": 300, "application_rule_collections": map[string]any{
		"names": collection(100, map[string]any{"mcr": applicationRule(map[string]any{"destination_fqdns": []any{"mcr.microsoft.com"}})}),
	}}}
	config := handMade(lacking("mcr.microsoft.com"), map[string]any{"rule_collection_groups": registries})
	e.Apply(config).Must()
	putOther(azure, "spoke", "contoso.com")
	e.Refresh().Must()
	e.Plan(handMade(lacking("mcr.microsoft.com"), nil)).Must().WantWarning("aks", "mcr.microsoft.com:443", "not decidable")
}

// Where others are to bring the rules, none is missed, whatever is there.
func TestExternalRules(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	external := func(names []any) map[string]any {
		return handMade(names, map[string]any{"aks": map[string]any{"rules": "external"}})
	}
	wantQuiet(t, e.Plan(external(lacking("mcr.microsoft.com"))).Must().Diagnostics())
	wantQuiet(t, e.Plan(external(core)).Must().Diagnostics())
	loud := handMade(lacking("mcr.microsoft.com"), map[string]any{"aks": map[string]any{"rules": "external"}, "egress_checks": map[string]any{"undecidable": "warning"}})
	e.Plan(loud).Must().WantWarning("aks", "mcr.microsoft.com:443", "not decidable")

	e.Apply(external(lacking("mcr.microsoft.com"))).Must()
	if got := e.At("egress.rules_complete"); got != nil {
		t.Errorf("rules_complete is %v while rules of others are to come", got)
	}
	putOther(azure, "spoke", "mcr.microsoft.com")
	e.Refresh().Must()
	plan := e.Plan(external(lacking("mcr.microsoft.com"))).Must()
	plan.WantAction(protocol.NoOp)

	// Back to judging by what is there: that it is there comes out at apply.
	none := handMade(lacking("mcr.microsoft.com"), nil)
	plan = e.Plan(none).Must()
	wantQuiet(t, plan.Diagnostics())
	plan.Apply().Must()
	if got := e.At("egress.rules_complete"); got != false {
		t.Errorf("rules_complete is %v beside rules of others", got)
	}
	e.Plan(none).Must().WantAction(protocol.NoOp)

	// Something that no rule decides is still told.
	cut := external(core)
	cut["route_table"] = map[string]any{"routes": map[string]any{"half": map[string]any{"address_prefix": "0.0.0.0/1", "next_hop_type": "None"}, "other": map[string]any{"address_prefix": "128.0.0.0/1", "next_hop_type": "None"}}}
	e.Plan(cut).WantOnlyError("aks", "would be denied", "the route drops the traffic")
	azure.Request("DELETE", policyID+"/ruleCollectionGroups/spoke?api-version="+apiVersion, nil)
	azure.Settle()
	e.Destroy().Must()
}
