package network

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (r *networkResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A virtual network with its subnets, made in one request, and its peerings, both halves.\n\n" +
			"The resource writes what its configuration names and nothing else: subnets of other writers are kept and shown in " +
			"`other_subnets`, and a subnet's route table belongs to the egress resource that routes it. " +
			"Subnets are added, changed and removed one by one, without touching the others.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the virtual network. Known at plan.",
				Computed:            true,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "The name of the virtual network, 2 to 64 characters. A change replaces the network.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
			},
			"resource_group_name": schema.StringAttribute{
				MarkdownDescription: "The resource group of the network. A change replaces the network.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
			},
			"location": schema.StringAttribute{
				MarkdownDescription: "The Azure region, such as `eastus` or `East US`. A change replaces the network.",
				CustomType:          customtypes.LocationType{},
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualLocation)},
			},
			"address_space": schema.SetAttribute{
				MarkdownDescription: "The network's address ranges in CIDR form. Ranges can be added and removed in place; " +
					"a range that holds a subnet cannot be removed.",
				ElementType: customtypes.CIDRType{},
				Required:    true,
				Validators:  []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues()},
			},
			"dns_servers": schema.ListAttribute{
				MarkdownDescription: "Addresses of custom DNS servers in order of use. Unset means Azure's own DNS. " +
					"To resolve through an Azure Firewall, give its private IP here and turn its DNS proxy on.",
				ElementType: customtypes.IPAddressType{},
				Optional:    true,
				Validators:  []validator.List{listvalidator.NoNullValues()},
			},
			"subnets":  subnetsAttribute(),
			"peerings": peeringsAttribute(),
			"other_subnets": schema.MapNestedAttribute{
				MarkdownDescription: "Subnets of this network that other writers made, by name. They are never changed, and the network is not " +
					"deleted while one of them is there.",
				Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": schema.StringAttribute{
						MarkdownDescription: "The ARM ID of the subnet.",
						Computed:            true,
					},
					"address_prefixes": schema.ListAttribute{
						MarkdownDescription: "The subnet's address ranges.",
						ElementType:         types.StringType,
						Computed:            true,
					},
				}},
			},
			"tags": schema.MapAttribute{
				MarkdownDescription: "Tags of the network. Tags that others set on it are kept. The provider's `default_tags` are added.",
				ElementType:         types.StringType,
				Optional:            true,
			},
			"tags_all": schema.MapAttribute{
				MarkdownDescription: "All tags that this resource sets: its `tags` over the provider's `default_tags`.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"skip_checks": skipChecksAttribute(),
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: "How long a create may take. Default 30m.",
				ReadDescription:   "How long a read may take. Default 5m.",
				UpdateDescription: "How long an update may take. Default 30m.",
				DeleteDescription: "How long a delete may take. Default 30m.",
			}),
		},
	}
}

func skipChecksAttribute() schema.Attribute {
	return schema.SetAttribute{
		MarkdownDescription: "IDs of checks to switch off on this resource. A refusal that rests on a fact which Azure may change names its ID. " +
			"Known IDs: " + checkIDList() + ".",
		ElementType: types.StringType,
		Optional:    true,
		Validators:  []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOfCaseInsensitive(checkIDs()...))},
	}
}
