package network_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/strike"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// world is an emulated Azure for one test, a client of it, and what the client asked.
type world struct {
	*testing.T
	*armemu.Emulator
	client *armclient.Client
	clock  armclient.Clock

	mu      sync.Mutex
	records []armemu.Record
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldAt(t, strike.NewClock())
}

func newWorldAt(t *testing.T, clock armclient.Clock) *world {
	t.Helper()
	w := &world{T: t, clock: clock}
	emulator, err := armemu.New(armemu.Options{Clock: w.clock, TimeScale: 1, OnRequest: w.record})
	if err != nil {
		t.Fatal(err)
	}
	w.Emulator = emulator
	w.client = w.newClient()
	w.put(group(""), map[string]any{"location": "westeurope"})
	return w
}

// newClient is a further process: it shares no locks with the first.
func (w *world) newClient() *armclient.Client { return w.clientOf(w.Emulator) }

// clientOf is one with another way to Azure.
func (w *world) clientOf(transport policy.Transporter) *armclient.Client {
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
		call := r.Method + " " + short(r.Path)
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

// short is the last two segments of a path.
func short(path string) string {
	segments := strings.Split(path, "/")
	return strings.Join(segments[max(0, len(segments)-2):], "/")
}

func (w *world) put(id armid.ID, body map[string]any) armclient.Object {
	w.Helper()
	version := azure.APIVersion
	if id.IsType("Microsoft.Resources/resourceGroups") {
		version = "2023-07-01"
	}
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

// network makes a virtual network with subnets of the given ranges.
func (w *world) network(name, space string, subnets map[string]string) armid.ID {
	w.Helper()
	var list []any
	for subnet, prefix := range subnets {
		list = append(list, map[string]any{"name": subnet, "properties": map[string]any{"addressPrefix": prefix}})
	}
	id := resource("virtualNetworks", name)
	w.put(id, map[string]any{"location": "westeurope", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{space}}, "subnets": list,
	}})
	return id
}

func group(child string) armid.ID {
	return armid.ResourceGroup(armemu.SubscriptionID, "rg"+child)
}

func resource(kind, name string) armid.ID {
	return armid.Resource(armemu.SubscriptionID, "rg", "Microsoft.Network", kind, name)
}

// edit changes an object as somebody else would.
func edit(w *world, id armid.ID, change func(armclient.Object) error) {
	w.Helper()
	_, err := w.client.Update(w.Context(), id, azure.APIVersion, func(o armclient.Object) (bool, error) { return true, change(o) })
	if err != nil {
		w.Fatal(err)
	}
}

func route(prefix, hop, address string) map[string]any {
	properties := map[string]any{"addressPrefix": prefix, "nextHopType": hop}
	if address != "" {
		properties["nextHopIpAddress"] = address
	}
	return map[string]any{"properties": properties}
}

func publicIP() map[string]any {
	return map[string]any{
		"location": "westeurope", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"},
	}
}

func parse(w *world, text string) armid.ID {
	w.Helper()
	id, err := armid.Parse(text)
	if err != nil {
		w.Fatal(err)
	}
	return id
}
