package network

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// shape is the part of a configuration that is known, as plain data. The checks read nothing else, so they can be
// tested by writing shapes down, and an unknown sibling can never switch off the check of a known value (law L1): what
// is unknown is simply not in the shape, and the flags say where something may be missing.
type shape struct {
	name          string // empty when not known
	id            armid.ID
	space         []netip.Prefix
	spaceComplete bool // space holds every range that there will be
	subnets       map[string]subnetShape
	peerings      map[string]peeringShape
	tags          map[string]string
}

type subnetShape struct {
	prefixes   []indexedPrefix
	nsg        bool
	delegation string // service name when known
	delegated  bool
}

type indexedPrefix struct {
	index  int
	prefix netip.Prefix
}

type peeringShape struct {
	remote              armid.ID // zero when not known
	allowGatewayTransit bool
	useRemoteGateways   bool
	reverseGateways     bool // the other half uses this network's gateway
	reverseTransit      bool
}

// shapeOf gathers what is known of a configuration or plan. Values that do not parse are left out: their own types
// have already reported them.
func shapeOf(m model) shape {
	s := shape{
		name: m.Name.ValueString(), subnets: map[string]subnetShape{}, peerings: map[string]peeringShape{}, tags: lifecycle.KnownTags(m.Tags),
	}
	s.id, _ = armid.Parse(m.ID.ValueString())
	s.space, s.spaceComplete = knownPrefixes(m.AddressSpace)
	for name, element := range m.Subnets.Elements() {
		s.subnets[name] = subnetShapeOf(element)
	}
	for name, element := range m.Peerings.Elements() {
		s.peerings[name] = peeringShapeOf(element)
	}
	return s
}

func subnetShapeOf(element any) subnetShape {
	var s subnetShape
	object, ok := element.(types.Object)
	if !ok || object.IsNull() || object.IsUnknown() {
		return s
	}
	if list, ok := object.Attributes()["address_prefixes"].(types.List); ok {
		for i, item := range list.Elements() {
			if cidr, ok := item.(customtypes.CIDR); ok {
				if prefix, known := cidr.Prefix(); known {
					s.prefixes = append(s.prefixes, indexedPrefix{i, prefix})
				}
			}
		}
	}
	if id, ok := object.Attributes()["network_security_group_id"].(customtypes.ResourceID); ok {
		s.nsg = !id.IsNull() && !id.IsUnknown()
	}
	if delegation, ok := object.Attributes()["delegation"].(types.Object); ok && !delegation.IsNull() && !delegation.IsUnknown() {
		s.delegated = true
		if name, ok := delegation.Attributes()["service_name"].(types.String); ok {
			s.delegation = name.ValueString()
		}
	}
	return s
}

func peeringShapeOf(element any) peeringShape {
	var s peeringShape
	object, ok := element.(types.Object)
	if !ok || object.IsNull() || object.IsUnknown() {
		return s
	}
	if id, ok := object.Attributes()["remote_virtual_network_id"].(customtypes.ResourceID); ok {
		s.remote, _ = id.ID()
	}
	s.allowGatewayTransit = knownTrue(object, "allow_gateway_transit")
	s.useRemoteGateways = knownTrue(object, "use_remote_gateways")
	if reverse, ok := object.Attributes()["reverse"].(types.Object); ok && !reverse.IsNull() && !reverse.IsUnknown() {
		s.reverseTransit = knownTrue(reverse, "allow_gateway_transit")
		s.reverseGateways = knownTrue(reverse, "use_remote_gateways")
	}
	return s
}

func knownTrue(object types.Object, name string) bool {
	flag, ok := object.Attributes()[name].(types.Bool)
	return ok && flag.ValueBool()
}

func knownPrefixes(set types.Set) (list []netip.Prefix, complete bool) {
	complete = !set.IsUnknown()
	for _, item := range set.Elements() {
		cidr, ok := item.(customtypes.CIDR)
		if !ok {
			complete = false
			continue
		}
		prefix, known := cidr.Prefix()
		if !known {
			complete = false
			continue
		}
		list = append(list, prefix)
	}
	return list, complete
}
