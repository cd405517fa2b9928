package aks_test

import (
	"fmt"
	"regexp"
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

// howTo is the how-to's topology with a cluster: rules for the firewall, the cluster's own lines, and what else there is.
func howTo(rules, cluster, more string) string {
	return fmt.Sprintf(`
provider "udr" {
  emulator = {}
}
resource "udr_resource_group" "this" {
  name     = "rg"
  location = "eastus"
}
resource "udr_network" "this" {
  name                = "vnet"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  address_space       = ["100.64.0.0/16"]
  subnets = {
    aks                 = { address_prefixes = ["100.64.1.0/24"] }
    other               = { address_prefixes = ["100.64.2.0/24"] }
    AzureFirewallSubnet = { address_prefixes = ["100.64.3.0/24"] }
  }
}
resource "udr_firewall_egress" "this" {
  name                = "fw"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  firewall_subnet     = udr_network.this.subnets["AzureFirewallSubnet"]
  public_ips          = { one = {} }
  routed_subnets      = { aks = udr_network.this.subnets["aks"] }
  %s
}
resource "udr_aks_cluster" "this" {
  name                = "contoso"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  egress              = udr_firewall_egress.this.egress
  %s
}
%s
`, rules, cluster, more)
}

const (
	tagged = `aks = {}`
	// closed lets nothing through that AKS needs; nobody has asked the egress itself about AKS.
	closed = `network_rule_collections = { c = { priority = 200, action = "Allow", rules = {
    ntp = { source_addresses = ["*"], destination_addresses = ["203.0.113.9"], destination_ports = ["123"], protocols = ["UDP"] }
  } } }`
	nodes = `default_node_pool = { node_count = 3, vnet_subnet_id = udr_network.this.subnets["aks"].id }`
)

func run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	azure := acctest.NewAzure(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"udr": func() (tfprotov6.ProviderServer, error) { return azure.Factory()(), nil },
		},
		Steps: steps,
	})
}

// TestAccEgress: the first plan of the whole topology is judged, the egress's addresses are authorized, and another rule in the firewall is no
// difference in the cluster.
func TestAccEgress(t *testing.T) {
	t.Parallel()
	ranges := nodes + "\n  api_server_access_profile = { authorized_ip_ranges = [\"203.0.113.200\"] }"
	run(t,
		resource.TestStep{
			Config: howTo(tagged, ranges, ""),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("udr_aks_cluster.this", tfjsonpath.New("effective_authorized_ip_ranges"), knownvalue.SetSizeExact(2)),
				statecheck.ExpectKnownValue("udr_aks_cluster.this", tfjsonpath.New("egress"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			Config: howTo(tagged+"\n"+closed, ranges, ""),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("udr_firewall_egress.this", plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction("udr_aks_cluster.this", plancheck.ResourceActionNoop),
			}},
		},
		resource.TestStep{
			Config: strings.Replace(howTo(tagged+"\n"+closed, ranges, ""), "one = {}", "one = {}\n two = {}", 1),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("udr_aks_cluster.this", plancheck.ResourceActionUpdate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("udr_aks_cluster.this", tfjsonpath.New("effective_authorized_ip_ranges"), knownvalue.SetSizeExact(3)),
			},
		},
	)
}

// TestAccRefusedPlans: the very first plan is refused, before anything exists, with the reason.
func TestAccRefusedPlans(t *testing.T) {
	t.Parallel()
	pool := func(subnet string) string {
		return fmt.Sprintf(`
resource "udr_aks_node_pool" "work" {
  name                  = "work"
  kubernetes_cluster_id = udr_aks_cluster.this.id
  egress                = udr_firewall_egress.this.egress
  vnet_subnet_id        = udr_network.this.subnets["%s"].id
}`, subnet)
	}
	for name, test := range map[string]struct{ config, want string }{
		"no rules":               {howTo(closed, nodes, ""), `mcr\.microsoft\.com:443; nodes would stop with exit code 50`},
		"subnet without a route": {howTo(tagged, strings.Replace(nodes, `["aks"]`, `["other"]`, 1), ""), `is none of the egress's\s+routed_subnets`},
		"pool without a route":   {howTo(tagged, nodes, pool("other")), `is none of the egress's\s+routed_subnets`},
		"services in a subnet":   {howTo(tagged, nodes+"\n network_profile = { service_cidr = \"100.64.0.0/20\", dns_service_ip = \"100.64.0.10\" }", ""), `ServiceCidrOverlapExistingSubnetsCidr`},
		"services where the firewall is": {
			strings.NewReplacer(`"100.64.0.0/16"`, `"100.64.0.0/16", "10.0.0.0/16"`, "100.64.3.0/24", "10.0.3.0/24").Replace(howTo(tagged, nodes, "")),
			`10\.0\.0\.0/16, which AKS takes(.|\n)*"AzureFirewallSubnet"(.|\n)*ServiceCidrOverlapExistingSubnetsCidr`,
		},
		"pods in a subnet":           {howTo(tagged, nodes+"\n network_profile = { pod_cidr = \"100.64.0.0/16\" }", ""), `PodCidrOverlapExistingSubnetsCidr`},
		"no room for nodes":          {howTo(tagged, strings.Replace(nodes, "node_count = 3", "node_count = 300", 1), ""), `300 nodes take 300 addresses`},
		"no room in node subnet":     {howTo(tagged, strings.Replace(nodes, "node_count = 3", "node_count = 9", 1)+"\n network_profile = { network_plugin = \"azure\" }", ""), `InsufficientSubnetSize`},
		"no room in the pods' range": {howTo(tagged, nodes+"\n network_profile = { pod_cidr = \"10.244.0.0/23\" }", ""), `InsufficientPodCidr`},
		"ID for an egress":           {strings.Replace(howTo(tagged, nodes, ""), ".this.egress", ".this.id", 1), `write egress =\s+udr_firewall_egress\.this\.egress`},
		"resource for an egress":     {strings.Replace(howTo(tagged, nodes, ""), ".this.egress", ".this", 1), `whole resource`},
		"nodes locked out":           {howTo(tagged, nodes+"\n api_server_access_profile = { authorized_ip_ranges = [\"203.0.113.200\"], include_egress_ips = false }", ""), `Error: The nodes would be locked out`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// Whether addresses that Azure has still to assign are authorized is known only once the firewall is there: the apply refuses.
			run(t, resource.TestStep{Config: test.config, PlanOnly: !strings.Contains(test.config, "include_egress_ips"), ExpectError: regexp.MustCompile(test.want)})
		})
	}
}
