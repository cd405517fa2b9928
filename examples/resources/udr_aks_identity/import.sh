# Its role assignments are found in its subscription and become network_scopes, keyed by the names of their scopes.
terraform import udr_aks_identity.this /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/contosofinaks
