package egress

import (
	"net/netip"
	"testing"
)

// nvaHub has two appliances that let everything pass, each in a subnet of its own
// with a table of its own; the cluster's default leads to the first.
func nvaHub(first, second []Route, edits ...func(*World)) World {
	appliance := func(name, address string) Appliance {
		return Appliance{Name: name, Subnet: "vnet/" + name, Addresses: []netip.Addr{netip.MustParseAddr(address)}, RulesKnown: true, Default: Allow}
	}
	w := change(hub(), addSubnet("nva1", "10.42.5.0/24"), addSubnet("nva2", "10.42.6.0/24"), onlyRoutes(udr("default", "0.0.0.0/0", HopAppliance, "10.42.5.4")))
	w.Appliances = []Appliance{appliance("nva1", "10.42.5.4"), appliance("nva2", "10.42.6.4")}
	return change(w, append([]func(*World){tableOn("nva1", first...), tableOn("nva2", second...)}, edits...)...)
}

// TestBehindAppliance: an appliance may leave by another subnet than the one that
// routes reach it in, so that its routes make no verdict; but they take certainty
// away where they lead nowhere.
func TestBehindAppliance(t *testing.T) {
	t.Parallel()
	public := to("tcp 8.8.8.8:443")
	second := udr("d", "0.0.0.0/0", HopAppliance, "10.42.6.4")
	denies := func(w *World) { w.Appliances[1].Default = Deny }
	runRules(t, []ruleCase{
		{"RT-17 nothing stands against it", nvaHub(nil, nil), public, "allowed nva by default action Allow"},
		{"RT-17 straight to the Internet", nvaHub([]Route{udr("d", "0.0.0.0/0", HopInternet)}, nil), public, "allowed nva by default action Allow"},
		{"RT-17 through a second one", nvaHub([]Route{second}, nil), public, "allowed nva by default action Allow"},
		{"RT-17 that denies", nvaHub([]Route{second}, nil, denies), public, "indeterminate dropped by default action Deny"},
		{"RT-33 two that send to one another", nvaHub([]Route{second}, []Route{udr("d", "0.0.0.0/0", HopAppliance, "10.42.5.4")}), public, "indeterminate dropped by appliance nva1"},
		{"RT-33 one that sends to itself", nvaHub([]Route{udr("d", "0.0.0.0/0", HopAppliance, "10.42.5.4")}, nil), public, "indeterminate dropped by appliance nva1"},
		{"RT-33 a firewall and an appliance that send to one another", nvaHub([]Route{udr("d", "0.0.0.0/0", HopAppliance, "10.42.2.4")}, nil,
			onlyRoutes(udr("default", "0.0.0.0/0", HopAppliance, "10.42.2.4")), tableOn("AzureFirewallSubnet", udr("d", "0.0.0.0/0", HopAppliance, "10.42.5.4")),
			func(w *World) {
				w.Firewalls[0].Collections = []Collection{collection("c", 100, Allow, netRule("r", "TCP", "*", "*", "*"))}
			}), public, "indeterminate dropped by firewall fw"},
		{"RT-17 its subnet drops", nvaHub([]Route{udr("d", "0.0.0.0/0", HopNone)}, nil), public, "indeterminate dropped by route d"},
		{"RT-17 its subnet drops something else", nvaHub([]Route{udr("d", "9.0.0.0/8", HopNone)}, nil), public, "allowed nva by default action Allow"},
		{"RT-17 what it denies is denied anyway", nvaHub([]Route{udr("d", "0.0.0.0/0", HopNone)}, nil, func(w *World) { w.Appliances[0].Default = Deny }), public, "denied dropped by default action Deny"},
		{"RT-18 a device among its clients whose address is not known", nvaHub(nil, nil, onlyRoutes(udr("default", "0.0.0.0/0", HopAppliance, "nva1")), func(w *World) {
			w.Appliances[0].Subnet, w.Appliances[0].Addresses = "vnet/aks", nil
		}), public, "indeterminate unknown by route default"},
	})
	w := nvaHub(nil, nil, onlyRoutes(udr("default", "0.0.0.0/0", HopAppliance, "nva1")), func(w *World) { w.Appliances[0].Subnet, w.Appliances[0].Addresses = "vnet/aks", nil })
	has(t, Evaluate(w, nil, Options{}).Findings, FindHopInSubnet, "default")
}

// TestNowhere: what has no host is not reached, however wide the rules.
func TestNowhere(t *testing.T) {
	t.Parallel()
	all := hub(collection("c", 100, Allow, netRule("r", "Any", "*", "*", "*")))
	for _, address := range []string{"0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1", "255.255.255.255", "fe80::1", "ff02::1", "::1"} {
		f := to("tcp 8.8.8.8:443")
		f.Destination.Addresses = addrs(address)
		if v := judgeOne(t, all, f); v.Status != Indeterminate || v.Steps[0].Code != CodeNowhere {
			t.Errorf("%s: %s", address, line(v))
		}
	}
	for _, tt := range []struct {
		world World
		want  Status
	}{{hub(), Denied}, {all, Allowed}} {
		f := to("tcp 8.8.8.8:443")
		f.Destination.Addresses = addrs("8.0.0.0/8", "224.0.0.0/3") // these are not what anybody means by a wide range
		if v := judgeOne(t, tt.world, from("vnet/aks", f)); v.Status != tt.want {
			t.Errorf("everywhere: %s, want %s", line(v), tt.want)
		}
	}
}

// TestTagRouteByName: a name may lie in a tag that has a route, and nobody can
// rule it out because the tag's prefixes are known (RT-14).
func TestTagRouteByName(t *testing.T) {
	t.Parallel()
	tagged := func(w *World) {
		w.ServiceTags = map[string][]netipPrefix{"AzureCloud": prefixesOf("20.0.0.0/8", "40.64.0.0/10")}
		w.RouteTables[0].Routes = []Route{udr("default", "0.0.0.0/0", HopNone), udr("azure", "tag:AzureCloud", HopAppliance, "10.42.2.4")}
	}
	w := change(hub(collection("c", 100, Allow, netRule("r", "TCP", "*", "*", "443"))), tagged)
	runRules(t, []ruleCase{
		{"RT-14 a name may be in the tag", w, to("https mcr.microsoft.com:443"), "indeterminate dropped by route default"},
		{"RT-14 an address in it", w, to("tcp 20.1.1.1:443"), "allowed firewall by network rule r"},
		{"RT-14 an address outside of it", w, to("tcp 8.8.8.8:443"), "denied dropped by route default"},
	})
}
