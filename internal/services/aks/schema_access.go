package aks

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// accessAttributes are who reaches the Kubernetes API and how.
func accessAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"api_server_access_profile": optionalPart("Who reaches the API server.", map[string]schema.Attribute{
			"authorized_ip_ranges": optionalTexts("Public IPv4 addresses and ranges that reach a public API server. Unset, everybody does. Up to 200, or 2000 with VNet integration. "+
				"Do not list the egress's own addresses: `include_egress_ips` adds them.", rangeValidator()),
			"include_egress_ips": fixedFlag(true, "Whether every public IP of the `egress` is added to the authorized ranges. Nodes of a cluster with `userDefinedRouting` reach a "+
				"public API server from these, so without them they are locked out (exit code 51)."),
			"virtual_network_integration_enabled": optionalFlag("Whether the API server has an address in the network, through `subnet_id`. It cannot be turned off again."),
			"subnet_id":                           optionalID("The ARM ID of the API server's subnet, a /28 or larger, delegated to `Microsoft.ContainerService/managedClusters`.", subnetType),
		}),
		"effective_authorized_ip_ranges": schema.SetAttribute{
			MarkdownDescription: "The authorized ranges that are sent: the configured ones and the egress's public IPs. Empty where everybody reaches the API server.",
			ElementType:         types.StringType, Computed: true,
		},
		"private_cluster_enabled":             fixedFlag(false, "Whether the API server is reached by a private endpoint only. A change replaces the cluster."),
		"private_cluster_public_fqdn_enabled": fixedFlag(false, "Whether a private cluster also has a public name, for its private address."),
		"private_dns_zone_id": servedText("The zone of a private cluster's name: `System` (default), `None`, or the ARM ID of a private DNS zone, which needs a user-assigned identity. " +
			"A change replaces the cluster."),
		"run_command_enabled":               fixedFlag(true, "Whether commands can be run in the cluster through Azure."),
		"local_account_disabled":            fixedFlag(false, "Whether only Entra ID signs in. Needs `azure_active_directory_role_based_access_control`."),
		"role_based_access_control_enabled": fixedFlag(true, "Whether Kubernetes' role-based access control is on. A change replaces the cluster."),
		"azure_active_directory_role_based_access_control": optionalPart("The integration with Entra ID, managed by AKS. It cannot be taken away again.", map[string]schema.Attribute{
			"tenant_id":              servedText("The tenant. Unset, the subscription's."),
			"admin_group_object_ids": optionalTexts("The groups whose members administer the cluster."),
			"azure_rbac_enabled":     fixedFlag(false, "Whether Azure's role assignments decide what a user may do in the cluster."),
		}),
		"oidc_issuer_enabled":       fixedFlag(true, "Whether the cluster issues tokens that others trust. AKS turns it on for new clusters, and it cannot be turned off again."),
		"workload_identity_enabled": fixedFlag(false, "Whether pods get tokens of Entra ID. Needs `oidc_issuer_enabled`."),
	}
}

// identityAttributes are what the cluster and its nodes act as.
func identityAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"identity": servedPart("What the cluster acts as. Without it and without `service_principal`, a system-assigned identity.", map[string]schema.Attribute{
			"type":         required(optionalText("`SystemAssigned` or `UserAssigned`. A user-assigned identity can be given its roles before AKS asks for them: see `udr_aks_identity`.", oneOf("SystemAssigned", "UserAssigned"))),
			"identity_ids": idSet("The ARM ID of the user-assigned identity: exactly one.", identityType),
			"principal_id": shownText("The object ID of the system-assigned identity."),
			"tenant_id":    shownText("The tenant of the system-assigned identity."),
		}),
		"service_principal": optionalPart("A service principal instead of an identity, as old guides have it. A cluster that has an identity does not go back to one.", map[string]schema.Attribute{
			"client_id": required(optionalText("The application's client ID.")),
			"client_secret_wo": schema.StringAttribute{
				MarkdownDescription: "The application's secret. Write-only: it is in no plan and no state, and sent again when `client_secret_wo_version` changes.",
				Optional:            true, WriteOnly: true, Sensitive: true,
			},
			"client_secret_wo_version": optionalText("Any text that changes whenever the secret does."),
		}),
		"kubelet_identity": servedPart("The identity of the nodes. Unset, AKS makes one in the node resource group.", map[string]schema.Attribute{
			"user_assigned_identity_id": servedID("The ARM ID of the identity. The cluster's own identity, user-assigned, needs the role Managed Identity Operator on it.", identityType),
			"client_id":                 servedText("Its client ID."),
			"object_id":                 servedText("Its object ID."),
		}),
		"linux_profile": optionalPart("The account on Linux nodes. A change of the name replaces the cluster.", map[string]schema.Attribute{
			"admin_username": required(optionalText("The name of the account.")),
			"ssh_key": required1(optionalPart("Its key.", map[string]schema.Attribute{
				"key_data": required(optionalText("The public SSH key.")),
			})),
		}),
		"windows_profile": optionalPart("The account on Windows nodes. A change of the name replaces the cluster.", map[string]schema.Attribute{
			"admin_username": required(optionalText("The name of the account.")),
			"admin_password_wo": schema.StringAttribute{
				MarkdownDescription: "The password. Write-only: it is in no plan and no state, and sent again when `admin_password_wo_version` changes.",
				Optional:            true, WriteOnly: true, Sensitive: true,
			},
			"admin_password_wo_version": optionalText("Any text that changes whenever the password does."),
			"license":                   optionalText("`Windows_Server` for the Azure hybrid benefit.", oneOf("Windows_Server", "None")),
		}),
	}
}

func required1(a schema.SingleNestedAttribute) schema.SingleNestedAttribute {
	a.Optional, a.Computed, a.Required = false, false, true
	return a
}
