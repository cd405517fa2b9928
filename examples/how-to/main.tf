# "Customize cluster egress with a user-defined route", from its first command to the way in to its voting app.
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
    contosofinsvcsubnet = { address_prefixes = ["100.64.2.0/24"] }
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
  aks                 = {} # exactly the rules that a cluster needs
}

resource "udr_aks_identity" "this" {
  name                = "contosofinaks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  network_scopes      = { for name in ["contosofinakssubnet", "contosofinsvcsubnet"] : name => udr_network.this.subnets[name].id }
}

resource "udr_aks_cluster" "this" {
  name                      = "contosofinaks"
  resource_group_name       = udr_resource_group.this.name
  location                  = udr_resource_group.this.location
  egress                    = udr_firewall_egress.this.egress
  default_node_pool         = { vnet_subnet_id = udr_network.this.subnets["contosofinakssubnet"].id, node_count = 3 }
  identity                  = { type = "UserAssigned", identity_ids = [udr_aks_identity.this.id] }
  network_profile           = { network_plugin = "azure", service_cidr = "192.168.0.0/16", dns_service_ip = "192.168.0.10" }
  api_server_access_profile = { authorized_ip_ranges = ["203.0.113.7/32"] } # and those of the firewall, by themselves
  depends_on                = [udr_aks_identity.this]                       # its role assignments too
}

resource "udr_firewall_ingress" "voting" {
  firewall_id = udr_firewall_egress.this.id
  name        = "voting"
  rules       = { http = { destination_port = 80, translated_address = "100.64.2.4" } } # the address of the app's internal service
}
