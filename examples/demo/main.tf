# The first steps of "Customize cluster egress with a user-defined route": a network for the cluster, and a hub beside it.
# It runs against the emulator inside the provider. Take `emulator` out, set ARM_SUBSCRIPTION_ID and log in with
# `az login`, and the same configuration builds the same things in Azure.

terraform {
  required_providers {
    udr = {
      source = "udr-egress/udr"
    }
  }
}

provider "udr" {
  emulator = {}
}

locals {
  prefix   = "contosofin"
  location = "eastus"
}

resource "udr_resource_group" "this" {
  name     = "${local.prefix}-rg"
  location = local.location
  tags     = { environment = "demo" }
}

resource "udr_network" "cluster" {
  name                = "${local.prefix}vnet"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["100.64.0.0/16"]

  subnets = {
    "${local.prefix}akssubnet" = { address_prefixes = ["100.64.1.0/24"] }
    "${local.prefix}svcsubnet" = { address_prefixes = ["100.64.2.0/24"] }
    AzureFirewallSubnet        = { address_prefixes = ["100.64.3.0/24"] }
  }

  peerings = {
    to-hub = { remote_virtual_network_id = udr_network.hub.id }
  }
}

resource "udr_network" "hub" {
  name                = "${local.prefix}hub"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["10.10.0.0/16"]

  subnets = {
    shared = { address_prefixes = ["10.10.1.0/24"] }
  }
}

output "cluster_network_id" {
  value = udr_network.cluster.id
}

output "subnets" {
  description = "Each subnet's ID and ranges; the IDs are known before anything is built."
  value = {
    for name, subnet in merge(udr_network.cluster.subnets, udr_network.hub.subnets) :
    name => { id = subnet.id, address_prefixes = subnet.address_prefixes }
  }
}
