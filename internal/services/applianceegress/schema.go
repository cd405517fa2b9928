package applianceegress

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (r *egressResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	all := map[string]schema.Attribute{}
	for _, part := range []map[string]schema.Attribute{placeAttributes(), routingAttributes(), computedAttributes(), generalAttributes(ctx)} {
		maps.Copy(all, part)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The egress of subnets through a hop that exists already: a network virtual appliance, an internal load balancer in front of several, a " +
			"firewall that another team shares, or a VPN gateway. The resource makes the route table whose default route leads there and " +
			"associates it with every routed subnet. Nothing of the hop is changed; a firewall or load balancer is only read.\n\n" +
			"Routes of other writers in the table are kept and shown in `foreign_routes`. A subnet that has another table gets this one in one write, " +
			"without a moment between, if `route_table.replaced_route_table_ids` allows it.",
		Attributes: all,
	}
}

func placeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the route table. Known at plan.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the route table, 1 to 80 characters. Not with `route_table_id`. A change replaces the table.",
			Optional:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
		},
		"resource_group_name": schema.StringAttribute{
			MarkdownDescription: "The resource group of the route table. Not with `route_table_id`. A change replaces the table.",
			Optional:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
		},
		"location": schema.StringAttribute{
			MarkdownDescription: "The Azure region of the route table, which must be that of the subnets' networks. Not with `route_table_id`. A change replaces the table.",
			CustomType:          customtypes.LocationType{},
			Optional:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualLocation)},
		},
	}
}

func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"private_ip_address": schema.StringAttribute{
			MarkdownDescription: "The address that the default route leads to: the one in `appliance`, or that of the firewall or frontend, read at plan when it exists. " +
				"Where it changes, the routes follow. Null for a gateway.",
			Computed: true,
		},
		"foreign_routes": schema.MapNestedAttribute{
			MarkdownDescription: "Routes that other writers put into the route table, by name. They are never changed.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: foreignRouteAttributes()},
		},
		"egress": egressAttribute(),
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

func generalAttributes(ctx context.Context) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"tags": schema.MapAttribute{
			MarkdownDescription: "Tags of the route table, where it is made here. Tags of others are kept. The provider's `default_tags` are added.",
			ElementType:         types.StringType,
			Optional:            true,
		},
		"tags_all": schema.MapAttribute{
			MarkdownDescription: "All tags that this resource sets: its `tags` over the provider's `default_tags`. Null with `route_table_id`.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"skip_checks": schema.SetAttribute{
			MarkdownDescription: "IDs of checks to switch off on this resource. A refusal that rests on a fact which Azure may change names its ID. " +
				"Known IDs: " + checkIDList() + ".",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOfCaseInsensitive(checkIDs()...))},
		},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Read: true, Update: true, Delete: true,
			CreateDescription: "How long a create may take. Default 30m.",
			ReadDescription:   "How long a read may take. Default 5m.",
			UpdateDescription: "How long an update may take. Default 30m.",
			DeleteDescription: "How long a delete may take. Default 30m.",
		}),
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
