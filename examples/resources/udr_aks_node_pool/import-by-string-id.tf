import {
  to = udr_aks_node_pool.this
  id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.ContainerService/managedClusters/contosofinaks/agentPools/work"
}
