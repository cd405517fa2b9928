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

# The firewall with its public IP, exactly the rules that an AKS cluster in the subnet needs, one rule more, and the route
# table on the cluster's subnet.
resource "udr_firewall_egress" "this" {
  name                = "contosofinfw"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  firewall_subnet     = udr_network.cluster.subnets["AzureFirewallSubnet"]

  public_ips = {
    contosofinfwpublicip = {}
  }

  # What the cluster uses. The rules for it are added, and a plan that would cut it off is refused with the reason and the fix.
  aks = {
    features = ["azure_policy", "node_os_updates"]
  }

  application_rule_collections = {
    images = {
      priority = 100
      action   = "Allow"
      rules = {
        docker-hub = {
          source_addresses  = udr_network.cluster.subnets["contosofinakssubnet"].address_prefixes
          destination_fqdns = ["registry-1.docker.io", "auth.docker.io", "production.cloudflare.docker.com"]
        }
      }
    }
  }

  routed_subnets = {
    contosofinakssubnet = udr_network.cluster.subnets["contosofinakssubnet"]
  }
}

output "egress_address" {
  value = udr_firewall_egress.this.public_ip_addresses["contosofinfwpublicip"]
}
