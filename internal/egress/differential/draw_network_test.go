package differential

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// The universe is small, so that rules, routes and destinations meet often.
var (
	routePrefixes = []string{
		"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "10.42.0.0/16", "10.42.1.0/24", "10.42.4.0/24", "10.42.4.7/32", "10.44.0.0/16",
		"10.50.0.0/16", "10.50.1.0/24", "10.60.0.0/16", "172.16.0.0/12", "172.16.1.0/24", "192.168.0.0/16", "100.64.0.0/10", "100.64.0.0/16", "30.0.0.0/16",
		"20.0.0.0/8", "20.0.0.0/16", "20.0.1.1/32", "52.0.0.0/8", "8.8.8.8/32", "157.59.0.0/16", "40.0.0.0/10",
	}
	announced = []string{
		"0.0.0.0/0", "10.0.0.0/8", "10.42.4.0/24", "10.50.0.0/16", "10.50.1.0/24", "10.99.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "192.168.7.0/24",
		"20.0.0.0/16", "52.0.0.0/8", "100.64.0.0/10",
	}
	hosts = []string{
		"10.42.1.4", "10.42.1.9", "10.42.4.7", "10.42.4.10", "10.42.2.4", "10.42.9.9", "10.44.1.1", "10.50.1.5", "10.50.2.4", "10.60.1.5", "10.60.2.4", "10.99.0.1",
		"172.16.1.5", "172.20.0.1", "192.168.1.5", "192.168.7.7", "100.64.1.5", "100.99.0.1", "30.0.1.5", "168.63.129.16", "169.254.169.254",
		"20.0.1.1", "20.0.2.2", "20.1.0.1", "52.0.0.1", "52.1.0.1", "8.8.8.8", "200.1.1.1", "157.59.0.9", "104.146.1.1", "40.0.0.1", "40.9.0.1",
	}
	publicHosts  = hosts[21:]
	serviceTags  = []string{"Storage", "Storage.eastus", "Sql", "AzureCloud", "AzureCloud.eastus", "AzureCloud.westus"}
	privateWords = []string{"VirtualNetwork", "Internet", "AzureLoadBalancer"}
)

// chance is true once in so many draws.
func chance(t *rapid.T, in int, label string) bool {
	return rapid.IntRange(1, in).Draw(t, label) == in
}

func one(t *rapid.T, from []string, label string) string {
	return rapid.SampledFrom(from).Draw(t, label)
}

// some draws up to most different words, at least one.
func some(t *rapid.T, from []string, most int, label string) []string {
	var out []string
	for range rapid.IntRange(1, most).Draw(t, label) {
		if word := one(t, from, label); !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

func drawWorld(t *rapid.T) *world {
	w := &world{facts: drawFacts(t)}
	w.networks = []network{
		{name: "hub", space: rapid.SampledFrom([][]string{{"10.42.0.0/16"}, {"10.42.0.0/16"}, {"10.42.0.0/16", "10.44.0.0/16"}, {"10.0.0.0/8"}}).Draw(t, "hub space")},
		{name: "spoke", space: []string{one(t, []string{"10.50.0.0/16", "10.50.0.0/16", "172.16.0.0/12", "100.64.0.0/16", "100.64.0.0/10", "30.0.0.0/16"}, "spoke space")}},
		{name: "far", space: []string{one(t, []string{"10.60.0.0/16", "192.168.0.0/16", "10.42.0.0/16"}, "far space")}},
	}
	if w.networks[0].space[0] == "10.0.0.0/8" {
		if w.networks[1].space[0] == "10.50.0.0/16" {
			w.networks[1].space[0] = "30.0.0.0/16"
		}
		if w.networks[2].space[0] == "10.60.0.0/16" {
			w.networks[2].space[0] = "192.168.0.0/16"
		}
	}
	drawPeerings(t, w)
	drawFirewalls(t, w)
	for i := range w.networks {
		drawSubnets(t, w, &w.networks[i])
	}
	for i := range w.networks {
		drawNetwork(t, w, &w.networks[i])
	}
	return w
}

func drawFacts(t *rapid.T) facts {
	f := facts{tags: map[string][]string{}, told: map[string]bool{}, fqdnTags: map[string][]string{}, categories: map[string][]string{}}
	// What is in a regional tag is in its service, and all of it in AzureCloud (FW-16); regions are apart, or overlap in one prefix.
	east := some(t, []string{"20.0.0.0/16", "40.0.0.0/16"}, 2, "eastus")
	west := some(t, []string{"52.0.0.0/16", "52.1.0.0/16"}, 2, "westus")
	storage := east[:1]
	f.tags["Storage.eastus"] = storage
	f.tags["Storage"] = append(slices.Clone(storage), west[0])
	f.tags["Sql"] = []string{"40.9.0.0/16"}
	f.tags["AzureCloud.eastus"], f.tags["AzureCloud.westus"] = east, west
	f.tags["AzureCloud"] = append(append([]string{"40.9.0.0/16", "104.146.0.0/16"}, east...), west...)
	for _, tag := range serviceTags {
		f.told[tag] = rapid.Bool().Draw(t, "told "+tag)
	}
	f.fqdnTags["AzureKubernetesService"] = append([]string{"a.test", "*.b.test"}, some(t, []string{"ms.test", "x.ms.test"}, 2, "aks tag")...)
	f.fqdnTags["WindowsUpdate"] = some(t, []string{"win.test", "*.a.test", "b.test"}, 2, "windows tag")
	f.categories["News"] = some(t, []string{"a.test", "*.ms.test", "win.test"}, 2, "category")
	if chance(t, 2, "infrastructure") {
		f.infrastructure = []string{"x.ms.test"}
	}
	return f
}

func drawPeerings(t *rapid.T, w *world) {
	for _, p := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		a, b := &w.networks[p[0]], &w.networks[p[1]]
		if b.space[0] == "10.42.0.0/16" || rapid.IntRange(0, 3).Draw(t, "peered "+a.name+b.name) == 0 && p[1] == 2 {
			continue // the same range twice cannot be peered
		}
		halves := rapid.IntRange(0, 9).Draw(t, "halves "+a.name+b.name)
		if halves < 9 {
			a.peerings = append(a.peerings, drawPeering(t, b.name))
		}
		if halves > 0 {
			b.peerings = append(b.peerings, drawPeering(t, a.name))
		}
	}
	for i := range w.networks {
		n := &w.networks[i]
		n.hasGateway = chance(t, 7, "gateway")
		if n.hasGateway {
			n.learned = some(t, announced, 3, "learned")
			n.learnedUntold = chance(t, 5, "learned untold")
		}
		for k := range n.peerings {
			p := &n.peerings[k]
			remote := w.network(p.remote)
			back := slices.IndexFunc(remote.peerings, func(q peering) bool { return q.remote == n.name })
			if back >= 0 && chance(t, 3, "remote gateway") && !remote.peerings[back].useRemote && !p.transit {
				p.useRemote, remote.peerings[back].transit = true, true
			}
		}
	}
}

func drawPeering(t *rapid.T, remote string) peering {
	return peering{remote: remote, blocked: chance(t, 8, "blocked"), forwarded: rapid.Bool().Draw(t, "forwarded")}
}

// base is how the addresses of a network's subnets begin.
func (n *network) base() string {
	return map[string]string{
		"10.42.0.0/16": "10.42", "10.0.0.0/8": "10.42", "10.50.0.0/16": "10.50", "172.16.0.0/12": "172.16", "100.64.0.0/16": "100.64", "100.64.0.0/10": "100.64",
		"30.0.0.0/16": "30.0", "10.60.0.0/16": "10.60", "192.168.0.0/16": "192.168",
	}[n.space[0]]
}

func drawSubnets(t *rapid.T, w *world, n *network) {
	names := map[string][2]string{"hub": {"aks", "other"}, "spoke": {"app", "side"}, "far": {"remote", ""}}[n.name]
	n.subnets = append(n.subnets, subnet{name: names[0], prefix: n.base() + ".1.0/24"})
	if names[1] != "" && rapid.Bool().Draw(t, "second subnet") {
		n.subnets = append(n.subnets, subnet{name: names[1], prefix: n.base() + ".4.0/24"})
	}
	for _, f := range w.firewalls {
		if f.network != n.name {
			continue
		}
		n.subnets = append(n.subnets, subnet{name: "AzureFirewallSubnet", prefix: n.base() + ".2.0/26"})
		if f.managed {
			n.subnets = append(n.subnets, subnet{name: "AzureFirewallManagementSubnet", prefix: n.base() + ".3.0/26"})
		}
	}
}

// drawNetwork gives the subnets of a network their tables, security groups and endpoints.
func drawNetwork(t *rapid.T, w *world, n *network) {
	n.untold = n.name != "hub" && n.space[0] != "10.42.0.0/16" && chance(t, 8, "untold") && wholePeerings(w, n)
	if n.untold { // what leaves its firewall goes to the Internet: A-FW-EXIT
		n.hasGateway, n.learned = false, nil
		for i := range w.firewalls {
			if f := &w.firewalls[i]; f.network == n.name {
				f.addressUntold = false // else it may be any address; it counts as a new one (5.3)
			}
		}
	}
	switch rapid.IntRange(0, 5).Draw(t, "resolvers") {
	case 0:
		n.resolvers = []string{one(t, []string{"10.42.2.4", "10.50.2.4"}, "resolver")}
	case 1:
		n.resolvers = []string{"10.42.2.4", "8.8.8.8"}
	}
	for i := range n.subnets {
		s := &n.subnets[i]
		switch s.name {
		case "AzureFirewallManagementSubnet":
			continue
		case "AzureFirewallSubnet":
			if n.untold {
				continue
			}
			if chance(t, 3, "firewall table") {
				s.table = drawTable(t, w, n, s)
			}
			if chance(t, 8, "firewall nat") {
				s.nat = w.drawNAT(t)
			}
			continue
		}
		if !chance(t, 5, "no table") {
			s.table = drawTable(t, w, n, s)
			s.tableUntold = chance(t, 40, "table untold")
		}
		if chance(t, 3, "security group") {
			s.securityGroup = drawSecurity(t, w)
		}
		if chance(t, 6, "nat") {
			s.nat = w.drawNAT(t)
		}
		s.outbound = one(t, []string{"", "true", "true", "true", "false", "false"}, "default outbound")
		s.outboundUntold = chance(t, 15, "outbound untold")
		if chance(t, 10, "endpoint") {
			e := endpoint{service: one(t, []string{"Microsoft.Storage", "Microsoft.Sql"}, "service")}
			if rapid.Bool().Draw(t, "endpoint names") {
				e.names = []string{"*.ms.test"}
			}
			s.endpoints = []endpoint{e}
		}
	}
}

// wholePeerings: a peering with a network that is not described is taken to be whole and open.
func wholePeerings(w *world, n *network) bool {
	for i := range w.networks {
		other := &w.networks[i]
		here := slices.IndexFunc(n.peerings, func(p peering) bool { return p.remote == other.name })
		there := slices.IndexFunc(other.peerings, func(p peering) bool { return p.remote == n.name })
		if there >= 0 && (here < 0 || n.peerings[here].blocked) {
			return false
		}
	}
	return true
}

func (w *world) drawNAT(t *rapid.T) string {
	name := fmt.Sprintf("nat%d", len(w.nats))
	w.nats = append(w.nats, natGateway{name: name, bare: chance(t, 4, "bare nat")})
	return name
}

// hops are the addresses that routes name: firewalls, those that might be, and a host that nobody describes.
func (w *world) hops(n *network) []string {
	out := []string{n.base() + ".2.4", n.base() + ".1.10", n.base() + ".4.10", "10.42.2.4", "10.50.2.4"}
	for _, f := range w.firewalls {
		out = append(out, f.address, f.address, f.address)
		if f.network == n.name {
			out = append(out, f.address, f.address, f.address, f.address, f.address)
		}
	}
	return out
}

func drawTable(t *rapid.T, w *world, n *network, s *subnet) string {
	out := table{name: "rt-" + n.name + "-" + s.name, isolated: rapid.Bool().Draw(t, "isolated")}
	used := map[string]bool{}
	add := func(prefix, hop, address string) {
		if used[prefix] {
			return
		}
		used[prefix] = true
		r := route{name: fmt.Sprintf("r%d", len(out.routes)), prefix: prefix, hop: hop, address: address, hidden: chance(t, 60, "hidden")}
		if f := w.firewallAt(address); f != nil && f.network == n.name && (f.addressUntold || chance(t, 4, "device")) {
			r.device = f.name
		}
		out.routes = append(out.routes, r)
	}
	own := s.name == "AzureFirewallSubnet"
	managed := slices.ContainsFunc(w.firewalls, func(f firewall) bool { return f.network == n.name && f.managed })
	switch {
	case own && (!managed || rapid.Bool().Draw(t, "direct")):
		add("0.0.0.0/0", "Internet", "")
	case !chance(t, 6, "no default"):
		add("0.0.0.0/0", "VirtualAppliance", one(t, w.hops(n), "default hop"))
	}
	for range max(rapid.IntRange(-2, 4).Draw(t, "routes"), 0) {
		prefix := one(t, routePrefixes, "prefix")
		if chance(t, 8, "tag route") {
			prefix = one(t, serviceTags, "tag")
		}
		hop := one(t, []string{"VirtualAppliance", "VirtualAppliance", "VirtualAppliance", "Internet", "None", "VnetLocal", "VirtualNetworkGateway"}, "hop")
		address := ""
		if hop == "VirtualAppliance" {
			address = one(t, w.hops(n), "hop address")
		}
		add(prefix, hop, address)
	}
	w.tables = append(w.tables, out)
	return out.name
}

func drawSecurity(t *rapid.T, w *world) string {
	g := securityGroup{name: fmt.Sprintf("nsg%d", len(w.securityGroups))}
	for i := range rapid.IntRange(0, 4).Draw(t, "security rules") {
		words := append(append(slices.Clone(routePrefixes), privateWords...), serviceTags...)
		r := securityRule{
			name: fmt.Sprintf("s%d", i), priority: 100 + 10*rapid.IntRange(0, 40).Draw(t, "priority") + i,
			access: one(t, []string{"Allow", "Allow", "Deny"}, "access"), protocol: one(t, []string{"*", "*", "Tcp", "Udp", "Icmp"}, "protocol"),
			from: some(t, []string{"*", "*", "10.42.1.0/24", "10.42.1.4", "VirtualNetwork", "10.0.0.0/8"}, 2, "from"), fromPorts: []string{"*"},
			ports: some(t, []string{"*", "*", "443", "80", "53", "100-500", "1433", "25"}, 2, "ports"), hidden: chance(t, 60, "hidden"),
		}
		r.to = some(t, append(words, "*", "*"), 3, "to")
		if chance(t, 8, "source port") {
			r.fromPorts = []string{"1024-40000"}
		}
		g.rules = append(g.rules, r)
	}
	w.securityGroups = append(w.securityGroups, g)
	return g.name
}
