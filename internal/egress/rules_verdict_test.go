package egress

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func TestVerdictModel(t *testing.T) {
	t.Parallel()
	half := hub(collection("c", 100, Allow, netRule("r", "TCP", "10.42.1.0/25", "*", "443")))
	t.Run("VM-1 the kind above TCP decides whether application rules apply", func(t *testing.T) {
		t.Parallel()
		w := hub(app("r", "*"))
		for text, want := range map[string]Status{"https x.example.com:443": Allowed, "https-no-sni 8.8.8.8:443": Denied, "tcp x.example.com:443": Denied} {
			if v := judgeOne(t, w, to(text)); v.Status != want {
				t.Errorf("%s: %s", text, line(v))
			}
		}
	})
	t.Run("VM-2 a flow holds only if every source gets through", func(t *testing.T) {
		t.Parallel()
		if v := judgeOne(t, half, to("tcp 8.8.8.8:443")); v.Status != Partial {
			t.Errorf("all sources: %s", line(v))
		}
		f := to("tcp 8.8.8.8:443")
		f.Source.Addresses = addrs("10.42.1.0/26")
		if v := judgeOne(t, half, f); v.Status != Allowed {
			t.Errorf("sources of the rule: %s", line(v))
		}
	})
	t.Run("VM-2 unless one unknown name is meant", func(t *testing.T) {
		t.Parallel()
		w := hub(app("r", "my-1234.hcp.eastus.azmk8s.io"))
		f := to("https *.hcp.eastus.azmk8s.io:443")
		if v := judgeOne(t, w, f); v.Status != Partial {
			t.Errorf("all names: %s", line(v))
		}
		f.Destination.OneOfNames = true
		if v := judgeOne(t, w, f); v.Status != Indeterminate {
			t.Errorf("one of them: %s", line(v))
		}
	})
	t.Run("VM-3 a partial verdict has both witnesses", func(t *testing.T) {
		t.Parallel()
		v := judgeOne(t, half, to("tcp 8.8.8.8:443"))
		if v.Passed == nil || v.Dropped == nil || !addrs("10.42.1.0/25").Contains(v.Passed.Source) || addrs("10.42.1.0/25").Contains(v.Dropped.Source) {
			t.Errorf("passed %+v, dropped %+v", v.Passed, v.Dropped)
		}
	})
	t.Run("VM-4 a set of one outcome is definite", func(t *testing.T) {
		t.Parallel()
		w := hub(
			collection("maybe", 100, Allow, netRule("maybe", "TCP", "*", "tag:Storage", "443")),
			collection("sure", 200, Allow, netRule("sure", "TCP", "*", "8.8.8.8", "443")))
		if v := judgeOne(t, w, to("tcp 8.8.8.8:443")); v.Status != Allowed {
			t.Errorf("allow perhaps, then allow: %s", line(v))
		}
		if v := judgeOne(t, w, to("tcp 8.8.4.4:443")); v.Status != Indeterminate {
			t.Errorf("allow perhaps, then deny: %s", line(v))
		}
	})
	t.Run("VM-4 every rule that may match counts", func(t *testing.T) {
		t.Parallel()
		w := hub(
			collection("first", 100, Deny, netRule("first", "TCP", "*", "20.0.0.0/8", "443")),
			collection("second", 200, Allow, netRule("second", "TCP", "*", "21.0.0.0/8", "443")))
		if v := judgeOne(t, w, to("https mcr.microsoft.com:443")); v.Status != Indeterminate {
			t.Errorf("deny perhaps, allow perhaps, then deny: %s", line(v))
		}
		w.Firewalls[0].Collections = w.Firewalls[0].Collections[:1]
		if v := judgeOne(t, w, to("https mcr.microsoft.com:443")); v.Status != Denied {
			t.Errorf("deny perhaps, then deny: %s", line(v))
		}
	})
	t.Run("VM-5 the verdict says path, decider, rules and witness", func(t *testing.T) {
		t.Parallel()
		v := judgeOne(t, half, to("tcp 8.8.8.8:80"))
		want := []string{"FW-7", "FW-8", "FW-9", "RT-2"}
		if v.Path != PathDropped || v.Decider.Kind != ObjectDefault || !slices.Equal(v.Rules, want) || v.Witness == nil || v.Witness.Port != 80 {
			t.Errorf("%+v", v)
		}
	})
	t.Run("VM-7 forbidden flows turn it round", func(t *testing.T) {
		t.Parallel()
		f := to("tcp 8.8.8.8:443")
		f.Level = LevelForbidden
		if v := judgeOne(t, openHub, f); v.OK() || !v.Fails() {
			t.Errorf("open: %s", line(v))
		}
		if v := judgeOne(t, hub(), f); !v.OK() || v.Fails() {
			t.Errorf("shut: %s", line(v))
		}
	})
}

func TestFlowsOfClusters(t *testing.T) {
	t.Parallel()
	api := to("https *.hcp.eastus.azmk8s.io:443")
	api.APIServerOf, api.Destination.OneOfNames, api.NoInspection = "aks", true, true
	ranges := func(r AuthorizedRanges) func(*World) {
		return cluster(func(c *Cluster) { c.AuthorizedRanges = &r })
	}
	open := hub(app("all", "*"))
	byAll := "allowed firewall by application rule all"
	second := func(w *World) {
		w.Firewalls[0].PublicIPs = append(w.Firewalls[0].PublicIPs, PublicIP{Name: "two", Address: unknownIP()})
	}
	ip := to("https-no-sni 20.7.7.7:443")
	ip.Destination.Tags = []TagClaim{{Tag: "AzureCloud.eastus", Assumption: AssumeAPITag}}
	oneLabel := func(text string) netset.Pattern {
		p, err := netset.ParsePatternIn(text, netset.OneLabel)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	nva := func(p netset.Pattern) World {
		return change(hub(), onlyRoutes(udr("d", "0.0.0.0/0", HopAppliance, "nva")), func(w *World) {
			w.Appliances = []Appliance{{
				Name: "nva", AddressUnknown: true, Subnet: "vnet/other", RulesKnown: true,
				Rules: []ApplianceRule{{Name: "web", Action: Allow, Source: Anywhere(), Names: []netset.Pattern{p}, Protocols: netset.TCP, Ports: portsOf("443")}},
			}}
		})
	}
	opaque := change(nva(oneLabel("*.example.com")), func(w *World) { w.Appliances[0].RulesKnown = false })
	runRules(t, []ruleCase{
		{"AK-1 AK-25 no ranges, no limit", change(open, cluster(nil)), api, byAll},
		{"AK-25 the firewall's address is in the ranges", change(open, ranges(AuthorizedRanges{Addresses: addrs("20.1.2.0/24")})), api, byAll},
		{"AK-25 it is not", change(open, ranges(AuthorizedRanges{Addresses: addrs("20.9.0.0/16")})), api, "denied dropped by cluster aks"},
		{"AK-25 ranges that are not all known", change(open, ranges(AuthorizedRanges{Addresses: addrs("20.9.0.0/16"), Open: true})), api, "indeterminate firewall by cluster aks"},
		{"AK-25 a private cluster has none", change(open, cluster(func(c *Cluster) { c.Private, c.AuthorizedRanges = true, &AuthorizedRanges{} })), api, byAll},
		{"FW-37 all addresses have to be in", change(open, second, ranges(AuthorizedRanges{Addresses: addrs("20.1.2.3")})), api, "indeterminate firewall by cluster aks"},
		{"FW-37 by name where they are not known yet", change(open, second, ranges(AuthorizedRanges{Addresses: addrs("20.1.2.3"), PublicIPs: []string{"two"}})), api, byAll},
		{"AK-4 by address no application rule helps", open, ip, denied},
		{"AK-4 the region's tag does", hub(collection("c", 100, Allow, netRule("r", "TCP", "*", "tag:AzureCloud.eastus", "443"))), ip, "allowed firewall by network rule r"},
		{"AK-13 a resolver in the network needs nothing", hub(), to("udp 10.42.4.4:53"), "allowed vnet-local by system route 10.42.0.0/16"},
		{"AK-23 host services", hub(), to("http 169.254.169.254:80"), "allowed platform by platform address 169.254.169.254"},
		{"AK-24 nodes reach one another", hub(), to("tcp subnet:vnet/aks:10250"), "allowed vnet-local by system route 10.42.0.0/16"},
		{"AK-30 the tag covers no network flow", withTag(hub(app("r", "tag:AzureKubernetesService"))), to("tcp tag:AzureCloud.eastus:9000"), denied},
		{"AK-30 core names", withTag(hub(app("r", "tag:AzureKubernetesService"))), to("https mcr.microsoft.com:443"), "allowed firewall by application rule r"},
		{"AK-30 names of others", withTag(hub(app("r", "tag:AzureKubernetesService"))), to("https docker.io:443"), denied},
		{"AK-31 one label", nva(oneLabel("*.example.com")), to("https a.example.com:443"), "allowed nva by appliance rule web"},
		{"AK-31 not two", nva(oneLabel("*.example.com")), to("https a.b.example.com:443"), "denied dropped by default action Deny"},
		{"AK-31 any text", nva(patterns("*.example.com")[0]), to("https a.b.example.com:443"), "allowed nva by appliance rule web"},
		{"FW-32 an appliance's name rule needs a name as well", nva(oneLabel("*.example.com")), to("tcp 8.8.8.8:443"), "denied dropped by default action Deny"},
		{"RT-17 an appliance that nobody described", opaque, to("https a.example.com:443"), "indeterminate nva by appliance nva"},
	})
}

// TestPartition is P-3: the parts into which routes cut a destination are disjoint
// and make it up.
func TestPartition(t *testing.T) {
	t.Parallel()
	pool := []string{"0.0.0.0/0", "0.0.0.0/1", "10.0.0.0/8", "10.42.0.0/16", "10.42.1.0/24", "20.0.0.0/8", "20.0.0.0/16", "20.0.0.1/32", "172.16.0.0/12", "168.0.0.0/6"}
	rapid.Check(t, func(t *rapid.T) {
		w := change(openHub, onlyRoutes())
		used := map[string]bool{}
		for range rapid.IntRange(0, 6).Draw(t, "routes") {
			if p := rapid.SampledFrom(pool).Draw(t, "prefix"); !used[p] {
				used[p] = true
				w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, udr(p, p, rapid.SampledFrom([]HopType{HopNone, HopInternet, HopNetwork}).Draw(t, "hop")))
			}
		}
		var whole netset.Addresses
		for range rapid.IntRange(1, 3).Draw(t, "destinations") {
			whole = whole.Union(addrs(rapid.SampledFrom(pool).Draw(t, "destination")))
		}
		x := newIndex(&w, 0)
		s := x.subnets["vnet/aks"]
		j := &judge{x: x}
		var sure, seen netset.Addresses
		p := parcel{flow: &Flow{}, target: target{addrs: whole, known: true}}
		j.route(s, p, nil, func(part parcel, r *effective, tr *trail) sum {
			if part.target.addrs.IsEmpty() || !r.set.Covers(part.target.addrs) {
				t.Fatalf("%s goes to %s", part.target.addrs, r.hopText())
			}
			if tr.step.Certain == Yes && tr.before == nil {
				if sure.Overlaps(part.target.addrs) {
					t.Fatalf("%s is routed twice", part.target.addrs.Intersect(sure))
				}
				sure = sure.Union(part.target.addrs)
			}
			seen = seen.Union(part.target.addrs)
			return passAt(part, PathUnknown, tr)
		})
		if !seen.Equal(whole) {
			t.Fatalf("%s is left of %s", whole.Minus(seen), whole)
		}
	})
}

// TestLongestPrefix holds the selection against a plain loop over single addresses.
func TestLongestPrefix(t *testing.T) {
	t.Parallel()
	pool := prefixesOf("0.0.0.0/0", "8.0.0.0/8", "8.8.0.0/16", "8.8.8.0/24", "8.8.8.8/32", "10.42.0.0/16", "10.42.1.0/24", "10.0.0.0/8")
	rapid.Check(t, func(t *rapid.T) {
		var mine []netip.Prefix
		w := change(openHub, onlyRoutes())
		for _, p := range pool {
			if rapid.Bool().Draw(t, p.String()) {
				mine = append(mine, p)
				w.RouteTables[0].Routes = append(w.RouteTables[0].Routes, udr(p.String(), p.String(), HopNone))
			}
		}
		dst := netip.MustParseAddr(rapid.SampledFrom([]string{"8.8.8.8", "8.8.8.9", "8.8.9.9", "8.9.9.9", "9.9.9.9", "10.42.1.9", "10.42.2.9"}).Draw(t, "destination"))
		best := netip.Prefix{}
		for _, p := range append(mine, prefixesOf("10.42.0.0/16", "0.0.0.0/0")...) {
			if p.Contains(dst) && (!best.IsValid() || p.Bits() > best.Bits()) {
				best = p
			}
		}
		v := NewEvaluator(w, Options{}).Judge(to("tcp " + dst.String() + ":443"))
		if slices.Contains(mine, best) && v.Decider.Name != best.String() {
			t.Fatalf("%s with %v: %s, want route %s", dst, mine, line(v), best)
		}
	})
}
