resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

# The cluster's network. Its subnets' IDs are known at plan.
resource "udr_network" "cluster" {
  name                = "contosofinvnet"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["100.64.0.0/16"]

  subnets = {
    contosofinakssubnet = { address_prefixes = ["100.64.1.0/24"] }
    contosofinsvcsubnet = { address_prefixes = ["100.64.2.0/24"] }
    AzureFirewallSubnet = { address_prefixes = ["100.64.3.0/24"] }
  }

  # Both halves of the peering, with forwarded traffic allowed, as a firewall in the hub needs it.
  peerings = {
    to-hub = { remote_virtual_network_id = udr_network.hub.id }
  }
}

resource "udr_network" "hub" {
  name                = "contosofinhub"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["10.10.0.0/16"]

  subnets = {
    shared = {
      address_prefixes  = ["10.10.1.0/24"]
      service_endpoints = ["Microsoft.Storage"]
    }
  }
}

output "aks_subnet_id" {
  value = udr_network.cluster.subnets["contosofinakssubnet"].id
}
