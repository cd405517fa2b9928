package containers_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/strike"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// TestAutoscaler: the number of nodes is the autoscaler's, in writes of the pool and of the cluster.
func TestAutoscaler(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	want := howTo()
	want.DefaultPool.Autoscale, want.DefaultPool.Count = &containers.AutoscaleSpec{Min: 2, Max: 9}, ptr[int32](3)
	w.converge(containers.ClusterSpec{}, want)
	w.edit(want.DefaultPool.ID, func(o *armclient.Object) error { return o.Set(7, "properties", "count") })
	w.converge(want, want)
	if _, writes := w.calls(); len(writes) > 0 {
		t.Errorf("written: %v", writes)
	}
	next := want
	next.DefaultPool.Labels = map[string]string{"a": "b"}
	next.UpgradeChannel = ptr("patch")
	live := w.converge(want, next)
	if pool, _ := live.Pool("system"); pool.Count != 7 {
		t.Errorf("%d nodes", pool.Count)
	}
	rotated := next
	rotated.DefaultPool.VMSize = ptr("Standard_D8s_v5")
	live = w.converge(next, rotated)
	if pool, _ := live.Pool("system"); pool.Count != 7 {
		t.Errorf("%d nodes after the rotation", pool.Count)
	}
}

// TestFailed: a cluster whose operation failed is written again, which mends it, though nothing differs; the error says
// with which exit code its nodes ended.
func TestFailed(t *testing.T) {
	t.Parallel()
	for name, resume := range map[string]bool{"create": true, "update": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			if !resume {
				w.converge(containers.ClusterSpec{}, howTo())
			}
			err := w.faults.Add(fault.Rule{
				Match: fault.Match{Method: "PUT", Path: "/managedClusters/aks", Nth: 1},
				Effect: fault.Effect{
					FailOperation: true, Code: "VMExtensionProvisioningError",
					Message: "VM has reported a failure when processing extension 'vmssCSE'. Error message: \"Enable failed: failed to execute command: command terminated with exit status=50\"",
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			prior, want := containers.ClusterSpec{}, howTo()
			if !resume {
				prior, want.UpgradeChannel = howTo(), ptr("patch")
			}
			live, err := containers.NewClusters(w.client).Converge(w.Context(), change(prior, want))
			if code, found := containers.ExitCode(err); !found || code != 50 || len(containers.Explain(err)) == 0 {
				t.Fatalf("%v: exit code %d, %v", err, code, containers.Explain(err))
			}
			if live.ID().IsZero() || !live.Failed() {
				t.Errorf("answered %q", live.ProvisioningState)
			}
			w.calls()
			c := change(prior, want)
			c.Resume = resume
			if live, err = containers.NewClusters(w.client).Converge(w.Context(), c); err != nil {
				t.Fatal(err)
			}
			if live.Failed() {
				t.Error("not mended")
			}
			if _, writes := w.calls(); !slices.Equal(writes, []string{"PUT managedClusters/aks"}) {
				t.Errorf("writes %v", writes)
			}
		})
	}
}

// TestUnderWay: a pool that is on its way out, or in, is waited for, although the cluster may look settled.
func TestUnderWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	other := howTo().PoolID("second")
	w.put(other, containers.APIVersion, map[string]any{"properties": map[string]any{
		"mode": "System", "vmSize": "Standard_D4s_v5", "count": 1, "vnetSubnetID": subnet("aks"), "tags": map[string]any{"hidden-udr-temporary": "system"},
	}})
	for _, id := range []armid.ID{howTo().DefaultPool.ID, other} {
		if err := w.client.Delete(w.Context(), id, containers.APIVersion, armclient.NoWait()); err != nil {
			t.Fatal(err)
		}
		live := w.converge(howTo(), howTo())
		if names := live.PoolNames(); !slices.Equal(names, []string{"system"}) {
			t.Errorf("pools %v", names)
		}
	}
}

// TestHopelessTemporary: a temporary pool that failed for what the configuration says otherwise by now is made anew.
func TestHopelessTemporary(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	if err := w.faults.Add(fault.Rule{
		Match: fault.Match{Method: "PUT", Path: "/agentPools/temp", Nth: 1}, Effect: fault.Effect{FailOperation: true, Code: "SkuNotAvailable", Message: "sold out"},
	}); err != nil {
		t.Fatal(err)
	}
	want := howTo()
	want.DefaultPool.VMSize = ptr("Standard_D8s_v5")
	if _, err := containers.NewClusters(w.client).Converge(w.Context(), change(howTo(), want)); err == nil {
		t.Fatal("no error")
	}
	w.calls()
	want.DefaultPool.VMSize = ptr("Standard_D16s_v5")
	live := w.converge(howTo(), want)
	_, writes := w.calls()
	// Whether the cluster itself is still failed after the deletion, and written for it, is Azure's.
	writes = slices.DeleteFunc(writes, func(call string) bool { return call == "PUT managedClusters/aks" })
	goal := []string{
		"DELETE agentPools/temp", "PUT agentPools/temp", "DELETE agentPools/system", "PUT agentPools/system", "DELETE agentPools/temp",
	}
	if diff := cmp.Diff(goal, writes); diff != "" {
		t.Error(diff)
	}
	if *live.Spec.DefaultPool.VMSize != "Standard_D16s_v5" {
		t.Errorf("%s", *live.Spec.DefaultPool.VMSize)
	}
}

// TestHopelessPool: likewise the pool itself, whose load the temporary one carries.
func TestHopelessPool(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	if err := w.faults.Add(fault.Rule{
		Match: fault.Match{Method: "PUT", Path: "/agentPools/system", Nth: 1}, Effect: fault.Effect{FailOperation: true, Code: "SkuNotAvailable", Message: "sold out"},
	}); err != nil {
		t.Fatal(err)
	}
	want := howTo()
	want.DefaultPool.VMSize = ptr("Standard_D8s_v5")
	live, err := containers.NewClusters(w.client).Converge(w.Context(), change(howTo(), want))
	if err == nil || len(live.TemporaryPools("system")) != 1 || live.Tags()["hidden-udr-pending"] != "true" {
		t.Fatalf("error %v, pools %v, tags %v", err, live.PoolNames(), live.Tags())
	}
	w.calls()
	want.DefaultPool.VMSize = ptr("Standard_D16s_v5")
	live = w.converge(howTo(), want)
	_, writes := w.calls()
	writes = slices.DeleteFunc(writes, func(call string) bool { return call == "PUT managedClusters/aks" })
	if diff := cmp.Diff([]string{"DELETE agentPools/system", "PUT agentPools/system", "DELETE agentPools/temp"}, writes); diff != "" {
		t.Error(diff)
	}
	if *live.Spec.DefaultPool.VMSize != "Standard_D16s_v5" || live.Failed() || live.Tags()["hidden-udr-pending"] != "" {
		t.Errorf("%s, %s", *live.Spec.DefaultPool.VMSize, live.ProvisioningState)
	}
}

// TestPoolPending: a pool whose rotation was cut short says so, for as long as its temporary pool is there.
func TestPoolPending(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	w.pool(containers.PoolSpec{}, work())
	want := work()
	want.VMSize = ptr("Standard_D8s_v5")
	k := strike.New(w, w.Emulator, w.clock)
	k.ArmKill(4, sweep.Before) // the deletion of the temporary pool
	_, err := containers.NewPools(w.newClient(k)).Converge(w.Context(), containers.PoolChange{Prior: work(), Want: want, Mark: poolMark})
	if err == nil {
		t.Fatal("no error")
	}
	k.Disarm()
	if err := w.FinishAll(); err != nil {
		t.Fatal(err)
	}
	pools := containers.NewPools(w.client)
	live, err := pools.Read(w.Context(), want.ID)
	if err != nil || live.Tags()["hidden-udr-pending"] != "true" {
		t.Fatalf("tags %v, %v", live.Tags(), err)
	}
	// Its state knows the new size already: nothing but the mark tells that there is work left.
	w.pool(want, want)
	if live, err = pools.Read(w.Context(), want.ID); err != nil || live.Tags()["hidden-udr-pending"] != "" {
		t.Errorf("tags %v, %v", live.Tags(), err)
	}
	if w.is(want.ClusterID().Child("agentPools", "worktemp")) != nil {
		t.Error("the temporary pool is left")
	}
}
