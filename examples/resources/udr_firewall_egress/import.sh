# The firewall's ID. The route table is looked for; '<firewall>|<route table>' names it. NAT rules that could be those of a
# udr_firewall_ingress are left out, unless the ID names them: '<firewall>||<name>,<name>'.
terraform import udr_firewall_egress.this /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/azureFirewalls/contosofinfw
