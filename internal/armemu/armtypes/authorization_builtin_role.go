package armtypes

import (
	"strings"
)

// builtInRole is a role definition that every tenant has.
type builtInRole struct {
	guid, name, description                  string
	actions, notActions, data, notDataAction []string
}

// everywhere are the rights that most roles carry beside their own.
var everywhere = []string{
	"Microsoft.Authorization/*/read", "Microsoft.Insights/alertRules/*", "Microsoft.ResourceHealth/availabilityStatuses/read",
	"Microsoft.Resources/deployments/*", "Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Support/*",
}

// builtInRoles are those of aks-facts.md 5 and their neighbours. Guids and actions: learn.microsoft.com, role-based-access-control,
// built-in-roles (2025).
var builtInRoles = []builtInRole{
	{
		guid: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", name: "Owner",
		description: "Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.", actions: []string{"*"},
	},
	{
		guid: "b24988ac-6180-42a0-ab88-20f7382dd24c", name: "Contributor",
		description: "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.", actions: []string{"*"},
		notActions: []string{
			"Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write", "Microsoft.Authorization/elevateAccess/Action",
			"Microsoft.Blueprint/blueprintAssignments/write", "Microsoft.Blueprint/blueprintAssignments/delete",
			"Microsoft.Compute/galleries/share/action", "Microsoft.Purview/consents/write", "Microsoft.Purview/consents/delete",
		},
	},
	{
		guid: "acdd72a7-3385-48ef-bd42-f606fba81ae7", name: "Reader",
		description: "View all resources, but does not allow you to make any changes.", actions: []string{"*/read"},
	},
	{
		guid: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", name: "User Access Administrator",
		description: "Lets you manage user access to Azure resources.", actions: []string{"*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"},
	},
	{
		guid: "f58310d9-a9f6-439a-9e8d-f62e7b41a168", name: "Role Based Access Control Administrator",
		description: "Manage access to Azure resources by assigning roles using Azure RBAC. This role does not allow you to manage access using other ways, such as Azure Policy.",
		actions:     []string{"Microsoft.Authorization/roleAssignments/write", "Microsoft.Authorization/roleAssignments/delete", "*/read", "Microsoft.Support/*"},
	},
	{
		guid: "4d97b98b-1d4f-4787-a291-c67834d212e7", name: "Network Contributor",
		description: "Lets you manage networks, but not access to them.", actions: append([]string{"Microsoft.Network/*"}, everywhere...),
	},
	{
		guid: "b12aa53e-6015-4669-85d0-8515ebb3ae7f", name: "Private DNS Zone Contributor",
		description: "Lets you manage private DNS zone resources, but not the virtual networks they are linked to.",
		actions: append([]string{
			"Microsoft.Network/privateDnsZones/*", "Microsoft.Network/privateDnsOperationResults/*", "Microsoft.Network/privateDnsOperationStatuses/*",
			"Microsoft.Network/virtualNetworks/read", "Microsoft.Network/virtualNetworks/join/action",
		}, everywhere...),
	},
	{
		guid: "f1a07417-d97a-45cb-824c-7a7467783830", name: "Managed Identity Operator",
		description: "Read and Assign User Assigned Identity",
		actions: append([]string{
			"Microsoft.ManagedIdentity/userAssignedIdentities/*/read", "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
		}, everywhere...),
	},
	{
		guid: "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59", name: "Managed Identity Contributor",
		description: "Create, Read, Update, and Delete User Assigned Identity",
		actions: append([]string{
			"Microsoft.ManagedIdentity/userAssignedIdentities/read", "Microsoft.ManagedIdentity/userAssignedIdentities/write", "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
		}, everywhere...),
	},
	{guid: "7f951dda-4ed3-4680-a7ca-43fe172d538d", name: "AcrPull", description: "acr pull", actions: []string{"Microsoft.ContainerRegistry/registries/pull/read"}},
	{
		guid: "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8", name: "Azure Kubernetes Service Contributor Role",
		description: "Grants access to read and write Azure Kubernetes Service clusters",
		actions:     []string{"Microsoft.ContainerService/managedClusters/read", "Microsoft.ContainerService/managedClusters/write", "Microsoft.Resources/deployments/*"},
	},
	{
		guid: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f", name: "Azure Kubernetes Service Cluster User Role",
		description: "List cluster user credential action.",
		actions:     []string{"Microsoft.ContainerService/managedClusters/listClusterUserCredential/action", "Microsoft.ContainerService/managedClusters/read"},
	},
	{
		guid: "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8", name: "Azure Kubernetes Service Cluster Admin Role",
		description: "List cluster admin credential action.",
		actions: []string{
			"Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action", "Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action",
			"Microsoft.ContainerService/managedClusters/read", "Microsoft.ContainerService/managedClusters/runcommand/action",
		},
	},
}

// findBuiltInRole finds a role by its guid in any case.
func findBuiltInRole(guid string) (builtInRole, bool) {
	for _, r := range builtInRoles {
		if strings.EqualFold(r.guid, guid) {
			return r, true
		}
	}
	return builtInRole{}, false
}

// document shows the role as it is seen from a scope.
func (r builtInRole) document(scope string) *Document {
	const since = "2015-02-02T21:55:09.8806423Z"
	body := Object{"name": r.guid}
	body.Set("properties", Object{
		"roleName": r.name, "type": "BuiltInRole", "description": r.description, "assignableScopes": []string{"/"},
		"permissions": []Object{{"actions": r.actions, "notActions": r.notActions, "dataActions": r.data, "notDataActions": r.notDataAction}},
		"createdOn":   since, "updatedOn": since, "createdBy": nil, "updatedBy": nil,
	})
	id := roleDefinitionID(scope, r.guid)
	return &Document{ID: id, Type: roleDefinitions(), Body: body}
}
