package preflight_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The types of an exported egress object, as the resources export it.
var (
	texts      = types.SetType{ElemType: types.StringType}
	sourceType = map[string]attr.Type{"description": types.StringType, "source_addresses": texts, "source_ip_groups": texts}
	pairType   = types.ObjectType{AttrTypes: map[string]attr.Type{"type": types.StringType, "port": types.Int32Type}}

	networkRuleType = object(sourceType, map[string]attr.Type{
		"destination_addresses": texts, "destination_ip_groups": texts, "destination_fqdns": texts, "destination_ports": texts, "protocols": texts,
	})
	applicationRuleType = object(sourceType, map[string]attr.Type{
		"destination_fqdns": texts, "destination_fqdn_tags": texts, "destination_urls": texts, "web_categories": texts, "destination_addresses": texts,
		"protocols": types.ListType{ElemType: pairType}, "terminate_tls": types.BoolType,
	})
	natRuleType = object(sourceType, map[string]attr.Type{
		"destination_addresses": texts, "destination_public_ips": texts, "destination_ports": texts, "protocols": texts,
		"translated_address": types.StringType, "translated_fqdn": types.StringType, "translated_port": types.Int32Type,
	})
	groupType = object(map[string]attr.Type{
		"priority": types.Int32Type, "network_rule_collections": collectionsType(networkRuleType),
		"application_rule_collections": collectionsType(applicationRuleType), "nat_rule_collections": collectionsType(natRuleType),
	})
	routeType = object(map[string]attr.Type{
		"address_prefix": types.StringType, "public_ip": types.StringType, "next_hop_type": types.StringType, "next_hop_in_ip_address": types.StringType,
		"to_firewall": types.BoolType,
	})
	subnetType = object(map[string]attr.Type{"id": types.StringType, "address_prefixes": types.ListType{ElemType: types.StringType}})
	hopType    = object(map[string]attr.Type{
		"kind": types.StringType, "id": types.StringType, "sku_tier": types.StringType, "subnet_id": types.StringType, "private_ip_address": types.StringType,
		"predicted_private_ip_address": types.StringType, "forced_tunnelling": types.BoolType,
	})
	settingsType = object(map[string]attr.Type{
		"dns_proxy_enabled": types.BoolType, "dns_servers": types.ListType{ElemType: types.StringType}, "private_ip_ranges": texts,
		"threat_intelligence_mode": types.StringType, "intrusion_detection_mode": types.StringType,
	})
	applianceType = object(map[string]attr.Type{
		"type": types.StringType, "subnets": types.MapType{ElemType: subnetType}, "route_table_id": types.StringType,
		"bgp_route_propagation_enabled": types.BoolType, "routes": types.MapType{ElemType: routeType}, "hop": hopType,
	})
	firewallType = object(applianceType.AttrTypes, map[string]attr.Type{
		"settings": settingsType, "rules_as": types.StringType, "rule_collection_groups": types.MapType{ElemType: groupType}, "rules_complete": types.BoolType,
		"exit_addresses": types.MapType{ElemType: types.StringType},
	})
)

func object(parts ...map[string]attr.Type) types.ObjectType {
	all := map[string]attr.Type{}
	for _, part := range parts {
		for name, t := range part {
			all[name] = t
		}
	}
	return types.ObjectType{AttrTypes: all}
}

func collectionsType(rule attr.Type) attr.Type {
	return types.MapType{ElemType: object(map[string]attr.Type{"priority": types.Int32Type, "action": types.StringType, "rules": types.MapType{ElemType: rule}})}
}

// unknown stands in a fixture for a value that is not known.
type unknown struct{}

// build makes an object of a type; attributes that are left out are null.
func build(t testing.TB, typ types.ObjectType, v any) types.Object {
	t.Helper()
	out, err := typ.ValueFromTerraform(t.Context(), wire(t, typ.TerraformType(t.Context()), v))
	if err != nil {
		t.Fatal(err)
	}
	made, ok := out.(types.Object)
	if !ok {
		t.Fatalf("%T is no object", out)
	}
	return made
}

func wire(t testing.TB, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	if _, is := v.(unknown); is {
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	}
	if v == nil {
		return tftypes.NewValue(typ, nil)
	}
	switch typ := typ.(type) {
	case tftypes.Object:
		in, out := fields(t, v), map[string]tftypes.Value{}
		for name := range in {
			if _, has := typ.AttributeTypes[name]; !has {
				t.Fatalf("no attribute %q", name)
			}
		}
		for name, at := range typ.AttributeTypes {
			out[name] = wire(t, at, in[name])
		}
		return tftypes.NewValue(typ, out)
	case tftypes.Map:
		out := map[string]tftypes.Value{}
		for name, each := range fields(t, v) {
			out[name] = wire(t, typ.ElementType, each)
		}
		return tftypes.NewValue(typ, out)
	case tftypes.Set:
		return tftypes.NewValue(typ, items(t, typ.ElementType, v))
	case tftypes.List:
		return tftypes.NewValue(typ, items(t, typ.ElementType, v))
	}
	return tftypes.NewValue(typ, v)
}

func fields(t testing.TB, v any) map[string]any {
	t.Helper()
	m, ok := v.(map[string]any)
	if !ok {
		t.Fatalf("%T where an object is wanted", v)
	}
	return m
}

func items(t testing.TB, typ tftypes.Type, v any) []tftypes.Value {
	t.Helper()
	list, ok := v.([]any)
	if !ok {
		t.Fatalf("%T where a list is wanted", v)
	}
	out := make([]tftypes.Value, len(list))
	for i, each := range list {
		out[i] = wire(t, typ, each)
	}
	return out
}
