package differential

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

var (
	ruleSources = []string{"*", "*", "*", "10.42.1.0/24", "10.42.1.4", "10.42.1.4-10.42.1.9", "10.0.0.0/8", "172.16.0.0/12", "10.50.1.0/24", "100.64.0.0/10", "30.0.0.0/16"}
	ruleTargets = []string{
		"*", "*", "10.0.0.0/8", "10.42.4.0/24", "10.50.0.0/16", "10.50.1.5", "172.16.0.0/12", "192.168.0.0/16", "20.0.0.0/8", "20.0.0.0-20.0.255.255", "20.0.1.1",
		"52.0.0.0/8", "8.8.8.8", "0.0.0.0/1", "128.0.0.0/1", "30.0.0.0/16", "100.64.0.0/10",
	}
	rulePorts = []string{"*", "443", "80", "53", "100-500", "1433", "1024-65535", "25"}
	literals  = []string{"a.test", "b.test", "x.a.test", "x.b.test", "y.x.a.test", "ba.test", "ms.test", "x.ms.test", "win.test", "other.example"}
	patterns  = []string{"*.a.test", "*a.test", "*.test", "*.b.test", "*.x.a.test", "*.ms.test", "*"}
)

func drawFirewalls(t *rapid.T, w *world) {
	for i, in := range []int{12, 3, 5} {
		n := &w.networks[i]
		if (i == 0) == chance(t, in, "no firewall, or one: "+n.name) {
			continue
		}
		f := firewall{
			name: "fw-" + n.name, network: n.name, address: n.base() + ".2.4", tier: one(t, []string{"Standard", "Standard", "Premium", "Basic"}, "tier"),
			ips: rapid.IntRange(1, 2).Draw(t, "ips"), addressUntold: chance(t, 8, "address untold"), ipsUntold: chance(t, 5, "ips untold"),
			managed: chance(t, 6, "managed"),
		}
		f.managed = f.managed || f.tier == "Basic"
		if f.managed && chance(t, 3, "no public address") && f.tier != "Basic" {
			f.ips = 0
		}
		if rapid.Bool().Draw(t, "classic") {
			f.settings = drawSettings(t, f.tier, "Off")
			f.collections = drawCollections(t, w, &f.settings, f.tier, "c", true)
		} else {
			f.policy = drawPolicy(t, w, f.name, f.tier)
			f.threat = "Alert"
		}
		w.firewalls = append(w.firewalls, f)
	}
}

func drawSettings(t *rapid.T, tier, atLeast string) settings {
	modes := []string{"Off", "Alert", "Deny"}
	modes = modes[slices.Index(modes, atLeast):]
	s := settings{threat: one(t, modes, "threat"), proxy: rapid.Bool().Draw(t, "proxy"), detection: "Off"}
	if tier == "Basic" {
		s.threat, s.proxy = "Alert", false
	}
	if chance(t, 4, "private ranges") {
		s.private = some(t, []string{"IANAPrivateRanges", "10.0.0.0/8", "10.42.0.0/16", "20.0.0.0/8", "0.0.0.0/0", "255.255.255.255/32"}, 2, "private")
	}
	return s
}

func drawPolicy(t *rapid.T, w *world, owner, tier string) string {
	p := policy{name: "p-" + owner, tier: tier}
	atLeast := "Off"
	if chance(t, 3, "parent") {
		parent := policy{name: "base-" + owner, tier: tier, settings: drawSettings(t, tier, "Off")}
		parent.groups = drawGroups(t, w, &parent.settings, tier, "b")
		w.policies = append(w.policies, parent)
		p.parent, atLeast = parent.name, parent.threat
	}
	p.settings = drawSettings(t, tier, atLeast)
	if tier == "Premium" {
		p.detection = one(t, []string{"Off", "Alert", "Deny"}, "detection")
	}
	p.groups = drawGroups(t, w, &p.settings, tier, "g")
	w.policies = append(w.policies, p)
	return p.name
}

func drawGroups(t *rapid.T, w *world, s *settings, tier, prefix string) []group {
	var out []group
	for i := range rapid.IntRange(0, 2).Draw(t, "groups") {
		g := group{name: fmt.Sprintf("%s%d", prefix, i), priority: rapid.SampledFrom([]int{100, 200, 200, 300}).Draw(t, "group priority"), hidden: chance(t, 80, "hidden group")}
		g.collections = drawCollections(t, w, s, tier, g.name+"c", false)
		out = append(out, g)
	}
	return out
}

func drawCollections(t *rapid.T, w *world, s *settings, tier, prefix string, classic bool) []collection {
	var out []collection
	for i := range rapid.IntRange(0, 4).Draw(t, "collections") {
		c := collection{
			name: fmt.Sprintf("%s%d", prefix, i), kind: one(t, []string{"network", "application"}, "kind"), action: one(t, []string{"Allow", "Allow", "Allow", "Deny"}, "action"),
			priority: 100 * rapid.IntRange(1, 6).Draw(t, "priority"), priorityUntold: chance(t, 80, "priority untold"),
		}
		if classic {
			c.priority = 100 * (i + 1) // ARM refuses equal ones
		}
		for k := range rapid.IntRange(1, 3).Draw(t, "rules") {
			r := rule{name: fmt.Sprintf("%s-r%d", c.name, k), hidden: chance(t, 80, "hidden rule")}
			drawSources(t, w, &r)
			if c.kind == "network" {
				drawNetworkRule(t, w, s, tier, &r)
			} else {
				drawApplicationRule(t, tier, classic, &r)
			}
			c.rules = append(c.rules, r)
		}
		out = append(out, c)
	}
	return out
}

func drawSources(t *rapid.T, w *world, r *rule) {
	if chance(t, 6, "from group") {
		r.fromGroups = []string{w.drawIPGroup(t)}
		if rapid.Bool().Draw(t, "group only") {
			return
		}
	}
	r.from = some(t, ruleSources, 2, "from")
}

func (w *world) drawIPGroup(t *rapid.T) string {
	g := ipGroup{name: fmt.Sprintf("ipg%d", len(w.ipGroups)), untold: chance(t, 5, "group untold")}
	if !chance(t, 4, "empty group") {
		g.addresses = some(t, append(slices.Clone(ruleSources[3:]), ruleTargets[2:]...), 3, "group addresses")
	}
	w.ipGroups = append(w.ipGroups, g)
	return g.name
}

func drawNetworkRule(t *rapid.T, w *world, s *settings, tier string, r *rule) {
	r.protocols = []string{"Any"}
	if rapid.IntRange(0, 2).Draw(t, "any") > 0 {
		r.protocols = some(t, []string{"TCP", "TCP", "UDP", "ICMP"}, 2, "protocols")
	}
	r.ports = some(t, rulePorts, 2, "ports")
	if s.proxy && tier != "Basic" && chance(t, 5, "names") {
		r.names = some(t, literals, 2, "names")
		return
	}
	if chance(t, 8, "to group") {
		r.toGroups = []string{w.drawIPGroup(t)}
		return
	}
	if chance(t, 4, "to tag") {
		r.to = some(t, serviceTags, 2, "to tag")
		return
	}
	r.to = some(t, ruleTargets, 3, "to")
}

func drawApplicationRule(t *rapid.T, tier string, classic bool, r *rule) {
	pairs := []pair{{"Https", 443}, {"Https", 443}, {"Http", 80}, {"Http", 8080}, {"Mssql", 1433}, {"Mssql", 11003}}
	r.pairs = rapid.SliceOfNDistinct(rapid.SampledFrom(pairs), 1, 2, rapid.ID[pair]).Draw(t, "pairs")
	switch kind := rapid.IntRange(0, 11).Draw(t, "target kind"); {
	case kind == 0:
		r.tags = some(t, []string{"AzureKubernetesService", "AzureKubernetesService", "WindowsUpdate"}, 2, "fqdn tags")
		r.pairs = []pair{{"Http", 80}, {"Https", 443}}
	case kind <= 2 && tier == "Premium" && !classic:
		r.urls = some(t, []string{"a.test", "a.test/*", "x.a.test/x/*", "*.b.test/*", "b.test/x"}, 2, "urls")
		r.terminate = !chance(t, 4, "not terminated")
		r.pairs = []pair{{"Https", 443}, {"Http", 80}}
	case kind == 3 && tier != "Basic" && !classic:
		r.categories = []string{"News"}
		r.pairs = []pair{{"Https", 443}}
	default:
		r.targets = some(t, append(slices.Clone(literals), patterns...), 3, "targets")
	}
	if chance(t, 20, "destination addresses") && !classic {
		r.addresses = some(t, ruleTargets, 2, "destination addresses")
	}
}
