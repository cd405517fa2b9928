package egress

import (
	"net/netip"
	"testing"
)

// The tables of rules_*_test.go name the rule that each row shows. A row fails
// when its rule is turned round.

type ruleCase struct {
	name  string
	world World
	flow  Flow
	want  string
}

func runRules(t *testing.T, cases []ruleCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := judgeOne(t, c.world, c.flow)
			if got := line(v); got != c.want {
				t.Errorf("%s\ngot  %s\nwant %s\n%v", c.flow.Text(), got, c.want, v.Steps)
			}
		})
	}
}

// change copies a world and edits it.
func change(w World, edits ...func(*World)) World {
	w = w.clone()
	for _, e := range edits {
		e(&w)
	}
	return w
}

func addRoutes(routes ...Route) func(*World) {
	return func(w *World) { w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, routes...) }
}

func onlyRoutes(routes ...Route) func(*World) {
	return func(w *World) { w.RouteTables[0].Routes = routes }
}

func subnetOf(w *World, name string) *Subnet {
	for i := range w.Networks {
		for k := range w.Networks[i].Subnets {
			if w.Networks[i].Subnets[k].Name == name {
				return &w.Networks[i].Subnets[k]
			}
		}
	}
	return nil
}

func editSubnet(name string, edit func(*Subnet)) func(*World) {
	return func(w *World) { edit(subnetOf(w, name)) }
}

// peered adds network 10.50.0.0/16 with subnet spoke, peered both ways.
func peered(w *World) {
	w.Networks[0].Peerings = []Peering{{Name: "to-spoke", Remote: "spokes"}}
	w.Networks = append(w.Networks, Network{
		Name: "spokes", AddressSpace: prefixesOf("10.50.0.0/16"),
		Subnets:  []Subnet{{Name: "spoke", Prefixes: prefixesOf("10.50.1.0/24"), DefaultOutboundAccess: Yes}},
		Peerings: []Peering{{Name: "to-hub", Remote: "vnet"}},
	})
}

func gateway(learned ...string) func(*World) {
	return func(w *World) {
		w.Networks[0].Gateway = &Gateway{Name: "vpn", Learned: Known(prefixesOf(learned...))}
		if learned == nil {
			w.Networks[0].Gateway.Learned = Unknown[[]netip.Prefix]()
		}
		// The firewall's own subnet keeps its direct way out, as it must (RT-24).
		subnetOf(w, "AzureFirewallSubnet").RouteTable = Known("fw-rt")
		w.RouteTables = append(w.RouteTables, RouteTable{Name: "fw-rt", DisablePropagation: Known(true), Routes: []Route{udr("out", "0.0.0.0/0", HopInternet)}})
	}
}

func noPropagation(w *World) { w.RouteTables[0].DisablePropagation = Known(true) }

func endpoint(policy bool) func(*World) {
	return func(w *World) {
		w.PrivateEndpoints = []PrivateEndpoint{{Name: "vault", Subnet: "vnet/other", Addresses: addrs("10.42.4.9"), Names: patterns("*.vault.azure.net")}}
		subnetOf(w, "other").PrivateEndpointRoutePolicy = Known(policy)
	}
}

var openHub = hub(collection("all", 100, Allow, netRule("all", "Any", "*", "*", "*")))

func TestRouteRules(t *testing.T) {
	t.Parallel()
	toFirewall := udr("default", "0.0.0.0/0", HopAppliance, "10.42.2.4")
	halves := []Route{udr("low", "0.0.0.0/1", HopAppliance, "10.42.2.4"), udr("high", "128.0.0.0/1", HopAppliance, "10.42.2.4")}
	tags := func(w *World) {
		w.ServiceTags = map[string][]netip.Prefix{
			"Storage": prefixesOf("20.0.0.0/16"), "Storage.eastus": prefixesOf("20.0.0.0/16"), "AzureCloud": prefixesOf("20.0.0.0/16"), "AzureCloud.eastus": prefixesOf("20.0.0.0/16"),
		}
	}
	halved := func(w *World) {
		w.ServiceTags = map[string][]netip.Prefix{"Storage": prefixesOf("20.0.0.0/17", "20.0.128.0/17")}
	}
	other := func(text string) Flow { return from("vnet/other", to(text)) }
	runRules(t, []ruleCase{
		{"RT-1 each subnet has its own routes: behind the table", hub(), to("tcp 8.8.8.8:443"), "denied dropped by default action deny"},
		{"RT-1 each subnet has its own routes: without one", hub(), other("tcp 8.8.8.8:443"), "allowed internet-direct by system route 0.0.0.0/0"},
		{"RT-1 no delivery on the link: a host route catches a neighbour", change(hub(), addRoutes(udr("near", "10.42.1.9/32", HopNone))), to("tcp 10.42.1.9:80"), "denied dropped by route near"},
		{"RT-2 the longest prefix wins", change(openHub, addRoutes(udr("hole", "20.0.0.0/8", HopNone))), to("tcp 20.1.1.1:443"), "denied dropped by route hole"},
		{"RT-2 beside it the default", change(openHub, addRoutes(udr("hole", "20.0.0.0/8", HopNone))), to("tcp 21.1.1.1:443"), "allowed firewall by network rule all"},
		{"RT-3 user before system", openHub, to("tcp 8.8.8.8:443"), "allowed firewall by network rule all"},
		{"RT-3 user before BGP", change(openHub, gateway("0.0.0.0/0", "20.0.0.0/8"), addRoutes(udr("same", "20.0.0.0/8", HopNone))), to("tcp 20.1.1.1:443"), "denied dropped by route same"},
		{"RT-3 BGP before system", change(hub(), gateway("0.0.0.0/0")), other("tcp 8.8.8.8:443"), "indeterminate gateway by network vnet"},
		{"RT-4 BGP inside the network loses", change(hub(), gateway("10.42.4.0/24")), to("tcp 10.42.4.7:443"), "allowed vnet-local by system route 10.42.0.0/16"},
		{"RT-4 a user route inside the network wins", change(hub(), addRoutes(udr("in", "10.42.4.0/24", HopNone))), to("tcp 10.42.4.7:443"), "denied dropped by route in"},
		{"RT-4 BGP inside a peer's range loses", change(hub(), peered, gateway("10.50.1.0/24")), to("tcp 10.50.1.7:443"), "allowed peering by peering to-spoke"},
		{"RT-5 private ranges are dropped", hub(), other("tcp 10.99.0.1:443"), "denied dropped by system route 10.0.0.0/8"},
		{"RT-5 the shared range too", hub(), other("tcp 100.64.0.1:443"), "denied dropped by system route 100.64.0.0/10"},
		{"RT-5 the network is delivered", hub(), other("tcp 10.42.1.7:443"), "allowed vnet-local by system route 10.42.0.0/16"},
		{"RT-6 a range equal to a reserved one", change(hub(), func(w *World) { w.Networks[0].AddressSpace = prefixesOf("10.0.0.0/8") }), other("tcp 10.99.0.1:443"), "allowed vnet-local by system route 10.0.0.0/8"},
		{"RT-6 a range around a reserved one", change(hub(), func(w *World) { w.Networks[0].AddressSpace = prefixesOf("10.42.0.0/16", "172.16.0.0/11") }), other("tcp 172.17.0.1:443"), "allowed vnet-local by system route 172.0.0.0/11"},
		{"RT-7 a default to an appliance revives private ranges", hub(), to("tcp 10.99.0.1:443"), "denied dropped by default action deny"},
		{"RT-7 a default to the Internet leaves it open", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopInternet))), to("tcp 10.99.0.1:443"), "indeterminate unknown by route d"},
		{"RT-7 two halves are no default", change(openHub, onlyRoutes(halves...)), to("tcp 10.99.0.1:443"), "denied dropped by system route 10.0.0.0/8"},
		{"RT-8 ranges seen in dumps: not decidable without a default", hub(), other("tcp 157.59.1.1:443"), "indeterminate dropped by system route 157.59.0.0/16"},
		{"RT-8 no matter with one", hub(), to("tcp 157.59.1.1:443"), "denied dropped by default action deny"},
		{"RT-9 a peer is delivered", change(hub(), peered), to("tcp 10.50.1.7:443"), "allowed peering by peering to-spoke"},
		{"RT-9 not over a blocked peering", change(hub(), peered, func(w *World) { w.Networks[1].Peerings[0].AccessBlocked = Known(true) }), to("tcp 10.50.1.7:443"), "denied dropped by peering to-spoke"},
		{"RT-9 half a peering carries nothing, or was left out", change(hub(), peered, func(w *World) { w.Networks[1].Peerings = nil }), to("tcp 10.50.1.7:443"), "indeterminate dropped by default action deny"},
		{"RT-11 where half a peering is, a gateway may have announced the range", change(hub(), peered, func(w *World) {
			w.Networks[1].Peerings, w.Networks[0].Peerings[0].AccessBlocked = nil, Known(true)
		}, gateway(), onlyRoutes(udr("d", "0.0.0.0/0", HopNone))), to("tcp 10.50.1.7:443"), "indeterminate gateway by network vnet"},
		{"RT-9 never transitive", change(hub(), peered, func(w *World) {
			w.Networks[1].Peerings = append(w.Networks[1].Peerings, Peering{Name: "far", Remote: "x", RemoteAddressSpace: prefixesOf("10.60.0.0/16")})
		}), other("tcp 10.60.0.1:443"), "denied dropped by system route 10.0.0.0/8"},
		{"RT-9 a peer with a reserved range is a tie", change(hub(), func(w *World) {
			w.Networks[0].Peerings = []Peering{{Name: "tie", Remote: "x", RemoteAddressSpace: prefixesOf("172.16.0.0/12")}}
		}), other("tcp 172.16.0.1:443"), "indeterminate dropped by system route 172.16.0.0/12"},
		{"RT-11 a learned prefix passes the firewall by", change(openHub, gateway("192.168.0.0/16")), to("tcp 192.168.0.1:443"), "allowed gateway by gateway route 192.168.0.0/16"},
		{"RT-11 not where propagation is off", change(openHub, gateway("192.168.0.0/16"), noPropagation), to("tcp 192.168.0.1:443"), "indeterminate unknown by route out"},
		{"RT-11 unknown routes leave nothing certain", change(openHub, gateway()), to("https mcr.microsoft.com:443"), "indeterminate gateway by network vnet"},
		{"RT-11 unless they are switched off", change(openHub, gateway(), noPropagation), to("https mcr.microsoft.com:443"), "allowed firewall by network rule all"},
		{"RT-12 a service endpoint may pass the firewall by", change(hub(), editSubnet("aks", func(s *Subnet) {
			s.ServiceEndpoints = []ServiceEndpoint{{Service: "Microsoft.Storage", Names: patterns("*.blob.core.windows.net")}}
		})), to("https x.blob.core.windows.net:443"), "indeterminate dropped by default action deny"},
		{"RT-12 not for names of others", change(hub(), editSubnet("aks", func(s *Subnet) {
			s.ServiceEndpoints = []ServiceEndpoint{{Service: "Microsoft.Storage", Names: patterns("*.blob.core.windows.net")}}
		})), to("https mcr.microsoft.com:443"), "denied dropped by default action deny"},
		{"RT-13 a private endpoint beats the default", change(hub(), endpoint(false)), to("https kv.vault.azure.net:443"), "allowed private-endpoint by private endpoint vault"},
		{"RT-13 and a shorter route with the policy off", change(hub(), endpoint(false), addRoutes(udr("in", "10.42.4.0/24", HopNone))), to("https kv.vault.azure.net:443"), "allowed private-endpoint by private endpoint vault"},
		{"RT-13 with the policy on a long enough route wins", change(hub(), endpoint(true), addRoutes(udr("in", "10.42.0.0/16", HopNone))), to("https kv.vault.azure.net:443"), "denied dropped by route in"},
		{"RT-13 never the default", change(hub(), endpoint(true)), to("https kv.vault.azure.net:443"), "allowed private-endpoint by private endpoint vault"},
		{"RT-13 a host route wins in any case", change(hub(), endpoint(false), addRoutes(udr("host", "10.42.4.9/32", HopNone))), to("https kv.vault.azure.net:443"), "denied dropped by route host"},
		{"RT-14 a tag of unknown content", change(openHub, addRoutes(udr("tag", "tag:Storage", HopNone))), to("tcp 20.0.0.1:443"), "indeterminate dropped by route tag"},
		{"RT-14 it holds public addresses only", change(hub(), addRoutes(udr("tag", "tag:Storage", HopNone))), to("tcp 10.42.4.1:443"), "allowed vnet-local by system route 10.42.0.0/16"},
		{"RT-14 a claim on the tag does not beat a longer route", change(openHub, addRoutes(udr("tag", "tag:Storage", HopNone), udr("cidr", "20.0.0.0/24", HopAppliance, "10.42.2.4"))), to("tcp tag:Storage 20.0.0.1:443"), "indeterminate dropped by route tag"},
		{"RT-14 it does decide for an unknown address", change(openHub, addRoutes(udr("tag", "tag:Storage", HopNone))), to("tcp tag:Storage:443"), "denied dropped by route tag"},
		{"RT-14 each prefix of a tag is a route", change(openHub, halved, addRoutes(udr("tag", "tag:Storage", HopNone), udr("cidr", "20.0.0.0/16", HopAppliance, "10.42.2.4"))), to("tcp 20.0.0.1:443"), "denied dropped by route tag"},
		{"RT-14 explicit before regional tag", change(openHub, tags, addRoutes(udr("regional", "tag:Storage.eastus", HopNone), udr("cidr", "20.0.0.0/16", HopAppliance, "10.42.2.4"))), to("tcp 20.0.0.1:443"), "allowed firewall by network rule all"},
		{"RT-14 regional before general tag", change(openHub, tags, addRoutes(udr("general", "tag:Storage", HopAppliance, "10.42.2.4"), udr("regional", "tag:Storage.eastus", HopNone))), to("tcp 20.0.0.1:443"), "denied dropped by route regional"},
		{"RT-14 a service before the region's cloud", change(openHub, tags, addRoutes(udr("cloud", "tag:AzureCloud.eastus", HopAppliance, "10.42.2.4"), udr("general", "tag:Storage", HopNone))), to("tcp 20.0.0.1:443"), "denied dropped by route general"},
		{"RT-14 the region's cloud before the cloud", change(openHub, tags, addRoutes(udr("cloud", "tag:AzureCloud", HopAppliance, "10.42.2.4"), udr("regional", "tag:AzureCloud.eastus", HopNone))), to("tcp 20.0.0.1:443"), "denied dropped by route regional"},
		{"RT-9 of two peers with the same ranges nobody knows which is there", change(openHub, func(w *World) {
			w.Networks[0].Peerings = []Peering{
				{Name: "p", Remote: "r", RemoteAddressSpace: prefixesOf("10.50.0.0/16")},
				{Name: "q", Remote: "s", RemoteAddressSpace: prefixesOf("10.50.0.0/16"), AccessBlocked: Known(true)},
			}
		}), from("vnet/other", to("tcp 10.50.1.1:443")), "indeterminate dropped by peering q"},
		{"RT-16 hop None drops", change(openHub, addRoutes(udr("n", "8.0.0.0/8", HopNone))), to("tcp 8.8.8.8:443"), "denied dropped by route n"},
		{"RT-16 hop gateway is opaque", change(openHub, onlyRoutes(udr("g", "0.0.0.0/0", HopGateway))), to("tcp 8.8.8.8:443"), "indeterminate gateway by network vnet"},
		{"RT-17 a hop out of reach", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopAppliance, "10.60.0.4"))), to("tcp 8.8.8.8:443"), "denied dropped by route d"},
		{"RT-17 a hop in a peer, of which nobody knows what it is", change(openHub, peered, onlyRoutes(udr("d", "0.0.0.0/0", HopAppliance, "10.50.1.4"))), to("tcp 8.8.8.8:443"), "indeterminate nva by route d"},
		{"RT-18 a hop among its own clients", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopAppliance, "10.42.1.4"))), to("tcp 8.8.8.8:443"), "indeterminate unknown by route d"},
		{"RT-19 a route over the network takes traffic inside the subnet", change(hub(), addRoutes(udr("vnet", "10.42.0.0/16", HopAppliance, "10.42.2.4"))), to("tcp 10.42.1.9:10250"), "denied dropped by default action deny"},
		{"RT-19 a longer VnetLocal route keeps it there", change(hub(), addRoutes(udr("vnet", "10.42.0.0/16", HopAppliance, "10.42.2.4"), udr("keep", "10.42.1.0/24", HopNetwork))), to("tcp 10.42.1.9:10250"), "allowed vnet-local by route keep"},
		{"RT-20 a name is outside too", change(openHub, onlyRoutes(udr("odd", "0.0.0.0/0", HopNetwork))), to("https example.com:443"), "indeterminate unknown by route odd"},
		{"RT-21 what is inside the network is not on the Internet", change(openHub, addRoutes(udr("own", "10.42.0.0/16", HopInternet)), func(w *World) { w.Firewalls[0].PrivateIP = unknownIP() }, editSubnet("aks", func(s *Subnet) { s.DefaultOutboundAccess = Yes })), to("tcp device:fw:443"), "indeterminate unknown by route own"},
		{"RT-21 a firewall for forced tunnelling without public addresses", change(openHub, func(w *World) {
			w.Firewalls[0].PublicIPs, w.Firewalls[0].ManagementSubnet = nil, "vnet/AzureFirewallManagementSubnet"
		}), to("tcp 8.8.8.8:443"), "indeterminate firewall by firewall fw"},
		{"RT-11 a learned default announces nobody", change(openHub, gateway("0.0.0.0/0"), addRoutes(udr("ten", "10.0.0.0/8", HopGateway))), to("tcp 10.99.0.1:443"), "indeterminate gateway by network vnet"},
		{"RT-11 a learned range announces its hosts", change(openHub, gateway("10.99.0.0/16"), addRoutes(udr("ten", "10.0.0.0/8", HopGateway))), to("tcp 10.99.0.1:443"), "allowed gateway by gateway route 10.99.0.0/16"},
		{"RT-17 a hop behind half a peering", change(openHub, peered, func(w *World) { w.Networks[1].Peerings = nil }, onlyRoutes(udr("d", "0.0.0.0/0", HopAppliance, "10.50.1.4"))), to("tcp 8.8.8.8:443"), "indeterminate unknown by route d"},
		{"RT-20 VnetLocal outside the network", change(openHub, addRoutes(udr("odd", "20.0.0.0/8", HopNetwork))), to("tcp 20.1.1.1:443"), "indeterminate unknown by route odd"},
		{"RT-21 a private subnet without a way out", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopInternet))), to("tcp 8.8.8.8:443"), "denied dropped by subnet vnet/aks"},
		{"RT-21 with a NAT gateway", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopInternet)), editSubnet("aks", func(s *Subnet) { s.NATGateway = Known("nat") })), to("tcp 8.8.8.8:443"), "allowed internet-direct by route d"},
		{"RT-21 with an outbound rule", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopInternet)), editSubnet("aks", func(s *Subnet) { s.PublicOutbound = Yes })), to("tcp 8.8.8.8:443"), "allowed internet-direct by route d"},
		{"RT-21 undeclared", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopInternet)), editSubnet("aks", func(s *Subnet) { s.DefaultOutboundAccess = Maybe })), to("tcp 8.8.8.8:443"), "indeterminate internet-direct by subnet vnet/aks"},
		{"RT-21 storage of the region stays reachable", change(openHub, onlyRoutes(udr("d", "0.0.0.0/0", HopInternet)), func(w *World) { w.PlatformNames = patterns("*.blob.core.windows.net") }), to("https x.blob.core.windows.net:443"), "indeterminate internet-direct by subnet vnet/aks"},
		{"RT-24 a learned default diverts the firewall", change(openHub, noPropagation, func(w *World) {
			w.Networks[0].Gateway = &Gateway{Name: "vpn", Learned: Known(prefixesOf("0.0.0.0/0"))}
		}), to("tcp 8.8.8.8:443"), "indeterminate gateway by network vnet"},
		{"RT-24 two halves divert it too", change(openHub, func(w *World) {
			subnetOf(w, "AzureFirewallSubnet").RouteTable = Known("fw-rt")
			w.RouteTables = append(w.RouteTables, RouteTable{Name: "fw-rt", Routes: []Route{udr("out", "0.0.0.0/0", HopInternet), udr("low", "0.0.0.0/1", HopAppliance, "10.42.4.4")}})
		}), to("tcp 8.8.8.8:443"), "indeterminate nva by route low"},
		{"RT-28 pods on their own subnet follow its table", hub(), from("vnet/other", to("https mcr.microsoft.com:443")), "allowed internet-direct by system route 0.0.0.0/0"},
		{"RT-30 the host's address", hub(), to("tcp 168.63.129.16:32526"), "allowed platform by platform address 168.63.129.16"},
		{"RT-30 the metadata service", change(hub(), onlyRoutes(udr("n", "0.0.0.0/0", HopNone))), to("http 169.254.169.254:80"), "allowed platform by platform address 169.254.169.254"},
		{"RT-32 the firewall's own subnet drops what it was sent", openHub, to("tcp 10.99.0.1:443"), "denied dropped by system route 10.0.0.0/8"},
		{"RT-32 unless a peering covers it", change(openHub, peered, onlyRoutes(toFirewall, udr("spoke", "10.50.0.0/16", HopAppliance, "10.42.2.4")), func(w *World) {
			subnetOf(w, "spoke").RouteTable = Known("back")
			w.RouteTables = append(w.RouteTables, RouteTable{Name: "back", Routes: []Route{udr("d", "10.42.0.0/16", HopAppliance, "10.42.2.4")}})
		}), to("tcp 10.50.1.7:443"), "allowed firewall by network rule all"},
		{"RT-33 a firewall that sends to itself", change(openHub, func(w *World) {
			subnetOf(w, "AzureFirewallSubnet").RouteTable = Known("fw-rt")
			w.RouteTables = append(w.RouteTables, RouteTable{Name: "fw-rt", Routes: []Route{udr("out", "0.0.0.0/0", HopInternet), udr("low", "0.0.0.0/1", HopAppliance, "10.42.2.4")}})
		}), to("tcp 8.8.8.8:443"), "denied dropped by firewall fw"},
		{"RT-34 the IPv4 default says nothing on IPv6", change(openHub, func(w *World) { w.Networks[0].AddressSpace = prefixesOf("10.42.0.0/16", "fd00::/48") }), from("vnet/other", to("tcp 2600::1:443")), "indeterminate internet-direct by subnet vnet/other"},
		{"RT-35 what is not modelled", change(openHub, func(w *World) { w.Networks[0].OutOfScope = "Virtual WAN" }), to("tcp 8.8.8.8:443"), "indeterminate unknown by network vnet"},
		{"5.3 a host route of unknown address takes only its own object", change(openHub, addRoutes(udr("own", "ip:new", HopNone))), to("tcp 8.8.8.8:443"), "allowed firewall by network rule all"},
		{"5.3 and that it does take", change(openHub, addRoutes(udr("own", "ip:new", HopNone))), to("tcp ip:new:443"), "denied dropped by route own"},
		{"5.3 a hop linked to the firewall is not unknown", change(openHub, func(w *World) {
			w.RouteTables[0].Routes = []Route{udr("d", "0.0.0.0/0", HopAppliance, "fw")}
			w.Firewalls[0].PrivateIP = unknownIP()
		}), to("tcp 8.8.8.8:443"), "allowed firewall by network rule all"},
		{"5.3 an address in the firewall's subnet may be the firewall", change(openHub, func(w *World) { w.Firewalls[0].PrivateIP = unknownIP() }), to("tcp 8.8.8.8:443"), "indeterminate nva by route default"},
	})
}

func TestRouteRT10(t *testing.T) {
	t.Parallel()
	// spoke -> hub firewall -> other spoke, by network rule, without translation.
	two := func(forwarded Value[bool]) World {
		return change(openHub, peered, func(w *World) {
			w.Networks = append(w.Networks, Network{
				Name: "third", AddressSpace: prefixesOf("10.60.0.0/16"), Subnets: []Subnet{{Name: "s", Prefixes: prefixesOf("10.60.1.0/24"), RouteTable: Known("rt")}},
				Peerings: []Peering{{Name: "to-hub", Remote: "vnet", AllowForwardedTraffic: forwarded}},
			})
			w.Networks[0].Peerings = append(w.Networks[0].Peerings, Peering{Name: "to-third", Remote: "third"})
			subnetOf(w, "spoke").RouteTable = Known("rt")
		})
	}
	flow := from("spokes/spoke", to("tcp 10.60.1.7:443"))
	runRules(t, []ruleCase{
		{"RT-10 the receiving network takes forwarded traffic", two(Known(true)), flow, "allowed firewall by network rule all"},
		{"RT-10 it does not", two(Known(false)), flow, "denied dropped by peering to-hub"},
		{"RT-10 nobody knows", two(Unknown[bool]()), flow, "indeterminate dropped by peering to-hub"},
		{"RT-10 not needed from spoke to hub", two(Known(false)), from("spokes/spoke", to("tcp 10.42.4.7:443")), "allowed peering by peering to-hub"},
		{"RT-10 nor for what starts in the hub, where only the reply fails (FW-38)", change(two(Known(false)), func(w *World) {
			w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, udr("third", "10.60.0.0/16", HopAppliance, "10.42.2.4"))
		}), to("tcp 10.60.1.7:443"), "denied dropped by subnet third/s"},
	})
}
