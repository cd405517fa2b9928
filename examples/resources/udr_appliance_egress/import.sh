terraform import udr_appliance_egress.this /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.Network/routeTables/contosofinrt

# In a table of others (route_table_id), only the routes named behind a bar are taken in: '<id>|default,storage'.
