package armtypes

import (
	"net/netip"
	"strings"
)

const (
	routeTableType = "Microsoft.Network/routeTables"
	routeType      = "Microsoft.Network/routeTables/routes"
)

// routeTables: routes live inside the body; subnets[] is a back reference (arm-wire.md 1.3).
func routeTables() *Type {
	return &Type{
		Name:          routeTableType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         Sync,
		ReadOnlyPaths: []string{"properties.resourceGuid", "properties.subnets"},
		Defaults: map[string]any{
			"properties.disableBgpRoutePropagation": false,
			"properties.routes":                     []any{},
		},
		BackReferences: []BackReference{{
			Path: "properties.subnets", From: "Microsoft.Network/virtualNetworks/subnets", Via: subnetRouteTablePath, OmitEmpty: true,
		}},
		Validate:     validateRouteTable,
		Fill:         fillResourceGUID,
		RefuseDelete: refuseRouteTableDelete,
	}
}

const subnetRouteTablePath = "properties.routeTable.id"

// validateRouteTable: a table on AzureFirewallSubnet must keep its default route to Internet, whoever edits the table (RT-24).
func validateRouteTable(w *Write) []*Error {
	for _, r := range w.Referrers(w.ID.String(), "Microsoft.Network/virtualNetworks/subnets", subnetRouteTablePath) {
		if err := refuseFirewallSubnetTable(r.Document.ID, w.Body); err != nil {
			return []*Error{err}
		}
	}
	return nil
}

// refuseFirewallSubnetTable: see RT-24. Two /1 routes slip through the check, as they do in Azure.
func refuseFirewallSubnetTable(subnet ID, table Object) *Error {
	if !strings.EqualFold(subnet.Name(), "AzureFirewallSubnet") || table == nil {
		return nil
	}
	for _, route := range table.Objs("properties.routes") {
		if route.Str("properties.addressPrefix") == "0.0.0.0/0" && strings.EqualFold(route.Str("properties.nextHopType"), "Internet") {
			return nil
		}
	}
	return Invalid("AzureFirewallSubnetRouteTableMustHaveDefaultRouteToInternet",
		"The route table of subnet %s must have a default route 0.0.0.0/0 with next hop type Internet.", subnet)
}

func refuseRouteTableDelete(v View, d *Document) *Error {
	if len(v.Referrers(d.ID.String(), "Microsoft.Network/virtualNetworks/subnets", subnetRouteTablePath)) > 0 {
		return Invalid("InUseRouteTableCannotBeDeleted", "Route table %s is in use and cannot be deleted.", d.ID.Name())
	}
	return nil
}

// routes live inside their table.
func routes() *Type {
	return &Type{
		Name:        routeType,
		APIVersions: networkVersions,
		Family:      NRP,
		NameRule:    networkName,
		Embed:       &Embed{Paths: []string{"properties.routes"}, KeepWhenAbsent: true},
		Patch:       None,
		NoTags:      true,
		Defaults:    map[string]any{"properties.hasBgpOverride": false},
		Validate:    validateRoute,
	}
}

// hopTypes are the next hops that can be written (RT-16; VirtualApplianceEcmp since 2026, arm-wire.md 2.2).
var hopTypes = []string{"VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None", "VirtualApplianceEcmp"}

func validateRoute(w *Write) []*Error {
	var errs []*Error
	prefix := w.Body.Str("properties.addressPrefix")
	// A service tag may stand in the prefix (RT-14): what looks like no address is taken for one.
	if strings.ContainsAny(prefix, "/") {
		_, more := parsePrefixes([]string{prefix}, w.ID.String(), "properties.addressPrefix")
		errs = append(errs, more...)
	} else if prefix == "" {
		errs = append(errs, Invalid("InvalidRequestFormat", "Route %s must have an address prefix.", w.ID.Name()).At("properties.addressPrefix").Unsure())
	}
	errs = append(errs, validateHop(w)...)
	for _, sibling := range w.Parent.Objs("properties.routes") {
		if !strings.EqualFold(sibling.Str("name"), w.ID.Name()) && prefix != "" && strings.EqualFold(sibling.Str("properties.addressPrefix"), prefix) {
			errs = append(errs, Invalid("RouteConflict", "Route %s conflicts with route %s: both have the address prefix %s.", w.ID.Name(), sibling.Str("name"), prefix).
				At("properties.addressPrefix").Unsure())
		}
	}
	return errs
}

func validateHop(w *Write) []*Error {
	kind, address := w.Body.Str("properties.nextHopType"), w.Body.Str("properties.nextHopIpAddress")
	known := false
	for _, t := range hopTypes {
		known = known || strings.EqualFold(t, kind)
	}
	switch {
	case !known:
		return []*Error{Invalid("InvalidRequestFormat", "Next hop type %q of route %s is not valid.", kind, w.ID.Name()).At("properties.nextHopType").Unsure()}
	case strings.EqualFold(kind, "VirtualAppliance") && address == "":
		return []*Error{Invalid("MissingNextHopIpAddress", "Next hop IP address cannot be null or empty in route %s when next hop type is VirtualAppliance.", w.ID.Name()).
			At("properties.nextHopIpAddress")}
	case !strings.HasPrefix(strings.ToLower(kind), "virtualappliance") && address != "":
		return []*Error{Invalid("NextHopIpAddressNotAllowed", "Next hop IP address is only allowed when next hop type is VirtualAppliance, in route %s.", w.ID.Name()).
			At("properties.nextHopIpAddress").Unsure()}
	}
	if address != "" {
		if _, err := netip.ParseAddr(address); err != nil {
			return []*Error{Invalid("InvalidIPAddress", "%q of route %s is not an IP address.", address, w.ID.Name()).At("properties.nextHopIpAddress").Unsure()}
		}
	}
	return nil
}
