# The how-to's cluster: its identity with the rights that the network needs, made while the firewall is being built, and the cluster
# itself with userDefinedRouting, the outbound type of this resource unless another is named. The plan holds the cluster against `egress`
# before anything exists.

resource "udr_aks_identity" "cluster" {
  name                = "${local.prefix}aks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location

  network_scopes = {
    nodes    = udr_network.cluster.subnets["${local.prefix}akssubnet"].id
    services = udr_network.cluster.subnets["${local.prefix}svcsubnet"].id
  }
}

resource "udr_aks_cluster" "this" {
  name                = "${local.prefix}aks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  egress              = udr_firewall_egress.this.egress

  default_node_pool = {
    vnet_subnet_id = udr_network.cluster.subnets["${local.prefix}akssubnet"].id
    node_count     = 3
  }

  identity = {
    type         = "UserAssigned"
    identity_ids = [udr_aks_identity.cluster.id]
  }

  network_profile = {
    network_plugin = "azure"
    service_cidr   = "192.168.0.0/16"
    dns_service_ip = "192.168.0.10"
  }

  # The administrators' address. Those of the firewall, by which the nodes come, are added.
  api_server_access_profile = {
    authorized_ip_ranges = ["203.0.113.7/32"]
  }

  depends_on = [udr_aks_identity.cluster] # its role assignments too
}

# What `az aks get-credentials` writes into a file is only ever held in memory here.
ephemeral "udr_aks_credentials" "cluster" {
  cluster_id = udr_aks_cluster.this.id
}

output "cluster_id" {
  value = udr_aks_cluster.this.id
}

output "cluster" {
  description = "The cluster, and who may talk to its API server."
  value = {
    fqdn                 = udr_aks_cluster.this.fqdn
    node_resource_group  = udr_aks_cluster.this.node_resource_group
    kubernetes_version   = udr_aks_cluster.this.current_kubernetes_version
    authorized_ip_ranges = udr_aks_cluster.this.effective_authorized_ip_ranges
  }
}
