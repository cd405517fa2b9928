package network_test

import (
	"fmt"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const hubID = groupID + "/providers/Microsoft.Network/virtualNetworks/hub"

// withHub is the group with a second network, made by somebody else.
func withHub(t *testing.T, prefix string) *acctest.Azure {
	t.Helper()
	azure := newGroup(t)
	azure.Put(hubID, "2025-01-01", map[string]any{
		"location":   "eastus",
		"properties": map[string]any{"addressSpace": map[string]any{"addressPrefixes": []any{prefix}}},
	})
	return azure
}

func peered() map[string]any {
	config := howTo()
	config["peerings"] = map[string]any{"to-hub": map[string]any{"remote_virtual_network_id": hubID}}
	return config
}

func TestPeeringBothHalves(t *testing.T) {
	t.Parallel()
	azure := withHub(t, "10.0.0.0/16")
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(peered()).Must()

	for id, wantForwarded := range map[string]bool{
		howToID + "/virtualNetworkPeerings/to-hub":       true,
		hubID + "/virtualNetworkPeerings/contosofinvnet": true,
	} {
		half := azure.Object(id)
		properties, _ := half["properties"].(map[string]any)
		if properties["peeringState"] != "Connected" || properties["allowForwardedTraffic"] != wantForwarded {
			t.Errorf("%s: %v", id, properties)
		}
	}
	network.Plan(peered()).Must().WantAction(protocol.NoOp)

	network.Destroy().Must()
	if half := azure.Object(hubID + "/virtualNetworkPeerings/contosofinvnet"); half != nil {
		t.Errorf("the hub's half is left behind: %v", half)
	}
}

// Somebody deletes the hub's half: ours stays Disconnected for ever, so both are made anew.
func TestPeeringMendsDisconnectedHalf(t *testing.T) {
	t.Parallel()
	azure := withHub(t, "10.0.0.0/16")
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(peered()).Must()

	azure.Request("DELETE", hubID+"/virtualNetworkPeerings/contosofinvnet?api-version=2025-01-01", nil)
	azure.Settle()
	network.Plan(peered()).Must().WantAction(protocol.Update)
	network.Apply(peered()).Must()
	half, _ := azure.Object(howToID + "/virtualNetworkPeerings/to-hub")["properties"].(map[string]any)
	if half["peeringState"] != "Connected" {
		t.Errorf("our half is %v", half["peeringState"])
	}
}

func TestPeeringOverlapIsRefusedAtPlan(t *testing.T) {
	t.Parallel()
	azure := withHub(t, "100.64.128.0/17")
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	azure.Forget()
	network.Plan(peered()).WantOnlyError(`peerings["to-hub"].remote_virtual_network_id`, "100.64.0.0/16 of this network overlaps with 100.64.128.0/17", "VN-PEER-OVERLAP")
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a refused plan wrote: %v", writes)
	}
}

const howToID = groupID + "/providers/Microsoft.Network/virtualNetworks/contosofinvnet"

// The hub's own address space changes: the peering that the spoke made stands against it.
func TestChangedSpaceIsHeldAgainstPeers(t *testing.T) {
	t.Parallel()
	azure := withHub(t, "10.0.0.0/16")
	h := azure.Harness(t, nil)
	h.Resource("udr_network", "spoke").Apply(peered()).Must()

	hub := h.Resource("udr_network", "hub")
	hub.Import(hubID).Must()
	config := map[string]any{
		"name": "hub", "resource_group_name": "contosofin-rg", "location": "eastus", "address_space": []any{"10.0.0.0/16", "100.64.0.0/10"},
		"peerings": map[string]any{"contosofinvnet": map[string]any{"remote_virtual_network_id": howToID, "reverse": map[string]any{"name": "to-hub"}}},
	}
	hub.Plan(config).WantError("address_space", "overlaps with 100.64.0.0/16", "VN-PEER-OVERLAP")
}

// Subnets of other writers are known from the refresh: neither may a new range overlap with them, nor the address space
// leave them out.
func TestOtherSubnetsAreHeldAgainstThePlan(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	wide := with(map[string]any{"address_space": []any{"100.64.0.0/16", "10.9.0.0/16"}})
	network.Apply(wide).Must()
	azure.Put(howToID+"/subnets/foreign", "2025-01-01", map[string]any{"properties": map[string]any{"addressPrefix": "10.9.1.0/24"}})

	network.Plan(howTo()).WantOnlyError("address_space", `"foreign" (10.9.1.0/24)`, "VN-OUTSIDE")
	wide["subnets"] = map[string]any{"mine": prefixes("10.9.0.0/23")}
	network.Plan(wide).WantOnlyError(`subnets["mine"].address_prefixes[0]`, `"foreign"`, "VN-OVERLAP")
}

// The hub may lie in another subscription.
func TestPeeringAcrossSubscriptions(t *testing.T) {
	t.Parallel()
	const group = "/subscriptions/" + armemu.SecondSubscriptionID + "/resourceGroups/hub-rg"
	const hub = group + "/providers/Microsoft.Network/virtualNetworks/hub"
	azure := newGroup(t)
	azure.Put(group, "2021-04-01", map[string]any{"location": "eastus"})
	azure.Put(hub, "2025-01-01", map[string]any{"location": "eastus", "properties": map[string]any{"addressSpace": map[string]any{"addressPrefixes": []any{"10.0.0.0/16"}}}})
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	config := withPeerings(map[string]any{"to-hub": map[string]any{"remote_virtual_network_id": hub, "reverse": map[string]any{"name": "from-spoke"}}})
	network.Apply(config).Must()
	if got := properties(azure.Object(hub + "/virtualNetworkPeerings/from-spoke"))["peeringState"]; got != "Connected" {
		t.Errorf("the hub's half is %v", got)
	}
	network.Destroy().Must()
	if azure.Object(hub+"/virtualNetworkPeerings/from-spoke") != nil {
		t.Error("the hub's half is left behind")
	}
}

// Each flag of both halves is owned: drift is seen and mended.
func TestPeeringDrift(t *testing.T) {
	t.Parallel()
	for _, half := range []string{howToID + "/virtualNetworkPeerings/to-hub", hubID + "/virtualNetworkPeerings/contosofinvnet"} {
		for flag, drifted := range map[string]bool{"allowVirtualNetworkAccess": false, "allowForwardedTraffic": false, "allowGatewayTransit": true} {
			t.Run(half[len(groupID):]+" "+flag, func(t *testing.T) {
				t.Parallel()
				azure := withHub(t, "10.0.0.0/16")
				network := azure.Harness(t, nil).Resource("udr_network", "this")
				network.Apply(peered()).Must()
				object := azure.Object(half)
				properties(object)[flag] = drifted
				azure.Put(half, "2025-01-01", object)
				network.Plan(peered()).Must().WantAction(protocol.Update)
				network.Apply(peered()).Must()
				if got := properties(azure.Object(half))[flag]; got == drifted {
					t.Errorf("%s is still %v", flag, got)
				}
			})
		}
	}
}

// The other half can be left to the hub's team; taking it over later, and giving it up again, changes that half alone.
func TestReverseHalfComesAndGoes(t *testing.T) {
	t.Parallel()
	azure := withHub(t, "10.0.0.0/16")
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	alone := withPeerings(map[string]any{"to-hub": map[string]any{"remote_virtual_network_id": hubID, "reverse": map[string]any{"enabled": false}}})
	network.Apply(alone).Must()
	if azure.Object(hubID+"/virtualNetworkPeerings/contosofinvnet") != nil {
		t.Fatal("the other half was made")
	}
	network.Apply(peered()).Must()
	if azure.Object(hubID+"/virtualNetworkPeerings/contosofinvnet") == nil {
		t.Fatal("the other half was not made")
	}
	network.Apply(alone).Must()
	if azure.Object(hubID+"/virtualNetworkPeerings/contosofinvnet") != nil {
		t.Error("the other half is left behind")
	}
}

// A half that the hub's team has made already is not taken over.
func TestForeignReverseHalfIsRefused(t *testing.T) {
	t.Parallel()
	azure := withHub(t, "10.0.0.0/16")
	network := azure.Harness(t, nil).Resource("udr_network", "this")
	network.Apply(howTo()).Must()
	azure.Put(hubID+"/virtualNetworkPeerings/contosofinvnet", "2025-01-01", map[string]any{"properties": map[string]any{
		"remoteVirtualNetwork": map[string]any{"id": howToID}, "allowGatewayTransit": true,
	}})
	network.Apply(peered()).WantOnlyError("peerings", "somebody else's", hubID+"/virtualNetworkPeerings/contosofinvnet")
}

// The half that a spoke's udr_network made in the hub belongs to the spoke: importing the hub leaves it alone, unless the
// import names it.
func TestImportLeavesTheReverseOfAnother(t *testing.T) {
	t.Parallel()
	azure := withHub(t, "10.0.0.0/16")
	h := azure.Harness(t, nil)
	spoke := h.Resource("udr_network", "spoke")
	spoke.Apply(peered()).Must()

	hub := h.Resource("udr_network", "hub")
	config := map[string]any{"name": "hub", "resource_group_name": "contosofin-rg", "location": "eastus", "address_space": []any{"10.0.0.0/16"}}
	hub.Import(hubID).Must()
	hub.Apply(config).Must()
	spoke.Plan(peered()).Must().WantAction(protocol.NoOp)

	hub.Forget()
	hub.Import(hubID + "||contosofinvnet").Must()
	config["peerings"] = map[string]any{"contosofinvnet": map[string]any{"remote_virtual_network_id": howToID, "reverse": map[string]any{"name": "to-hub"}}}
	hub.Plan(config).Must().WantAction(protocol.NoOp)

	hub.Forget()
	hub.Import(hubID+"||nope").WantOnlyError("", `no peering "nope"`)
}

// A create or an update dies, the names of both halves change in the configuration before the next apply, and that finds
// the halves that it has to replace: by the network's list, since nothing else knows them (C-13).
func TestPeeringRenamedAfterAKill(t *testing.T) {
	t.Parallel()
	renamed := func(remote string) map[string]any {
		config := howTo()
		config["peerings"] = map[string]any{"hub": map[string]any{"remote_virtual_network_id": remote, "reverse": map[string]any{"name": "spoke"}}}
		return config
	}
	for name, first := range map[string]map[string]any{"create": nil, "update": howTo()} {
		for _, remote := range []string{hubID, otherNetworkID} {
			for write := 1; write <= 4; write++ {
				t.Run(fmt.Sprintf("%s, write %d, then to %s", name, write, remote[len(groupID):]), func(t *testing.T) {
					t.Parallel()
					azure := withHub(t, "10.0.0.0/16")
					azure.Put(otherNetworkID, "2025-01-01", map[string]any{
						"location": "eastus", "properties": map[string]any{"addressSpace": map[string]any{"addressPrefixes": []any{"10.7.0.0/16"}}},
					})
					azure.Settle()
					network := azure.Harness(t, map[string]any{"owner": "me"}).Resource("udr_network", "this")
					if first != nil {
						network.Apply(first).Must()
					}
					azure.ArmKill(write, sweep.After)
					if died := network.Apply(peered()).Diagnostics().HasError(); died != azure.Struck() {
						t.Fatalf("the provider died: %t, struck: %t", died, azure.Struck())
					}
					azure.Disarm()
					azure.Settle()
					network.Apply(renamed(remote)).Must()
					network.Refresh().Must()
					network.Plan(renamed(remote)).Must().WantAction(protocol.NoOp)
					network.Destroy().Must()
					for _, id := range []string{hubID, otherNetworkID} {
						if left, _ := properties(azure.Object(id))["virtualNetworkPeerings"].([]any); len(left) > 0 {
							t.Errorf("left in %s: %v", id, left)
						}
					}
				})
			}
		}
	}
}
