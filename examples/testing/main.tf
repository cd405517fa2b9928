# A network and the firewall rules of its cluster, tested without Azure: tests/ runs with a mock_provider, in which the
# provider's functions and the validation of every resource still work. Run it with `terraform test`.

terraform {
  required_version = ">= 1.8"

  required_providers {
    udr = {
      source = "udr-egress/udr"
    }
  }
}

variable "address_space" {
  type    = string
  default = "10.42.0.0/16"
}

variable "firewall_prefix" {
  type    = string
  default = "10.42.240.0/26"

  validation {
    condition     = provider::udr::firewall_subnet_valid(var.firewall_prefix)
    error_message = "Azure Firewall does not take this prefix."
  }
}

variable "rules" {
  description = "Application rules of the firewall, keyed by name."
  type = map(object({
    fqdn_tags         = optional(list(string), [])
    destination_fqdns = optional(list(string), [])
  }))
  default = {
    aks = { fqdn_tags = ["AzureKubernetesService"] }
  }
}

locals {
  nodes = cidrsubnet(var.address_space, 4, 0)

  verdict = provider::udr::egress_verdict({
    version = 1

    networks = [{
      name          = "vnet"
      address_space = [var.address_space]
      subnets = [
        { name = "nodes", address_prefixes = [local.nodes], route_table = "egress" },
        { name = "AzureFirewallSubnet", address_prefixes = [var.firewall_prefix] },
      ]
    }]

    route_tables = [{
      name   = "egress"
      routes = [{ name = "default", address_prefix = "0.0.0.0/0", next_hop_type = "VirtualAppliance", next_hop_device = "fw" }]
    }]

    firewalls = [{
      name       = "fw"
      subnet     = "vnet/AzureFirewallSubnet"
      public_ips = [{ name = "pip" }]
      collections = [{
        name     = "aks"
        kind     = "application"
        priority = 100
        action   = "Allow"
        rules = [for name, rule in var.rules : merge(rule, {
          name             = name
          source_addresses = [local.nodes]
          protocols        = ["Https:443"]
        })]
      }]
    }]

    aks = [{ subnets = ["vnet/nodes"], region = "westeurope" }]
  })
}

resource "udr_network" "this" {
  name                = "vnet"
  resource_group_name = "contoso-rg"
  location            = "westeurope"
  address_space       = [var.address_space]

  subnets = {
    nodes               = { address_prefixes = [local.nodes] }
    AzureFirewallSubnet = { address_prefixes = [var.firewall_prefix] }
  }
}

output "egress" {
  value = local.verdict.status

  precondition {
    condition     = local.verdict.status == "allowed"
    error_message = local.verdict.report
  }
}
