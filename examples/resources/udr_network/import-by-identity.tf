import {
  to = udr_network.cluster
  identity = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/virtualNetworks/contosofinvnet"
  }
}
