# The how-to with the rules in a resource of their own, as where one team owns the firewall and another brings what its cluster needs. In
# one configuration here; in two, the second reads `udr_firewall_egress` by the data source of that name.
terraform {
  required_providers {
    udr = { source = "udr-egress/udr" }
  }
}

provider "udr" {
  emulator = {} # take it out to build the same in Azure
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
  public_ips          = { contosofinfwpublicip = {} }
  routed_subnets      = { nodes = udr_network.this.subnets["contosofinakssubnet"] }
  aks                 = { rules = "external" } # the routes are judged here, the rules where the cluster is
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
          rules = {
            aks = {
              source_addresses = ["100.64.1.0/24"]
              destination_fqdns = [
                "*.hcp.eastus.azmk8s.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net",
                "management.azure.com", "login.microsoftonline.com", "packages.microsoft.com", "packages.aks.azure.com",
              ]
            }
          }
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

  # The rules first: the plan then judges the cluster with them, and the nodes find them.
  depends_on = [udr_aks_identity.this, udr_firewall_rules.nodes]
}
