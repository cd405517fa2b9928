import {
  to = udr_firewall_rules.spoke
  identity = {
    policy_id   = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-hub-rg/providers/Microsoft.Network/firewallPolicies/contosofinhubfw-policy"
    group_names = ["contosofin-spoke"]
  }
}
