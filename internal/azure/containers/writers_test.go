package containers_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// edit changes an object as somebody else would.
func (w *world) edit(id armid.ID, set func(o *armclient.Object) error) {
	w.Helper()
	_, err := w.newClient(w.Emulator).Update(w.Context(), id, containers.APIVersion, func(o armclient.Object) (bool, error) { return true, set(&o) })
	if err != nil {
		w.Fatal(err)
	}
	w.calls()
}

// TestForeign: what others set on the cluster and on its pool survives our writes (L3), and what no SDK knows too.
func TestForeign(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	w.edit(clusterID(), func(o *armclient.Object) error {
		return errors.Join(
			o.Set(map[string]any{"enabled": true}, "properties", "addonProfiles", "azurepolicy"), o.Set("theirs", "tags", "other"),
			o.Set(map[string]any{"mode": "New"}, "properties", "youngerThanTheSDK"))
	})
	w.edit(howTo().DefaultPool.ID, func(o *armclient.Object) error {
		return o.Set("theirs", "properties", "nodeLabels", "other")
	})
	want := howTo()
	want.UpgradeChannel, want.Tags = ptr("patch"), map[string]string{"env": "prod"}
	want.DefaultPool.Labels = map[string]string{"ours": "1"}
	w.converge(howTo(), want)
	cluster, pool := w.is(clusterID()), w.is(howTo().DefaultPool.ID)
	for member, expect := range map[string]any{
		"tags.other": "theirs", "tags.env": "prod", "properties.addonProfiles.azurepolicy.enabled": true, "properties.youngerThanTheSDK.mode": "New",
		"properties.autoUpgradeProfile.upgradeChannel": "patch",
	} {
		if got := cluster.Get(member); got != expect {
			t.Errorf("%s is %v", member, got)
		}
	}
	if diff := cmp.Diff(map[string]any{"other": "theirs", "ours": "1"}, plain(pool.Get("properties.nodeLabels"))); diff != "" {
		t.Error(diff)
	}
}

func plain(v any) any {
	body, ok := v.(map[string]any)
	if !ok {
		return v
	}
	kept := map[string]any{}
	for name, value := range body {
		kept[name] = value
	}
	return kept
}

// TestForeignTemporary: a pool of somebody else's with the temporary pool's name is not touched.
func TestForeignTemporary(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	other := containers.PoolSpec{ID: howTo().PoolID("temp"), VMSize: ptr("Standard_D4s_v5"), Count: ptr[int32](1), SubnetID: ptr(subnet("more"))}
	if _, err := containers.NewPools(w.client).Converge(w.Context(), containers.PoolChange{Want: other}); err != nil {
		t.Fatal(err)
	}
	w.calls()
	want := howTo()
	want.DefaultPool.VMSize = ptr("Standard_D8s_v5")
	_, err := containers.NewClusters(w.client).Converge(w.Context(), change(howTo(), want))
	var exists *containers.ExistsError
	if !errors.As(err, &exists) {
		t.Errorf("error %v", err)
	}
	if _, writes := w.calls(); len(writes) > 0 {
		t.Errorf("written: %v", writes)
	}
}

// TestConflict: another writer between our read and our write costs a further read, and loses nothing.
func TestConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	rival := w.newClient(w.Emulator)
	struck := false
	client := w.newClient(transport(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPut && !struck {
			struck = true
			if _, err := rival.Update(w.Context(), clusterID(), containers.APIVersion, func(o armclient.Object) (bool, error) {
				return true, o.Set("theirs", "tags", "other")
			}); err != nil {
				return nil, err
			}
		}
		return w.Do(r)
	}))
	want := howTo()
	want.UpgradeChannel = ptr("stable")
	if _, err := containers.NewClusters(client).Converge(w.Context(), change(howTo(), want)); err != nil {
		t.Fatal(err)
	}
	cluster := w.is(clusterID())
	if cluster.Get("tags.other") != "theirs" || cluster.Get("properties.autoUpgradeProfile.upgradeChannel") != "stable" {
		t.Errorf("tags %v", cluster.Get("tags"))
	}
}

type transport func(r *http.Request) (*http.Response, error)

func (t transport) Do(r *http.Request) (*http.Response, error) { return t(r) }

// TestCreateConflict: a cluster that somebody makes between our look and our PUT is not overwritten.
func TestCreateConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	rival := w.newClient(w.Emulator)
	struck := false
	client := w.newClient(transport(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPut && !struck {
			struck = true
			c := change(containers.ClusterSpec{}, howTo())
			c.Mark = map[string]string{"hidden-udr-owner": "theirs"}
			if _, err := containers.NewClusters(rival).Converge(w.Context(), c); err != nil {
				return nil, err
			}
		}
		return w.Do(r)
	}))
	_, err := containers.NewClusters(client).Converge(w.Context(), change(containers.ClusterSpec{}, howTo()))
	if !armclient.IsPreconditionFailed(err) {
		t.Errorf("error %v", err)
	}
	if w.is(clusterID()).Get("tags.hidden-udr-owner") != "theirs" {
		t.Error("overwritten")
	}
}

// TestAtOnce: pools of two processes, which share no locks, and a change of the cluster all converge: Azure lets one write after
// another in.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	var group errgroup.Group
	for i := range 4 {
		group.Go(func() error {
			pool := work()
			pool.ID = howTo().PoolID(fmt.Sprintf("work%d", i))
			_, err := containers.NewPools(w.newClient(w.Emulator)).Converge(w.Context(), containers.PoolChange{Want: pool, Mark: poolMark})
			return err
		})
	}
	want := howTo()
	want.UpgradeChannel = ptr("patch")
	group.Go(func() error {
		_, err := containers.NewClusters(w.newClient(w.Emulator)).Converge(w.Context(), change(howTo(), want))
		return err
	})
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	live, err := containers.NewClusters(w.client).Get(w.Context(), clusterID())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"system", "work0", "work1", "work2", "work3"}, live.PoolNames()); diff != "" {
		t.Error(diff)
	}
	if *live.Spec.UpgradeChannel != "patch" || live.Failed() {
		t.Errorf("%s, %s", *live.Spec.UpgradeChannel, live.ProvisioningState)
	}
}

// TestPoolTag: the etag of a pool, which Azure shows among its properties, guards its writes: another writer's change is not lost.
func TestPoolTag(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	w.pool(containers.PoolSpec{}, work())
	var conditions []string
	client := w.newClient(transport(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPut {
			if len(conditions) == 0 {
				w.edit(work().ID, func(o *armclient.Object) error { return o.Set("theirs", "properties", "nodeLabels", "other") })
			}
			conditions = append(conditions, r.Header.Get("If-Match"))
		}
		return w.Do(r)
	}))
	want := work()
	want.Labels = map[string]string{"ours": "1"}
	if _, err := containers.NewPools(client).Converge(w.Context(), containers.PoolChange{Prior: work(), Want: want, Mark: poolMark}); err != nil {
		t.Fatal(err)
	}
	if len(conditions) != 2 || conditions[0] == "" || conditions[0] == conditions[1] {
		t.Errorf("conditions %q", conditions)
	}
	if diff := cmp.Diff(map[string]any{"other": "theirs", "ours": "1"}, plain(w.is(want.ID).Get("properties.nodeLabels"))); diff != "" {
		t.Error(diff)
	}
}

// TestLostAnswer: a PUT whose answer was lost shows, when it is sent again, as somebody else's object; it is known for ours.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	lose := func(path string) {
		if err := w.faults.Add(fault.Rule{Match: fault.Match{Method: "PUT", Path: path, Nth: 1}, Effect: fault.Effect{LoseAnswer: true}}); err != nil {
			t.Fatal(err)
		}
	}
	lose("/managedClusters/aks")
	if live := w.converge(containers.ClusterSpec{}, howTo()); live.ProvisioningState != "Succeeded" {
		t.Errorf("%s", live.ProvisioningState)
	}
	lose("/agentPools/work")
	if live := w.pool(containers.PoolSpec{}, work()); live.Failed() || live.Count != 2 {
		t.Errorf("%+v", live)
	}
	want := howTo()
	want.DefaultPool.VMSize = ptr("Standard_D8s_v5")
	lose("/agentPools/temp")
	lose("/agentPools/system")
	live := w.converge(howTo(), want)
	if diff := cmp.Diff([]string{"system", "work"}, live.PoolNames()); diff != "" || *live.Spec.DefaultPool.VMSize != "Standard_D8s_v5" {
		t.Errorf("%s %s", diff, *live.Spec.DefaultPool.VMSize)
	}
}

// TestDeleteBusy: a delete while Azure is busy is repeated until it is let in, and of what is gone it is done.
func TestDeleteBusy(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	w.pool(containers.PoolSpec{}, work())
	busy := func(id armid.ID) {
		object, err := w.client.Get(w.Context(), id, containers.APIVersion)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.client.Put(w.Context(), id, containers.APIVersion, object, armclient.NoWait()); err != nil {
			t.Fatal(err)
		}
	}
	pools, clusters := containers.NewPools(w.client), containers.NewClusters(w.client)
	busy(clusterID())
	if err := pools.Delete(w.Context(), work().ID); err != nil {
		t.Fatal(err)
	}
	busy(clusterID())
	if err := clusters.Delete(w.Context(), clusterID()); err != nil {
		t.Fatal(err)
	}
	if w.is(clusterID()) != nil || w.is(work().ID) != nil {
		t.Error("something is left")
	}
	if err := errors.Join(pools.Delete(w.Context(), work().ID), clusters.Delete(w.Context(), clusterID())); err != nil {
		t.Error(err)
	}
}
