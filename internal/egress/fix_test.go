package egress

import (
	"strings"
	"testing"
)

func TestFixes(t *testing.T) {
	t.Parallel()
	mcr := collection("aks", 200, Allow, appRule("mcr", "10.42.1.0/24", "https:443", "*.data.mcr.microsoft.com"))
	ntp := collection("net", 200, Allow, netRule("ntp", "UDP", "10.42.1.0/24", "1.2.3.4", "123"))
	tests := []struct {
		name  string
		world func() World
		flow  string
		want  []string
	}{
		{
			"extend the rule for the same source and port, or take the tag", func() World { return withTag(hub(ntp, mcr)) }, "https mcr.microsoft.com:443",
			[]string{
				`add "mcr.microsoft.com" (https:443) to rule "mcr" (fw > aks)`,
				`add a rule to collection "aks" (fw) that allows "mcr.microsoft.com" (https:443)`,
			},
		},
		{
			"no rule for the port: a rule of its own", func() World { return hub(mcr) }, "http security.ubuntu.com:80",
			[]string{
				`add a rule to collection "aks" (fw) that allows "security.ubuntu.com" (http:80)`,
				`add an application rule collection with action Allow and priority 300 (fw) that allows "security.ubuntu.com" (http:80)`,
			},
		},
		{
			"no collection at all", func() World { return hub() }, "udp 1.2.3.4:123",
			[]string{`add a network rule collection with action Allow and priority 100 (fw) that allows 1.2.3.4 on UDP/123`},
		},
		{
			"extend a network rule by an address", func() World { return hub(ntp) }, "udp 1.2.3.5:123",
			[]string{
				`add 1.2.3.5 on UDP/123 to rule "ntp" (fw > net)`,
				`add a rule to collection "net" (fw) that allows 1.2.3.5 on UDP/123`,
			},
		},
		{
			"a denying collection has to be preceded", func() World {
				return hub(collection("deny", 150, Deny, netRule("all", "Any", "*", "*", "*")), ntp)
			}, "udp 1.2.3.4:123",
			[]string{`add a network rule collection with action Allow and priority 149, before collection "deny" whose rule "all" denies it (fw) that allows 1.2.3.4 on UDP/123`},
		},
		{
			"a denying collection with nothing before it leaves no fix", func() World {
				return hub(collection("deny", 100, Deny, netRule("all", "Any", "*", "*", "*")), ntp)
			}, "udp 1.2.3.4:123", nil,
		},
		{
			"traffic inside the network is kept there", func() World {
				w := hub()
				w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, udr("vnet", "10.42.0.0/16", HopAppliance, "10.42.2.4"))
				return w
			}, "tcp 10.42.1.0/24:10250",
			[]string{
				`add a route for 10.42.1.0/24 with hop VnetLocal to table "rt", so that this traffic stays inside the network`,
			},
		},
		{
			"propagated routes are switched off", func() World {
				w := hub(mcr)
				w.Networks[0].Gateway = &Gateway{Name: "vpn", Learned: Unknown[[]netipPrefix]()}
				// The firewall's own subnet has to be kept from learning routes as well (RT-24).
				w.Networks[0].Subnets[2].RouteTable = Known("fw-rt")
				w.RouteTables = append(w.RouteTables, RouteTable{Name: "fw-rt", DisablePropagation: Known(true), Routes: []Route{udr("out", "0.0.0.0/0", HopInternet)}})
				return w
			}, "https eastus.data.mcr.microsoft.com:443",
			[]string{`disable gateway route propagation on table "rt"`},
		},
		{
			"a service endpoint that may take the flow", func() World {
				w := hub(mcr)
				w.Networks[0].Subnets[0].ServiceEndpoints = []ServiceEndpoint{{Service: "Microsoft.Storage"}}
				return w
			}, "https example.com:443",
			// Without it the firewall would deny; with the rule either way lets it pass.
			[]string{
				`add "example.com" (https:443) to rule "mcr" (fw > aks)`,
				`add a rule to collection "aks" (fw) that allows "example.com" (https:443)`,
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, f := tt.world(), to(tt.flow)
			v := Evaluate(w, []Flow{f}, Options{Fixes: true}).Verdicts[0]
			var got []string
			for _, fix := range v.Fixes {
				got = append(got, fix.Text)
				if after := judgeOne(t, fix.Apply(w), f); after.Status != Allowed {
					t.Errorf("%s: %s", fix.Text, line(after))
				}
				if again := judgeOne(t, w, f); again.Status == Allowed {
					t.Errorf("%s changed the world it was given", fix.Text)
				}
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("%s\ngot  %q\nwant %q", line(v), got, tt.want)
			}
		})
	}
}

// TestFixKeepsForbiddenFlowsShut: the rule that would be extended also opens what
// must stay shut, so that fix is not shown.
func TestFixKeepsForbiddenFlowsShut(t *testing.T) {
	t.Parallel()
	w := hub(collection("aks", 200, Allow, appRule("wide", "*", "https:443", "*.data.mcr.microsoft.com")))
	forbidden := from("vnet/aks", to("https mcr.microsoft.com:443"))
	forbidden.Level = LevelForbidden
	forbidden.Source.Addresses = addrs("10.42.1.77")
	v := Evaluate(w, []Flow{to("https mcr.microsoft.com:443"), forbidden}, Options{Fixes: true}).Verdicts
	if len(v[0].Fixes) != 0 {
		t.Errorf("shown: %v", v[0].Fixes)
	}
	if !v[1].OK() {
		t.Errorf("forbidden flow: %s", line(v[1]))
	}
}

// A policy that is not known denies nothing for sure and cannot be changed: no fix, and no panic either.
func TestNoFixForRulesThatAreNotKnown(t *testing.T) {
	t.Parallel()
	w := hub()
	w.Firewalls[0].Policy = Unknown[string]()
	v := Evaluate(w, []Flow{to("https mcr.microsoft.com:443")}, Options{Explain: true, Fixes: true}).Verdicts[0]
	if v.Status != Indeterminate || len(v.Fixes) != 0 {
		t.Errorf("%s with fixes %v", v.Status, v.Fixes)
	}
}
