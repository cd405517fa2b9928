package azcli_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/azcli"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

const (
	firewallName = "contosofinfw"
	configName   = "contosofinfwconfig"

	firewallType = "Microsoft.Network/azureFirewalls"
	firewallID   = groupID + "/providers/" + firewallType + "/" + firewallName
	addressID    = groupID + "/providers/Microsoft.Network/publicIPAddresses/" + addressName

	// version is what the firewall extension of az would ask for; az itself has none (arm-wire.md 3.1.2).
	version = "2025-01-01"
)

// required are the names of the how-to's application rule, as it spells them.
var required = []string{
	"aksrepos.azurecr.io", "*blob.core.windows.net", "mcr.microsoft.com", "*cdn.mscr.io", "*.data.mcr.microsoft.com", "management.azure.com",
	"login.microsoftonline.com", "ntp.ubuntu.com", "packages.microsoft.com", "acs-mirror.azureedge.net",
}

// TestFirewallClassic runs the how-to's firewall steps one by one as its commands do, and imports what they made: nothing is left to do. The
// firewall extension is not in Debian's az, so that the firewall's own steps go by az resource, each with the GET and PUT of the extension's.
func TestFirewallClassic(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	az := azcli.New(t, s.Ready())
	az.Login(s.Ready())
	address := ground(t, az)
	az.Must("resource", "create", "--resource-group", group, "--resource-type", firewallType, "--name", firewallName, "--api-version", version,
		"--location", location, "--properties", "{}")
	az.Must(change("properties.ipConfigurations", ipConfiguration())...)
	routes(t, az, privateIP(t, az), address)
	az.Must(change("properties.networkRuleCollections", map[string]any{"name": "aksfwnr", "properties": map[string]any{
		"priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
			"name": "netrules", "protocols": []any{"Any"}, "sourceAddresses": []any{"*"}, "destinationAddresses": []any{"*"}, "destinationPorts": []any{"*"},
		}},
	}})...)
	az.Must(change("properties.applicationRuleCollections", map[string]any{"name": "AKS_Global_Required", "properties": map[string]any{
		"priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
			"name": "required", "sourceAddresses": []any{"*"}, "targetFqdns": required,
			"protocols": []any{map[string]any{"protocolType": "http", "port": 80}, map[string]any{"protocolType": "https", "port": 443}},
		}},
	}})...)
	associate(az)

	config := egress(address)
	config["rules_as"] = "classic"
	config["network_rule_collections"] = map[string]any{"aksfwnr": anything()}
	config["application_rule_collections"] = map[string]any{"AKS_Global_Required": names()}
	imported := importEmpty(t, s, firewallID, config)

	// From here on it is ours: a rule that is added reaches Azure, and az's own stay.
	config["application_rule_collections"].(map[string]any)["more"] = map[string]any{"priority": 200, "action": "Allow", "rules": map[string]any{"docker": map[string]any{
		"source_addresses": []any{"100.64.1.0/24"}, "destination_fqdns": []any{"registry-1.docker.io"},
	}}}
	imported.Apply(config).Must()
	var collections []string
	az.Must("resource", "show", "--ids", firewallID, "--api-version", version, "--query", "properties.applicationRuleCollections[].name").Into(&collections)
	if slices.Sort(collections); !slices.Equal(collections, []string{"AKS_Global_Required", "more"}) {
		t.Errorf("az sees the collections %v", collections)
	}
	imported.Destroy().Must()
}

// ground makes what the firewall stands on with az's own commands, and answers the public IP's address.
func ground(t *testing.T, az *azcli.Client) string {
	t.Helper()
	in := func(args ...string) []string { return append(args, "--resource-group", group) }
	az.Must("group", "create", "--name", group, "--location", location)
	made := az.Together(
		azcli.Chain{
			in("network", "vnet", "create", "--name", vnetName, "--address-prefixes", "100.64.0.0/16", "--subnet-name", aksSubnet, "--subnet-prefix", "100.64.1.0/24"),
			in("network", "vnet", "subnet", "create", "--vnet-name", vnetName, "--name", fwSubnet, "--address-prefix", "100.64.3.0/24"),
		},
		azcli.Chain{in("network", "public-ip", "create", "--name", addressName, "--location", location, "--sku", "Standard")},
	)
	var address publicIP
	if made[1].Into(&address); address.IP.Address == "" {
		t.Fatalf("the public IP is %+v", address)
	}
	return address.IP.Address
}

// routes makes the table with both routes of the how-to.
func routes(t *testing.T, az *azcli.Client, hop, address string) {
	t.Helper()
	in := func(args ...string) []string { return append(args, "--resource-group", group) }
	az.Together(azcli.Chain{
		in("network", "route-table", "create", "--name", tableName),
		in("network", "route-table", "route", "create", "--name", "contosofinfwrn", "--route-table-name", tableName, "--address-prefix", "0.0.0.0/0",
			"--next-hop-type", "VirtualAppliance", "--next-hop-ip-address", hop),
		in("network", "route-table", "route", "create", "--name", "contosofinfwinternet", "--route-table-name", tableName, "--address-prefix", address+"/32",
			"--next-hop-type", "Internet"),
	})
}

func associate(az *azcli.Client) {
	az.Must("network", "vnet", "subnet", "update", "--resource-group", group, "--vnet-name", vnetName, "--name", aksSubnet, "--route-table", tableName)
}

func ipConfiguration() map[string]any {
	return map[string]any{"name": configName, "properties": map[string]any{
		"subnet": reference{networks + vnetName + "/subnets/" + fwSubnet}, "publicIPAddress": reference{addressID},
	}}
}

// change is the command that puts one more element into a list of the firewall: a GET and a PUT of the whole.
func change(list string, element map[string]any) []string {
	return []string{"resource", "update", "--ids", firewallID, "--api-version", version, "--add", list, text(element)}
}

func text(value any) string {
	out, err := json.Marshal(value)
	if err != nil {
		panic(err) // the values stand in this file
	}
	return string(out)
}

// privateIP captures the firewall's private address, as the how-to does.
func privateIP(t *testing.T, az *azcli.Client) string {
	t.Helper()
	var hop string
	az.Must("resource", "show", "--ids", firewallID, "--api-version", version, "--query", "properties.ipConfigurations[0].properties.privateIPAddress").Into(&hop)
	if hop == "" {
		t.Fatal("the firewall has no private address")
	}
	return hop
}

// egress is the configuration of what the how-to's commands make, but for the rules.
func egress(address string) map[string]any {
	return map[string]any{
		"name": firewallName, "resource_group_name": group, "location": location,
		"firewall_subnet": subnetObject(fwSubnet, "100.64.3.0/24"),
		"public_ips":      map[string]any{configName: map[string]any{"name": addressName}},
		"route_table": map[string]any{
			"name": tableName, "default_route_name": "contosofinfwrn", "bgp_route_propagation_enabled": true,
			"routes": map[string]any{"contosofinfwinternet": map[string]any{"address_prefix": address + "/32", "next_hop_type": "Internet"}},
		},
		"routed_subnets": map[string]any{aksSubnet: subnetObject(aksSubnet, "100.64.1.0/24")},
	}
}

func subnetObject(name, prefix string) map[string]any {
	return map[string]any{"id": networks + vnetName + "/subnets/" + name, "address_prefixes": []any{prefix}}
}

func anything() map[string]any {
	return map[string]any{"priority": 100, "action": "Allow", "rules": map[string]any{"netrules": map[string]any{
		"source_addresses": []any{"*"}, "destination_addresses": []any{"*"}, "destination_ports": []any{"*"}, "protocols": []any{"Any"},
	}}}
}

func names() map[string]any {
	fqdns := make([]any, len(required))
	for i, name := range required {
		fqdns[i] = name
	}
	return map[string]any{"priority": 100, "action": "Allow", "rules": map[string]any{"required": map[string]any{
		"source_addresses": []any{"*"}, "destination_fqdns": fqdns,
		"protocols": []any{map[string]any{"type": "Http", "port": 80}, map[string]any{"type": "Https", "port": 443}},
	}}}
}

// importEmpty imports and wants a plan without a change. Nothing may be written for it.
func importEmpty(t *testing.T, s *acctest.Server, id string, config map[string]any) *protocol.Resource {
	t.Helper()
	writes := func() int { return len(s.Records("put /")) + len(s.Records("patch /")) + len(s.Records("delete /")) }
	before := writes()
	r := s.Harness(t, acctest.Connection{Block: s.BySecret()}).Resource("udr_firewall_egress", "this")
	r.Import(id).Must()
	plan := r.Plan(config).Must()
	plan.WantAction(protocol.NoOp)
	if t.Failed() {
		t.Fatalf("changes: %v", plan.Changes())
	}
	if diff := cmp.Diff(before, writes()); diff != "" {
		t.Errorf("importing wrote (-before +after):\n%s", diff)
	}
	return r
}
