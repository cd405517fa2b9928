package walk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// ordered gives a firewall's network and application rules in the order in which it asks them: parent policy before child, group before
// group and collection before collection by priority, rules as they stand (FW-3). Classic rules are asked only without a policy (FW-4).
func (w *walker) ordered(f *firewall) (network, application []*rule) {
	if len(f.policies) == 0 {
		return w.classic(f, "networkRuleCollections", networkRule), w.classic(f, "applicationRuleCollections", applicationRule)
	}
	for _, policy := range f.policies {
		groups := w.Children(policy.ID.String(), groupsType)
		byPriority(w.otherwise(DoubtPriorityTie), groups, func(d *armtypes.Document) (armtypes.Object, string) { return d.Body, "properties.priority" })
		for _, g := range groups {
			collections := g.Body.Objs("properties.ruleCollections")
			byPriority(w.otherwise(DoubtPriorityTie), collections, func(o armtypes.Object) (armtypes.Object, string) { return o, "priority" })
			for _, c := range collections {
				for _, r := range c.Objs("rules") {
					out := &rule{body: r, allow: strings.EqualFold(c.Str("action.type"), "Allow")}
					out.object = Object{Name: c.Str("name") + "/" + r.Str("name"), ID: g.ID.String()}
					switch strings.ToLower(r.Str("ruleType")) {
					case "networkrule":
						out.object.Kind = networkRule
						network = append(network, out)
					case "applicationrule":
						out.object.Kind = applicationRule
						application = append(application, out)
					}
				}
			}
		}
	}
	return network, application
}

// classic gives the rules of one kind.
func (w *walker) classic(f *firewall, list, kind string) []*rule {
	collections := slices.Clone(f.body.Objs("properties." + list))
	byPriority(w.otherwise(DoubtPriorityTie), collections, func(o armtypes.Object) (armtypes.Object, string) { return o, "properties.priority" })
	var out []*rule
	for _, c := range collections {
		for _, r := range c.Objs("properties.rules") {
			out = append(out, &rule{
				body: r, allow: strings.EqualFold(c.Str("properties.action.type"), "Allow"),
				object: Object{Kind: kind, Name: c.Str("name") + "/" + r.Str("name"), ID: f.id},
			})
		}
	}
	return out
}

// byPriority sorts, the smaller number first (FW-5). Azure does not document the order of equal ones (FW-6): see DoubtPriorityTie.
func byPriority[T any](backwards bool, items []T, at func(T) (armtypes.Object, string)) {
	slices.SortStableFunc(items, func(a, b T) int {
		x, path := at(a)
		y, _ := at(b)
		left, _ := x.Int(path)
		right, _ := y.Int(path)
		byName := cmp.Compare(strings.ToLower(x.Str("name")), strings.ToLower(y.Str("name")))
		if backwards {
			byName = -byName
		}
		return cmp.Or(cmp.Compare(left, right), byName)
	})
}
