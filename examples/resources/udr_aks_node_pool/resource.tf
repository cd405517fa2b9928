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
    contosofinakssubnet  = { address_prefixes = ["100.64.1.0/24"] }
    contosofinsvcsubnet  = { address_prefixes = ["100.64.2.0/24"] }
    contosofinworksubnet = { address_prefixes = ["100.64.4.0/24"] }
    AzureFirewallSubnet  = { address_prefixes = ["100.64.3.0/24"] }
  }
}

resource "udr_firewall_egress" "this" {
  name                = "contosofinfw"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  firewall_subnet     = udr_network.this.subnets["AzureFirewallSubnet"]

  public_ips = {
    contosofinfwpublicip = {}
  }

  aks = {} # the rules that a cluster needs

  routed_subnets = {
    aks  = udr_network.this.subnets["contosofinakssubnet"]
    work = udr_network.this.subnets["contosofinworksubnet"]
  }
}

resource "udr_aks_cluster" "this" {
  name                = "contosofinaks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  egress              = udr_firewall_egress.this.egress

  default_node_pool = {
    node_count     = 3
    vnet_subnet_id = udr_network.this.subnets["contosofinakssubnet"].id
  }
}

# A pool on a subnet of its own, which is checked for its own route.
resource "udr_aks_node_pool" "this" {
  name                  = "work"
  kubernetes_cluster_id = udr_aks_cluster.this.id
  egress                = udr_firewall_egress.this.egress
  vnet_subnet_id        = udr_network.this.subnets["contosofinworksubnet"].id

  auto_scaling_enabled = true
  min_count            = 1
  max_count            = 5

  node_labels = { tier = "work" }
}
