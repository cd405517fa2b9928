import {
  to = udr_appliance_egress.this
  id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/routeTables/contosofinrt"
}
