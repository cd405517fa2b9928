# The platform team's egress, for a cluster that uses it.
data "udr_firewall_egress" "hub" {
  firewall_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/azureFirewalls/contosofinfw"
}

output "egress_addresses" {
  value = data.udr_firewall_egress.hub.public_ip_addresses
}
