package applianceegress

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// defaultRoute is the name of the route to the appliance.
const defaultRoute = "default"

func routingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"appliance": schema.SingleNestedAttribute{
			MarkdownDescription: "Where the traffic goes. An appliance is named by its address, by the firewall that it is, or by the frontend of the internal load balancer " +
				"before it.",
			Required:   true,
			Attributes: applianceAttributes(),
		},
		// Optional and Computed: either somebody else's table, which the configuration names, or the one made here, whose ID follows
		// from its name. The state tells them apart by `name`, which is null for the first.
		"route_table_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the route table. Set it to use a table that exists: the routes of this resource are put into it, and everything else in it is " +
				"left alone. Unset, it is the ID of the table that is made here. Known at plan. Another table replaces the resource.",
			CustomType: routeTableIDType,
			Optional:   true,
			Computed:   true,
		},
		"route_table": schema.SingleNestedAttribute{
			MarkdownDescription: "The routes. Leave it out for the default route alone.",
			Optional:            true,
			Computed:            true,
			Default:             objectdefault.StaticValue(defaultTable()),
			Attributes:          routeTableAttributes(),
		},
		"routed_subnets": schema.MapNestedAttribute{
			MarkdownDescription: "The subnets whose traffic goes through the appliance, under keys of your choice: subnets of `udr_network` " +
				"(`{ aks = udr_network.spoke.subnets[\"aks\"] }`) or any object with an `id`, in any network of the table's subscription and region. They are given " +
				"the route table in place; a subnet that has another one is refused unless `route_table.replaced_route_table_ids` names it.",
			Optional:     true,
			NestedObject: schema.NestedAttributeObject{Attributes: subnetAttributes()},
		},
		"rules": rulesAttribute(),
		"aks": schema.SingleNestedAttribute{
			MarkdownDescription: "The AKS clusters in the routed subnets, with outbound type `userDefinedRouting`. With this block the plan judges whether the routes let them reach " +
				"what they need; what the appliance itself lets pass is not known here. `aks = {}` stands for a public cluster without further features.",
			Optional:   true,
			Attributes: preflight.ProfileAttributes(),
		},
		"egress_checks": preflight.ChecksAttribute(),
	}
}

func applianceAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"next_hop_type": schema.StringAttribute{
			MarkdownDescription: "`VirtualAppliance` (default), or `VirtualNetworkGateway` for the VPN gateway of the network or of a peered one, which takes no address.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(azure.HopAppliance),
			Validators:          []validator.String{stringvalidator.OneOf(azure.HopAppliance, azure.HopGateway)},
		},
		"private_ip_address": schema.StringAttribute{
			MarkdownDescription: "The address of the appliance, in the network of the routed subnets or in a peered one.",
			CustomType:          customtypes.IPAddressType{},
			Optional:            true,
		},
		"firewall_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of an Azure Firewall, which may belong to another team and subscription. Its private IP is read, which needs no more than the " +
				"right to read it; where even that is missing, give `private_ip_address` as well.",
			CustomType:    firewallIDType,
			Optional:      true,
			PlanModifiers: []planmodifier.String{customtypes.KeepEqual(customtypes.EqualResourceID)},
		},
		"load_balancer_frontend_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of a frontend IP configuration of an internal load balancer, behind which the appliances stand. Its address is read, unless " +
				"`private_ip_address` is given.",
			CustomType:    frontendIDType,
			Optional:      true,
			PlanModifiers: []planmodifier.String{customtypes.KeepEqual(customtypes.EqualResourceID)},
		},
	}
}

func routeTableAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"bgp_route_propagation_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the subnets learn the routes of a gateway, which go past the appliance where they are longer than the default route. " +
				"Default `false`. Not with `route_table_id`.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
		"default_route_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether 0.0.0.0/0 leads to the appliance. Default `true`. AKS asks for such a route with outbound type `userDefinedRouting`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(true),
		},
		"default_route_name": schema.StringAttribute{
			MarkdownDescription: "The name of the route of 0.0.0.0/0. Default `default`.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(defaultRoute),
		},
		"routes": schema.MapNestedAttribute{
			MarkdownDescription: "Further routes, keyed by name.",
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: routeAttributes()},
		},
		"replaced_route_table_ids": schema.SetAttribute{
			MarkdownDescription: "The ARM IDs of route tables of others that a routed subnet may have at first: the association is replaced in one write, without a moment " +
				"between.",
			ElementType: routeTableIDType,
			Optional:    true,
		},
	}
}

// defaultTable is `route_table` where the configuration has none.
func defaultTable() types.Object {
	return types.ObjectValueMust(attributeTypes(routeTableAttributes()), map[string]attr.Value{
		"bgp_route_propagation_enabled": types.BoolValue(false),
		"default_route_enabled":         types.BoolValue(true),
		"default_route_name":            types.StringValue(defaultRoute),
		"routes":                        types.MapNull(types.ObjectType{AttrTypes: attributeTypes(routeAttributes())}),
		"replaced_route_table_ids":      types.SetNull(routeTableIDType),
	})
}

// routeAttributes are those of an element of a map, where nothing is Required: the framework (v1.19) takes an element that is not known yet for one
// that lacks what is required. judgeRequired asks for it instead.
func routeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"address_prefix": schema.StringAttribute{
			MarkdownDescription: "The destination: a CIDR, or a service tag. Required.",
			CustomType:          customtypes.RoutePrefixType{},
			Optional:            true,
		},
		"next_hop_type": schema.StringAttribute{
			MarkdownDescription: "Where the route leads: `VirtualAppliance`, `VirtualNetworkGateway`, `VnetLocal`, `Internet` or `None`. Default: to the same appliance " +
				"as the default route.",
			Optional: true,
			Validators: []validator.String{
				stringvalidator.OneOf(azure.HopAppliance, azure.HopGateway, azure.HopNetwork, azure.HopInternet, azure.HopNone),
			},
		},
		"next_hop_in_ip_address": schema.StringAttribute{
			MarkdownDescription: "The address of another appliance, required by `VirtualAppliance` and for it alone.",
			CustomType:          customtypes.IPAddressType{},
			Optional:            true,
		},
	}
}

// subnetAttributes are those that a subnet object of udr_network is read by. Terraform drops its other attributes.
func subnetAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the subnet. Required.",
			CustomType:          subnetIDType,
			Optional:            true,
			PlanModifiers:       []planmodifier.String{customtypes.KeepEqual(customtypes.EqualResourceID)},
		},
		"address_prefixes": schema.ListAttribute{
			MarkdownDescription: "The subnet's address ranges in CIDR form. Nothing is sent to Azure of them; checks rest on them.",
			ElementType:         customtypes.CIDRType{},
			Optional:            true,
		},
	}
}
