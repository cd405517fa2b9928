package containers_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/strike"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// world is an emulated Azure for one test, a client of it, and what the client asked.
type world struct {
	*testing.T
	*armemu.Emulator
	client *armclient.Client
	clock  *strike.Clock
	faults *fault.Engine

	mu      sync.Mutex
	records []armemu.Record
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, faults: &fault.Engine{}, clock: strike.NewClock()}
	emulator, err := armemu.New(armemu.Options{Clock: w.clock, TimeScale: 1, OnRequest: w.record, Faults: w.faults})
	if err != nil {
		t.Fatal(err)
	}
	w.Emulator = emulator
	w.client = w.newClient(emulator)
	w.put(group("rg"), "2023-07-01", map[string]any{"location": "westeurope"})
	return w
}

// newClient is a further process: it shares no locks with the first.
func (w *world) newClient(transport interface {
	Do(*http.Request) (*http.Response, error)
},
) *armclient.Client {
	w.Helper()
	client, err := armclient.New(armclient.Options{Transport: transport, Clock: w.clock})
	if err != nil {
		w.Fatal(err)
	}
	return client
}

func (w *world) record(r armemu.Record) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records = append(w.records, r)
}

// calls are the requests since the last call as "METHOD type/name", sorted as they came, polls left out.
func (w *world) calls() (reads, writes []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.records {
		path := strings.ToLower(r.Path)
		if strings.Contains(path, "operations/") || strings.Contains(path, "operationresults/") {
			continue
		}
		segments := strings.Split(r.Path, "/")
		call := r.Method + " " + strings.Join(segments[max(0, len(segments)-2):], "/")
		if r.Status >= 400 && r.Status != http.StatusNotFound {
			call += fmt.Sprintf(" (%d %s)", r.Status, r.Code)
		}
		if r.Method == http.MethodGet {
			reads = append(reads, call)
		} else {
			writes = append(writes, call)
		}
	}
	w.records = nil
	return reads, writes
}

func (w *world) put(id armid.ID, version string, body map[string]any) armclient.Object {
	w.Helper()
	object, err := w.client.Put(w.Context(), id, version, body)
	if err != nil {
		w.Fatal(err)
	}
	return object
}

// is the live object, nil when it is not there.
func (w *world) is(id armid.ID) armtypes.Object {
	w.Helper()
	object, err := w.Resource(id.String())
	if err != nil {
		w.Fatal(err)
	}
	return object
}

func group(name string) armid.ID { return armid.ResourceGroup(armemu.SubscriptionID, name) }

func resource(provider, kind string, names ...string) armid.ID {
	return armid.Resource(armemu.SubscriptionID, "rg", provider, kind, names...)
}

const networkVersion = "2025-01-01"

// routed makes a network with a node subnet whose table leads to an appliance that lets everything through, and an identity
// that may do what AKS needs.
func (w *world) routed() *world {
	w.Helper()
	table := w.put(resource("Microsoft.Network", "routeTables", "rt"), networkVersion, map[string]any{
		"location": "westeurope", "properties": map[string]any{"routes": []any{map[string]any{
			"name": "default", "properties": map[string]any{"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.1.64.4"},
		}}},
	})
	subnets := []any{}
	for _, subnet := range []struct{ name, prefix string }{{"aks", "10.1.0.0/20"}, {"more", "10.1.16.0/20"}, {"nva", "10.1.64.0/24"}} {
		properties := map[string]any{"addressPrefix": subnet.prefix}
		if subnet.name != "nva" {
			properties["routeTable"] = map[string]any{"id": table.String("id")}
		}
		subnets = append(subnets, map[string]any{"name": subnet.name, "properties": properties})
	}
	w.put(resource("Microsoft.Network", "virtualNetworks", "vnet"), networkVersion, map[string]any{
		"location": "westeurope", "properties": map[string]any{
			"addressSpace": map[string]any{"addressPrefixes": []any{"10.1.0.0/16"}}, "subnets": subnets,
		},
	})
	w.put(identityID(), "2024-11-30", map[string]any{"location": "westeurope"})
	w.assign()
	w.Advance(propagation)
	w.calls()
	return w
}

// propagation is longer than an assignment takes to be in effect.
const propagation = 30 * time.Minute

// networkContributor is the ID of the built-in role (aks-facts.md 5).
const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7"

// assign gives the cluster's identity its role on the network.
func (w *world) assign() {
	w.Helper()
	principal, _ := w.is(identityID()).Get("properties.principalId").(string)
	network := resource("Microsoft.Network", "virtualNetworks", "vnet")
	w.put(network.Child("Microsoft.Authorization/roleAssignments", "11111111-2222-4333-8444-555555555555"), "2022-04-01", map[string]any{
		"properties": map[string]any{
			"principalId": principal, "principalType": "ServicePrincipal",
			"roleDefinitionId": "/subscriptions/" + armemu.SubscriptionID + "/providers/Microsoft.Authorization/roleDefinitions/" + networkContributor,
		},
	})
}

// Advance moves the clock on.
func (w *world) Advance(d time.Duration) {
	w.Helper()
	w.clock.Advance(d)
}

func identityID() armid.ID {
	return resource("Microsoft.ManagedIdentity", "userAssignedIdentities", "id-aks")
}

func subnet(name string) string {
	return resource("Microsoft.Network", "virtualNetworks/subnets", "vnet", name).String()
}

func clusterID() armid.ID {
	return resource("Microsoft.ContainerService", "managedClusters", "aks")
}

func ptr[T any](v T) *T { return &v }

var mark = map[string]string{"hidden-udr-owner": "1.abc.none", "hidden-udr-create": "c1"}

// howTo is the cluster of the how-to.
func howTo() containers.ClusterSpec {
	id := clusterID()
	return containers.ClusterSpec{
		ID: id, Location: "westeurope", Version: ptr("1.36"), Tier: ptr("Standard"), DNSPrefix: ptr("aks"),
		DefaultPool: containers.PoolSpec{
			ID: id.Child("agentPools", "system"), Mode: ptr("System"), VMSize: ptr("Standard_D4s_v5"), Count: ptr[int32](3), SubnetID: ptr(subnet("aks")),
			TemporaryName: "temp",
		},
		Network: containers.NetworkSpec{
			Plugin: ptr("azure"), PluginMode: ptr("overlay"), OutboundType: ptr(containers.OutboundUserDefined), LoadBalancerSKU: ptr("standard"),
			PodCIDRs: []string{"10.244.0.0/16"}, ServiceCIDRs: []string{"10.41.0.0/16"}, DNSServiceIP: ptr("10.41.0.10"),
		},
		Identity: containers.IdentitySpec{Kind: containers.IdentityUser, UserAssigned: []armid.ID{identityID()}},
		Tags:     map[string]string{"env": "test"},
	}
}

// nothing is the cluster's change from what is there to itself.
func change(prior, want containers.ClusterSpec) containers.ClusterChange {
	return containers.ClusterChange{Prior: prior, Want: want, Mark: mark, Propagation: time.Hour, Awaited: []string{"Network Contributor on the subnet"}}
}
