package network_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
)

// TestAccHubAndSpokes makes a hub and eight spokes at once through the CLI. All of them lock the hub; none of the
// conflicts that this could make is ever seen by Azure (law L5).
func TestAccHubAndSpokes(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	config := hubAndSpokes(8, "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"udr": func() (tfprotov6.ProviderServer, error) { return azure.Factory()(), nil },
		},
		Steps: []resource.TestStep{
			{
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue("udr_network.spoke[3]", tfjsonpath.New("subnets").AtMapKey("aks").AtMapKey("id"), knownvalue.StringFunc(func(id string) error {
						if !strings.HasSuffix(id, "/virtualNetworks/spoke3/subnets/aks") {
							return fmt.Errorf("the planned ID is %s", id)
						}
						return nil
					})),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("udr_network.spoke[0]", tfjsonpath.New("other_subnets"), knownvalue.MapSizeExact(0)),
				},
			},
			{
				Config: hubAndSpokes(8, `dns_servers = ["10.0.0.4"]`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("udr_network.spoke[0]", plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction("udr_network.hub", plancheck.ResourceActionNoop),
				}},
			},
		},
	})
	for _, conflict := range azure.Refused() {
		t.Errorf("a conflict of our own: %s", conflict)
	}
}

func hubAndSpokes(spokes int, more string) string {
	return fmt.Sprintf(`
provider "udr" {
  emulator = {}
  owner    = "test"
}
resource "udr_resource_group" "this" {
  name     = "rg"
  location = "eastus"
}
resource "udr_network" "hub" {
  name                = "hub"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  address_space       = ["10.0.0.0/16"]
  subnets             = { AzureFirewallSubnet = { address_prefixes = ["10.0.1.0/26"] } }
}
resource "udr_network" "spoke" {
  count               = %d
  name                = "spoke${count.index}"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  address_space       = ["10.${count.index + 1}.0.0/16"]
  subnets             = { aks = { address_prefixes = ["10.${count.index + 1}.1.0/24"] } }
  peerings            = { hub = { remote_virtual_network_id = udr_network.hub.id } }
  %s
}
`, spokes, more)
}
