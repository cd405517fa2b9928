# The rest of the how-to's network half: firewall with public IP, rules, the route table whose default route leads to the
# firewall's private IP, and its association with the cluster's subnet. Where the how-to allows everything by one network
# rule, `aks = {}` allows what AKS needs and nothing else.

variable "extra_fqdns" {
  description = "Further names that the workload may reach."
  type        = list(string)
  default     = []
}

variable "node_fqdns" {
  description = "Names that the nodes need, for who writes the rules by hand. The plan then judges whether they suffice."
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

  # Exactly the rules that a cluster with security updates needs; without them when somebody writes rules by hand.
  aks = {
    features = ["node_os_updates"]
    rules    = length(var.node_fqdns) > 0 ? "none" : "tag"
  }

  application_rule_collections = merge({
    workload = {
      priority = 600
      action   = "Allow"
      rules = {
        partners = {
          source_addresses  = ["100.64.1.0/24"]
          destination_fqdns = concat(["api.contoso.com"], var.extra_fqdns)
          protocols         = [{ type = "Https", port = 443 }]
        }
      }
    }
    }, length(var.node_fqdns) == 0 ? {} : {
    nodes = {
      priority = 500
      action   = "Allow"
      rules = {
        aks = {
          source_addresses  = ["100.64.1.0/24"]
          destination_fqdns = var.node_fqdns
          protocols         = [{ type = "Https", port = 443 }]
        }
      }
    }
  })
}

locals {
  from_nodes = "${local.prefix}vnet/${local.prefix}akssubnet -> "
}

# What Azure has in the end, judged flow by flow, and one name that the nodes must not reach.
data "udr_egress_check" "nodes" {
  subnet_ids = [udr_network.cluster.subnets["${local.prefix}akssubnet"].id]
  aks        = {}

  flows = [{
    source_subnet_id = udr_network.cluster.subnets["${local.prefix}akssubnet"].id
    protocol         = "https"
    names            = ["pastebin.com"]
    level            = "forbidden"
  }]

  depends_on = [udr_firewall_egress.this, udr_firewall_ingress.voting] # what the firewall holds in the end
}

output "egress_report" {
  description = "Every flow that AKS needs from the nodes' subnet, and what becomes of it."
  value = join("\n", concat(
    [for v in data.udr_egress_check.nodes.verdicts : format("%-9s%-44s %s", v.status, trimprefix(v.flow, local.from_nodes), v.decider)],
    ["", data.udr_egress_check.nodes.report],
  ))
}

output "firewall" {
  description = "Where the cluster's egress leaves."
  value = {
    private_ip = udr_firewall_egress.this.private_ip_address
    public_ips = udr_firewall_egress.this.public_ip_addresses
  }
}
