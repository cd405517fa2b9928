package rules

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// Display turns live rules into values. What means the same as before keeps its spelling, rule by rule, so that drift is
// shown where it is and nowhere else. Addresses of the firewall's own public IPs are shown by their keys.
type Display struct {
	form      *Form
	addresses map[string]string
}

// Display shows rules in this form. Addresses are those of the firewall's own public IPs, by key; there may be none.
func (f *Form) Display(addresses map[string]string) Display { return Display{f, addresses} }

// Group is a live group; before is the state's value, which may be nil.
func (v Display) Group(name string, live azure.Group, before attr.Value) types.Object {
	had := view.Object(before)
	out := map[string]attr.Value{"priority": types.Int32Value(live.Priority)}
	for kind, collections := range v.Collections(live.Collections, GroupOf(name, path.Empty(), had), had) {
		out[kind] = collections
	}
	return types.ObjectValueMust(v.form.group, out)
}

// Keep is the state's value where the live group means the same, else Group.
func (v Display) Keep(name string, live azure.Group, before attr.Value) attr.Value {
	if had := view.Object(before); had != nil && GroupOf(name, path.Empty(), had).Wire().Resolve(v.addresses).Equal(live) {
		return before
	}
	return v.Group(name, live, before)
}

// Collections are the live collections by the attribute of their kind; null where there are none. Before and had are the
// view and the attributes of the group in the state; both may be empty.
func (v Display) Collections(live map[string]azure.Collection, before Group, had view.Fields) map[string]attr.Value {
	kept := map[string]Collection{}
	for _, collection := range before.Collections {
		kept[collection.Name] = collection
	}
	byKind := map[string]map[string]attr.Value{}
	for _, name := range sortedKeys(live) {
		collection := live[name]
		if collection.Kind == "" {
			// Rules of several kinds, or of one that we do not know: shown as an empty collection, which the plan then removes.
			collection = azure.Collection{Kind: azure.KindNetwork, Priority: collection.Priority, Action: "Deny"}
		}
		entries := byKind[collection.Kind]
		put(&entries, name, v.collection(collection, kept[name], view.Object(view.Map(had[attributeOf(collection.Kind)]).Values[name])))
		byKind[collection.Kind] = entries
	}
	out := map[string]attr.Value{}
	for _, kind := range Kinds {
		element := types.ObjectType{AttrTypes: v.form.collection[kind.Kind]}
		if entries := byKind[kind.Kind]; len(entries) > 0 {
			out[kind.Attribute] = types.MapValueMust(element, entries)
		} else {
			out[kind.Attribute] = types.MapNull(element)
		}
	}
	return out
}

func attributeOf(kind string) string {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Kind == kind })
	if i < 0 {
		return ""
	}
	return Kinds[i].Attribute
}

func (v Display) collection(live azure.Collection, before Collection, had view.Fields) attr.Value {
	if had != nil && before.Kind == live.Kind && before.Wire().Resolve(v.addresses).Equal(live) {
		return types.ObjectValueMust(v.form.collection[live.Kind], had)
	}
	kept := map[string]Rule{}
	for _, rule := range before.Rules {
		kept[rule.Name] = rule
	}
	rules := map[string]attr.Value{}
	for name, one := range single(live) {
		if rule, was := kept[name]; was && before.Kind == live.Kind && v.same(rule, one) {
			rules[name] = types.ObjectValueMust(v.form.rule[live.Kind], rule.Fields)
			continue
		}
		rules[name] = v.rule(name, one)
	}
	out := map[string]attr.Value{
		"priority": types.Int32Value(live.Priority),
		"rules":    types.MapValueMust(types.ObjectType{AttrTypes: v.form.rule[live.Kind]}, rules),
	}
	if live.Kind != azure.KindNAT {
		out["action"] = types.StringValue(live.Action)
	}
	return types.ObjectValueMust(v.form.collection[live.Kind], out)
}

// single takes a collection apart into collections of one rule.
func single(c azure.Collection) map[string]azure.Collection {
	all := map[string]azure.Collection{}
	for name, rule := range c.Network {
		all[name] = azure.Collection{Kind: c.Kind, Network: map[string]azure.NetworkRule{name: rule}}
	}
	for name, rule := range c.Application {
		all[name] = azure.Collection{Kind: c.Kind, Application: map[string]azure.ApplicationRule{name: rule}}
	}
	for name, rule := range c.NAT {
		all[name] = azure.Collection{Kind: c.Kind, NAT: map[string]azure.NATRule{name: rule}}
	}
	return all
}

func (v Display) same(rule Rule, live azure.Collection) bool {
	return Collection{Kind: rule.Kind, Rules: []Rule{rule}}.Wire().Resolve(v.addresses).Equal(live)
}
