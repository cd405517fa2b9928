package rules

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// Group is what is known of a rule collection group; the short form is one as well.
type Group struct {
	At          path.Path
	Name        string
	Short       bool // the short form's group, whose collections stand at the root
	Priority    view.Leaf[int32]
	Collections []Collection
	Complete    bool
	Fields      view.Fields
}

// Collection is what is known of a rule collection.
type Collection struct {
	At       path.Path
	Name     string
	Kind     string
	Priority view.Leaf[int32]
	Action   view.Leaf[string]
	Rules    []Rule
	Complete bool
	Fields   view.Fields
}

// Rule is a rule by its attributes. One that is wholly unknown is not there.
type Rule struct {
	view.Fields
	At   path.Path
	Name string
	Kind string
}

// Groups are what is known of all rule collection groups.
type Groups []Group

// GroupsOf views a map of groups that stands at the path, in order of names. Complete tells that no group, collection or rule may be missing.
func GroupsOf(v attr.Value, at path.Path) (groups Groups, complete bool) {
	named := view.Map(v)
	complete = named.Complete
	for _, name := range named.Keys {
		group := GroupOf(name, at.AtMapKey(name), view.Object(named.Values[name]))
		groups = append(groups, group)
		complete = complete && group.Complete
	}
	return groups, complete
}

// GroupOf views the attributes of one group that stands at the path; nil where they are not known.
func GroupOf(name string, at path.Path, group view.Fields) Group {
	s := Group{At: at, Name: name, Priority: group.Number("priority"), Complete: group != nil, Fields: group}
	for _, kind := range Kinds {
		collections := view.Map(group[kind.Attribute])
		s.Complete = s.Complete && collections.Complete
		for _, key := range collections.Keys {
			here := at.AtName(kind.Attribute).AtMapKey(key)
			collection := collectionOf(key, kind.Kind, here, view.Object(collections.Values[key]))
			s.Collections = append(s.Collections, collection)
			s.Complete = s.Complete && collection.Complete
		}
	}
	return s
}

func collectionOf(name, kind string, at path.Path, collection view.Fields) Collection {
	s := Collection{
		At: at, Name: name, Kind: kind, Priority: collection.Number("priority"), Action: collection.Text("action"), Complete: collection != nil, Fields: collection,
	}
	rules := view.Map(collection["rules"])
	s.Complete = s.Complete && rules.Complete
	for _, key := range rules.Keys {
		rule := Rule{Fields: view.Object(rules.Values[key]), At: at.AtName("rules").AtMapKey(key), Name: key, Kind: kind}
		if rule.Fields == nil {
			s.Complete = s.Complete && !isUnknown(rules.Values[key])
			continue
		}
		s.Rules = append(s.Rules, rule)
	}
	return s
}

func isUnknown(v attr.Value) bool { return v != nil && v.IsUnknown() }

// Each visits all rules of a kind of the Azure layer; of every kind when it is empty.
func (g Groups) Each(kind string, visit func(rule Rule)) {
	for _, group := range g {
		for _, collection := range group.Collections {
			if kind != "" && collection.Kind != kind {
				continue
			}
			for _, rule := range collection.Rules {
				visit(rule)
			}
		}
	}
}

// Has reports whether there is a collection of the kind.
func (g Groups) Has(kind string) bool {
	_, there := g.First(kind)
	return there
}

// First is the path of the first collection of the kind.
func (g Groups) First(kind string) (path.Path, bool) {
	for _, group := range g {
		for _, collection := range group.Collections {
			if collection.Kind == kind {
				return collection.At, true
			}
		}
	}
	return path.Empty(), false
}

// hasShort reports whether the short form is among the groups.
func (g Groups) hasShort() bool {
	return slices.ContainsFunc(g, func(group Group) bool { return group.Short })
}

// destinations are the attributes that say where a rule's traffic goes.
var destinations = map[string][]string{
	azure.KindNetwork:     {"destination_addresses", "destination_ip_groups", "destination_fqdns"},
	azure.KindApplication: {"destination_fqdns", "destination_fqdn_tags", "destination_urls", "web_categories"},
	azure.KindNAT:         {"destination_addresses", "destination_public_ips"},
}
