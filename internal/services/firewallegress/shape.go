package firewallegress

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// shape is the part of a configuration that is known, as plain data. The checks read nothing else, so an unknown sibling
// can never switch off the check of a known value (law L1): what is unknown is not in the shape, and `complete` says where
// something may be missing. Defaults of the schema are filled in.
type shape struct {
	name       leaf[string]
	group      leaf[string]
	location   leaf[string]
	tier       leaf[string]
	subnet     subnetShape
	publicIPs  map[string]publicIPShape
	ipsKnown   bool // publicIPs has every address that there will be
	management managementShape

	proxy       leaf[bool]
	dnsServers  texts
	ranges      texts
	threatIntel leaf[string]
	autoscale   fields

	rulesAs        leaf[string]
	existingPolicy leaf[string] // firewall_policy_id as configured
	policy         fields
	policyUnknown  bool // whether there is a policy block is not known
	groups         []groupShape
	groupsGiven    bool // rule_collection_groups is known to be there
	groupsKnown    bool // groups has every group and collection that there will be
	aks            fields

	table         fields
	tableUnknown  bool
	existingTable leaf[string] // route_table_id as configured
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
	fields     fields
}

type indexedPrefix struct {
	index  int
	prefix netip.Prefix
}

type publicIPShape struct {
	known  bool
	name   leaf[string]
	given  leaf[string]
	prefix leaf[string]
	label  leaf[string]
	zones  bool // set
	ipTags bool // set
}

type managementShape struct {
	given   bool // a block is known to be there
	absent  bool // no block, and there will be none
	name    leaf[string]
	subnet  subnetShape
	ipName  leaf[string]
	ipGiven leaf[string]
}

type routeShape struct {
	fields
	prefix  leaf[string]
	hopType leaf[string]
	hop     leaf[string]
}

// shapeOf gathers what is known of a configuration. Values that do not parse are left out: their own types have already
// reported them.
func shapeOf(m model) shape {
	s := shape{
		name: textOf(m.Name), group: textOf(m.ResourceGroupName), location: textOf(m.Location),
		tier:       textOf(m.SKUTier).or(string(cloud.TierStandard)),
		subnet:     subnetShapeOf(m.FirewallSubnet),
		management: managementShapeOf(m.Management),
		proxy:      flagOf(m.DNSProxyEnabled), dnsServers: textsOf(m.DNSServers), ranges: textsOf(m.PrivateIPRanges),
		threatIntel: textOf(m.ThreatIntelligenceMode), autoscale: fieldsOf(m.Autoscale),
		rulesAs: textOf(m.RulesAs).or(rulesPolicy), existingPolicy: textOf(m.FirewallPolicyID),
		policy: fieldsOf(m.Policy), policyUnknown: m.Policy.IsUnknown(),
		aks:   fieldsOf(m.AKS),
		table: fieldsOf(m.RouteTable), tableUnknown: m.RouteTable.IsUnknown(), existingTable: textOf(m.RouteTableID),
		routes: map[string]routeShape{}, routed: map[string]subnetShape{}, publicIPs: map[string]publicIPShape{},
		tags: lifecycle.KnownTags(m.Tags),
	}
	s.groups, s.groupsKnown = groupShapesOf(m)
	s.groupsGiven = isSet(m.RuleCollectionGroups)
	ips := entriesOf(m.PublicIPs)
	s.ipsKnown = ips.complete
	for _, key := range ips.keys {
		s.publicIPs[key] = publicIPShapeOf(ips.values[key])
	}
	routes := entriesOf(s.table["routes"])
	s.routesKnown = routes.complete && !m.RouteTable.IsUnknown()
	for _, name := range routes.keys {
		route := fieldsOf(routes.values[name])
		s.routes[name] = routeShape{fields: route, prefix: route.text("address_prefix"), hopType: route.text("next_hop_type"), hop: route.text("next_hop_in_ip_address")}
		s.routesKnown = s.routesKnown && route != nil
	}
	routed := entriesOf(m.RoutedSubnets)
	s.routedKnown = routed.complete
	for _, key := range routed.keys {
		s.routed[key] = subnetShapeOf(routed.values[key])
	}
	return s
}

func subnetShapeOf(v attr.Value) subnetShape {
	var s subnetShape
	subnet := fieldsOf(v)
	if id := subnet.text("id"); id.known {
		s.id, _ = armid.Parse(id.value)
	}
	prefixes := subnet.texts("address_prefixes")
	s.complete = subnet != nil && prefixes.complete && len(prefixes.list) > 0
	s.noPrefixes = subnet != nil && prefixes.empty()
	s.fields = subnet
	for i, text := range prefixes.list {
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
	ip := fieldsOf(v)
	return publicIPShape{
		known: ip != nil, name: ip.text("name"), given: ip.text("public_ip_address_id"), prefix: ip.text("public_ip_prefix_id"),
		label: ip.text("domain_name_label"), zones: isSet(ip["zones"]), ipTags: isSet(ip["ip_tags"]),
	}
}

func managementShapeOf(v attr.Value) managementShape {
	management := fieldsOf(v)
	return managementShape{
		given: management != nil, absent: v.IsNull(), name: management.text("name").or("management"), subnet: subnetShapeOf(management["subnet"]),
		ipName: management.text("public_ip_name"), ipGiven: management.text("public_ip_address_id"),
	}
}

// isSet reports a value that is known to be there. One that is unknown may still turn out to be null.
func isSet(v attr.Value) bool { return values.Known(v) }

// owner says whose policy the rules go into.
type owner string

const (
	ownPolicy     owner = "own"
	othersPolicy  owner = "others"
	noPolicy      owner = "classic"
	unknownPolicy owner = ""
)

func (s shape) policyOwner() owner {
	switch {
	case s.rulesAs.known && s.rulesAs.value == rulesClassic:
		return noPolicy
	case !s.rulesAs.known:
		return unknownPolicy
	case s.existingPolicy.null():
		return ownPolicy
	case s.existingPolicy.known:
		return othersPolicy
	}
	return unknownPolicy
}

// rulesTier is the tier that decides what rules may use: the policy's, else the firewall's. Null when it is not known.
func (s shape) rulesTier() leaf[string] {
	switch s.policyOwner() {
	case ownPolicy:
		if s.policyUnknown {
			return leaf[string]{unknown: true}
		}
		if tier := s.policy.text("sku_tier"); !tier.null() {
			return tier
		}
		return s.tier
	case noPolicy:
		return s.tier
	case othersPolicy, unknownPolicy:
		return leaf[string]{unknown: true}
	}
	return leaf[string]{unknown: true}
}
