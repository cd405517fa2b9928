package firewallegress

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
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
	requiredOfGroup      = []string{"priority"}
	requiredOfCollection = map[string][]string{
		azure.KindNetwork: {"priority", "action", "rules"}, azure.KindApplication: {"priority", "action", "rules"}, azure.KindNAT: {"priority", "rules"},
	}
	requiredOfRule = map[string][]string{
		azure.KindNetwork: {"destination_ports", "protocols"}, azure.KindNAT: {"destination_ports", "protocols", "translated_port"},
	}
	requiredOfProtocol = []string{"type", "port"}
	requiredOfRoute    = []string{"address_prefix"}
	requiredOfSubnet   = []string{"id"}
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
			NestedObject:        schema.NestedAttributeObject{Attributes: groupAttributes()},
		},
		"aks": aksAttribute(),
	}
	for name, attribute := range collectionAttributes(fmt.Sprintf("The short form for one group: they go into the group `%s` with priority %d. With "+
		"`rules_as = \"classic\"` they are the only form.", defaultGroup, defaultGroupPriority)) {
		all[name] = attribute
	}
	return all
}

func groupAttributes() map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"priority": priorityAttribute("group"),
	}
	for name, attribute := range collectionAttributes("") {
		all[name] = attribute
	}
	return all
}

// collectionKinds are the three kinds of rule collections.
var collectionKinds = []collectionKind{
	{azure.KindNetwork, "network_rule_collections", networkRuleAttributes},
	{azure.KindApplication, "application_rule_collections", applicationRuleAttributes},
	{azure.KindNAT, "nat_rule_collections", natRuleAttributes},
}

type collectionKind struct {
	kind      string // the Azure layer's word
	attribute string
	rule      func() map[string]schema.Attribute
}

// attributes are those of one collection of the kind.
func (k collectionKind) attributes() map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"priority": priorityAttribute("collection"),
		"rules": schema.MapNestedAttribute{
			MarkdownDescription: "The rules of the collection, keyed by name. Required.",
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: k.rule()},
			Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
		},
	}
	if k.kind != azure.KindNAT {
		all["action"] = schema.StringAttribute{
			MarkdownDescription: "What happens to traffic that a rule matches: `Allow` or `Deny`. Required.",
			Optional:            true,
			Validators:          oneOf(cloud.ValuesRuleAction),
		}
	}
	return all
}

var collectionTexts = map[string]string{
	azure.KindNetwork:     "Network rule collections, keyed by name. Network rules are judged before all application rules, whatever the priorities (FW-2).",
	azure.KindApplication: "Application rule collections, keyed by name. They judge HTTP, HTTPS and SQL by the name that a client asks for, after all network rules.",
	azure.KindNAT:         "NAT rule collections, keyed by name. They translate what arrives at a public IP of the firewall (DNAT).",
}

func collectionAttributes(more string) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, kind := range collectionKinds {
		text := collectionTexts[kind.kind]
		if more != "" {
			text += " " + more
		}
		all[kind.attribute] = schema.MapNestedAttribute{
			MarkdownDescription: text,
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: kind.attributes()},
		}
	}
	return all
}

func priorityAttribute(of string) schema.Attribute {
	return schema.Int32Attribute{
		MarkdownDescription: fmt.Sprintf("The priority of the %s, %d to %d. The smaller number goes first. Required.", of,
			cloud.LimitOf(cloud.LimitPriorityMin).Value, cloud.LimitOf(cloud.LimitPriorityMax).Value),
		Optional: true,
	}
}
