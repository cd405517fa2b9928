package applianceegress_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// The whole table is imported by its ID: routes of ours, subnets, tags. Routes that AKS wrote for its nodes stay theirs.
func TestImport(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	azure.Put(tableID, version, map[string]any{"location": "eastus", "tags": map[string]any{"team": "net"}, "properties": map[string]any{
		"disableBgpRoutePropagation": true, "routes": []any{
			map[string]any{"name": "out", "properties": liveRoute("0.0.0.0/0", "VirtualAppliance", "10.0.2.4")},
			map[string]any{"name": "onprem", "properties": liveRoute("192.168.0.0/16", "VirtualAppliance", "10.0.2.4")},
			map[string]any{"name": "storage", "properties": liveRoute("Storage", "Internet", "")},
			map[string]any{"name": "aks-nodepool1-1", "properties": liveRoute("10.244.0.0/24", "VirtualAppliance", "10.1.1.5")},
		},
	}})
	attach(azure, spokeID+"/subnets/aks", tableID)
	config := with(map[string]any{
		"tags": map[string]any{"team": "net"},
		"route_table": map[string]any{"default_route_name": "out", "routes": map[string]any{
			"onprem": map[string]any{"address_prefix": "192.168.0.0/16"}, "storage": map[string]any{"address_prefix": "Storage", "next_hop_type": "Internet"},
		}},
	})
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	egress.Import(tableID).Must()
	plan := egress.Plan(config).Must().WantAction(protocol.NoOp)
	if got := plan.At(`foreign_routes["aks-nodepool1-1"].next_hop_in_ip_address`); got != "10.1.1.5" {
		t.Errorf("the node's route is %v", got)
	}
	azure.Forget()
	egress.Apply(config).Must()
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("an import was followed by %v", writes)
	}

	egress.Forget()
	egress.ImportIdentity(map[string]any{"id": tableID}).Must()
	egress.Plan(config).Must().WantAction(protocol.NoOp)
	// The first change takes the table over, mark and all; then it can be destroyed.
	config["appliance"] = map[string]any{"private_ip_address": "10.0.2.5"}
	egress.Apply(config).Must()
	tags, _ := azure.Object(tableID)["tags"].(map[string]any)
	if tags["hidden-udr-owner"] == nil {
		t.Errorf("tags are %v", tags)
	}
	egress.Destroy().Must()
	if azure.Object(tableID) != nil {
		t.Error("the table is left behind")
	}
}

func TestImportGateway(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	azure.Put(tableID, version, map[string]any{"location": "eastus", "properties": map[string]any{"disableBgpRoutePropagation": false, "routes": []any{
		map[string]any{"name": "default", "properties": liveRoute("0.0.0.0/0", "VirtualNetworkGateway", "")},
	}}})
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	egress.Import(tableID).Must()
	egress.Plan(with(map[string]any{
		"appliance": map[string]any{"next_hop_type": "VirtualNetworkGateway"}, "routed_subnets": nil, "route_table": map[string]any{"bgp_route_propagation_enabled": true},
	})).Must().WantAction(protocol.NoOp)
}

// Of a table of others, the named routes are imported and nothing else.
func TestImportOfRoutes(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putOthers(azure, map[string]any{"theirs": liveRoute("10.50.0.0/16", "None", ""), "default": liveRoute("0.0.0.0/0", "VirtualAppliance", "10.0.2.4")})
	attach(azure, spokeID+"/subnets/aks", othersID)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	egress.Import(othersID + "|default").Must()
	azure.Forget()
	// The subnets of a table of others are anybody's: the configuration says which are ours.
	egress.Apply(onTable(nil)).Must()
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("an import was followed by %v", writes)
	}
	egress.Destroy().Must()
	wantRoutes(t, azure, othersID, map[string]string{"theirs": "10.50.0.0/16 None"})
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putOthers(azure, theirs)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	egress.Import(spokeID).WantOnlyError("", "routeTables")
	egress.Import("nonsense").WantOnlyError("", "nonsense", "bar and the routes")
	egress.Import(othersID+"|none").WantError("", `no route "none"`)
	egress.Import(othersID).WantError("appliance", "no egress to import")
}
