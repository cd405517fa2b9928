locals {
  verdict = provider::udr::egress_verdict({
    version = 1

    networks = [{
      name          = "vnet"
      address_space = ["10.42.0.0/16"]
      subnets = [
        { name = "nodes", address_prefixes = ["10.42.0.0/20"], route_table = "egress" },
        { name = "AzureFirewallSubnet", address_prefixes = ["10.42.240.0/26"] },
      ]
    }]

    route_tables = [{
      name   = "egress"
      routes = [{ name = "default", address_prefix = "0.0.0.0/0", next_hop_type = "VirtualAppliance", next_hop_device = "fw" }]
    }]

    firewalls = [{
      name       = "fw"
      tier       = "Standard"
      subnet     = "vnet/AzureFirewallSubnet"
      public_ips = [{ name = "pip" }]
      collections = [{
        name     = "aks"
        kind     = "application"
        priority = 100
        action   = "Allow"
        rules = [{
          name             = "aks"
          source_addresses = ["10.42.0.0/20"]
          protocols        = ["Https:443"]
          fqdn_tags        = ["AzureKubernetesService"]
        }]
      }]
    }]

    aks = [{ subnets = ["vnet/nodes"], region = "westeurope" }]
  })
}

output "status" {
  value = local.verdict.status # "allowed"

  precondition {
    condition     = local.verdict.status != "denied"
    error_message = local.verdict.report
  }
}

output "graph" {
  value = local.verdict.mermaid
}
