import {
  to = udr_aks_cluster.this
  identity = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.ContainerService/managedClusters/contosofinaks"
  }
}
