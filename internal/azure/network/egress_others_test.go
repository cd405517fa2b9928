package network_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// TestOtherRules: a group of others counts unless all that it holds is for what comes in.
func TestOtherRules(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	ours := routed(hub(), "aks")
	n := azure.NewEgresses(w.newClient())
	if _, err := n.Converge(t.Context(), azure.EgressChange{Want: ours, AnchorMark: anchorMark, ChildMark: childMark}); err != nil {
		t.Fatal(err)
	}
	others := func(wantReads int) bool {
		t.Helper()
		live, err := n.Read(t.Context(), ours)
		if err != nil {
			t.Fatal(err)
		}
		w.calls()
		found := n.OtherRules(t.Context(), ours, live)
		if reads, writes := w.calls(); len(reads) != wantReads || len(writes) > 0 {
			t.Errorf("read %v, wrote %v", reads, writes)
		}
		return found
	}
	if others(0) {
		t.Error("there are none, and some are seen")
	}
	collection := func(kind, rule string) map[string]any {
		c := map[string]any{"name": "c", "priority": 100, "ruleCollectionType": "FirewallPolicyFilterRuleCollection", "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
			"name": "r", "ruleType": rule, "ipProtocols": []any{"TCP"}, "sourceAddresses": []any{"*"}, "destinationAddresses": []any{"20.1.2.3"}, "destinationPorts": []any{"80"},
		}}}
		if kind == "nat" {
			c["ruleCollectionType"], c["action"] = "FirewallPolicyNatRuleCollection", map[string]any{"type": "DNAT"}
			for _, r := range c["rules"].([]any) {
				r.(map[string]any)["translatedAddress"], r.(map[string]any)["translatedPort"] = "10.42.2.4", "80"
			}
		}
		return c
	}
	put := func(name string, priority int, collections ...any) {
		w.put(ours.Policy.GroupID(name), map[string]any{"properties": map[string]any{"priority": priority, "ruleCollections": collections}})
	}
	put("way-in", 400, collection("nat", "NatRule"))
	if others(1) {
		t.Error("a group of NAT rules counts")
	}
	put("spoke", 500, collection("network", "NetworkRule"))
	if !others(2) {
		t.Error("a group of network rules does not count")
	}
	for i, name := range []string{"a", "b", "c"} {
		put(name, 600+i)
	}
	if !others(0) {
		t.Error("so many groups hold no rules")
	}
	existing := ours
	existing.Policy = &azure.Policy{ID: ours.Policy.ID, Existing: true}
	if n.OtherRules(t.Context(), existing, azure.LiveEgress{}) {
		t.Error("a policy of others is not asked for, and has rules of others")
	}
}

// TestOtherClassicRules: the same for collections on the firewall, which its own answer holds.
func TestOtherClassicRules(t *testing.T) {
	t.Parallel()
	ours := azure.Egress{Classic: map[string]azure.Collection{"Mine": {Kind: azure.KindNetwork}}}
	live := func(name, kind string) azure.LiveEgress {
		return azure.LiveEgress{Firewall: &azure.LiveFirewall{Classic: []azure.LiveCollection{
			{Name: "mine", Collection: azure.Collection{Kind: azure.KindNetwork}}, {Name: name, Collection: azure.Collection{Kind: kind}},
		}}}
	}
	n := azure.NewEgresses((*armclient.Client)(nil))
	for kind, want := range map[string]bool{azure.KindNAT: false, azure.KindNetwork: true, azure.KindApplication: true} {
		if got := n.OtherRules(t.Context(), ours, live("theirs", kind)); got != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
	if n.OtherRules(t.Context(), ours, azure.LiveEgress{}) {
		t.Error("a firewall that is not there has rules")
	}
}
