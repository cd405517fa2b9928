# The rest of the how-to's network half: firewall with public IP, rules, the route table whose default route leads to the
# firewall's private IP, and its association with the cluster's subnet. Where the how-to allows everything by one network
# rule, `aks = {}` allows what AKS needs and nothing else.

variable "extra_fqdns" {
  description = "Further names that the nodes may reach."
  type        = list(string)
  default     = []
}

resource "udr_firewall_egress" "this" {
  name                = "${local.prefix}fw"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  firewall_subnet     = udr_network.cluster.subnets["AzureFirewallSubnet"]
  public_ips          = { "${local.prefix}fwpublicip" = {} }
  routed_subnets      = { nodes = udr_network.cluster.subnets["${local.prefix}akssubnet"] }
  aks                 = {}

  application_rule_collections = {
    updates = {
      priority = 600
      action   = "Allow"
      rules = {
        ubuntu = {
          source_addresses  = ["100.64.1.0/24"]
          destination_fqdns = concat(["security.ubuntu.com", "azure.archive.ubuntu.com"], var.extra_fqdns)
          protocols         = [{ type = "Http", port = 80 }]
        }
      }
    }
  }
}

output "firewall" {
  description = "Where the cluster's egress leaves."
  value = {
    private_ip = udr_firewall_egress.this.private_ip_address
    public_ips = udr_firewall_egress.this.public_ip_addresses
  }
}
