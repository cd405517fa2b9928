package applianceegress

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// checkPrefix begins the IDs of this resource's checks.
const checkPrefix = "AE"

var (
	rulesPath  = path.Root("rules")
	groupsPath = rulesPath.AtName("rule_collection_groups")
)

// rulesAttribute declares what the hop lets pass. Nothing of it is sent anywhere.
func rulesAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The rules of the hop, as far as they are known, in the form of Azure Firewall's. Nothing is changed by them: they are handed on in `egress`, so that clusters and " +
			"checks can be judged. Groups go by priority, network rules before application rules; what no rule allows is denied. Without this block nothing is assumed of " +
			"what passes the hop. For a shared firewall whose groups are managed here too, use the same values as `udr_firewall_rules`.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"rule_collection_groups": schema.MapNestedAttribute{
				MarkdownDescription: "The rule collection groups, keyed by name.",
				Required:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: rules.OfPolicy.GroupAttributes()},
				Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
			},
			"complete": schema.BoolAttribute{
				MarkdownDescription: "Whether these are all rules of the hop. With `false` others may stand before and behind them, so that less can be told. Default `true`.",
				Optional:            true,
			},
		},
	}
}

// declared are the declared groups and whether they are all, for the exported object; null where nothing is declared.
func declared(v types.Object) (groups types.Map, complete types.Bool) {
	element := rules.OfPolicy.Groups().ElemType
	switch {
	case v.IsNull():
		return types.MapNull(element), types.BoolNull()
	case v.IsUnknown():
		return types.MapUnknown(element), types.BoolUnknown()
	}
	groups, _ = v.Attributes()["rule_collection_groups"].(types.Map)
	complete, _ = v.Attributes()["complete"].(types.Bool)
	if complete.IsNull() {
		complete = types.BoolValue(true)
	}
	return groups, complete
}

// judgeDeclared: the rules of a shared firewall are judged as those that udr_firewall_rules writes. Another device has limits and names of its own: of its rules
// only the form is judged.
func judgeDeclared(s shape, found *findings) {
	object := view.Object(s.m.Rules)
	groups, _ := rules.GroupsOf(object["rule_collection_groups"], groupsPath)
	unknown := view.Leaf[bool]{Unknown: true}
	checks := rules.Judge(rules.Config{
		Prefix: checkPrefix, At: groupsPath, Groups: groups, Place: rules.OthersPolicy, Tier: view.Leaf[string]{Unknown: true}, Proxy: unknown, Certificate: unknown,
	})
	if firewall := values.Known(s.appliance.FirewallID); !firewall {
		checks = slices.DeleteFunc(checks, func(check diags.Check) bool { return !check.Required })
	}
	found.list = append(found.list, checks...)
}
