package rules

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// Wire are the groups of a map that is wholly known, as they are sent, by name.
func Wire(groups attr.Value) map[string]azure.Group {
	all := map[string]azure.Group{}
	known, _ := GroupsOf(groups, path.Empty())
	for _, group := range known {
		all[group.Name] = group.Wire()
	}
	return all
}

// Wire is a group that is wholly known, as it is sent.
func (g Group) Wire() azure.Group {
	out := azure.Group{Priority: g.Priority.Value, Collections: map[string]azure.Collection{}}
	for _, collection := range g.Collections {
		out.Collections[collection.Name] = collection.Wire()
	}
	return out
}

// Wire is a collection that is wholly known, as it is sent.
func (c Collection) Wire() azure.Collection {
	out := azure.Collection{Kind: c.Kind, Priority: c.Priority.Value, Action: c.Action.Value}
	for _, rule := range c.Rules {
		switch c.Kind {
		case azure.KindNetwork:
			put(&out.Network, rule.Name, networkRuleOf(rule))
		case azure.KindApplication:
			put(&out.Application, rule.Name, applicationRuleOf(rule))
		case azure.KindNAT:
			put(&out.NAT, rule.Name, natRuleOf(rule))
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

func (r Rule) source() azure.Source {
	return azure.Source{Addresses: r.Texts("source_addresses").Items, IPGroups: r.Texts("source_ip_groups").Items}
}

func networkRuleOf(r Rule) azure.NetworkRule {
	return azure.NetworkRule{
		Description: r.Text("description").Value, Source: r.source(),
		DestinationAddresses: r.Texts("destination_addresses").Items, DestinationIPGroups: r.Texts("destination_ip_groups").Items,
		DestinationFQDNs: r.Texts("destination_fqdns").Items, Ports: r.Texts("destination_ports").Items, Protocols: r.Texts("protocols").Items,
	}
}

// defaultProtocols are those of an application rule that names none.
var defaultProtocols = []azure.ApplicationProtocol{{Type: string(cloud.HTTPS), Port: 443}}

func applicationRuleOf(r Rule) azure.ApplicationRule {
	rule := azure.ApplicationRule{
		Description: r.Text("description").Value, Source: r.source(), Protocols: defaultProtocols,
		FQDNs: r.Texts("destination_fqdns").Items, FQDNTags: r.Texts("destination_fqdn_tags").Items, URLs: r.Texts("destination_urls").Items,
		WebCategories: r.Texts("web_categories").Items, DestinationAddresses: r.Texts("destination_addresses").Items, TerminateTLS: r.Flag("terminate_tls").Value,
	}
	if pairs, _ := protocolsOf(r.Fields["protocols"]); pairs != nil {
		rule.Protocols = nil
		for _, one := range pairs {
			rule.Protocols = append(rule.Protocols, azure.ApplicationProtocol{Type: one.kind.Value, Port: one.port.Value})
		}
	}
	headers := view.Map(r.Fields["http_headers"])
	for _, name := range headers.Keys {
		rule.HTTPHeaders = append(rule.HTTPHeaders, azure.HTTPHeader{Name: name, Value: view.Text(headers.Values[name]).Value})
	}
	return rule
}

func natRuleOf(r Rule) azure.NATRule {
	return azure.NATRule{
		Description: r.Text("description").Value, Source: r.source(),
		DestinationAddresses: r.Texts("destination_addresses").Items, DestinationIPs: r.Texts("destination_public_ips").Items,
		Ports: r.Texts("destination_ports").Items, Protocols: r.Texts("protocols").Items,
		TranslatedAddress: r.Text("translated_address").Value, TranslatedFQDN: r.Text("translated_fqdn").Value,
		TranslatedPort: strconv.Itoa(int(r.Number("translated_port").Value)),
	}
}
