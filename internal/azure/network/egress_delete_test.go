package network_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// left is what is there besides the network and the group.
func left(w *world) []string {
	w.Helper()
	ids, err := w.IDs()
	if err != nil {
		w.Fatal(err)
	}
	var rest []string
	for _, id := range ids {
		if !strings.Contains(id, "/virtualNetworks/vnet") && !strings.HasSuffix(id, "/resourceGroups/rg") {
			rest = append(rest, short(id))
		}
	}
	return rest
}

func TestDestroy(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	e := routed(hub(), "aks", "services")
	create(w, e)
	w.calls()
	if err := destroy(w, w.client, e); err != nil {
		t.Fatal(err)
	}
	_, writes := w.calls()
	place := func(call string) int { return slices.Index(writes, call) }
	if len(writes) != 8 || place("PUT subnets/aks") > 1 || place("PUT subnets/services") > 1 || place("DELETE azureFirewalls/fw") != 2 ||
		place("DELETE ruleCollectionGroups/network") > place("DELETE firewallPolicies/policy") || place("DELETE routeTables/rt") != 7 {
		t.Errorf("wrong order: %v", writes)
	}
	if rest := left(w); len(rest) > 0 {
		t.Errorf("left: %v", rest)
	}
	if table := w.is(subnet("aks")).Str("properties.routeTable.id"); table != "" {
		t.Errorf("the subnet still has %s", table)
	}
	if err := destroy(w, w.client, e); err != nil {
		t.Error("a second time:", err)
	}
	_, writes = w.calls()
	expect(w, writes)
}

// TestDestroyShared: what others use is refused, naming them, before anything is written.
func TestDestroyShared(t *testing.T) {
	t.Parallel()
	table := resource("routeTables", "rt")
	for name, test := range map[string]struct {
		share func(w *world)
		users []string
	}{
		"a subnet of others": {func(w *world) {
			edit(w, subnet("services"), func(o armclient.Object) error { return o.Set(table.String(), "properties", "routeTable", "id") })
		}, []string{"services"}},
		"a route of others": {func(w *world) {
			w.put(table.Child("routes", "theirs"), route("172.16.0.0/12", "VirtualAppliance", "10.42.3.9"))
		}, []string{"route theirs"}},
		"a group of others": {func(w *world) {
			w.put(resource("firewallPolicies", "policy").Child("ruleCollectionGroups", "theirs"), map[string]any{"properties": map[string]any{"priority": 900}})
		}, []string{"theirs"}},
		"a child policy": {func(w *world) {
			w.put(resource("firewallPolicies", "child"), map[string]any{"location": "westeurope", "properties": map[string]any{
				"threatIntelMode": "Deny", "basePolicy": map[string]any{"id": resource("firewallPolicies", "policy").String()},
			}})
		}, []string{"child"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			e := routed(hub(), "aks")
			create(w, e)
			test.share(w)
			w.calls()
			err := destroy(w, w.client, e)
			var shared *azure.SharedError
			if !errors.As(err, &shared) {
				t.Fatalf("%v", err)
			}
			for i := range shared.Users {
				shared.Users[i] = shared.Users[i][strings.LastIndex(shared.Users[i], "/")+1:]
			}
			if diff := cmp.Diff(test.users, shared.Users); diff != "" {
				t.Error(diff)
			}
			_, writes := w.calls()
			expect(w, writes)
		})
	}
}

// TestDestroyAfterCluster: routes that AKS left behind, which lead to nodes in our subnets, hold nothing up (RT-29).
func TestDestroyAfterCluster(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	e := routed(hub(), "aks")
	create(w, e)
	w.put(e.Routing.Table.RouteID("aks-nodes-1"), route("10.244.0.0/24", "VirtualAppliance", "10.42.2.5"))
	if err := destroy(w, w.client, e); err != nil {
		t.Fatal(err)
	}
	if rest := left(w); len(rest) > 0 {
		t.Errorf("left: %v", rest)
	}
}

// TestDestroyKeepsOthers: a subnet that somebody gave another table keeps it, and a given public IP stays.
func TestDestroyKeepsOthers(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	given := resource("publicIPAddresses", "given")
	w.put(given, publicIP())
	e := routed(hub(), "aks")
	e.Firewall.IPs["second"] = azure.FirewallIP{PublicIP: &azure.PublicIP{ID: given}}
	create(w, e)
	other := resource("routeTables", "other")
	w.put(other, map[string]any{"location": "westeurope"})
	edit(w, subnet("aks"), func(o armclient.Object) error { return o.Set(other.String(), "properties", "routeTable", "id") })
	if err := destroy(w, w.client, e); err != nil {
		t.Fatal(err)
	}
	expect(w, left(w), "publicIPAddresses/given", "routeTables/other")
	if table := w.is(subnet("aks")).Str("properties.routeTable.id"); !other.EqualFold(table) {
		t.Errorf("the subnet has %q", table)
	}
}
