package egress

import (
	"net/netip"
	"testing"
)

// TestTwoOfOneName: where two objects bear the name that a reference uses, nobody
// knows which is meant, and no verdict may rest on either (5.3).
func TestTwoOfOneName(t *testing.T) {
	t.Parallel()
	rule := collection("c", 100, Allow, netRule("r", "TCP", "*", "*", "*"))
	f := to("tcp 8.8.8.8:443")
	policy := func(name string, collections ...Collection) Policy {
		return Policy{Name: name, Groups: []Group{group("g", 100, collections...)}}
	}
	api := f
	api.APIServerOf = "aks"
	for _, tt := range []struct {
		name  string
		world World
		flow  Flow
		twice func(*World)
	}{
		{"network", hub(rule), f, func(w *World) { w.Networks = append(w.Networks, Network{Name: "VNET"}) }},
		{"subnet", hub(rule), f, func(w *World) {
			w.Networks[0].Subnets = append(w.Networks[0].Subnets, Subnet{Name: "AKS", Prefixes: prefixesOf("10.42.9.0/24")})
		}},
		{"route table", hub(rule), f, func(w *World) { w.RouteTables = append(w.RouteTables, RouteTable{Name: "RT"}) }},
		{"firewall", hub(rule), f, func(w *World) {
			w.Firewalls = append(w.Firewalls, Firewall{Name: "FW", Subnet: "vnet/AzureFirewallSubnet", PrivateIP: ip("10.42.2.4")})
		}},
		{"its address", hub(rule), to("tcp 10.42.2.4:443"), func(w *World) { w.Firewalls = append(w.Firewalls, Firewall{Name: "FW"}) }},
		{"policy", policyHub(policy("p", rule)), f, func(w *World) { w.Policies = append(w.Policies, Policy{Name: "P"}) }},
		{"IP group", change(hub(collection("c", 100, Allow, netRule("r", "TCP", "group:nodes", "*", "*"))), func(w *World) {
			w.IPGroups = []IPGroup{{Name: "nodes", Addresses: addrs("10.42.0.0/16")}}
		}), f, func(w *World) { w.IPGroups = append(w.IPGroups, IPGroup{Name: "Nodes"}) }},
		{"security group", change(hub(rule), func(w *World) {
			subnetOf(w, "aks").SecurityGroup = Known("nsg")
			w.SecurityGroups = []SecurityGroup{{Name: "nsg"}}
		}), f, func(w *World) {
			w.SecurityGroups = append(w.SecurityGroups, SecurityGroup{Name: "NSG", Rules: []SecurityRule{{Name: "d", Access: Known(AccessDeny)}}})
		}},
		{"cluster", change(hub(rule), cluster(nil)), api, func(w *World) {
			w.Clusters = append(w.Clusters, Cluster{Name: "AKS", AuthorizedRanges: &AuthorizedRanges{}})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.name != "its address" {
				if v := judgeOne(t, tt.world, tt.flow); v.Status != Allowed {
					t.Fatalf("with one of them: %s", line(v))
				}
			}
			w := change(tt.world, tt.twice)
			if v := judgeOne(t, w, tt.flow); v.Status != Indeterminate {
				t.Errorf("with two of them: %s", line(v))
			}
			if r := Evaluate(w, []Flow{tt.flow}, Options{Fixes: true, RuleFindings: true}); len(r.Verdicts) != 1 {
				t.Errorf("report %v", r)
			}
		})
	}
	t.Run("the same twice is one", func(t *testing.T) {
		t.Parallel()
		w := hub(rule)
		w.RouteTables = append(w.RouteTables, w.RouteTables[0])
		w.Firewalls = append(w.Firewalls, w.Firewalls[0])
		w.Networks = append(w.Networks, w.Networks[0])
		if v := judgeOne(t, w, f); v.Status != Allowed {
			t.Errorf("%s", line(v))
		}
	})
	t.Run("a public IP with two addresses", func(t *testing.T) {
		t.Parallel()
		w := hub(collection("c", 100, Allow, netRule("r", "TCP", "*", "20.9.9.9", "443")))
		w.NATGateways = []NATGateway{{Name: "a", PublicIPs: []PublicIP{{Name: "web", Address: ip("20.9.9.9")}}}}
		if v := judgeOne(t, w, to("tcp ip:web:443")); v.Status != Allowed {
			t.Errorf("with one address: %s", line(v))
		}
		w.NATGateways = append(w.NATGateways, NATGateway{Name: "b", PublicIPs: []PublicIP{{Name: "Web", Address: Known(netip.MustParseAddr("20.9.9.8"))}}})
		if v := judgeOne(t, w, to("tcp ip:web:443")); v.Status != Indeterminate {
			t.Errorf("with two addresses: %s", line(v))
		}
	})
}
