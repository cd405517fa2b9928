package network_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

var (
	anchorMark = map[string]string{"hidden-udr-owner": "1.a.none", "hidden-udr-create": "x", "hidden-udr-pending": "true"}
	childMark  = map[string]string{"hidden-udr-owner": "1.a.none"}
)

// newHub is a world with the network of the how-to.
func newHub(t *testing.T) *world {
	t.Helper()
	return addHub(newWorld(t))
}

// addHub makes the network of the how-to.
func addHub(w *world) *world {
	w.network("vnet", "10.42.0.0/16", map[string]string{
		"AzureFirewallSubnet": "10.42.1.0/26", "aks": "10.42.2.0/24", "services": "10.42.3.0/24",
	})
	w.calls()
	return w
}

func subnet(name string) armid.ID { return resource("virtualNetworks", "vnet").Child("subnets", name) }

// hub is an egress with a policy of two groups.
func hub() azure.Egress {
	return azure.Egress{
		Firewall: azure.Firewall{
			ID: resource("azureFirewalls", "fw"), Location: "westeurope", Tier: "Standard", SubnetID: subnet("AzureFirewallSubnet"),
			IPs:  map[string]azure.FirewallIP{"first": madeIP("pip-1")},
			Tags: map[string]string{"env": "test"},
		},
		Policy: &azure.Policy{
			ID: resource("firewallPolicies", "policy"), Location: "westeurope", Tier: "Standard",
			Settings: azure.Settings{ThreatIntel: azure.Set("Deny"), DNS: azure.Set(azure.DNS{Proxy: true, Servers: []string{"10.0.0.4"}})},
		},
		Groups: map[string]azure.Group{"network": networkGroup(200), "application": applicationGroup(300)},
		Routing: azure.Routing{
			Table: azure.RouteTable{
				ID: resource("routeTables", "rt"), Location: "westeurope", BGPPropagation: azure.Set(false),
				Routes: map[string]azure.Route{
					"default":  {Prefix: azure.DefaultPrefix, ToFirewall: true},
					"internet": {PublicIPOf: "first", HopType: azure.HopInternet},
					"onprem":   {Prefix: "192.168.0.0/16", HopType: azure.HopNone},
				},
			},
		},
	}
}

func routed(e azure.Egress, subnets ...string) azure.Egress {
	e.Routing.Subnets = nil
	for _, name := range subnets {
		e.Routing.Subnets = append(e.Routing.Subnets, subnet(name))
	}
	return e
}

func madeIP(name string) azure.FirewallIP {
	return azure.FirewallIP{PublicIP: &azure.PublicIP{ID: resource("publicIPAddresses", name), Made: &azure.MadePublicIP{}}}
}

func networkGroup(priority int32) azure.Group {
	return azure.Group{Priority: priority, Collections: map[string]azure.Collection{"net": {
		Kind: azure.KindNetwork, Priority: 100, Action: "Allow", Network: map[string]azure.NetworkRule{
			"ntp": {Source: azure.Source{Addresses: []string{"10.42.2.0/24"}}, DestinationFQDNs: []string{"ntp.ubuntu.com"}, Ports: []string{"123"}, Protocols: []string{"UDP"}},
			"api": {Source: azure.Source{Addresses: []string{"*"}}, DestinationAddresses: []string{"AzureCloud.WestEurope"}, Ports: []string{"443"}, Protocols: []string{"TCP"}},
		},
	}}}
}

func applicationGroup(priority int32) azure.Group {
	return azure.Group{Priority: priority, Collections: map[string]azure.Collection{"app": {
		Kind: azure.KindApplication, Priority: 100, Action: "Allow", Application: map[string]azure.ApplicationRule{
			"aks": {
				Source: azure.Source{Addresses: []string{"10.42.2.0/24"}}, FQDNTags: []string{"AzureKubernetesService"},
				Protocols: []azure.ApplicationProtocol{{Type: "Https", Port: 443}, {Type: "Http", Port: 80}},
			},
		},
	}}}
}

// create makes the egress and fails the test if it does not succeed.
func create(w *world, want azure.Egress) azure.LiveEgress {
	w.Helper()
	live, err := azure.NewEgresses(w.client).Converge(w.Context(), azure.EgressChange{Want: want, AnchorMark: anchorMark, ChildMark: childMark})
	if err != nil {
		w.Fatal(err)
	}
	return live
}

func update(w *world, prior, want azure.Egress) azure.LiveEgress {
	w.Helper()
	live, err := azure.NewEgresses(w.client).Converge(w.Context(), azure.EgressChange{Prior: prior, Want: want, ChildMark: childMark})
	if err != nil {
		w.Fatal(err)
	}
	return live
}

func expect(w *world, got []string, want ...string) {
	w.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		w.Error(diff)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	want := routed(hub(), "aks", "services")
	live := create(w, want)
	_, writes := w.calls()
	if writes[0] != "PUT routeTables/rt" {
		t.Errorf("the anchor is not first: %v", writes)
	}
	slices.Sort(writes)
	expect(w, writes,
		"PUT azureFirewalls/fw", "PUT firewallPolicies/policy", "PUT publicIPAddresses/pip-1", "PUT routeTables/rt", "PUT routeTables/rt",
		"PUT ruleCollectionGroups/application", "PUT ruleCollectionGroups/network", "PUT subnets/aks", "PUT subnets/services")
	if got := live.Firewall.PrivateIP(); got == "" || live.Table.Routes["default"].HopAddress != got {
		t.Errorf("the default route leads to %q, the firewall is at %q", live.Table.Routes["default"].HopAddress, got)
	}
	update(w, want, want)
	reads, writes := w.calls()
	expect(w, writes)
	if len(reads) != 8 {
		t.Errorf("%d reads for 8 objects: %v", len(reads), reads)
	}
}
