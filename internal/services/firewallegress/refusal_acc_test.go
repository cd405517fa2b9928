package firewallegress_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// refused is one configuration with the message that it gets.
type refused struct {
	name   string
	config map[string]any
	path   string
	want   []string
}

func networkRule(changes map[string]any) map[string]any {
	rule := map[string]any{
		"source_addresses": []any{"100.64.1.0/24"}, "destination_addresses": []any{"AzureMonitor"}, "destination_ports": []any{"443"}, "protocols": []any{"TCP"},
	}
	return changed(rule, changes)
}

func applicationRule(changes map[string]any) map[string]any {
	return changed(map[string]any{"source_addresses": []any{"100.64.1.0/24"}, "destination_fqdns": []any{"mcr.microsoft.com"}}, changes)
}

func natRule(changes map[string]any) map[string]any {
	return changed(map[string]any{
		"source_addresses": []any{"*"}, "destination_public_ips": []any{"contosofinfwpublicip"}, "destination_ports": []any{"80"}, "protocols": []any{"TCP"},
		"translated_address": "100.64.2.4", "translated_port": 80,
	}, changes)
}

// changed is the object with changes; a nil value takes an attribute out.
func changed(object, changes map[string]any) map[string]any {
	for name, value := range changes {
		if value == nil {
			delete(object, name)
		} else {
			object[name] = value
		}
	}
	return object
}

func collection(priority int, rules map[string]any) map[string]any {
	return map[string]any{"priority": priority, "action": "Allow", "rules": rules}
}

// rules puts one rule into the short form.
func rules(kind string, rule map[string]any) map[string]any {
	c := collection(100, map[string]any{"r": rule})
	if kind == "nat" {
		delete(c, "action")
	}
	return with(map[string]any{"network_rule_collections": nil, "aks": nil, kind + "_rule_collections": map[string]any{"c": c}})
}

func route(changes map[string]any) map[string]any {
	return with(map[string]any{"route_table": map[string]any{"routes": map[string]any{"r": changes}}})
}

func merged(config map[string]any, changes map[string]any) map[string]any {
	return changed(config, changes)
}

func publicIPID(name string) string {
	return groupID + "/providers/Microsoft.Network/publicIPAddresses/" + name
}

const otherPolicy = groupID + "/providers/Microsoft.Network/firewallPolicies/shared"

// TestRefusals shows the message of each refusal, at its attribute. The Azure behind it is empty and never asked.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tests := range [][]refused{refusedPlaces(), refusedTiers(), refusedRules(), refusedNAT(), refusedPolicies(), refusedRoutes()} {
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				azure := acctest.NewAzure(t)
				azure.Harness(t, nil).Resource("udr_firewall_egress", "this").Validate(test.config).WantOnlyError(test.path, test.want...)
				if calls := azure.Calls(); len(calls) != 0 {
					t.Errorf("validation asked Azure: %v", calls)
				}
			})
		}
	}
}

func refusedPlaces() []refused {
	pip := func(changes map[string]any) map[string]any {
		return with(map[string]any{"public_ips": map[string]any{"a": changes, "contosofinfwpublicip": map[string]any{}}})
	}
	return []refused{
		{"firewall name", with(map[string]any{"name": "-fw"}), "name", []string{"FE-NAME"}},
		{"group name", with(map[string]any{"resource_group_name": "rg."}), "resource_group_name", []string{"FE-NAME"}},
		{"tier", with(map[string]any{"sku_tier": "Gold"}), "sku_tier", []string{"Premium"}},
		{"zone", with(map[string]any{"zones": []any{"4"}}), `zones["4"]`, []string{`"3"`}},
		{"firewall subnet of another name", with(map[string]any{"firewall_subnet": subnet("fw", "100.64.3.0/24")}), "firewall_subnet.id", []string{"AzureFirewallSubnet", "FE-SUBNET"}},
		{"firewall subnet too small", with(map[string]any{"firewall_subnet": subnet("AzureFirewallSubnet", "100.64.3.0/27")}), "firewall_subnet.address_prefixes[0]", []string{"/26", "FE-SUBNET"}},
		{"firewall subnet that is a network", with(map[string]any{"firewall_subnet": map[string]any{"id": networkID}}), "firewall_subnet.id", []string{"virtualNetworks/subnets"}},
		{"management subnet of another name", with(map[string]any{"management": map[string]any{"subnet": subnet("mgmt", "")}}), "management.subnet.id", []string{"AzureFirewallManagementSubnet", "FE-SUBNET"}},
		{"management subnet too small", with(map[string]any{"management": map[string]any{"subnet": subnet("AzureFirewallManagementSubnet", "100.64.4.0/28")}}), "management.subnet.address_prefixes[0]", []string{"/26"}},
		{"management subnet in another network", with(map[string]any{"management": map[string]any{"subnet": map[string]any{
			"id": strings.Replace(networkID, "contosofinvnet", "other", 1) + "/subnets/AzureFirewallManagementSubnet",
		}}}), "management.subnet.id", []string{"one virtual network", "FE-SUBNET"}},
		{"no public IP and no management", with(map[string]any{"public_ips": nil}), "management", []string{"public_ips is empty", "FE-MANAGEMENT"}},
		{"two configurations of one name", with(map[string]any{"management": map[string]any{
			"name": "contosofinfwpublicip", "subnet": subnet("AzureFirewallManagementSubnet", ""),
		}}), `public_ips["contosofinfwpublicip"]`, []string{"FE-MANAGEMENT"}},
		{"management address made and given", with(map[string]any{"management": map[string]any{
			"subnet": subnet("AzureFirewallManagementSubnet", ""), "public_ip_name": "x", "public_ip_address_id": publicIPID("y"),
		}}), "management.public_ip_name", []string{"exists already"}},
		{"public IP name", pip(map[string]any{"name": "-"}), `public_ips["a"].name`, []string{"FE-NAME"}},
		{"domain label", pip(map[string]any{"domain_name_label": "Contoso"}), `public_ips["a"].domain_name_label`, []string{"FE-NAME"}},
		{"address made and given", pip(map[string]any{"public_ip_address_id": publicIPID("x"), "zones": []any{"1"}}), `public_ips["a"].zones`, []string{"exists already"}},
		{"one address twice", with(map[string]any{"public_ips": map[string]any{
			"a": map[string]any{"public_ip_address_id": publicIPID("x")}, "b": map[string]any{"public_ip_address_id": publicIPID("X")},
		}}), `public_ips["b"].public_ip_address_id`, []string{"PublicIPAddressInUse", "FE-PUBLIC-IP"}},
		{"two addresses of one name", pip(map[string]any{"name": "contosofinfwpublicip"}), `public_ips["contosofinfwpublicip"]`, []string{"contosofinfwpublicip"}},
		{"an ID of another kind", pip(map[string]any{"public_ip_address_id": otherPolicy}), `public_ips["a"].public_ip_address_id`, []string{"publicIPAddresses"}},
		{"capacity", with(map[string]any{"autoscale": map[string]any{"min_capacity": 4, "max_capacity": 5}}), "autoscale", []string{"FE-AUTOSCALE"}},
		{"capacity of none", with(map[string]any{"autoscale": map[string]any{"min_capacity": 0}}), "autoscale", []string{"at least 2"}},
		{"half a capacity", with(map[string]any{"autoscale": map[string]any{"min_capacity": 2.5}}), "autoscale.min_capacity", []string{"2.5 is not a whole number"}},
		{"half a priority", with(map[string]any{"aks": map[string]any{"priority": 500.5}}), "aks.priority", []string{"500.5 is not a whole number"}},
		{"private range", with(map[string]any{"private_ip_ranges": []any{"10.0.0.0/33"}}), "private_ip_ranges", []string{"IANAPrivateRanges"}},
		{"DNS server", with(map[string]any{"dns_servers": []any{"dns.contoso.com"}}), "dns_servers[0]", []string{"dns.contoso.com"}},
		{"reserved tag", with(map[string]any{"tags": map[string]any{"hidden-udr-owner": "me"}}), `tags["hidden-udr-owner"]`, []string{"reserved"}},
		{"unknown check", with(map[string]any{"skip_checks": []any{"FE-NOPE"}}), `skip_checks["FE-NOPE"]`, []string{"FE-NOPE"}},
	}
}

func refusedTiers() []refused {
	basic := func(config map[string]any) map[string]any {
		return merged(config, map[string]any{"sku_tier": "Basic", "management": map[string]any{"subnet": subnet("AzureFirewallManagementSubnet", "")}})
	}
	return []refused{
		{"Basic without management", with(map[string]any{"sku_tier": "Basic"}), "management", []string{"subnet and a public IP of its own", "FE-MANAGEMENT"}},
		{"Basic with DNS proxy", basic(with(map[string]any{"dns_proxy_enabled": true})), "dns_proxy_enabled", []string{"FE-TIER", "Standard"}},
		{"Basic with DNS servers", basic(with(map[string]any{"dns_servers": []any{"10.0.0.4"}})), "dns_servers", []string{"FE-TIER"}},
		{"Basic that denies by threat intelligence", basic(with(map[string]any{"threat_intelligence_mode": "Deny"})), "threat_intelligence_mode", []string{"FE-TIER"}},
		{"Basic with names in network rules", basic(rules("network", networkRule(map[string]any{"destination_addresses": nil, "destination_fqdns": []any{"ntp.ubuntu.com"}}))), `network_rule_collections["c"].rules["r"].destination_fqdns`, []string{"FE-TIER"}},
		{"Basic with web categories", basic(rules("application", applicationRule(map[string]any{"destination_fqdns": nil, "web_categories": []any{"Gambling"}}))), `application_rule_collections["c"].rules["r"].web_categories`, []string{"FE-TIER"}},
		{"Standard with URLs", rules("application", applicationRule(map[string]any{"destination_fqdns": nil, "destination_urls": []any{"contoso.com/x"}})), `application_rule_collections["c"].rules["r"].destination_urls`, []string{"FE-TIER", "Premium"}},
		{"Standard with intrusion detection", with(map[string]any{"policy": map[string]any{"intrusion_detection_mode": "Deny"}}), "policy.intrusion_detection_mode", []string{"FE-TIER", "Premium"}},
		{"Premium without certificate", merged(rules("application", applicationRule(map[string]any{"terminate_tls": true})), map[string]any{"sku_tier": "Premium"}), `application_rule_collections["c"].rules["r"].terminate_tls`, []string{"FE-TLS", "tls_certificate"}},
	}
}

func refusedRules() []refused {
	at := func(kind, rest string) string {
		return fmt.Sprintf(`%s_rule_collections["c"].rules["r"]%s`, kind, rest)
	}
	return []refused{
		{"network rule without source", rules("network", networkRule(map[string]any{"source_addresses": nil})), at("network", ""), []string{"FE-SOURCE"}},
		{"network rule without destination", rules("network", networkRule(map[string]any{"destination_addresses": nil})), at("network", ""), []string{"destination_fqdns", "FE-DESTINATION"}},
		{"application rule without target", rules("application", applicationRule(map[string]any{"destination_fqdns": nil})), at("application", ""), []string{"destination_fqdn_tags", "FE-DESTINATION"}},
		{"malformed source", rules("network", networkRule(map[string]any{"source_addresses": []any{"100.64.1.0/240"}})), at("network", `.source_addresses["100.64.1.0/240"]`), []string{"100.64.1.0/240"}},
		{"tag as source", rules("network", networkRule(map[string]any{"source_addresses": []any{"AzureCloud"}})), at("network", `.source_addresses["AzureCloud"]`), []string{"AzureCloud"}},
		{"malformed destination", rules("network", networkRule(map[string]any{"destination_addresses": []any{"a.b.c.d"}})), at("network", `.destination_addresses["a.b.c.d"]`), []string{"a.b.c.d"}},
		{"port 0", rules("network", networkRule(map[string]any{"destination_ports": []any{"0"}})), at("network", `.destination_ports["0"]`), []string{"1"}},
		{"port above 65535", rules("network", networkRule(map[string]any{"destination_ports": []any{"65536"}})), at("network", `.destination_ports["65536"]`), []string{"65535"}},
		{"no ports", rules("network", networkRule(map[string]any{"destination_ports": []any{}})), at("network", `.destination_ports`), []string{"at least 1"}},
		{"protocol of network rules", rules("network", networkRule(map[string]any{"protocols": []any{"SCTP"}})), at("network", `.protocols["SCTP"]`), []string{"UDP"}},
		{"name without proxy", rules("network", networkRule(map[string]any{"destination_addresses": nil, "destination_fqdns": []any{"ntp.ubuntu.com"}})), at("network", ".destination_fqdns"), []string{"dns_proxy_enabled", "FE-DNS-PROXY"}},
		{"wildcard in a network rule", merged(rules("network", networkRule(map[string]any{"destination_addresses": nil, "destination_fqdns": []any{"*.ubuntu.com"}})), map[string]any{"dns_proxy_enabled": true}), at("network", ".destination_fqdns"), []string{"wildcard", "FE-FQDN"}},
		{"URL as a name", rules("application", applicationRule(map[string]any{"destination_fqdns": []any{"https://mcr.microsoft.com"}})), at("application", `.destination_fqdns["https://mcr.microsoft.com"]`), []string{"mcr.microsoft.com"}},
		{"inner wildcard", rules("application", applicationRule(map[string]any{"destination_fqdns": []any{"mcr.*.com"}})), at("application", `.destination_fqdns["mcr.*.com"]`), []string{"mcr.*.com"}},
		{"URL with a scheme", merged(rules("application", applicationRule(map[string]any{"destination_fqdns": nil, "destination_urls": []any{"https://x.com/a"}})), map[string]any{"sku_tier": "Premium"}), at("application", ".destination_urls"), []string{"scheme", "FE-URL"}},
		{"URL with a star inside", merged(rules("application", applicationRule(map[string]any{"destination_fqdns": nil, "destination_urls": []any{"x.*.com/a"}})), map[string]any{"sku_tier": "Premium"}), at("application", ".destination_urls"), []string{"star inside", "FE-URL"}},
		{"URLs beside names", merged(rules("application", applicationRule(map[string]any{"destination_urls": []any{"x.com/a"}})), map[string]any{"sku_tier": "Premium"}), at("application", ".destination_urls"), []string{"two rules", "FE-DESTINATION"}},
		{"protocol of application rules", rules("application", applicationRule(map[string]any{"protocols": []any{map[string]any{"type": "Ftp", "port": 21}}})), at("application", ".protocols[0].type"), []string{"Mssql"}},
		{"port of application rules", rules("application", applicationRule(map[string]any{"protocols": []any{map[string]any{"type": "Https", "port": 0}}})), at("application", ".protocols[0].port"), []string{"FE-PORT"}},
		{"FQDN tag without HTTPS", rules("application", applicationRule(map[string]any{
			"destination_fqdns": nil, "destination_fqdn_tags": []any{"AzureKubernetesService"}, "protocols": []any{map[string]any{"type": "Http", "port": 80}},
		})), at("application", ".protocols"), []string{"FE-PROTOCOL"}},
		{"IP group of another kind", rules("network", networkRule(map[string]any{"source_ip_groups": []any{otherPolicy}})), at("network", fmt.Sprintf(`.source_ip_groups[%q]`, otherPolicy)), []string{"ipGroups"}},
		{"action", with(map[string]any{"network_rule_collections": map[string]any{"c": map[string]any{
			"priority": 100, "action": "Drop", "rules": map[string]any{"r": networkRule(nil)},
		}}}), `network_rule_collections["c"].action`, []string{"Deny"}},
		{"collection without rules", with(map[string]any{"network_rule_collections": map[string]any{"c": collection(100, map[string]any{})}}), `network_rule_collections["c"].rules`, []string{"at least 1"}},
		{"priority", with(map[string]any{"network_rule_collections": map[string]any{"c": collection(99, map[string]any{"r": networkRule(nil)})}}), `network_rule_collections["c"].priority`, []string{"65000", "FE-PRIORITY"}},
		{"collection name", with(map[string]any{"network_rule_collections": map[string]any{"-c": collection(100, map[string]any{"r": networkRule(nil)})}}), `network_rule_collections["-c"]`, []string{"FE-NAME"}},
		{"rule without ports", rules("network", networkRule(map[string]any{"destination_ports": nil})), at("network", ".destination_ports"), []string{"required"}},
		{"rule without protocols", rules("network", networkRule(map[string]any{"protocols": nil})), at("network", ".protocols"), []string{"required"}},
		{"collection without priority", with(map[string]any{"network_rule_collections": map[string]any{"c": changed(collection(1, map[string]any{"r": networkRule(nil)}), map[string]any{"priority": nil})}}), `network_rule_collections["c"].priority`, []string{"required"}},
		{"collection without action", with(map[string]any{"network_rule_collections": map[string]any{"c": changed(collection(100, map[string]any{"r": networkRule(nil)}), map[string]any{"action": nil})}}), `network_rule_collections["c"].action`, []string{"required"}},
		{"protocol without port", rules("application", applicationRule(map[string]any{"protocols": []any{map[string]any{"type": "Https"}}})), at("application", ".protocols[0].port"), []string{"required"}},
		{"one name for two collections", with(map[string]any{
			"network_rule_collections":     map[string]any{"c": collection(100, map[string]any{"r": networkRule(nil)})},
			"application_rule_collections": map[string]any{"C": collection(200, map[string]any{"r": applicationRule(nil)})},
		}), `application_rule_collections["C"]`, []string{"share their names"}},
		{"rules that differ in case", with(map[string]any{"network_rule_collections": map[string]any{"c": collection(100, map[string]any{"r": networkRule(nil), "R": networkRule(nil)})}}), `network_rule_collections["c"].rules["r"]`, []string{"same name for Azure"}},
	}
}

func refusedNAT() []refused {
	at := func(rest string) string { return `nat_rule_collections["c"].rules["r"]` + rest }
	nat := func(changes map[string]any) map[string]any { return rules("nat", natRule(changes)) }
	return []refused{
		{"NAT without source", nat(map[string]any{"source_addresses": nil}), at(""), []string{"FE-SOURCE"}},
		{"NAT without destination", nat(map[string]any{"destination_public_ips": nil}), at(""), []string{"FE-DESTINATION"}},
		{"NAT of any protocol", nat(map[string]any{"protocols": []any{"Any"}}), at(".protocols"), []string{"TCP and UDP only", "FE-PROTOCOL"}},
		{"NAT of a port range", nat(map[string]any{"destination_ports": []any{"80-90"}}), at(".destination_ports"), []string{"range", "FE-PORT"}},
		{"NAT of two ports", nat(map[string]any{"destination_ports": []any{"80", "443"}}), at(".destination_ports"), []string{"2 destination ports", "FE-PORT"}},
		{"NAT without target", nat(map[string]any{"translated_address": nil}), at(""), []string{"translated_fqdn", "FE-NAT"}},
		{"NAT with two targets", merged(nat(map[string]any{"translated_fqdn": "app.contoso.com"}), map[string]any{"dns_proxy_enabled": true}), at(".translated_fqdn"), []string{"translated_address and translated_fqdn"}},
		{"NAT without port", nat(map[string]any{"translated_port": nil}), at(".translated_port"), []string{"required"}},
		{"NAT to port 0", nat(map[string]any{"translated_port": 0}), at(".translated_port"), []string{"FE-PORT"}},
		{"NAT at an unknown key", nat(map[string]any{"destination_public_ips": []any{"x"}}), at(".destination_public_ips"), []string{`"contosofinfwpublicip"`}},
		{"NAT under forced tunnelling", merged(nat(map[string]any{"destination_public_ips": nil, "destination_addresses": []any{"20.1.2.3"}}), map[string]any{
			"public_ips": map[string]any{}, "management": map[string]any{"subnet": subnet("AzureFirewallManagementSubnet", "")},
		}), `nat_rule_collections["c"]`, []string{"FW-43", "FE-NAT"}},
	}
}

func refusedPolicies() []refused {
	group := func(changes map[string]any) map[string]any {
		return changed(map[string]any{"priority": 300, "network_rule_collections": map[string]any{"c": collection(100, map[string]any{"r": networkRule(nil)})}}, changes)
	}
	groups := func(groups map[string]any) map[string]any {
		return with(map[string]any{"rule_collection_groups": groups})
	}
	classic := func(changes map[string]any) map[string]any {
		return merged(with(map[string]any{"rules_as": "classic"}), changes)
	}
	return []refused{
		{"where rules go", with(map[string]any{"rules_as": "both"}), "rules_as", []string{"classic"}},
		{"classic with a policy", classic(map[string]any{"policy": map[string]any{"name": "p"}}), "policy", []string{"AzureFirewallPolicyAndRuleCollectionsConflict"}},
		{"classic with a policy of others", classic(map[string]any{"firewall_policy_id": otherPolicy}), "firewall_policy_id", []string{"AzureFirewallPolicyAndRuleCollectionsConflict"}},
		{"classic with groups", classic(map[string]any{"rule_collection_groups": map[string]any{"g": group(nil)}}), "rule_collection_groups", []string{"no groups"}},
		{"classic with headers", merged(rules("application", applicationRule(map[string]any{"http_headers": map[string]any{"x": "y"}})), map[string]any{"rules_as": "classic"}), `application_rule_collections["c"].rules["r"].http_headers`, []string{"policy only"}},
		{"classic with tags beside names", merged(rules("application", applicationRule(map[string]any{"destination_fqdn_tags": []any{"WindowsUpdate"}})), map[string]any{"rules_as": "classic"}), `application_rule_collections["c"].rules["r"].destination_fqdn_tags`, []string{"FE-CLASSIC"}},
		{"classic collection of the aks rules", classic(map[string]any{"network_rule_collections": map[string]any{"aks-network": collection(100, map[string]any{"r": networkRule(nil)})}}), `network_rule_collections["aks-network"]`, []string{"aks makes"}},
		{"two policies", with(map[string]any{"policy": map[string]any{"name": "p"}, "firewall_policy_id": otherPolicy}), "policy", []string{"firewall_policy_id"}},
		{"settings of a policy of others", with(map[string]any{"firewall_policy_id": otherPolicy, "threat_intelligence_mode": "Deny"}), "threat_intelligence_mode", []string{"policy of others"}},
		{"policy name", with(map[string]any{"policy": map[string]any{"name": "p!"}}), "policy.name", []string{"FE-NAME"}},
		{"group without priority", groups(map[string]any{"g": group(map[string]any{"priority": nil})}), `rule_collection_groups["g"].priority`, []string{"required"}},
		{"group name", groups(map[string]any{"g g": group(nil)}), `rule_collection_groups["g g"]`, []string{"FE-NAME"}},
		{"group priority", groups(map[string]any{"g": group(map[string]any{"priority": 70000})}), `rule_collection_groups["g"].priority`, []string{"FE-PRIORITY"}},
		{"group of the short form", groups(map[string]any{"Egress": group(nil)}), `rule_collection_groups["Egress"]`, []string{"short form"}},
		{"group of the aks rules", groups(map[string]any{"aks": group(nil)}), `rule_collection_groups["aks"]`, []string{"rules of aks"}},
		{"aks rules", with(map[string]any{"aks": map[string]any{"rules": "all"}}), "aks.rules", []string{"explicit"}},
		{"aks priority", with(map[string]any{"aks": map[string]any{"priority": 1}}), "aks.priority", []string{"FE-PRIORITY"}},
		{"aks without sources", with(map[string]any{"routed_subnets": map[string]any{"aks": subnet("contosofinakssubnet", "")}}), `routed_subnets["aks"].address_prefixes`, []string{"aks.source_addresses"}},
		{"aks without subnets", with(map[string]any{"routed_subnets": nil}), "aks", []string{"no routed_subnets"}},
	}
}

func refusedRoutes() []refused {
	table := func(changes map[string]any) map[string]any { return with(map[string]any{"route_table": changes}) }
	at := func(rest string) string { return `route_table.routes["r"]` + rest }
	return []refused{
		{"table name", table(map[string]any{"name": "rt!"}), "route_table.name", []string{"FE-NAME"}},
		{"route name", table(map[string]any{"routes": map[string]any{"a/b": map[string]any{"address_prefix": "10.0.0.0/8"}}}), `route_table.routes["a/b"]`, []string{"FE-NAME"}},
		{"route without address", route(map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "VirtualAppliance"}), at(".next_hop_in_ip_address"), []string{"MissingNextHopIpAddress", "FE-HOP"}},
		{"route with superfluous address", route(map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "Internet", "next_hop_in_ip_address": "10.0.0.4"}), at(".next_hop_in_ip_address"), []string{"takes no address", "FE-HOP"}},
		{"address without type", route(map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_in_ip_address": "10.0.0.4"}), at(".next_hop_in_ip_address"), []string{"next_hop_type"}},
		{"malformed address", route(map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "10.0.4"}), at(".next_hop_in_ip_address"), []string{"10.0.4"}},
		{"hop type", route(map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "VNetPeering"}), at(".next_hop_type"), []string{"VirtualNetworkGateway"}},
		{"hop in a routed subnet", route(map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "100.64.1.9"}), at(".next_hop_in_ip_address"), []string{"RT-18", "FE-HOP"}},
		{"malformed prefix", route(map[string]any{"address_prefix": "10.0.0.0/99"}), at(".address_prefix"), []string{"10.0.0.0/99"}},
		{"second default route", route(map[string]any{"address_prefix": "0.0.0.0/0", "next_hop_type": "Internet"}), at(".address_prefix"), []string{"RT-15", "FE-ROUTE"}},
		{"one prefix twice", table(map[string]any{"routes": map[string]any{
			"a": map[string]any{"address_prefix": "Storage.EastUS", "next_hop_type": "Internet"}, "r": map[string]any{"address_prefix": "storage.eastus", "next_hop_type": "None"},
		}}), at(".address_prefix"), []string{"RT-15"}},
		{"name of the default route", table(map[string]any{"routes": map[string]any{"Default": map[string]any{"address_prefix": "10.0.0.0/8"}}}), `route_table.routes["Default"]`, []string{"default_route_name"}},
		{"name of a public IP's route", table(map[string]any{"public_ip_routes_enabled": true, "routes": map[string]any{
			"contosofinfwpublicip-internet": map[string]any{"address_prefix": "10.0.0.0/8"},
		}}), `route_table.routes["contosofinfwpublicip-internet"]`, []string{"public_ip_routes_enabled"}},
		{"too many tag routes", table(map[string]any{"routes": manyTagRoutes()}), "route_table.routes", []string{"25", "FE-ROUTE"}},
		{"two tables", with(map[string]any{"route_table_id": tableID, "route_table": map[string]any{"name": "x"}}), "route_table.name", []string{"route_table_id"}},
		{"setting of a table of others", with(map[string]any{"route_table_id": tableID, "route_table": map[string]any{"bgp_route_propagation_enabled": true}}), "route_table.bgp_route_propagation_enabled", []string{"of others", "left alone"}},
		{"firewall subnet routed", with(map[string]any{"aks": nil, "routed_subnets": map[string]any{"fw": subnet("AzureFirewallSubnet", "")}}), `routed_subnets["fw"].id`, []string{"AzureFirewallSubnetRouteTableMustHaveDefaultRouteToInternet", "FE-ROUTED"}},
		{"route without prefix", route(map[string]any{"next_hop_type": "None"}), at(".address_prefix"), []string{"required"}},
		{"subnet without ID", with(map[string]any{"routed_subnets": map[string]any{"aks": map[string]any{"address_prefixes": []any{"100.64.1.0/24"}}}}), `routed_subnets["aks"].id`, []string{"required"}},
		{"one subnet twice", with(map[string]any{"aks": nil, "routed_subnets": map[string]any{
			"a": subnet("contosofinakssubnet", ""), "b": subnet("CONTOSOFINAKSSUBNET", ""),
		}}), `routed_subnets["b"].id`, []string{`"a"`}},
	}
}

func manyTagRoutes() map[string]any {
	routes := map[string]any{}
	for i, region := range []string{"eastus", "eastus2", "westus", "westus2", "westus3", "centralus", "northeurope", "westeurope", "uksouth", "ukwest", "francecentral", "japaneast", "japanwest"} {
		for _, tag := range []string{"Storage", "Sql"} {
			routes[fmt.Sprintf("r%d%s", i, tag)] = map[string]any{"address_prefix": tag + "." + region, "next_hop_type": "Internet"}
		}
	}
	return routes
}

// All that is wrong is said at once, and an unknown sibling switches nothing off (law L1).
func TestRefusalsComeAllAtOnce(t *testing.T) {
	t.Parallel()
	config := with(map[string]any{
		"name": protocol.Unknown, "aks": protocol.Unknown, "policy": protocol.Unknown,
		"firewall_subnet": map[string]any{"id": protocol.Unknown, "address_prefixes": []any{"100.64.3.0/28"}},
		"public_ips":      map[string]any{"a": protocol.Unknown},
		"routed_subnets":  map[string]any{"aks": protocol.Unknown},
		"network_rule_collections": map[string]any{"c": map[string]any{"priority": 5, "action": protocol.Unknown, "rules": map[string]any{
			"a": networkRule(map[string]any{"source_addresses": nil, "destination_addresses": protocol.Unknown}), "b": protocol.Unknown,
		}}},
		"nat_rule_collections": protocol.Unknown,
		"route_table": map[string]any{"name": protocol.Unknown, "routes": map[string]any{
			"r": map[string]any{"address_prefix": protocol.Unknown, "next_hop_type": "VirtualAppliance"},
		}},
	})
	out := acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_egress", "this").Validate(config)
	out.WantError("firewall_subnet.address_prefixes[0]", "FE-SUBNET")
	out.WantError(`network_rule_collections["c"].priority`, "FE-PRIORITY")
	out.WantError(`network_rule_collections["c"].rules["a"]`, "FE-SOURCE")
	out.WantError(`route_table.routes["r"].next_hop_in_ip_address`, "FE-HOP")
	if n := len(out.Diagnostics().Errors()); n != 4 {
		t.Errorf("%d errors, want 4: %v", n, out.Diagnostics())
	}
}

func TestSkippedCheckIsSilent(t *testing.T) {
	t.Parallel()
	config := with(map[string]any{"firewall_subnet": subnet("AzureFirewallSubnet", "100.64.3.0/28"), "skip_checks": []any{"FE-SUBNET"}})
	acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_egress", "this").Validate(config).Must()
}

// The firewall asks network rules before application rules, whatever their priorities are (FW-2).
func TestPrioritiesOfTwoKinds(t *testing.T) {
	t.Parallel()
	config := with(map[string]any{
		"aks":                          nil,
		"network_rule_collections":     map[string]any{"c": collection(100, map[string]any{"r": networkRule(nil)})},
		"application_rule_collections": map[string]any{"d": collection(100, map[string]any{"r": applicationRule(nil)})},
	})
	wantQuiet(t, acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_egress", "this").Validate(config).Diagnostics())
}

// Doubts warn and refuse nothing (law L2).
func TestDoubtsOnlyWarn(t *testing.T) {
	t.Parallel()
	tests := []refused{
		{"misspelt service tag", rules("network", networkRule(map[string]any{"destination_addresses": []any{"AzureMonitr"}})), `network_rule_collections["c"].rules["r"].destination_addresses`, []string{"FE-TAG"}},
		{"misspelt FQDN tag", rules("application", applicationRule(map[string]any{"destination_fqdns": nil, "destination_fqdn_tags": []any{"AzureKubernetes"}})), `application_rule_collections["c"].rules["r"].destination_fqdn_tags`, []string{"FE-TAG"}},
		{"equal priorities", with(map[string]any{"application_rule_collections": map[string]any{
			"c": collection(100, map[string]any{"r": applicationRule(nil)}), "d": collection(100, map[string]any{"r": applicationRule(nil)}),
		}}), `application_rule_collections["d"].priority`, []string{"FW-6", "FE-PRIORITY"}},
		{"never translate", with(map[string]any{"private_ip_ranges": []any{"0.0.0.0/0"}}), "private_ip_ranges", []string{"FE-SNAT"}},
		{"policy above the firewall", with(map[string]any{"policy": map[string]any{"sku_tier": "Premium"}}), "policy.sku_tier", []string{"FE-POLICY-TIER"}},
		{"public next hop", route(map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "20.1.2.3"}), `route_table.routes["r"].next_hop_in_ip_address`, []string{"RT-17"}},
		{"captured subnet", route(map[string]any{"address_prefix": "100.64.0.0/16"}), `route_table.routes["r"].address_prefix`, []string{"RT-19", "VnetLocal"}},
		{"IPv6 in a rule", rules("network", networkRule(map[string]any{"destination_addresses": []any{"fd00::/8"}})), `network_rule_collections["c"].rules["r"].destination_addresses`, []string{"FE-IPV6"}},
		{"high NAT port", rules("nat", natRule(map[string]any{"destination_ports": []any{"64000"}})), `nat_rule_collections["c"].rules["r"].destination_ports`, []string{"63999"}},
		{"classic NAT of any protocol", merged(rules("nat", natRule(map[string]any{"protocols": []any{"Any"}})), map[string]any{"rules_as": "classic"}), `nat_rule_collections["c"].rules["r"].protocols`, []string{"FE-PROTOCOL"}},
		{"network in another group", with(map[string]any{"resource_group_name": "other-rg"}), "firewall_subnet.id", []string{"FE-GROUP"}},
		{"URLs over HTTPS unseen", merged(rules("application", applicationRule(map[string]any{"destination_fqdns": nil, "destination_urls": []any{"x.com/a"}})), map[string]any{"sku_tier": "Premium"}), `application_rule_collections["c"].rules["r"].destination_urls`, []string{"FW-28"}},
		{"classic Premium", with(map[string]any{"rules_as": "classic", "sku_tier": "Premium"}), "rules_as", []string{"FE-CLASSIC"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out := acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_egress", "this").Validate(test.config)
			out.Must()
			out.WantWarning(test.path, test.want...)
		})
	}
}
