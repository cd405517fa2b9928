package rules

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

func (v Display) rule(name string, one azure.Collection) attr.Value {
	switch one.Kind {
	case azure.KindNetwork:
		return v.networkRuleValue(one.Network[name])
	case azure.KindApplication:
		return v.applicationRuleValue(one.Application[name])
	default:
		return v.natRuleValue(one.NAT[name])
	}
}

func (v Display) common(description string, source azure.Source) map[string]attr.Value {
	return map[string]attr.Value{
		"description":      values.StringOrNull(description),
		"source_addresses": v.setValue(azure.KindNetwork, "source_addresses", source.Addresses),
		"source_ip_groups": v.setValue(azure.KindNetwork, "source_ip_groups", source.IPGroups),
	}
}

func (v Display) networkRuleValue(rule azure.NetworkRule) attr.Value {
	out := v.common(rule.Description, rule.Source)
	for name, list := range map[string][]string{
		"destination_addresses": rule.DestinationAddresses, "destination_ip_groups": rule.DestinationIPGroups, "destination_fqdns": rule.DestinationFQDNs,
		"destination_ports": rule.Ports, "protocols": rule.Protocols,
	} {
		out[name] = v.setValue(azure.KindNetwork, name, list)
	}
	return types.ObjectValueMust(v.form.rule[azure.KindNetwork], out)
}

func (v Display) applicationRuleValue(rule azure.ApplicationRule) attr.Value {
	out := v.common(rule.Description, rule.Source)
	for name, list := range map[string][]string{
		"destination_fqdns": rule.FQDNs, "destination_fqdn_tags": rule.FQDNTags, "destination_urls": rule.URLs, "web_categories": rule.WebCategories,
		"destination_addresses": rule.DestinationAddresses,
	} {
		out[name] = v.setValue(azure.KindApplication, name, list)
	}
	out["protocols"] = v.protocolsValue(rule.Protocols)
	headers := map[string]string{}
	for _, header := range rule.HTTPHeaders {
		headers[header.Name] = header.Value
	}
	out["http_headers"] = values.MapOfStringsOrNull(headers)
	out["terminate_tls"] = types.BoolNull()
	if rule.TerminateTLS {
		out["terminate_tls"] = types.BoolValue(true)
	}
	return types.ObjectValueMust(v.form.rule[azure.KindApplication], out)
}

// protocolsValue is null for the default.
func (v Display) protocolsValue(protocols []azure.ApplicationProtocol) attr.Value {
	list, _ := v.form.rule[azure.KindApplication]["protocols"].(types.ListType)
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

func (v Display) natRuleValue(rule azure.NATRule) attr.Value {
	out := v.common(rule.Description, rule.Source)
	var addresses, keys []string
	for _, address := range rule.DestinationAddresses {
		if key := v.keyOf(address); key != "" {
			keys = append(keys, key)
		} else {
			addresses = append(addresses, address)
		}
	}
	lists := map[string][]string{"destination_addresses": addresses, "destination_ports": rule.Ports, "protocols": rule.Protocols}
	if v.form.ofFirewall {
		lists["destination_public_ips"] = keys
	}
	for name, list := range lists {
		out[name] = v.setValue(azure.KindNAT, name, list)
	}
	out["translated_address"] = customtypes.NewIPAddressPointer(nonEmpty(rule.TranslatedAddress))
	out["translated_fqdn"] = customtypes.NewFQDNPatternPointer(nonEmpty(rule.TranslatedFQDN))
	out["translated_port"] = types.Int32Null()
	if port, err := strconv.ParseInt(rule.TranslatedPort, 10, 32); err == nil {
		out["translated_port"] = types.Int32Value(int32(port))
	}
	return types.ObjectValueMust(v.form.rule[azure.KindNAT], out)
}

func (v Display) keyOf(address string) string {
	for _, key := range sortedKeys(v.addresses) {
		if v.addresses[key] == address {
			return key
		}
	}
	return ""
}

// setValue is a set of the attribute's type; null when empty.
func (v Display) setValue(kind, name string, list []string) attr.Value {
	set, _ := v.form.rule[kind][name].(types.SetType)
	element, ok := set.ElemType.(basetypes.StringTypable)
	if !ok {
		element = types.StringType
	}
	return values.SetOfOrNull(element, list)
}

// nonEmpty is nil for no text.
func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
