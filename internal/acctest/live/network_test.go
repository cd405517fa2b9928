package live_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// TestNetworkChanges changes a network in place: subnets come, change and go one by one, ranges and tags too, and nothing is made anew.
func TestNetworkChanges(t *testing.T) {
	t.Parallel()
	a := newTarget(t)
	config := func(space, tags string, subnets ...string) string {
		return block + a.named(fmt.Sprintf(`
resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

resource "udr_network" "this" {
  name                = "contosofinvnet"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = [%s]
  tags                = { %s }
  subnets = {
    %s
  }
}
`, space, tags, strings.Join(subnets, "\n    ")))
	}
	const (
		aks      = `aks = { address_prefixes = ["100.64.1.0/24"] }`
		services = `services = { address_prefixes = ["100.64.2.0/24"] }`
		wider    = `services = { address_prefixes = ["100.64.2.0/23"], service_endpoints = ["Microsoft.Storage"] }`
		further  = `further = { address_prefixes = ["100.65.0.0/24"] }`

		space = `"100.64.0.0/16"`
		more  = `"100.64.0.0/16", "100.65.0.0/16"`

		network = "udr_network.this"
	)
	step := func(config string, subnets int) resource.TestStep {
		return resource.TestStep{
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(network, tfjsonpath.New("subnets"), knownvalue.MapSizeExact(subnets))},
		}
	}
	inPlace := func(config string, subnets int) resource.TestStep {
		s := step(config, subnets)
		s.ConfigPlanChecks.PreApply = []plancheck.PlanCheck{plancheck.ExpectResourceAction(network, plancheck.ResourceActionUpdate)}
		return s
	}
	a.test(
		t,
		step(config(space, `team = "platform"`, aks, services), 2),
		inPlace(config(more, `team = "platform"`, aks, services, further), 3),
		inPlace(config(more, `team = "cluster"`, aks, wider, further), 3),
		inPlace(config(space, `stage = "live"`, aks), 1),
	)
}
