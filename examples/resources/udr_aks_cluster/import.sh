terraform import udr_aks_cluster.this /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.ContainerService/managedClusters/contosofinaks
