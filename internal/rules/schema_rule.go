package rules

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// commonRuleAttributes are those that rules of every kind have.
func commonRuleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"description": schema.StringAttribute{
			MarkdownDescription: "What the rule is for.",
			Optional:            true,
		},
		"source_addresses": optionalSet("Where traffic comes from: addresses, CIDRs, ranges such as `10.0.0.4-10.0.0.9`, or `*`. It is the address before the "+
			"firewall translates it.", customtypes.AddressSpecType{}),
		"source_ip_groups": optionalSet("The ARM IDs of IP groups that traffic comes from.", ipGroupIDType),
	}
}

func networkRuleAttributes() map[string]schema.Attribute {
	return with(commonRuleAttributes(), map[string]schema.Attribute{
		"destination_addresses": optionalSet("Where traffic goes: addresses, CIDRs, ranges, service tags such as `AzureCloud.WestEurope`, or `*`.",
			customtypes.DestinationSpecType{}),
		"destination_ip_groups": optionalSet("The ARM IDs of IP groups that traffic goes to.", ipGroupIDType),
		"destination_fqdns": optionalSet("Host names that traffic goes to, without wildcards. They need the DNS proxy, and clients must resolve through the "+
			"firewall (FW-21).", customtypes.FQDNPatternType{}),
		"destination_ports": schema.SetAttribute{
			MarkdownDescription: "Destination ports: numbers from 1 to 65535, ranges such as `8000-8999`, or `*`. Required.",
			ElementType:         customtypes.PortSpecType{},
			Optional:            true,
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1)},
		},
		"protocols": protocolsAttribute("`TCP`, `UDP`, `ICMP` or `Any`. With explicit ports `Any` means TCP and UDP.", cloud.ValuesNetworkProtocol),
	})
}

func (f *Form) applicationRuleAttributes() map[string]schema.Attribute {
	certificate := "in a policy that has a certificate for it"
	if f.ofFirewall {
		certificate = "with `policy.tls_certificate`"
	}
	return with(commonRuleAttributes(), map[string]schema.Attribute{
		"destination_fqdns": optionalSet("Names that a client may ask for. One `*` at the far left stands for any text: `*.contoso.com` covers "+
			"`a.b.contoso.com`, not `contoso.com`.", customtypes.FQDNPatternType{}),
		"destination_fqdn_tags": optionalSet("FQDN tags, names for lists that Microsoft keeps, such as `AzureKubernetesService`.", types.StringType),
		"destination_urls": optionalSet("URLs without the scheme, such as `contoso.com/api/*`. Premium; over HTTPS they need `terminate_tls`.",
			types.StringType),
		"web_categories": optionalSet("Web categories, such as `Gambling`. Not in tier Basic.", types.StringType),
		"destination_addresses": optionalSet("Addresses, CIDRs or service tags that the destination must also match. Azure does not document the effect "+
			"(FW-31).", customtypes.DestinationSpecType{}),
		"protocols": schema.ListNestedAttribute{
			MarkdownDescription: "Pairs of protocol and port. Default: `Https` on port 443.",
			Optional:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"type": schema.StringAttribute{
					MarkdownDescription: "`Http`, `Https` or `Mssql`. Required.",
					Optional:            true,
					Validators:          oneOf(cloud.ValuesApplicationProtocol),
				},
				"port": schema.Int32Attribute{
					CustomType:          customtypes.WholeNumberType{},
					MarkdownDescription: "The port, 1 to 65535. Required.",
					Optional:            true,
				},
			}},
		},
		"http_headers": schema.MapAttribute{
			MarkdownDescription: "Headers that the firewall adds to requests, by name. Policies only.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
		},
		"terminate_tls": schema.BoolAttribute{
			MarkdownDescription: "Whether the firewall decrypts HTTPS to judge the whole URL. Premium, " + certificate + ". Never for the API server of " +
				"an AKS cluster, whose connections break (FW-30). Default `false`.",
			Optional: true,
		},
	})
}

func (f *Form) natRuleAttributes() map[string]schema.Attribute {
	all := with(commonRuleAttributes(), map[string]schema.Attribute{
		"destination_addresses": optionalSet("Addresses of the firewall at which traffic arrives.", customtypes.IPAddressType{}),
		"destination_ports": schema.SetAttribute{
			MarkdownDescription: "The port at which traffic arrives, 1 to 63999. In a policy exactly one. Required.",
			ElementType:         customtypes.PortSpecType{},
			Optional:            true,
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1)},
		},
		"protocols": protocolsAttribute("`TCP` or `UDP`, or both. Classic rules also take `Any`.", cloud.ValuesNetworkProtocol),
		"translated_address": schema.StringAttribute{
			MarkdownDescription: "The address to which traffic goes on, such as that of an internal load balancer.",
			CustomType:          customtypes.IPAddressType{},
			Optional:            true,
		},
		"translated_fqdn": schema.StringAttribute{
			MarkdownDescription: "The name to which traffic goes on, in place of an address. It needs the DNS proxy.",
			CustomType:          customtypes.FQDNPatternType{},
			Optional:            true,
		},
		"translated_port": schema.Int32Attribute{
			CustomType:          customtypes.WholeNumberType{},
			MarkdownDescription: "The port to which traffic goes on. Required.",
			Optional:            true,
		},
	})
	if f.ofFirewall {
		all["destination_public_ips"] = optionalSet("Keys of `public_ips` at whose addresses traffic arrives, where they are not known in advance.", types.StringType)
	}
	return all
}

func optionalSet(text string, element attr.Type) schema.SetAttribute {
	return schema.SetAttribute{MarkdownDescription: text, ElementType: element, Optional: true}
}

func protocolsAttribute(text, property string) schema.Attribute {
	return schema.SetAttribute{
		MarkdownDescription: "Protocols: " + text + " Required.",
		ElementType:         types.StringType,
		Optional:            true,
		Validators: []validator.Set{
			setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(cloud.Values(property).Values...)),
		},
	}
}

func with(common, more map[string]schema.Attribute) map[string]schema.Attribute {
	maps.Copy(common, more)
	return common
}

// ipGroupIDType is the kind of object that IDs of IP groups name.
var ipGroupIDType = customtypes.ResourceIDType{Types: []string{"Microsoft.Network/ipGroups"}}

// oneOf takes the values of a closed set of cloud's table, in their own spelling.
func oneOf(property string) []validator.String {
	return []validator.String{stringvalidator.OneOf(cloud.Values(property).Values...)}
}
