package network

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func peeringsAttribute() schema.Attribute {
	attributes := peeringFlags()
	attributes["remote_virtual_network_id"] = schema.StringAttribute{
		MarkdownDescription: "The ARM ID of the other virtual network; it may lie in another subscription.",
		CustomType:          virtualNetworkIDType,
		Required:            true,
	}
	attributes["reverse"] = reverseAttribute()
	return schema.MapNestedAttribute{
		MarkdownDescription: "Peerings with other networks, keyed by the name of this side's peering. Both halves are made unless `reverse` says otherwise.",
		Optional:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: attributes},
	}
}

// peeringFlags are the flags that each half of a peering has. allow_forwarded_traffic is true by default, unlike
// azurerm's: traffic that a hub firewall forwards did not originate in the hub, so the receiving half must accept it
// (RT-10; aks-facts.md F34).
func peeringFlags() map[string]schema.Attribute {
	flag := func(description string, value bool) schema.BoolAttribute {
		return schema.BoolAttribute{
			MarkdownDescription: description, Optional: true, Computed: true, Default: booldefault.StaticBool(value),
		}
	}
	return map[string]schema.Attribute{
		"allow_virtual_network_access": flag("Whether the networks reach each other. Default `true`.", true),
		"allow_forwarded_traffic": flag("Whether this half accepts traffic that did not originate in the other network, such as what a "+
			"firewall forwards. Default `true`.", true),
		"allow_gateway_transit": flag("Whether the other network may use this network's gateway. Default `false`.", false),
		"use_remote_gateways":   flag("Whether this network uses the other's gateway. Default `false`.", false),
	}
}

func reverseAttribute() schema.Attribute {
	attributes := peeringFlags()
	attributes["enabled"] = schema.BoolAttribute{
		MarkdownDescription: "Whether this resource owns the other half too. Set `false` where the hub's team makes it. Default `true`.",
		Optional:            true, Computed: true, Default: booldefault.StaticBool(true),
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "The name of the other half, in the other network. Default: this network's name.",
		Optional:            true, Computed: true,
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The other half of the peering, in the other network, seen from there.",
		Optional:            true,
		Computed:            true,
		Attributes:          attributes,
		Default: objectdefault.StaticValue(types.ObjectValueMust(reverseTypes, map[string]attr.Value{
			"enabled": types.BoolValue(true), "name": types.StringUnknown(),
			"allow_virtual_network_access": types.BoolValue(true), "allow_forwarded_traffic": types.BoolValue(true),
			"allow_gateway_transit": types.BoolValue(false), "use_remote_gateways": types.BoolValue(false),
		})),
	}
}
