package firewallegress

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// shape is the part of a configuration that is known, as plain data. The checks read nothing else, so an unknown sibling
// can never switch off the check of a known value (law L1): what is unknown is not in the shape, and `complete` says where
// something may be missing. Defaults of the schema are filled in.
type shape struct {
	name       view.Leaf[string]
	group      view.Leaf[string]
	location   view.Leaf[string]
	tier       view.Leaf[string]
	subnet     subnetShape
	publicIPs  map[string]publicIPShape
	ipsKnown   bool // publicIPs has every address that there will be
	management managementShape

	proxy       view.Leaf[bool]
	dnsServers  view.List
	ranges      view.List
	threatIntel view.Leaf[string]
	autoscale   view.Fields

	rulesAs        view.Leaf[string]
	existingPolicy view.Leaf[string] // firewall_policy_id as configured
	policy         view.Fields
	policyUnknown  bool // whether there is a policy block is not known
	groups         rules.Groups
	groupsGiven    bool // rule_collection_groups is known to be there
	groupsKnown    bool // groups has every group and collection that there will be
	aks            view.Fields

	table         view.Fields
	tableUnknown  bool
	existingTable view.Leaf[string] // route_table_id as configured
	routes        map[string]routeShape
	routesKnown   bool
	routed        map[string]subnetShape
	routedKnown   bool

	tags map[string]string
}

type subnetShape struct {
	id       armid.ID // zero when not known
	prefixes []indexedPrefix
	complete bool // prefixes are all of them, and there is at least one

	noPrefixes bool // there are none, and will be none
	fields     view.Fields
}

type indexedPrefix struct {
	index  int
	prefix netip.Prefix
}

type publicIPShape struct {
	known  bool
	name   view.Leaf[string]
	given  view.Leaf[string]
	prefix view.Leaf[string]
	label  view.Leaf[string]
	zones  bool // set
	ipTags bool // set
}

type managementShape struct {
	given   bool // a block is known to be there
	absent  bool // no block, and there will be none
	name    view.Leaf[string]
	subnet  subnetShape
	ipName  view.Leaf[string]
	ipGiven view.Leaf[string]
}

type routeShape struct {
	view.Fields
	prefix  view.Leaf[string]
	hopType view.Leaf[string]
	hop     view.Leaf[string]
}

// shapeOf gathers what is known of a configuration. Values that do not parse are left out: their own types have already
// reported them.
func shapeOf(m model) shape {
	s := shape{
		name: view.Text(m.Name), group: view.Text(m.ResourceGroupName), location: view.Text(m.Location),
		tier:       view.Text(m.SKUTier).Or(string(cloud.TierStandard)),
		subnet:     subnetShapeOf(m.FirewallSubnet),
		management: managementShapeOf(m.Management),
		proxy:      view.Flag(m.DNSProxyEnabled), dnsServers: view.Texts(m.DNSServers), ranges: view.Texts(m.PrivateIPRanges),
		threatIntel: view.Text(m.ThreatIntelligenceMode), autoscale: view.Object(m.Autoscale),
		rulesAs: view.Text(m.RulesAs).Or(rulesPolicy), existingPolicy: view.Text(m.FirewallPolicyID),
		policy: view.Object(m.Policy), policyUnknown: m.Policy.IsUnknown(),
		aks:   view.Object(m.AKS),
		table: view.Object(m.RouteTable), tableUnknown: m.RouteTable.IsUnknown(), existingTable: view.Text(m.RouteTableID),
		routes: map[string]routeShape{}, routed: map[string]subnetShape{}, publicIPs: map[string]publicIPShape{},
		tags: lifecycle.KnownTags(m.Tags),
	}
	s.groups, s.groupsKnown = groupsOf(m)
	s.groupsGiven = isSet(m.RuleCollectionGroups)
	ips := view.Map(m.PublicIPs)
	s.ipsKnown = ips.Complete
	for _, key := range ips.Keys {
		s.publicIPs[key] = publicIPShapeOf(ips.Values[key])
	}
	routes := view.Map(s.table["routes"])
	s.routesKnown = routes.Complete && !m.RouteTable.IsUnknown()
	for _, name := range routes.Keys {
		route := view.Object(routes.Values[name])
		s.routes[name] = routeShape{Fields: route, prefix: route.Text("address_prefix"), hopType: route.Text("next_hop_type"), hop: route.Text("next_hop_in_ip_address")}
		s.routesKnown = s.routesKnown && route != nil
	}
	routed := view.Map(m.RoutedSubnets)
	s.routedKnown = routed.Complete
	for _, key := range routed.Keys {
		s.routed[key] = subnetShapeOf(routed.Values[key])
	}
	return s
}

func subnetShapeOf(v attr.Value) subnetShape {
	var s subnetShape
	subnet := view.Object(v)
	if id := subnet.Text("id"); id.Known {
		s.id, _ = armid.Parse(id.Value)
	}
	prefixes := subnet.Texts("address_prefixes")
	s.complete = subnet != nil && prefixes.Complete && len(prefixes.Items) > 0
	s.noPrefixes = subnet != nil && prefixes.Empty()
	s.fields = subnet
	for i, text := range prefixes.Items {
		// The index is right only while nothing before it is unknown; the check of a wrong index would still name the value.
		if prefix, err := customtypes.ParseCIDR(text); err == nil {
			s.prefixes = append(s.prefixes, indexedPrefix{i, prefix})
		} else {
			s.complete = false
		}
	}
	return s
}

func publicIPShapeOf(v attr.Value) publicIPShape {
	ip := view.Object(v)
	return publicIPShape{
		known: ip != nil, name: ip.Text("name"), given: ip.Text("public_ip_address_id"), prefix: ip.Text("public_ip_prefix_id"),
		label: ip.Text("domain_name_label"), zones: isSet(ip["zones"]), ipTags: isSet(ip["ip_tags"]),
	}
}

func managementShapeOf(v attr.Value) managementShape {
	management := view.Object(v)
	return managementShape{
		given: management != nil, absent: v.IsNull(), name: management.Text("name").Or("management"), subnet: subnetShapeOf(management["subnet"]),
		ipName: management.Text("public_ip_name"), ipGiven: management.Text("public_ip_address_id"),
	}
}

// isSet reports a value that is known to be there. One that is unknown may still turn out to be null.
func isSet(v attr.Value) bool { return values.Known(v) }

// place says where the rules go.
func (s shape) place() rules.Place {
	switch {
	case s.rulesAs.Known && s.rulesAs.Value == rulesClassic:
		return rules.Classic
	case !s.rulesAs.Known:
		return rules.Unknown
	case s.existingPolicy.Null():
		return rules.OwnPolicy
	case s.existingPolicy.Known:
		return rules.OthersPolicy
	}
	return rules.Unknown
}

// rulesTier is the tier that decides what rules may use: the policy's, else the firewall's. Null when it is not known.
func (s shape) rulesTier() view.Leaf[string] {
	switch s.place() {
	case rules.OwnPolicy:
		if s.policyUnknown {
			return view.Leaf[string]{Unknown: true}
		}
		if tier := s.policy.Text("sku_tier"); !tier.Null() {
			return tier
		}
		return s.tier
	case rules.Classic:
		return s.tier
	case rules.OthersPolicy, rules.Unknown:
		return view.Leaf[string]{Unknown: true}
	}
	return view.Leaf[string]{Unknown: true}
}

// sortedKeys are a map's keys in order.
func sortedKeys[T any](entries map[string]T) []string { return slices.Sorted(maps.Keys(entries)) }
