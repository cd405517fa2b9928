package network_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const groupID = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/contosofin-rg"

// newGroup is an Azure that holds the how-to's resource group and nothing else.
func newGroup(t *testing.T, options ...acctest.Option) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t, options...)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	return azure
}

// howTo is the network of the how-to.
func howTo() map[string]any {
	return map[string]any{
		"name": "contosofinvnet", "resource_group_name": "contosofin-rg", "location": "eastus",
		"address_space": []any{"100.64.0.0/16"},
		"subnets": map[string]any{
			"contosofinakssubnet": map[string]any{"address_prefixes": []any{"100.64.1.0/24"}},
			"contosofinsvcsubnet": map[string]any{"address_prefixes": []any{"100.64.2.0/24"}},
			"AzureFirewallSubnet": map[string]any{"address_prefixes": []any{"100.64.3.0/24"}},
		},
	}
}

func TestHowToNetwork(t *testing.T) {
	t.Parallel()
	azure := newGroup(t)
	network := azure.Harness(t, nil).Resource("udr_network", "this")

	plan := network.Plan(howTo()).Must()
	if got, want := plan.At(`subnets["contosofinakssubnet"].id`), groupID+"/providers/Microsoft.Network/virtualNetworks/contosofinvnet/subnets/contosofinakssubnet"; got != want {
		t.Errorf("planned subnet ID %v, want %v", got, want)
	}
	azure.Forget()
	plan.Apply().Must()
	network.Plan(howTo()).Must().WantAction(protocol.NoOp)
	network.Destroy().Must()
	if left := azure.Resources(armemu.SubscriptionID); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
