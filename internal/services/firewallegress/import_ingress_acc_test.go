package firewallegress_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// NAT rules of the egress look like those of an ingress in a firewall with classic rules, and in a group that repeats its collection. An import
// leaves them out unless its ID names them; the next apply takes them up as they are.
func TestImportNATRules(t *testing.T) {
	t.Parallel()
	nat := map[string]any{"priority": 300, "rules": map[string]any{"web": natRule(nil)}}
	routed := map[string]any{"contosofinakssubnet": subnet("contosofinakssubnet", "100.64.1.0/24")}
	for name, config := range map[string]map[string]any{
		"classic": with(map[string]any{"rules_as": "classic", "nat_rule_collections": map[string]any{"in": nat}, "routed_subnets": routed}),
		"policy": with(map[string]any{"routed_subnets": routed, "rule_collection_groups": map[string]any{
			"in": map[string]any{"priority": 300, "nat_rule_collections": map[string]any{"in": nat}},
		}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newNetwork(t)
			egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
			egress.Apply(config).Must()
			applied := egress.State()

			for _, id := range []string{firewallID + "||in", firewallID + "|" + tableID + "| IN ,"} {
				egress.Forget()
				egress.Import(id).Must()
				if diff := cmp.Diff(applied, egress.State()); diff != "" {
					t.Errorf("imported as %s (-applied +imported):\n%s", id, diff)
				}
			}
			egress.Forget()
			egress.Import(firewallID+"||out").WantOnlyError("", `"out"`)

			imported := egress.Import(firewallID)
			imported.Must()
			imported.WantWarning("rules_as", "udr_firewall_ingress", ": in.", firewallID+"||in")
			without := maps.Clone(config)
			delete(without, "nat_rule_collections")
			delete(without, "rule_collection_groups")
			egress.Plan(without).Must().WantAction(protocol.NoOp)
			egress.Plan(config).Must().WantAction(protocol.Update)
			before := azure.Documents(azure.Snapshot())
			egress.Apply(config).Must()
			if diff := cmp.Diff(before, azure.Documents(azure.Snapshot())); diff != "" {
				t.Errorf("taking rules up changed Azure (-before +after):\n%s", diff)
			}
			egress.Plan(config).Must().WantAction(protocol.NoOp)
			egress.Destroy().Must()
		})
	}
}
