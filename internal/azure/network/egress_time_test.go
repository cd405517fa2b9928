package network_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// In these tests time is virtual (testing/synctest): it stands still while anything runs, so that what overlaps costs its longest
// part only and what waits for something else shows. Azure takes its typical times (arm-wire.md 5.1).

// looks is Azure's Retry-After: who honours it sees the end of an operation up to ten seconds late.
const looks = 10 * time.Second

// critical is how long operations take one after the other, and how long until a client that looks no more often than it is asked to has
// seen the end of each. Nothing else may be lost.
func critical(seconds ...int) (shortest, longest time.Duration) {
	for _, s := range seconds {
		lasts := time.Duration(s) * time.Second
		shortest += lasts
		longest += (lasts + looks - 1).Truncate(looks)
	}
	return shortest, longest
}

// TestCriticalPath: a create takes no longer than its longest chain of operations.
func TestCriticalPath(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := addHub(newWorldAt(t, armclient.RealClock{}))
		e := routed(hub(), "aks", "services")
		e.Firewall.PredictedIP = "10.42.1.4"
		begun := time.Now()
		create(w, e)
		// policy 5, two groups 12 each, firewall 300, two subnets of one network 5 each
		within(t, "create", time.Since(begun), 5, 12, 12, 300, 5, 5)

		begun = time.Now()
		update(w, e, e)
		within(t, "nothing to do", time.Since(begun))

		more := e
		more.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1"), "second": madeIP("pip-2"), "third": madeIP("pip-3")}
		begun = time.Now()
		update(w, e, more)
		within(t, "two public IPs more", time.Since(begun), 3, 180)

		begun = time.Now()
		if err := destroy(w, w.client, more); err != nil {
			t.Fatal(err)
		}
		// two subnets 5 each, firewall 360, two groups 12 each, policy 5 (beside it the public IPs), table 10
		within(t, "destroy", time.Since(begun), 5, 5, 360, 12, 12, 5, 10)
	})
}

func within(t *testing.T, what string, took time.Duration, seconds ...int) {
	t.Helper()
	shortest, longest := critical(seconds...)
	t.Logf("%s: %s, between %s and %s", what, took, shortest, longest)
	if took < shortest || took > longest {
		t.Errorf("%s took %s, want between %s and %s", what, took, shortest, longest)
	}
}

// spoke is an egress of its own network, whose rules lie in a policy of others. It lies beside others that use the same policy.
func spoke(w *world, n int, policy armid.ID) azure.Egress {
	name := func(kind string) armid.ID { return resource(kind, fmt.Sprintf("own-%d", n)) }
	vnet := w.network(name("virtualNetworks").Name(), fmt.Sprintf("10.%d.0.0/16", 50+n), map[string]string{
		"AzureFirewallSubnet": fmt.Sprintf("10.%d.0.0/26", 50+n), "aks": fmt.Sprintf("10.%d.1.0/24", 50+n),
	})
	e := hub()
	e.Firewall.ID, e.Firewall.SubnetID = name("azureFirewalls"), vnet.Child("subnets", "AzureFirewallSubnet")
	e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP(fmt.Sprintf("own-%d", n))}
	e.Policy = &azure.Policy{ID: policy, Existing: true}
	e.Groups = map[string]azure.Group{fmt.Sprintf("own-%d", n): applicationGroup(int32(1000 + n))}
	e.Routing.Table.ID = name("routeTables")
	e.Routing.Subnets = []armid.ID{vnet.Child("subnets", "aks")}
	return e
}

// TestNoConflictsOfOurOwn: ten egresses of one process at once, all with one policy and one of them also with the table of
// another, never meet at Azure's locks.
func TestNoConflictsOfOurOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, egresses := sharing(t, 10)
		clients := make([]*armclient.Client, len(egresses))
		for i := range clients {
			clients[i] = w.client
		}
		atOnce(w, clients, egresses)
		for _, call := range conflicts(w) {
			t.Error(call)
		}
		nothingLost(w, egresses)
	})
}

// TestOthersAtOnce: the same from as many processes, which share no locks: Azure refuses some writes, and nothing is lost.
func TestOthersAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, egresses := sharing(t, 4)
		clients := make([]*armclient.Client, len(egresses))
		for i := range clients {
			clients[i] = w.newClient()
		}
		atOnce(w, clients, egresses)
		if len(conflicts(w)) == 0 {
			t.Error("no conflict: the test shows nothing")
		}
		nothingLost(w, egresses)
	})
}

func sharing(t *testing.T, n int) (*world, []azure.Egress) {
	t.Helper()
	w := newWorldAt(t, armclient.RealClock{})
	policy := resource("firewallPolicies", "shared")
	w.put(policy, map[string]any{"location": "westeurope", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}})
	table := resource("routeTables", "shared")
	w.put(table, map[string]any{"location": "westeurope"})
	var egresses []azure.Egress
	for i := range n {
		e := spoke(w, i, policy)
		if i%2 == 1 {
			e.Routing.Table = azure.RouteTable{ID: table, Existing: true, Routes: map[string]azure.Route{
				fmt.Sprintf("own-%d", i): {Prefix: fmt.Sprintf("192.168.%d.0/24", i), ToFirewall: true},
			}}
		}
		egresses = append(egresses, e)
	}
	w.calls()
	return w, egresses
}

func atOnce(w *world, clients []*armclient.Client, egresses []azure.Egress) {
	w.Helper()
	var wait sync.WaitGroup
	for i, e := range egresses {
		wait.Go(func() {
			if err := lockedCreate(w.Context(), azure.NewEgresses(clients[i]), e); err != nil {
				w.Errorf("egress %d: %v", i, err)
			}
		})
	}
	wait.Wait()
}

func lockedCreate(ctx context.Context, egresses azure.Egresses, e azure.Egress) error {
	unlock, err := egresses.Lock(ctx, e)
	if err != nil {
		return err
	}
	defer unlock()
	_, err = egresses.Converge(ctx, azure.EgressChange{Want: e, AnchorMark: anchorMark, ChildMark: childMark, Unlock: unlock})
	return err
}

// conflicts are the writes that Azure refused.
func conflicts(w *world) []string {
	_, writes := w.calls()
	var list []string
	for _, call := range writes {
		if strings.Contains(call, "(") {
			list = append(list, call)
		}
	}
	return list
}

func nothingLost(w *world, egresses []azure.Egress) {
	w.Helper()
	for i, e := range egresses {
		live, err := azure.NewEgresses(w.client).Read(w.Context(), e)
		if err != nil {
			w.Fatal(err)
		}
		for name := range maps.Keys(e.Routing.Table.Routes) {
			if _, there := live.Table.Routes[name]; !there {
				w.Errorf("egress %d lost route %s", i, name)
			}
		}
		if len(live.Groups) != len(e.Groups) || live.Firewall == nil || live.Firewall.PrivateIP() == "" || !live.Attached(e.Routing.Subnets[0], e.Routing.Table.ID) {
			w.Errorf("egress %d is not whole: %+v", i, live)
		}
	}
}
