package preflight_test

import (
	"maps"
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

const (
	group    = "/subscriptions/00000000-0000-4000-8000-0000000e0001/resourceGroups/contosofin-rg/providers/Microsoft.Network"
	vnet     = group + "/virtualNetworks/contosofinvnet"
	firewall = group + "/azureFirewalls/contosofinfw"
	table    = group + "/routeTables/contosofinfw-rt"
)

// coreNames are what no cluster does without.
var coreNames = []any{
	"*.hcp.eastus.azmk8s.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net", "management.azure.com",
	"login.microsoftonline.com", "packages.microsoft.com", "packages.aks.azure.com",
}

// without is the core names but for some.
func without(names ...string) []any {
	var out []any
next:
	for _, n := range coreNames {
		for _, w := range names {
			if n == w {
				continue next
			}
		}
		out = append(out, n)
	}
	return out
}

func application(fqdns []any) map[string]any {
	return map[string]any{"source_addresses": []any{"100.64.1.0/24"}, "destination_fqdns": fqdns}
}

func groupOf(kind string, rules map[string]any) map[string]any {
	collection := map[string]any{"priority": 100, "action": "Allow", "rules": rules}
	return map[string]any{"priority": 1000, kind + "_rule_collections": map[string]any{"main": collection}}
}

// howTo is the exported egress of the how-to on its first plan: addresses that Azure assigns are not known.
func howTo(changes map[string]any) map[string]any {
	out := map[string]any{
		"type":                          "azure_firewall",
		"subnets":                       map[string]any{"nodes": map[string]any{"id": vnet + "/subnets/contosofinakssubnet", "address_prefixes": []any{"100.64.1.0/24"}}},
		"route_table_id":                table,
		"bgp_route_propagation_enabled": false,
		"routes": map[string]any{"default": map[string]any{
			"address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": unknown{}, "to_firewall": true,
		}},
		"hop": map[string]any{
			"kind": "azure_firewall", "id": firewall, "sku_tier": "Standard", "subnet_id": vnet + "/subnets/AzureFirewallSubnet",
			"private_ip_address": unknown{}, "predicted_private_ip_address": "100.64.3.4", "forced_tunnelling": false,
		},
		"settings":               map[string]any{},
		"rules_as":               "policy",
		"rule_collection_groups": map[string]any{"egress": groupOf("application", map[string]any{"aks": application(coreNames)})},
		"rules_complete":         true,
		"exit_addresses":         map[string]any{"egress": unknown{}},
	}
	maps.Copy(out, changes)
	return out
}

// rules replaces the application rules of the how-to.
func rules(kind string, all map[string]any) map[string]any {
	return howTo(map[string]any{"rule_collection_groups": map[string]any{"egress": groupOf(kind, all)}})
}

// eastus is a cluster in the public cloud.
func eastus() *preflight.Profile { return &preflight.Profile{Region: egress.Known("eastus")} }

func mustPrefix(text string) netip.Prefix { return netip.MustParsePrefix(text) }

// deny is a group that stops the registry before any other rule is asked.
func deny() map[string]any {
	return map[string]any{"priority": 200, "application_rule_collections": map[string]any{"stop": map[string]any{
		"priority": 100, "action": "Deny", "rules": map[string]any{"registries": application([]any{"mcr.microsoft.com", "docker.io"})},
	}}}
}

func cloudFeature(name string) cloud.Feature { return cloud.Feature(name) }
