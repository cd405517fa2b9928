package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// publicIPsAttribute is a map, so that addresses come and go without a diff of the others, and the key is the name of the IP
// configuration, which is what the firewall knows an address by.
func publicIPsAttribute() schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "The public IPs with which traffic leaves, keyed by the name of the firewall's IP configuration. `{}` makes a Standard, static " +
			"address of the same name. Addresses come and go in place. Without any, the firewall tunnels all traffic through an IP configuration `private` and needs `management`.",
		Optional:     true,
		NestedObject: schema.NestedAttributeObject{Attributes: publicIPAttributes()},
	}
}

func publicIPAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the public IP. Known at plan.",
			Computed:            true,
		},
		// Optional and Computed: unset, it is the name that an imported address has, else the key.
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the public IP that is made. Default: the key.",
			Optional:            true,
			Computed:            true,
		},
		"public_ip_address_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of a public IP that exists, in place of one that is made here. It must be Standard, static and IPv4.",
			CustomType:          publicIPIDType,
			Optional:            true,
		},
		"public_ip_prefix_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the public IP prefix that the address is taken from. Given to a new address only.",
			CustomType:          publicIPPrefixIDType,
			Optional:            true,
		},
		"zones": schema.SetAttribute{
			MarkdownDescription: "The availability zones of the address. Unset leaves the choice to Azure. Given to a new address only.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf("1", "2", "3")), setvalidator.SizeAtLeast(1)},
		},
		"ip_tags": schema.MapAttribute{
			MarkdownDescription: "IP tags of the address, such as `{ RoutingPreference = \"Internet\" }`. Given to a new address only.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
		},
		"domain_name_label": schema.StringAttribute{
			MarkdownDescription: "The label of the address's DNS name in its region. Unset leaves what another writer set.",
			Optional:            true,
		},
	}
}

func managementAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The IP configuration through which Azure manages the firewall: required in tier Basic and without `public_ips` (forced " +
			"tunnelling). A change replaces the firewall.",
		Optional:   true,
		Attributes: managementAttributes(),
	}
}

func managementAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the IP configuration. Default `management`.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString("management"),
		},
		"subnet": schema.SingleNestedAttribute{
			MarkdownDescription: "The subnet, which must be named `AzureFirewallManagementSubnet`: an object with an `id`, such as a subnet of `udr_network`.",
			Required:            true,
			Attributes:          subnetAttributes("Another subnet replaces the firewall.", replaceIfOtherID()...),
		},
		// Optional and Computed: unset, it is the name that an imported address has, else one made of the firewall's.
		"public_ip_name": schema.StringAttribute{
			MarkdownDescription: "The name of the public IP that is made. Default: the firewall's name with `-management`.",
			Optional:            true,
			Computed:            true,
		},
		"public_ip_address_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of a public IP that exists, in place of one that is made here. It must be Standard, static and IPv4.",
			CustomType:          publicIPIDType,
			Optional:            true,
		},
	}
}

func replaceIfOtherID() []planmodifier.String {
	return []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualResourceID)}
}
