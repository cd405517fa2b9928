# A network, the firewall of its cluster and its rules, tested without Azure: tests/ runs with a mock_provider, in which the
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

variable "features" {
  description = "Features of the cluster that the firewall has to serve."
  type        = list(string)
  default     = []
}

variable "priority" {
  description = "Priority of the firewall's own rules."
  type        = number
  default     = 100
}

locals {
  # What a cluster with these features must reach, by name: for a firewall that knows no FQDN tags, or for a review.
  required = distinct([
    for row in provider::udr::required_egress({ region = "westeurope", features = var.features }) : row.destination
    if row.application_protocol == "Https" && contains(["required", "conditional"], row.level)
  ])

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

    aks = [{ subnets = ["vnet/nodes"], region = "westeurope", features = var.features }]
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

resource "udr_firewall_egress" "this" {
  name                = "fw"
  resource_group_name = "contoso-rg"
  location            = "westeurope"
  firewall_subnet     = { id = "${udr_network.this.id}/subnets/AzureFirewallSubnet", address_prefixes = [var.firewall_prefix] }
  public_ips          = { pip = {} }
  aks                 = { features = var.features }

  application_rule_collections = {
    own = {
      priority = var.priority
      action   = "Allow"
      rules = {
        registry = { source_addresses = [local.nodes], destination_fqdns = ["registry.contoso.com"] }
      }
    }
  }

  routed_subnets = {
    nodes = { id = "${udr_network.this.id}/subnets/nodes", address_prefixes = [local.nodes] }
  }
}

output "required" {
  value = local.required
}

output "egress" {
  value = local.verdict.status

  precondition {
    condition     = local.verdict.status == "allowed"
    error_message = local.verdict.report
  }
}
