package network_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

func TestRouteTableChecks(t *testing.T) {
	t.Parallel()
	table := resource("routeTables", "rt")
	toAppliance := azure.Route{Prefix: azure.DefaultPrefix, HopType: azure.HopAppliance, HopAddress: "10.0.0.4"}
	want := azure.RouteTable{ID: table, Existing: true, Routes: map[string]azure.Route{"default": toAppliance, "storage": {Prefix: "Storage.WestEurope", HopType: azure.HopInternet}}}
	live := func(routes map[string]azure.LiveRoute) azure.LiveRouteTable {
		return azure.LiveRouteTable{Routes: routes}
	}
	same := azure.LiveRoute{Prefix: azure.DefaultPrefix, HopType: azure.HopAppliance, HopAddress: "10.0.0.4"}

	for name, test := range map[string]struct {
		live                         map[string]azure.LiveRoute
		prior                        azure.RouteTable
		conflicts, clashes, finished []string
	}{
		"empty":                    {},
		"another default":          {live: map[string]azure.LiveRoute{"other": {Prefix: azure.DefaultPrefix, HopType: azure.HopInternet}}, conflicts: []string{"other"}},
		"a tag in other case":      {live: map[string]azure.LiveRoute{"other": {Prefix: "storage.westeurope", HopType: azure.HopInternet}}, conflicts: []string{"other"}},
		"no business of ours":      {live: map[string]azure.LiveRoute{"other": {Prefix: "10.9.0.0/16", HopType: azure.HopNone}}},
		"our name leads elsewhere": {live: map[string]azure.LiveRoute{"DEFAULT": {Prefix: azure.DefaultPrefix, HopType: azure.HopInternet}}, clashes: []string{"DEFAULT"}},
		"ours, finished":           {live: map[string]azure.LiveRoute{"Default": same}, finished: []string{"default"}},
		"ours, drifted": {
			live:  map[string]azure.LiveRoute{"default": {Prefix: azure.DefaultPrefix, HopType: azure.HopInternet}},
			prior: azure.RouteTable{ID: table, Routes: map[string]azure.Route{"default": toAppliance}},
		},
		"ours under another name before": {
			live:  map[string]azure.LiveRoute{"old": same},
			prior: azure.RouteTable{ID: table, Routes: map[string]azure.Route{"old": toAppliance}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := [][]string{
				slices.Sorted(maps.Keys(want.Conflicts(live(test.live), test.prior))), slices.Sorted(maps.Keys(want.Clashes(live(test.live), test.prior))),
				slices.Sorted(maps.Keys(want.Finished(live(test.live), test.prior))),
			}
			if diff := cmp.Diff([][]string{test.conflicts, test.clashes, test.finished}, got); diff != "" {
				t.Errorf("conflicts, clashes, finished: %s", diff)
			}
		})
	}
}
