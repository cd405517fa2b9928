package aksidentity

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (r *identityResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := objectAttributes()
	for name, attribute := range assignmentAttributes() {
		attributes[name] = attribute
	}
	attributes["timeouts"] = timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: "How long a create may take. Default 30m.",
		ReadDescription:   "How long a read may take. Default 5m.",
		UpdateDescription: "How long an update may take. Default 30m.",
		DeleteDescription: "How long a delete may take. Default 30m.",
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "The user-assigned identity of a cluster, with the role assignments that the cluster's network needs.\n\n" +
			"It depends on the network only, so that it is made while the firewall is being built, and its assignments have spread when the cluster needs them. " +
			"With `role_assignments = \"manage\"` the caller needs `Microsoft.Authorization/roleAssignments/write` on each scope " +
			"(Owner, User Access Administrator or Role Based Access Control Administrator); a pipeline that may not assign roles uses `verify` or `none`.",
		Attributes: attributes,
	}
}

func objectAttributes() map[string]schema.Attribute {
	computed := func(text string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: text, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":           computed("The ARM ID of the identity. Known at plan."),
		"principal_id": computed("The object ID of the identity's service principal: what roles are assigned to."),
		"client_id":    computed("The client (application) ID of the identity."),
		"tenant_id":    computed("The tenant of the identity."),
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the identity, 3 to 128 characters. A change replaces the identity.",
			Required:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
		},
		"resource_group_name": schema.StringAttribute{
			MarkdownDescription: "The resource group of the identity. A change replaces the identity.",
			Required:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
		},
		"location": schema.StringAttribute{
			MarkdownDescription: "The Azure region, such as `eastus`. A change replaces the identity.",
			CustomType:          customtypes.LocationType{},
			Required:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualLocation)},
		},
		"tags": schema.MapAttribute{
			MarkdownDescription: "Tags of the identity. Tags that others set on it are kept. The provider's `default_tags` are added.",
			ElementType:         types.StringType,
			Optional:            true,
		},
		"tags_all": schema.MapAttribute{
			MarkdownDescription: "All tags that this resource sets: its `tags` over the provider's `default_tags`.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"skip_checks": schema.SetAttribute{
			MarkdownDescription: "IDs of checks to switch off on this resource. Known IDs: `" + strings.Join(checkIDs, "`, `") + "`.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOfCaseInsensitive(checkIDs...))},
		},
	}
}

func assignmentAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"role_assignments": schema.StringAttribute{
			MarkdownDescription: "What to do about the role assignments: `manage` makes them and removes them again (those that others made are used and left alone); " +
				"`verify` makes none, looks whether the identity holds the rights, through whatever role and scope above, and fails with the commands for whoever may assign roles; " +
				"`none` neither makes nor looks. Assignments that were made under `manage` stay when the mode is changed: a running cluster depends on them.",
			Optional:   true,
			Computed:   true,
			Default:    stringdefault.StaticString(modeManage),
			Validators: []validator.String{stringvalidator.OneOf(modeManage, modeVerify, modeNone)},
		},
		"network_scopes": schema.MapAttribute{
			MarkdownDescription: "What the cluster joins or writes, keyed by a name of your choice: its node, pod and API server subnets; the route table (`kubenet` only); " +
				"the whole network for node auto-provisioning; a network security group of yours. On each the identity gets `Network Contributor`, or the role of `network_role_definition_id`.",
			ElementType: networkScopeIDType,
			Optional:    true,
			Validators:  []validator.Map{mapvalidator.NoNullValues()},
		},
		"network_role_definition_id": schema.StringAttribute{
			MarkdownDescription: "The definition of a custom role to assign on `network_scopes` in place of `Network Contributor`. " +
				"It needs at least `Microsoft.Network/virtualNetworks/subnets/read` and `…/subnets/join/action` on subnets, and read, write and delete of routes on a route table.",
			CustomType: roleIDType,
			Optional:   true,
		},
		"private_dns_zone_id": schema.StringAttribute{
			MarkdownDescription: "A private DNS zone of your own for a private cluster. The identity gets `Private DNS Zone Contributor` on it.",
			CustomType:          zoneIDType,
			Optional:            true,
		},
		"kubelet_identity_id": schema.StringAttribute{
			MarkdownDescription: "A user-assigned identity of your own for the nodes. The cluster's identity gets `Managed Identity Operator` on it.",
			CustomType:          identityIDType,
			Optional:            true,
		},
		"role_assignment_ids": schema.MapAttribute{
			MarkdownDescription: "The assignments that give the identity its rights, by key of `network_scopes`, and `private_dns_zone_id` and `kubelet_identity_id`. " +
				"Reading it orders a cluster after them.",
			ElementType: assignmentIDElement,
			Computed:    true,
		},
	}
}
