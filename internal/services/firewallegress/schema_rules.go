package firewallegress

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// The two ways to send rules.
const (
	rulesPolicy  = "policy"
	rulesClassic = "classic"
)

// The rule collection group that the short form's collections go into. Its priority leaves room on both sides.
const (
	defaultGroup         = "egress"
	defaultGroupPriority = 1000
)

// required are the attributes that an element of a map must have. The schema calls them optional, and judgeRequired asks for
// them: the framework takes the attributes of an element that is wholly unknown for null, and would refuse
// `{ aks = udr_network.spoke.subnets["aks"] }` in `terraform validate` (hashicorp/terraform-plugin-framework#186).
var (
	requiredOfRoute  = []string{"address_prefix"}
	requiredOfSubnet = []string{"id"}
)

// ruleAttributes are the rules. They are maps at every level and hold nothing computed: a plan then differs where a rule
// does and nowhere else (style.md 2.3, pitfall 1).
func ruleAttributes() map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"rules_as": schema.StringAttribute{
			MarkdownDescription: "How the rules are sent: as a firewall `policy` (default), or as `classic` rules of the firewall itself. A change migrates them in " +
				"place, in one write.",
			Optional:   true,
			Computed:   true,
			Default:    stringdefault.StaticString(rulesPolicy),
			Validators: []validator.String{stringvalidator.OneOf(rulesPolicy, rulesClassic)},
		},
		"policy": policyAttribute(),
		// Optional and Computed: either somebody else's policy, which the configuration names, or the one made here, whose ID
		// follows from its name. The state tells them apart by `policy`, which is null for the first.
		"firewall_policy_id": schema.StringAttribute{
			MarkdownDescription: "The ARM ID of the firewall policy. Set it to use a policy that exists: the rule collection groups of this resource are put into it, " +
				"and everything else in it is left alone. Unset, it is the ID of the policy that is made here, and null with classic rules.",
			CustomType: policyIDType,
			Optional:   true,
			Computed:   true,
		},
		"rule_collection_groups": schema.MapNestedAttribute{
			MarkdownDescription: "Rule collection groups, keyed by name. Everything in a group is owned; other groups of the policy are left alone.",
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: rules.OfFirewall.GroupAttributes()},
		},
		"aks":           aksAttribute(),
		"egress_checks": preflight.ChecksAttribute(),
	}
	for name, attribute := range rules.OfFirewall.CollectionAttributes(fmt.Sprintf("The short form for one group: they go into the group `%s` with priority %d. With "+
		"`rules_as = \"classic\"` they are the only form.", defaultGroup, defaultGroupPriority)) {
		all[name] = attribute
	}
	return all
}
