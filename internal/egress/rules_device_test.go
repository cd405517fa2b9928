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

// TestOneAddressTwice: of two devices with the address of a hop nobody knows which one it is, unless only one is near.
func TestOneAddressTwice(t *testing.T) {
	t.Parallel()
	public := to("tcp 8.8.8.8:443")
	same := func(w *World) {
		w.Appliances[1].Addresses, w.Appliances[1].Default = w.Appliances[0].Addresses, Deny
	}
	elsewhere := func(w *World) {
		w.Networks = append(w.Networks, Network{Name: "far", AddressSpace: prefixesOf("10.42.0.0/16"), Subnets: []Subnet{{Name: "nva", Prefixes: prefixesOf("10.42.5.0/24")}}})
		w.Appliances[1].Subnet = "far/nva"
	}
	firewall := func(w *World) { w.Firewalls[0].PrivateIP = ip("10.42.5.4"); w.Firewalls[0].Subnet = "" }
	runRules(t, []ruleCase{
		{"RT-17 two appliances", nvaHub(nil, nil, same), public, "indeterminate nva by route default"},
		{"RT-17 an appliance and a firewall", nvaHub(nil, nil, firewall), public, "indeterminate nva by route default"},
		{"RT-17 the other one is in a network that is not connected", nvaHub(nil, nil, same, elsewhere), public, "allowed nva by default action Allow"},
	})
}

// TestEndpointNames: a name that private endpoints answer to leads to one of them, and to the public address besides where
// it is not known whose network they are in (RT-13).
func TestEndpointNames(t *testing.T) {
	t.Parallel()
	endpoint := func(name, subnet, address string) PrivateEndpoint {
		return PrivateEndpoint{Name: name, Subnet: subnet, Addresses: addrs(address), Names: patterns("*.registry.example")}
	}
	with := func(list ...PrivateEndpoint) func(*World) {
		return func(w *World) { w.PrivateEndpoints = list }
	}
	p, q := endpoint("p", "vnet/other", "10.42.4.5"), endpoint("q", "vnet/other", "10.42.4.6")
	block := addRoutes(udr("block", "10.42.4.6/32", HopNone))
	flow := to("https a.registry.example:443")
	runRules(t, []ruleCase{
		{"RT-13 one endpoint", change(hub(), with(p)), flow, "allowed private-endpoint by private endpoint p"},
		{"RT-13 one that is cut off", change(hub(), with(q), block), flow, "denied dropped by route block"},
		{"RT-13 two that can both be reached", change(hub(), with(p, q)), flow, "allowed private-endpoint by private endpoint p"},
		{"RT-13 two of which one is cut off", change(hub(), with(p, q), block), flow, "indeterminate dropped by route block"},
		{"RT-13 one in a subnet that is not described", change(hub(), with(endpoint("p", "vnet/typo", "10.42.4.5"))), flow, "indeterminate unknown by system route 10.42.0.0/16"},
		{"RT-13 names of which only some are the endpoint's", change(hub(), with(p)), to("https *.example:443"), "partial dropped by default action deny"},
	})
}

// TestTagWithoutProtocols: a classic rule may name an FQDN tag alone, and what Azure then takes is not documented (FW-27).
func TestTagWithoutProtocols(t *testing.T) {
	t.Parallel()
	w := withTag(hub(collection("c", 100, Allow, appRule("r", "*", "", "tag:AzureKubernetesService"))))
	runRules(t, []ruleCase{
		{"FW-27 perhaps", w, to("https mcr.microsoft.com:443"), "indeterminate dropped by default action deny"},
		{"FW-27 not for what the tag does not hold", w, to("https example.com:443"), "denied dropped by default action deny"},
	})
}

// TestNoDoubt: what is as it should be has no finding.
func TestNoDoubt(t *testing.T) {
	t.Parallel()
	hasNot(t, Evaluate(change(hub(), spokeOfHub(true)), nil, Options{}).Findings, FindForwarded)
	r := appRule("r", "*", "https:443")
	r.TerminateTLS, r.URLs = true, urlsOf("a.example.com", "/x/*", "/*", "")
	hasNot(t, Evaluate(change(hub(collection("c", 100, Allow, r)), premium(func(*World) {})), nil, Options{}).Findings, FindURL)
	plain := appRule("r", "*", "http:80")
	plain.URLs = urlsOf("a.example.com", "/x/*")
	hasNot(t, Evaluate(change(hub(collection("c", 100, Allow, plain)), premium(func(*World) {})), nil, Options{}).Findings, FindURL)
}

// TestUnknownRulesMayTerminate: rules that are not known may decrypt TLS where the tier can, and so may one that is known
// and only perhaps matches (FW-30, 5.3).
func TestUnknownRulesMayTerminate(t *testing.T) {
	t.Parallel()
	api := to("https api.example:443")
	api.NoInspection = true
	plain := to("https api.example:443")
	all := collection("all", 300, Allow, appRule("all", "*", "https:443", "*"))
	open := Collection{Name: "open", Kind: KindApplication, Priority: Known(100), Action: Known(Allow), Open: true}
	perhaps := collection("perhaps", 100, Allow, appRule("perhaps", "?", "https:443", "*"))
	decrypts := appRule("decrypts", "?", "https:443", "*")
	decrypts.TerminateTLS = true
	onTier := func(tier Tier, list ...Collection) World {
		return change(hub(list...), func(w *World) { w.Firewalls[0].Tier = Known(tier) })
	}
	runRules(t, []ruleCase{
		{"FW-30 unknown rules in Premium", onTier(Premium, open, all), api, "indeterminate dropped by rule collection open"},
		{"FW-30 for what survives it", onTier(Premium, open, all), plain, "allowed firewall by rule collection open"},
		{"FW-30 FW-46 no other tier decrypts", onTier(Standard, open, all), api, "allowed firewall by rule collection open"},
		{"FW-30 an unknown rule before a known one of its collection", onTier(Premium, Collection{
			Name: "c", Kind: KindApplication, Priority: Known(100), Action: Known(Allow), Open: true, Rules: []Rule{appRule("all", "*", "https:443", "*")},
		}), api, "indeterminate dropped by rule collection c"},
		{"FW-30 one that may match after another that may", onTier(Premium, perhaps, collection("d", 200, Allow, decrypts), all), api, "indeterminate dropped by application rule decrypts"},
	})
}

// TestMailPort: the platform may block TCP 25, and nothing but that (FW-48).
func TestMailPort(t *testing.T) {
	t.Parallel()
	w := hub(collection("c", 100, Allow, netRule("r", "TCP", "*", "*", "*")))
	for text, passes := range map[string]uint16{"tcp 8.8.8.8:25": 0, "tcp 8.8.8.8:25,443": 443} {
		v := judgeOne(t, w, to(text))
		var got uint16
		if v.Passed != nil {
			got = v.Passed.Port
		}
		if v.Status != Indeterminate || got != passes {
			t.Errorf("%s: %s, passes on port %d, want %d", text, line(v), got, passes)
		}
	}
}
