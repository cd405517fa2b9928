# Where the policy has several groups, name those to manage: id = "<policy>|contosofin-spoke,contosofin-spoke-dns"
import {
  to = udr_firewall_rules.spoke
  id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-hub-rg/providers/Microsoft.Network/firewallPolicies/contosofinhubfw-policy"
}
