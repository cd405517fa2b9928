package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// defaultRoute is the name of the route to the firewall.
const defaultRoute = "default"

func routingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		// Optional and Computed as a whole, as `policy`: without it a table is made all the same.
		"route_table": schema.SingleNestedAttribute{
			MarkdownDescription: "The route table whose default route leads to the firewall. Leave it out to take the defaults.",
			Optional:            true,
			Computed:            true,
			Attributes:          routeTableAttributes(),
		},
		// Optional and Computed: either somebody else's table or the one made here. `route_table.name` is null for the first.
		"route_table_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the route table. Set it to use a table that exists: the routes of this resource are put into it, and it is not deleted. " +
				"Unset, it is the ID of the table that is made here. Known at plan.",
			CustomType: routeTableIDType,
			Optional:   true,
			Computed:   true,
		},
		"routed_subnets": schema.MapNestedAttribute{
			MarkdownDescription: "The subnets whose traffic goes through the firewall, under keys of your choice: subnets of `udr_network` " +
				"(`{ aks = udr_network.spoke.subnets[\"aks\"] }`) or any object with an `id`, in any network and subscription. They are given the route table " +
				"in place; a subnet that has another one is refused unless `route_table.replaced_route_table_ids` names it.",
			Optional:     true,
			NestedObject: schema.NestedAttributeObject{Attributes: routedSubnetAttributes()},
		},
	}
}

func routeTableAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the table. Default: the firewall's name with `-rt`. Null with `route_table_id`.",
			Optional:            true,
			Computed:            true,
		},
		"bgp_route_propagation_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the subnets learn the routes of a gateway, which go past the firewall where they are longer than the default route. " +
				"Default `false`.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
		"default_route_name": schema.StringAttribute{
			MarkdownDescription: "The name of the route of 0.0.0.0/0 to the firewall. Default `default`.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(defaultRoute),
		},
		"routes": schema.MapNestedAttribute{
			MarkdownDescription: "Further routes, keyed by name.",
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: routeAttributes()},
		},
		"public_ip_routes_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether each public IP of the firewall gets a route of its own to the Internet, named after its key with `-internet`. Replies to what the " +
				"firewall passes to a public load balancer then leave directly. Egress never needs it, and from inside the cluster the firewall's public IP " +
				"is not reached through the firewall any more (RT-22). Default `false`.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
		"replaced_route_table_ids": optionalSet("The ARM IDs of route tables of others that a routed subnet may have at first: the association is replaced in one "+
			"write, without a moment between.", routeTableIDType),
	}
}

func routeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"address_prefix": schema.StringAttribute{
			MarkdownDescription: "The destination: a CIDR, or a service tag. Required.",
			CustomType:          customtypes.RoutePrefixType{},
			Optional:            true,
		},
		"next_hop_type": schema.StringAttribute{
			MarkdownDescription: "Where the route leads: `VirtualAppliance`, `VirtualNetworkGateway`, `VnetLocal`, `Internet` or `None`. Default: to this firewall.",
			Optional:            true,
			Validators: []validator.String{stringvalidator.OneOf(azure.HopAppliance, azure.HopGateway, azure.HopNetwork, azure.HopInternet,
				azure.HopNone)},
		},
		"next_hop_in_ip_address": schema.StringAttribute{
			MarkdownDescription: "The address of the appliance, required by `VirtualAppliance` and for it alone.",
			CustomType:          customtypes.IPAddressType{},
			Optional:            true,
		},
	}
}

func foreignRouteAttributes() map[string]schema.Attribute {
	computed := func(text string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: text, Computed: true}
	}
	return map[string]schema.Attribute{
		"address_prefix":         computed("The destination of the route."),
		"next_hop_type":          computed("Where the route leads."),
		"next_hop_in_ip_address": computed("The address of the appliance, if it leads to one."),
	}
}

// attributeTypes are the types that a nested object's attributes have.
func attributeTypes(attributes map[string]schema.Attribute) map[string]attr.Type {
	all := make(map[string]attr.Type, len(attributes))
	for name, attribute := range attributes {
		all[name] = attribute.GetType()
	}
	return all
}

// routedSubnetAttributes are those of an element of a map, where nothing is Required (see requiredOfSubnet).
func routedSubnetAttributes() map[string]schema.Attribute {
	all := subnetAttributes("")
	all["id"] = schema.StringAttribute{MarkdownDescription: "The ARM ID of the subnet. Required.", CustomType: subnetIDType, Optional: true}
	return all
}
