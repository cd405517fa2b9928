package network_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// TestPredictedAddress: a new table is made with the address that the firewall will probably have, so that it is written once. Where it turns
// out otherwise the route follows before any subnet uses the table; and a table that subnets may use already is never written on a guess.
func TestPredictedAddress(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		predicted string
		existing  bool
		viaIPs    bool     // the table has a route to the firewall's public IP as well
		hops      []string // of the default route, in each write of the table
	}{
		"right":           {"10.42.1.4", false, false, []string{"10.42.1.4"}},
		"right, with IPs": {"10.42.1.4", false, true, []string{"10.42.1.4", "10.42.1.4"}},
		"wrong":           {"10.42.1.9", false, false, []string{"10.42.1.9", "10.42.1.4"}},
		"none":            {"", false, true, []string{"", "10.42.1.4"}},
		"table of others": {"10.42.1.9", true, true, []string{"", "10.42.1.4"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			e := routed(hub(), "aks")
			e.Firewall.PredictedIP = test.predicted
			if !test.viaIPs {
				maps.DeleteFunc(e.Routing.Table.Routes, func(_ string, route azure.Route) bool { return route.PublicIPOf != "" })
			}
			if test.existing {
				w.put(e.Routing.Table.ID, map[string]any{"location": "westeurope"})
				e.Routing.Table.Existing = true
			}
			w.calls()
			live := create(w, e)
			if hop := live.Table.Routes["default"].HopAddress; hop != "10.42.1.4" || !live.Attached(subnet("aks"), e.Routing.Table.ID) {
				t.Errorf("the default route leads to %q", hop)
			}
			if diff := cmp.Diff(test.hops, w.hops()); diff != "" {
				t.Errorf("hops of the default route as written (-want +got):\n%s", diff)
			}
			_, writes := w.calls()
			if slices.Index(writes, "PUT subnets/aks") != len(writes)-1 {
				t.Errorf("the subnet is not last: %v", writes)
			}
		})
	}
}

// hops are where the default route led in each write of a table since the last calls, "" where it was not there.
func (w *world) hops() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var hops []string
	for _, r := range w.records {
		if r.Method != "PUT" || short(r.Path) != "routeTables/rt" {
			continue
		}
		var table struct {
			Properties struct {
				Routes []struct {
					Name       string `json:"name"`
					Properties struct {
						Hop string `json:"nextHopIpAddress"`
					} `json:"properties"`
				} `json:"routes"`
			} `json:"properties"`
		}
		if err := json.Unmarshal(r.RequestBody, &table); err != nil {
			w.Error(err)
		}
		hop := ""
		for _, route := range table.Properties.Routes {
			if route.Name == "default" {
				hop = route.Properties.Hop
			}
		}
		hops = append(hops, hop)
	}
	return hops
}
