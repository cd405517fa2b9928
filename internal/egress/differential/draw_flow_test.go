package differential

import (
	"slices"

	"pgregory.net/rapid"
)

// flowNames are what flows ask for; every pattern has members among memberNames.
var (
	flowNames   = slices.Concat(literals, literals, patterns)
	memberNames = []string{
		"a.test", "b.test", "x.a.test", "x.b.test", "y.x.a.test", "ba.test", "ms.test", "x.ms.test", "y.ms.test", "win.test", "other.example", "za.test", "z.test", "q.y.x.a.test",
	}
)

// drawFlow makes a flow from one of the workload subnets.
func drawFlow(t *rapid.T, w *world) flow {
	var starts [][2]string
	for _, n := range w.networks {
		for _, s := range n.subnets {
			if !n.untold && s.name != "AzureFirewallSubnet" && s.name != "AzureFirewallManagementSubnet" {
				starts = append(starts, [2]string{n.name + "/" + s.name, n.base() + s.prefix[len(n.base()):len(s.prefix)-len("0/24")]})
			}
		}
	}
	start := rapid.SampledFrom(starts).Draw(t, "start")
	if rapid.Bool().Draw(t, "cluster") {
		start = starts[0]
	}
	f := flow{subnet: start[0], protocol: "TCP"}
	if chance(t, 3, "some sources") {
		f.sources = some(t, []string{start[1] + "4", start[1] + "9"}, 2, "sources")
	}
	kind := one(t, []string{"https", "https", "https", "http", "tcp", "tcp", "udp", "mssql", "https-no-sni", "icmp", "dns"}, "kind")
	port := map[string]int{"https": 443, "http": 80, "mssql": 1433, "https-no-sni": 443, "dns": 53}[kind]
	switch kind {
	case "https", "http", "mssql", "https-no-sni":
		f.speaks = kind
	case "udp", "dns":
		f.protocol = "UDP"
	case "icmp":
		f.protocol = "ICMP"
	}
	if kind != "icmp" {
		f.ports = []int{port}
		if port == 0 || chance(t, 6, "other port") {
			f.ports = rapid.SliceOfNDistinct(rapid.SampledFrom([]int{25, 53, 80, 123, 443, 1433, 8080, 9000, 11003}), 1, 2, rapid.ID[int]).Draw(t, "ports")
		}
	}
	drawDestination(t, w, &f, kind)
	return f
}

func drawDestination(t *rapid.T, w *world, f *flow, kind string) {
	byName := kind == "https" || kind == "http" || kind == "mssql"
	switch n := rapid.IntRange(0, 19).Draw(t, "destination"); {
	case byName && n < 12, n == 0:
		f.names = some(t, flowNames, 2, "names")
		f.oneOf = chance(t, 6, "one of names")
		if chance(t, 4, "resolved") {
			f.addresses = some(t, publicHosts, 2, "resolved")
		}
		if chance(t, 6, "in tag") && f.addresses == nil {
			f.tags = drawClaims(t)
		}
	case n == 1:
		f.tags = drawClaims(t)
	case n == 2 && len(w.firewalls) > 0:
		f.firewall = rapid.SampledFrom(w.firewalls).Draw(t, "to firewall").name
	case n == 3 && len(w.firewalls) > 0 && w.firewalls[0].ips > 0:
		f.publicIP = publicIP(w.firewalls[0].name, 0)
	case n == 4:
		f.toSubnet = one(t, w.told(), "to subnet")
	case n < 9:
		f.addresses = some(t, []string{"10.42.4.0/24", "10.0.0.0/8", "20.0.0.0/16", "20.0.0.0/8", "0.0.0.0/0", "172.16.0.0/12", "30.0.0.0/16", "10.50.1.0/24"}, 1, "prefixes")
	case n < 14:
		f.addresses = some(t, publicHosts, 2, "public addresses")
	default:
		f.addresses = some(t, hosts, 2, "addresses")
	}
}

// told lists the subnets that the evaluator knows.
func (w *world) told() []string {
	var out []string
	for _, n := range w.networks {
		if !n.untold {
			for _, s := range n.subnets {
				out = append(out, n.name+"/"+s.name)
			}
		}
	}
	return out
}

func drawClaims(t *rapid.T) []claim {
	return []claim{rapid.SampledFrom([]claim{{"AzureCloud.eastus", "A-API-TAG"}, {"AzureCloud.eastus", ""}, {"Storage", ""}, {"AzureCloud", ""}}).Draw(t, "claim")}
}
