package egress

import (
	"slices"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// The rows of this file come from worlds in which the evaluator was more certain
// than the emulator's packet walk (internal/egress/differential).

// behind lets everything pass the hub's firewall.
func behind(edits ...func(*World)) World {
	return change(hub(collection("all", 100, Allow, netRule("r", "Any", "*", "*", "*"))), edits...)
}

func natOnly(subnet string, ips ...PublicIP) func(*World) {
	return func(w *World) {
		subnetOf(w, subnet).NATGateway = Known("nat")
		w.NATGateways = []NATGateway{{Name: "nat", PublicIPs: ips}}
	}
}

func TestAgainstWalk(t *testing.T) {
	t.Parallel()
	unknownAddress := func(w *World) {
		w.Firewalls[0].PrivateIP = unknownIP()
		w.RouteTables[0].Routes = []Route{udr("default", "0.0.0.0/0", HopAppliance, "fw")}
	}
	group := func(addresses ...string) func(*World) {
		return func(w *World) { w.IPGroups = []IPGroup{{Name: "g", Addresses: addrs(addresses...)}} }
	}
	grouped := hub(collection("c", 100, Allow, netRule("r", "TCP", "10.42.1.0/24 group:g", "*", "443")))
	tags := func(routes ...Route) World {
		return behind(onlyRoutes(append(routes, udr("default", "0.0.0.0/0", HopAppliance, "10.42.2.4"))...))
	}
	remoteGateway := func(w *World) {
		w.Networks[0].Peerings = []Peering{{Name: "to-hub", Remote: "elsewhere", RemoteAddressSpace: prefixesOf("10.50.0.0/16"), UseRemoteGateways: Known(true)}}
		subnetOf(w, "AzureFirewallSubnet").RouteTable = Known("direct")
		w.RouteTables = append(w.RouteTables, RouteTable{Name: "direct", DisablePropagation: Known(true), Routes: []Route{udr("default", "0.0.0.0/0", HopInternet)}})
	}
	public := to("tcp 8.8.8.8:443")
	icmp := to("icmp 8.8.8.8:0")
	runRules(t, []ruleCase{
		{"FW-40 nothing answers on other ports of the firewall", hub(), to("tcp 10.42.2.4:443"), "indeterminate vnet-local by firewall fw"},
		{"FW-40 nor perhaps where its address may be", change(hub(), unknownAddress), to("tcp 10.42.2.5:443"), "indeterminate vnet-local by firewall fw"},
		{"FW-40 its own address reached through a route", behind(onlyRoutes(udr("own", "10.42.2.4/32", HopAppliance, "10.42.2.4"))), to("udp 10.42.2.4:53"), "denied dropped by firewall fw"},
		{"RT-21 a NAT gateway without an address", change(hub(), editSubnet("aks", func(s *Subnet) { s.RouteTable = Known("") }), natOnly("aks")), public, "indeterminate internet-direct by subnet vnet/aks"},
		{"RT-21 and with one", change(hub(), editSubnet("aks", func(s *Subnet) { s.RouteTable = Known("") }), natOnly("aks", PublicIP{Name: "n", Address: ip("20.5.5.5")})), public, "allowed internet-direct by system route 0.0.0.0/0"},
		{"FW-37 a NAT gateway without an address on the firewall's subnet", behind(natOnly("AzureFirewallSubnet")), public, "indeterminate firewall by firewall fw"},
		{"FW-17 an emptied group beside addresses", change(grouped, group()), public, "indeterminate dropped by default action deny"},
		{"FW-17 a group that is not known", grouped, public, "indeterminate dropped by default action deny"},
		{"FW-17 a group with addresses", change(grouped, group("10.9.0.0/16")), public, "allowed firewall by network rule r"},
		{"RT-11 the gateway of a network that is not described", behind(remoteGateway), public, "indeterminate gateway by network vnet"},
		{"RT-11 propagation switched off", behind(remoteGateway, func(w *World) { w.RouteTables[0].DisablePropagation = Known(true) }), public, "allowed firewall by network rule r"},
		{"NSG-5 on-premises space that the table keeps away", change(hub(), onlyRoutes(), gateway("20.0.0.0/8"), func(w *World) {
			w.RouteTables[0].DisablePropagation = Known(true)
			w.SecurityGroups = []SecurityGroup{{Name: "nsg", Rules: []SecurityRule{{
				Name: "deny", Priority: Known(100), Access: Known(AccessDeny), Protocols: netset.AllProtocols, Source: Anywhere(), Destination: spec("tag:VirtualNetwork"), Ports: netset.AllPorts(),
			}}}}
			s := subnetOf(w, "aks")
			s.SecurityGroup, s.DefaultOutboundAccess = Known("nsg"), Yes
		}), to("tcp 20.0.0.1:443"), "indeterminate dropped by security rule deny"},
		{"RT-14 another tag may hold it too", tags(udr("cloud", "tag:AzureCloud.eastus", HopNone), udr("storage", "tag:Storage.eastus", HopAppliance, "10.42.2.4")), to("tcp tag:AzureCloud.eastus:443"), "indeterminate dropped by route cloud"},
		{"RT-14 the only tag", tags(udr("cloud", "tag:AzureCloud.eastus", HopNone)), to("tcp tag:AzureCloud.eastus:443"), "denied dropped by route cloud"},
		{"FW-19 to the Internet", behind(), icmp, "denied dropped by firewall fw"},
		{"FW-19 to a device behind the firewall nobody knows", behind(func(w *World) { w.Firewalls[0].ForcedTunneling = Known(true) }), icmp, "indeterminate firewall by firewall fw"},
		{"FW-19 to a network that uses public addresses", behind(peered, func(w *World) {
			w.Networks[1].AddressSpace, w.Networks[1].Subnets[0].Prefixes = prefixesOf("30.0.0.0/16"), prefixesOf("30.0.1.0/24")
			w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, udr("spoke", "30.0.0.0/16", HopAppliance, "10.42.2.4"))
		}), to("icmp 30.0.1.4:0"), "indeterminate firewall by firewall fw"},
		{"RT-32 A-FW-EXIT says nothing of networks with public addresses", behind(func(w *World) {
			w.Firewalls[0].Subnet = ""
			w.Networks = append(w.Networks, Network{Name: "own", AddressSpace: prefixesOf("30.0.0.0/16")})
		}), to("tcp 30.0.1.4:443"), "indeterminate firewall by firewall fw"},
		{"RT-8 nor of addresses that may be dropped", behind(func(w *World) { w.Firewalls[0].Subnet = "" }), to("tcp 157.59.0.9:443"), "indeterminate firewall by firewall fw"},
		{"RT-17 a firewall of a network with the same addresses", change(hub(), func(w *World) {
			w.Networks = append(w.Networks, Network{Name: "twin", AddressSpace: prefixesOf("10.42.0.0/16"), Subnets: []Subnet{{Name: "aks", Prefixes: prefixesOf("10.42.1.0/24")}}})
		}), from("twin/aks", to("udp device:fw:53")), "indeterminate unknown by firewall fw"},
	})
}

// VM-6: what a tag's content rests on counts among the assumptions.
func TestTagContentRestsOnClaim(t *testing.T) {
	t.Parallel()
	w := behind(addRoutes(udr("other", "40.0.0.0/8", HopNone)))
	w.ServiceTags = map[string][]netipPrefix{"AzureCloud.eastus": prefixesOf("20.0.0.0/8")}
	f := to("tcp tag:AzureCloud.eastus:9000")
	f.Destination.Tags[0].Assumption = AssumeAPITag
	if v := judgeOne(t, w, f); v.Status != Allowed || !slices.Contains(v.Assumptions, AssumeAPITag) {
		t.Errorf("%s, assuming %v", line(v), v.Assumptions)
	}
}

// VM-5: the witness of a partial verdict fares as it says whatever an unknown tag holds.
func TestWitnessInBothWorlds(t *testing.T) {
	t.Parallel()
	w := hub()
	w.SecurityGroups = []SecurityGroup{{Name: "nsg", Rules: []SecurityRule{
		{
			Name: "tag", Priority: Known(100), Access: Known(AccessDeny), Protocols: netset.AllProtocols, Source: Anywhere(),
			Destination: spec("tag:Storage"), Ports: netset.AllPorts(),
		},
		{
			Name: "addresses", Priority: Known(200), Access: Known(AccessDeny), Protocols: netset.AllProtocols, Source: Anywhere(),
			Destination: spec("20.0.1.0/24"), Ports: netset.AllPorts(),
		},
	}}}
	s := subnetOf(&w, "aks")
	s.SecurityGroup, s.RouteTable, s.DefaultOutboundAccess = Known("nsg"), Known(""), Yes
	v := judgeOne(t, w, to("tcp 20.0.0.0/8 10.42.4.4:443"))
	if v.Status != Partial || v.Dropped == nil || !addrs("20.0.1.0/24").Contains(v.Dropped.Destination) {
		t.Errorf("%s, dropped %+v", line(v), v.Dropped)
	}
}
