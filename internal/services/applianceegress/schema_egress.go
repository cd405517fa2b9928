package applianceegress

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// egressAttribute is what clusters and checks read. It is one object of plain types, so that another resource can take it whole.
func egressAttribute() schema.Attribute {
	return schema.ObjectAttribute{
		MarkdownDescription: "The egress as one object, for `udr_aks_cluster`, `udr_aks_node_pool` and `udr_egress_check`: `type`, the kind of the hop; `subnets`, the routed " +
			"subnets; `route_table_id`, `bgp_route_propagation_enabled`, `routes` and `routes_complete`, false where a table of others may hold further routes; `hop`, the appliance with its address; `rule_collection_groups` and " +
			"`rules_complete`, what `rules` declares, null where it declares nothing. At plan, only an address that is not known yet is unknown " +
			"in it.",
		Computed:       true,
		AttributeTypes: egressTypes,
	}
}

var routeOutTypes = map[string]attr.Type{
	"address_prefix":         types.StringType,
	"public_ip":              types.StringType,
	"next_hop_type":          types.StringType,
	"next_hop_in_ip_address": types.StringType,
	"to_firewall":            types.BoolType,
}

var hopTypes = map[string]attr.Type{
	"kind":                         types.StringType,
	"id":                           types.StringType,
	"sku_tier":                     types.StringType,
	"subnet_id":                    types.StringType,
	"private_ip_address":           types.StringType,
	"predicted_private_ip_address": types.StringType,
	"forced_tunnelling":            types.BoolType,
}

var egressTypes = map[string]attr.Type{
	"type":                          types.StringType,
	"subnets":                       types.MapType{ElemType: types.ObjectType{AttrTypes: subnetTypes}},
	"route_table_id":                types.StringType,
	"bgp_route_propagation_enabled": types.BoolType,
	"routes":                        types.MapType{ElemType: types.ObjectType{AttrTypes: routeOutTypes}},
	"routes_complete":               types.BoolType,
	"hop":                           types.ObjectType{AttrTypes: hopTypes},
	"rule_collection_groups":        rules.OfPolicy.Groups(),
	"rules_complete":                types.BoolType,
}
