package applianceegress_test

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// TestNoValidConfigurationIsRefused: a false alarm is worse than a miss (law L2). Configurations are valid by construction: the spokes lie in
// 10.64.0.0/10, the appliances in 172.16.0.0/12, and each route has a prefix of its own.
func TestNoValidConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	egress := acctest.NewAzure(t).Harness(t, nil).Resource("udr_appliance_egress", "this")
	rapid.Check(t, func(r *rapid.T) {
		config := validEgress(r)
		out := egress.Validate(config)
		if errs := out.Diagnostics().Errors(); len(errs) > 0 {
			r.Fatalf("%v\nis refused: %v", config, errs)
		}
	})
}

// or draws a value, or leaves it to be known later.
func or[T any](r *rapid.T, value T) any {
	if rapid.IntRange(0, 5).Draw(r, "unknown") == 0 {
		return protocol.Unknown
	}
	return value
}

func validEgress(r *rapid.T) map[string]any {
	config := map[string]any{"appliance": validAppliance(r)}
	own := rapid.Bool().Draw(r, "own table")
	if own {
		config["name"] = or(r, rapid.StringMatching(`[a-zA-Z0-9][a-zA-Z0-9_.\-]{0,20}[a-zA-Z0-9_]`).Draw(r, "name"))
		config["resource_group_name"] = or(r, rapid.StringMatching(`[a-zA-Z0-9_\-()]{1,30}`).Draw(r, "group"))
		config["location"] = or(r, rapid.SampledFrom([]string{"eastus", "West Europe", "usgovvirginia", "chinanorth3"}).Draw(r, "location"))
		if rapid.Bool().Draw(r, "with tags") {
			config["tags"] = map[string]any{"team": or(r, rapid.StringMatching(`.{0,20}`).Draw(r, "tag"))}
		}
	} else {
		config["route_table_id"] = or(r, othersID)
	}
	if rapid.Bool().Draw(r, "with a table") {
		config["route_table"] = or(r, validTable(r, own))
	}
	if rapid.Bool().Draw(r, "with subnets") {
		config["routed_subnets"] = or(r, validSubnets(r))
	}
	return config
}

func validAppliance(r *rapid.T) any {
	address := fmt.Sprintf("172.%d.%d.%d", rapid.IntRange(16, 31).Draw(r, "b"), rapid.IntRange(0, 255).Draw(r, "c"), rapid.IntRange(4, 254).Draw(r, "d"))
	firewall := "/subscriptions/" + armemu.SecondSubscriptionID + "/resourceGroups/hub/providers/Microsoft.Network/azureFirewalls/fw"
	return or(r, rapid.SampledFrom([]map[string]any{
		{"private_ip_address": or(r, address)},
		{"private_ip_address": address, "next_hop_type": or(r, "VirtualAppliance")},
		{"firewall_id": or(r, firewall)},
		{"firewall_id": or(r, firewall), "private_ip_address": or(r, address)},
		{"load_balancer_frontend_id": or(r, balancerID+"/frontendIPConfigurations/front")},
		{"next_hop_type": "VirtualNetworkGateway"},
		{"next_hop_type": protocol.Unknown},
	}).Draw(r, "appliance"))
}

func validTable(r *rapid.T, own bool) map[string]any {
	table := map[string]any{}
	if own && rapid.Bool().Draw(r, "with propagation") {
		table["bgp_route_propagation_enabled"] = or(r, rapid.Bool().Draw(r, "propagation"))
	}
	if rapid.Bool().Draw(r, "with a switch") {
		table["default_route_enabled"] = or(r, rapid.Bool().Draw(r, "default route"))
	}
	if rapid.Bool().Draw(r, "with a name") {
		table["default_route_name"] = or(r, rapid.SampledFrom([]string{"default", "to-hub", "Default.1"}).Draw(r, "default route's name"))
	}
	if rapid.Bool().Draw(r, "with replaced tables") {
		table["replaced_route_table_ids"] = or(r, []any{or(r, tableID)})
	}
	routes := map[string]any{}
	for i := range rapid.IntRange(0, 12).Draw(r, "routes") {
		routes[fmt.Sprintf("r%d", i)] = or(r, validRoute(r, i))
	}
	if len(routes) > 0 {
		table["routes"] = or(r, routes)
	}
	return table
}

// validRoute has a prefix that no other number has: no range of the spokes, so that nothing is captured for sure.
func validRoute(r *rapid.T, i int) map[string]any {
	prefix := rapid.SampledFrom([]string{
		fmt.Sprintf("192.168.%d.0/24", i), fmt.Sprintf("20.%d.0.0/16", i), fmt.Sprintf("fd00:%d::/32", i), fmt.Sprintf("10.%d.0.0/16", 64+i),
		[]string{"Storage", "Sql", "AzureMonitor", "Storage.WestEurope", "Sql.EastUS", "AzureCloud", "AzureKeyVault", "AzureContainerRegistry", "EventHub", "ServiceBus", "AzureActiveDirectory", "AzureCosmosDB"}[i],
	}).Draw(r, "prefix")
	route := map[string]any{"address_prefix": or(r, prefix)}
	maps.Copy(route, rapid.SampledFrom([]map[string]any{
		{},
		{"next_hop_type": "VirtualNetworkGateway"},
		{"next_hop_type": "VnetLocal"},
		{"next_hop_type": "Internet"},
		{"next_hop_type": "None"},
		{"next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": or(r, "172.16.0.9")},
		{"next_hop_type": protocol.Unknown, "next_hop_in_ip_address": protocol.Unknown},
	}).Draw(r, "hop"))
	return route
}

func validSubnets(r *rapid.T) map[string]any {
	routed := map[string]any{}
	for i := range rapid.IntRange(0, 5).Draw(r, "subnets") {
		one := map[string]any{"id": or(r, fmt.Sprintf("%s%d/subnets/aks", spokeID, i))}
		if rapid.Bool().Draw(r, "with prefixes") {
			one["address_prefixes"] = or(r, []any{or(r, fmt.Sprintf("10.%d.1.0/24", 64+i))})
		}
		routed[fmt.Sprintf("s%d", i)] = or(r, one)
	}
	return routed
}
