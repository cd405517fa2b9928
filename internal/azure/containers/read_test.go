package containers_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

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
	// The versions of a region come in a list of another name; what an upgrade can go to is among them.
	versions, err := w.client.List(w.Context(), armid.Subscription(armemu.SubscriptionID).String()+"/providers/Microsoft.ContainerService/locations/westeurope/kubernetesVersions", containers.APIVersion)
	if err != nil || !slices.ContainsFunc(versions, func(o armclient.Object) bool { return o.Map("patchVersions")[found.Available[0].Version] != nil }) {
		t.Errorf("the region has %v, %v", versions, err)
	}
}

// TestUpgradesOfNothing: an answer without a version is an error, not a cluster that can go nowhere.
func TestUpgradesOfNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.newClient(transport(func(r *http.Request) (*http.Response, error) {
		body := io.NopCloser(strings.NewReader(`{"id":"x","properties":{"agentPoolProfiles":[]}}`))
		return &http.Response{StatusCode: http.StatusOK, Body: body, Request: r, Header: http.Header{"Content-Type": {"application/json"}}}, nil
	}))
	if found, err := containers.NewClusters(client).Upgrades(w.Context(), clusterID()); err == nil || !strings.Contains(err.Error(), "controlPlaneProfile.kubernetesVersion") {
		t.Errorf("%+v, %v", found, err)
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
