package applianceegress_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// Each update in place, with its writes.
func TestUpdates(t *testing.T) {
	t.Parallel()
	two := map[string]any{"aks": subnet(spokeID, "aks", "10.1.1.0/24"), "services": subnet(spokeID, "services", "10.1.2.0/24")}
	table, aks, services := "PUT "+tableID, "PUT "+spokeID+"/subnets/aks", "PUT "+spokeID+"/subnets/services"
	for _, test := range []struct {
		name     string
		from, to map[string]any
		writes   []string
		routes   map[string]string
	}{
		{
			"another appliance", base(), through(map[string]any{"private_ip_address": "10.0.2.5"}),
			[]string{table},
			map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.2.5"},
		},
		{
			"routes added", base(), withRoutes(map[string]any{
				"storage": map[string]any{"address_prefix": "Storage.EastUS", "next_hop_type": "Internet"}, "onprem": map[string]any{"address_prefix": "192.168.0.0/16"},
				"local": map[string]any{"address_prefix": "10.1.0.0/16", "next_hop_type": "VnetLocal"}, "other": map[string]any{"address_prefix": "10.9.0.0/16", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "10.0.2.7"},
			}), []string{table}, map[string]string{
				"default": "0.0.0.0/0 VirtualAppliance 10.0.2.4", "storage": "Storage.EastUS Internet", "onprem": "192.168.0.0/16 VirtualAppliance 10.0.2.4",
				"local": "10.1.0.0/16 VnetLocal", "other": "10.9.0.0/16 VirtualAppliance 10.0.2.7",
			},
		},
		{
			"routes changed and removed", withRoutes(map[string]any{"a": map[string]any{"address_prefix": "10.8.0.0/16"}, "b": map[string]any{"address_prefix": "10.9.0.0/16"}}),
			withRoutes(map[string]any{"a": map[string]any{"address_prefix": "10.7.0.0/16", "next_hop_type": "None"}}),
			[]string{table},
			map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.2.4", "a": "10.7.0.0/16 None"},
		},
		{
			"default route renamed", base(), with(map[string]any{"route_table": map[string]any{"default_route_name": "to-hub"}}),
			[]string{table},
			map[string]string{"to-hub": "0.0.0.0/0 VirtualAppliance 10.0.2.4"},
		},
		{
			"no default route", base(), with(map[string]any{"route_table": map[string]any{"default_route_enabled": false, "routes": map[string]any{"onprem": map[string]any{"address_prefix": "192.168.0.0/16"}}}}),
			[]string{table},
			map[string]string{"onprem": "192.168.0.0/16 VirtualAppliance 10.0.2.4"},
		},
		{"propagation", base(), with(map[string]any{"route_table": map[string]any{"bgp_route_propagation_enabled": true}}), []string{table}, nil},
		{"tags", base(), with(map[string]any{"tags": map[string]any{"team": "spoke"}}), []string{"PATCH " + tableID}, nil},
		{"subnet added", base(), with(map[string]any{"routed_subnets": two}), []string{services}, nil},
		{"subnet removed", with(map[string]any{"routed_subnets": two}), base(), []string{services}, nil},
		{"subnet exchanged", base(), with(map[string]any{"routed_subnets": map[string]any{"services": two["services"]}}), []string{services, aks}, nil},
		{"key of a subnet", base(), with(map[string]any{"routed_subnets": map[string]any{"other": two["aks"]}}), nil, nil},
		{"no subnets", base(), with(map[string]any{"routed_subnets": nil}), []string{aks}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			azure := newSpoke(t)
			egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
			egress.Apply(test.from).Must()
			egress.Plan(test.to).Must().WantAction(protocol.Update)
			azure.Forget()
			egress.Apply(test.to).Must()
			if diff := cmp.Diff(test.writes, azure.Writes()); diff != "" {
				t.Errorf("writes: %s", diff)
			}
			if test.routes != nil {
				wantRoutes(t, azure, tableID, test.routes)
			}
			egress.Destroy().Must()
			if azure.Object(tableID) != nil || tableOf(azure, spokeID+"/subnets/aks")+tableOf(azure, spokeID+"/subnets/services") != "" {
				t.Error("something is left behind")
			}
		})
	}
}

// Drift of each owned property is seen and mended in place.
func TestDrift(t *testing.T) {
	t.Parallel()
	config := with(map[string]any{
		"tags":        map[string]any{"team": "spoke"},
		"route_table": map[string]any{"routes": map[string]any{"onprem": map[string]any{"address_prefix": "192.168.0.0/16"}, "storage": map[string]any{"address_prefix": "Storage", "next_hop_type": "Internet"}}},
	})
	edit := func(change func(table map[string]any)) func(*acctest.Azure) {
		return func(azure *acctest.Azure) {
			table := azure.Object(tableID)
			change(table)
			azure.Put(tableID, version, table)
		}
	}
	route := func(name string, change func(route map[string]any)) func(*acctest.Azure) {
		return edit(func(table map[string]any) {
			list, _ := properties(table)["routes"].([]any)
			for _, item := range list {
				if one, _ := item.(map[string]any); one["name"] == name {
					change(properties(one))
				}
			}
		})
	}
	remove := func(name string) func(*acctest.Azure) {
		return func(azure *acctest.Azure) {
			azure.Request("DELETE", tableID+"/routes/"+name+"?api-version="+version, nil)
			azure.Settle()
		}
	}
	for name, drift := range map[string]func(*acctest.Azure){
		"default route removed":       remove("default"),
		"default route leads away":    route("default", func(r map[string]any) { r["nextHopIpAddress"] = "10.0.2.99" }),
		"default route to Internet":   route("default", func(r map[string]any) { r["nextHopType"] = "Internet"; delete(r, "nextHopIpAddress") }),
		"route to the hop leads away": route("onprem", func(r map[string]any) { r["nextHopType"] = "None"; delete(r, "nextHopIpAddress") }),
		"prefix of a route":           route("onprem", func(r map[string]any) { r["addressPrefix"] = "192.168.0.0/17" }),
		"type of a route":             route("storage", func(r map[string]any) { r["nextHopType"] = "None" }),
		"route removed":               remove("storage"),
		"propagation":                 edit(func(table map[string]any) { properties(table)["disableBgpRoutePropagation"] = false }),
		"tag":                         edit(func(table map[string]any) { table["tags"].(map[string]any)["team"] = "other" }),
		"association": func(azure *acctest.Azure) {
			object := azure.Object(spokeID + "/subnets/aks")
			delete(properties(object), "routeTable")
			azure.Put(spokeID+"/subnets/aks", version, object)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newSpoke(t)
			egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
			egress.Apply(config).Must()
			want := routes(azure, tableID)
			drift(azure)
			egress.Plan(config).Must().WantAction(protocol.Update)
			egress.Apply(config).Must()
			wantRoutes(t, azure, tableID, want)
			if got := tableOf(azure, spokeID+"/subnets/aks"); got != tableID {
				t.Errorf("the subnet's table is %q", got)
			}
			egress.Plan(config).Must().WantAction(protocol.NoOp)
		})
	}
}

// What others put on table and subnet survives: routes, tags, members that we do not know.
func TestForeignSurvives(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	config := with(map[string]any{"tags": map[string]any{"team": "spoke"}})
	egress.Apply(config).Must()
	table := azure.Object(tableID)
	table["tags"].(map[string]any)["cost-center"] = "42"
	properties(table)["futureProperty"] = "kept"
	azure.Put(tableID, version, table)
	azure.Put(tableID+"/routes/aks-node-1", version, map[string]any{"properties": map[string]any{"addressPrefix": "10.244.1.0/24", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.1.1.9"}})

	plan := egress.Plan(config).Must().WantAction(protocol.NoOp)
	if got := plan.At(`foreign_routes["aks-node-1"].next_hop_in_ip_address`); got != "10.1.1.9" {
		t.Errorf("foreign route %v", got)
	}
	config["tags"] = map[string]any{"team": "platform"}
	config["appliance"] = map[string]any{"private_ip_address": "10.0.2.5"}
	egress.Apply(config).Must()
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.2.5", "aks-node-1": "10.244.1.0/24 VirtualAppliance 10.1.1.9"})
	tags, _ := azure.Object(tableID)["tags"].(map[string]any)
	if tags["cost-center"] != "42" || tags["team"] != "platform" || properties(azure.Object(tableID))["futureProperty"] != "kept" {
		t.Errorf("the table is %v", azure.Object(tableID))
	}
	// A node's route holds no destroy up, a person's does.
	azure.Put(tableID+"/routes/extra", version, map[string]any{"properties": map[string]any{"addressPrefix": "10.99.0.0/16", "nextHopType": "None"}})
	egress.Destroy().WantOnlyError("", "route extra", "Nothing was changed")
	if got := tableOf(azure, spokeID+"/subnets/aks"); got != tableID {
		t.Errorf("a refused destroy took the table from the subnet: %q", got)
	}
	azure.Request("DELETE", tableID+"/routes/extra?api-version="+version, nil)
	azure.Settle()
	egress.Destroy().Must()
}

// Replacements are those of the table alone; another spelling changes nothing.
func TestReplacements(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change map[string]any
		want   protocol.Action
	}{
		"another name":                  {map[string]any{"name": "other-rt"}, protocol.DeleteThenCreate},
		"another location":              {map[string]any{"location": "westeurope", "routed_subnets": nil}, protocol.DeleteThenCreate},
		"another case of the group":     {map[string]any{"resource_group_name": "RG"}, protocol.NoOp},
		"another spelling of location":  {map[string]any{"location": "East US"}, protocol.NoOp},
		"another case of a subnet's ID": {map[string]any{"routed_subnets": map[string]any{"aks": subnet(strings.Replace(spokeID, "spoke", "SPOKE", 1), "AKS", "10.1.1.0/24")}}, protocol.NoOp},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := newSpoke(t).Harness(t, nil).Resource("udr_appliance_egress", "this")
			egress.Apply(base()).Must()
			egress.Plan(with(test.change)).Must().WantAction(test.want)
		})
	}
}

// A rename is a replacement in which the old table lets go of the subnet before the new one takes it.
func TestRename(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	egress.Apply(base()).Must()
	egress.Apply(with(map[string]any{"name": "other-rt"})).Must()
	if azure.Object(tableID) != nil || !strings.HasSuffix(tableOf(azure, spokeID+"/subnets/aks"), "/other-rt") {
		t.Errorf("the subnet has %q", tableOf(azure, spokeID+"/subnets/aks"))
	}
}

// Table and subnets may lie in another subscription than the provider's, and than the appliance.
func TestAcrossSubscriptions(t *testing.T) {
	t.Parallel()
	const group = "/subscriptions/" + armemu.SecondSubscriptionID + "/resourceGroups/far"
	const far, table = group + "/providers/Microsoft.Network/virtualNetworks/far", group + "/providers/Microsoft.Network/routeTables/rt"
	azure := newSpoke(t)
	azure.Put(group, "2021-04-01", map[string]any{"location": "eastus"})
	azure.Put(far, version, network("10.2.0.0/16", map[string]string{"aks": "10.2.1.0/24"}))
	azure.Put(table, version, map[string]any{"location": "eastus"})
	peer(azure, far, hubID)
	routed := map[string]any{"far": subnet(far, "aks", "10.2.1.0/24")}
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	egress.Plan(with(map[string]any{"routed_subnets": routed})).WantOnlyError(`routed_subnets["far"].id`, "different subscriptions", "AE-PLACE")
	config := onTable(map[string]any{"route_table_id": table, "routed_subnets": routed})
	egress.Apply(config).Must()
	if got := tableOf(azure, far+"/subnets/aks"); got != table {
		t.Errorf("the far subnet's table is %q", got)
	}
	egress.Destroy().Must()
	if got := routes(azure, table); len(got) != 0 || tableOf(azure, far+"/subnets/aks") != "" {
		t.Errorf("left behind: %v", got)
	}
}
