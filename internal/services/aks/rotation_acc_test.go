package aks_test

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

const tightID = networkID + "/subnets/tight"

// tightWorld has a further subnet with 11 addresses for nodes.
func tightWorld(t *testing.T) *acctest.Azure {
	t.Helper()
	azure := newWorld(t)
	azure.Put(tightID, netAPI, map[string]any{"properties": map[string]any{"addressPrefix": "10.1.11.0/28", "routeTable": map[string]any{"id": tableID}}})
	return azure
}

// tightEgress tells of the tight subnet as an egress does.
func tightEgress() map[string]any {
	return map[string]any{
		"type": "appliance", "subnets": map[string]any{
			"nodes": map[string]any{"id": tightID, "address_prefixes": []any{"10.1.11.0/28"}}, "wide": map[string]any{"id": subnetID, "address_prefixes": []any{"10.1.0.0/22"}},
		}, "hop": protocol.Unknown,
	}
}

// TestRotationNeedsRoom: while a pool is made anew two of them share the subnet. What is certain not to fit is refused before it begins, what may not
// is a warning, and what fits, or rotates nothing, is silent.
func TestRotationNeedsRoom(t *testing.T) {
	t.Parallel()
	tight := func(nodes int, changes map[string]any) map[string]any {
		return with(map[string]any{"default_node_pool": changed(map[string]any{"vnet_subnet_id": tightID, "node_count": nodes}, changes)})
	}
	bigger := map[string]any{"vm_size": "Standard_D8s_v5"}
	for name, test := range map[string]struct {
		before, after map[string]any
		told          bool // by an egress object
		refused       bool
		want          string // empty: no word of it
	}{
		"no room, told":                {tight(6, nil), tight(6, bigger), true, true, "take 12 addresses of the subnet \"tight\", which has 11"},
		"no room, seen":                {tight(6, nil), tight(6, bigger), false, false, "take 12 addresses of the subnet \"tight\", which has 11, and others hold 0"},
		"room but for the surge":       {tight(5, nil), tight(5, changed(map[string]any{"upgrade_settings": map[string]any{"max_surge": "2"}}, bigger)), true, false, "take 12 addresses of the subnet \"tight\" with the surge"},
		"room to the last address":     {tight(5, nil), tight(5, bigger), true, false, ""},
		"room":                         {tight(4, nil), tight(4, bigger), true, false, ""},
		"room, seen":                   {tight(4, nil), tight(4, bigger), false, false, ""},
		"nothing rotates":              {tight(6, nil), tight(6, map[string]any{"node_labels": map[string]any{"a": "b"}}), true, false, ""},
		"fewer nodes than before":      {tight(8, nil), tight(2, bigger), true, false, ""},
		"more nodes than before":       {tight(2, nil), tight(6, bigger), true, true, "take 12 addresses"},
		"to another subnet":            {tight(8, nil), pool(map[string]any{"vnet_subnet_id": subnetID, "node_count": 8}), true, false, ""},
		"a number that is not known":   {tight(6, nil), tight(6, changed(map[string]any{"node_count": protocol.Unknown}, bigger)), true, false, ""},
		"another name":                 {tight(6, nil), tight(6, map[string]any{"name": "other"}), true, true, "the pool of the new name stands beside the old one"},
		"another name, fewer nodes":    {tight(6, nil), tight(2, map[string]any{"name": "other"}), true, false, ""},
		"bounds of the autoscaler":     {tight(6, nil), tight(0, changed(map[string]any{"node_count": nil, "auto_scaling_enabled": true, "min_count": 6, "max_count": 7}, bigger)), true, true, "take 12 addresses"},
		"low bounds of the autoscaler": {tight(2, nil), tight(0, changed(map[string]any{"node_count": nil, "auto_scaling_enabled": true, "min_count": 1, "max_count": 9}, bigger)), true, false, ""},
		"a check that is switched off": {tight(6, nil), changed(tight(6, bigger), map[string]any{"skip_checks": []any{"subnet_full"}}), true, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cluster := tightWorld(t).Harness(t, nil).Resource("udr_aks_cluster", "this")
			cluster.Apply(test.before).Must()
			if test.told {
				test.after["egress"] = tightEgress()
			}
			plan := cluster.Plan(test.after)
			const where = "default_node_pool.vnet_subnet_id"
			switch {
			case test.refused:
				plan.WantOnlyError(where, "no room for two pools", test.want, "SubnetIsFull", "Fix: use a subnet of at least /27")
			case test.want != "":
				plan.Must().WantWarning(where, "no room for two pools", test.want, "SubnetIsFull")
			default:
				for _, d := range plan.Must().Diagnostics() {
					if strings.Contains(d.Summary, "room") {
						t.Errorf("a false alarm: %s", d)
					}
				}
			}
		})
	}
}

// TestRotationWithoutRoomFails: what the check refuses is what AKS refuses.
func TestRotationWithoutRoomFails(t *testing.T) {
	t.Parallel()
	cluster := tightWorld(t).Harness(t, nil).Resource("udr_aks_cluster", "this")
	config := pool(map[string]any{"vnet_subnet_id": tightID, "node_count": 6})
	cluster.Apply(config).Must()
	config = pool(map[string]any{"vnet_subnet_id": tightID, "node_count": 6, "vm_size": "Standard_D8s_v5"})
	config["skip_checks"] = []any{"subnet_full"}
	cluster.Apply(config).WantError(protocol.AnyPath, "InsufficientSubnetSize")
}

// TestPoolRotationNeedsRoom is the same for a further pool, beside the first one in the same subnet.
func TestPoolRotationNeedsRoom(t *testing.T) {
	t.Parallel()
	azure := tightWorld(t)
	h := azure.Harness(t, nil)
	h.Resource("udr_aks_cluster", "this").Apply(pool(map[string]any{"vnet_subnet_id": tightID, "node_count": 4})).Must()
	work := h.Resource("udr_aks_node_pool", "work")
	config := func(nodes int, changes map[string]any) map[string]any {
		return further(changed(map[string]any{"vnet_subnet_id": tightID, "node_count": nodes, "temporary_name_for_rotation": "tmp"}, changes))
	}
	bigger := map[string]any{"vm_size": "Standard_D8s_v5"}
	work.Apply(config(4, nil)).Must()
	work.Plan(config(4, bigger)).Must().WantWarning("vnet_subnet_id", "no room for two pools", "take 8 addresses of the subnet \"tight\", which has 11, and others hold 4")
	work.Plan(config(6, changed(map[string]any{"egress": tightEgress()}, bigger))).WantOnlyError("vnet_subnet_id", "take 12 addresses")
	for _, d := range work.Plan(config(4, changed(map[string]any{"temporary_name_for_rotation": nil}, bigger))).Must().Diagnostics() {
		if strings.Contains(d.Summary, "room") {
			t.Errorf("the pool is replaced, not rotated: %s", d)
		}
	}
}

// TestPoolNeedsRoom: a new pool must fit into its subnet beside the first one, and beside what else is there.
func TestPoolNeedsRoom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first, nodes int
		changes      map[string]any
		error        bool
		want         string // empty: no word of it
	}{
		"too many for the subnet":     {4, 12, nil, true, `12 nodes take 12 addresses of the subnet "tight", which has 11 for them`},
		"too many, told":              {4, 8, map[string]any{"egress": tightEgress()}, true, `8 nodes take 8 addresses of the subnet "tight", which has 7 for them`},
		"too many, seen":              {4, 8, nil, false, "8 nodes take 8 addresses"},
		"enough, told":                {4, 6, map[string]any{"egress": tightEgress()}, false, ""},
		"enough, seen":                {4, 7, nil, false, ""},
		"in another subnet":           {4, 8, map[string]any{"egress": tightEgress(), "vnet_subnet_id": subnetID}, false, ""},
		"a number that is not known":  {4, 8, map[string]any{"egress": tightEgress(), "node_count": protocol.Unknown}, false, ""},
		"an egress that is not known": {1, 1, map[string]any{"egress": protocol.Unknown}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := tightWorld(t).Harness(t, nil)
			h.Resource("udr_aks_cluster", "this").Apply(pool(map[string]any{"vnet_subnet_id": tightID, "node_count": test.first})).Must()
			plan := h.Resource("udr_aks_node_pool", "work").Plan(further(changed(map[string]any{"vnet_subnet_id": tightID, "node_count": test.nodes}, test.changes)))
			switch {
			case test.error:
				plan.WantOnlyError("vnet_subnet_id", "The subnet is too small", test.want, "InsufficientSubnetSize")
			case test.want != "":
				plan.Must().WantWarning("vnet_subnet_id", "nearly full", test.want)
			default:
				for _, d := range plan.Must().Diagnostics() {
					if strings.Contains(d.Detail, "subnet_full") || strings.Contains(d.Detail, "subnet_size") {
						t.Errorf("a false alarm: %s", d)
					}
				}
			}
		})
	}
}
