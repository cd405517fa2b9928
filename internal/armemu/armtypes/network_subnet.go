package armtypes

import (
	"net/netip"
	"strings"
)

const subnetType = "Microsoft.Network/virtualNetworks/subnets"

// subnets live inside their virtual network and carry its etag; a write of one takes the whole network (arm-wire.md 1.3, 6.1).
func subnets() *Type {
	return &Type{
		Name:        subnetType,
		APIVersions: networkVersions,
		Family:      NRP,
		NameRule:    networkName,
		// Since 2025 a PUT of the network that does not name subnets keeps them; an empty list removes them. [?] for old api-versions.
		Embed:  &Embed{Paths: []string{"properties.subnets"}, KeepWhenAbsent: true},
		Patch:  None,
		NoTags: true,
		ReadOnlyPaths: append([]string{
			"properties.ipConfigurations", "properties.purpose", "properties.resourceNavigationLinks", "properties.serviceAssociationLinks",
		}, delegationReadOnly...),
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
		BackReferences: []BackReference{
			{Path: "properties.ipConfigurations", From: frontendType, Via: configurationSubnetPath, OmitEmpty: true},
			{Path: "properties.ipConfigurations", From: firewallConfigurationType, Via: configurationSubnetPath, OmitEmpty: true},
			{Path: "properties.ipConfigurations", From: scaleSetType, Via: nodeSubnetVia, Element: true, OmitEmpty: true},
		},
		Locks:        subnetLocks,
		Validate:     validateSubnet,
		Fill:         fillSubnet,
		RefuseDelete: refuseSubnetDelete,
		Compute:      showDelegations,
	}
}

// associationPaths are the places of a subnet that name another resource.
var associationPaths = []string{subnetRouteTablePath, subnetSecurityGroupPath, subnetNATGatewayPath}

// subnetLocks: the table, the group and the gateway each keep an index of their subnets, so a write that changes one of them takes it; and
// a write of a table or a group pushes to its subnets, so a write of a subnet takes that name as well (arm-wire.md 6.1).
func subnetLocks(w *Write) []string {
	ids := []string{w.ID.String()}
	for _, path := range associationPaths {
		if w.Verb == Delete || w.Changed(path) {
			ids = append(ids, w.Body.Str(path), w.Prev.Str(path))
		}
	}
	return ids
}

// subnetsOf gives the ids of the subnets that refer to a resource at a path.
func subnetsOf(v View, id, path string) []string {
	var ids []string
	for _, r := range v.Referrers(id, subnetType, path) {
		ids = append(ids, r.Document.ID.String())
	}
	return ids
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
	space, _ := parsePrefixes(w.Parent.Strs(addressSpacePath), "", "")
	for _, p := range own {
		if !covered(p, space) {
			errs = append(errs, Invalid("NetcfgSubnetRangeOutsideVnet", "Subnet '%s' is not valid because its IP address range is outside the IP address range of virtual network '%s'.",
				w.ID.Name(), network.Name()).At("properties.addressPrefix"))
		}
	}
	errs = append(errs, overlappingSiblings(w, own, network.Name())...)
	errs = append(errs, found(subnetSize(w, own), refuseUsedPrefix(w, own))...)
	errs = append(errs, validateSubnetServices(w)...)
	return append(errs, validateAssociations(w)...)
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

// subnetSize: Azure keeps five addresses of each subnet, so nothing below /29 is of use; IPv6 is always /64.
func subnetSize(w *Write, own []netip.Prefix) *Error {
	for _, p := range own {
		if p.Addr().Is4() && p.Bits() > 29 || p.Addr().Is6() && p.Bits() != 64 {
			return Invalid("InvalidSubnetPrefixLength", "Address prefix %s of subnet %s has an invalid length: /29 or shorter for IPv4, /64 for IPv6.", p, w.ID.Name()).
				At("properties.addressPrefix").Unsure()
		}
	}
	return nil
}

// refuseUsedPrefix: a prefix in which something lives must stay.
func refuseUsedPrefix(w *Write, own []netip.Prefix) *Error {
	if w.Prev == nil {
		return nil
	}
	before, _ := parsePrefixes(subnetPrefixes(w.Prev), "", "")
	for _, old := range before {
		if containsPrefix(own, old) {
			continue
		}
		for _, user := range subnetUsers(w, &Document{ID: w.ID, Type: w.Type}) {
			if !user.address.IsValid() || old.Contains(user.address) {
				return Invalid("InUsePrefixCannotBeDeleted", "IpPrefix %s on Subnet %s has active allocations and cannot be deleted.", old, w.ID.Name()).At("properties.addressPrefix").Unsure()
			}
		}
	}
	return nil
}

// refuseSubnetDelete: what lives in the subnet is found by the back references that the type declares.
func refuseSubnetDelete(v View, d *Document) *Error {
	users := subnetUsers(v, d)
	if len(users) == 0 {
		return nil
	}
	return Invalid("InUseSubnetCannotBeDeleted", "Subnet %s is in use by %s and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.",
		d.ID.Name(), users[0].id)
}
