package firewallegress

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int32default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// policyAttribute is Optional and Computed as a whole: without it a policy is made all the same, and the state must know its
// name. Null means that there is no policy of ours.
func policyAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The firewall policy that is made here. Leave it out to take the defaults. Null with classic rules and with a policy that exists.",
		Optional:            true,
		Computed:            true,
		Attributes:          policyAttributes(),
	}
}

func policyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the policy. Default: the firewall's name with `-policy`.",
			Optional:            true,
			Computed:            true,
		},
		"sku_tier": schema.StringAttribute{
			MarkdownDescription: "The tier of the policy: `Basic`, `Standard` or `Premium`. Default: the firewall's when the policy is made; a Standard policy stays when " +
				"its firewall becomes Premium. Another tier makes another policy, which takes the place of the old one in one write of the firewall.",
			Optional:   true,
			Computed:   true,
			Validators: oneOf(cloud.ValuesFirewallTier),
		},
		"base_policy_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of a parent policy, whose rules go before the ones here. DNS settings are not inherited (FW-42).",
			CustomType:          policyIDType,
			Optional:            true,
		},
		"threat_intelligence_allowlist": schema.SingleNestedAttribute{
			MarkdownDescription: "Traffic that threat intelligence leaves alone. Unset leaves what is set.",
			Optional:            true,
			Attributes: map[string]schema.Attribute{
				"ip_addresses": optionalSet("Addresses, CIDRs or ranges.", customtypes.AddressSpecType{}),
				"fqdns":        optionalSet("Host names.", types.StringType),
			},
		},
		"intrusion_detection_mode": schema.StringAttribute{
			MarkdownDescription: "Intrusion detection and prevention: `Off`, `Alert` or `Deny`. Premium. Unset leaves what is set.",
			Optional:            true,
			Validators:          oneOf(cloud.ValuesIDPS),
		},
		"tls_certificate": schema.SingleNestedAttribute{
			MarkdownDescription: "The intermediate certificate authority with which the firewall decrypts traffic. Premium.",
			Optional:            true,
			Attributes: map[string]schema.Attribute{
				"name": schema.StringAttribute{
					MarkdownDescription: "The name of the certificate in the policy.",
					Required:            true,
				},
				"key_vault_secret_id": schema.StringAttribute{
					MarkdownDescription: "The identifier of the secret that holds the certificate, such as `https://vault.vault.azure.net/secrets/ca`.",
					Required:            true,
				},
				"user_assigned_identity_id": schema.StringAttribute{
					MarkdownDescription: "The ARM ID of the user-assigned identity that reads the secret.",
					CustomType:          identityIDType,
					Required:            true,
				},
			},
		},
		"sql_redirect_allowed": schema.BoolAttribute{
			MarkdownDescription: "Whether SQL traffic in redirect mode (ports 11000 to 11999) passes application rules. Unset leaves what is set.",
			Optional:            true,
		},
	}
}

func aksAttribute() schema.Attribute {
	attributes := preflight.ProfileAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"rules": schema.StringAttribute{
			MarkdownDescription: "How names are allowed: by the FQDN tag `AzureKubernetesService`, which Microsoft keeps up to date (`tag`, default), one by one, for " +
				"auditors (`explicit`), or `both`. What the tag does not hold is always named. With `none` no rule is added: the plan only judges the rules " +
				"of this resource and those that others have put beside them. With `external` none is added either, and the plan misses none: `udr_firewall_rules`, another configuration or another tool " +
				"brings them. A `udr_aks_cluster` is then judged by the rules that are there when it is made, and by those of `udr_firewall_rules` that it depends on (`depends_on`).",
			Optional:   true,
			Computed:   true,
			Default:    stringdefault.StaticString(rules.ByTag),
			Validators: []validator.String{stringvalidator.OneOf(rules.ByTag, rules.ByNames, rules.ByBoth, rules.ByNone, rules.ByOthers)},
		},
		"priority": schema.Int32Attribute{
			CustomType:          customtypes.WholeNumberType{},
			MarkdownDescription: fmt.Sprintf("The priority of the group or, with classic rules, of the collections. Default %d.", rules.AKSPriority),
			Optional:            true,
			Computed:            true,
			Default:             int32default.StaticInt32(rules.AKSPriority),
		},
		"source_addresses": schema.SetAttribute{
			MarkdownDescription: "Where the clusters' traffic comes from. Default: the `address_prefixes` of all `routed_subnets`.",
			ElementType:         customtypes.AddressSpecType{},
			Optional:            true,
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1)},
		},
	})
	return schema.SingleNestedAttribute{
		MarkdownDescription: fmt.Sprintf("The AKS clusters in the routed subnets, with outbound type `userDefinedRouting`. Adds exactly the rules that they and their `features` "+
			"need, in a rule collection group `%s` (with classic rules: in collections `%s-network` and `%s-application`), and has the plan judge the whole egress by what they "+
			"need. `aks = {}` stands for a public cluster without further features.", rules.AKSGroup, rules.AKSGroup, rules.AKSGroup),
		Optional:   true,
		Attributes: attributes,
	}
}
