package cli_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
)

// splitRules is the how-to with the rules in a resource of their own, as where a platform team owns the firewall and the team of the
// cluster brings what its cluster needs.
const splitRules = requires + `
provider "udr" {
  emulator = {}
}

resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

resource "udr_network" "this" {
  name                = "contosofinvnet"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["100.64.0.0/16"]

  subnets = {
    contosofinakssubnet = { address_prefixes = ["100.64.1.0/24"] }
    AzureFirewallSubnet = { address_prefixes = ["100.64.3.0/24"] }
  }
}

resource "udr_firewall_egress" "this" {
  name                = "contosofinfw"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  firewall_subnet     = udr_network.this.subnets["AzureFirewallSubnet"]
  public_ips          = { out = {} }
  routed_subnets      = { nodes = udr_network.this.subnets["contosofinakssubnet"] }
  # the verdict
}

resource "udr_firewall_rules" "nodes" {
  policy_id = udr_firewall_egress.this.firewall_policy_id

  rule_collection_groups = {
    nodes = {
      priority = 500
      application_rule_collections = {
        names = {
          priority = 100
          action   = "Allow"
          rules    = { aks = { source_addresses = ["100.64.1.0/24"], destination_fqdns = [` + nodeNames + `] } }
        }
      }
    }
  }
}

resource "udr_aks_identity" "this" {
  name                = "contosofinaks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  network_scopes      = { nodes = udr_network.this.subnets["contosofinakssubnet"].id }
}

resource "udr_aks_cluster" "this" {
  name                = "contosofinaks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  egress              = udr_firewall_egress.this.egress
  default_node_pool   = { vnet_subnet_id = udr_network.this.subnets["contosofinakssubnet"].id }
  identity            = { type = "UserAssigned", identity_ids = [udr_aks_identity.this.id] }

  depends_on = [udr_aks_identity.this, udr_firewall_rules.nodes]
}
`

// TestRulesOfOthers: rules that another resource puts into the policy of an egress take part in every verdict: before they exist, once
// they do, and when they change in the same run. Without them the same cluster is refused.
func TestRulesOfOthers(t *testing.T) {
	t.Parallel()
	const short, whole = nodeNames + "]", nodeNames + `, "mcr.microsoft.com"]`
	w := cli.New(t, map[string]string{"main.tf": splitRules})

	// The egress judges nothing here. The cluster's plan sees rules that are only planned, by what it depends on.
	w.Plan().Want(cli.Broken).Says(denied, "depends_on = [udr_firewall_rules.NAME]")
	w.Edit("main.tf", short, whole)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean).SaysNot("AKS")

	// They are live now, and what is planned goes before what is live.
	w.Edit("main.tf", "location            = udr_resource_group.this.location\n  egress", "location = udr_resource_group.this.location\n  azure_policy_enabled = true\n  egress")
	w.Plan().Want(cli.Changed).Says("dc.services.visualstudio.com:443", `to rule "aks" (contosofinfw > contosofinfw-policy > nodes > names)`, "built in may let")
	w.Edit("main.tf", whole, nodeNames+`, "mcr.microsoft.com", "data.policy.core.windows.net", "store.policy.core.windows.net", "dc.services.visualstudio.com"]`)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean)
	w.Destroy().Want(0)
}

// TestExternalRules: an egress that judges AKS by its own rules says how to tell it that others bring them, and then misses none.
func TestExternalRules(t *testing.T) {
	t.Parallel()
	const unset, none, external = "  # the verdict\n", "  aks = { rules = \"none\" }\n", "  aks = { rules = \"external\" }\n"
	w := cli.New(t, map[string]string{"main.tf": splitRules})
	w.Edit("main.tf", nodeNames+"]", nodeNames+`, "mcr.microsoft.com"]`)
	w.Edit("main.tf", unset, none)
	w.Plan().Want(cli.Broken).Says("no application rule matches", `set it to "external"`)
	w.Edit("main.tf", none, external)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean)

	// What others have put there counts for the egress too, once it is there. That one of them is missing is never certain, since
	// they come later in the same run.
	w.Edit("main.tf", external, none)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean)
	w.Destroy().Want(0)
}
