package resourcegroup

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (r *groupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A resource group. It is deleted only when it is empty: Azure would delete everything in it, whoever made it.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the resource group. Known at plan.",
				Computed:            true,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "The name of the resource group, 1 to 90 characters. A change replaces the group.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
			},
			"location": schema.StringAttribute{
				MarkdownDescription: "The Azure region that holds the group's metadata, such as `eastus`. A change replaces the group.",
				CustomType:          customtypes.LocationType{},
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualLocation)},
			},
			"tags": schema.MapAttribute{
				MarkdownDescription: "Tags of the group. Tags that others set on it are kept. The provider's `default_tags` are added.",
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
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: "How long a create may take. Default 15m.",
				ReadDescription:   "How long a read may take. Default 5m.",
				UpdateDescription: "How long an update may take. Default 15m.",
				DeleteDescription: "How long a delete may take. Default 60m.",
			}),
		},
	}
}
