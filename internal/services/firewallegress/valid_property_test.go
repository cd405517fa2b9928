package firewallegress_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestNoValidConfigurationIsRefused: a false alarm is worse than a miss (law L2). Configurations are valid by construction;
// anywhere a value may be unknown.
func TestNoValidConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	egress := acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_egress", "this")
	rapid.Check(t, func(r *rapid.T) {
		config := validEgress(r)
		if errs := egress.Validate(config).Diagnostics().Errors(); len(errs) > 0 {
			r.Fatalf("%v\nis refused: %v", config, errs)
		}
	})
}

// generator draws the parts of one configuration, which have to fit together.
type generator struct {
	*rapid.T
	tier    string
	classic bool
	others  bool // the policy is somebody else's
	proxy   bool
	ips     []string
}

func (g generator) yes(label string) bool { return rapid.Bool().Draw(g.T, label) }

func (g generator) name(label string) string {
	return rapid.StringMatching(`[a-zA-Z0-9][a-zA-Z0-9_.\-]{0,20}[a-zA-Z0-9_]`).Draw(g.T, label)
}

// maybe is the value, or one that is not known yet.
func (g generator) maybe(label string, value any) any {
	if rapid.IntRange(0, 9).Draw(g.T, "unknown "+label) == 0 {
		return protocol.Unknown
	}
	return value
}

func pick[T any](g generator, label string, from ...T) T {
	return rapid.SampledFrom(from).Draw(g.T, label)
}

// some is a list of one or more of the values.
func some(g generator, label string, from ...string) []any {
	drawn := rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, min(3, len(from)), rapid.ID[string]).Draw(g.T, label)
	list := make([]any, len(drawn))
	for i, text := range drawn {
		list[i] = text
	}
	return list
}

func validEgress(r *rapid.T) map[string]any {
	g := generator{T: r, tier: rapid.SampledFrom([]string{"Basic", "Standard", "Premium"}).Draw(r, "tier")}
	g.classic = g.yes("classic")
	g.others = !g.classic && g.yes("policy of others")
	g.proxy = g.tier != "Basic" && !g.others && g.yes("proxy")
	config := map[string]any{
		"name": g.maybe("name", g.name("name")), "resource_group_name": g.maybe("group", "contosofin-rg"), "sku_tier": g.tier,
		"location":        g.maybe("location", pick(g, "location", "eastus", "West Europe", "usgovvirginia", "chinanorth3", "newregion7")),
		"firewall_subnet": g.maybe("subnet", g.subnet("AzureFirewallSubnet", "100.64.3.0/26")),
		"routed_subnets":  g.routed(),
	}
	for i := range rapid.IntRange(0, 3).Draw(r, "public IPs") {
		g.ips = append(g.ips, fmt.Sprintf("ip%d", i))
	}
	if g.tier == "Basic" && len(g.ips) == 0 {
		g.ips = []string{"ip0"}
	}
	config["public_ips"] = g.publicIPs()
	if g.tier == "Basic" || len(g.ips) == 0 || g.yes("management") {
		config["management"] = g.maybe("management", map[string]any{"subnet": g.subnet("AzureFirewallManagementSubnet", "100.64.4.0/26")})
	}
	if g.yes("zones") {
		config["zones"] = some(g, "zones", "1", "2", "3")
	}
	if g.tier != "Basic" && g.yes("autoscale") {
		config["autoscale"] = map[string]any{"min_capacity": pick(g, "low", 2, 5), "max_capacity": pick(g, "high", 7, 50)}
	}
	g.settings(config)
	g.rules(config)
	config["route_table"] = g.maybe("table", g.table())
	if g.yes("aks") {
		config["aks"] = map[string]any{"rules": pick(g, "aks rules", "tag", "explicit", "both", "none"), "source_addresses": some(g, "aks sources", "100.64.1.0/24", "*")}
		// Rules drawn at random may well cut a cluster off, which is no matter of form.
		config["egress_checks"] = map[string]any{"required": "warning"}
	}
	return config
}

func (g generator) subnet(name, prefix string) map[string]any {
	out := map[string]any{"id": g.maybe("subnet ID", networkID+"/subnets/"+name)}
	if g.yes("prefix") {
		out["address_prefixes"] = g.maybe("prefixes", []any{prefix})
	}
	return out
}

func (g generator) routed() any {
	routed := map[string]any{}
	for i := range rapid.IntRange(0, 3).Draw(g.T, "routed subnets") {
		routed[fmt.Sprintf("s%d", i)] = g.maybe("routed subnet", g.subnet(fmt.Sprintf("aks%d", i), fmt.Sprintf("100.64.1%d.0/24", i)))
	}
	return g.maybe("routed", routed)
}

func (g generator) publicIPs() map[string]any {
	ips := map[string]any{}
	for i, key := range g.ips {
		switch pick(g, "public IP", "made", "given", "described", "unknown") {
		case "made":
			ips[key] = map[string]any{}
		case "given":
			ips[key] = map[string]any{"public_ip_address_id": g.maybe("address", publicIPID(fmt.Sprintf("given%d", i)))}
		case "described":
			ips[key] = map[string]any{
				"name": g.maybe("address name", fmt.Sprintf("pip%d", i)), "domain_name_label": "contoso", "zones": some(g, "address zones", "1", "2", "3"), "ip_tags": map[string]any{"RoutingPreference": "Internet"},
			}
		default:
			ips[key] = protocol.Unknown
		}
	}
	return ips
}

func (g generator) settings(config map[string]any) {
	switch {
	case g.others:
		config["firewall_policy_id"] = g.maybe("policy", otherPolicy)
		return
	case g.classic:
		config["rules_as"] = "classic"
	case g.yes("policy"):
		config["policy"] = g.maybe("own policy", map[string]any{"name": g.maybe("policy name", g.name("policy")), "base_policy_id": g.maybe("base", otherPolicy)})
	}
	if g.proxy {
		config["dns_proxy_enabled"] = true
	}
	if g.tier != "Basic" && g.yes("DNS") {
		config["dns_servers"] = []any{"10.0.0.4", g.maybe("DNS server", "10.0.0.5")}
	}
	if g.yes("ranges") {
		config["private_ip_ranges"] = some(g, "ranges", "IANAPrivateRanges", "10.0.0.0/8", "20.1.2.3", "255.255.255.255/32")
	}
	modes := []string{"Alert"}
	if g.tier != "Basic" {
		modes = append(modes, "Off", "Deny")
	}
	if g.yes("threat intelligence") {
		config["threat_intelligence_mode"] = pick(g, "mode", modes...)
	}
}

func (g generator) rules(config map[string]any) {
	for kind, collections := range g.collections("short") {
		config[kind] = collections
	}
	if g.classic || !g.yes("groups") {
		return
	}
	groups := map[string]any{}
	for i := range rapid.IntRange(1, 3).Draw(g.T, "groups") {
		group := g.collections(fmt.Sprintf("group%d", i))
		group["priority"] = g.maybe("group priority", 200+i)
		groups[fmt.Sprintf("group%d", i)] = g.maybe("group", group)
	}
	config["rule_collection_groups"] = g.maybe("groups", groups)
}

// collections are some of each kind, with priorities and names of their own.
func (g generator) collections(of string) map[string]any {
	all, next := map[string]any{}, 100
	kinds := map[string]func() any{"network": g.networkRule, "application": g.applicationRule}
	if len(g.ips) > 0 {
		kinds["nat"] = g.natRule
	}
	for _, kind := range []string{"network", "application", "nat"} {
		if kinds[kind] == nil || !g.yes(kind) {
			continue
		}
		collections := map[string]any{}
		for i := range rapid.IntRange(1, 2).Draw(g.T, "collections") {
			rules := map[string]any{}
			for j := range rapid.IntRange(1, 3).Draw(g.T, "rules") {
				rules[fmt.Sprintf("rule.%d_%d", i, j)] = g.maybe("rule", kinds[kind]())
			}
			collection := map[string]any{"priority": g.maybe("priority", next), "rules": g.maybe("rules", rules)}
			if kind != "nat" {
				collection["action"] = g.maybe("action", pick(g, "action", "Allow", "Deny"))
			}
			collections[fmt.Sprintf("%s-%s-%d", of, kind, i)] = g.maybe("collection", collection)
			next++
		}
		all[kind+"_rule_collections"] = g.maybe("collections", collections)
	}
	return all
}

func (g generator) source(rule map[string]any) map[string]any {
	if g.yes("source group") {
		rule["source_ip_groups"] = g.maybe("source groups", []any{groupID + "/providers/Microsoft.Network/ipGroups/g"})
	} else {
		rule["source_addresses"] = g.maybe("sources", some(g, "sources", "*", "10.0.0.4", "100.64.1.0/24", "10.0.0.4-10.0.0.9"))
	}
	if g.yes("description") {
		rule["description"] = rapid.StringMatching(`.{1,40}`).Draw(g.T, "description")
	}
	return rule
}

func (g generator) networkRule() any {
	rule := g.source(map[string]any{
		"destination_ports": g.maybe("ports", some(g, "ports", "*", "1", "65535", "8000-8999")), "protocols": g.maybe("protocols", some(g, "protocols", "TCP", "UDP", "ICMP", "Any")),
	})
	switch {
	case g.proxy && g.yes("names"):
		rule["destination_fqdns"] = g.maybe("names", some(g, "names", "ntp.ubuntu.com", "Time.Windows.com", "a-b.example."))
	case g.yes("destination group"):
		rule["destination_ip_groups"] = []any{groupID + "/providers/Microsoft.Network/ipGroups/g"}
	default:
		rule["destination_addresses"] = g.maybe("destinations", some(g, "destinations", "*", "AzureMonitor", "AzureCloud.westeurope", "20.1.2.3", "20.0.0.0/8", "10.0.0.4-10.0.0.9"))
	}
	return rule
}

func (g generator) applicationRule() any {
	rule := g.source(map[string]any{})
	targets := []string{"names", "tag"}
	if !g.classic && !g.others && g.tier != "Basic" {
		targets = append(targets, "categories")
	}
	if !g.classic && !g.others && g.tier == "Premium" {
		targets = append(targets, "urls")
	}
	switch pick(g, "target", targets...) {
	case "names":
		rule["destination_fqdns"] = g.maybe("names", some(g, "names", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "*", "*contoso.com", "xn--bcher-kva.example"))
	case "tag":
		rule["destination_fqdn_tags"] = g.maybe("tags", some(g, "tags", "AzureKubernetesService", "WindowsUpdate", "Office365.Exchange.Optimize"))
	case "categories":
		rule["web_categories"] = some(g, "categories", "Gambling", "News")
	default:
		rule["destination_urls"] = some(g, "urls", "www.contoso.com/api", "contoso.com/x/*", "*.contoso.com/*", "*contoso.com/", "contoso.com", "contoso.com/*")
	}
	if g.yes("with protocols") {
		rule["protocols"] = []any{map[string]any{"type": "Https", "port": g.maybe("port", pick(g, "port", 1, 443, 65535))}, map[string]any{"type": pick(g, "type", "Http", "Mssql"), "port": 8080}}
	}
	return rule
}

func (g generator) natRule() any {
	rule := g.source(map[string]any{
		"destination_ports": []any{pick(g, "port", "1", "80", "63999")}, "protocols": g.maybe("protocols", some(g, "protocols", "TCP", "UDP")),
		"translated_port": g.maybe("translated port", pick(g, "translated port", 1, 8443, 65535)),
	})
	if g.yes("by key") {
		rule["destination_public_ips"] = some(g, "keys", g.ips...)
	} else {
		rule["destination_addresses"] = g.maybe("addresses", some(g, "addresses", "20.1.2.3", "100.64.3.4"))
	}
	if g.proxy && g.yes("to a name") {
		rule["translated_fqdn"] = "app.contoso.com"
	} else {
		rule["translated_address"] = g.maybe("target", "100.64.2.4")
	}
	return rule
}

func (g generator) table() map[string]any {
	routes := map[string]any{}
	prefixes := []string{"10.0.0.0/8", "fd00::/8", "Storage.EastUS", "20.1.2.3/32", "AzureCloud"}
	for i, prefix := range prefixes[:rapid.IntRange(0, len(prefixes)).Draw(g.T, "routes")] {
		route := map[string]any{"address_prefix": g.maybe("prefix", prefix)}
		switch hop := pick(g, "hop", "", "VirtualAppliance", "VirtualNetworkGateway", "VnetLocal", "Internet", "None"); hop {
		case "":
		case "VirtualAppliance":
			route["next_hop_type"], route["next_hop_in_ip_address"] = g.maybe("hop type", hop), g.maybe("hop", "100.64.200.4")
		default:
			route["next_hop_type"] = hop
		}
		routes[fmt.Sprintf("route-%d", i)] = g.maybe("route", route)
	}
	table := map[string]any{"routes": g.maybe("routes", routes), "public_ip_routes_enabled": g.maybe("per IP", g.yes("per IP"))}
	if g.yes("table name") {
		table["name"] = g.maybe("table name", g.name("table"))
	}
	if slices.Contains(g.ips, "ip0") && g.yes("propagation") {
		table["bgp_route_propagation_enabled"] = true
	}
	return table
}
