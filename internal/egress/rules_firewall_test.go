package egress

import (
	"net/netip"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

const (
	denied    = "denied dropped by default action deny"
	byAll     = "allowed firewall by network rule all"
	cluster24 = "10.42.1.0/24"
)

func app(name string, targets ...string) Collection {
	return collection(name, 300, Allow, appRule(name, "*", "https:443", targets...))
}

// prio gives a collection another priority.
func prio(c Collection, p int) Collection { c.Priority = Known(p); return c }

func denying(c Collection) Collection { c.Action = Known(Deny); return c }

func TestFirewallOrder(t *testing.T) {
	t.Parallel()
	mcr := to("https mcr.microsoft.com:443")
	addr := to("tcp 8.8.8.8:443")
	net := func(name string, p int, a Action) Collection {
		return collection(name, p, a, netRule(name, "TCP", "*", "*", "443"))
	}
	two := func(first, second Group) World { return policyHub(Policy{Groups: []Group{first, second}}) }
	parent := func(up, down Group) World {
		w := policyHub(Policy{Parent: Known("up"), Groups: []Group{down}})
		w.Policies = append(w.Policies, Policy{Name: "up", Groups: []Group{up}})
		return w
	}
	unknownPriority := func(c Collection) Collection { c.Priority = Unknown[int](); return c }
	runRules(t, []ruleCase{
		{"FW-1 NAT and its hairpin come before network rules", openHub, to("tcp 20.1.2.3:443"), "denied dropped by firewall fw"},
		{"FW-2 a network rule of the last group beats an application rule of the first", two(group("a", 100, prio(app("app", "mcr.microsoft.com"), 100)), group("z", 60000, net("net", 60000, Deny))), mcr, "denied dropped by network rule net"},
		{"FW-2 also one of the child against the parent", parent(group("a", 100, prio(app("app", "mcr.microsoft.com"), 100)), group("z", 60000, net("net", 60000, Deny))), mcr, "denied dropped by network rule net"},
		{"FW-3 the parent's groups come first", parent(group("up", 60000, net("up", 60000, Allow)), group("down", 100, net("down", 100, Deny))), addr, "allowed firewall by network rule up"},
		{"FW-3 then the group's priority", two(group("late", 300, net("late", 100, Deny)), group("early", 200, net("early", 60000, Allow))), addr, "allowed firewall by network rule early"},
		{"FW-3 then the collection's", policyHub(Policy{Groups: []Group{group("g", 100, net("late", 300, Deny), net("early", 200, Allow))}}), addr, "allowed firewall by network rule early"},
		{"FW-4 classic rules go by collection", hub(net("late", 300, Deny), net("early", 200, Allow)), addr, "allowed firewall by network rule early"},
		{"FW-4 a policy makes classic rules moot", change(openHub, func(w *World) {
			w.Firewalls[0].Policy = Known("p")
			w.Policies = []Policy{{Name: "p"}}
		}), addr, denied},
		{"FW-5 the smaller number wins", hub(net("a", 65000, Allow), net("b", 100, Deny)), addr, "denied dropped by network rule b"},
		{"FW-6 a tie that disagrees", hub(net("a", 100, Allow), net("b", 100, Deny)), addr, "indeterminate dropped by network rule b"},
		{"FW-6 a tie that agrees", hub(net("a", 100, Allow), net("b", 100, Allow)), addr, "allowed firewall by network rule a"},
		{"FW-6 a tie of which one matches", hub(net("a", 100, Allow), collection("b", 100, Deny, netRule("b", "TCP", "*", "*", "80"))), addr, "allowed firewall by network rule a"},
		{"FW-6 the same number in parent and child is no tie", parent(group("up", 300, net("up", 300, Allow)), group("down", 300, net("down", 300, Deny))), addr, "allowed firewall by network rule up"},
		{"FW-7 a network rule that denies ends it", hub(net("net", 100, Deny), app("app", "mcr.microsoft.com")), mcr, "denied dropped by network rule net"},
		{"FW-7 one that allows ends it too", hub(net("net", 100, Allow), denying(app("app", "mcr.microsoft.com"))), mcr, "allowed firewall by network rule net"},
		{"FW-8 application rules see HTTPS", hub(app("app", "*")), mcr, "allowed firewall by application rule app"},
		{"FW-8 and not plain TCP", hub(app("app", "*")), to("tcp mcr.microsoft.com:443"), denied},
		{"FW-9 no rules, nothing passes", hub(), mcr, denied},
		{"FW-10 platform names may pass without a rule", change(hub(), platform), to("https x.blob.core.windows.net:443"), "indeterminate dropped by default action deny"},
		{"FW-10 not after a deny of everything", change(hub(denying(app("deny", "*"))), platform), to("https x.blob.core.windows.net:443"), "denied dropped by application rule deny"},
		{"FW-10 other names do not", change(hub(), platform), mcr, denied},
		{"5.3 an unknown priority may come first", hub(net("a", 100, Allow), unknownPriority(net("b", 0, Deny))), addr, "indeterminate dropped by network rule b"},
		{"5.3 unless it does the same", hub(net("a", 100, Allow), unknownPriority(net("b", 0, Allow))), addr, "allowed firewall by network rule b"},
		{"5.3 an unknown action may be either", hub(Collection{Name: "a", Kind: KindNetwork, Priority: Known(100), Action: Unknown[Action](), Rules: net("a", 100, Allow).Rules}), addr, "indeterminate dropped by network rule a"},
		{"5.3 unknown rules of a known collection", hub(Collection{Name: "a", Kind: KindNetwork, Priority: Known(100), Action: Known(Deny), Open: true}, net("b", 200, Allow)), addr, "indeterminate dropped by rule collection a"},
		{"5.3 which do the same", hub(Collection{Name: "a", Kind: KindNetwork, Priority: Known(100), Action: Known(Allow), Open: true}, net("b", 200, Allow)), addr, "allowed firewall by rule collection a"},
		{"5.3 after what is decided they do not matter", hub(net("a", 100, Allow), Collection{Name: "b", Kind: KindNetwork, Priority: Known(200), Action: Known(Deny), Open: true}), addr, "allowed firewall by network rule a"},
		{"5.3 FW-2 unknown application rules cannot hurt what network rules settle", hub(net("a", 200, Allow), Collection{Name: "b", Kind: KindApplication, Priority: Known(100), Action: Known(Deny), Open: true}), mcr, "allowed firewall by network rule a"},
		{"5.3 unknown collections may do anything", change(hub(net("a", 100, Allow)), func(w *World) { w.Firewalls[0].CollectionsOpen = true }), addr, "indeterminate dropped by firewall fw"},
		{"5.3 a group of others may do anything", policyHub(Policy{Groups: []Group{{Name: "g", Priority: Known(100), Open: true, Collections: []Collection{net("a", 100, Allow)}}}}), addr, "indeterminate dropped by rule collection group g"},
		{"5.3 but not what an earlier group decided", two(group("a", 100, net("a", 100, Allow)), Group{Name: "g", Priority: Known(200), Open: true}), addr, "allowed firewall by network rule a"},
		{"5.3 a policy of others may do anything", policyHub(Policy{Open: true, Groups: []Group{group("g", 100, net("a", 100, Allow))}}), addr, "indeterminate dropped by policy p"},
		{"5.3 a policy that is not known", change(openHub, func(w *World) { w.Firewalls[0].Policy = Unknown[string]() }), addr, "indeterminate dropped by policy (not known)"},
	})
}

func platform(w *World) { w.PlatformNames = patterns("*.blob.core.windows.net") }

func TestFirewallMatching(t *testing.T) {
	t.Parallel()
	one := func(r NetworkRule) World { return hub(collection("c", 100, Allow, r)) }
	groups := func(w *World) { w.IPGroups = []IPGroup{{Name: "g", Addresses: addrs("8.8.0.0/16")}} }
	tagged := one(netRule("r", "TCP", "*", "tag:AzureCloud.eastus", "443"))
	api := to("https x.hcp.eastus.azmk8s.io:443")
	api.Destination.Tags = []TagClaim{{Tag: "AzureCloud.eastus", Assumption: AssumeAPITag}}
	elsewhere := api
	elsewhere.Destination.Tags = []TagClaim{{Tag: "AzureCloud.westus"}}
	url := func(path string) World {
		return hub(collection("c", 100, Allow, ApplicationRule{Name: "r", Source: Anywhere(), Protocols: []ApplicationProtocol{{L7HTTPS, 443}}, TerminateTLS: true, URLs: []URL{{Host: patterns("mcr.microsoft.com")[0], Path: path}}}))
	}
	appWith := func(edit func(*ApplicationRule)) World {
		r := appRule("r", "*", "https:443", "mcr.microsoft.com")
		edit(&r)
		return hub(collection("c", 100, Allow, r))
	}
	mcr, addr := to("https mcr.microsoft.com:443"), to("tcp 8.8.8.8:443")
	noInspection := mcr
	noInspection.NoInspection = true
	quic := mcr
	quic.Protocol = netset.UDP
	allowed, byApp := "allowed firewall by network rule r", "allowed firewall by application rule r"
	named := func(proxy bool, resolver string) World {
		w := one(nameRule("r", "TCP", "*", "mcr.microsoft.com", "443"))
		w.Firewalls[0].Classic.DNSProxy = Known(proxy)
		w.Networks[0].DNSFirewall = resolver
		return w
	}
	runRules(t, []ruleCase{
		{"FW-13 all dimensions match", one(netRule("r", "TCP", cluster24, "8.8.8.8", "443")), addr, allowed},
		{"FW-13 not the protocol", one(netRule("r", "UDP", cluster24, "8.8.8.8", "443")), addr, denied},
		{"FW-13 not the port", one(netRule("r", "TCP", cluster24, "8.8.8.8", "80")), addr, denied},
		{"FW-13 not the source", one(netRule("r", "TCP", "10.42.4.0/24", "8.8.8.8", "443")), addr, denied},
		{"FW-13 not the destination", one(netRule("r", "TCP", cluster24, "8.8.4.4", "443")), addr, denied},
		{"FW-13 lists are unions", one(netRule("r", "UDP,TCP", "10.42.4.0/24 10.42.1.0/24", "8.8.4.4 8.8.8.8", "80,443")), addr, allowed},
		{"FW-14 part of the source", one(netRule("r", "TCP", "10.42.1.0/25", "*", "443")), addr, "partial dropped by default action deny"},
		{"FW-14 a dashed range", one(netRule("r", "TCP", "10.42.1.0-10.42.1.255", "*", "443")), addr, allowed},
		{"FW-14 it is the address before translation", one(netRule("r", "TCP", "20.1.2.3", "*", "443")), addr, denied},
		{"FW-15 part of the destination", one(netRule("r", "TCP", "*", "8.8.8.8", "443")), to("tcp 8.8.8.0/24:443"), "partial dropped by default action deny"},
		{"FW-15 an address rule for an unknown public address", one(netRule("r", "TCP", "*", "20.0.0.0/8", "443")), mcr, "indeterminate dropped by default action deny"},
		{"FW-15 a private range cannot hold it", one(netRule("r", "TCP", "*", "10.0.0.0/8", "443")), mcr, denied},
		{"FW-16 a tag of unknown content", tagged, addr, "indeterminate dropped by default action deny"},
		{"FW-16 it holds no private address", tagged, to("tcp 10.99.0.1:443"), denied},
		{"FW-16 A-API-TAG the destination is known to be in it", tagged, api, allowed},
		{"FW-16 X.region is inside X", one(netRule("r", "TCP", "*", "tag:AzureCloud", "443")), api, allowed},
		{"FW-16 X is not inside X.region", tagged, to("tcp tag:AzureCloud:443"), "indeterminate dropped by default action deny"},
		{"FW-16 A-REGION-DISJOINT another region", tagged, elsewhere, denied},
		{"FW-16 services are inside AzureCloud", one(netRule("r", "TCP", "*", "tag:AzureCloud", "443")), to("tcp tag:AzureMonitor:443"), allowed},
		{"FW-16 letter case does not matter", one(netRule("r", "TCP", "*", "tag:azurecloud.EastUS", "443")), api, allowed},
		{"FW-16 content from a tag file", change(tagged, func(w *World) {
			w.ServiceTags = map[string][]netip.Prefix{"AzureCloud.eastus": prefixesOf("8.8.0.0/16")}
		}), addr, allowed},
		{"FW-17 an IP group", change(one(netRule("r", "TCP", "*", "group:g", "443")), groups), addr, allowed},
		{"FW-17 an emptied one", change(one(netRule("r", "TCP", "*", "group:g", "443")), func(w *World) { w.IPGroups = []IPGroup{{Name: "g"}} }), addr, denied},
		{"FW-17 one of unknown content", one(netRule("r", "TCP", "*", "group:nowhere", "443")), addr, "indeterminate dropped by default action deny"},
		{"FW-17 as source of an application rule", change(hub(collection("c", 100, Allow, appRule("r", "group:g", "https:443", "*"))), groups), mcr, denied},
		{"FW-18 Any with * is every protocol", change(one(netRule("r", "Any", "*", "10.50.0.0/16", "*")), spokeBehind), to("icmp 10.50.1.7:0"), allowed},
		{"FW-18 Any with a port is TCP and UDP", change(one(netRule("r", "Any", "*", "10.50.0.0/16", "443")), spokeBehind), to("icmp 10.50.1.7:0"), denied},
		{"FW-18 which it does match", one(netRule("r", "Any", "*", "8.8.8.8", "443")), to("udp 8.8.8.8:443"), allowed},
		{"FW-19 ICMP to the Internet is lost", openHub, to("icmp 8.8.8.8:0"), "denied dropped by firewall fw"},
		{"FW-21 a name in a network rule, the firewall as resolver", named(true, "fw"), to("tcp mcr.microsoft.com:443"), allowed},
		{"FW-21 another resolver may get other addresses", named(true, ""), to("tcp mcr.microsoft.com:443"), "indeterminate dropped by default action deny"},
		{"FW-21 A-NAMES-APART another name", named(true, "fw"), to("tcp packages.microsoft.com:443"), denied},
		{"FW-21 an address may be that of the name", named(true, "fw"), addr, "indeterminate dropped by default action deny"},
		{"FW-22 another port", hub(app("r", "mcr.microsoft.com")), to("https mcr.microsoft.com:8443"), denied},
		{"FW-22 another protocol", hub(app("r", "mcr.microsoft.com")), to("http mcr.microsoft.com:443"), denied},
		{"FW-22 FW-15 part of the ports", hub(app("r", "mcr.microsoft.com")), to("https mcr.microsoft.com:443,8443"), "partial dropped by default action deny"},
		{"FW-23 a star covers several labels", hub(app("r", "*.microsoft.com")), to("https a.b.microsoft.com:443"), byApp},
		{"FW-23 and not the name itself", hub(app("r", "*.microsoft.com")), to("https microsoft.com:443"), denied},
		{"FW-23 without the dot it does", hub(app("r", "*microsoft.com")), to("https microsoft.com:443"), byApp},
		{"FW-23 and look-alikes", hub(app("r", "*microsoft.com")), to("https evilmicrosoft.com:443"), byApp},
		{"FW-23 a literal is one name", hub(app("r", "data.mcr.microsoft.com")), to("https *.data.mcr.microsoft.com:443"), denied},
		{"FW-23 part of a pattern", hub(app("r", "eastus.data.mcr.microsoft.com")), to("https *.data.mcr.microsoft.com:443"), "partial dropped by default action deny"},
		{"FW-23 a bare star is any name", hub(app("r", "*")), to("https *.data.mcr.microsoft.com:443"), byApp},
		{"FW-24 letter case and final dot", hub(app("r", "MCR.Microsoft.com.")), mcr, byApp},
		{"FW-25 the requested name counts, not the address", hub(app("r", "mcr.microsoft.com")), to("https mcr.microsoft.com 8.8.8.8:443"), byApp},
		{"FW-26 a tag of unknown content", hub(app("r", "tag:WindowsUpdate")), mcr, "indeterminate dropped by default action deny"},
		{"FW-28 a path of a host", url("/v2/*"), mcr, "indeterminate dropped by default action deny"},
		{"FW-28 the whole host", url("/*"), mcr, byApp},
		{"FW-28 without a path its root alone", url(""), mcr, "indeterminate dropped by default action deny"},
		{"FW-28 HTTPS that the firewall does not decrypt", change(url("/*"), func(w *World) {
			r := w.Firewalls[0].Collections[0].Rules[0].(ApplicationRule)
			r.TerminateTLS = false
			w.Firewalls[0].Collections[0].Rules[0] = r
		}), mcr, "indeterminate dropped by default action deny"},
		{"FW-28 another host", url(""), to("https x.microsoft.com:443"), denied},
		{"FW-29 web categories", appWith(func(r *ApplicationRule) { r.Names, r.WebCategories = nil, []string{"News"} }), mcr, "indeterminate dropped by default action deny"},
		{"FW-30 TLS termination kills what cannot bear it", appWith(func(r *ApplicationRule) { r.TerminateTLS = true }), noInspection, "denied dropped by application rule r"},
		{"FW-30 and nothing else", appWith(func(r *ApplicationRule) { r.TerminateTLS = true }), mcr, byApp},
		{"FW-31 destination addresses of an application rule", appWith(func(r *ApplicationRule) { r.DestinationAddresses = spec("20.0.0.0/8") }), mcr, "indeterminate dropped by default action deny"},
		{"FW-31 a star says nothing", appWith(func(r *ApplicationRule) { r.DestinationAddresses = Anywhere() }), mcr, byApp},
		{"FW-32 no server name, no application rule", hub(app("r", "*")), to("https-no-sni 8.8.8.8:443"), denied},
		{"FW-33 QUIC that says so", hub(app("r", "*")), quic, denied},
		{"FW-33 QUIC", hub(app("r", "*")), to("udp mcr.microsoft.com:443"), denied},
		{"FW-34 MSSQL on 1433", hub(collection("c", 100, Allow, appRule("r", "*", "mssql:1433", "*.database.windows.net"))), to("mssql x.database.windows.net:1433"), byApp},
		{"FW-34 perhaps elsewhere", hub(collection("c", 100, Allow, appRule("r", "*", "mssql:11000", "*.database.windows.net"))), to("mssql x.database.windows.net:11000"), "indeterminate dropped by default action deny"},
		{"5.3 FW-14 a list with more sources", one(netRule("r", "TCP", "?", "*", "443")), addr, "indeterminate dropped by default action deny"},
		{"5.3 FW-14 the source subnet by link", one(netRule("r", "TCP", "subnet:vnet/aks", "*", "443")), addr, allowed},
		{"5.3 FW-14 also where its prefix is not known", change(one(netRule("r", "TCP", "subnet:vnet/aks", "*", "443")), editSubnet("aks", func(s *Subnet) { s.Prefixes, s.PrefixesUnknown = nil, true })), addr, allowed},
		{"5.3 FW-14 a list of addresses does not do then", change(one(netRule("r", "TCP", cluster24, "*", "443")), editSubnet("aks", func(s *Subnet) { s.Prefixes, s.PrefixesUnknown = nil, true })), addr, "indeterminate dropped by default action deny"},
	})
}

// spokeBehind routes a peer through the firewall, both ways.
func spokeBehind(w *World) {
	peered(w)
	w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, udr("spoke", "10.50.0.0/16", HopAppliance, "10.42.2.4"))
	subnetOf(w, "spoke").RouteTable = Known("back")
	w.RouteTables = append(w.RouteTables, RouteTable{Name: "back", Routes: []Route{udr("d", "10.42.0.0/16", HopAppliance, "10.42.2.4")}})
}

func TestFirewallForwarding(t *testing.T) {
	t.Parallel()
	ranges := func(list ...string) func(*World) {
		return classic(func(s *Settings) { r := addrs(list...); s.PrivateRanges = Known(&r) })
	}
	oneWay := together(spokeBehind, editSubnet("spoke", func(s *Subnet) { s.RouteTable = Known("") }))
	byName := change(hub(app("r", "x.example.com")), oneWay)
	spoke := to("tcp 10.50.1.7:443")
	addr, mcr := to("tcp 8.8.8.8:443"), to("https mcr.microsoft.com:443")
	query := to("udp device:fw:53")
	proxy := func(on bool) World { return change(hub(), classic(func(s *Settings) { s.DNSProxy = Known(on) })) }
	nat := NATRule{Name: "in", Source: Anywhere(), Destination: spec("10.42.2.4"), Protocols: netset.TCP, Ports: portsOf("443")}
	runRules(t, []ruleCase{
		{"FW-36 a network rule translates public destinations", openHub, addr, byAll},
		{"FW-36 a list that holds everything never does", change(openHub, ranges("0.0.0.0/0")), addr, "denied dropped by firewall fw"},
		{"FW-36 nor for names", change(openHub, ranges("0.0.0.0/0")), mcr, "denied dropped by firewall fw"},
		{"FW-36 application rules always do", change(hub(app("r", "*")), ranges("0.0.0.0/0")), mcr, "allowed firewall by application rule r"},
		{"FW-36 the default holds private ranges", change(openHub, oneWay), spoke, "denied dropped by subnet spokes/spoke"},
		{"FW-36 255.255.255.255/32 means always", change(openHub, oneWay, ranges("255.255.255.255/32")), spoke, byAll},
		{"FW-36 a list of one's own public range leaves names alone (A-DNS)", change(openHub, ranges("10.0.0.0/8", "20.5.0.0/16")), mcr, byAll},
		{"FW-36 and takes that range", change(openHub, ranges("10.0.0.0/8", "20.5.0.0/16")), to("tcp 20.5.0.1:443"), "denied dropped by firewall fw"},
		{"FW-36 ranges that are not known", change(openHub, classic(func(s *Settings) { s.PrivateRanges = Unknown[*netset.Addresses]() })), addr, "indeterminate dropped by firewall fw"},
		{"FW-38 the reply has to come back through the firewall", change(openHub, spokeBehind), spoke, byAll},
		{"FW-38 through another firewall is not back", change(openHub, spokeBehind, func(w *World) {
			w.Networks[0].Subnets = append(w.Networks[0].Subnets, Subnet{Name: "second", Prefixes: prefixesOf("10.42.9.0/26")})
			w.Firewalls = append(w.Firewalls, Firewall{Name: "fw2", Subnet: "vnet/second", PrivateIP: ip("10.42.9.4")})
			w.RouteTables[1].Routes[0] = udr("d", "10.42.0.0/16", HopAppliance, "10.42.9.4")
		}), spoke, "denied dropped by subnet spokes/spoke"},
		{"FW-38 an application rule makes it", byName, to("https x.example.com 10.50.1.7:443"), "allowed firewall by application rule r"},
		{"FW-38 a private endpoint: not documented", change(openHub, endpoint(true), addRoutes(udr("pe", "10.42.4.9/32", HopAppliance, "10.42.2.4"))), to("tcp 10.42.4.9:443"), "indeterminate firewall by firewall fw"},
		{"FW-39 the firewall's public address from inside", openHub, to("tcp ip:pip:443"), "denied dropped by firewall fw"},
		{"FW-39 a NAT rule on the private address", hub(Collection{Name: "nat", Kind: KindNAT, Priority: Known(100), Rules: []Rule{nat}}), to("tcp device:fw:443"), "indeterminate vnet-local by NAT rule in"},
		{"FW-40 the DNS proxy answers", proxy(true), query, "allowed vnet-local by firewall fw"},
		{"FW-40 and is dead when it is off", proxy(false), query, "denied dropped by firewall fw"},
		{"FW-40 also where a route leads there through the firewall itself", change(proxy(true), addRoutes(udr("vnet", "10.42.0.0/16", HopAppliance, "10.42.2.4"))), query, "allowed firewall by firewall fw"},
		{"FW-40 nobody knows who answers behind a gateway", change(proxy(false), gateway("10.0.0.0/8"), addRoutes(udr("vnet", "10.42.0.0/16", HopGateway))), query, "indeterminate gateway by network vnet"},
		{"FW-40 by address too", proxy(false), to("udp 10.42.2.4:53"), "denied dropped by firewall fw"},
		{"FW-41 the default resolver needs no rule", hub(), to("udp 168.63.129.16:53"), "allowed platform by platform address 168.63.129.16"},
		{"FW-41 a resolver elsewhere follows the routes", hub(), to("tcp 10.99.0.4:53"), denied},
		{"FW-43 forced tunnelling hands over to someone else", change(openHub, func(w *World) { w.Firewalls[0].ForcedTunneling = Known(true) }), addr, "indeterminate firewall by firewall fw"},
		{"FW-43 private destinations stay", change(openHub, spokeBehind, func(w *World) { w.Firewalls[0].ForcedTunneling = Known(true) }), spoke, byAll},
		{"FW-44 a rule against the reply does not matter", hub(collection("back", 100, Deny, netRule("back", "TCP", "8.8.8.8", cluster24, "*")), collection("all", 200, Allow, netRule("all", "TCP", "*", "*", "443"))), addr, byAll},
		{"FW-47 IPv6 is a preview", change(openHub, func(w *World) { w.Networks[0].AddressSpace = prefixesOf("10.42.0.0/16", "fd00::/48") }, addRoutes(udr("six", "::/0", HopAppliance, "10.42.2.4"))), to("tcp 2600::1:443"), "indeterminate firewall by firewall fw"},
		{"FW-48 TCP 25 may be blocked by the platform", openHub, to("tcp 8.8.8.8:25"), "indeterminate firewall by firewall fw"},
		{"FW-48 other ports not", openHub, to("tcp 8.8.8.8:587"), byAll},
	})
}

func TestFirewallAssumptions(t *testing.T) {
	t.Parallel()
	mcr := to("https mcr.microsoft.com:443")
	api := mcr
	api.Destination.Tags = []TagClaim{{Tag: "AzureCloud.eastus", Assumption: AssumeAPITag}}
	west := mcr
	west.Destination.Tags = []TagClaim{{Tag: "AzureCloud.westus"}}
	tagged := hub(collection("c", 100, Allow, netRule("r", "TCP", "*", "tag:AzureCloud.eastus", "443")))
	named := change(hub(collection("c", 100, Allow, nameRule("r", "TCP", "*", "x.example.com", "443"))), func(w *World) {
		w.Firewalls[0].Classic.DNSProxy = Known(true)
		w.Networks[0].DNSFirewall = "fw"
	})
	lone := change(openHub, func(w *World) { w.Firewalls[0].Subnet = "" })
	threat := change(openHub, classic(func(s *Settings) { s.ThreatIntelligence = Known(ModeDeny) }))
	tests := []struct {
		name   string
		a      Assumption
		world  World
		flow   Flow
		status Status
	}{
		{"FW-11", AssumeThreatIntel, threat, mcr, Allowed},
		{"FW-12", AssumeIntrusion, change(openHub, classic(func(s *Settings) { s.IntrusionDetection = Known(ModeDeny) })), mcr, Allowed},
		{"A-DNS", AssumeDNS, change(openHub, addRoutes(udr("hole", "20.0.0.0/16", HopNone))), mcr, Allowed},
		{"FW-16", AssumeAPITag, tagged, api, Allowed},
		{"FW-16", AssumeRegionDisjoint, tagged, west, Denied},
		{"AK-30", AssumeAKSTagCore, withTag(hub(app("aks", "tag:AzureKubernetesService"))), mcr, Allowed},
		{"FW-21", AssumeNamesApart, named, mcr, Denied},
		{"RT-24", AssumeFirewallExit, lone, mcr, Allowed},
		{"FW-40", AssumeProxyQuery, change(hub(), classic(func(s *Settings) { s.DNSProxy = Known(true) })), to("udp device:fw:53"), Allowed},
	}
	covered := map[Assumption]bool{}
	for _, tt := range tests {
		covered[tt.a] = true
		t.Run("VM-6 "+tt.name+" "+string(tt.a), func(t *testing.T) {
			t.Parallel()
			with := judgeOne(t, tt.world, tt.flow)
			named := false
			for _, a := range with.Assumptions {
				named = named || a == tt.a
			}
			if with.Status != tt.status || !named {
				t.Errorf("with it: %s, assuming %v", line(with), with.Assumptions)
			}
			if without := judgeOne(t, tt.world, tt.flow, tt.a); without.Status != Indeterminate {
				t.Errorf("without it: %s, assuming %v", line(without), without.Assumptions)
			}
		})
	}
	for _, a := range Assumptions() {
		if !covered[a] || a.Text() == "" {
			t.Errorf("%s has no test or no text", a)
		}
	}
	t.Run("FW-11 Basic can only alert", func(t *testing.T) {
		t.Parallel()
		w := change(threat, func(w *World) { w.Firewalls[0].Tier = Known(Basic) })
		if v := judgeOne(t, w, mcr, AssumeThreatIntel); v.Status != Allowed {
			t.Errorf("got %s", line(v))
		}
	})
	t.Run("FW-11 names on the allowlist are exempt", func(t *testing.T) {
		t.Parallel()
		w := change(threat, classic(func(s *Settings) { s.AllowlistNames = patterns("*.microsoft.com") }))
		if v := judgeOne(t, w, mcr, AssumeThreatIntel); v.Status != Allowed {
			t.Errorf("got %s", line(v))
		}
	})
}
