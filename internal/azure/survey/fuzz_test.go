package survey

import (
	"encoding/json"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// everything takes one object for each kind of object in turn.
func everything(t testing.TB, o armclient.Object) document.Document {
	t.Helper()
	subnet, _ := subnetOf(o)
	collections, _ := collectionsOf(o)
	network := networkOf(id(t, "virtualNetworks/n"), o)
	network.Subnets = append(network.Subnets, subnet)
	if p, _, ok := peeringOf(o); ok {
		network.Peerings.Items = append(network.Peerings.Items, p)
	}
	firewall := firewallOf(id(t, "azureFirewalls/f"), o)
	policy := policyOf(id(t, "firewallPolicies/p"), o)
	policy.Groups.Items = []document.Group{
		groupOf(id(t, "firewallPolicies/p/ruleCollectionGroups/g"), o),
		{Name: "h", Priority: document.Of(100), Collections: document.ListOf(collections...)},
		{Name: "i", Priority: document.Of(200), Collections: document.ListOf(
			document.Collection{Name: "n", Kind: "network", Priority: document.Of(100), Action: document.Of("Allow"), Rules: document.ListOf(networkRule(o), classicNetwork(o))},
			document.Collection{Name: "a", Kind: "application", Priority: document.Of(100), Action: document.Of("Allow"), Rules: document.ListOf(applicationRule(o))},
			document.Collection{Name: "d", Kind: "nat", Priority: document.Of(100), Rules: document.ListOf(natRule(o), classicNAT(o))},
		)},
	}
	table := tableOf(id(t, "routeTables/t"), o)
	table.Routes.Items = append(table.Routes.Items, routeOf(o))
	filter := securityGroupOf(id(t, "networkSecurityGroups/s"), o)
	filter.Rules.Items = append(filter.Rules.Items, securityRuleOf(o))
	return document.Document{
		Version: document.Version, Networks: []document.Network{network}, RouteTables: []document.RouteTable{table},
		SecurityGroups: []document.SecurityGroup{filter}, Firewalls: []document.Firewall{firewall}, Policies: []document.Policy{policy},
		IPGroups:         []document.IPGroup{ipGroupOf(id(t, "ipGroups/g"), o)},
		NATGateways:      []document.NATGateway{natGatewayOf(id(t, "natGateways/g"), o)},
		PrivateEndpoints: []document.PrivateEndpoint{endpointOf(id(t, "privateEndpoints/e"), id(t, "virtualNetworks/n/subnets/s"), o)},
		Clusters:         []document.Cluster{clusterOf(id(t, "managedClusters/c"), o)},
	}
}

// FuzzConversion: whatever ARM answers, the conversion does not panic and gives a document that can be judged, written and
// read again.
func FuzzConversion(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"properties": null}`, `{"properties": []}`, `{"name": "s", "properties": {"addressPrefix": "10.0.0.0/24", "routeTable": {"id": 1}}}`,
		`{"name": "r", "properties": {"routes": [{"name": "a", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance"}}]}}`,
		`{"name": "r", "sourceAddresses": ["*", "10.0.0.0-10.0.0.9"], "destinationPorts": ["1-2", 3], "protocols": [{"protocolType": "Https", "port": 443}], "targetFqdns": ["*"]}`,
		`{"properties": {"natRuleCollections": [{"properties": {"rules": [{"translatedPort": "x"}]}}], "additionalProperties": {"Network.SNAT.PrivateRanges": "0.0.0.0/0,,"}}}`,
		`{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "rules": [{"ruleType": "NetworkRule", "destinationAddresses": ["Azure"]}]}`,
		`{"properties": {"securityRules": [{"properties": {"direction": "Outbound", "sourceAddressPrefix": "::/0"}}], "ipAddresses": ["10.0.0.1/8"]}}`,
		`{"properties": {"customDnsConfigs": [{"fqdn": "a.example", "ipAddresses": ["10.0.0.5"]}], "publicIpAddresses": [{}]}}`,
		`{"properties": {"virtualNetworkPeerings": [{"properties": {"remoteVirtualNetwork": {"id": "/subscriptions/00000000-0000-4000-8000-0000000e0001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/x"}}}]}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var o armclient.Object
		if json.Unmarshal([]byte(text), &o.Body) != nil {
			return
		}
		d := everything(t, o)
		namesOf(&d).rewrite(&d)
		c, err := d.Case(nil)
		if err != nil {
			t.Fatalf("%v of %s", err, text)
		}
		c.Evaluate(true)
		encoded, err := document.Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := document.Decode(encoded); err != nil {
			t.Fatalf("%v in %s", err, encoded)
		}
	})
}
