package preflight_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// A definite row stays true whatever the unknown leaves turn out to be (L2): a whole object is drawn, some of its leaves are
// hidden, and what is said of the hidden one has to hold of the whole.
func TestDefiniteRowsStayTrue(t *testing.T) {
	t.Parallel()
	seen := map[egress.Status]int{}
	rapid.Check(t, func(rt *rapid.T) {
		whole := drawEgress(rt)
		hidden, _ := hide(rt, whole, rapid.IntRange(1, 12).Draw(rt, "rarity")).(map[string]any)
		if hidden == nil {
			return
		}
		profile, known := drawProfile(rt)
		before := preflight.Judge(preflight.Question{Egress: build(t, firewallType, hidden), Profile: known})
		after := preflight.Judge(preflight.Question{Egress: build(t, firewallType, whole), Profile: profile})
		for _, row := range before.Rows {
			if row.Status == egress.Indeterminate {
				continue
			}
			i := slices.IndexFunc(after.Rows, func(o preflight.Row) bool {
				return o.Flow.Destination.Text() == row.Flow.Destination.Text() && o.Flow.Ports.Equal(row.Flow.Ports) && o.Flow.L7 == row.Flow.L7 && o.Flow.Option == row.Flow.Option
			})
			if i < 0 {
				rt.Fatalf("%s is not asked for any more", row.Flow.Text())
			}
			seen[row.Status]++
			now := after.Rows[i].Status
			if (row.Status == egress.Allowed) != (now == egress.Allowed) || now == egress.Indeterminate {
				rt.Fatalf("%s was %s and is %s once all is known\nhidden: %v\nwhole: %v", row.Flow.Text(), row.Status, now, hidden, whole)
			}
		}
	})
	if seen[egress.Allowed] == 0 || seen[egress.Denied] == 0 {
		t.Errorf("the worlds drawn are too dull: %v", seen)
	}
}

// drawProfile is a cluster, and the same with a part of it hidden.
func drawProfile(rt *rapid.T) (whole, hidden *preflight.Profile) {
	whole = eastus()
	for _, f := range []cloud.Feature{cloud.FeatureAzureMonitor, cloud.FeatureGPU, cloud.FeatureWindows, cloud.FeatureKeyVaultCSI} {
		if rapid.Bool().Draw(rt, string(f)) {
			whole.Features = append(whole.Features, f)
		}
	}
	whole.Private = egress.Known(rapid.Bool().Draw(rt, "private"))
	copied := *whole
	hidden = &copied
	if rapid.Bool().Draw(rt, "private hidden") {
		hidden.Private = egress.Unknown[bool]()
	}
	if n := len(whole.Features); n > 0 && rapid.Bool().Draw(rt, "feature hidden") {
		hidden.Features, hidden.FeaturesOpen = whole.Features[:n-1], true
	}
	return whole, hidden
}

func pick[T any](rt *rapid.T, label string, list ...T) T {
	return rapid.SampledFrom(list).Draw(rt, label)
}

func drawEgress(rt *rapid.T) map[string]any {
	out := howTo(map[string]any{
		"rules_complete": pick(rt, "complete", true, true, false), "exit_addresses": map[string]any{"egress": "20.1.2.3"},
		"bgp_route_propagation_enabled": pick(rt, "bgp", false, true),
		"settings": map[string]any{
			"dns_proxy_enabled": pick[any](rt, "proxy", nil, true, false), "threat_intelligence_mode": pick[any](rt, "intel", nil, "Deny"),
			"private_ip_ranges": pick[any](rt, "ranges", nil, []any{"IANAPrivateRanges"}, []any{"0.0.0.0/0"}, []any{"10.0.0.0/8"}),
		},
	})
	hop := maps.Clone(out["hop"].(map[string]any))
	hop["private_ip_address"], hop["forced_tunnelling"] = "100.64.3.4", pick(rt, "tunnel", false, false, true)
	hop["subnet_id"] = pick(rt, "home", vnet, group+"/virtualNetworks/hub") + "/subnets/AzureFirewallSubnet"
	out["hop"] = hop
	out["routes"] = drawRoutes(rt)
	groups := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(rt, "groups") {
		groups[pick(rt, "group", "a", "b", "c")] = drawGroup(rt)
	}
	out["rule_collection_groups"] = groups
	if rapid.IntRange(0, 4).Draw(rt, "classic") == 0 {
		out["rules_as"], out["rule_collection_groups"] = "classic", map[string]any{"classic": drawGroup(rt)}
	}
	return out
}

func drawRoutes(rt *rapid.T) map[string]any {
	routes := map[string]any{"default": map[string]any{
		"address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "100.64.3.4", "to_firewall": true,
	}}
	for range rapid.IntRange(0, 2).Draw(rt, "routes") {
		routes[pick(rt, "route", "x", "y")] = map[string]any{
			"address_prefix": pick(rt, "prefix", "10.0.0.0/8", "0.0.0.0/1", "AzureCloud.eastus", "100.64.0.0/16", "13.0.0.0/8"),
			"next_hop_type":  pick(rt, "hop", "None", "Internet", "VirtualNetworkGateway", "VnetLocal"), "to_firewall": false,
		}
	}
	return routes
}

func drawGroup(rt *rapid.T) map[string]any {
	out := map[string]any{"priority": rapid.IntRange(1, 4).Draw(rt, "group priority") * 100}
	for _, kind := range []string{"network", "application"} {
		collections := map[string]any{}
		for range rapid.IntRange(0, 2).Draw(rt, kind) {
			rules := map[string]any{}
			for range rapid.IntRange(1, 2).Draw(rt, "rules") {
				rules[pick(rt, "rule", "r", "s")] = drawRule(rt, kind)
			}
			collections[pick(rt, "collection", "p", "q")] = map[string]any{
				"priority": rapid.IntRange(1, 4).Draw(rt, "priority") * 100, "action": pick(rt, "action", "Allow", "Allow", "Deny"), "rules": rules,
			}
		}
		out[kind+"_rule_collections"] = collections
	}
	return out
}

func drawRule(rt *rapid.T, kind string) map[string]any {
	r := map[string]any{"source_addresses": []any{pick(rt, "source", "100.64.1.0/24", "*", "100.64.1.0/25", "10.9.0.0/16")}}
	if kind == "network" {
		r["destination_addresses"] = pick[any](rt, "target", []any{"*"}, []any{"AzureCloud.eastus"}, []any{"AzureMonitor"}, nil)
		if r["destination_addresses"] == nil {
			r["destination_fqdns"] = []any{pick(rt, "name", "mcr.microsoft.com", "management.azure.com")}
		}
		r["destination_ports"] = []any{pick(rt, "port", "443", "*", "80")}
		r["protocols"] = []any{pick(rt, "protocol", "TCP", "Any", "UDP")}
		return r
	}
	all := slices.Concat(coreNames, []any{"*", "*.azmk8s.io", "*.microsoft.com", "contoso.com"})
	r["destination_fqdns"] = rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, 6, func(v any) any { return v }).Draw(rt, "names")
	if rapid.IntRange(0, 3).Draw(rt, "by tag") == 0 {
		r["destination_fqdns"], r["destination_fqdn_tags"] = nil, []any{"AzureKubernetesService"}
	}
	r["protocols"] = pick[any](rt, "pairs", nil, []any{map[string]any{"type": "Https", "port": 443}}, []any{map[string]any{"type": "Http", "port": 80}})
	r["terminate_tls"] = pick[any](rt, "tls", nil, nil, false, true)
	return r
}

// hide replaces values at any depth, one in so many, by unknown ones. Elements of lists are hidden with the list: a set with one
// unknown element may come out shorter, which a plan cannot tell either.
func hide(rt *rapid.T, v any, rarity int) any {
	if rapid.IntRange(0, rarity*6).Draw(rt, "hide") == 0 {
		return unknown{}
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out[name] = hide(rt, v[name], rarity)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = hide(rt, v[i], rarity)
		}
		return out
	}
	return v
}
