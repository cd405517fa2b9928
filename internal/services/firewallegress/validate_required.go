package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// judgeRequired asks elements of maps and lists for what they must have (see requiredOfGroup).
func judgeRequired(s shape, found *findings) {
	for _, key := range sortedKeys(s.routed) {
		found.required(s.routed[key].fields, routedPath.AtMapKey(key), requiredOfSubnet)
	}
	for _, name := range sortedKeys(s.routes) {
		found.required(s.routes[name].fields, routesPath.AtMapKey(name), requiredOfRoute)
	}
	for _, group := range s.groups {
		if !group.short {
			found.required(group.fields, group.at, requiredOfGroup)
		}
		for _, collection := range group.collections {
			found.required(collection.fields, collection.at, requiredOfCollection[collection.kind])
		}
	}
	s.everyRule("", func(rule ruleShape) {
		found.required(rule.fields, rule.at, requiredOfRule[rule.kind])
		for i, element := range elementsOf(rule.fields["protocols"]) {
			if one := fieldsOf(element); one != nil {
				found.required(one, rule.at.AtName("protocols").AtListIndex(i), requiredOfProtocol)
			}
		}
	})
}

// required reports attributes that an object lacks. An object that is not known is silent.
func (f *findings) required(object fields, at path.Path, names []string) {
	if object == nil {
		return
	}
	for _, name := range names {
		if object[name] == nil || object[name].IsNull() {
			f.contradict(at.AtName(name), "Missing required attribute", name+" is required here", "set it")
		}
	}
}
