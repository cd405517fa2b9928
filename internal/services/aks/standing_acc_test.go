package aks_test

import (
	"slices"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

const spareID = networkID + "/subnets/spare"

// routing is an egress of one subnet through the appliance; another one takes its place where routed says so.
func routing(routed *string) func(protocol.Ref) map[string]any {
	prefixes := map[string]string{otherID: "10.1.8.0/24", spareID: "10.1.10.0/24"}
	return func(protocol.Ref) map[string]any {
		return map[string]any{
			"name": "egress-rt", "resource_group_name": "rg", "location": "eastus", "appliance": map[string]any{"private_ip_address": "10.1.9.4"},
			"routed_subnets": map[string]any{"nodes": map[string]any{"id": *routed, "address_prefixes": []any{prefixes[*routed]}}},
		}
	}
}

// warned holds the number of warnings, but for the one that every run against the emulator has.
func warned(t *testing.T, o *protocol.Outcome, want int) {
	t.Helper()
	found := slices.DeleteFunc(o.Diagnostics().Warnings(), func(d protocol.Diagnostic) bool { return d.Path == "emulator" })
	if len(found) != want {
		t.Errorf("%d warnings, want %d: %v", len(found), want, found)
	}
}

// TestSubnetLeavesTheEgress: a subnet that is taken out of the egress under running nodes is a warning of the cluster or pool that has nodes
// there, and nothing is said while it is not known.
func TestSubnetLeavesTheEgress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind, path string
		config     func(egress any) map[string]any
	}{
		{"udr_aks_cluster", "default_node_pool.vnet_subnet_id", func(egress any) map[string]any {
			return with(map[string]any{"egress": egress, "default_node_pool": map[string]any{"vnet_subnet_id": otherID, "node_count": 2}})
		}},
		{"udr_aks_node_pool", "vnet_subnet_id", func(egress any) map[string]any {
			return further(map[string]any{"egress": egress, "vnet_subnet_id": otherID})
		}},
	} {
		t.Run(test.kind, func(t *testing.T) {
			t.Parallel()
			azure := newWorld(t)
			azure.Put(spareID, netAPI, map[string]any{"properties": map[string]any{"addressPrefix": "10.1.10.0/24"}})
			h := azure.Harness(t, nil)
			if test.kind == "udr_aks_node_pool" {
				h.Resource("udr_aks_cluster", "this").Apply(base()).Must()
			}
			routed := otherID
			nodes := h.Resource(test.kind, "nodes")
			w := h.Workspace()
			w.Add(h.Resource("udr_appliance_egress", "this"), routing(&routed))
			w.Add(nodes, func(ref protocol.Ref) map[string]any { return test.config(ref("udr_appliance_egress.this", "egress")) })
			w.Apply().Must()
			again := w.Plan().Must()
			again.WantNoChanges()
			warned(t, again.Outcome, 0)

			routed = spareID
			left := w.Plan().Must()
			left.Plans[test.kind+".nodes"].WantAction(protocol.NoOp)
			left.WantWarning(test.path, "does not route the subnet of running nodes", otherID, "routeTables/egress-rt", "put the subnet back into routed_subnets", "egress_subnet")
			warned(t, left.Plans[test.kind+".nodes"].Outcome, 1)
			warned(t, nodes.Plan(test.config(protocol.Unknown)).Must().Outcome, 0)
			skipped := nodes.Plan(changed(test.config(left.Plans["udr_appliance_egress.this"].At("egress")), map[string]any{"skip_checks": []any{"egress_subnet"}})).Must()
			warned(t, skipped.Outcome, 0)
		})
	}
}
