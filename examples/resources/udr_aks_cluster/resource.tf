resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

resource "udr_network" "this" {
  name                = "contosofinvnet"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["100.64.0.0/16"]

  subnets = {
    contosofinakssubnet  = { address_prefixes = ["100.64.1.0/24"] }
    contosofinsvcsubnet  = { address_prefixes = ["100.64.2.0/24"] }
    contosofinworksubnet = { address_prefixes = ["100.64.4.0/24"] }
    AzureFirewallSubnet  = { address_prefixes = ["100.64.3.0/24"] }
  }
}

resource "udr_firewall_egress" "this" {
  name                = "contosofinfw"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  firewall_subnet     = udr_network.this.subnets["AzureFirewallSubnet"]

  public_ips = {
    contosofinfwpublicip = {}
  }

  aks = {} # the rules that a cluster needs

  routed_subnets = {
    aks  = udr_network.this.subnets["contosofinakssubnet"]
    work = udr_network.this.subnets["contosofinworksubnet"]
  }
}

# It needs the network only, so it is made while the firewall is being built.
resource "udr_aks_identity" "this" {
  name                = "contosofinaks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location

  network_scopes = {
    aks      = udr_network.this.subnets["contosofinakssubnet"].id
    services = udr_network.this.subnets["contosofinsvcsubnet"].id
  }
}

resource "udr_aks_cluster" "this" {
  name                = "contosofinaks"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location

  # The first plan is judged by it, and the nodes wait for their route.
  egress = udr_firewall_egress.this.egress

  identity = {
    type         = "UserAssigned"
    identity_ids = [udr_aks_identity.this.id]
  }

  default_node_pool = {
    node_count     = 3
    vnet_subnet_id = udr_network.this.subnets["contosofinakssubnet"].id
  }

  network_profile = {
    network_plugin = "azure"
    service_cidr   = "192.168.0.0/16"
    dns_service_ip = "192.168.0.10"
  }

  # The firewall's public IP is added: without it the nodes would be locked out.
  api_server_access_profile = {
    authorized_ip_ranges = ["203.0.113.200/32"]
  }
}

output "authorized_ip_ranges" {
  value = udr_aks_cluster.this.effective_authorized_ip_ranges
}
