terraform import udr_firewall_egress.this /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/azureFirewalls/contosofinfw
