package containers_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// TestPropagation: an assignment made a moment ago is waited for, and the progress says which.
func TestPropagation(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	if err := w.client.Delete(w.Context(), assignmentID(), "2022-04-01"); err != nil {
		t.Fatal(err)
	}
	w.Advance(propagation)
	w.assign()
	w.calls()
	c := change(containers.ClusterSpec{}, howTo())
	var said []string
	c.Progress = func(text string) { said = append(said, text) }
	if _, err := containers.NewClusters(w.client).Converge(w.Context(), c); err != nil {
		t.Fatal(err)
	}
	_, writes := w.calls()
	if len(writes) < 2 || writes[len(writes)-1] != "PUT managedClusters/aks" || !strings.Contains(writes[0], "LinkedAuthorizationFailed") {
		t.Errorf("writes %v", writes)
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, "waiting until it has spread Network Contributor on the subnet") {
		t.Errorf("said %s", all)
	}
}

// TestPermission: an assignment that nobody made is not waited for longer than allowed, and not at all where that is not.
func TestPermission(t *testing.T) {
	t.Parallel()
	for _, window := range []time.Duration{0, 5 * time.Minute} {
		t.Run(window.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			if err := w.client.Delete(w.Context(), assignmentID(), "2022-04-01"); err != nil {
				t.Fatal(err)
			}
			w.Advance(propagation)
			c := change(containers.ClusterSpec{}, howTo())
			c.Propagation = window
			begin := w.clock.Now()
			_, err := containers.NewClusters(w.client).Converge(w.Context(), c)
			var denied *containers.PermissionError
			if !errors.As(err, &denied) || denied.After > window {
				t.Fatalf("error %v", err)
			}
			if waited := w.clock.Now().Sub(begin); waited > window+time.Minute {
				t.Errorf("waited %s", waited)
			}
			if window > 0 && denied.After < window/2 {
				t.Errorf("waited only %s of %s", denied.After, window)
			}
			if len(containers.Explain(err)) == 0 || !strings.Contains(err.Error(), "Network Contributor on the subnet") {
				t.Errorf("%v: %v", err, containers.Explain(err))
			}
		})
	}
}

func assignmentID() armid.ID {
	return resource("Microsoft.Network", "virtualNetworks", "vnet").Child("Microsoft.Authorization/roleAssignments", "11111111-2222-4333-8444-555555555555")
}

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

// TestCredentials: a kubeconfig comes, for users and admins, and prints as a mask.
func TestCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	for _, admin := range []bool{false, true} {
		found, err := containers.NewClusters(w.client).Credentials(w.Context(), clusterID(), containers.CredentialOptions{Admin: admin})
		if err != nil {
			t.Fatal(err)
		}
		text := found.Kubeconfig.Reveal()
		if !strings.Contains(text, "clusters:") || !strings.Contains(text, "azmk8s.io") {
			t.Errorf("kubeconfig: %s", text)
		}
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if printed := fmt.Sprintf(format, found); strings.Contains(printed, "certificate") || strings.Contains(printed, text[:20]) {
				t.Errorf("%s prints %s", format, printed)
			}
		}
	}
}

// TestPrincipal: a service principal's secret is sent with the create and, when its version changes, by an action; nothing prints it.
func TestPrincipal(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	prior := howTo()
	prior.Network.OutboundType = ptr(containers.OutboundLoadBalancer)
	prior.DefaultPool.SubnetID = nil
	prior.Identity = containers.IdentitySpec{Kind: containers.IdentityServicePrincipal, ServicePrincipal: &containers.ServicePrincipal{
		ClientID: "7a2f3c1e-0000-4000-8000-000000000001", Secret: containers.NewSecret("s3cr3t"), SecretVersion: "1",
	}}
	if printed := fmt.Sprintf("%+v %#v", prior.Identity.ServicePrincipal, *prior.Identity.ServicePrincipal); strings.Contains(printed, "s3cr3t") {
		t.Error(printed)
	}
	w.converge(containers.ClusterSpec{}, prior)
	w.converge(prior, prior)
	if _, writes := w.calls(); !slices.Equal(writes, []string{"PUT managedClusters/aks"}) {
		t.Errorf("create: %v", writes)
	}
	want := prior
	want.Identity.ServicePrincipal = &containers.ServicePrincipal{
		ClientID: "7a2f3c1e-0000-4000-8000-000000000001", Secret: containers.NewSecret("0ther"), SecretVersion: "2",
	}
	var sent []string
	client := w.newClient(transport(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodPost { // the emulator does not know the action
			return w.Do(r)
		}
		body, err := io.ReadAll(r.Body)
		sent = append(sent, path.Base(r.URL.Path)+" "+string(body))
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r, Header: http.Header{}}, err
	}))
	live, err := containers.NewClusters(client).Converge(w.Context(), change(prior, want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`resetServicePrincipalProfile {"clientId":"7a2f3c1e-0000-4000-8000-000000000001","secret":"0ther"}`}, sent); diff != "" {
		t.Error(diff)
	}
	if _, writes := w.calls(); len(writes) > 0 {
		t.Errorf("update: %v", writes)
	}
	if live.Spec.Identity.Kind != containers.IdentityServicePrincipal {
		t.Errorf("identity %+v", live.Spec.Identity)
	}
	back := howTo()
	if frozen, err := containers.Replacements(back, prior); err != nil || !slices.Contains(frozen, "identity") {
		t.Errorf("to a principal: %v %v", frozen, err)
	}
}

// TestSwitchKeepsNodesIn: at no moment of a change of the outbound type the ranges lack the old or the new addresses.
func TestSwitchKeepsNodesIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	prior, want := howTo(), howTo()
	prior.Network.OutboundType = ptr(containers.OutboundLoadBalancer)
	prior.APIServer.AuthorizedRanges, want.APIServer.AuthorizedRanges = []string{"198.51.100.0/24"}, []string{"203.0.113.7/32"}
	w.converge(containers.ClusterSpec{}, prior)
	type moment struct {
		outbound string
		ranges   []string
	}
	var seen []moment
	client := w.newClient(transport(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodPut {
			return w.Do(r)
		}
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		var sent armclient.Object
		if err := json.Unmarshal(raw, &sent.Body); err != nil {
			return nil, err
		}
		seen = append(seen, moment{
			sent.String("properties", "networkProfile", "outboundType"), sent.Strings("properties", "apiServerAccessProfile", "authorizedIPRanges"),
		})
		return w.Do(r)
	}))
	if _, err := containers.NewClusters(client).Converge(w.Context(), change(prior, want)); err != nil {
		t.Fatal(err)
	}
	both := []string{"198.51.100.0/24", "203.0.113.7/32"}
	goal := []moment{{"loadBalancer", both}, {"userDefinedRouting", both}, {"userDefinedRouting", []string{"203.0.113.7/32"}}}
	if diff := cmp.Diff(goal, seen, cmp.AllowUnexported(moment{})); diff != "" {
		t.Error(diff)
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

// TestUpgrades: an alias stands for the newest patch that the cluster can go to.
func TestUpgrades(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	spec := howTo()
	spec.Version = ptr("1.35.3")
	w.converge(containers.ClusterSpec{}, spec)
	found, err := containers.NewClusters(w.client).Upgrades(w.Context(), clusterID())
	if err != nil || found.Current != "1.35.3" || len(found.Available) == 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	if patch, ok := found.Resolve("1.35"); !ok || patch != "1.35.3" {
		t.Errorf("1.35 is %s", patch)
	}
	if patch, ok := found.Resolve("1.36"); !ok || !containers.VersionServed("1.36", patch) {
		t.Errorf("1.36 is %s", patch)
	}
	if patch, ok := found.Resolve("1.99"); ok {
		t.Errorf("1.99 is %s", patch)
	}
}

// TestRead: one GET for the cluster with all of its pools, and one for each maintenance configuration of ours.
func TestRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	spec := howTo()
	spec.Maintenance = map[string]containers.MaintenanceSpec{containers.MaintenanceAutoUpgrade: {Window: weekly()}}
	if _, err := containers.NewClusters(w.client).Read(w.Context(), spec); !armclient.IsNotFound(err) {
		t.Errorf("of nothing: %v", err)
	}
	w.converge(containers.ClusterSpec{}, spec)
	w.pool(containers.PoolSpec{}, work())
	w.calls()
	live, err := containers.NewClusters(w.client).Read(w.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	reads, writes := w.calls()
	slices.Sort(reads)
	if diff := cmp.Diff([]string{"GET maintenanceConfigurations/aksManagedAutoUpgradeSchedule", "GET managedClusters/aks"}, append(reads, writes...)); diff != "" {
		t.Error(diff)
	}
	if len(live.PoolNames()) != 2 || !slices.Equal(live.SystemPools(), []string{"system"}) || live.Maintenance[containers.MaintenanceAutoUpgrade].Window == nil {
		t.Errorf("%v, %+v", live.PoolNames(), live.Maintenance)
	}
	all, err := containers.NewClusters(w.client).AllMaintenance(w.Context(), clusterID())
	if diff := cmp.Diff(live.Maintenance, all); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
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

// TestPoolPending: a pool whose rotation was cut short says so, for as long as its temporary pool is there.
func TestPoolPending(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	w.pool(containers.PoolSpec{}, work())
	want := work()
	want.VMSize = ptr("Standard_D8s_v5")
	k := &killer{next: w.Emulator, left: 4, how: killedBefore} // the deletion of the temporary pool
	_, err := containers.NewPools(w.newClient(k)).Converge(w.Context(), containers.PoolChange{Prior: work(), Want: want, Mark: poolMark})
	if err == nil {
		t.Fatal("no error")
	}
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
