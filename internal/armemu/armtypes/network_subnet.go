package armtypes

import (
	"net/netip"
	"strings"
)

// subnets live inside their virtual network and carry its etag; a write of one takes the whole network (arm-wire.md 1.3, 6.1).
func subnets() *Type {
	return &Type{
		Name:        "Microsoft.Network/virtualNetworks/subnets",
		APIVersions: networkVersions,
		Family:      NRP,
		NameRule:    networkName,
		// Since 2025 a PUT of the network that does not name subnets keeps them; an empty list removes them. [?] for old api-versions.
		Embed:         &Embed{Paths: []string{"properties.subnets"}, KeepWhenAbsent: true},
		Patch:         None,
		NoTags:        true,
		ReadOnlyPaths: []string{"properties.ipConfigurations", "properties.purpose"},
		Defaults: map[string]any{
			"properties.delegations":                       []any{},
			"properties.privateEndpointNetworkPolicies":    "Disabled",
			"properties.privateLinkServiceNetworkPolicies": "Enabled",
		},
		References: []Reference{
			{Path: subnetRouteTablePath, To: routeTableType, SameLocation: true},
			{Path: subnetSecurityGroupPath, To: securityGroupType, SameLocation: true},
			{Path: subnetNATGatewayPath, To: natGatewayType, SameLocation: true},
		},
		// The table, the group and the gateway each keep an index of their subnets, so a write that changes one of them takes it (arm-wire.md 6.1).
		Locks:        subnetLocks,
		Validate:     validateSubnet,
		RefuseDelete: refuseSubnetDelete,
	}
}

func subnetLocks(w *Write) []string {
	var ids []string
	for _, path := range []string{subnetRouteTablePath, subnetSecurityGroupPath, subnetNATGatewayPath} {
		if w.Verb == Delete || w.Changed(path) {
			ids = append(ids, w.Body.Str(path), w.Prev.Str(path))
		}
	}
	return ids
}

// associatedTable is the body of the route table that the subnet names, nil when there is none.
func associatedTable(w *Write) Object {
	if table, ok := w.Get(w.Body.Str(subnetRouteTablePath)); ok {
		return table.Body
	}
	return nil
}

// subnetPrefixes gives the prefixes of a subnet's body: newer versions have a list, older ones a single member, and what was sent
// is kept (arm-wire.md 1.3).
func subnetPrefixes(body Object) []string {
	if p := body.Str("properties.addressPrefix"); p != "" {
		return []string{p}
	}
	return body.Strs("properties.addressPrefixes")
}

func validateSubnet(w *Write) []*Error {
	prefixes := subnetPrefixes(w.Body)
	if len(prefixes) == 0 {
		return []*Error{Invalid("InvalidRequestFormat", "Subnet %s must have an address prefix.", w.ID.Name()).At("properties.addressPrefix").Unsure()}
	}
	own, errs := parsePrefixes(prefixes, w.ID.String(), "properties.addressPrefix")
	network, _ := w.ID.Parent()
	space, _ := parsePrefixes(w.Parent.Strs("properties.addressSpace.addressPrefixes"), "", "")
	for _, p := range own {
		if !covered(p, space) {
			errs = append(errs, Invalid("NetcfgSubnetRangeOutsideVnet", "Subnet '%s' is not valid because its IP address range is outside the IP address range of virtual network '%s'.",
				w.ID.Name(), network.Name()).At("properties.addressPrefix"))
		}
	}
	if err := refuseFirewallSubnetTable(w.ID, associatedTable(w)); err != nil {
		errs = append(errs, err)
	}
	return append(errs, overlappingSiblings(w, own, network.Name())...)
}

func overlappingSiblings(w *Write, own []netip.Prefix, network string) []*Error {
	for _, sibling := range w.Parent.Objs("properties.subnets") {
		if strings.EqualFold(sibling.Str("name"), w.ID.Name()) {
			continue
		}
		theirs, _ := parsePrefixes(subnetPrefixes(sibling), "", "")
		for _, p := range own {
			if overlapsAny(p, theirs) {
				return []*Error{Invalid("NetcfgSubnetRangesOverlap", "Subnet '%s' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '%s'.",
					w.ID.Name(), network).At("properties.addressPrefix")}
			}
		}
	}
	return nil
}

// refuseSubnetDelete: ipConfigurations are computed from the back references that the types declare.
func refuseSubnetDelete(v View, d *Document) *Error {
	for _, b := range d.Type.BackReferences {
		for _, r := range v.Referrers(d.ID.String(), b.From, b.Via) {
			id := r.ElementID
			if id == "" {
				id = r.Document.ID.String()
			}
			return Invalid("InUseSubnetCannotBeDeleted", "Subnet %s is in use by %s and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.",
				d.ID.Name(), id)
		}
	}
	return nil
}
