package applianceegress_test

import (
	"fmt"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

func withRoutes(routes map[string]any) map[string]any {
	return with(map[string]any{"route_table": map[string]any{"routes": routes}})
}

func through(appliance map[string]any) map[string]any {
	return with(map[string]any{"appliance": appliance})
}

// manyRoutes are as many as asked for, each with its own prefix; tagged ones have a service tag.
func manyRoutes(count int, tagged bool) map[string]any {
	routes := map[string]any{}
	regions := []string{"EastUS", "EastUS2", "WestUS", "WestUS2", "WestUS3", "CentralUS", "NorthCentralUS", "SouthCentralUS", "WestCentralUS", "NorthEurope", "WestEurope", "UKSouth", "UKWest"}
	for i := range count {
		prefix := fmt.Sprintf("20.%d.%d.0/24", i/256, i%256)
		if tagged {
			prefix = []string{"Storage", "Sql"}[i%2] + "." + regions[i/2]
		}
		routes[fmt.Sprintf("r%d", i)] = map[string]any{"address_prefix": prefix, "next_hop_type": "None"}
	}
	return routes
}

// TestRefusals shows the message of each refusal, at its attribute. The Azure behind it is empty and never asked.
func TestRefusals(t *testing.T) {
	t.Parallel()
	hop := func(prefix, kind, address string) map[string]any {
		route := map[string]any{"address_prefix": prefix}
		if kind != "" {
			route["next_hop_type"] = kind
		}
		if address != "" {
			route["next_hop_in_ip_address"] = address
		}
		return map[string]any{"r": route}
	}
	gatewaySubnet := map[string]any{"gw": subnet(spokeID, "gatewaysubnet", "10.1.3.0/26")}
	tests := []struct {
		name   string
		config map[string]any
		path   string
		want   []string
	}{
		{"no table", with(map[string]any{"name": nil}), "name", []string{"no name", "route_table_id"}},
		{"no group", with(map[string]any{"resource_group_name": nil}), "resource_group_name", []string{"no resource group name"}},
		{"no location", with(map[string]any{"location": nil}), "location", []string{"no location"}},
		{"name of a table that exists", with(map[string]any{"route_table_id": othersID, "resource_group_name": nil, "location": nil}), "name", []string{"There is a route table already"}},
		{"setting of a table of others", onTable(map[string]any{"route_table": map[string]any{"bgp_route_propagation_enabled": true}}), "route_table.bgp_route_propagation_enabled", []string{"belongs to others"}},
		{"tags of a table of others", onTable(map[string]any{"tags": map[string]any{"a": "b"}}), "tags", []string{"belongs to others"}},
		{"name", with(map[string]any{"name": "-rt"}), "name", []string{"AE-NAME"}},
		{"route name", withRoutes(map[string]any{"a b": map[string]any{"address_prefix": "10.9.0.0/16"}}), `route_table.routes["a b"]`, []string{"AE-NAME"}},
		{"two names", withRoutes(map[string]any{"Default": map[string]any{"address_prefix": "10.9.0.0/16"}}), `route_table.routes["Default"]`, []string{"same name"}},

		{"no hop", through(map[string]any{}), "appliance", []string{"MissingNextHopIpAddress", "AE-HOP"}},
		{"malformed hop", through(map[string]any{"private_ip_address": "10.0.2.400"}), "appliance.private_ip_address", []string{"10.0.2.400"}},
		{"prefix as hop", through(map[string]any{"private_ip_address": "10.0.2.4/32"}), "appliance.private_ip_address", []string{`write "10.0.2.4"`}},
		{"two hops", through(map[string]any{"firewall_id": firewallID, "load_balancer_frontend_id": balancerID + "/frontendIPConfigurations/front"}), "appliance.load_balancer_frontend_id", []string{"Two appliances"}},
		{"gateway with a hop", through(map[string]any{"next_hop_type": "VirtualNetworkGateway", "private_ip_address": "10.0.2.4"}), "appliance.private_ip_address", []string{"gateway takes no address", "AE-HOP"}},
		{"no firewall", through(map[string]any{"firewall_id": balancerID}), "appliance.firewall_id", []string{"azureFirewalls"}},
		{"hop that no appliance has", through(map[string]any{"private_ip_address": "168.63.129.16"}), "appliance.private_ip_address", []string{"168.63.129.16/32", "RT-17", "AE-REACH"}},
		{"hop in the routed subnet", through(map[string]any{"private_ip_address": "10.1.1.9"}), "appliance.private_ip_address", []string{"10.1.1.0/24", "RT-18", "AE-LOOP"}},

		{"route without a hop", withRoutes(hop("10.9.0.0/16", "VirtualAppliance", "")), `route_table.routes["r"].next_hop_in_ip_address`, []string{"MissingNextHopIpAddress", "AE-HOP"}},
		{"route with a hop too many", withRoutes(hop("10.9.0.0/16", "Internet", "10.0.2.4")), `route_table.routes["r"].next_hop_in_ip_address`, []string{"takes no address", "AE-HOP"}},
		{"hop without a type", withRoutes(hop("10.9.0.0/16", "", "10.0.2.4")), `route_table.routes["r"].next_hop_in_ip_address`, []string{"no type"}},
		{"route's hop in the routed subnet", withRoutes(hop("10.9.0.0/16", "VirtualAppliance", "10.1.1.9")), `route_table.routes["r"].next_hop_in_ip_address`, []string{"RT-18", "AE-LOOP"}},
		{"route's hop that no appliance has", withRoutes(hop("10.9.0.0/16", "VirtualAppliance", "127.0.0.1")), `route_table.routes["r"].next_hop_in_ip_address`, []string{"127.0.0.0/8", "AE-REACH"}},
		{"malformed prefix", withRoutes(hop("10.9.0.1/16", "", "")), `route_table.routes["r"].address_prefix`, []string{"10.9.0.0/16"}},
		{"second default", withRoutes(hop("0.0.0.0/0", "Internet", "")), `route_table.routes["r"].address_prefix`, []string{`"default"`, "RouteConflict", "AE-ROUTE"}},
		{"one prefix twice", withRoutes(map[string]any{"a": map[string]any{"address_prefix": "Storage"}, "b": map[string]any{"address_prefix": "storage"}}), `route_table.routes["b"].address_prefix`, []string{"RT-15", "AE-ROUTE"}},
		{"too many tags", withRoutes(manyRoutes(26, true)), "route_table.routes", []string{"26 routes with a service tag", "25", "AE-LIMIT"}},

		{"one subnet twice", with(map[string]any{"routed_subnets": map[string]any{"a": subnet(spokeID, "aks", "10.1.1.0/24"), "b": subnet(spokeID, "AKS", "10.1.1.0/24")}}), `routed_subnets["b"].id`, []string{"stands twice"}},
		{"no subnet's ID", with(map[string]any{"routed_subnets": map[string]any{"a": map[string]any{}}}), `routed_subnets["a"].id`, []string{"needs an id"}},
		{"no prefix", withRoutes(map[string]any{"a": map[string]any{}}), `route_table.routes["a"].address_prefix`, []string{"needs an address_prefix"}},
		{"no subnet", with(map[string]any{"routed_subnets": map[string]any{"a": map[string]any{"id": spokeID}}}), `routed_subnets["a"].id`, []string{"subnets"}},
		{"default route for gateways", with(map[string]any{"routed_subnets": gatewaySubnet, "route_table": map[string]any{"bgp_route_propagation_enabled": true}}), `routed_subnets["gw"].id`, []string{"RT-26", "AE-ROUTED"}},
		{"routes switched off for gateways", with(map[string]any{"routed_subnets": gatewaySubnet, "route_table": map[string]any{"default_route_enabled": false}}), `routed_subnets["gw"].id`, []string{"must not be done on GatewaySubnet", "AE-ROUTED"}},
		{"management of a firewall", with(map[string]any{"routed_subnets": map[string]any{"m": subnet(spokeID, "AzureFirewallManagementSubnet", "10.1.5.0/26")}}), `routed_subnets["m"].id`, []string{"RT-25", "AE-ROUTED"}},
		{"reserved tag", with(map[string]any{"tags": map[string]any{"hidden-udr-owner": "x"}}), `tags["hidden-udr-owner"]`, []string{"reserved"}},
		{"tag", with(map[string]any{"tags": map[string]any{"a<b": "x"}}), `tags["a<b"]`, []string{"AE-TAGS"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			azure := acctest.NewAzure(t)
			egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
			egress.Validate(test.config).WantOnlyError(test.path, test.want...)
			if calls := azure.Calls(); len(calls) != 0 {
				t.Errorf("validation asked Azure: %v", calls)
			}
		})
	}
}

// onTable is an egress in a table of others.
func onTable(changes map[string]any) map[string]any {
	config := with(map[string]any{"name": nil, "resource_group_name": nil, "location": nil, "route_table_id": othersID})
	for name, value := range changes {
		config[name] = value
	}
	return config
}

// TestWarnings: what is doubtful is told and not refused.
func TestWarnings(t *testing.T) {
	t.Parallel()
	halves := map[string]any{"low": map[string]any{"address_prefix": "0.0.0.0/1"}, "high": map[string]any{"address_prefix": "128.0.0.0/1"}}
	for _, test := range []struct {
		name   string
		config map[string]any
		path   string
		want   []string
	}{
		{"public hop", through(map[string]any{"private_ip_address": "20.1.2.3"}), "appliance.private_ip_address", []string{"public address", "RT-17", "AE-REACH"}},
		{"IPv6 hop", through(map[string]any{"private_ip_address": "fd00::4"}), "appliance.private_ip_address", []string{"IPv6", "AE-HOP"}},
		{"halves of the default", with(map[string]any{"route_table": map[string]any{"default_route_enabled": false, "routes": halves}}), `route_table.routes["low"].address_prefix`, []string{"RT-27", "AE-DEFAULT"}},
		{"capture", withRoutes(map[string]any{"r": map[string]any{"address_prefix": "10.1.1.0/24"}}), `route_table.routes["r"].address_prefix`, []string{"RT-19", "AE-CAPTURE"}},
		{"unknown tag", withRoutes(map[string]any{"r": map[string]any{"address_prefix": "Storge"}}), `route_table.routes["r"].address_prefix`, []string{"Storge", "AE-TAG"}},
		{"too many routes", withRoutes(manyRoutes(401, false)), "route_table.routes", []string{"402 routes", "400", "AE-LIMIT"}},
		{"firewall's subnet", with(map[string]any{"routed_subnets": map[string]any{"fw": subnet(spokeID, "AzureFirewallSubnet", "10.1.4.0/26")}}), `routed_subnets["fw"].id`, []string{"RT-24", "AE-ROUTED"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out := acctest.NewAzure(t).Harness(t, nil).Resource("udr_appliance_egress", "this").Validate(test.config)
			out.Must()
			out.WantWarning(test.path, test.want...)
		})
	}
}

// TestSkipChecks: every refusal that rests on a fact can be switched off, and nothing else is then.
func TestSkipChecks(t *testing.T) {
	t.Parallel()
	egress := acctest.NewAzure(t).Harness(t, nil).Resource("udr_appliance_egress", "this")
	config := through(map[string]any{"private_ip_address": "10.1.1.9"})
	config["name"] = "-rt"
	config["skip_checks"] = []any{"ae-loop"}
	egress.Validate(config).WantOnlyError("name", "AE-NAME")
	config["skip_checks"] = []any{"AE-LOOP", "AE-NAME"}
	egress.Validate(config).Must()
	config["skip_checks"] = []any{"AE-NONE"}
	egress.Validate(config).WantError(protocol.AnyPath, "AE-NONE")
}

// An unknown sibling does not switch off the check of what is known.
func TestUnknownSiblingsAreJudged(t *testing.T) {
	t.Parallel()
	egress := acctest.NewAzure(t).Harness(t, nil).Resource("udr_appliance_egress", "this")
	config := map[string]any{
		"name": protocol.Unknown, "resource_group_name": protocol.Unknown, "location": protocol.Unknown,
		"appliance": map[string]any{"private_ip_address": "10.1.1.9", "next_hop_type": "VirtualAppliance"},
		"route_table": map[string]any{"default_route_name": protocol.Unknown, "routes": map[string]any{
			"a": map[string]any{"address_prefix": "10.9.0.0/16", "next_hop_type": "VirtualAppliance"},
			"b": map[string]any{"address_prefix": protocol.Unknown, "next_hop_type": protocol.Unknown, "next_hop_in_ip_address": protocol.Unknown},
		}},
		"routed_subnets": map[string]any{
			"aks":   map[string]any{"id": protocol.Unknown, "address_prefixes": []any{protocol.Unknown, "10.1.1.0/24"}},
			"other": protocol.Unknown,
		},
	}
	out := egress.Validate(config)
	out.WantError("appliance.private_ip_address", "RT-18")
	out.WantError(`route_table.routes["a"].next_hop_in_ip_address`, "MissingNextHopIpAddress")
	if errs := out.Diagnostics().Errors(); len(errs) != 2 {
		t.Errorf("%d errors: %s", len(errs), errs)
	}
}
