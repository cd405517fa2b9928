package firewallrules

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// model is the state, plan and configuration of a udr_firewall_rules.
type model struct {
	ID                     types.String           `tfsdk:"id"`
	PolicyID               customtypes.ResourceID `tfsdk:"policy_id"`
	RuleCollectionGroups   types.Map              `tfsdk:"rule_collection_groups"`
	RuleCollectionGroupIDs types.Map              `tfsdk:"rule_collection_group_ids"`
	SkipChecks             types.Set              `tfsdk:"skip_checks"`
	Timeouts               timeouts.Value         `tfsdk:"timeouts"`
}

func (r *rulesResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Rule collection groups in a firewall policy that somebody else owns: a spoke team's part of a shared hub.\n\n" +
			"The groups named here are owned whole. Other groups, and the policy's own properties and tags, are never written. A group of that name that exists already is " +
			"refused with the `import` block to paste. Groups bear no tags: set the provider's `owner` in pipelines, so that an apply which was killed is continued by the " +
			"next one. Groups of one policy are written one by one, since Azure locks the policy.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the policy.",
				Computed:            true,
			},
			"policy_id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the firewall policy, in any subscription. A change removes the groups from the old policy and puts them into the new one.",
				CustomType:          customtypes.ResourceIDType{Types: []string{azure.FirewallPolicyType}},
				Required:            true,
				PlanModifiers:       []planmodifier.String{customtypes.ReplaceIfDifferent(customtypes.EqualResourceID)},
			},
			"rule_collection_groups": schema.MapNestedAttribute{
				MarkdownDescription: "The rule collection groups, keyed by name. Everything in them is owned. Their priorities count among those of all groups of the policy.",
				Required:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: rules.OfPolicy.GroupAttributes()},
				Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
			},
			"rule_collection_group_ids": schema.MapAttribute{
				MarkdownDescription: "The ARM IDs of the groups, by name. Known at plan.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"skip_checks": schema.SetAttribute{
				MarkdownDescription: "IDs of checks to switch off on this resource. A refusal that rests on a fact which Azure may change names its ID. " +
					"Known IDs: `" + strings.Join(checkIDs(), "`, `") + "`.",
				ElementType: types.StringType,
				Optional:    true,
				Validators:  []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOfCaseInsensitive(checkIDs()...))},
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
