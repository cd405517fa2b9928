package applianceegress_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	groupID  = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/rg"
	spokeID  = groupID + "/providers/Microsoft.Network/virtualNetworks/spoke"
	hubID    = groupID + "/providers/Microsoft.Network/virtualNetworks/hub"
	tableID  = groupID + "/providers/Microsoft.Network/routeTables/spoke-rt"
	othersID = groupID + "/providers/Microsoft.Network/routeTables/others"
	version  = "2025-01-01"
)

// newSpoke is an Azure with a spoke that is peered with a hub. The appliance stands in the hub.
func newSpoke(t *testing.T, options ...acctest.Option) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t, options...)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	azure.Put(hubID, version, network("10.0.0.0/16", map[string]string{"AzureFirewallSubnet": "10.0.1.0/26", "nva": "10.0.2.0/24"}))
	azure.Put(spokeID, version, network("10.1.0.0/16", map[string]string{"aks": "10.1.1.0/24", "services": "10.1.2.0/24", "GatewaySubnet": "10.1.3.0/26", "AzureFirewallSubnet": "10.1.4.0/26"}))
	peer(azure, spokeID, hubID)
	peer(azure, hubID, spokeID)
	return azure
}

func network(space string, subnets map[string]string) map[string]any {
	var list []any
	for _, name := range slices.Sorted(maps.Keys(subnets)) {
		list = append(list, map[string]any{"name": name, "properties": map[string]any{"addressPrefix": subnets[name]}})
	}
	return map[string]any{"location": "eastus", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{space}}, "subnets": list,
	}}
}

func peer(azure *acctest.Azure, from, to string) {
	azure.Put(from+"/virtualNetworkPeerings/peer", version, map[string]any{"properties": map[string]any{
		"remoteVirtualNetwork": map[string]any{"id": to}, "allowVirtualNetworkAccess": true, "allowForwardedTraffic": true,
	}})
}

func subnet(network, name, prefix string) map[string]any {
	return map[string]any{"id": network + "/subnets/" + name, "address_prefixes": []any{prefix}}
}

// base is an egress of one subnet through an appliance in the hub.
func base() map[string]any {
	return map[string]any{
		"name": "spoke-rt", "resource_group_name": "rg", "location": "eastus",
		"appliance":      map[string]any{"private_ip_address": "10.0.2.4"},
		"routed_subnets": map[string]any{"aks": subnet(spokeID, "aks", "10.1.1.0/24")},
	}
}

// with is base with changes; nil takes an attribute away.
func with(changes map[string]any) map[string]any {
	config := base()
	for name, value := range changes {
		if value == nil {
			delete(config, name)
		} else {
			config[name] = value
		}
	}
	return config
}

func properties(object map[string]any) map[string]any {
	found, _ := object["properties"].(map[string]any)
	return found
}

// routes are the live routes of a table as "prefix type address", by name.
func routes(azure *acctest.Azure, table string) map[string]string {
	found := map[string]string{}
	list, _ := properties(azure.Object(table))["routes"].([]any)
	for _, item := range list {
		route, _ := item.(map[string]any)
		name, _ := route["name"].(string)
		var words []string
		for _, key := range []string{"addressPrefix", "nextHopType", "nextHopIpAddress"} {
			if text, ok := properties(route)[key].(string); ok && text != "" {
				words = append(words, text)
			}
		}
		found[name] = strings.Join(words, " ")
	}
	return found
}

// tableOf is the ID of the table that a subnet uses.
func tableOf(azure *acctest.Azure, subnet string) string {
	table, _ := properties(azure.Object(subnet))["routeTable"].(map[string]any)
	id, _ := table["id"].(string)
	return id
}

func wantRoutes(t *testing.T, azure *acctest.Azure, table string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, routes(azure, table)); diff != "" {
		t.Errorf("routes of %s: %s", table, diff)
	}
}

func TestAppliance(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	before := len(azure.Resources(armemu.SubscriptionID))
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")

	plan := egress.Plan(base()).Must()
	for at, want := range map[string]any{
		"id": tableID, "route_table_id": tableID, "private_ip_address": "10.0.2.4", `egress.routes["default"].next_hop_in_ip_address`: "10.0.2.4",
		"egress.hop.kind": "appliance", "egress.type": "appliance", "egress.bgp_route_propagation_enabled": false,
	} {
		if got := plan.At(at); got != want {
			t.Errorf("planned %s is %v, want %v", at, got, want)
		}
	}
	azure.Forget()
	plan.Apply().Must()
	// Table, subnet, end of the mark: no write that is not needed.
	if writes := azure.Writes(); len(writes) != 3 {
		t.Errorf("writes: %v", writes)
	}
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.2.4"})
	if got := tableOf(azure, spokeID+"/subnets/aks"); got != tableID {
		t.Errorf("the subnet's table is %q", got)
	}
	if got := properties(azure.Object(tableID))["disableBgpRoutePropagation"]; got != true {
		t.Errorf("routes of a gateway are learned: %v", got)
	}
	azure.Forget()
	egress.Plan(base()).Must().WantAction(protocol.NoOp)
	seen := map[string]bool{}
	for _, call := range azure.Calls() {
		if seen[call] {
			t.Errorf("a plan without changes asks twice: %s", call)
		}
		seen[call] = true
	}
	egress.Destroy().Must()
	if left := azure.Resources(armemu.SubscriptionID); len(left) != before {
		t.Errorf("left behind: %v", left)
	}
	if got := tableOf(azure, spokeID+"/subnets/aks"); got != "" {
		t.Errorf("the subnet still has the table %q", got)
	}
}

func TestGateway(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	config := with(map[string]any{"appliance": map[string]any{"next_hop_type": "VirtualNetworkGateway"}})
	egress.Apply(config).Must()
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualNetworkGateway"})
	if got := egress.At("private_ip_address"); got != nil {
		t.Errorf("a gateway has the address %v", got)
	}
	// In place, to an appliance and back.
	egress.Plan(base()).Must().WantAction(protocol.Update)
	egress.Apply(base()).Must()
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.2.4"})
	egress.Apply(config).Must()
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualNetworkGateway"})
}

const balancerID = groupID + "/providers/Microsoft.Network/loadBalancers/nva"

func putBalancer(azure *acctest.Azure, address string) {
	azure.Put(balancerID, version, map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{
		"frontendIPConfigurations": []any{map[string]any{"name": "front", "properties": map[string]any{
			"subnet": map[string]any{"id": hubID + "/subnets/nva"}, "privateIPAddress": address, "privateIPAllocationMethod": "Static",
		}}},
	}})
}

// An internal load balancer in front of appliances: its address is read at plan, and followed.
func TestLoadBalancer(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putBalancer(azure, "10.0.2.9")
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	config := with(map[string]any{"appliance": map[string]any{"load_balancer_frontend_id": balancerID + "/frontendIPConfigurations/front"}})
	plan := egress.Plan(config).Must()
	if got := plan.At("private_ip_address"); got != "10.0.2.9" {
		t.Errorf("planned address %v", got)
	}
	plan.Apply().Must()
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.2.9"})
	putBalancer(azure, "10.0.2.10")
	egress.Plan(config).Must().WantAction(protocol.Update)
	egress.Apply(config).Must()
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.2.10"})
}

const firewallID = groupID + "/providers/Microsoft.Network/azureFirewalls/hubfw"

// putFirewall makes the hub's firewall, as another team would; stopped takes its IP configurations away.
func putFirewall(azure *acctest.Azure, stopped bool) {
	public := groupID + "/providers/Microsoft.Network/publicIPAddresses/hubfw"
	azure.Put(public, version, map[string]any{
		"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"},
	})
	configurations := []any{map[string]any{"name": "ip", "properties": map[string]any{
		"subnet": map[string]any{"id": hubID + "/subnets/AzureFirewallSubnet"}, "publicIPAddress": map[string]any{"id": public},
	}}}
	if stopped {
		configurations = []any{}
	}
	azure.Put(firewallID, version, map[string]any{"location": "eastus", "properties": map[string]any{
		"sku": map[string]any{"name": "AZFW_VNet", "tier": "Standard"}, "ipConfigurations": configurations,
	}})
}

// A firewall that another team shares is only read. Before it exists the address is unknown; while it is stopped, the routes stay.
func TestSharedFirewall(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	config := with(map[string]any{"appliance": map[string]any{"firewall_id": firewallID}})

	plan := egress.Plan(config).Must()
	if got := plan.At("private_ip_address"); got != protocol.Unknown {
		t.Errorf("the address of a firewall that is not there is planned as %v", got)
	}
	plan.Apply().WantOnlyError("appliance.firewall_id", firewallID, "Make it first")
	if egress.Exists() {
		t.Fatal("a refused create left a state")
	}

	putFirewall(azure, false)
	plan = egress.Plan(config).Must()
	for at, want := range map[string]any{
		"private_ip_address": "10.0.1.4", "egress.hop.kind": "azure_firewall", "egress.hop.id": firewallID, "egress.hop.sku_tier": "Standard",
		"egress.hop.subnet_id": hubID + "/subnets/AzureFirewallSubnet", `egress.routes["default"].to_firewall`: true,
	} {
		if got := plan.At(at); got != want {
			t.Errorf("planned %s is %v, want %v", at, got, want)
		}
	}
	azure.Forget()
	plan.Apply().Must()
	for _, write := range azure.Writes() {
		if strings.Contains(write, "azureFirewalls") {
			t.Errorf("the firewall was written: %s", write)
		}
	}
	putFirewall(azure, true)
	stopped := egress.Plan(config).Must().WantAction(protocol.NoOp)
	stopped.WantWarning("appliance.firewall_id", "stopped", "10.0.1.4")
	wantRoutes(t, azure, tableID, map[string]string{"default": "0.0.0.0/0 VirtualAppliance 10.0.1.4"})
	egress.Destroy().Must()

	egress.Apply(config).WantOnlyError("appliance.firewall_id", "stopped", "Nothing was changed")
	known := with(map[string]any{"appliance": map[string]any{"firewall_id": firewallID, "private_ip_address": "10.0.1.4"}})
	egress.Apply(known).Must()
	if got := egress.At("egress.hop.kind"); got != "azure_firewall" {
		t.Errorf("kind %v", got)
	}
}

// The plan may be made while the hub's firewall is not known at all.
func TestUnknownInputs(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	putFirewall(azure, false)
	egress := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	azure.Forget()
	plan := egress.Plan(map[string]any{
		"name": protocol.Unknown, "resource_group_name": protocol.Unknown, "location": protocol.Unknown, "tags": protocol.Unknown,
		"appliance":      map[string]any{"firewall_id": protocol.Unknown},
		"route_table":    map[string]any{"routes": map[string]any{"a": map[string]any{"address_prefix": protocol.Unknown, "next_hop_type": protocol.Unknown}}, "default_route_name": protocol.Unknown},
		"routed_subnets": map[string]any{"aks": map[string]any{"id": protocol.Unknown, "address_prefixes": protocol.Unknown}},
	}).Must()
	if calls := azure.Calls(); len(calls) != 0 {
		t.Errorf("the plan asked Azure: %v", calls)
	}
	plan.Apply(with(map[string]any{
		"appliance": map[string]any{"firewall_id": firewallID}, "tags": map[string]any{"team": "spoke"},
		"route_table": map[string]any{"routes": map[string]any{"a": map[string]any{"address_prefix": "10.9.0.0/16", "next_hop_type": "None"}}, "default_route_name": "out"},
	})).Must()
	wantRoutes(t, azure, tableID, map[string]string{"out": "0.0.0.0/0 VirtualAppliance 10.0.1.4", "a": "10.9.0.0/16 None"})

	azure.Forget()
	whole := egress.Plan(with(map[string]any{"appliance": protocol.Unknown, "route_table": protocol.Unknown, "routed_subnets": protocol.Unknown})).Must()
	if got := whole.At("egress.routes"); got != protocol.Unknown {
		t.Errorf("routes of an unknown table are %v", got)
	}
}
