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
    contosofinsvcsubnet = { address_prefixes = ["100.64.2.0/24"] }
  }
}

# It needs the network only, so it is made while the firewall is being built.
resource "udr_aks_identity" "this" {
  name                = "contosofinaks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location

  # Network Contributor on the nodes' subnet and on that of the internal load balancers.
  network_scopes = {
    contosofinakssubnet = udr_network.this.subnets["contosofinakssubnet"].id
    contosofinsvcsubnet = udr_network.this.subnets["contosofinsvcsubnet"].id
  }
}

output "principal_id" {
  value = udr_aks_identity.this.principal_id
}
