# The hub team's part, usually in another configuration: the firewall with its policy.
resource "udr_resource_group" "hub" {
  name     = "contosofin-hub-rg"
  location = "eastus"
}

resource "udr_network" "hub" {
  name                = "contosofinhub"
  resource_group_name = udr_resource_group.hub.name
  location            = udr_resource_group.hub.location
  address_space       = ["10.10.0.0/16"]

  subnets = {
    AzureFirewallSubnet = { address_prefixes = ["10.10.1.0/26"] }
  }
}

resource "udr_firewall_egress" "hub" {
  name                = "contosofinhubfw"
  resource_group_name = udr_resource_group.hub.name
  location            = udr_resource_group.hub.location
  firewall_subnet     = udr_network.hub.subnets["AzureFirewallSubnet"]

  public_ips = {
    contosofinhubip = {}
  }
}

# The spoke team's part: what its cluster must reach, in a group of its own. Other groups of the policy are not touched.
resource "udr_firewall_rules" "spoke" {
  policy_id = udr_firewall_egress.hub.firewall_policy_id

  rule_collection_groups = {
    contosofin-spoke = {
      priority = 2000

      application_rule_collections = {
        names = {
          priority = 200
          action   = "Allow"
          rules = {
            required = {
              source_addresses      = ["100.64.1.0/24"]
              destination_fqdn_tags = ["AzureKubernetesService"]
            }
            images = {
              source_addresses  = ["100.64.1.0/24"]
              destination_fqdns = ["registry-1.docker.io", "auth.docker.io", "production.cloudflare.docker.com"]
            }
          }
        }
      }

      network_rule_collections = {
        addresses = {
          priority = 100
          action   = "Allow"
          rules = {
            monitor = {
              source_addresses      = ["100.64.1.0/24"]
              destination_addresses = ["AzureMonitor"]
              destination_ports     = ["443"]
              protocols             = ["TCP"]
            }
          }
        }
      }
    }
  }
}
