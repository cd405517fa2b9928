package firewallrules_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestImport: named groups of a policy become ours, as they are, and the configuration that made them has nothing to do. Groups that are not
// named stay others'.
func TestImport(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	before := others(azure)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	rules.Apply(base()).Must()
	rules.Forget()
	rules.Import(policyID + "|SPOKE, spoke-dns").Must()
	rules.Plan(base()).Must().WantAction(protocol.NoOp)
	rules.Forget()
	rules.ImportIdentity(map[string]any{"policy_id": policyID, "group_names": []any{"spoke", "spoke-dns"}}).Must()
	rules.Plan(base()).Must().WantAction(protocol.NoOp)
	rules.Forget()
	rules.Import(policyID + "|spoke").Must()
	azure.Forget()
	rules.Destroy().Must()
	wantWrites(t, azure, "DELETE "+inPolicy("spoke"))
	untouched(t, azure, before)
}

// TestImportOfTheOnlyGroup: without names, where there is no choice.
func TestImportOfTheOnlyGroup(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	rules.Import(policyID).Must()
	theirs := config(map[string]any{"theirs": map[string]any{"priority": 1000, "network_rule_collections": map[string]any{"c": map[string]any{
		"priority": 100, "action": "Allow", "rules": map[string]any{"r": networkRule(map[string]any{"source_addresses": []any{"10.9.0.0/16"}, "destination_addresses": []any{"*"}})},
	}}}})
	rules.Plan(theirs).Must().WantAction(protocol.NoOp)
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	azure := newHub(t)
	putGroup(azure, "second", 1100)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	for id, want := range map[string][]string{
		"spoke":            {"not the ID of a firewall policy", "<policy>|"},
		otherID:            {"does not exist"},
		policyID:           {"2 rule collection groups", "second, theirs"},
		policyID + "|no":   {`no rule collection group "no"`, "second, theirs"},
		inPolicy("theirs"): {"not the ID of a firewall policy"},
	} {
		rules.Import(id).WantError("", append(want, "Cannot import")...)
	}
}
