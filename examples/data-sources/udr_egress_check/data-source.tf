# Rules that the hub's team wrote, judged against what a cluster behind them needs.
data "udr_egress_check" "hub" {
  document = {
    version = 1

    networks = [{
      name          = "spoke"
      address_space = ["10.8.0.0/16"]
      subnets = [
        { name = "nodes", address_prefixes = ["10.8.0.0/20"], route_table = "spoke" },
      ]
      peerings = [{ remote_network = "hub" }]
      }, {
      name          = "hub"
      address_space = ["10.0.0.0/16"]
      subnets       = [{ name = "AzureFirewallSubnet", address_prefixes = ["10.0.240.0/26"] }]
      peerings      = [{ remote_network = "spoke" }]
    }]

    route_tables = [{
      name                              = "spoke"
      disable_gateway_route_propagation = true
      routes = [{
        name = "default", address_prefix = "0.0.0.0/0", next_hop_type = "VirtualAppliance", next_hop_in_ip_address = "10.0.240.4"
      }]
    }]

    firewalls = [{
      name               = "hub"
      subnet             = "hub/AzureFirewallSubnet"
      private_ip_address = "10.0.240.4"
      public_ips         = [{ name = "hub", address = "20.1.2.3" }]
      collections = [{
        name     = "aks"
        kind     = "application"
        priority = 200
        action   = "Allow"
        rules = [{
          name             = "aks"
          source_addresses = ["10.8.0.0/16"]
          protocols        = ["Https:443"]
          fqdn_tags        = ["AzureKubernetesService"]
        }]
      }]
    }]

    aks = [{ subnets = ["spoke/nodes"], region = "westeurope" }]

    flows = [{ source_subnet = "spoke/nodes", protocol = "https", names = ["pastebin.com"], level = "forbidden" }]
  }

  lifecycle {
    postcondition {
      condition     = self.status == "allowed"
      error_message = self.report
    }
  }
}

# The same question to what Azure has: the subnet's network, routes and security group, and the firewall that the routes lead
# to, in whatever subscription. What may not be read leaves the answer open and is listed.
data "udr_egress_check" "live" {
  subnet_ids = ["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/spoke-rg/providers/Microsoft.Network/virtualNetworks/spoke/subnets/nodes"]

  aks = { features = ["azure_policy"] }

  flows = [{ protocol = "https", names = ["pastebin.com"], level = "forbidden" }]
}

check "live_egress" {
  assert {
    condition     = data.udr_egress_check.live.status != "denied"
    error_message = data.udr_egress_check.live.report
  }
}

output "not_known" {
  value = [for gap in data.udr_egress_check.live.gaps : "${gap.object}: ${gap.reason}"]
}

output "graph" {
  value = data.udr_egress_check.hub.mermaid
}
