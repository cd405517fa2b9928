package firewallegress_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// A network and its egress in one configuration: at the first plan, before anything exists, only what Azure assigns is unknown.
func TestFirstPlanIsKnown(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	h := azure.Harness(t, nil)
	network, egress := h.Resource("udr_network", "this"), h.Resource("udr_firewall_egress", "this")
	w := h.Workspace()
	w.Add(network, func(protocol.Ref) map[string]any {
		return map[string]any{
			"name": "contosofinvnet", "resource_group_name": "contosofin-rg", "location": "eastus", "address_space": []any{"100.64.0.0/16"},
			"subnets": map[string]any{
				"aks": map[string]any{"address_prefixes": []any{"100.64.1.0/24"}}, "AzureFirewallSubnet": map[string]any{"address_prefixes": []any{"100.64.3.0/26"}},
			},
		}
	})
	pick := func(ref protocol.Ref, name string) map[string]any {
		at := `subnets["` + name + `"]`
		return map[string]any{"id": ref("udr_network.this", at+".id"), "address_prefixes": ref("udr_network.this", at+".address_prefixes")}
	}
	w.Add(egress, func(ref protocol.Ref) map[string]any {
		return with(map[string]any{
			"firewall_subnet": pick(ref, "AzureFirewallSubnet"), "routed_subnets": map[string]any{"aks": pick(ref, "aks")},
			"route_table": map[string]any{"public_ip_routes_enabled": true},
		})
	})
	plan := w.Plan().Must()
	unknown := unknowns("egress", plan.Plans["udr_firewall_egress.this"].At("egress"))
	want := []string{
		"egress.exit_addresses.contosofinfwpublicip", "egress.hop.private_ip_address", "egress.routes.contosofinfwpublicip-internet.address_prefix",
		"egress.routes.default.next_hop_in_ip_address",
	}
	if !slices.Equal(unknown, want) {
		t.Errorf("unknown at plan:\n  %s", strings.Join(unknown, "\n  "))
	}
	w.Apply().Must()
	w.Destroy().Must()
}

func unknowns(at string, v any) []string {
	var list []string
	switch v := v.(type) {
	case map[string]any:
		for name, element := range v {
			list = append(list, unknowns(at+"."+name, element)...)
		}
	case []any:
		for _, element := range v {
			list = append(list, unknowns(at+"[]", element)...)
		}
	default:
		if v == protocol.Unknown {
			list = append(list, at)
		}
	}
	slices.Sort(list)
	return list
}

// Whatever is not known at the first plan, the plan that follows in the apply agrees with it (law L1).
func TestUnknownsAgreeWithWhatFollows(t *testing.T) {
	t.Parallel()
	full := func() map[string]any {
		return managed(map[string]any{
			"sku_tier": "Premium", "zones": []any{"1"}, "dns_proxy_enabled": true, "dns_servers": []any{"10.0.0.4"}, "private_ip_ranges": []any{"IANAPrivateRanges"},
			"threat_intelligence_mode": "Deny", "autoscale": map[string]any{"min_capacity": 2}, "rules_as": "policy", "policy": map[string]any{"name": "p"},
			"rule_collection_groups": map[string]any{"g": map[string]any{"priority": 300, "network_rule_collections": map[string]any{"c": collection(100, map[string]any{"r": networkRule(nil)})}}},
			"nat_rule_collections":   map[string]any{"in": map[string]any{"priority": 300, "rules": map[string]any{"web": natRule(nil)}}},
			"route_table":            map[string]any{"public_ip_routes_enabled": true}, "tags": map[string]any{"a": "b"},
		})
	}
	for name := range full() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := newNetwork(t).Harness(t, nil).Resource("udr_firewall_egress", "this")
			config := full()
			config[name] = protocol.Unknown
			egress.Plan(config).Must().Apply(full()).Must()
			egress.Plan(full()).Must().WantAction(protocol.NoOp)
			// An update too, from a state in which everything has a value.
			plan := egress.Plan(config).Must()
			if !plan.Action.IsReplace() {
				plan.Apply(full()).Must()
			}
			egress.Plan(full()).Must().WantAction(protocol.NoOp)
		})
	}
}

// An ID that will name a policy or a table of others, beside what the configuration says of it.
func TestUnknownOthers(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	azure.Put(otherPolicy, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}})
	table := groupID + "/providers/Microsoft.Network/routeTables/shared"
	azure.Put(table, apiVersion, map[string]any{"location": "eastus"})
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := func(policy, table any) map[string]any {
		return with(map[string]any{"firewall_policy_id": policy, "route_table_id": table, "route_table": map[string]any{"default_route_name": "out"}})
	}
	egress.Plan(config(protocol.Unknown, protocol.Unknown)).Must().Apply(config(otherPolicy, table)).Must()
	egress.Destroy().Must()
	egress.Plan(config(protocol.Unknown, protocol.Unknown)).Must().Apply(config(nil, nil)).Must()
	egress.Destroy().Must()
}

// Several at once, down to a single rule.
func TestUnknownParts(t *testing.T) {
	t.Parallel()
	egress := newNetwork(t).Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := with(map[string]any{
		"name": protocol.Unknown, "location": protocol.Unknown, "policy": protocol.Unknown, "route_table": protocol.Unknown, "aks": protocol.Unknown,
		"firewall_subnet": map[string]any{"id": protocol.Unknown, "address_prefixes": []any{protocol.Unknown}},
		"public_ips":      map[string]any{"contosofinfwpublicip": protocol.Unknown},
		"routed_subnets":  map[string]any{"aks": map[string]any{"id": protocol.Unknown, "address_prefixes": protocol.Unknown}},
		"network_rule_collections": map[string]any{"time": map[string]any{"priority": protocol.Unknown, "action": "Allow", "rules": map[string]any{
			"ntp": changed(networkRule(nil), map[string]any{"destination_addresses": []any{protocol.Unknown}, "destination_ports": []any{"123"}, "protocols": []any{"UDP"}}),
		}}},
	})
	plan := egress.Plan(config).Must()
	for _, path := range []string{"id", "route_table_id", "firewall_policy_id", "egress.rule_collection_groups", "egress.routes", "predicted_private_ip_address"} {
		if plan.At(path) != protocol.Unknown {
			t.Errorf("%s is %v", path, plan.At(path))
		}
	}
	plan.Apply(howTo()).Must()
	egress.Destroy().Must()
}

// Azure forces a replacement in these cases alone, and the plan says why.
func TestReplacements(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	egress.Apply(with(map[string]any{"zones": []any{"1"}, "public_ips": map[string]any{"contosofinfwpublicip": map[string]any{"zones": []any{"1"}}}})).Must()
	base := func(changes map[string]any) map[string]any {
		return merged(with(map[string]any{"zones": []any{"1"}, "public_ips": map[string]any{"contosofinfwpublicip": map[string]any{"zones": []any{"1"}}}}), changes)
	}
	tests := []struct {
		name    string
		config  map[string]any
		path    string
		warning string
	}{
		{"name", base(map[string]any{"name": "other"}), "name", ""},
		{"location", base(map[string]any{"location": "westus"}), "location", ""},
		{"group", base(map[string]any{"resource_group_name": "other"}), "resource_group_name", ""},
		{"subnet", base(map[string]any{"firewall_subnet": map[string]any{"id": strings.Replace(networkID, "contosofinvnet", "other", 1) + "/subnets/AzureFirewallSubnet"}}), "firewall_subnet.id", ""},
		{"zones", base(map[string]any{"zones": []any{"1", "2"}}), "zones", "AzureFirewallAvailabilityZonesCannotBeModified"},
		{"management", base(map[string]any{"management": map[string]any{"subnet": subnet("AzureFirewallManagementSubnet", "")}}), "management", "only when the firewall is made"},
	}
	for _, test := range tests {
		plan := egress.Plan(test.config).Must()
		if !plan.Action.IsReplace() || !slices.Contains(plan.RequiresReplace, test.path) {
			t.Errorf("%s: the plan is %s for %v", test.name, plan.Action, plan.RequiresReplace)
		}
		if test.warning != "" {
			plan.WantWarning(test.path, test.warning)
		}
	}
	// Spelling replaces nothing.
	same := base(map[string]any{"name": "CONTOSOFINFW", "location": "East US", "firewall_subnet": map[string]any{"id": strings.ToUpper(networkID[:20]) + networkID[20:] + "/subnets/AzureFirewallSubnet", "address_prefixes": []any{"100.64.3.0/24"}}})
	if plan := egress.Plan(same).Must(); plan.Action.IsReplace() {
		t.Errorf("another spelling replaces: %v", plan.RequiresReplace)
	}
	// Basic is no step to the other tiers.
	plan := egress.Plan(base(map[string]any{"sku_tier": "Basic", "management": map[string]any{"subnet": subnet("AzureFirewallManagementSubnet", "")}})).Must()
	plan.WantWarning("sku_tier", "Basic")
	if !plan.Action.IsReplace() {
		t.Errorf("the plan is %s", plan.Action)
	}
	egress.Plan(base(map[string]any{"public_ips": map[string]any{"contosofinfwpublicip": map[string]any{"zones": []any{"2"}}}})).WantOnlyError(`public_ips["contosofinfwpublicip"].zones`, "new key")
	egress.Destroy().Must()
}

// A policy of another tier is another policy.
func TestPolicyTier(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := with(map[string]any{"policy": map[string]any{"name": "mine"}})
	egress.Apply(config).Must()
	changed(config, map[string]any{"sku_tier": "Premium"})
	egress.Apply(config).Must() // a Standard policy serves a Premium firewall
	urls := map[string]any{"application_rule_collections": map[string]any{"c": collection(100, map[string]any{"r": applicationRule(map[string]any{
		"destination_fqdns": nil, "destination_urls": []any{"contoso.com/x"}, "protocols": []any{map[string]any{"type": "Http", "port": 80}},
	})})}}
	changed(config, urls)
	egress.Plan(config).WantOnlyError(`application_rule_collections["c"].rules["r"].destination_urls`, "keeps tier Standard", `sku_tier = "Premium"`, "FE-TIER")
	changed(config, map[string]any{"policy": map[string]any{"name": "mine", "sku_tier": "Premium"}})
	egress.Plan(config).WantOnlyError("policy.name", "FirewallPolicySkuChangeDisallowed", "another name")
	changed(config, map[string]any{"policy": map[string]any{"name": "premium", "sku_tier": "Premium"}})
	egress.Apply(config).Must()
	if azure.Object(strings.Replace(otherPolicy, "shared", "mine", 1)) != nil {
		t.Error("the old policy is left")
	}
	egress.Destroy().Must()
}

// What a change depends on and others made is read at plan.
func TestPreflight(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	azure.Put(publicIPID("basic"), apiVersion, map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static", "publicIPAddressVersion": "IPv6"}})
	azure.Put(publicIPID("far"), apiVersion, map[string]any{"location": "westus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"}})
	given := func(name string) map[string]any {
		return with(map[string]any{"public_ips": map[string]any{"ip": map[string]any{"public_ip_address_id": publicIPID(name)}}})
	}
	at := `public_ips["ip"].public_ip_address_id`
	egress.Plan(given("basic")).WantOnlyError(at, "IPv6", "FE-PUBLIC-IP")
	egress.Plan(given("far")).WantOnlyError(at, "another region", "FE-PUBLIC-IP")
	egress.Plan(given("missing")).Must() // may come with this apply
	egress.Apply(given("missing")).WantOnlyError("public_ips", "does not exist", "Nothing was changed")

	azure.Put(otherPolicy, apiVersion, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Premium"}}})
	plan := egress.Plan(with(map[string]any{"firewall_policy_id": otherPolicy})).Must()
	plan.WantWarning("firewall_policy_id", "FE-POLICY-TIER")

	table := groupID + "/providers/Microsoft.Network/routeTables/theirs"
	azure.Put(table, apiVersion, map[string]any{"location": "eastus"})
	edit(azure, networkID+"/subnets/contosofinakssubnet", func(p map[string]any) { p["routeTable"] = map[string]any{"id": table} })
	plan = egress.Plan(howTo()).Must()
	plan.WantWarning(`routed_subnets["aks"].id`, "theirs", "replaced_route_table_ids", "FE-LIVE")
	before := azure.Resources(armemu.SubscriptionID)
	egress.Apply(howTo()).WantOnlyError("routed_subnets", "theirs", "Nothing was changed")
	if after := azure.Resources(armemu.SubscriptionID); !slices.Equal(before, after) || egress.Exists() {
		t.Errorf("a refused create made something: %v", after)
	}
	replacing := with(map[string]any{"route_table": map[string]any{"replaced_route_table_ids": []any{table}}})
	for _, warning := range egress.Plan(replacing).Must().Diagnostics().Warnings() {
		if strings.Contains(warning.Detail, "FE-LIVE") {
			t.Errorf("a table that is to be replaced is warned of: %v", warning)
		}
	}
	egress.Apply(replacing).Must()
	egress.Destroy().Must()

	other := groupID + "/providers/Microsoft.Network/virtualNetworks/small"
	azure.Put(other, apiVersion, network("10.9.0.0/24", map[string]string{"AzureFirewallSubnet": "10.9.0.0/28"}))
	egress.Plan(with(map[string]any{"firewall_subnet": map[string]any{"id": other + "/subnets/AzureFirewallSubnet"}})).WantOnlyError("firewall_subnet.id", "/28", "FE-SUBNET")
}

// What exists and is not ours is refused before the first write.
func TestExisting(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id, path string
		body     map[string]any
	}{
		"firewall":  {firewallID, "name", map[string]any{"location": "eastus"}},
		"policy":    {policyID, "policy", map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}}},
		"public IP": {publicIPID("contosofinfwpublicip"), `public_ips["contosofinfwpublicip"]`, map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"}}},
		"table":     {tableID, "", map[string]any{"location": "eastus"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newNetwork(t)
			azure.Put(test.id, apiVersion, test.body)
			egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
			azure.Forget()
			egress.Apply(howTo()).WantOnlyError(test.path, test.id)
			if writes := azure.Writes(); len(writes) != 0 || egress.Exists() {
				t.Errorf("a refused create wrote %v", writes)
			}
		})
	}
}
