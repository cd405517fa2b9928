package network_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

func TestIngressLeaves(t *testing.T) {
	t.Parallel()
	const group = "/subscriptions/00000000-0000-4000-8000-0000000e0001/resourceGroups/rg/providers/Microsoft.Network/"
	parse := func(text string) armid.ID {
		id, err := armid.Parse(group + text)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	policy, shouted, other := parse("firewallPolicies/p"), parse("firewallPolicies/P"), parse("firewallPolicies/q")
	classic := armid.ID{}
	for name, test := range map[string]struct {
		stands  armid.ID
		planned network.PlannedFirewall
		want    bool
	}{
		"the same policy":        {policy, network.PlannedFirewall{PolicyKnown: true, PolicyID: shouted}, false},
		"another policy":         {policy, network.PlannedFirewall{PolicyKnown: true, PolicyID: other}, true},
		"a policy not known yet": {policy, network.PlannedFirewall{}, true},
		"out of the policy":      {policy, network.PlannedFirewall{PolicyKnown: true}, true},
		"classic as before":      {classic, network.PlannedFirewall{PolicyKnown: true}, false},
		"into a policy":          {classic, network.PlannedFirewall{PolicyKnown: true, PolicyID: policy}, true},
		"a new firewall":         {policy, network.PlannedFirewall{PolicyKnown: true, PolicyID: policy, Anew: true}, true},
	} {
		ingress := network.Ingress{FirewallID: parse("azureFirewalls/fw"), PolicyID: test.stands, Name: "voting"}
		if got := ingress.Leaves(test.planned); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
