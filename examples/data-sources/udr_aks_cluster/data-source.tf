# A cluster that somebody else made.
data "udr_aks_cluster" "this" {
  id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.ContainerService/managedClusters/contosofinaks"
}

output "outbound_type" {
  value = data.udr_aks_cluster.this.network_profile.outbound_type
}
