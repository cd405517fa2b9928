resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

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
}

resource "udr_firewall_egress" "this" {
  name                = "contosofinfw"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  firewall_subnet     = udr_network.cluster.subnets["AzureFirewallSubnet"]

  public_ips = {
    contosofinfwpublicip = {}
  }

  aks = {}

  routed_subnets = {
    contosofinakssubnet = udr_network.cluster.subnets["contosofinakssubnet"]
  }
}

# Port 80 of the firewall's public address leads to the internal load balancer of the voting app.
resource "udr_firewall_ingress" "voting" {
  firewall_id = udr_firewall_egress.this.id
  name        = "voting"

  rules = {
    http = {
      destination_port   = 80
      translated_address = "100.64.2.4" # or data.udr_internal_load_balancer.voting.private_ip_address
    }
  }
}
