package network_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// addManagement gives the world the subnet that a firewall is managed through.
func addManagement(w *world) armid.ID {
	id := subnet("AzureFirewallManagementSubnet")
	w.put(id, map[string]any{"properties": map[string]any{"addressPrefix": "10.42.4.0/26"}})
	return id
}

// TestShapes: every shape is made, is what was wanted, and leaves nothing behind.
func TestShapes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		shape func(w *world, e azure.Egress) azure.Egress
		look  func(t *testing.T, live azure.LiveEgress)
		left  []string
	}{
		"Basic": {
			shape: func(w *world, e azure.Egress) azure.Egress {
				e.Firewall.Tier, e.Policy.Tier, e.Policy.Settings = "Basic", "Basic", azure.Settings{}
				e.Groups = map[string]azure.Group{"application": applicationGroup(300)}
				e.Firewall.Management = &azure.ManagementIP{Name: "management", SubnetID: addManagement(w), PublicIP: *madeIP("pip-m").PublicIP}
				return e
			},
			look: func(t *testing.T, live azure.LiveEgress) {
				want := &azure.LiveManagementIP{
					Name: "management", SubnetID: subnet("AzureFirewallManagementSubnet").String(), PublicIPID: resource("publicIPAddresses", "pip-m").String(),
				}
				if diff := cmp.Diff(want, live.Firewall.Management); diff != "" || live.Firewall.Tier != "Basic" {
					t.Error(diff, live.Firewall.Tier)
				}
			},
		},
		"forced tunnelling": {
			shape: func(w *world, e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"inside": {}}
				e.Firewall.Management = &azure.ManagementIP{Name: "management", SubnetID: addManagement(w), PublicIP: *madeIP("pip-m").PublicIP}
				e.Routing.Table.Routes = map[string]azure.Route{"default": {Prefix: azure.DefaultPrefix, ToFirewall: true}}
				return e
			},
			look: func(t *testing.T, live azure.LiveEgress) {
				if ip := live.Firewall.IPs["inside"]; ip.PublicIPID != "" || ip.PrivateIP == "" {
					t.Errorf("%+v", ip)
				}
			},
		},
		"Premium with everything": {
			shape: func(_ *world, e azure.Egress) azure.Egress {
				low, high := int32(3), int32(9)
				e.Firewall.Tier, e.Policy.Tier = "Premium", "Premium"
				e.Firewall.Zones = azure.Set([]string{"1", "2"})
				e.Firewall.Autoscale = azure.Set(azure.Autoscale{Min: &low, Max: &high})
				e.Policy.Settings.PrivateRanges = azure.Set([]string{"IANAPrivateRanges", "192.0.2.0/24"})
				e.Policy.Allowlist = azure.Set(azure.Allowlist{Addresses: []string{"192.0.2.1"}, FQDNs: []string{"*.example.com"}})
				e.Policy.Intrusion, e.Policy.SQLRedirect = azure.Set("Deny"), azure.Set(true)
				e.Policy.Tags = map[string]string{"a": "b"}
				made := e.Firewall.IPs["first"].PublicIP.Made
				made.Zones, made.DNSLabel, made.Tags = azure.Set([]string{"1", "2", "3"}), azure.Set("egress"), map[string]string{"c": "d"}
				made.IPTags = []azure.IPTag{{Type: "RoutingPreference", Tag: "Internet"}}
				return e
			},
			look: func(t *testing.T, live azure.LiveEgress) {
				ip := live.PublicIPs["first"]
				if diff := cmp.Diff([]string{"1", "2", "3"}, ip.Zones); diff != "" || ip.DNSLabel != "egress" || len(ip.IPTags) != 1 || ip.SKU != "Standard" || ip.Tags["c"] != "d" {
					t.Errorf("%+v", ip)
				}
				policy := live.Policy
				if policy.Intrusion != "Deny" || !policy.SQLRedirect || len(policy.Allowlist.FQDNs) != 1 || len(policy.Settings.PrivateRanges) != 2 || policy.Tags["a"] != "b" {
					t.Errorf("%+v", policy)
				}
				if !slices.Equal(live.Firewall.Zones, []string{"1", "2"}) || *live.Firewall.Autoscale.Max != 9 {
					t.Errorf("%+v", live.Firewall)
				}
			},
		},
		"given public IP and policy of others": {
			shape: func(w *world, e azure.Egress) azure.Egress {
				w.put(resource("publicIPAddresses", "given"), publicIP())
				w.put(e.Policy.ID, map[string]any{"location": "westeurope", "properties": map[string]any{"dnsSettings": map[string]any{"enableProxy": true}}})
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": {PublicIP: &azure.PublicIP{ID: resource("publicIPAddresses", "given")}}}
				e.Policy = &azure.Policy{ID: e.Policy.ID, Existing: true}
				return e
			},
			look: func(t *testing.T, live azure.LiveEgress) {
				if live.PublicIPs["first"].Address == "" || live.Policy != nil || len(live.Groups) != 2 {
					t.Errorf("%+v", live)
				}
			},
			left: []string{"publicIPAddresses/given", "firewallPolicies/policy"},
		},
		"parent policy": {
			shape: func(w *world, e azure.Egress) azure.Egress {
				w.put(resource("firewallPolicies", "base"), map[string]any{"location": "westeurope"})
				e.Policy.Base = azure.Set(resource("firewallPolicies", "base").String())
				return e
			},
			look: func(t *testing.T, live azure.LiveEgress) {
				if !resource("firewallPolicies", "base").EqualFold(live.Policy.BaseID) {
					t.Error(live.Policy.BaseID)
				}
			},
			left: []string{"firewallPolicies/base"},
		},
		"table of others": {
			shape: func(w *world, e azure.Egress) azure.Egress {
				w.put(e.Routing.Table.ID, map[string]any{"location": "westeurope", "properties": map[string]any{
					"routes": []any{map[string]any{"name": "theirs", "properties": map[string]any{"addressPrefix": "172.16.0.0/12", "nextHopType": "None"}}},
				}})
				e.Routing.Table.Existing = true
				return e
			},
			look: func(t *testing.T, live azure.LiveEgress) {
				if len(live.Table.Routes) != 4 || live.Firewall.Tags["hidden-udr-pending"] != "true" || len(live.Table.Tags) > 0 {
					t.Errorf("%+v", live.Table)
				}
			},
			left: []string{"routeTables/rt", "routes/theirs"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			e := test.shape(w, routed(hub(), "aks"))
			live := create(w, e)
			test.look(t, live)
			w.calls()
			update(w, e, e)
			_, writes := w.calls()
			expect(w, writes)
			if err := destroy(w, w.client, e); err != nil {
				t.Fatal(err)
			}
			expect(w, left(w), test.left...)
		})
	}
}

// TestRecreates: what somebody has deleted is made again.
func TestRecreates(t *testing.T) {
	t.Parallel()
	for _, gone := range []armid.ID{
		resource("routeTables", "rt"), resource("firewallPolicies", "policy").Child("ruleCollectionGroups", "network"), resource("azureFirewalls", "fw"),
	} {
		w := newHub(t)
		e := routed(hub(), "aks")
		create(w, e)
		if gone.IsType(azure.RouteTableType) {
			edit(w, subnet("aks"), func(o armclient.Object) error { o.Unset("properties", "routeTable"); return nil })
		}
		if err := w.client.Delete(w.Context(), gone, azure.APIVersion); err != nil {
			t.Fatal(err)
		}
		live := update(w, e, e)
		if live.Table == nil || live.Firewall == nil || len(live.Groups) != 2 || !live.Attached(subnet("aks"), e.Routing.Table.ID) ||
			live.Table.Routes["default"].HopAddress != live.Firewall.PrivateIP() {
			t.Errorf("without %s: %+v", gone, live)
		}
	}
}

// TestRouting: an egress through a hop that exists is a table and its subnets.
func TestRouting(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	routings := azure.NewRoutings(w.client)
	first := azure.Routing{
		Table: azure.RouteTable{
			ID: resource("routeTables", "rt"), Location: "westeurope", Tags: map[string]string{"a": "b"},
			Routes: map[string]azure.Route{"default": {Prefix: azure.DefaultPrefix, HopType: azure.HopAppliance, HopAddress: "10.42.3.4"}},
		},
		Subnets: []armid.ID{subnet("aks")},
	}
	converge := func(change azure.RoutingChange, want ...string) azure.LiveRouting {
		w.calls()
		live, err := routings.Converge(w.Context(), change)
		if err != nil {
			t.Fatal(err)
		}
		_, writes := w.calls()
		expect(w, writes, want...)
		return live
	}
	live := converge(azure.RoutingChange{Want: first, Mark: anchorMark}, "PUT routeTables/rt", "PUT subnets/aks")
	if live.Table.Tags["hidden-udr-pending"] != "true" || live.Table.Tags["a"] != "b" || !live.Attached(subnet("aks"), first.Table.ID) {
		t.Errorf("%+v", live)
	}
	converge(azure.RoutingChange{Prior: first, Want: first})
	second := first
	second.Table.Routes = map[string]azure.Route{"default": {Prefix: azure.DefaultPrefix, HopType: azure.HopGateway}}
	second.Subnets = []armid.ID{subnet("services")}
	live = converge(azure.RoutingChange{Prior: first, Want: second}, "PUT routeTables/rt", "PUT subnets/services", "PUT subnets/aks")
	if diff := cmp.Diff(map[string]azure.LiveRoute{"default": {Prefix: azure.DefaultPrefix, HopType: azure.HopGateway}}, live.Table.Routes); diff != "" {
		t.Error(diff)
	}
	// Another state puts its routes into this table.
	other := azure.Routing{Table: azure.RouteTable{ID: first.Table.ID, Existing: true, Routes: map[string]azure.Route{
		"spoke": {Prefix: "10.0.0.0/8", HopType: azure.HopAppliance, HopAddress: "10.42.3.5"},
	}}}
	converge(azure.RoutingChange{Want: other}, "PUT routeTables/rt")
	var shared *azure.SharedError
	if err := routings.Delete(w.Context(), second); !errors.As(err, &shared) || !slices.Equal(shared.Users, []string{"route spoke"}) {
		t.Errorf("%v", err)
	}
	w.calls()
	for _, routing := range []azure.Routing{other, second} {
		if err := routings.Delete(w.Context(), routing); err != nil {
			t.Fatal(err)
		}
	}
	_, writes := w.calls()
	expect(w, writes, "PUT routeTables/rt", "PUT subnets/services", "DELETE routeTables/rt")
}

// TestPolicyGroups: groups in somebody's policy, beside theirs.
func TestPolicyGroups(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	policy := resource("firewallPolicies", "policy")
	w.put(policy, map[string]any{"location": "westeurope", "properties": map[string]any{"dnsSettings": map[string]any{"enableProxy": true}}})
	w.put(policy.Child("ruleCollectionGroups", "theirs"), map[string]any{"properties": map[string]any{"priority": 500}})
	groups := azure.NewPolicyGroups(w.client)
	first := map[string]azure.Group{"a": networkGroup(100), "b": applicationGroup(200)}
	second := map[string]azure.Group{"b": applicationGroup(100), "c": networkGroup(300)}
	converge := func(prior, want map[string]azure.Group, writes ...string) {
		w.calls()
		live, err := groups.Converge(w.Context(), azure.GroupsChange{PolicyID: policy, Prior: prior, Want: want})
		if err != nil {
			t.Fatal(err)
		}
		_, got := w.calls()
		expect(w, got, writes...)
		found := map[string]azure.Group{}
		for name, group := range live {
			found[name] = group.Group
		}
		if !maps.EqualFunc(want, found, azure.Group.Equal) {
			t.Error(cmp.Diff(want, found))
		}
	}
	converge(nil, first, "PUT ruleCollectionGroups/a", "PUT ruleCollectionGroups/b")
	converge(first, first)
	converge(first, second, "PUT ruleCollectionGroups/c", "DELETE ruleCollectionGroups/a", "PUT ruleCollectionGroups/b")
	_, err := groups.Converge(w.Context(), azure.GroupsChange{PolicyID: policy, Prior: second, Want: map[string]azure.Group{"theirs": networkGroup(100)}})
	var exists *azure.ExistsError
	if !errors.As(err, &exists) {
		t.Errorf("%v", err)
	}
	if err := groups.Delete(w.Context(), policy, second); err != nil {
		t.Fatal(err)
	}
	expect(w, left(w), "firewallPolicies/policy", "ruleCollectionGroups/theirs")
}
