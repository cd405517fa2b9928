package network_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

func properties(object map[string]any) map[string]any {
	p, _ := object["properties"].(map[string]any)
	return p
}

// writesSince runs the step and answers its writes without the common beginning of their paths.
func writesSince(azure *acctest.Azure, step func()) []string {
	azure.Forget()
	step()
	var writes []string
	for _, write := range azure.Writes() {
		writes = append(writes, strings.Replace(write, howToID, "", 1))
	}
	return writes
}

// A subnet is added, changed and removed by writes of that subnet alone; the network itself is only touched for the
// list of added children (C-13).
func TestSubnetsChangeOneByOne(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(howTo()).Must()

	config := howTo()
	subnets, _ := config["subnets"].(map[string]any)
	subnets["extra"] = prefixes("100.64.9.0/24")
	writes := writesSince(azure, func() { network.Apply(config).Must() })
	if want := []string{"PUT ", "PUT /subnets/extra"}; !slices.Equal(writes, want) {
		t.Errorf("adding a subnet wrote %q, want %q", writes, want)
	}

	subnets["extra"] = map[string]any{"address_prefixes": []any{"100.64.9.0/24"}, "service_endpoints": []any{"Microsoft.Storage"}}
	writes = writesSince(azure, func() { network.Apply(config).Must() })
	if want := []string{"PUT /subnets/extra"}; !slices.Equal(writes, want) {
		t.Errorf("changing a subnet wrote %q, want %q", writes, want)
	}

	delete(subnets, "extra")
	writes = writesSince(azure, func() { network.Apply(config).Must() })
	if want := []string{"PUT ", "DELETE /subnets/extra"}; !slices.Equal(writes, want) {
		t.Errorf("removing a subnet wrote %q, want %q", writes, want)
	}
}

// Ranges move from one subnet to another, and the address space moves under them, in one apply.
func TestAddressSpaceMoves(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(howTo()).Must()

	config := with(map[string]any{
		"address_space": []any{"10.1.0.0/16"},
		"subnets": map[string]any{
			"contosofinakssubnet": prefixes("10.1.1.0/24"), "contosofinsvcsubnet": prefixes("10.1.2.0/24"), "AzureFirewallSubnet": prefixes("10.1.3.0/24"),
		},
	})
	network.Apply(config).Must()
	space, _ := properties(azure.Object(howToID))["addressSpace"].(map[string]any)
	if got := space["addressPrefixes"]; len(got.([]any)) != 1 || got.([]any)[0] != "10.1.0.0/16" {
		t.Errorf("address space is %v", got)
	}

	rotated := with(map[string]any{
		"address_space": []any{"10.1.0.0/16"},
		"subnets": map[string]any{
			"contosofinakssubnet": prefixes("10.1.2.0/24"), "contosofinsvcsubnet": prefixes("10.1.9.0/24"), "AzureFirewallSubnet": prefixes("10.1.3.0/24"),
		},
	})
	network.Apply(rotated).Must()
}

// A range grows, shrinks, is split, joined and spelled in another way, in place and with the subnets where they are. Azure
// refuses ranges that overlap, so the space in between must not hold the old range beside the new one.
func TestAddressSpaceResizes(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(howTo()).Must()
	for _, space := range [][]any{
		{"100.64.0.0/15"},
		{"100.64.0.0/20"},
		{"100.64.0.0/22", "100.64.4.0/22"},
		{"100.64.0.0/16"},
		{"100.64.0.0/16", "fd00:db8::/48"},
		{"100.64.0.0/16", "FD00:0DB8:0::/48"},
		{"100.64.0.0/16", "FD00:DB8::/40"},
	} {
		config := with(map[string]any{"address_space": space})
		network.Apply(config).Must()
		network.Refresh().Must()
		network.Plan(config).Must().WantAction(protocol.NoOp)
	}
}

// Two subnets exchange their ranges, and a third waits for one of them, in one apply.
func TestSubnetsExchangeRanges(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	config := func(one, two, three string, more map[string]any) map[string]any {
		subnets := map[string]any{"one": prefixes(one), "two": prefixes(two), "three": prefixes(three)}
		for name, subnet := range more {
			subnets[name] = subnet
		}
		return with(map[string]any{"subnets": subnets})
	}
	network.Apply(config("100.64.1.0/24", "100.64.2.0/24", "100.64.3.0/24", nil)).Must()
	azure.Put(howToID+"/subnets/foreign", "2025-01-01", map[string]any{"properties": map[string]any{"addressPrefix": "100.64.200.0/24", "futureProperty": "kept"}})
	azure.Settle()
	network.Refresh().Must()
	next := config("100.64.2.0/24", "100.64.1.0/24", "100.64.4.0/24", map[string]any{"four": prefixes("100.64.3.0/24")})
	network.Apply(next).Must()
	network.Refresh().Must()
	network.Plan(next).Must().WantAction(protocol.NoOp)
	for name, want := range map[string]string{"one": "100.64.2.0/24", "two": "100.64.1.0/24", "three": "100.64.4.0/24", "four": "100.64.3.0/24", "foreign": "100.64.200.0/24"} {
		if got := properties(azure.Object(howToID + "/subnets/" + name))["addressPrefix"]; got != want {
			t.Errorf("the range of %s is %v, want %s", name, got, want)
		}
	}
	if properties(azure.Object(howToID + "/subnets/foreign"))["futureProperty"] != "kept" {
		t.Error("a property of another writer's subnet is gone")
	}
}

// What others put on the network survives each of our writes, and is shown where it is a subnet (law L3).
func TestOthersSurvive(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(howTo()).Must()

	table := groupID + "/providers/Microsoft.Network/routeTables/rt"
	azure.Put(table, "2025-01-01", map[string]any{"location": "eastus"})
	azure.Put(howToID+"/subnets/foreign", "2025-01-01", map[string]any{"properties": map[string]any{"addressPrefix": "100.64.200.0/24"}})
	azure.Put(howToID+"/subnets/contosofinakssubnet", "2025-01-01", map[string]any{"properties": map[string]any{
		"addressPrefix": "100.64.1.0/24", "routeTable": map[string]any{"id": table}, "defaultOutboundAccess": false, "futureProperty": "kept",
	}})
	azure.Request("PATCH", howToID+"?api-version=2025-01-01", map[string]any{"tags": mergeTags(azure.Object(howToID), "cost-center", "42")})
	azure.Settle()

	network.Refresh().Must()
	if got := network.At(`other_subnets["foreign"].address_prefixes[0]`); got != "100.64.200.0/24" {
		t.Errorf("other_subnets shows %v", got)
	}
	network.Plan(howTo()).Must().WantAction(protocol.NoOp)

	config := howTo()
	config["tags"] = map[string]any{"team": "platform"}
	config["dns_servers"] = []any{"10.0.0.4"}
	subnets, _ := config["subnets"].(map[string]any)
	subnets["contosofinakssubnet"] = map[string]any{"address_prefixes": []any{"100.64.1.0/24"}, "service_endpoints": []any{"Microsoft.Storage"}}
	network.Apply(config).Must()

	if azure.Object(howToID+"/subnets/foreign") == nil {
		t.Error("the foreign subnet is gone")
	}
	subnet := properties(azure.Object(howToID + "/subnets/contosofinakssubnet"))
	if got, _ := subnet["routeTable"].(map[string]any); got["id"] != table {
		t.Errorf("the subnet's route table is %v", subnet["routeTable"])
	}
	if subnet["futureProperty"] != "kept" {
		t.Error("a property that we do not know is gone")
	}
	tags, _ := azure.Object(howToID)["tags"].(map[string]any)
	if tags["cost-center"] != "42" || tags["team"] != "platform" {
		t.Errorf("tags are %v", tags)
	}

	network.Destroy().WantOnlyError("", "foreign", "Nothing was deleted")
	if azure.Object(howToID) == nil {
		t.Error("the network was deleted with the subnet of another writer in it")
	}
	azure.Request("DELETE", howToID+"/subnets/foreign?api-version=2025-01-01", nil)
	azure.Settle()
	network.Destroy().Must()
}

func mergeTags(object map[string]any, key, text string) map[string]any {
	tags := map[string]any{key: text}
	if live, ok := object["tags"].(map[string]any); ok {
		for name, value := range live {
			tags[name] = value
		}
	}
	return tags
}

// Drift of each owned property is seen and mended in place.
func TestDrift(t *testing.T) {
	t.Parallel()
	config := howTo()
	config["tags"] = map[string]any{"team": "platform"}
	config["dns_servers"] = []any{"10.0.0.4"}
	subnets, _ := config["subnets"].(map[string]any)
	group := groupID + "/providers/Microsoft.Network/networkSecurityGroups/nsg"
	subnets["contosofinakssubnet"] = map[string]any{
		"address_prefixes": []any{"100.64.1.0/24"}, "service_endpoints": []any{"Microsoft.Storage"}, "network_security_group_id": group,
		"delegation": map[string]any{"service_name": "Microsoft.Web/serverFarms"},
	}
	tests := map[string]func(network, subnet map[string]any){
		"tag removed": func(n, _ map[string]any) { delete(n["tags"].(map[string]any), "team") },
		"tag changed": func(n, _ map[string]any) { n["tags"].(map[string]any)["team"] = "other" },
		"DNS servers": func(n, _ map[string]any) { properties(n)["dhcpOptions"] = map[string]any{} },
		"address space": func(n, _ map[string]any) {
			properties(n)["addressSpace"] = map[string]any{"addressPrefixes": []any{"100.64.0.0/16", "10.9.0.0/16"}}
		},
		"service endpoints":        func(_, s map[string]any) { properties(s)["serviceEndpoints"] = []any{} },
		"network security group":   func(_, s map[string]any) { delete(properties(s), "networkSecurityGroup") },
		"delegation":               func(_, s map[string]any) { properties(s)["delegations"] = []any{} },
		"default outbound access":  func(_, s map[string]any) { properties(s)["defaultOutboundAccess"] = true },
		"private endpoint policy":  func(_, s map[string]any) { properties(s)["privateEndpointNetworkPolicies"] = "Enabled" },
		"private link policy":      func(_, s map[string]any) { properties(s)["privateLinkServiceNetworkPolicies"] = "Disabled" },
		"address prefix of subnet": func(_, s map[string]any) { properties(s)["addressPrefix"] = "100.64.1.0/25" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newGroup(t)
			azure.Put(group, "2025-01-01", map[string]any{"location": "eastus"})
			network := azure.Harness(t, nil).Resource("udr_network", "this")
			network.Apply(config).Must()

			object := azure.Object(howToID)
			list, _ := properties(object)["subnets"].([]any)
			for _, item := range list {
				if subnet, ok := item.(map[string]any); ok && subnet["name"] == "contosofinakssubnet" {
					change(object, subnet)
				}
			}
			azure.Put(howToID, "2025-01-01", object)

			network.Plan(config).Must().WantAction(protocol.Update)
			network.Apply(config).Must()
			network.Plan(config).Must().WantAction(protocol.NoOp)
		})
	}
}

func TestGoneNetworkIsPlannedAnew(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(howTo()).Must()
	azure.Request("DELETE", howToID+"?api-version=2025-01-01", nil)
	azure.Settle()
	network.Plan(howTo()).Must().WantAction(protocol.Create)
}

// Removing a property that we had set takes it away; one that we never set stays with its owner.
func TestHandover(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	group := groupID + "/providers/Microsoft.Network/networkSecurityGroups/nsg"
	azure.Put(group, "2025-01-01", map[string]any{"location": "eastus"})
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	config := withSubnets(map[string]any{"a": map[string]any{"address_prefixes": []any{"100.64.1.0/24"}, "network_security_group_id": group}})
	network.Apply(config).Must()
	if properties(azure.Object(howToID + "/subnets/a"))["networkSecurityGroup"] == nil {
		t.Fatal("the group is not attached")
	}
	network.Apply(withSubnets(map[string]any{"a": prefixes("100.64.1.0/24")})).Must()
	if got := properties(azure.Object(howToID + "/subnets/a"))["networkSecurityGroup"]; got != nil {
		t.Errorf("the group is still attached: %v", got)
	}
	azure.Put(howToID+"/subnets/a", "2025-01-01", map[string]any{"properties": map[string]any{
		"addressPrefix": "100.64.1.0/24", "defaultOutboundAccess": false, "networkSecurityGroup": map[string]any{"id": group},
	}})
	network.Plan(withSubnets(map[string]any{"a": prefixes("100.64.1.0/24")})).Must().WantAction(protocol.NoOp)
}

func TestReplacements(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change map[string]any
		want   protocol.Action
	}{
		"another name":                 {map[string]any{"name": "othervnet"}, protocol.DeleteThenCreate},
		"another location":             {map[string]any{"location": "westeurope"}, protocol.DeleteThenCreate},
		"another spelling of location": {map[string]any{"location": "East US"}, protocol.NoOp},
		"another case of the group":    {map[string]any{"resource_group_name": "CONTOSOFIN-RG"}, protocol.NoOp},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			network := newGroup(t).Harness(t, nil).Resource("udr_network", "this")
			network.Apply(howTo()).Must()
			network.Plan(with(test.change)).Must().WantAction(test.want)
		})
	}
}

func TestForeignNetworkIsRefusedAndImported(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	azure.Put(howToID, "2025-01-01", map[string]any{"location": "eastus", "tags": map[string]any{"team": "net"}, "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{"100.64.0.0/16"}},
		"subnets": []any{
			map[string]any{"name": "contosofinakssubnet", "properties": map[string]any{"addressPrefix": "100.64.1.0/24"}},
			map[string]any{"name": "foreign", "properties": map[string]any{"addressPrefix": "100.64.2.0/24"}},
		},
	}})
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	azure.Forget()
	network.Apply(howTo()).WantOnlyError("", "exists already", "import {", howToID)
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a refused create wrote %v", writes)
	}
	if network.Exists() {
		t.Fatal("a refused create left a state")
	}

	open := func(prefix string) map[string]any {
		return map[string]any{"address_prefixes": []any{prefix}, "default_outbound_access_enabled": true}
	}
	both := with(map[string]any{"tags": map[string]any{"team": "net"}, "subnets": map[string]any{
		"contosofinakssubnet": open("100.64.1.0/24"), "foreign": open("100.64.2.0/24"),
	}})
	network.Import(howToID).Must()
	network.Plan(both).Must().WantAction(protocol.NoOp)

	one := with(map[string]any{"tags": map[string]any{"team": "net"}, "subnets": map[string]any{"contosofinakssubnet": open("100.64.1.0/24")}})
	network.Forget()
	network.Import(howToID + "|contosofinakssubnet").Must()
	network.Plan(one).Must().WantAction(protocol.NoOp)

	network.Forget()
	network.ImportIdentity(map[string]any{"id": howToID}).Must()
	network.Plan(both).Must().WantAction(protocol.NoOp)

	network.Forget()
	network.Import(groupID).WantOnlyError("", "virtualNetworks")
}

// Unknown values at plan: nothing is asked, nothing panics, and the second plan agrees with the first.
func TestUnknownInputs(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	config := with(map[string]any{
		"resource_group_name": protocol.Unknown, "address_space": []any{"100.64.0.0/16", protocol.Unknown}, "dns_servers": protocol.Unknown, "tags": protocol.Unknown,
		"subnets":  map[string]any{"a": map[string]any{"address_prefixes": []any{protocol.Unknown}, "default_outbound_access_enabled": protocol.Unknown}},
		"peerings": map[string]any{"p": map[string]any{"remote_virtual_network_id": protocol.Unknown, "reverse": protocol.Unknown}},
	})
	azure.Forget()
	plan := network.Plan(config).Must()
	if calls := azure.Calls(); len(calls) != 0 {
		t.Errorf("the plan asked Azure: %v", calls)
	}
	if got := plan.At("id"); got != protocol.Unknown {
		t.Errorf("planned ID is %v", got)
	}
	azure.Put(hubID, "2025-01-01", map[string]any{"location": "eastus", "properties": map[string]any{"addressSpace": map[string]any{"addressPrefixes": []any{"10.0.0.0/16"}}}})
	plan.Apply(with(map[string]any{
		"address_space": []any{"100.64.0.0/16", "10.9.0.0/16"}, "dns_servers": []any{"10.0.0.4"}, "tags": map[string]any{"a": "b"},
		"subnets":  map[string]any{"a": map[string]any{"address_prefixes": []any{"10.9.1.0/24"}, "default_outbound_access_enabled": true}},
		"peerings": map[string]any{"p": map[string]any{"remote_virtual_network_id": hubID, "reverse": map[string]any{"enabled": false}}},
	})).Must()
}

// A provider block that names another subscription since: the network stays where it was made, and one of the same name
// in the other subscription, which is nobody's business of ours, is not touched (law L3).
func TestSubscriptionOfTheBlockChanges(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	otherGroup := strings.Replace(groupID, armemu.SubscriptionID, armemu.SecondSubscriptionID, 1)
	otherID := strings.Replace(howToID, armemu.SubscriptionID, armemu.SecondSubscriptionID, 1)
	azure.Put(otherGroup, "2021-04-01", map[string]any{"location": "eastus"})
	azure.Put(otherID, "2025-01-01", map[string]any{"location": "eastus", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{"10.9.0.0/16"}},
	}})
	azure.Settle()
	harness := azure.Harness(t, nil)
	network := harness.Resource("udr_network", "this")
	network.Apply(howTo()).Must()

	harness.Reconfigure(map[string]any{"emulator": map[string]any{}, "subscription_id": armemu.SecondSubscriptionID})
	network.Plan(howTo()).Must().WantAction(protocol.NoOp)
	config := with(map[string]any{"tags": map[string]any{"a": "b"}})
	for _, write := range writesSince(azure, func() { network.Apply(config).Must() }) {
		if strings.Contains(write, armemu.SecondSubscriptionID) {
			t.Errorf("wrote to the other subscription: %s", write)
		}
	}
	if got := network.At("id"); got != howToID {
		t.Errorf("the ID is %v, want %s", got, howToID)
	}
	network.Destroy().Must()
	if azure.Object(otherID) == nil || azure.Object(howToID) != nil {
		t.Error("the wrong network was deleted")
	}
}
