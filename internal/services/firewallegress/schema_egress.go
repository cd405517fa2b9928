package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// egressAttribute is what clusters and checks read. It is one object of plain types, so that another resource can take it
// whole, and all of it is known at plan but the leaves that Azure assigns.
func egressAttribute() schema.Attribute {
	return schema.ObjectAttribute{
		MarkdownDescription: "The egress as one object, for `udr_aks_cluster`, `udr_aks_node_pool` and `udr_egress_check`: `type` (`azure_firewall`); `subnets`, the " +
			"routed subnets; `route_table_id`, `bgp_route_propagation_enabled` and `routes`, where a route to one of the firewall's public IPs names its key in " +
			"`public_ip` and one to the firewall has `to_firewall`; `routes_complete`, false where a table of others may hold further routes; `hop`, the firewall with its private IP; `settings`; `rules_as`, `firewall_policy_id`, `rule_collection_groups` " +
			"(with those of the short form and of `aks`; classic rules stand in one group without priority) and `rules_complete`, false where others " +
			"have or may have further rules in the policy or on the firewall, null where they are to add some (`aks.rules = \"external\"`); `exit_addresses`, by the key in `public_ips`. At plan, only addresses that Azure assigns are unknown in it.",
		Computed:       true,
		AttributeTypes: egressTypes,
	}
}

// routeOut is a route in the `egress` object. Prefix and hop that Azure assigns are told by what they belong to as well, so
// that a plan can be judged before they are known.
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

var settingsTypes = map[string]attr.Type{
	"dns_proxy_enabled":        types.BoolType,
	"dns_servers":              types.ListType{ElemType: customtypes.IPAddressType{}},
	"private_ip_ranges":        types.SetType{ElemType: types.StringType},
	"threat_intelligence_mode": types.StringType,
	"intrusion_detection_mode": types.StringType,
}

var egressTypes = map[string]attr.Type{
	"type":                          types.StringType,
	"subnets":                       types.MapType{ElemType: types.ObjectType{AttrTypes: subnetTypes}},
	"route_table_id":                types.StringType,
	"bgp_route_propagation_enabled": types.BoolType,
	"routes":                        types.MapType{ElemType: types.ObjectType{AttrTypes: routeOutTypes}},
	"hop":                           types.ObjectType{AttrTypes: hopTypes},
	"settings":                      types.ObjectType{AttrTypes: settingsTypes},
	"routes_complete":               types.BoolType,
	"rules_as":                      types.StringType,
	"firewall_policy_id":            types.StringType,
	"rule_collection_groups":        rules.OfFirewall.Groups(),
	"rules_complete":                types.BoolType,
	"exit_addresses":                types.MapType{ElemType: types.StringType},
}
