resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

# The hub, in which the appliance (a third-party firewall, or the load balancer before several) has the address 10.10.2.4.
resource "udr_network" "hub" {
  name                = "contosofinhub"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["10.10.0.0/16"]

  subnets = {
    appliances = { address_prefixes = ["10.10.2.0/24"] }
  }
}

resource "udr_network" "cluster" {
  name                = "contosofinvnet"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["100.64.0.0/16"]

  subnets = {
    contosofinakssubnet = { address_prefixes = ["100.64.1.0/24"] }
  }

  peerings = {
    to-hub = { remote_virtual_network_id = udr_network.hub.id }
  }
}

# The route table of the cluster's subnet: everything goes to the appliance, but for what Azure Storage in the region is.
resource "udr_appliance_egress" "this" {
  name                = "contosofinrt"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location

  appliance = {
    private_ip_address = "10.10.2.4"
  }

  route_table = {
    routes = {
      storage = { address_prefix = "Storage.EastUS", next_hop_type = "Internet" }
    }
  }

  routed_subnets = {
    contosofinakssubnet = udr_network.cluster.subnets["contosofinakssubnet"]
  }
}

output "egress" {
  value = udr_appliance_egress.this.egress
}
