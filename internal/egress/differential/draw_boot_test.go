package differential

import (
	"strconv"

	"pgregory.net/rapid"
)

// What nodes ask for when they boot, and what stands in the way.
var (
	bootNames     = []string{"mcr.microsoft.com", "*.hcp.westeurope.azmk8s.io", "packages.aks.azure.com"}
	bootResolvers = []string{"", "", "", "", "168.63.129.16", "10.42.4.10", "10.42.2.4", "10.200.0.4", "9.9.9.9"}
	bootHops      = []string{"10.42.2.4", "10.42.2.4", "10.42.2.4", "10.42.2.4", "10.42.2.4", "10.42.2.4", "10.42.2.4", "10.42.2.4", "10.42.2.9", "10.42.4.77", "Internet", "None", "no route", "no table"}
)

// drawBoot makes a network with nodes behind a firewall, each part of it right more often than wrong.
func drawBoot(t *rapid.T) *boot {
	b := &boot{private: chance(t, 4, "private")}
	if !b.private {
		b.ranges = one(t, []string{"", "", "", "firewall", "firewall", "part", "elsewhere"}, "authorized ranges")
	}
	aksSubnet := subnet{name: "aks", prefix: "10.42.1.0/24", outbound: one(t, []string{"", "true", "false"}, "default outbound access")}
	n := network{name: "hub", space: []string{"10.42.0.0/16"}}
	if server := one(t, bootResolvers, "resolver"); server != "" {
		n.resolvers = []string{server}
	}
	f := firewall{name: "fw", network: "hub", tier: one(t, []string{"Standard", "Premium"}, "tier"), address: "10.42.2.4", ips: rapid.IntRange(1, 2).Draw(t, "public IPs")}
	s := settings{threat: one(t, []string{"Off", "Alert", "Deny"}, "threat intelligence"), detection: "Off", proxy: rapid.Bool().Draw(t, "proxy")}
	collections := drawBootRules(t, s.proxy)
	f.settings = s
	w := &world{}
	if rapid.Bool().Draw(t, "policy") {
		f.policy, f.settings = "p", settings{threat: "Alert", detection: "Off"}
		w.policies = []policy{{name: "p", tier: f.tier, settings: s, groups: []group{{name: "g", priority: 300, collections: collections}}}}
	} else {
		f.collections = collections
	}
	w.firewalls = []firewall{f}
	hop := one(t, bootHops, "default route")
	if hop != "no table" {
		aksSubnet.table = "rt"
		w.tables = []table{{name: "rt", isolated: rapid.Bool().Draw(t, "propagation off"), routes: bootRoutes(hop)}}
	}
	if rules := drawBootDenies(t); len(rules) > 0 {
		aksSubnet.securityGroup = "nsg"
		w.securityGroups = []securityGroup{{name: "nsg", rules: rules}}
	}
	n.subnets = []subnet{aksSubnet, {name: "AzureFirewallSubnet", prefix: "10.42.2.0/26"}, {name: "svc", prefix: "10.42.4.0/24"}}
	w.networks = []network{n}
	b.world = w
	return b
}

func bootRoutes(hop string) []route {
	switch hop {
	case "no route":
		return []route{{name: "other", prefix: "192.168.0.0/16", hop: "None"}}
	case "Internet", "None":
		return []route{{name: "default", prefix: "0.0.0.0/0", hop: hop}}
	}
	return []route{{name: "default", prefix: "0.0.0.0/0", hop: "VirtualAppliance", address: hop}}
}

// drawBootRules lets names, the tag, or addresses through, and denies some of it again in a collection before.
func drawBootRules(t *rapid.T, proxy bool) []collection {
	from := func() []string {
		return []string{one(t, []string{"*", "*", "*", "10.42.1.0/24", "10.42.0.0/16", "10.42.4.0/24"}, "source")}
	}
	https := func() []pair {
		return []pair{{"Https", rapid.SampledFrom([]int{443, 443, 443, 443, 443, 443, 443, 8443}).Draw(t, "port")}}
	}
	var apps, nets []rule
	for i, name := range bootNames {
		switch one(t, []string{"name", "name", "name", "name", "suffix", "left out"}, "way to "+name) {
		case "name":
			apps = append(apps, rule{name: "a" + strconv.Itoa(i), from: from(), pairs: https(), targets: []string{name}})
		case "suffix":
			apps = append(apps, rule{name: "a" + strconv.Itoa(i), from: from(), pairs: https(), targets: []string{[]string{"*.microsoft.com", "*.azmk8s.io", "*.azure.com"}[i]}})
		}
	}
	if chance(t, 3, "tag") {
		apps = append(apps, rule{name: "tag", from: from(), pairs: []pair{{"Https", 443}}, tags: []string{"AzureKubernetesService"}})
	}
	network := func(name string, protocol string, to []string, port string) rule {
		return rule{name: name, from: from(), protocols: []string{protocol}, to: to, ports: []string{port}}
	}
	if rapid.Bool().Draw(t, "DNS") {
		nets = append(nets, network("dns", "UDP", []string{one(t, []string{"*", "10.200.0.4", "9.9.9.9"}, "to DNS")}, "53"))
	}
	if chance(t, 4, "API server by tag") {
		nets = append(nets, network("api", "TCP", []string{one(t, []string{"AzureCloud.westeurope", "AzureCloud", "AzureCloud.eastus"}, "tag of the API server")}, "443"))
	}
	if chance(t, 6, "everything") {
		nets = append(nets, network("all", "TCP", []string{"*"}, one(t, []string{"443", "80", "1-1024"}, "ports")))
	}
	if proxy && chance(t, 3, "network rule by name") {
		r := network("fqdn", "TCP", nil, "443")
		r.names = []string{one(t, []string{bootNames[0], bootNames[2]}, "name of the network rule")}
		nets = append(nets, r)
	}
	var out []collection
	add := func(name, kind, action string, priority int, rules []rule) {
		if len(rules) > 0 {
			out = append(out, collection{name: name, kind: kind, action: action, priority: priority, rules: rules})
		}
	}
	add("net", "network", "Allow", 200, nets)
	add("app", "application", "Allow", 400, apps)
	if chance(t, 6, "denied name") {
		add("no-app", "application", "Deny", 300, []rule{{name: "no", from: from(), pairs: []pair{{"Https", 443}}, targets: []string{one(t, append(bootNames, "*.microsoft.com", "a.test"), "denied")}}})
	}
	if chance(t, 6, "denied address") {
		add("no-net", "network", "Deny", 100, []rule{network("no", one(t, []string{"TCP", "UDP"}, "denied protocol"), []string{one(t, []string{"*", "9.9.9.9", "AzureCloud.westeurope"}, "denied address")}, one(t, []string{"443", "53", "25"}, "denied port"))})
	}
	return out
}

// drawBootDenies are outbound rules of the nodes' security group; an allow rule may stand before them.
func drawBootDenies(t *rapid.T) []securityRule {
	var out []securityRule
	for i := range max(rapid.IntRange(-3, 2).Draw(t, "security rules"), 0) {
		out = append(out, securityRule{
			name: "s" + strconv.Itoa(i), priority: 100 + i, access: one(t, []string{"Deny", "Deny", "Allow"}, "access"), protocol: one(t, []string{"*", "Tcp", "Udp"}, "protocol"),
			from: []string{one(t, []string{"*", "10.42.1.0/24", "10.42.4.0/24"}, "from")}, fromPorts: []string{"*"},
			to:    []string{one(t, []string{"Internet", "AzurePlatformDNS", "AzureCloud.westeurope", "9.9.9.9", "10.200.0.4", "10.42.2.4", "10.42.4.10"}, "to")},
			ports: []string{one(t, []string{"443", "53", "*", "80"}, "to port")},
		})
	}
	return out
}
