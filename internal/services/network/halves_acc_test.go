package network_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestBothHalvesTwice: two networks of one configuration that name each other each make both halves of one peering. The plan refuses it,
// before anything is written; with one owner for each half it stands.
func TestBothHalvesTwice(t *testing.T) {
	t.Parallel()
	const prefix = groupID + "/providers/Microsoft.Network/virtualNetworks/"
	declare := func(w *protocol.Workspace, h *protocol.Harness, name, space, peer string, reverse map[string]any) {
		w.Add(h.Resource("udr_network", name), func(protocol.Ref) map[string]any {
			peering := map[string]any{"remote_virtual_network_id": prefix + peer}
			if reverse != nil {
				peering["reverse"] = reverse
			}
			return map[string]any{
				"name": name, "resource_group_name": "contosofin-rg", "location": "eastus", "address_space": []any{space},
				"peerings": map[string]any{"to-" + peer: peering},
			}
		})
	}
	for name, test := range map[string]struct {
		left, right map[string]any
		refused     bool
	}{
		"both":       {nil, nil, true},
		"one each":   {map[string]any{"enabled": false}, map[string]any{"enabled": false}, false},
		"one of two": {nil, map[string]any{"enabled": false}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newGroup(t)
			h := azure.Harness(t, nil)
			w := h.Workspace()
			declare(w, h, "left", "10.1.0.0/16", "right", test.left)
			declare(w, h, "right", "10.2.0.0/16", "left", test.right)
			azure.Forget()
			plan := w.Plan()
			if !test.refused {
				plan.Must()
				return
			}
			plan.WantError("peerings[\"to-left\"].reverse", "whose own configuration makes both halves too", "VN-PEER-TARGET")
			if writes := azure.Writes(); len(writes) > 0 {
				t.Errorf("a refused plan wrote %v", writes)
			}
		})
	}
}
