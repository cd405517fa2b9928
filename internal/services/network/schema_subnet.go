package network

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// The defaults are fixed values, so that drift from them is seen like any other. Azure's own default for outbound access changed
// with the API versions after 2026-03-31; ours is the newer, closed one (RT-21, aks-facts.md F28).
//
// subnetsAttribute is a map keyed by subnet name: Azure's subnets have no order, and a map of objects is the one
// collection whose planning stays linear (style.md 2.3, pitfall 1).
func subnetsAttribute() schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "The network's subnets, keyed by name. `udr_network.x.subnets[\"aks\"].id` is known at plan.",
		Optional:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the subnet. Known at plan.",
				Computed:            true,
			},
			"address_prefixes": schema.ListAttribute{
				MarkdownDescription: "The subnet's address ranges in CIDR form, inside `address_space`: one IPv4 range, one IPv6 /64 range, or both.",
				ElementType:         customtypes.CIDRType{},
				Required:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"network_security_group_id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of a network security group. Unset leaves whatever another writer attached; removing it detaches the group.",
				CustomType:          networkSecurityGroupIDType,
				Optional:            true,
			},
			"service_endpoints": schema.SetAttribute{
				MarkdownDescription: "Service endpoints such as `Microsoft.Storage`. A service endpoint adds routes that are longer than the default route, " +
					"so traffic to that service bypasses the firewall (RT-12). Unset leaves what others set.",
				ElementType: types.StringType,
				Optional:    true,
				Validators: []validator.Set{
					setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
				},
			},
			"delegation": schema.SingleNestedAttribute{
				MarkdownDescription: "Delegates the subnet to an Azure service. Unset leaves what others set.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"service_name": schema.StringAttribute{
						MarkdownDescription: "The service, such as `Microsoft.ContainerService/managedClusters`.",
						Required:            true,
						Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
					},
					"name": schema.StringAttribute{
						MarkdownDescription: "The name of the delegation. Default `delegation`.",
						Optional:            true,
						Computed:            true,
						Default:             stringdefault.StaticString("delegation"),
						Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
					},
				},
			},
			"default_outbound_access_enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether machines without any explicit egress get Azure's default outbound access. Default `false`, as in " +
					"Azure's newest API versions: a subnet that should leave by the firewall only must not have a second way out. " +
					"An imported subnet that has it on shows the difference in the plan.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"private_endpoint_network_policies": schema.StringAttribute{
				MarkdownDescription: "Network policies for private endpoints: `Disabled`, `Enabled`, `NetworkSecurityGroupEnabled` or `RouteTableEnabled`. " +
					"Default `Disabled`. With `RouteTableEnabled` a route at least as long as the network's own prefix can send " +
					"private endpoint traffic through the firewall (RT-13).",
				Optional: true,
				Computed: true,
				Default:  stringdefault.StaticString("Disabled"),
				Validators: []validator.String{
					stringvalidator.OneOf("Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"),
				},
			},
			"private_link_service_network_policies_enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether network policies apply to private link services in the subnet. Default `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"initial_route_table_id": schema.StringAttribute{
				MarkdownDescription: "A route table that the subnet is created with, for subscriptions whose policy forbids a subnet without one. " +
					"It is used in the request that makes the subnet and never again: afterwards the route table belongs to the egress resource.",
				CustomType: routeTableIDType,
				Optional:   true,
			},
		}},
	}
}
