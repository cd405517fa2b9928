terraform import udr_firewall_rules.spoke /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-hub-rg/providers/Microsoft.Network/firewallPolicies/contosofinhubfw-policy
