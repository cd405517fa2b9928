package firewallegress

import (
	"strconv"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// groupsOf are the rule collection groups of a model that is wholly known: those that it names, the short form's and that
// of aks.
func groupsOf(m model) map[string]azure.Group {
	all := map[string]azure.Group{}
	named := entriesOf(m.RuleCollectionGroups)
	for _, name := range named.keys {
		all[name] = groupOf(groupShapeOf(name, groupsPath.AtMapKey(name), fieldsOf(named.values[name])))
	}
	if short := shortForm(m); len(short.collections) > 0 {
		all[defaultGroup] = groupOf(short)
	}
	if rules, ok := aksOf(m); ok {
		all[aksGroup] = rules.group()
	}
	return all
}

// classicOf are the classic rule collections of a model that is wholly known.
func classicOf(m model) map[string]azure.Collection {
	all := groupOf(shortForm(m)).Collections
	if rules, ok := aksOf(m); ok {
		for name, collection := range rules.classic() {
			all[name] = collection
		}
	}
	return all
}

// aksOf is what the aks block asks for; ok is false where there is none, or where it is not known enough.
func aksOf(m model) (aksRules, bool) {
	aks := fieldsOf(m.AKS)
	if aks == nil {
		return aksRules{}, false
	}
	mode, priority, location := aks.text("rules").or(aksByTag), aks.number("priority").or(aksDefaultPriority), textOf(m.Location)
	sources := aks.texts("source_addresses")
	if sources.empty() {
		sources = routedPrefixes(m)
	}
	known := mode.known && priority.known && location.known && sources.complete
	return aksRules{mode: mode.value, priority: priority.value, location: location.value, sources: unique(sources.list)}, known
}

// routedPrefixes are the ranges of all routed subnets.
func routedPrefixes(m model) texts {
	routed := entriesOf(m.RoutedSubnets)
	all := texts{complete: routed.complete}
	for _, key := range routed.keys {
		subnet := fieldsOf(routed.values[key])
		prefixes := subnet.texts("address_prefixes")
		all.list = append(all.list, prefixes.list...)
		all.complete = all.complete && subnet != nil && prefixes.complete
	}
	return all
}

func groupOf(group groupShape) azure.Group {
	out := azure.Group{Priority: group.priority.value, Collections: map[string]azure.Collection{}}
	for _, collection := range group.collections {
		out.Collections[collection.name] = collectionOf(collection)
	}
	return out
}

func collectionOf(collection collectionShape) azure.Collection {
	out := azure.Collection{Kind: collection.kind, Priority: collection.priority.value, Action: collection.action.value}
	for _, rule := range collection.rules {
		switch collection.kind {
		case azure.KindNetwork:
			put(&out.Network, rule.name, networkRuleOf(rule))
		case azure.KindApplication:
			put(&out.Application, rule.name, applicationRuleOf(rule))
		case azure.KindNAT:
			put(&out.NAT, rule.name, natRuleOf(rule))
		}
	}
	return out
}

func put[T any](entries *map[string]T, name string, entry T) {
	if *entries == nil {
		*entries = map[string]T{}
	}
	(*entries)[name] = entry
}

func (r ruleShape) source() azure.Source {
	return azure.Source{Addresses: r.texts("source_addresses").list, IPGroups: r.texts("source_ip_groups").list}
}

func networkRuleOf(r ruleShape) azure.NetworkRule {
	return azure.NetworkRule{
		Description: r.text("description").value, Source: r.source(),
		DestinationAddresses: r.texts("destination_addresses").list, DestinationIPGroups: r.texts("destination_ip_groups").list,
		DestinationFQDNs: r.texts("destination_fqdns").list, Ports: r.texts("destination_ports").list, Protocols: r.texts("protocols").list,
	}
}

// defaultProtocols are those of an application rule that names none.
var defaultProtocols = []azure.ApplicationProtocol{{Type: string(cloud.HTTPS), Port: 443}}

func applicationRuleOf(r ruleShape) azure.ApplicationRule {
	rule := azure.ApplicationRule{
		Description: r.text("description").value, Source: r.source(), Protocols: defaultProtocols,
		FQDNs: r.texts("destination_fqdns").list, FQDNTags: r.texts("destination_fqdn_tags").list, URLs: r.texts("destination_urls").list,
		WebCategories: r.texts("web_categories").list, DestinationAddresses: r.texts("destination_addresses").list, TerminateTLS: r.flag("terminate_tls").value,
	}
	if pairs, _ := protocolsOf(r.fields["protocols"]); pairs != nil {
		rule.Protocols = nil
		for _, one := range pairs {
			rule.Protocols = append(rule.Protocols, azure.ApplicationProtocol{Type: one.kind.value, Port: one.port.value})
		}
	}
	headers := entriesOf(r.fields["http_headers"])
	for _, name := range headers.keys {
		rule.HTTPHeaders = append(rule.HTTPHeaders, azure.HTTPHeader{Name: name, Value: textOf(headers.values[name]).value})
	}
	return rule
}

func natRuleOf(r ruleShape) azure.NATRule {
	return azure.NATRule{
		Description: r.text("description").value, Source: r.source(),
		DestinationAddresses: r.texts("destination_addresses").list, DestinationIPs: r.texts("destination_public_ips").list,
		Ports: r.texts("destination_ports").list, Protocols: r.texts("protocols").list,
		TranslatedAddress: r.text("translated_address").value, TranslatedFQDN: r.text("translated_fqdn").value,
		TranslatedPort: strconv.Itoa(int(r.number("translated_port").value)),
	}
}
