package survey

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

const group = "/subscriptions/00000000-0000-4000-8000-0000000e0001/resourceGroups/rg/providers/Microsoft.Network/"

func id(t testing.TB, text string) armid.ID {
	t.Helper()
	id, err := armid.Parse(group + text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// object reads JSON as ARM sends it, with the start of IDs written as "~/".
func object(t testing.TB, text string) armclient.Object {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(strings.ReplaceAll(text, "~/", group)))
	d.UseNumber()
	var o armclient.Object
	if err := d.Decode(&o.Body); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return o
}

func unknown[T any]() document.List[T] { return document.List[T]{Unknown: true} }

func TestRouteOf(t *testing.T) {
	t.Parallel()
	hop := document.Of("VirtualAppliance")
	for text, want := range map[string]document.Route{
		`{"name": "r", "properties": {"addressPrefix": "10.1.2.3/8", "nextHopType": "virtualappliance", "nextHopIpAddress": "10.0.0.4"}}`: {
			Name: "r", Prefix: document.Of("10.0.0.0/8"), HopType: hop, HopAddress: document.Of("10.0.0.4"),
		},
		`{"name": "r", "properties": {"addressPrefix": "AzureCloud.westeurope", "nextHopType": "Internet", "nextHopIpAddress": ""}}`: {
			Name: "r", Prefix: document.Of("AzureCloud.westeurope"), HopType: document.Of("Internet"),
		},
		`{"name": "r", "properties": {"addressPrefix": "::/0", "nextHopType": "None"}}`: {
			Name: "r", Prefix: document.Of("::/0"), HopType: document.Of("None"),
		},
		`{"name": "r", "properties": {"addressPrefix": "10.0.0.0/8", "nextHopType": "VirtualAppliance"}}`: {
			Name: "r", Prefix: document.Of("10.0.0.0/8"), HopType: hop, HopAddress: document.UnknownLeaf[string](),
		},
		`{"name": "r", "properties": {"addressPrefix": 10, "nextHopType": "Teleport"}}`: {
			Name: "r", Prefix: document.UnknownLeaf[string](), HopType: document.UnknownLeaf[string](),
		},
		`{"name": "r"}`: {Name: "r", Prefix: document.UnknownLeaf[string](), HopType: document.UnknownLeaf[string]()},
	} {
		if diff := cmp.Diff(want, routeOf(object(t, text))); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

func TestTableOf(t *testing.T) {
	t.Parallel()
	for text, open := range map[string]bool{
		`{"properties": {"routes": []}}`: false, `{"properties": {}}`: false, `{"properties": {"routes": null}}`: false,
		`{}`: true, `{"properties": {"routes": {}}}`: true, `{"properties": {"routes": [1]}}`: true, `{"properties": {"routes": "x"}}`: true,
	} {
		if got := tableOf(id(t, "routeTables/t"), object(t, text)); got.Routes.Unknown != open {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestSubnetOf(t *testing.T) {
	t.Parallel()
	got, ok := subnetOf(object(t, `{"name": "s", "properties": {
		"addressPrefix": "10.0.0.0/24", "routeTable": {"id": "~/routeTables/rt"}, "networkSecurityGroup": {"id": "~/networkSecurityGroups/n"},
		"natGateway": {"id": "~/natGateways/g"}, "serviceEndpoints": [{"service": "Microsoft.Storage"}], "defaultOutboundAccess": false,
		"delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.ContainerService/managedClusters"}}],
		"privateEndpointNetworkPolicies": "RouteTableEnabled"}}`))
	want := document.Subnet{
		Name: "s", AddressPrefixes: document.ListOf("10.0.0.0/24"), RouteTable: document.Of(group + "routeTables/rt"),
		SecurityGroup: document.Of(group + "networkSecurityGroups/n"), NATGateway: document.Of(group + "natGateways/g"),
		ServiceEndpoints: document.ListOf(document.ServiceEndpoint{Service: "Microsoft.Storage"}),
		Delegation:       "Microsoft.ContainerService/managedClusters", DefaultOutboundAccess: document.Of(false), RoutePolicy: document.Of(true),
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("%v\n%s", ok, diff)
	}
	odd, ok := subnetOf(object(t, `{"name": "s", "properties": {"addressPrefixes": ["10.0.0.0/24", 7], "routeTable": "rt",
		"networkSecurityGroup": {"id": "~/routeTables/rt"}, "serviceEndpoints": [{}], "defaultOutboundAccess": "no", "natGateway": {}}}`))
	want = document.Subnet{
		Name: "s", AddressPrefixes: document.List[string]{Items: []string{"10.0.0.0/24"}, Unknown: true}, RouteTable: document.UnknownLeaf[string](),
		SecurityGroup: document.UnknownLeaf[string](), NATGateway: document.UnknownLeaf[string](), ServiceEndpoints: unknown[document.ServiceEndpoint](),
		DefaultOutboundAccess: document.UnknownLeaf[bool](), RoutePolicy: document.UnknownLeaf[bool](),
	}
	if diff := cmp.Diff(want, odd); diff != "" || !ok {
		t.Errorf("%v\n%s", ok, diff)
	}
	if _, ok := subnetOf(object(t, `{"properties": {}}`)); ok {
		t.Error("a subnet without name")
	}
}

func TestSecurityRuleOf(t *testing.T) {
	t.Parallel()
	got := securityRuleOf(object(t, `{"name": "r", "properties": {"priority": 100, "access": "deny", "protocol": "Tcp",
		"sourceAddressPrefixes": ["10.0.0.1/24"], "sourcePortRange": "*", "destinationAddressPrefix": "Storage.WestEurope",
		"destinationPortRange": "443", "destinationPortRanges": ["8080-8090"],
		"destinationApplicationSecurityGroups": [{"id": "~/applicationSecurityGroups/web"}]}}`))
	want := document.SecurityRule{
		Name: "r", Priority: document.Of(100), Access: document.Of("Deny"), Protocols: document.ListOf("Tcp"), Sources: document.ListOf("10.0.0.0/24"),
		SourcePorts: document.ListOf("*"), Destinations: document.ListOf("Storage.WestEurope"), Ports: document.ListOf("443", "8080-8090"),
		DestinationGroups: []string{group + "applicationSecurityGroups/web"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	odd := securityRuleOf(object(t, `{"name": "r", "properties": {"priority": 1, "access": "Perhaps", "destinationPortRange": "99999"}}`))
	want = document.SecurityRule{
		Name: "r", Priority: document.UnknownLeaf[int](), Access: document.UnknownLeaf[string](), Protocols: unknown[string](), Sources: unknown[string](),
		SourcePorts: unknown[string](), Destinations: unknown[string](), Ports: unknown[string](),
	}
	if diff := cmp.Diff(want, odd); diff != "" {
		t.Error(diff)
	}
}

// TestRules: each kind of rule in both of its spellings.
func TestRules(t *testing.T) {
	t.Parallel()
	common := `"name": "r", "sourceAddresses": ["10.0.0.0/24"], "sourceIpGroups": ["~/ipGroups/g"], "destinationAddresses": ["AzureCloud.westeurope", "20.0.0.1"]`
	base := document.Rule{
		Name: "r", Sources: document.ListOf("10.0.0.0/24"), SourceIPGroups: document.ListOf(group + "ipGroups/g"),
		Destinations: document.ListOf("AzureCloud.westeurope", "20.0.0.1"),
	}
	network := base
	network.Ports, network.Protocols, network.Names = document.ListOf("443", "9000-9010"), document.ListOf("TCP", "Any"), document.ListOf("ntp.ubuntu.com")
	application := base
	application.Names, application.Protocols = document.ListOf("*.example.com"), document.ListOf("Https:443", "Http:8080", "Mssql:1433")
	application.FQDNTags, application.URLs = document.ListOf("AzureKubernetesService"), document.ListOf("example.com/a/*")
	application.WebCategories, application.TerminateTLS = document.ListOf("news"), true
	nat := base
	nat.Ports, nat.Protocols = document.ListOf("443"), document.ListOf("TCP")
	nat.TranslatedAddress, nat.TranslatedPort = document.Of("10.0.0.9"), document.Of(8443)
	protocols := `[{"protocolType": "https", "port": 443}, {"protocolType": "Http", "port": 8080}, {"protocolType": "Mssql"}]`
	for name, tt := range map[string]struct {
		got  document.Rule
		want document.Rule
	}{
		"network":         {networkRule(object(t, `{`+common+`, "destinationPorts": ["443", "9000-9010"], "ipProtocols": ["TCP", "Any"], "destinationFqdns": ["ntp.ubuntu.com"]}`)), network},
		"classic network": {classicNetwork(object(t, `{`+common+`, "destinationPorts": ["443", "9000-9010"], "protocols": ["TCP", "Any"], "destinationFqdns": ["ntp.ubuntu.com"]}`)), network},
		"application": {applicationRule(object(t, `{`+common+`, "targetFqdns": ["*.example.com"], "protocols": `+protocols+`, "fqdnTags": ["AzureKubernetesService"],
			"targetUrls": ["example.com/a/*"], "webCategories": ["news"], "terminateTLS": true}`)), application},
		"nat":         {natRule(object(t, `{`+common+`, "destinationPorts": ["443"], "ipProtocols": ["TCP"], "translatedAddress": "10.0.0.9", "translatedPort": "8443"}`)), nat},
		"classic nat": {classicNAT(object(t, `{`+common+`, "destinationPorts": ["443"], "protocols": ["TCP"], "translatedAddress": "10.0.0.9", "translatedPort": "8443"}`)), nat},
		"odd application": {
			applicationRule(object(t, `{"name": "r", "targetFqdns": ["a.*.b", "ok.example"], "protocols": [{"protocolType": "Gopher", "port": 70}], "terminateTLS": false}`)),
			document.Rule{Name: "r", Names: document.List[string]{Items: []string{"ok.example"}, Unknown: true}, Protocols: unknown[string]()},
		},
		"odd nat": {
			natRule(object(t, `{"name": "r", "sourceIpGroups": ["~/routeTables/x"], "translatedPort": 0}`)),
			document.Rule{Name: "r", SourceIPGroups: unknown[string](), TranslatedAddress: document.UnknownLeaf[string](), TranslatedPort: document.UnknownLeaf[int]()},
		},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestCollectionsOf: rules of two kinds make two collections; what is of no kind leaves the group open.
func TestCollectionsOf(t *testing.T) {
	t.Parallel()
	kinds := func(text string) (kinds []string, whole bool) {
		list, whole := collectionsOf(object(t, text))
		for _, c := range list {
			kinds = append(kinds, c.Kind+" "+c.Action.Value)
		}
		return kinds, whole
	}
	for text, want := range map[string]string{
		`{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "priority": 100, "action": {"type": "Deny"}, "rules": [{"ruleType": "ApplicationRule"}, {"ruleType": "NetworkRule"}]}`: "network Deny,application Deny,true",
		`{"ruleCollectionType": "FirewallPolicyNatRuleCollection", "priority": 100, "action": {"type": "DNAT"}, "rules": [{"ruleType": "NatRule"}]}`:                                         "nat ,true",
		`{"ruleCollectionType": "FirewallPolicyNatRuleCollection", "rules": [{"ruleType": "NetworkRule"}]}`:                                                                                  "false",
		`{"ruleCollectionType": "Other", "rules": [{"ruleType": "NetworkRule"}]}`:                                                                                                            "false",
		`{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "rules": [7]}`:                                                                                                         "false",
		`{"ruleCollectionType": "FirewallPolicyFilterRuleCollection"}`:                                                                                                                       "true",
	} {
		got, whole := kinds(text)
		end := "false"
		if whole {
			end = "true"
		}
		if diff := cmp.Diff(want, strings.Join(append(got, end), ",")); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

func TestClassicSettings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]document.Settings{
		`{}`: {},
		`{"properties": {"threatIntelMode": "deny", "additionalProperties": {"Network.DNS.EnableProxy": "true", "Network.DNS.Servers": "10.0.0.1,10.0.0.2",
			"Network.SNAT.PrivateRanges": "IANAPrivateRanges, 100.0.0.0/8"}}}`: {
			ThreatIntelligence: document.Of("Deny"), DNSProxy: document.Of(true), FirewallDNSServers: document.ListOf("10.0.0.1", "10.0.0.2"),
			PrivateRanges: &document.List[string]{Items: []string{"IANAPrivateRanges", "100.0.0.0/8"}},
		},
		`{"properties": {"additionalProperties": {"Network.DNS.EnableProxy": "perhaps", "Network.SNAT.AutoLearnPrivateRanges": "Enabled"}}}`: {
			DNSProxy: document.UnknownLeaf[bool](), PrivateRanges: &document.List[string]{Unknown: true},
		},
		`{"properties": {"additionalProperties": []}}`: {
			DNSProxy: document.UnknownLeaf[bool](), FirewallDNSServers: unknown[string](), PrivateRanges: &document.List[string]{Unknown: true},
		},
	} {
		if diff := cmp.Diff(want, classicSettings(object(t, text))); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

func TestPolicySettings(t *testing.T) {
	t.Parallel()
	got := policyOf(id(t, "firewallPolicies/p"), object(t, `{"properties": {"sku": {"tier": "premium"}, "basePolicy": {"id": "~/firewallPolicies/b"},
		"threatIntelMode": "Off", "threatIntelWhitelist": {"fqdns": ["a.example", "*"], "ipAddresses": ["20.0.0.1"]}, "intrusionDetection": {"mode": "Alert"},
		"dnsSettings": {"servers": ["10.0.0.1"], "enableProxy": true, "requireProxyForNetworkRules": false}, "snat": {"privateRanges": ["255.255.255.255/32"]},
		"ruleCollectionGroups": [{"id": "~/firewallPolicies/p/ruleCollectionGroups/g"}]}}`))
	want := document.Policy{
		Name: group + "firewallPolicies/p", Tier: document.Of("Premium"), Parent: document.Of(group + "firewallPolicies/b"),
		Settings: document.Settings{
			ThreatIntelligence: document.Of("Off"), AllowlistNames: []string{"a.example", "*"}, AllowlistAddresses: []string{"20.0.0.1"},
			IntrusionDetection: document.Of("Alert"), DNSProxy: document.Of(true), FirewallDNSServers: document.ListOf("10.0.0.1"), ProxyOptional: true,
			PrivateRanges: &document.List[string]{Items: []string{"255.255.255.255/32"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for text, open := range map[string]bool{
		`{"properties": {}}`: false, `{}`: true, `{"properties": {"ruleCollectionGroups": [{"id": 1}]}}`: true, `{"properties": {"ruleCollectionGroups": 1}}`: true,
	} {
		if got := policyOf(id(t, "firewallPolicies/p"), object(t, text)); got.Groups.Unknown != open {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestIsForeignMachine(t *testing.T) {
	t.Parallel()
	const compute = "/subscriptions/00000000-0000-4000-8000-0000000e0001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/"
	for text, want := range map[string]bool{
		group + "networkInterfaces/jump/ipConfigurations/ipconfig1":                                                true,
		group + "networkInterfaces/pe.nic.1/ipConfigurations/privateEndpointIpConfig.1":                            false,
		group + "loadBalancers/kubernetes-internal/frontendIPConfigurations/a":                                     false,
		group + "azureFirewalls/fw/azureFirewallIpConfigurations/a":                                                false,
		compute + "aks-pool-1-vmss/virtualMachines/0/networkInterfaces/aks-pool-1-vmss/ipConfigurations/ipconfig1": false,
		compute + "akswin/virtualMachines/0/networkInterfaces/akswin/ipConfigurations/ipconfig1":                   false,
		compute + "workers/virtualMachines/0/networkInterfaces/workers/ipConfigurations/ipconfig1":                 true,
	} {
		id, err := armid.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got := isForeignMachine(id); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	other := strings.ReplaceAll(group, "rg/", "rg2/")
	third := strings.ReplaceAll(group, "e0001", "e0002")
	d := document.Document{
		Networks: []document.Network{
			{Name: group + "virtualNetworks/one", Subnets: []document.Subnet{{Name: "s"}}},
			{Name: group + "virtualNetworks/Two"},
			{Name: other + "virtualNetworks/two"},
			{Name: group + "virtualNetworks/x"},
			{Name: third + "virtualNetworks/x"},
		},
		Firewalls: []document.Firewall{{Name: group + "azureFirewalls/one", Subnet: group + "virtualNetworks/two/subnets/AzureFirewallSubnet"}},
	}
	n := namesOf(&d)
	for text, want := range map[string]string{
		group + "virtualNetworks/one": "one", group + "virtualNetworks/ONE/subnets/S": "one/S", group + "azureFirewalls/one": "one",
		group + "virtualNetworks/two": "rg/Two", other + "virtualNetworks/two/subnets/a": "rg2/two/a",
		group + "virtualNetworks/x": group + "virtualNetworks/x", group + "routeTables/never": group + "routeTables/never",
	} {
		id, err := armid.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := n.of(id); !strings.EqualFold(got, want) {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	n.rewrite(&d)
	if d.Networks[1].Name != "rg/Two" || d.Firewalls[0].Subnet != "rg/Two/AzureFirewallSubnet" {
		t.Errorf("%+v", d)
	}
}
