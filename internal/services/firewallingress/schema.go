package firewallingress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int32validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int32default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// model is the state, plan and configuration of a udr_firewall_ingress.
type model struct {
	ID         types.String           `tfsdk:"id"`
	FirewallID customtypes.ResourceID `tfsdk:"firewall_id"`
	Name       types.String           `tfsdk:"name"`
	Priority   types.Int32            `tfsdk:"priority"`
	Rules      types.Map              `tfsdk:"rules"`
	RulesAs    types.String           `tfsdk:"rules_as"`
	SkipChecks types.Set              `tfsdk:"skip_checks"`
	Timeouts   timeouts.Value         `tfsdk:"timeouts"`
}

type ruleModel struct {
	Description        types.String          `tfsdk:"description"`
	SourceAddresses    types.Set             `tfsdk:"source_addresses"`
	DestinationAddress customtypes.IPAddress `tfsdk:"destination_address"`
	DestinationPort    types.Int32           `tfsdk:"destination_port"`
	Protocols          types.Set             `tfsdk:"protocols"`
	TranslatedAddress  customtypes.IPAddress `tfsdk:"translated_address"`
	TranslatedPort     types.Int32           `tfsdk:"translated_port"`
}

var ruleTypes = map[string]attr.Type{
	"description": types.StringType, "source_addresses": types.SetType{ElemType: customtypes.AddressSpecType{}},
	"destination_address": customtypes.IPAddressType{}, "destination_port": customtypes.WholeNumberType{}, "protocols": types.SetType{ElemType: types.StringType},
	"translated_address": customtypes.IPAddressType{}, "translated_port": customtypes.WholeNumberType{},
}

// The values of rules_as.
const (
	asPolicy  = "policy"
	asClassic = "classic"
)

// defaultPriority puts the ingress before the egress rules' usual groups; NAT rules go first whatever their group (FW-1).
const defaultPriority = 150

var (
	anySource  = customtypes.NewAddressSpec("*")
	tcpDefault = types.SetValueMust(types.StringType, []attr.Value{types.StringValue("TCP")})
)

func (r *ingressResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Rules by which a firewall leads what comes in at its public addresses to private ones (DNAT), for example to an internal load balancer of a cluster.\n\n" +
			"In a firewall with a policy they are a rule collection group of their own in that policy, in one with classic rules a collection of their own; " +
			"no other rule is touched. The firewall may be anybody's.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the rule collection group, or of the classic collection within the firewall.",
				Computed:            true,
			},
			"firewall_id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the firewall. A change replaces the ingress.",
				CustomType:          customtypes.ResourceIDType{Types: []string{firewallType}},
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.SameResourceID)},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "The name of the group and of its collection. A change replaces the ingress.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(strings.EqualFold)},
			},
			"priority": schema.Int32Attribute{
				MarkdownDescription: "The priority of the group and of its collection, 100 to 65000. Default 150.",
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true, Computed: true, Default: int32default.StaticInt32(defaultPriority),
				Validators: []validator.Int32{int32validator.Between(100, 65000)},
			},
			"rules": schema.MapNestedAttribute{
				MarkdownDescription: "The rules by name.",
				Required:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: ruleAttributes()},
				Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
			},
			"rules_as": schema.StringAttribute{
				MarkdownDescription: "Where the rules are: `policy` or `classic`, as the firewall has it.",
				Computed:            true,
			},
			"skip_checks": schema.SetAttribute{
				MarkdownDescription: "IDs of checks to switch off on this resource. Known IDs: `" + strings.Join(checkIDs, "`, `") + "`.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOfCaseInsensitive(checkIDs...))},
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: "How long a create may take. Default 60m.",
				ReadDescription:   "How long a read may take. Default 5m.",
				UpdateDescription: "How long an update may take. Default 60m.",
				DeleteDescription: "How long a delete may take. Default 60m.",
			}),
		},
	}
}

func ruleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"description": schema.StringAttribute{
			MarkdownDescription: "What the rule is for.",
			Optional:            true,
		},
		"source_addresses": schema.SetAttribute{
			MarkdownDescription: "Who may come in: addresses, CIDRs, ranges, or `*`. Default `*`, which is everybody.",
			ElementType:         customtypes.AddressSpecType{},
			Optional:            true, Computed: true, Default: setdefault.StaticValue(types.SetValueMust(customtypes.AddressSpecType{}, []attr.Value{anySource})),
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues()},
		},
		"destination_address": schema.StringAttribute{
			MarkdownDescription: "The public address that traffic comes in by: one of the firewall's. Default: the firewall's only one.",
			CustomType:          customtypes.IPAddressType{},
			Optional:            true, Computed: true,
		},
		"destination_port": schema.Int32Attribute{
			MarkdownDescription: "The port that clients use, 1 to 63999.",
			CustomType:          customtypes.WholeNumberType{},
			Required:            true,
		},
		"protocols": schema.SetAttribute{
			MarkdownDescription: "`TCP`, `UDP` or both. Default `TCP`.",
			ElementType:         types.StringType,
			Optional:            true, Computed: true, Default: setdefault.StaticValue(tcpDefault),
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf("TCP", "UDP"))},
		},
		"translated_address": schema.StringAttribute{
			MarkdownDescription: "The private address that the traffic is led to, for example of `udr_internal_load_balancer`.",
			CustomType:          customtypes.IPAddressType{},
			Required:            true,
		},
		"translated_port": schema.Int32Attribute{
			MarkdownDescription: "The port there. Default: `destination_port`.",
			CustomType:          customtypes.WholeNumberType{},
			Optional:            true, Computed: true,
			Validators: []validator.Int32{int32validator.Between(1, 65535)},
		},
	}
}
