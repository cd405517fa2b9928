import {
  to = udr_appliance_egress.this
  identity = {
    id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/routeTables/contosofinrt"
  }
}
