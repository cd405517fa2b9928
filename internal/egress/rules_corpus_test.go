package egress

import (
	"slices"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// The tests of this file come from configurations that work and were called
// wrong (internal/egress/corpus).

func TestNoFalseAlarm(t *testing.T) {
	t.Parallel()
	t.Run("RT-29 kubenet's routes lead to the nodes themselves", func(t *testing.T) {
		t.Parallel()
		w := change(hub(), addRoutes(udr("aks-node", "10.244.0.0/24", HopAppliance, "10.42.1.4")))
		w.Clusters = []Cluster{{Name: "c", Subnets: []string{"vnet/aks"}, Kubenet: true}}
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindHopInSubnet)
		w.Clusters[0].Kubenet = false
		has(t, Evaluate(w, nil, Options{}).Findings, FindHopInSubnet, "aks-node")
		w.Clusters[0].Kubenet = true
		w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, udr("public", "20.0.0.0/8", HopAppliance, "10.42.1.4"))
		has(t, Evaluate(w, nil, Options{}).Findings, FindHopInSubnet, "public")
	})
	t.Run("RT-35 a hop that Virtual WAN may reach", func(t *testing.T) {
		t.Parallel()
		w := change(hub(), addRoutes(udr("wan", "10.60.0.0/16", HopAppliance, "10.200.0.132")))
		has(t, Evaluate(w, nil, Options{}).Findings, FindBlackhole, "wan")
		w.Networks[0].OutOfScope = "virtual_wan"
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindBlackhole)
	})
	t.Run("AK-31 a star of one label for a pattern whose names may have more", func(t *testing.T) {
		t.Parallel()
		oneLabel := func(text string) World {
			p, err := netset.ParsePatternIn(text, netset.OneLabel)
			if err != nil {
				t.Fatal(err)
			}
			w := change(hub(), onlyRoutes(udr("default", "0.0.0.0/0", HopAppliance, "nva")))
			w.Appliances = []Appliance{{Name: "nva", Subnet: "vnet/other", RulesKnown: true, Rules: []ApplianceRule{
				{Name: "r", Action: Allow, Source: Anywhere(), Names: []netset.Pattern{p}, Protocols: netset.AllProtocols, Ports: netset.AllPorts()},
			}}}
			return w
		}
		for text, want := range map[string]Status{
			"https *.data.mcr.microsoft.com:443": Indeterminate, "https eastus.data.mcr.microsoft.com:443": Allowed, "https a.b.data.mcr.microsoft.com:443": Denied,
			"https *.mcr.microsoft.com:443": Partial,
		} {
			if v := judgeOne(t, oneLabel("*.data.mcr.microsoft.com"), to(text)); v.Status != want {
				t.Errorf("%s: %s, want %s", text, line(v), want)
			}
		}
	})
	t.Run("an option that is not needed", func(t *testing.T) {
		t.Parallel()
		option := func(text, name string) Flow {
			f := to(text)
			f.Choice, f.Option = "monitor", name
			return f
		}
		w := hub(collection("c", 100, Allow, appRule("r", "*", "https:443", "*.monitor.example")))
		flows := []Flow{option("tcp 8.8.8.8:443", "tag"), option("https x.monitor.example:443", "names"), to("https other.example:443")}
		r := Evaluate(w, flows, Options{})
		if got := r.Spare(); !slices.Equal(got, []bool{true, false, false}) {
			t.Errorf("spare %v", got)
		}
		flows[1] = option("https y.example:443", "names")
		if got := Evaluate(w, flows, Options{}).Spare(); slices.Contains(got, true) {
			t.Errorf("no option passes, and %v are spare", got)
		}
	})
}

// What is known to fail and was not seen.
func TestSeenFailing(t *testing.T) {
	t.Parallel()
	t.Run("RT-17 the address that the firewall had before", func(t *testing.T) {
		t.Parallel()
		w := change(hub(collection("c", 100, Allow, netRule("r", "TCP", "*", "*", "*"))), onlyRoutes(udr("default", "0.0.0.0/0", HopAppliance, "10.42.2.5")))
		f := to("tcp 8.8.8.8:443")
		if got, want := line(judgeOne(t, w, f)), "denied dropped by route default"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		has(t, Evaluate(w, nil, Options{}).Findings, FindBlackhole, "default")
		w.Firewalls[0].PrivateIP = unknownIP()
		if got, want := line(judgeOne(t, w, f)), "indeterminate nva by route default"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindBlackhole)
	})
}
