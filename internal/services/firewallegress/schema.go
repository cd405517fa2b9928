package firewallegress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (r *egressResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The egress of a network through an Azure Firewall: public IPs, firewall, rules, the route table whose default route leads " +
			"to the firewall, and the association with every routed subnet.\n\n" +
			"Independent parts are made at once, and rules are complete before the firewall takes them. Routes, rules, tags and settings of other " +
			"writers are kept. The plan is judged as a whole: what Azure would refuse is refused with the reason and the fix.",
		Attributes: attributes(ctx),
	}
}

// attributes is the whole schema, part by part.
func attributes(ctx context.Context) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, part := range []map[string]schema.Attribute{
		firewallAttributes(), settingsAttributes(), ruleAttributes(), routingAttributes(), computedAttributes(), generalAttributes(ctx),
	} {
		for name, attribute := range part {
			all[name] = attribute
		}
	}
	return all
}

func firewallAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the firewall. Known at plan.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the firewall, 1 to 80 characters. A change replaces the firewall.",
			Required:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
		},
		"resource_group_name": schema.StringAttribute{
			MarkdownDescription: "The resource group of everything that this resource makes. A change replaces the firewall.",
			Required:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
		},
		"location": schema.StringAttribute{
			MarkdownDescription: "The Azure region, such as `eastus` or `East US`. A change replaces the firewall.",
			CustomType:          customtypes.LocationType{},
			Required:            true,
			PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualLocation)},
		},
		"sku_tier": schema.StringAttribute{
			MarkdownDescription: "The tier of the firewall: `Basic`, `Standard` (default) or `Premium`. Standard and Premium change in place; from and to Basic " +
				"the firewall is replaced.",
			Optional:   true,
			Computed:   true,
			Default:    stringdefault.StaticString(string(cloud.TierStandard)),
			Validators: oneOf(cloud.ValuesFirewallTier),
		},
		// Optional and Computed: new firewalls are zone redundant by default where there are zones, and Azure moves old ones
		// (aks-facts.md 4.1), so that what is read may differ from a configuration that is silent.
		"zones": schema.SetAttribute{
			MarkdownDescription: "The availability zones of the firewall, such as `[\"1\", \"2\", \"3\"]`. Unset leaves the choice to Azure. A change replaces the firewall.",
			ElementType:         types.StringType,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf("1", "2", "3")), setvalidator.SizeAtLeast(1)},
		},
		"firewall_subnet": schema.SingleNestedAttribute{
			MarkdownDescription: "The subnet of the firewall, which must be named `AzureFirewallSubnet`: `udr_network.hub.subnets[\"AzureFirewallSubnet\"]`, or any " +
				"object with an `id`. With its `address_prefixes` the private IP is predicted and the size is checked.",
			Required:   true,
			Attributes: subnetAttributes("Another subnet replaces the firewall.", customtypes.ReplaceIfDifferent(customtypes.EqualResourceID)),
		},
		"public_ips": publicIPsAttribute(),
		"management": managementAttribute(),
	}
}

// subnetAttributes are those that a subnet object of udr_network is read by. Terraform drops its other attributes.
func subnetAttributes(change string, modifiers ...planmodifier.String) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: strings.TrimSpace("The ARM ID of the subnet. " + change),
			CustomType:          subnetIDType,
			Required:            true,
			PlanModifiers:       modifiers,
		},
		"address_prefixes": schema.ListAttribute{
			MarkdownDescription: "The subnet's address ranges in CIDR form. Nothing is sent to Azure of them; checks and predictions rest on them.",
			ElementType:         customtypes.CIDRType{},
			Optional:            true,
		},
	}
}

func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"private_ip_address": schema.StringAttribute{
			MarkdownDescription: "The private IP of the firewall, to which the default route leads. Azure assigns it.",
			Computed:            true,
		},
		"predicted_private_ip_address": schema.StringAttribute{
			MarkdownDescription: "The private IP that Azure gives a firewall in practice: the first usable address of the subnet. A prediction, known at plan when " +
				"`firewall_subnet` has its `address_prefixes`; null without them. The route is written with the real address.",
			Computed: true,
		},
		"public_ip_addresses": schema.MapAttribute{
			MarkdownDescription: "The public addresses with which traffic leaves, by the key in `public_ips`. Azure picks any of them for a connection.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"foreign_routes": schema.MapNestedAttribute{
			MarkdownDescription: "Routes that other writers put into the route table, by name. They are never changed.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: foreignRouteAttributes()},
		},
		"egress": egressAttribute(),
	}
}

func generalAttributes(ctx context.Context) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"tags": schema.MapAttribute{
			MarkdownDescription: "Tags of the firewall, its policy, the public IPs and the route table that this resource makes. Tags of others are kept. " +
				"The provider's `default_tags` are added.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"tags_all": schema.MapAttribute{
			MarkdownDescription: "All tags that this resource sets: its `tags` over the provider's `default_tags`.",
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
			CreateDescription: "How long a create may take. Default 90m.",
			ReadDescription:   "How long a read may take. Default 5m.",
			UpdateDescription: "How long an update may take. Default 90m.",
			DeleteDescription: "How long a delete may take. Default 90m.",
		}),
	}
}

// oneOf takes the values of a closed set of cloud's table, in their own spelling.
func oneOf(property string) []validator.String {
	return []validator.String{stringvalidator.OneOf(cloud.Values(property).Values...)}
}

func optionalSet(text string, element attr.Type) schema.SetAttribute {
	return schema.SetAttribute{MarkdownDescription: text, ElementType: element, Optional: true}
}
