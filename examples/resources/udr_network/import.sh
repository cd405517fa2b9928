terraform import udr_network.cluster /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/virtualNetworks/contosofinvnet

# To manage some of its subnets and peerings only, name them behind bars: '<id>|aks,services|to-hub'. Without names every
# subnet is taken in, and every peering but those that another udr_network has made as its `reverse`.
