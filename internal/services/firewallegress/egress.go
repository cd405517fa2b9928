package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// egressType is the `type` of the exported object.
const egressType = "azure_firewall"

// routeOut is a route of the exported object.
type routeOut struct {
	prefix     attr.Value // may be unknown
	publicIP   string
	hopType    string
	hop        attr.Value // may be unknown
	toFirewall bool
}

// exported is what the `egress` object is made of. Routes and groups are the wanted ones in a plan and the live ones in a read:
// where these differ, the plan has something to do.
type exported struct {
	m      model
	routes map[string]routeOut // nil: not known
	groups attr.Value
	others types.Bool // whether rules of others were seen beside ours; null: no
}

// value builds the object. What is unknown in the model stays unknown, leaf by leaf.
func (e exported) value() types.Object {
	subnets := attr.Value(e.m.RoutedSubnets)
	if e.m.RoutedSubnets.IsNull() {
		subnets = types.MapValueMust(types.ObjectType{AttrTypes: subnetTypes}, map[string]attr.Value{})
	}
	table := view.Object(e.m.RouteTable)
	return types.ObjectValueMust(egressTypes, map[string]attr.Value{
		"type":                          types.StringValue(egressType),
		"subnets":                       subnets,
		"route_table_id":                plain(e.m.RouteTableID),
		"bgp_route_propagation_enabled": inner(e.m.RouteTable, types.BoolUnknown(), orNullBool(table["bgp_route_propagation_enabled"])),
		"routes":                        e.routesValue(),
		"routes_complete":               e.routesComplete(),
		"hop":                           e.hop(),
		"settings":                      e.settings(),
		"rules_as":                      e.m.RulesAs,
		"firewall_policy_id":            plain(e.m.FirewallPolicyID),
		"rule_collection_groups":        e.groups,
		"rules_complete":                e.complete(),
		"exit_addresses":                e.m.PublicIPAddresses,
	})
}

// complete tells whether no rule of others takes part: a policy of others may hold further groups, and a parent's rules go
// first. It is null where others are to add rules: until they have, nobody knows.
func (e exported) complete() types.Bool {
	as, policy := view.Text(e.m.RulesAs), view.Object(e.m.Policy)
	external := view.Object(e.m.AKS).Text("rules").Value == rules.ByOthers
	switch {
	case as.Unknown:
		return types.BoolUnknown()
	case as.Value != rulesClassic && (e.m.Policy.IsUnknown() || policy.Text("base_policy_id").Unknown):
		return types.BoolUnknown()
	case as.Value != rulesClassic && (policy == nil || !policy.Text("base_policy_id").Null()):
		return types.BoolValue(false)
	case external:
		return types.BoolNull()
	}
	if e.others.IsUnknown() {
		return e.others
	}
	return types.BoolValue(!e.others.ValueBool())
}

// othersSeen tells whether a state or plan says that others have rules in a policy of ours or on our firewall. It does not say
// where it waits for rules of others.
func othersSeen(m model) types.Bool {
	complete := view.Object(m.Egress).Flag("rules_complete")
	if !complete.Known {
		return types.BoolUnknown()
	}
	policy := view.Object(m.Policy)
	return types.BoolValue(!complete.Value && (policy == nil || policy.Text("base_policy_id").Null()))
}

// routesComplete tells whether the table is made here: one of others may hold further routes.
func (e exported) routesComplete() types.Bool {
	name := view.Object(e.m.RouteTable).Text("name")
	if e.m.RouteTable.IsUnknown() || name.Unknown {
		return types.BoolUnknown()
	}
	return types.BoolValue(name.Known)
}

// inner is an attribute of an object: unknown as long as the whole object is.
func inner(object types.Object, unknown, value attr.Value) attr.Value {
	if object.IsUnknown() {
		return unknown
	}
	return value
}

func (e exported) routesValue() attr.Value {
	element := types.ObjectType{AttrTypes: routeOutTypes}
	if e.routes == nil {
		return types.MapUnknown(element)
	}
	all := map[string]attr.Value{}
	for name, route := range e.routes {
		public := types.StringNull()
		if route.publicIP != "" {
			public = types.StringValue(route.publicIP)
		}
		all[name] = types.ObjectValueMust(routeOutTypes, map[string]attr.Value{
			"address_prefix": plain(route.prefix), "public_ip": public, "next_hop_type": types.StringValue(route.hopType), "next_hop_in_ip_address": plain(route.hop),
			"to_firewall": types.BoolValue(route.toFirewall),
		})
	}
	return types.MapValueMust(element, all)
}

func (e exported) hop() attr.Value {
	subnet := view.Object(e.m.FirewallSubnet)
	tunnelling := types.BoolUnknown()
	if ips := view.Map(e.m.PublicIPs); ips.Complete {
		tunnelling = types.BoolValue(len(ips.Keys) == 0)
	}
	return types.ObjectValueMust(hopTypes, map[string]attr.Value{
		"kind": types.StringValue(egressType), "id": e.m.ID, "sku_tier": e.m.SKUTier, "subnet_id": inner(e.m.FirewallSubnet, types.StringUnknown(), plain(subnet["id"])),
		"private_ip_address": e.m.PrivateIPAddress, "predicted_private_ip_address": e.m.PredictedPrivateIPAddress, "forced_tunnelling": tunnelling,
	})
}

func (e exported) settings() attr.Value {
	policy := view.Object(e.m.Policy)
	return types.ObjectValueMust(settingsTypes, map[string]attr.Value{
		"dns_proxy_enabled": e.m.DNSProxyEnabled, "dns_servers": e.m.DNSServers, "private_ip_ranges": e.m.PrivateIPRanges,
		"threat_intelligence_mode": e.m.ThreatIntelligenceMode, "intrusion_detection_mode": inner(e.m.Policy, types.StringUnknown(), plain(policy["intrusion_detection_mode"])),
	})
}

// plain is a text as a plain string: null, unknown or known.
func plain(v attr.Value) types.String {
	switch text := view.Text(v); {
	case text.Unknown:
		return types.StringUnknown()
	case text.Known:
		return types.StringValue(text.Value)
	}
	return types.StringNull()
}

func orNullBool(v attr.Value) attr.Value {
	if flag, ok := v.(types.Bool); ok {
		return flag
	}
	return types.BoolNull()
}

// wantedRoutes are the routes of a plan; nil when even their names are not known.
func wantedRoutes(m model) map[string]routeOut {
	table := view.Object(m.RouteTable)
	name, perIP := table.Text("default_route_name"), table.Flag("public_ip_routes_enabled")
	extra, ips := view.Map(table["routes"]), view.Map(m.PublicIPs)
	if table == nil || !name.Known || !perIP.Known || !extra.Complete || perIP.Value && !ips.Complete {
		return nil
	}
	firewall := plain(m.PrivateIPAddress)
	all := map[string]routeOut{name.Value: {prefix: types.StringValue(azure.DefaultPrefix), hopType: azure.HopAppliance, hop: firewall, toFirewall: true}}
	for _, key := range extra.Keys {
		route := view.Object(extra.Values[key])
		hopType := route.Text("next_hop_type")
		if route == nil || hopType.Unknown {
			return nil
		}
		out := routeOut{prefix: route["address_prefix"], hopType: hopType.Value, hop: route["next_hop_in_ip_address"]}
		if hopType.Null() {
			out = routeOut{prefix: route["address_prefix"], hopType: azure.HopAppliance, hop: firewall, toFirewall: true}
		}
		all[key] = out
	}
	if perIP.Value {
		addresses := view.Map(m.PublicIPAddresses)
		for _, key := range ips.Keys {
			out := routeOut{prefix: types.StringUnknown(), publicIP: key, hopType: azure.HopInternet, hop: types.StringNull()}
			if address := view.Text(addresses.Values[key]); address.Known {
				out.prefix = types.StringValue(address.Value + "/32")
			}
			all[publicIPRoute(key)] = out
		}
	}
	return all
}

// wantedGroups are the rules of a plan as groups: those of the configuration, the short form's, and that of aks. Classic
// collections stand in one group without priority.
func wantedGroups(m model) attr.Value {
	element := types.ObjectType{AttrTypes: groupTypes}
	named := view.Map(m.RuleCollectionGroups)
	short := map[string]attr.Value{
		"network_rule_collections": m.NetworkRuleCollections, "application_rule_collections": m.ApplicationRuleCollections,
		"nat_rule_collections": m.NATRuleCollections,
	}
	classic := view.Text(m.RulesAs)
	aks, aksKnown := aksOf(m)
	if !named.Complete || !classic.Known || anyUnknown(short) || !m.AKS.IsNull() && !aksKnown {
		return types.MapUnknown(element)
	}
	if classic.Value == rulesClassic {
		return types.MapValueMust(element, map[string]attr.Value{rulesClassic: classicGroup(short, aks, aksKnown)})
	}
	all := map[string]attr.Value{}
	for _, name := range named.Keys {
		all[name] = named.Values[name]
	}
	if len(shortForm(m).Collections) > 0 {
		short["priority"] = types.Int32Value(defaultGroupPriority)
		all[defaultGroup] = types.ObjectValueMust(groupTypes, short)
	}
	if aksKnown && !aks.None() {
		all[rules.AKSGroup] = rules.OfFirewall.Display(nil).Group(rules.AKSGroup, aks.Group(), nil)
	}
	return types.MapValueMust(element, all)
}

func anyUnknown(all map[string]attr.Value) bool {
	for _, v := range all {
		if v.IsUnknown() {
			return true
		}
	}
	return false
}

// classicGroup joins the short form's collections with those of aks.
func classicGroup(short map[string]attr.Value, aks rules.AKS, with bool) attr.Value {
	made := map[string]azure.Collection{}
	if with {
		made = aks.Classic()
	}
	return joinClassic(short, rules.OfFirewall.Display(nil).Collections(made, rules.Group{}, nil))
}

// joinClassic is one group, without priority, of the collections of both.
func joinClassic(parts ...map[string]attr.Value) attr.Value {
	joined := map[string]attr.Value{"priority": types.Int32Null()}
	for _, kind := range rules.Kinds {
		element := rules.OfFirewall.Collections(kind.Kind).ElemType
		all := map[string]attr.Value{}
		for _, part := range parts {
			found := view.Map(part[kind.Attribute])
			for _, name := range found.Keys {
				all[name] = found.Values[name]
			}
		}
		joined[kind.Attribute] = types.MapNull(element)
		if len(all) > 0 {
			joined[kind.Attribute] = types.MapValueMust(element, all)
		}
	}
	return types.ObjectValueMust(groupTypes, joined)
}
