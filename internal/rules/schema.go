package rules

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// required are the attributes that an element of a map must have. The schema calls them optional, and Judge asks for them: the framework takes the attributes of an element that is wholly unknown for null, and would refuse
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
)

// Form is one schema of rules, with the types that follow from it. Rules are maps at every level and hold nothing computed: a plan then
// differs where a rule does and nowhere else (style.md 2.3, pitfall 1).
type Form struct {
	ofFirewall bool // rules of a firewall that is made with them: its public IPs have keys, and its policy is at hand

	group            map[string]attr.Type
	collection, rule map[string]map[string]attr.Type // by kind
}

// The forms that rules are written in. OfFirewall is that of a firewall's own rules, in which NAT rules may name public IPs by their
// keys. OfPolicy is that of rules for a policy or appliance of others, whose public IPs have no keys.
var (
	OfFirewall = newForm(true)
	OfPolicy   = newForm(false)
)

func newForm(ofFirewall bool) *Form {
	f := &Form{ofFirewall: ofFirewall, collection: map[string]map[string]attr.Type{}, rule: map[string]map[string]attr.Type{}}
	f.group = typesOf(f.GroupAttributes())
	for _, kind := range Kinds {
		f.collection[kind.Kind], f.rule[kind.Kind] = typesOf(f.ofCollection(kind.Kind)), typesOf(f.ofRule(kind.Kind))
	}
	return f
}

func typesOf(attributes map[string]schema.Attribute) map[string]attr.Type {
	all := make(map[string]attr.Type, len(attributes))
	for name, attribute := range attributes {
		all[name] = attribute.GetType()
	}
	return all
}

// GroupTypes are the types of a group's attributes.
func (f *Form) GroupTypes() map[string]attr.Type { return f.group }

// Groups is the type of a map of groups.
func (f *Form) Groups() types.MapType {
	return types.MapType{ElemType: types.ObjectType{AttrTypes: f.group}}
}

// Collections is the type of a map of collections of a kind.
func (f *Form) Collections(kind string) types.MapType {
	return types.MapType{ElemType: types.ObjectType{AttrTypes: f.collection[kind]}}
}

// GroupAttributes are those of one rule collection group.
func (f *Form) GroupAttributes() map[string]schema.Attribute {
	all := map[string]schema.Attribute{"priority": priorityAttribute("group")}
	maps.Copy(all, f.CollectionAttributes(""))
	return all
}

// Kinds are the three kinds of rule collections.
var Kinds = []Kind{
	{azure.KindNetwork, "network_rule_collections"},
	{azure.KindApplication, "application_rule_collections"},
	{azure.KindNAT, "nat_rule_collections"},
}

// Kind is one of the three kinds of rule collections.
type Kind struct {
	Kind      string // the Azure layer's word
	Attribute string // that holds its collections
}

// ofRule are the attributes of a rule of the kind.
func (f *Form) ofRule(kind string) map[string]schema.Attribute {
	switch kind {
	case azure.KindNetwork:
		return networkRuleAttributes()
	case azure.KindApplication:
		return f.applicationRuleAttributes()
	}
	return f.natRuleAttributes()
}

// ofCollection are the attributes of a collection of the kind.
func (f *Form) ofCollection(kind string) map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"priority": priorityAttribute("collection"),
		"rules": schema.MapNestedAttribute{
			MarkdownDescription: "The rules of the collection, keyed by name. Required.",
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: f.ofRule(kind)},
			Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
		},
	}
	if kind != azure.KindNAT {
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

// CollectionAttributes are the maps of collections, one for each kind, with a further sentence in the description of each.
func (f *Form) CollectionAttributes(more string) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, kind := range Kinds {
		text := collectionTexts[kind.Kind]
		if more != "" {
			text += " " + more
		}
		all[kind.Attribute] = schema.MapNestedAttribute{
			MarkdownDescription: text,
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: f.ofCollection(kind.Kind)},
		}
	}
	return all
}

func priorityAttribute(of string) schema.Attribute {
	return schema.Int32Attribute{
		CustomType: customtypes.WholeNumberType{},
		MarkdownDescription: fmt.Sprintf("The priority of the %s, %d to %d. The smaller number goes first. Required.", of,
			cloud.LimitOf(cloud.LimitPriorityMin).Value, cloud.LimitOf(cloud.LimitPriorityMax).Value),
		Optional: true,
	}
}
