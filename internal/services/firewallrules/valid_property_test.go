package firewallrules_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestNoValidConfigurationIsRefused: a false alarm is worse than a miss (law L2). Configurations are valid by construction; anywhere a value may be
// unknown. What is known whole is planned too, beside a policy that can do all of it.
func TestNoValidConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	putPolicy(azure, policyID, "Premium", map[string]any{"dnsSettings": map[string]any{"enableProxy": true}})
	putGroup(azure, "theirs", 1000)
	rules := azure.Harness(t, nil).Resource("udr_firewall_rules", "this")
	rapid.Check(t, func(r *rapid.T) {
		g := generator{T: r, open: rapid.Bool().Draw(r, "open")}
		config := map[string]any{"policy_id": g.maybe("policy", policyID), "rule_collection_groups": g.maybe("groups", g.groups())}
		if errs := rules.Validate(config).Diagnostics().Errors(); len(errs) > 0 {
			r.Fatalf("%v\nis refused: %v", config, errs)
		}
		if errs := rules.Plan(config).Diagnostics().Errors(); len(errs) > 0 {
			r.Fatalf("%v\nis refused by the plan: %v", config, errs)
		}
	})
}

// generator draws the parts of one configuration.
type generator struct {
	*rapid.T
	open bool // some values are unknown
}

func (g generator) yes(label string) bool { return rapid.Bool().Draw(g.T, label) }

// maybe is the value, or one that is not known yet.
func (g generator) maybe(label string, value any) any {
	if g.open && rapid.IntRange(0, 9).Draw(g.T, "unknown "+label) == 0 {
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

func (g generator) groups() any {
	groups := map[string]any{}
	for i := range rapid.IntRange(1, 3).Draw(g.T, "groups") {
		group := map[string]any{"priority": g.maybe("group priority", pick(g, "priority", 100, 999, 64000)+i)}
		for kind, rule := range map[string]func() any{"network": g.network, "application": g.application, "nat": g.nat} {
			if g.yes(kind) {
				group[kind+"_rule_collections"] = g.maybe("collections", g.collections(kind, rule))
			}
		}
		groups[fmt.Sprintf("group.%d_x", i)] = g.maybe("group", group)
	}
	return groups
}

func (g generator) collections(kind string, rule func() any) any {
	collections := map[string]any{}
	for i := range rapid.IntRange(1, 2).Draw(g.T, "collections") {
		rules := map[string]any{}
		for j := range rapid.IntRange(1, 3).Draw(g.T, "rules") {
			rules[fmt.Sprintf("rule-%d", j)] = g.maybe("rule", rule())
		}
		collection := map[string]any{"priority": g.maybe("priority", pick(g, "collection priority", 100, 65000)), "rules": g.maybe("rules", rules)}
		if kind != "nat" {
			collection["action"] = g.maybe("action", pick(g, "action", "Allow", "Deny"))
		}
		collections[fmt.Sprintf("%s-%d", kind, i)] = g.maybe("collection", collection)
	}
	return collections
}

func (g generator) source() map[string]any {
	rule := map[string]any{}
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

func (g generator) network() any {
	rule := g.source()
	rule["destination_ports"] = g.maybe("ports", some(g, "ports", "*", "1", "65535", "8000-8999"))
	rule["protocols"] = g.maybe("protocols", some(g, "protocols", "TCP", "UDP", "ICMP", "Any"))
	target := pick(g, "target", "destination_addresses", "destination_fqdns", "destination_ip_groups")
	rule[target] = g.maybe(target, map[string][]any{
		"destination_addresses": some(g, "addresses", "*", "AzureMonitor", "AzureCloud.westeurope", "20.0.0.0/8", "10.0.0.4-10.0.0.9"),
		"destination_fqdns":     some(g, "names", "ntp.ubuntu.com", "Time.Windows.com", "a-b.example."),
		"destination_ip_groups": {groupID + "/providers/Microsoft.Network/ipGroups/g"},
	}[target])
	return rule
}

func (g generator) application() any {
	rule := g.source()
	target := pick(g, "target", "destination_fqdns", "destination_fqdn_tags", "web_categories", "destination_urls")
	rule[target] = g.maybe(target, map[string][]any{
		"destination_fqdns":     some(g, "names", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "*", "*contoso.com"),
		"destination_fqdn_tags": some(g, "tags", "AzureKubernetesService", "WindowsUpdate"),
		"web_categories":        some(g, "categories", "Gambling", "News"),
		"destination_urls":      some(g, "urls", "www.contoso.com/api", "contoso.com/x/*", "*.contoso.com/*", "contoso.com"),
	}[target])
	if g.yes("with protocols") {
		rule["protocols"] = []any{map[string]any{"type": "Https", "port": g.maybe("port", pick(g, "port", 1, 443, 65535))}, map[string]any{"type": pick(g, "type", "Http", "Mssql"), "port": 8080}}
	}
	return rule
}

func (g generator) nat() any {
	rule := g.source()
	rule["destination_addresses"] = g.maybe("addresses", some(g, "NAT addresses", "20.1.2.3", "100.64.3.4"))
	rule["destination_ports"] = []any{pick(g, "NAT port", "1", "80", "63999")}
	rule["protocols"] = g.maybe("NAT protocols", some(g, "protocols", "TCP", "UDP"))
	rule["translated_port"] = g.maybe("translated port", pick(g, "to", 1, 8443, 65535))
	if g.yes("to a name") {
		rule["translated_fqdn"] = "app.contoso.com"
	} else {
		rule["translated_address"] = g.maybe("target", "100.64.2.4")
	}
	return rule
}
