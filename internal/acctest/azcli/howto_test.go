package azcli_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/azcli"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// The names of the how-to (seed-howto.md), and a hub beside it.
const (
	group       = "contosofin-rg"
	location    = "eastus"
	vnetName    = "contosofinvnet"
	aksSubnet   = "contosofinakssubnet"
	svcSubnet   = "contosofinsvcsubnet"
	fwSubnet    = "AzureFirewallSubnet"
	tableName   = "contosofinfwrt"
	addressName = "contosofinfwpublicip"
	hubName     = "contosofinhub"

	groupID    = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/" + group
	networks   = groupID + "/providers/Microsoft.Network/virtualNetworks/"
	tableID    = groupID + "/providers/Microsoft.Network/routeTables/" + tableName
	spokeGroup = "udr-rg"
	spokeID    = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/" + spokeGroup + "/providers/Microsoft.Network/virtualNetworks/spoke"
)

// TestHowTo runs the network steps of the how-to with az's own commands against the emulator's server; shows az what our provider made
// there, and our provider what az made.
func TestHowTo(t *testing.T) { //nolint:paralleltest // the provider's own az takes its environment from the process
	s := acctest.NewServer(t)
	az := azcli.New(t, s.Ready())
	t.Log("az runs with the import shim shim.py, which mends the packaging of Debian's azure-cli 2.45; what az sends is its own")
	az.Login(s.Ready())
	az.Must("group", "create", "--name", group, "--location", location)

	create(t, az)
	shown(t, az)
	providerMakes(t, s, az)
	providerImports(t, s, az)
	remove(t, s, az)
}

// create runs the how-to's commands. What needs nothing of each other runs at once; commands on one network or table wait for each other,
// since Azure refuses two writers of it and az does not try again.
func create(t *testing.T, az *azcli.Client) {
	t.Helper()
	in := func(args ...string) []string { return append(args, "--resource-group", group) }
	made := az.Together(
		azcli.Chain{
			in("network", "vnet", "create", "--name", vnetName, "--address-prefixes", "100.64.0.0/16", "--subnet-name", aksSubnet, "--subnet-prefix", "100.64.1.0/24"),
			in("network", "vnet", "subnet", "create", "--vnet-name", vnetName, "--name", svcSubnet, "--address-prefix", "100.64.2.0/24"),
			in("network", "vnet", "subnet", "create", "--vnet-name", vnetName, "--name", fwSubnet, "--address-prefix", "100.64.3.0/24"),
		},
		azcli.Chain{
			in("network", "route-table", "create", "--name", tableName),
			in("network", "route-table", "route", "create", "--name", "contosofinfwrn", "--route-table-name", tableName, "--address-prefix", "0.0.0.0/0",
				"--next-hop-type", "VirtualAppliance", "--next-hop-ip-address", "100.64.3.4", "--subscription", armemu.SubscriptionID),
			in("network", "route-table", "route", "create", "--name", "contosofinfwinternet", "--route-table-name", tableName, "--address-prefix", "20.43.0.1/32",
				"--next-hop-type", "Internet"),
		},
		azcli.Chain{
			in("network", "vnet", "create", "--name", hubName, "--address-prefixes", "10.0.0.0/16"),
			in("network", "public-ip", "create", "--name", addressName, "--location", location, "--sku", "Standard"),
		},
	)
	var address publicIP
	made[2].Into(&address)
	if address.IP.Address == "" || address.IP.Allocation != "Static" || address.IP.SKU.Name != "Standard" {
		t.Errorf("the public IP is %+v", address)
	}
	az.Together(
		azcli.Chain{
			in("network", "vnet", "subnet", "update", "--vnet-name", vnetName, "--name", aksSubnet, "--route-table", tableName),
			in("network", "vnet", "peering", "create", "--vnet-name", vnetName, "--name", "to-hub", "--remote-vnet", networks+hubName, "--allow-vnet-access", "--allow-forwarded-traffic"),
			in("network", "vnet", "peering", "create", "--vnet-name", hubName, "--name", vnetName, "--remote-vnet", networks+vnetName, "--allow-vnet-access", "--allow-forwarded-traffic"),
		},
		azcli.Chain{
			in("identity", "create", "--name", "contosofin-id"),
			{"ad", "sp", "create-for-rbac", "--name", "contosofinsp", "--skip-assignment"},
			{"role", "assignment", "create", "--assignee", armemu.ClientID, "--scope", networks + vnetName, "--role", "Contributor"},
		},
	)
}

// shown reads back what was made, with az.
func shown(t *testing.T, az *azcli.Client) {
	t.Helper()
	answers := az.Together(
		azcli.Chain{{"network", "vnet", "list", "--resource-group", group}},
		azcli.Chain{{"network", "route-table", "show", "--resource-group", group, "--name", tableName}},
		azcli.Chain{{"role", "assignment", "list", "--assignee", armemu.ClientID, "--all"}},
	)
	var all []vnet
	answers[0].Into(&all)
	byName := map[string]vnet{}
	for _, v := range all {
		byName[v.Name] = v
	}
	want := []subnet{
		{aksSubnet, "100.64.1.0/24", "Succeeded", &reference{tableID}}, {svcSubnet, "100.64.2.0/24", "Succeeded", nil}, {fwSubnet, "100.64.3.0/24", "Succeeded", nil},
	}
	if diff := cmp.Diff(want, byName[vnetName].Subnets); diff != "" {
		t.Errorf("subnets (-want +got):\n%s", diff)
	}
	for name, remote := range map[string]string{vnetName: hubName, hubName: vnetName} {
		peerings := byName[name].Peerings
		if len(peerings) != 1 || peerings[0].State != "Connected" || peerings[0].Sync != "FullyInSync" || peerings[0].Remote.ID != networks+remote || !peerings[0].Forwarded {
			t.Errorf("%s has the peerings %+v", name, peerings)
		}
	}
	var table routeTable
	answers[1].Into(&table)
	if len(table.Routes) != 2 || table.Routes[0].Hop != "100.64.3.4" || table.Routes[0].Prefix != "0.0.0.0/0" || table.Routes[1].Type != "Internet" {
		t.Errorf("routes are %+v", table.Routes)
	}
	if diff := cmp.Diff([]reference{{networks + vnetName + "/subnets/" + aksSubnet}}, table.Subnets); diff != "" {
		t.Errorf("the table's subnets (-want +got):\n%s", diff)
	}
	var assignments []assignment
	answers[2].Into(&assignments)
	if diff := cmp.Diff([]assignment{{armemu.ObjectID, "Contributor", networks + vnetName}}, assignments); diff != "" {
		t.Errorf("role assignments (-want +got):\n%s", diff)
	}
}

// providerMakes lets our provider make a group and a network that is peered with az's hub, and az read them.
func providerMakes(t *testing.T, s *acctest.Server, az *azcli.Client) {
	t.Helper()
	h := s.Harness(t, acctest.Connection{Block: s.BySecret()})
	w := h.Workspace()
	w.Add(h.Resource("udr_resource_group", "this"), func(protocol.Ref) map[string]any {
		return map[string]any{"name": spokeGroup, "location": location}
	})
	w.Add(h.Resource("udr_network", "spoke"), func(ref protocol.Ref) map[string]any {
		return map[string]any{
			"name": "spoke", "resource_group_name": ref("udr_resource_group.this", "name"), "location": location, "address_space": []any{"10.1.0.0/16"},
			"subnets": map[string]any{
				"nodes": map[string]any{"address_prefixes": []any{"10.1.0.0/22"}}, "pods": map[string]any{"address_prefixes": []any{"10.1.16.0/20"}},
			},
			"peerings": map[string]any{"to-hub": map[string]any{"remote_virtual_network_id": networks + hubName}},
			"tags":     map[string]any{"team": "platform"},
		}
	})
	w.Apply().Must()

	at := []string{"--resource-group", spokeGroup}
	answers := az.Together(
		azcli.Chain{append([]string{"network", "vnet", "show", "--name", "spoke"}, at...)},
		azcli.Chain{append([]string{"network", "vnet", "subnet", "list", "--vnet-name", "spoke"}, at...)},
		azcli.Chain{append([]string{"network", "vnet", "peering", "list", "--vnet-name", "spoke"}, at...)},
		azcli.Chain{{"network", "vnet", "peering", "list", "--vnet-name", hubName, "--resource-group", group}},
	)
	var v vnet
	answers[0].Into(&v)
	if v.ID != spokeID || v.Location != location || v.State != "Succeeded" || v.Tags["team"] != "platform" || len(v.Subnets) != 2 || len(v.Peerings) != 1 {
		t.Errorf("az shows %+v", v)
	}
	if diff := cmp.Diff([]string{"10.1.0.0/16"}, v.AddressSpace.Prefixes); diff != "" {
		t.Errorf("address space (-want +got):\n%s", diff)
	}
	var subnets []subnet
	answers[1].Into(&subnets)
	if diff := cmp.Diff([]subnet{{"nodes", "10.1.0.0/22", "Succeeded", nil}, {"pods", "10.1.16.0/20", "Succeeded", nil}}, subnets); diff != "" {
		t.Errorf("subnets (-want +got):\n%s", diff)
	}
	var ours, theirs []peering
	answers[2].Into(&ours)
	answers[3].Into(&theirs)
	want := peering{"to-hub", "Connected", "FullyInSync", true, reference{networks + hubName}}
	if diff := cmp.Diff([]peering{want}, ours); diff != "" {
		t.Errorf("our half of the peering (-want +got):\n%s", diff)
	}
	if want := (peering{"spoke", "Connected", "FullyInSync", true, reference{spokeID}}); !slices.Contains(theirs, want) {
		t.Errorf("the hub's peerings are %+v, without %+v", theirs, want)
	}
	w.Plan().WantNoChanges()
	w.Destroy().Must()
}

// providerImports takes what az made into the provider's state. The provider authenticates by az's login.
func providerImports(t *testing.T, s *acctest.Server, az *azcli.Client) {
	t.Helper()
	for name, value := range az.Variables() {
		if strings.HasPrefix(name, "AZURE_") || name == "REQUESTS_CA_BUNDLE" || name == "PYTHONPATH" {
			t.Setenv(name, value)
		}
	}
	own := len(s.Records("/oauth2/v2.0/token")) // az asks below /adfs
	h := s.Harness(t, acctest.Connection{Block: s.Discovered(nil)})
	g, n := h.Resource("udr_resource_group", "howto"), h.Resource("udr_network", "howto")
	g.Import(groupID).Must()
	g.Plan(map[string]any{"name": group, "location": location}).Must().WantAction(protocol.NoOp)

	n.Import(networks + vnetName).Must()
	n.Plan(map[string]any{
		"name": vnetName, "resource_group_name": group, "location": location, "address_space": []any{"100.64.0.0/16"},
		"subnets": map[string]any{
			aksSubnet: imported("100.64.1.0/24"), svcSubnet: imported("100.64.2.0/24"), fwSubnet: imported("100.64.3.0/24"),
		},
		"peerings": map[string]any{"to-hub": map[string]any{"remote_virtual_network_id": networks + hubName}},
	}).Must().WantAction(protocol.NoOp)
	if after := len(s.Records("/oauth2/v2.0/token")); after != own {
		t.Errorf("the provider authenticated by itself %d times", after-own)
	}
}

// imported is a subnet as az made it: with Azure's own way out, which it has by default and ours has not.
func imported(prefix string) map[string]any {
	return map[string]any{"address_prefixes": []any{prefix}, "default_outbound_access_enabled": true}
}

// remove deletes the group with all that is in it.
func remove(t *testing.T, s *acctest.Server, az *azcli.Client) {
	t.Helper()
	az.Must("group", "delete", "--name", group, "--yes")
	var exists bool
	az.Must("group", "exists", "--name", group).Into(&exists)
	ids, err := s.Emulator().IDs()
	if exists || err != nil || len(ids) != 0 {
		t.Errorf("the group exists: %v; left behind: %v, %v", exists, ids, err)
	}
}
