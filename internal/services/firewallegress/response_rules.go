package firewallegress

import (
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// The types of collections and rules, by kind.
var (
	collectionTypes = kindTypes(func(kind collectionKind) map[string]attr.Type { return attributeTypes(kind.attributes()) })
	ruleTypes       = kindTypes(func(kind collectionKind) map[string]attr.Type { return attributeTypes(kind.rule()) })
)

func kindTypes(of func(collectionKind) map[string]attr.Type) map[string]map[string]attr.Type {
	all := map[string]map[string]attr.Type{}
	for _, kind := range collectionKinds {
		all[kind.kind] = of(kind)
	}
	return all
}

// rulesView turns live rules into values. What means the same as before keeps its spelling, rule by rule, so that drift is
// shown where it is and nowhere else. Addresses of the firewall's own public IPs are shown by their keys.
type rulesView struct {
	addresses map[string]string // public addresses by key
}

// group is a live group; before is the state's, which may be nil.
func (v rulesView) group(name string, live azure.Group, before attr.Value) types.Object {
	had := fieldsOf(before)
	out := map[string]attr.Value{"priority": types.Int32Value(live.Priority)}
	for kind, collections := range v.collections(live.Collections, groupShapeOf(name, groupsPath, had), had) {
		out[kind] = collections
	}
	return types.ObjectValueMust(groupTypes, out)
}

// collections are the live collections by the attribute of their kind; null where there are none.
func (v rulesView) collections(live map[string]azure.Collection, before groupShape, had fields) map[string]attr.Value {
	kept := map[string]collectionShape{}
	for _, collection := range before.collections {
		kept[collection.name] = collection
	}
	byKind := map[string]map[string]attr.Value{}
	for _, name := range sortedKeys(live) {
		collection := live[name]
		if collection.Kind == "" {
			// Rules of several kinds, or of one that we do not know: shown as an empty collection, which the plan then removes.
			collection = azure.Collection{Kind: azure.KindNetwork, Priority: collection.Priority, Action: "Deny"}
		}
		entries := byKind[collection.Kind]
		put(&entries, name, v.collection(collection, kept[name], fieldsOf(entriesOf(had[attributeOf(collection.Kind)]).values[name])))
		byKind[collection.Kind] = entries
	}
	out := map[string]attr.Value{}
	for _, kind := range collectionKinds {
		element := types.ObjectType{AttrTypes: collectionTypes[kind.kind]}
		if entries := byKind[kind.kind]; len(entries) > 0 {
			out[kind.attribute] = types.MapValueMust(element, entries)
		} else {
			out[kind.attribute] = types.MapNull(element)
		}
	}
	return out
}

func attributeOf(kind string) string {
	i := slices.IndexFunc(collectionKinds, func(k collectionKind) bool { return k.kind == kind })
	if i < 0 {
		return ""
	}
	return collectionKinds[i].attribute
}

func (v rulesView) collection(live azure.Collection, before collectionShape, had fields) attr.Value {
	if had != nil && before.kind == live.Kind && collectionOf(before).Resolve(v.addresses).Equal(live) {
		return types.ObjectValueMust(collectionTypes[live.Kind], had)
	}
	kept := map[string]ruleShape{}
	for _, rule := range before.rules {
		kept[rule.name] = rule
	}
	rules := map[string]attr.Value{}
	for name, one := range single(live) {
		if rule, was := kept[name]; was && before.kind == live.Kind && v.same(rule, one) {
			rules[name] = types.ObjectValueMust(ruleTypes[live.Kind], rule.fields)
			continue
		}
		rules[name] = v.rule(name, one)
	}
	out := map[string]attr.Value{
		"priority": types.Int32Value(live.Priority),
		"rules":    types.MapValueMust(types.ObjectType{AttrTypes: ruleTypes[live.Kind]}, rules),
	}
	if live.Kind != azure.KindNAT {
		out["action"] = types.StringValue(live.Action)
	}
	return types.ObjectValueMust(collectionTypes[live.Kind], out)
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

func (v rulesView) same(rule ruleShape, live azure.Collection) bool {
	return collectionOf(collectionShape{kind: rule.kind, rules: []ruleShape{rule}}).Resolve(v.addresses).Equal(live)
}

func (v rulesView) rule(name string, one azure.Collection) attr.Value {
	switch one.Kind {
	case azure.KindNetwork:
		return networkRuleValue(one.Network[name])
	case azure.KindApplication:
		return applicationRuleValue(one.Application[name])
	default:
		return v.natRuleValue(one.NAT[name])
	}
}

func common(description string, source azure.Source) map[string]attr.Value {
	return map[string]attr.Value{
		"description":      values.StringOrNull(description),
		"source_addresses": setValue(azure.KindNetwork, "source_addresses", source.Addresses),
		"source_ip_groups": setValue(azure.KindNetwork, "source_ip_groups", source.IPGroups),
	}
}

func networkRuleValue(rule azure.NetworkRule) attr.Value {
	out := common(rule.Description, rule.Source)
	for name, list := range map[string][]string{
		"destination_addresses": rule.DestinationAddresses, "destination_ip_groups": rule.DestinationIPGroups, "destination_fqdns": rule.DestinationFQDNs,
		"destination_ports": rule.Ports, "protocols": rule.Protocols,
	} {
		out[name] = setValue(azure.KindNetwork, name, list)
	}
	return types.ObjectValueMust(ruleTypes[azure.KindNetwork], out)
}

func applicationRuleValue(rule azure.ApplicationRule) attr.Value {
	out := common(rule.Description, rule.Source)
	for name, list := range map[string][]string{
		"destination_fqdns": rule.FQDNs, "destination_fqdn_tags": rule.FQDNTags, "destination_urls": rule.URLs, "web_categories": rule.WebCategories,
		"destination_addresses": rule.DestinationAddresses,
	} {
		out[name] = setValue(azure.KindApplication, name, list)
	}
	out["protocols"] = protocolsValue(rule.Protocols)
	headers := map[string]string{}
	for _, header := range rule.HTTPHeaders {
		headers[header.Name] = header.Value
	}
	out["http_headers"] = values.MapOfStringsOrNull(headers)
	out["terminate_tls"] = types.BoolNull()
	if rule.TerminateTLS {
		out["terminate_tls"] = types.BoolValue(true)
	}
	return types.ObjectValueMust(ruleTypes[azure.KindApplication], out)
}

// protocolsValue is null for the default.
func protocolsValue(protocols []azure.ApplicationProtocol) attr.Value {
	list, _ := ruleTypes[azure.KindApplication]["protocols"].(types.ListType)
	pair, _ := list.ElemType.(types.ObjectType)
	if slices.Equal(protocols, defaultProtocols) {
		return types.ListNull(pair)
	}
	pairs := []attr.Value{}
	for _, protocol := range protocols {
		pairs = append(pairs, types.ObjectValueMust(pair.AttrTypes, map[string]attr.Value{
			"type": types.StringValue(protocol.Type), "port": types.Int32Value(protocol.Port),
		}))
	}
	return types.ListValueMust(pair, pairs)
}

func (v rulesView) natRuleValue(rule azure.NATRule) attr.Value {
	out := common(rule.Description, rule.Source)
	var addresses, keys []string
	for _, address := range rule.DestinationAddresses {
		if key := v.keyOf(address); key != "" {
			keys = append(keys, key)
		} else {
			addresses = append(addresses, address)
		}
	}
	for name, list := range map[string][]string{
		"destination_addresses": addresses, "destination_public_ips": keys, "destination_ports": rule.Ports, "protocols": rule.Protocols,
	} {
		out[name] = setValue(azure.KindNAT, name, list)
	}
	out["translated_address"] = customtypes.NewIPAddressPointer(nonEmpty(rule.TranslatedAddress))
	out["translated_fqdn"] = customtypes.NewFQDNPatternPointer(nonEmpty(rule.TranslatedFQDN))
	out["translated_port"] = types.Int32Null()
	if port, err := strconv.ParseInt(rule.TranslatedPort, 10, 32); err == nil {
		out["translated_port"] = types.Int32Value(int32(port))
	}
	return types.ObjectValueMust(ruleTypes[azure.KindNAT], out)
}

func (v rulesView) keyOf(address string) string {
	for _, key := range sortedKeys(v.addresses) {
		if v.addresses[key] == address {
			return key
		}
	}
	return ""
}

// setValue is a set of the attribute's type; null when empty.
func setValue(kind, name string, list []string) attr.Value {
	set, _ := ruleTypes[kind][name].(types.SetType)
	element, ok := set.ElemType.(basetypes.StringTypable)
	if !ok {
		element = types.StringType
	}
	return values.SetOfOrNull(element, list)
}
