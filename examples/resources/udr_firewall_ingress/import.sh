# The firewall's ID, a bar, and the name of the rule collection group or classic collection.
terraform import udr_firewall_ingress.voting '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/azureFirewalls/contosofinfw|voting'
