import {
  to = udr_firewall_ingress.voting
  id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/azureFirewalls/contosofinfw|voting"
}
