package armtypes

import (
	"net/netip"
	"regexp"
)

const (
	virtualNetworkType = "Microsoft.Network/virtualNetworks"
	addressSpacePath   = "properties.addressSpace.addressPrefixes"
)

// networkVersions are the api-versions that Microsoft.Network advertises: those that known clients send (arm-wire.md 1.1).
var networkVersions = []string{"2025-07-01", "2025-05-01", "2025-03-01", "2025-01-01", "2024-05-01", "2023-09-01", "2022-07-01", "2022-05-01", "2022-01-01", "2021-08-01"}

// networkName: alphanumeric start, alphanumeric or underscore at the end (aks-facts.md 3.5).
var networkName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9_.\-]{0,78}[a-zA-Z0-9_])?$`)

// virtualNetworks: subnets and peerings live inside the body (arm-wire.md 1.3).
func virtualNetworks() *Type {
	return &Type{
		Name:        virtualNetworkType,
		APIVersions: networkVersions,
		Family:      NRP,
		NameRule:    regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.\-]{0,62}[a-zA-Z0-9_]$`),
		Patch:       Sync,
		Known:       []string{"extendedLocation"},
		ReadOnlyPaths: []string{
			"properties.resourceGuid",
		},
		Defaults: map[string]any{
			"properties.dhcpOptions.dnsServers": []any{},
			"properties.enableDdosProtection":   false,
			"properties.subnets":                []any{},
			"properties.virtualNetworkPeerings": []any{},
			addressSpacePath:                    []any{},
		},
		Validate:     validateVirtualNetwork,
		Fill:         fillResourceGUID,
		RefuseDelete: refuseVirtualNetworkDelete,
		Actions:      virtualNetworkActions(),
	}
}

// fillResourceGUID gives a resource the guid that it keeps for life.
func fillResourceGUID(w *Write) {
	if w.Body.Str("properties.resourceGuid") == "" {
		w.Body.Set("properties.resourceGuid", w.NewGUID())
	}
}

func validateVirtualNetwork(w *Write) []*Error {
	var errs []*Error
	prefixes := w.Body.Strs(addressSpacePath)
	if len(prefixes) == 0 {
		errs = append(errs, Invalid("InvalidRequestFormat", "Virtual network %s must have at least one address prefix.", w.ID.Name()).
			At(addressSpacePath).Unsure())
	}
	spaces, more := parsePrefixes(prefixes, w.ID.String(), addressSpacePath)
	errs = append(errs, more...)
	for i, a := range spaces {
		for _, b := range spaces[:i] {
			if a.Overlaps(b) {
				errs = append(errs, Invalid("OverlappingAddressPrefixes", "Address prefixes %s and %s of virtual network %s overlap.", b, a, w.ID.Name()).
					At(addressSpacePath).Unsure())
			}
		}
		if overlapsAny(a, forbiddenSpaces) {
			errs = append(errs, Invalid("AddressPrefixNotAllowed", "Address prefix %s of virtual network %s is reserved by Azure.", a, w.ID.Name()).At(addressSpacePath).Unsure())
		}
	}
	return errs
}

// forbiddenSpaces can be in no virtual network (aks-facts.md 3.1).
var forbiddenSpaces = []netip.Prefix{
	netip.MustParsePrefix("224.0.0.0/4"), netip.MustParsePrefix("255.255.255.255/32"), netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("168.63.129.16/32"),
}

// refuseVirtualNetworkDelete: a network whose subnets are in use cannot go. Peerings do not hold it: the other half becomes Disconnected.
func refuseVirtualNetworkDelete(v View, d *Document) *Error {
	for _, s := range v.Children(d.ID.String(), subnetType) {
		if err := refuseSubnetDelete(v, s); err != nil {
			return err
		}
	}
	return nil
}
