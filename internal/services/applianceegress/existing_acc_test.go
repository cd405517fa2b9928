package applianceegress_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// putOthers makes a table of others, with a route of theirs.
func putOthers(azure *acctest.Azure, routes map[string]any) {
	list := []any{}
	for _, name := range []string{"theirs", "default", "other-default"} {
		if route, ok := routes[name]; ok {
			list = append(list, map[string]any{"name": name, "properties": route})
		}
	}
	azure.Put(othersID, version, map[string]any{"location": "eastus", "tags": map[string]any{"team": "net"}, "properties": map[string]any{"routes": list, "disableBgpRoutePropagation": true}})
}

func liveRoute(prefix, kind, address string) map[string]any {
	route := map[string]any{"addressPrefix": prefix, "nextHopType": kind}
	if address != "" {
		route["nextHopIpAddress"] = address
	}
	return route
}

var theirs = map[string]any{"theirs": liveRoute("10.50.0.0/16", "None", "")}

// Routes in somebody else's table: only they are ours, from create to destroy.
func TestTableOfOthers(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putOthers(azure, theirs)
	egress := azure.Harness(t, map[string]any{"default_tags": map[string]any{"owner": "spoke"}}).Resource("udr_appliance_egress", "this")
	azure.Forget()
	egress.Apply(onTable(nil)).Must()
	if writes := azure.Writes(); len(writes) != 2 {
		t.Errorf("writes: %v", writes)
	}
	wantRoutes(t, azure, othersID, map[string]string{"theirs": "10.50.0.0/16 None", "default": "0.0.0.0/0 VirtualAppliance 10.0.2.4"})
	for at, want := range map[string]any{
		"id": othersID, "name": nil, "tags_all": nil, `foreign_routes["theirs"].next_hop_type`: "None", "route_table.bgp_route_propagation_enabled": nil,
		"egress.bgp_route_propagation_enabled": false,
	} {
		if got := egress.At(at); got != want {
			t.Errorf("%s is %v, want %v", at, got, want)
		}
	}
	if tags, _ := azure.Object(othersID)["tags"].(map[string]any); len(tags) != 1 {
		t.Errorf("tags of the table: %v", tags)
	}
	egress.Apply(onTable(map[string]any{
		"appliance": map[string]any{"private_ip_address": "10.0.2.5"}, "route_table": map[string]any{"routes": map[string]any{"onprem": map[string]any{"address_prefix": "192.168.0.0/16"}}},
	})).Must()
	wantRoutes(t, azure, othersID, map[string]string{
		"theirs": "10.50.0.0/16 None", "default": "0.0.0.0/0 VirtualAppliance 10.0.2.5", "onprem": "192.168.0.0/16 VirtualAppliance 10.0.2.5",
	})
	egress.Destroy().Must()
	wantRoutes(t, azure, othersID, map[string]string{"theirs": "10.50.0.0/16 None"})
	if got := tableOf(azure, spokeID+"/subnets/aks"); got != "" {
		t.Errorf("the subnet still has %q", got)
	}
}

// A table or a subnet of others that is not there is said to be so, before anything is written.
func TestMissingObjects(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	azure.Forget()
	egress.Apply(onTable(nil)).WantOnlyError("route_table_id", othersID, "does not exist")
	egress.Apply(with(map[string]any{"routed_subnets": map[string]any{"a": subnet(spokeID, "none", "10.1.9.0/24")}})).WantOnlyError("routed_subnets", "/subnets/none", "does not exist")
	if writes := azure.Writes(); len(writes) != 0 || egress.Exists() {
		t.Errorf("writes %v, state %v", writes, egress.Exists())
	}
}

// TestLiveRefusals: what stands in Azure against a plan is told at plan.
func TestLiveRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		prepare func(azure *acctest.Azure)
		config  map[string]any
		path    string
		want    []string
	}{
		{
			"default route of others", func(azure *acctest.Azure) {
				putOthers(azure, map[string]any{"other-default": liveRoute("0.0.0.0/0", "Internet", "")})
			}, onTable(nil), "route_table", []string{`"other-default" of 0.0.0.0/0 to Internet`, "AE-FOREIGN"},
		},
		{
			"prefix of others", func(azure *acctest.Azure) { putOthers(azure, theirs) },
			onTable(map[string]any{"route_table": map[string]any{"routes": map[string]any{"mine": map[string]any{"address_prefix": "10.50.0.0/16"}}}}), "route_table",
			[]string{`"theirs"`, "AE-FOREIGN"},
		},
		{
			"table of others on the subnet", func(azure *acctest.Azure) {
				putOthers(azure, theirs)
				attach(azure, spokeID+"/subnets/aks", othersID)
			}, base(), `routed_subnets["aks"].id`, []string{othersID, "replaced_route_table_ids", "AE-TAKEN"},
		},
		{
			"appliance in a subnet whose ranges are not told", func(*acctest.Azure) {},
			with(map[string]any{"appliance": map[string]any{"private_ip_address": "10.1.2.9"}, "routed_subnets": map[string]any{"s": map[string]any{"id": spokeID + "/subnets/services"}}}),
			"appliance.private_ip_address",
			[]string{"10.1.2.0/24", "RT-18", "AE-LOOP"},
		},
		{
			"load balancer in the routed subnet", func(azure *acctest.Azure) { putBalancer(azure, "10.0.2.9") },
			with(map[string]any{
				"appliance":      map[string]any{"load_balancer_frontend_id": balancerID + "/frontendIPConfigurations/front"},
				"routed_subnets": map[string]any{"nva": subnet(hubID, "nva", "10.0.2.0/24")},
			}), "appliance",
			[]string{"10.0.2.0/24", "RT-18", "AE-LOOP"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			azure := newSpoke(t)
			test.prepare(azure)
			egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
			azure.Forget()
			egress.Plan(test.config).WantOnlyError(test.path, test.want...)
			if writes := azure.Writes(); len(writes) != 0 {
				t.Errorf("a refused plan wrote %v", writes)
			}
		})
	}
}

func attach(azure *acctest.Azure, subnet, table string) {
	object := azure.Object(subnet)
	properties(object)["routeTable"] = map[string]any{"id": table}
	azure.Put(subnet, version, object)
}

// TestLiveWarnings: what Azure takes and what does no good, or may be mended in the same apply, is only told.
func TestLiveWarnings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		config map[string]any
		path   string
		want   []string
	}{
		{"appliance out of reach", through(map[string]any{"private_ip_address": "10.7.0.4"}), "appliance", []string{"10.7.0.4", "RT-17", "AE-REACH"}},
		{
			"route of the network's range", withRoutes(map[string]any{"all": map[string]any{"address_prefix": "10.1.0.0/16"}}),
			`route_table.routes["all"].address_prefix`,
			[]string{"10.1.1.0/24", "VnetLocal", "RT-19", "AE-CAPTURE"},
		},
		{
			"capture of a subnet whose ranges are not told", with(map[string]any{
				"routed_subnets": map[string]any{"aks": map[string]any{"id": spokeID + "/subnets/aks"}},
				"route_table":    map[string]any{"routes": map[string]any{"own": map[string]any{"address_prefix": "10.1.1.0/24"}}},
			}), `route_table.routes["own"].address_prefix`, []string{"RT-19", "AE-CAPTURE"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := newSpoke(t).Harness(t, nil).Resource("udr_appliance_egress", "this").Plan(test.config).Must()
			plan.WantWarning(test.path, test.want...)
		})
	}
}

// A range that is wider than the network's takes nothing of the subnet's own: the network's system route is longer (RT-2). Nor does one below which
// the subnet is kept local.
func TestNoCapture(t *testing.T) {
	t.Parallel()
	for name, routes := range map[string]map[string]any{
		"wider":      {"private": map[string]any{"address_prefix": "10.0.0.0/8"}},
		"kept local": {"all": map[string]any{"address_prefix": "10.1.0.0/16"}, "own": map[string]any{"address_prefix": "10.1.1.0/24", "next_hop_type": "VnetLocal"}},
		"dropped":    {"all": map[string]any{"address_prefix": "10.1.0.0/16", "next_hop_type": "None"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := newSpoke(t).Harness(t, nil).Resource("udr_appliance_egress", "this").Plan(withRoutes(routes)).Must()
			for _, warning := range plan.Diagnostics().Warnings() {
				if warning.Path != "emulator" {
					t.Errorf("a false alarm: %s", warning)
				}
			}
		})
	}
}

// A table that the configuration allows to be replaced is replaced in one write: no moment without a table.
func TestReplacedTable(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putOthers(azure, theirs)
	attach(azure, spokeID+"/subnets/aks", othersID)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	azure.Forget()
	egress.Apply(with(map[string]any{"route_table": map[string]any{"replaced_route_table_ids": []any{othersID}}})).Must()
	writes := 0
	for _, write := range azure.Writes() {
		if write == "PUT "+spokeID+"/subnets/aks" {
			writes++
		}
	}
	if got := tableOf(azure, spokeID+"/subnets/aks"); got != tableID || writes != 1 {
		t.Errorf("the subnet has %q after %d writes", got, writes)
	}
	if azure.Object(othersID) == nil {
		t.Error("the table of others is gone")
	}
}

// A table of that name that is somebody else's is not taken over.
func TestForeignTableIsRefused(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	azure.Put(tableID, version, map[string]any{"location": "eastus"})
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	azure.Forget()
	egress.Apply(base()).WantOnlyError("", "exists already", "import {", tableID)
	if writes := azure.Writes(); len(writes) != 0 || egress.Exists() {
		t.Errorf("writes %v, state %v", writes, egress.Exists())
	}
}

// Somebody took the subnet away and gave it another table: the plan says so and takes nothing.
func TestTakenSubnet(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putOthers(azure, theirs)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	egress.Apply(base()).Must()
	attach(azure, spokeID+"/subnets/aks", othersID)
	egress.Plan(base()).WantOnlyError(`routed_subnets["aks"].id`, othersID, "AE-TAKEN")
	egress.Apply(with(map[string]any{"skip_checks": []any{"AE-TAKEN"}})).WantOnlyError("routed_subnets", "not ours to replace")
	egress.Destroy().Must()
	if got := tableOf(azure, spokeID+"/subnets/aks"); got != othersID {
		t.Errorf("the destroy took %q", got)
	}
}

func TestGoneTableIsPlannedAnew(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	config := with(map[string]any{"routed_subnets": nil})
	egress.Apply(config).Must()
	azure.Request("DELETE", tableID+"?api-version="+version, nil)
	azure.Settle()
	egress.Plan(config).Must().WantAction(protocol.Create)
}

// Two states put their routes into one table: neither loses anything, whatever the order.
func TestTwoStatesInOneTable(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putOthers(azure, theirs)
	one := azure.Harness(t, nil).Resource("udr_appliance_egress", "one")
	two := azure.Harness(t, nil).Resource("udr_appliance_egress", "two")
	first := onTable(nil)
	second := onTable(map[string]any{
		"route_table":    map[string]any{"default_route_enabled": false, "routes": map[string]any{"onprem": map[string]any{"address_prefix": "192.168.0.0/16"}}},
		"routed_subnets": map[string]any{"services": subnet(spokeID, "services", "10.1.2.0/24")},
	})
	one.Apply(first).Must()
	two.Apply(second).Must()
	one.Plan(first).Must().WantAction(protocol.NoOp)
	first["appliance"] = map[string]any{"private_ip_address": "10.0.2.5"}
	one.Apply(first).Must()
	two.Plan(second).Must().WantAction(protocol.NoOp)
	wantRoutes(t, azure, othersID, map[string]string{
		"theirs": "10.50.0.0/16 None", "default": "0.0.0.0/0 VirtualAppliance 10.0.2.5", "onprem": "192.168.0.0/16 VirtualAppliance 10.0.2.4",
	})
	one.Destroy().Must()
	wantRoutes(t, azure, othersID, map[string]string{"theirs": "10.50.0.0/16 None", "onprem": "192.168.0.0/16 VirtualAppliance 10.0.2.4"})
	if got := tableOf(azure, spokeID+"/subnets/services"); got != othersID {
		t.Errorf("the other state's subnet has %q", got)
	}
	two.Plan(second).Must().WantAction(protocol.NoOp)
	two.Destroy().Must()
}
