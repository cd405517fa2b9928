package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// groupShape is what is known of a rule collection group; the short form is one as well.
type groupShape struct {
	at          path.Path
	name        string
	short       bool // the short form's group, whose collections stand at the root
	priority    leaf[int32]
	collections []collectionShape
	complete    bool
	fields      fields
}

type collectionShape struct {
	at       path.Path
	name     string
	kind     string
	priority leaf[int32]
	action   leaf[string]
	rules    []ruleShape
	complete bool
	fields   fields
}

// ruleShape is a rule by its attributes. One that is wholly unknown is not there.
type ruleShape struct {
	fields
	at   path.Path
	name string
	kind string
}

// groupShapesOf are the groups and the short form, in order of their names, and whether nothing may be missing.
func groupShapesOf(m model) (groups []groupShape, complete bool) {
	named := entriesOf(m.RuleCollectionGroups)
	complete = named.complete
	for _, name := range named.keys {
		group := groupShapeOf(name, groupsPath.AtMapKey(name), fieldsOf(named.values[name]))
		groups = append(groups, group)
		complete = complete && group.complete
	}
	short := shortForm(m)
	if len(short.collections) > 0 {
		groups = append(groups, short)
	}
	return groups, complete && short.complete
}

// shortForm is the group that the collections at the root make.
func shortForm(m model) groupShape {
	group := groupShapeOf(defaultGroup, path.Empty(), fields{
		"network_rule_collections": m.NetworkRuleCollections, "application_rule_collections": m.ApplicationRuleCollections,
		"nat_rule_collections": m.NATRuleCollections,
	})
	group.short = true
	group.priority = leaf[int32]{value: defaultGroupPriority, known: true}
	return group
}

func groupShapeOf(name string, at path.Path, group fields) groupShape {
	s := groupShape{at: at, name: name, priority: group.number("priority"), complete: group != nil, fields: group}
	for _, kind := range collectionKinds {
		collections := entriesOf(group[kind.attribute])
		s.complete = s.complete && collections.complete
		for _, key := range collections.keys {
			here := at.AtName(kind.attribute).AtMapKey(key)
			collection := collectionShapeOf(key, kind.kind, here, fieldsOf(collections.values[key]))
			s.collections = append(s.collections, collection)
			s.complete = s.complete && collection.complete
		}
	}
	return s
}

func collectionShapeOf(name, kind string, at path.Path, collection fields) collectionShape {
	s := collectionShape{
		at: at, name: name, kind: kind, priority: collection.number("priority"), action: collection.text("action"), complete: collection != nil, fields: collection,
	}
	rules := entriesOf(collection["rules"])
	s.complete = s.complete && rules.complete
	for _, key := range rules.keys {
		rule := ruleShape{fields: fieldsOf(rules.values[key]), at: at.AtName("rules").AtMapKey(key), name: key, kind: kind}
		if rule.fields == nil {
			s.complete = s.complete && !isUnknown(rules.values[key])
			continue
		}
		s.rules = append(s.rules, rule)
	}
	return s
}

func isUnknown(v attr.Value) bool { return v != nil && v.IsUnknown() }

// everyRule walks all rules of a kind; every kind when it is empty.
func (s shape) everyRule(kind string, visit func(rule ruleShape)) {
	for _, group := range s.groups {
		for _, collection := range group.collections {
			if kind != "" && collection.kind != kind {
				continue
			}
			for _, rule := range collection.rules {
				visit(rule)
			}
		}
	}
}

// hasKind reports whether there is a collection of the kind.
func (s shape) hasKind(kind string) bool {
	for _, group := range s.groups {
		for _, collection := range group.collections {
			if collection.kind == kind {
				return true
			}
		}
	}
	return false
}

// destinations are the attributes that say where a rule's traffic goes.
var destinations = map[string][]string{
	azure.KindNetwork:     {"destination_addresses", "destination_ip_groups", "destination_fqdns"},
	azure.KindApplication: {"destination_fqdns", "destination_fqdn_tags", "destination_urls", "web_categories"},
	azure.KindNAT:         {"destination_addresses", "destination_public_ips"},
}
