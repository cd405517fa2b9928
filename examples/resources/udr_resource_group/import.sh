terraform import udr_resource_group.this /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg
