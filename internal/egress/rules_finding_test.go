package egress

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// findingCase is a world with one thing wrong, and the finding for it. The world
// without that thing must not have it: base is hub() unless given.
type findingCase struct {
	name     string
	edit     func(*World)
	code     FindingCode
	severity Severity
	object   string
}

func runFindings(t *testing.T, base World, cases []findingCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			hasNot(t, Evaluate(base, nil, Options{RuleFindings: true}).Findings, c.code)
			f := has(t, Evaluate(change(base, c.edit), nil, Options{RuleFindings: true}).Findings, c.code, c.object)
			if f.Severity != c.severity || len(f.Rules) == 0 || f.Text == "" {
				t.Errorf("finding %+v", f)
			}
		})
	}
}

func cluster(edit func(*Cluster)) func(*World) {
	return func(w *World) {
		c := Cluster{Name: "aks", Subnets: []string{"vnet/aks"}, OutboundType: Known("userDefinedRouting")}
		if edit != nil {
			edit(&c)
		}
		w.Clusters = append(w.Clusters, c)
	}
}

func together(edits ...func(*World)) func(*World) {
	return func(w *World) {
		for _, e := range edits {
			e(w)
		}
	}
}

func tableOn(subnet string, routes ...Route) func(*World) {
	return func(w *World) {
		subnetOf(w, subnet).RouteTable = Known("on-" + subnet)
		w.RouteTables = append(w.RouteTables, RouteTable{Name: "on-" + subnet, Routes: routes})
	}
}

func addSubnet(name, prefix string) func(*World) {
	return func(w *World) {
		w.Networks[0].Subnets = append(w.Networks[0].Subnets, Subnet{Name: name, Prefixes: prefixesOf(prefix)})
	}
}

func manyRoutes(n int, tag bool) []Route {
	var out []Route
	for i := range n {
		prefix := fmt.Sprintf("20.%d.%d.0/24", i/250, i%250)
		if tag {
			prefix = fmt.Sprintf("tag:Storage.region%d", i)
		}
		out = append(out, udr(fmt.Sprint("r", i), prefix, HopNone))
	}
	return out
}

func TestRouteFindings(t *testing.T) {
	t.Parallel()
	direct := udr("out", "0.0.0.0/0", HopInternet)
	runFindings(t, hub(), []findingCase{
		{"RT-12 a hop type that only Azure writes", addRoutes(udr("x", "20.0.0.0/8", "VirtualNetworkServiceEndpoint")), FindHopType, SeverityError, "x"},
		{"RT-15 the same prefix twice", addRoutes(udr("again", "0.0.0.0/0", HopNone)), FindDuplicatePrefix, SeverityError, "rt"},
		{"RT-16 an appliance without address", addRoutes(udr("x", "20.0.0.0/8", HopAppliance)), FindHopAddress, SeverityError, "x"},
		{"RT-16 an address where none belongs", addRoutes(udr("x", "20.0.0.0/8", HopInternet, "10.42.2.4")), FindHopAddress, SeverityError, "x"},
		{"RT-16 no route to an ExpressRoute gateway", together(func(w *World) { w.Networks[0].Gateway = &Gateway{Name: "er", ExpressRoute: true} }, addRoutes(udr("x", "20.0.0.0/8", HopGateway))), FindExpressRoute, SeverityError, "x"},
		{"RT-17 a hop out of reach", addRoutes(udr("x", "20.0.0.0/8", HopAppliance, "10.60.0.4")), FindBlackhole, SeverityError, "x"},
		{"RT-10 a spoke that takes no forwarded traffic", spokeOfHub(false), FindForwarded, SeverityAdvice, "to-hub"},
		{"RT-9 a peer with ranges of this network", func(w *World) {
			w.Networks[0].Peerings = []Peering{{Name: "p", Remote: "r", RemoteAddressSpace: prefixesOf("10.42.128.0/17")}}
		}, FindPeeringOverlap, SeverityWarning, "p"},
		{"RT-9 a network that peers with itself", func(w *World) { w.Networks[0].Peerings = []Peering{{Name: "p", Remote: "vnet"}} }, FindPeeringOverlap, SeverityWarning, "p"},
		{"RT-9 two peers with the same ranges", func(w *World) {
			w.Networks[0].Peerings = []Peering{{Name: "p", Remote: "r", RemoteAddressSpace: prefixesOf("10.50.0.0/16")}, {Name: "q", Remote: "s", RemoteAddressSpace: prefixesOf("10.0.0.0/9")}}
		}, FindPeeringOverlap, SeverityWarning, "q"},
		{"RT-18 a hop among its clients", addRoutes(udr("x", "20.0.0.0/8", HopAppliance, "10.42.1.4")), FindHopInSubnet, SeverityError, "x"},
		{"RT-20 VnetLocal outside", addRoutes(udr("x", "20.0.0.0/8", HopNetwork)), FindLocalOutside, SeverityWarning, "x"},
		{"RT-22 the firewall's own address", together(editSubnet("aks", func(s *Subnet) { s.DefaultOutboundAccess = Yes }), addRoutes(udr("x", "20.1.2.3/32", HopInternet))), FindFirewallIPRoute, SeverityAdvice, "x"},
		{"RT-23 a public load balancer behind it", editSubnet("aks", func(s *Subnet) { s.PublicLoadBalancer = true }), FindPublicBalancer, SeverityWarning, "vnet/aks"},
		{"RT-24 the firewall's subnet without a direct default", tableOn("AzureFirewallSubnet", udr("x", "20.0.0.0/8", HopNone)), FindFirewallDefault, SeverityError, "on-AzureFirewallSubnet"},
		{"RT-24 halves", tableOn("AzureFirewallSubnet", direct, udr("low", "0.0.0.0/1", HopNone)), FindFirewallDiverted, SeverityWarning, "low"},
		{"RT-25 the management subnet", together(addSubnet("AzureFirewallManagementSubnet", "10.42.3.0/26"), tableOn("AzureFirewallManagementSubnet", direct, udr("x", "20.0.0.0/8", HopNone))), FindManagementRoutes, SeverityError, ""},
		{"RT-25 a subnet that is too small", together(addSubnet("AzureFirewallManagementSubnet", "10.42.3.0/27")), FindSubnetTooSmall, SeverityError, ""},
		{"RT-26 a default on GatewaySubnet", together(addSubnet("GatewaySubnet", "10.42.5.0/27"), tableOn("GatewaySubnet", direct)), FindGatewaySubnet, SeverityError, ""},
		{"RT-26 no propagation on GatewaySubnet", together(addSubnet("GatewaySubnet", "10.42.5.0/27"), tableOn("GatewaySubnet"), func(w *World) { w.RouteTables[1].DisablePropagation = Known(true) }), FindGatewaySubnet, SeverityError, ""},
		{"RT-11 unknown routes beside a default", func(w *World) { w.Networks[0].Gateway = &Gateway{Name: "vpn", Learned: Unknown[[]netip.Prefix]()} }, FindPropagation, SeverityAdvice, "vnet/aks"},
		{"RT-31 more than 400 routes", addRoutes(manyRoutes(400, false)...), FindTooManyRoutes, SeverityError, "rt"},
		{"RT-31 more than 25 tags", addRoutes(manyRoutes(26, true)...), FindTooManyRoutes, SeverityError, "rt"},
		{"NSG-8 a group on the firewall's subnet", editSubnet("AzureFirewallSubnet", func(s *Subnet) { s.SecurityGroup = Known("nsg") }), FindSecurityOnFW, SeverityError, ""},
	})
	t.Run("RT-22 a public load balancer needs the route", func(t *testing.T) {
		t.Parallel()
		w := change(hub(), addRoutes(udr("x", "20.1.2.3/32", HopInternet)), editSubnet("aks", func(s *Subnet) { s.PublicLoadBalancer = true }))
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindFirewallIPRoute)
	})
	t.Run("RT-24 forced tunnelling needs no direct default", func(t *testing.T) {
		t.Parallel()
		w := change(hub(), tableOn("AzureFirewallSubnet"), func(w *World) { w.Firewalls[0].ForcedTunneling = Known(true) })
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindFirewallDefault)
	})
	t.Run("RT-31 a thousand if a network manager writes them", func(t *testing.T) {
		t.Parallel()
		w := change(hub(), addRoutes(manyRoutes(400, false)...), func(w *World) { w.RouteTables[0].ManagedByNetworkManager = true })
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindTooManyRoutes)
	})
}

func TestClusterFindings(t *testing.T) {
	t.Parallel()
	base := change(hub(), cluster(nil))
	fw := "10.42.2.4"
	runFindings(t, base, []findingCase{
		{"RT-27 RT-28 a cluster subnet without table", together(func(w *World) { w.Clusters[0].Subnets = append(w.Clusters[0].Subnets, "vnet/other") }), FindClusterNoTable, SeverityError, "vnet/other"},
		{"RT-27 a table without default", onlyRoutes(udr("x", "20.0.0.0/8", HopAppliance, fw)), FindClusterNoDefault, SeverityError, "rt"},
		{"RT-27 a private cluster's table without default", together(onlyRoutes(), func(w *World) { w.Clusters[0].Private = true }), FindClusterNoDefault, SeverityWarning, "rt"},
		{"RT-27 and without announced routes", together(onlyRoutes(), func(w *World) { w.Clusters[0].Private = true }, func(w *World) { w.RouteTables[0].DisablePropagation = Known(true) }), FindClusterNoDefault, SeverityError, "rt"},
		{"RT-27 the wrong hop", onlyRoutes(udr("d", "0.0.0.0/0", HopInternet)), FindClusterNextHop, SeverityError, "d"},
		{"RT-27 two halves", onlyRoutes(udr("l", "0.0.0.0/1", HopAppliance, fw), udr("h", "128.0.0.0/1", HopAppliance, fw)), FindClusterHalves, SeverityWarning, "rt"},
		{"RT-19 traffic between nodes is captured", addRoutes(udr("vnet", "10.42.0.0/16", HopAppliance, fw)), FindClusterCaptured, SeverityError, "vnet"},
		{"RT-29 kubenet clusters share a table", together(func(w *World) {
			w.Clusters[0].Kubenet = true
			subnetOf(w, "other").RouteTable = Known("rt")
		}, cluster(func(c *Cluster) { c.Name, c.Subnets, c.Kubenet = "second", []string{"vnet/other"}, true })), FindClusterShareTable, SeverityError, "rt"},
		{"RT-34 dual-stack without ::/0", func(w *World) { w.Clusters[0].DualStack = true }, FindClusterDualStack, SeverityWarning, "rt"},
	})
	quiet := map[string]func(*World){
		"RT-27 another outbound type asks for no table":         together(onlyRoutes(), func(w *World) { w.Clusters[0].OutboundType = Known("none") }),
		"RT-27 an unknown table is not judged":                  editSubnet("aks", func(s *Subnet) { s.RouteTable = Unknown[string]() }),
		"RT-27 nor an incomplete one":                           together(onlyRoutes(), func(w *World) { w.RouteTables[0].Open = true }),
		"RT-27 a gateway is a good hop":                         onlyRoutes(udr("d", "0.0.0.0/0", HopGateway)),
		"RT-27 a private cluster may learn its default by BGP":  together(onlyRoutes(), func(w *World) { w.Clusters[0].Private = true }, gateway("0.0.0.0/0")),
		"RT-19 a longer VnetLocal route is the documented cure": addRoutes(udr("vnet", "10.42.0.0/16", HopAppliance, fw), udr("keep", "10.42.1.0/24", HopNetwork)),
	}
	for name, edit := range quiet {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, f := range Evaluate(change(base, edit), nil, Options{}).Findings {
				if f.Severity == SeverityError {
					t.Errorf("finding %v", f)
				}
			}
		})
	}
}

func TestSecurityFindings(t *testing.T) {
	t.Parallel()
	group := func(priorities ...int) func(*World) {
		return func(w *World) {
			g := SecurityGroup{Name: "nsg"}
			for i, p := range priorities {
				g.Rules = append(g.Rules, nsgRule(fmt.Sprint("r", i), p, AccessDeny, "TCP", "*", "*", "443"))
			}
			w.SecurityGroups = []SecurityGroup{g}
		}
	}
	runFindings(t, hub(), []findingCase{
		{"NSG-2 a priority too small", group(99), FindSecurityPriority, SeverityError, "r0"},
		{"NSG-2 a priority too great", group(4097), FindSecurityPriority, SeverityError, "r0"},
		{"NSG-2 the same priority twice", group(100, 100), FindSecurityDuplicate, SeverityError, "r1"},
	})
}

func policyHub(p Policy) World {
	return change(hub(), func(w *World) {
		w.Firewalls[0].Policy = Known("p")
		p.Name = "p"
		w.Policies = append(w.Policies, p)
	})
}

func rulesOf(kind Kind, rules ...Rule) func(*World) {
	return func(w *World) {
		w.Firewalls[0].Collections = append(w.Firewalls[0].Collections, Collection{
			Name: "c-" + string(kind), Kind: kind, Priority: Known(500), Action: Known(Allow), Rules: rules,
		})
	}
}

func onTier(tier Tier, edit func(*World)) func(*World) {
	return together(func(w *World) { w.Firewalls[0].Tier = Known(tier) }, edit)
}

func classic(edit func(*Settings)) func(*World) {
	return func(w *World) { edit(&w.Firewalls[0].Classic) }
}

func TestFirewallFindings(t *testing.T) {
	t.Parallel()
	net := netRule("n", "TCP", "*", "8.8.8.8", "443")
	nat := NATRule{Name: "x", Source: spec("20.0.0.0/8"), Destination: spec("20.1.2.3"), Protocols: netset.TCP, Ports: portsOf("443")}
	edited := func(r NATRule, edit func(*NATRule)) NATRule { edit(&r); return r }
	app := appRule("x", "*", "https:443", "a.example.com")
	appEdited := func(edit func(*ApplicationRule)) ApplicationRule { r := app; edit(&r); return r }
	runFindings(t, hub(), []findingCase{
		{"FW-4 classic rules beside a policy", together(rulesOf(KindNetwork, net), func(w *World) { w.Firewalls[0].Policy = Known("p") }), FindClassicMoot, SeverityWarning, "fw"},
		{"FW-5 a priority out of range", func(w *World) {
			w.Firewalls[0].Collections = []Collection{collection("c", 99, Allow, net)}
		}, FindPriorityRange, SeverityError, "c"},
		{"FW-6 two collections with one priority", func(w *World) {
			w.Firewalls[0].Collections = []Collection{collection("a", 100, Allow, net), collection("b", 100, Deny, net)}
		}, FindPriorityTie, SeverityWarning, "b"},
		{"FW-16 a tag as source", rulesOf(KindNetwork, netRule("x", "TCP", "tag:AzureCloud", "*", "443")), FindSourceTag, SeverityError, "x"},
		{"FW-20 port 0 in a network rule", rulesOf(KindNetwork, netRule("x", "TCP", "*", "*", "0-80")), FindPort, SeverityError, "x"},
		{"FW-20 port 0 in an application rule", rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.Protocols[0].Port = 0 })), FindPort, SeverityError, "x"},
		{"FW-20 a high port in a NAT rule", rulesOf(KindNAT, edited(nat, func(r *NATRule) { r.Ports = portsOf("64000") })), FindPort, SeverityError, "x"},
		{"FW-21 a name without the proxy", rulesOf(KindNetwork, nameRule("x", "TCP", "*", "a.example.com", "443")), FindProxyNeeded, SeverityError, "x"},
		{"FW-21 a wildcard in a network rule", together(classic(func(s *Settings) { s.DNSProxy = Known(true) }), rulesOf(KindNetwork, nameRule("x", "TCP", "*", "*.example.com", "443"))), FindNetworkName, SeverityError, "x"},
		{"FW-21 FW-46 names in Basic", onTier(Basic, rulesOf(KindNetwork, nameRule("x", "TCP", "*", "a.example.com", "443"))), FindTier, SeverityError, "x"},
		{"FW-22 a rule without target", rulesOf(KindApplication, appRule("x", "*", "https:443")), FindApplicationNames, SeverityError, "x"},
		{"FW-27 tags and names in a classic rule", rulesOf(KindApplication, appRule("x", "*", "https:443", "tag:T", "a.example.com")), FindExclusive, SeverityError, "x"},
		{"FW-27 names and URLs", rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.URLs = []URL{{Host: patterns("b.example.com")[0]}} })), FindExclusive, SeverityError, "x"},
		{"FW-27 FW-46 URLs below Premium", rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.Names, r.URLs = nil, []URL{{Host: patterns("b.example.com")[0]}} })), FindTier, SeverityError, "x"},
		{"FW-28 a star inside a path", premium(rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.Names, r.URLs = nil, urlsOf("a.example.com", "/x/*/y") }))), FindURL, SeverityError, "x"},
		{"FW-28 a path that nobody sees", premium(rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.Names, r.URLs = nil, urlsOf("a.example.com", "/x/*") }))), FindURL, SeverityWarning, "x"},
		{"FW-43 NAT with forced tunnelling", together(rulesOf(KindNAT, nat), func(w *World) { w.Firewalls[0].ForcedTunneling = Known(true) }), FindNATTunnel, SeverityWarning, "x"},
		{"FW-30 FW-46 TLS termination below Premium", rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.TerminateTLS = true })), FindTier, SeverityError, "x"},
		{"FW-29 FW-46 web categories in Basic", onTier(Basic, rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.WebCategories = []string{"News"} }))), FindTier, SeverityError, "x"},
		{"FW-11 FW-46 denying threats in Basic", onTier(Basic, classic(func(s *Settings) { s.ThreatIntelligence = Known(ModeDeny) })), FindTier, SeverityError, "fw"},
		{"FW-12 FW-46 intrusion detection below Premium", classic(func(s *Settings) { s.IntrusionDetection = Known(ModeAlert) }), FindTier, SeverityError, "fw"},
		{"FW-46 DNS proxy in Basic", onTier(Basic, classic(func(s *Settings) { s.DNSProxy = Known(true) })), FindTier, SeverityError, "fw"},
		{"FW-46 DNS servers in Basic", onTier(Basic, classic(func(s *Settings) { s.DNSServers = Known([]netip.Addr{netip.MustParseAddr("8.8.8.8")}) })), FindTier, SeverityError, "fw"},
		{"FW-34 MSSQL on another port", rulesOf(KindApplication, appRule("x", "*", "mssql:11000", "a.example.com")), FindPort, SeverityWarning, "x"},
		{"FW-36 ranges that hold the Internet", classic(func(s *Settings) { all := addrs("0.0.0.0/0"); s.PrivateRanges = Known(&all) }), FindNeverTranslated, SeverityWarning, "fw"},
		{"FW-39 NAT from anywhere", rulesOf(KindNAT, edited(nat, func(r *NATRule) { r.Source = Anywhere() })), FindNATAnySource, SeverityAdvice, "x"},
		{"FW-39 NAT of any protocol", rulesOf(KindNAT, edited(nat, func(r *NATRule) { r.Protocols = netset.AllProtocols })), FindNATProtocol, SeverityWarning, "x"},
		{"FW-40 hosts that ask a firewall without proxy", func(w *World) {
			w.Networks[0].DNSServers = Known([]netip.Addr{netip.MustParseAddr("10.42.2.4")})
		}, FindDNSDead, SeverityError, "vnet"},
		{"FW-40 by link", func(w *World) { w.Networks[0].DNSFirewall = "fw" }, FindDNSDead, SeverityError, "vnet"},
		{"FW-45 too many public IPs", func(w *World) { w.Firewalls[0].PublicIPs = make([]PublicIP, 251) }, FindLimit, SeverityError, "fw"},
		{"FW-45 too many names", together(classic(func(s *Settings) { s.DNSProxy = Known(true) }), rulesOf(KindNetwork, NetworkRule{
			Name: "x", Source: Anywhere(), Protocols: netset.TCP, Ports: portsOf("443"), Names: slices.Repeat(patterns("a.example.com"), 1001),
		})), FindLimit, SeverityWarning, "x"},
		{"FW-45 too many pairs", rulesOf(KindNetwork, pairs(100), pairs(101)), FindLimit, SeverityWarning, "fw"},
		{"FW-45 too many IP groups", rulesOf(KindApplication, appEdited(func(r *ApplicationRule) { r.Source = AddressSpec{IPGroups: numbered(201)} })), FindLimit, SeverityWarning, "fw"},
		{"FW-45 an IP group that is too long", func(w *World) { w.IPGroups = []IPGroup{{Name: "g", Addresses: apart(5001)}} }, FindLimit, SeverityWarning, "g"},
		{"FW-45 too many NAT destinations", rulesOf(KindNAT, edited(nat, func(r *NATRule) {
			r.Destination, r.DestinationPublicIPs = Addresses(apart(100)), numbered(151)
		})), FindLimit, SeverityWarning, "fw"},
		{"FW-47 IPv6 in an application rule", rulesOf(KindApplication, appRule("x", "fd00::/8", "https:443", "a.example.com")), FindIPv6, SeverityError, "x"},
	})
	t.Run("FW-26 a tag without https", func(t *testing.T) {
		t.Parallel()
		rule := appRule("x", "*", "http:80", "tag:T")
		w := policyHub(Policy{Groups: []Group{group("g", 100, collection("c", 100, Allow, rule))}})
		has(t, Evaluate(w, nil, Options{}).Findings, FindTagNeedsHTTPS, "x")
	})
	t.Run("FW-42 DNS settings are not inherited", func(t *testing.T) {
		t.Parallel()
		w := policyHub(Policy{Parent: Known("up"), Groups: []Group{group("g", 100, collection("c", 100, Allow, nameRule("x", "TCP", "*", "a.example.com", "443")))}})
		w.Policies = append(w.Policies, Policy{Name: "up", Settings: Settings{DNSProxy: Known(true)}})
		r := Evaluate(w, []Flow{to("tcp a.example.com:443")}, Options{})
		has(t, r.Findings, FindDNSInherited, "p")
		hasNot(t, r.Findings, FindProxyNeeded)
		if r.Verdicts[0].Status != Indeterminate {
			t.Errorf("the name rule decides %s", r.Verdicts[0].Status)
		}
		if v := judgeOne(t, w, to("udp device:fw:53")); v.Status != Indeterminate {
			t.Errorf("whether the proxy is on is decided: %s", line(v))
		}
	})
	t.Run("FW-45 just enough, and parents count", func(t *testing.T) {
		t.Parallel()
		hasNot(t, Evaluate(hub(collection("a", 100, Allow, pairs(100), pairs(100))), nil, Options{}).Findings, FindLimit)
		w := policyHub(Policy{Parent: Known("up"), Groups: []Group{group("g", 100, collection("c", 100, Allow, pairs(100)))}})
		w.Policies = append(w.Policies, Policy{Name: "up", Parent: Known("p"), Groups: []Group{group("g", 100, collection("c", 100, Allow, pairs(100)))}})
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindLimit) // a circle counts once
		w.Policies[1].Groups[0].Collections[0].Rules = []Rule{pairs(100), pairs(2)}
		has(t, Evaluate(w, nil, Options{}).Findings, FindLimit, "fw")
	})
	t.Run("FW-45 too many groups", func(t *testing.T) {
		t.Parallel()
		var groups []Group
		for i := range 61 {
			groups = append(groups, group(fmt.Sprint(i), 100+i))
		}
		has(t, Evaluate(policyHub(Policy{Groups: groups}), nil, Options{}).Findings, FindLimit, "p")
		hasNot(t, Evaluate(policyHub(Policy{Groups: groups[:60]}), nil, Options{}).Findings, FindLimit)
	})
	t.Run("FW-6 groups with one priority", func(t *testing.T) {
		t.Parallel()
		apps, nets := collection("c", 100, Allow, app), collection("n", 100, Allow, net)
		open := group("b", 100)
		open.Open = true
		for _, tt := range []struct {
			name string
			a, b Group
			tie  bool
		}{
			{"of one kind", group("a", 100, apps), group("b", 100, apps), true},
			{"FW-2 of two kinds", group("a", 100, apps), group("b", 100, nets), false},
			{"of one kind among others", group("a", 100, apps, nets), group("b", 100, nets), true},
			{"perhaps of one kind", group("a", 100, apps), open, true},
			{"nothing to order", group("a", 100), group("b", 100, nets), false},
		} {
			r := Evaluate(policyHub(Policy{Groups: []Group{tt.a, tt.b}}), nil, Options{})
			if tt.tie {
				has(t, r.Findings, FindPriorityTie, "b")
			} else {
				hasNot(t, r.Findings, FindPriorityTie)
			}
		}
	})
	t.Run("FW-2 FW-6 collections with one priority", func(t *testing.T) {
		t.Parallel()
		apps, nets := collection("c", 100, Allow, app), collection("n", 100, Allow, net)
		hasNot(t, Evaluate(policyHub(Policy{Groups: []Group{group("g", 100, apps, nets)}}), nil, Options{}).Findings, FindPriorityTie)
		hasNot(t, Evaluate(hub(apps, nets), nil, Options{}).Findings, FindPriorityTie)
		nets.Name, apps.Name = "d", "d"
		has(t, Evaluate(policyHub(Policy{Groups: []Group{group("g", 100, collection("c", 100, Allow, app), apps)}}), nil, Options{}).Findings, FindPriorityTie, "d")
		has(t, Evaluate(policyHub(Policy{Groups: []Group{group("g", 100, collection("n", 100, Deny, net), apps, nets)}}), nil, Options{}).Findings, FindPriorityTie, "d")
	})
}

func TestRuleFindings(t *testing.T) {
	t.Parallel()
	first := netRule("first", "TCP", "*", "20.0.0.0/8", "443")
	runFindings(t, hub(collection("a", 100, Allow, first)), []findingCase{
		{"5.5 a rule inside an earlier one of another action", func(w *World) {
			w.Firewalls[0].Collections = append(w.Firewalls[0].Collections, collection("b", 200, Deny, netRule("x", "TCP", "*", "20.1.0.0/16", "443")))
		}, FindDead, SeverityWarning, "x"},
		{"5.5 a rule that repeats", func(w *World) {
			w.Firewalls[0].Collections = append(w.Firewalls[0].Collections, collection("b", 200, Allow, netRule("x", "TCP", "10.42.1.0/24", "20.1.0.0/16", "443")))
		}, FindRedundant, SeverityAdvice, "x"},
		{"5.5 a rule that two earlier ones use up", func(w *World) {
			w.Firewalls[0].Collections = append(w.Firewalls[0].Collections,
				collection("b", 200, Deny, netRule("second", "TCP", "*", "21.0.0.0/8", "443")),
				collection("c", 300, Allow, netRule("x", "TCP", "*", "20.0.0.0/7", "443")))
		}, FindDead, SeverityWarning, "x"},
		{"5.5 an empty source (FW-17)", func(w *World) {
			w.IPGroups = []IPGroup{{Name: "empty"}}
			w.Firewalls[0].Collections = append(w.Firewalls[0].Collections, collection("b", 200, Allow, netRule("x", "TCP", "group:empty", "8.8.8.8", "443")))
		}, FindUnmatchable, SeverityWarning, "x"},
		{"5.5 a name below an earlier wildcard", rulesOf(KindApplication, appRule("wide", "*", "https:443", "*.example.com"), appRule("x", "10.42.1.0/24", "https:443", "a.example.com")), FindRedundant, SeverityAdvice, "x"},
	})
	t.Run("5.5 not dead", func(t *testing.T) {
		t.Parallel()
		w := hub(collection("a", 100, Allow, first), collection("b", 200, Deny,
			netRule("wider", "TCP", "*", "20.0.0.0/7", "443"), netRule("port", "TCP", "*", "20.1.0.0/16", "80"),
			netRule("protocol", "UDP", "*", "20.1.0.0/16", "443"), netRule("unknown", "TCP", "*", "20.1.0.0/16 ?", "443")))
		for _, f := range Evaluate(w, nil, Options{RuleFindings: true}).Findings {
			t.Errorf("finding %v", f)
		}
	})
	t.Run("5.5 a rule that may not match never blocks", func(t *testing.T) {
		t.Parallel()
		x := netRule("x", "TCP", "*", "20.1.0.0/16", "443")
		wide := netRule("wide", "TCP", "*", "20.0.0.0/8", "443")
		float := collection("float", 0, Allow, wide)
		float.Priority = Unknown[int]()
		for _, w := range []World{
			hub(collection("a", 100, Allow, netRule("maybe", "TCP", "*", "tag:Storage", "443")), collection("b", 200, Deny, x)),
			hub(collection("tie", 200, Allow, wide), collection("tie2", 200, Deny, x)),
			hub(float, collection("b", 200, Deny, x)),
			withTag(hub(collection("a", 100, Allow, appRule("tag", "*", "https:443", "tag:AzureKubernetesService")), collection("b", 200, Deny, appRule("x", "*", "https:443", "mcr.microsoft.com")))),
		} {
			r := Evaluate(w, nil, Options{RuleFindings: true})
			hasNot(t, r.Findings, FindDead)
			hasNot(t, r.Findings, FindRedundant)
		}
	})
	t.Run("5.5 the fewest rules are named", func(t *testing.T) {
		t.Parallel()
		w := hub(collection("a", 100, Allow, netRule("part", "TCP", "*", "20.1.0.0/16", "443"), first), collection("b", 200, Deny, netRule("x", "TCP", "*", "20.0.0.0/9", "443")))
		f := has(t, Evaluate(w, nil, Options{RuleFindings: true}).Findings, FindDead, "x")
		if len(f.By) != 1 || f.By[0].Name != "first" {
			t.Errorf("by %v", f.By)
		}
	})
}
