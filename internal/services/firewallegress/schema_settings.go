package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/validators"
)

// settingsAttributes live in the policy, or on the firewall when its rules are classic. Unset leaves what is there.
func settingsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"dns_proxy_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the firewall answers DNS queries on its private IP. FQDNs in network rules need it, and the networks' DNS servers should " +
				"then be the firewall. Unset leaves what is set; Azure's default is off.",
			Optional: true,
		},
		"dns_servers": schema.ListAttribute{
			MarkdownDescription: "Addresses of the DNS servers that the firewall asks, in order. Unset leaves what is set; Azure's default is its own DNS.",
			ElementType:         customtypes.IPAddressType{},
			Optional:            true,
			Validators:          []validator.List{listvalidator.SizeAtLeast(1), validators.UniqueList("DNS server", nil)},
		},
		"private_ip_ranges": schema.SetAttribute{
			MarkdownDescription: "Destinations towards which network rules keep the source address (no SNAT): CIDRs, addresses, or `IANAPrivateRanges` for Azure's " +
				"default, the private ranges and 100.64.0.0/10. A list without that word replaces the default. Unset leaves what is set.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"threat_intelligence_mode": schema.StringAttribute{
			MarkdownDescription: "What happens to traffic from and to known bad addresses and names: `Off`, `Alert` or `Deny`. Unset leaves what is set; Azure's " +
				"default is `Alert`, and Basic can only alert.",
			Optional:   true,
			Validators: oneOf(cloud.ValuesThreatIntel),
		},
		"autoscale": schema.SingleNestedAttribute{
			MarkdownDescription: "Bounds of the firewall's capacity units. Unset leaves what is set.",
			Optional:            true,
			Attributes: map[string]schema.Attribute{
				"min_capacity": schema.Int32Attribute{
					CustomType:          customtypes.WholeNumberType{},
					MarkdownDescription: "The least number of capacity units, from 2.",
					Optional:            true,
				},
				"max_capacity": schema.Int32Attribute{
					CustomType:          customtypes.WholeNumberType{},
					MarkdownDescription: "The greatest number of capacity units, up to 50.",
					Optional:            true,
				},
			},
		},
	}
}
