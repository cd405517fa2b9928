package firewallegress_test

import (
	"testing"
)

// Rules of others block a turn from classic rules to a policy and back. The plan says so, the apply refuses it before it changes anything,
// and without them it goes through.
func TestTurnWithRulesOfOthers(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	policy := howTo()
	classic := with(map[string]any{"rules_as": "classic"})

	egress.Apply(policy).Must()
	theirs := policyID + "/ruleCollectionGroups/voting"
	azure.Put(theirs, apiVersion, map[string]any{"properties": map[string]any{"priority": 150, "ruleCollections": []any{}}})
	azure.Settle()
	azure.Forget()
	egress.Plan(classic).Must().WantWarning("rules_as", "FE-LIVE", "voting", "udr_firewall_ingress")
	egress.Apply(classic).WantOnlyError("", "voting", "used by others")
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a refused turn wrote %v", writes)
	}
	azure.Request("DELETE", theirs+"?api-version="+apiVersion, nil)
	azure.Settle()
	egress.Apply(classic).Must()

	edit(azure, firewallID, func(p map[string]any) {
		p["natRuleCollections"] = []any{map[string]any{"name": "voting", "properties": map[string]any{
			"priority": 150, "action": map[string]any{"type": "Dnat"}, "rules": []any{},
		}}}
	})
	azure.Forget()
	egress.Plan(policy).Must().WantWarning("rules_as", "FE-LIVE", "voting")
	egress.Apply(policy).WantOnlyError("rules_as", "voting", "Nothing was changed")
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a refused turn wrote %v", writes)
	}
	edit(azure, firewallID, func(p map[string]any) { p["natRuleCollections"] = []any{} })
	egress.Apply(policy).Must()
	egress.Destroy().Must()
}
