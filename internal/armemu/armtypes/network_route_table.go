package armtypes

import (
	"net/netip"
	"strings"
)

const (
	routeTableType       = "Microsoft.Network/routeTables"
	routeType            = "Microsoft.Network/routeTables/routes"
	subnetRouteTablePath = "properties.routeTable.id"
)

// Limits of a table (aks-facts.md 3.3).
const (
	maxRoutes     = 400
	maxTagsRoutes = 25
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
			Path: "properties.subnets", From: subnetType, Via: subnetRouteTablePath, OmitEmpty: true,
		}},
		// A write is pushed to the subnets that use the table (arm-wire.md 6.1).
		Locks:        func(w *Write) []string { return subnetsOf(w, w.ID.String(), subnetRouteTablePath) },
		Validate:     func(w *Write) []*Error { return validateRouteTable(w, w.ID, w.Body) },
		Fill:         fillResourceGUID,
		RefuseDelete: refuseRouteTableDelete,
	}
}

// validateRouteTable judges a table's body as it becomes, by its own limits and by the special subnets that use it (RT-24, RT-25).
func validateRouteTable(v View, id ID, body Object) []*Error {
	var errs []*Error
	for _, r := range v.Referrers(id.String(), subnetType, subnetRouteTablePath) {
		errs = append(errs, found(refuseSubnetTable(v, r.Document.ID, body))...)
	}
	tags := 0
	for _, route := range body.Objs("properties.routes") {
		if prefix := route.Str("properties.addressPrefix"); prefix != "" && !strings.Contains(prefix, "/") {
			tags++
		}
	}
	if routes := len(body.List("properties.routes")); routes > maxRoutes || tags > maxTagsRoutes {
		errs = append(errs, Invalid("RouteTableRouteLimitReached", "Route table %s has %d routes, %d of them with service tags; at most %d and %d are allowed.", id, routes, tags, maxRoutes, maxTagsRoutes).
			At("properties.routes").Unsure())
	}
	return errs
}

func refuseRouteTableDelete(v View, d *Document) *Error {
	if len(subnetsOf(v, d.ID.String(), subnetRouteTablePath)) > 0 {
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
		Locks: func(w *Write) []string {
			table, _ := w.ID.Parent()
			return subnetsOf(w, table.String(), subnetRouteTablePath)
		},
		Validate:          validateRoute,
		RefuseDeleteAlone: refuseRouteDelete,
	}
}

// refuseRouteDelete judges the table as it would be without the route.
func refuseRouteDelete(v View, d *Document) *Error {
	table, _ := d.ID.Parent()
	body := d.Parent.Clone()
	rest := []any{}
	for _, route := range body.Objs("properties.routes") {
		if !strings.EqualFold(route.Str("name"), d.ID.Name()) {
			rest = append(rest, map[string]any(route))
		}
	}
	body.Set("properties.routes", rest)
	if errs := validateRouteTable(v, table, body); len(errs) > 0 {
		return errs[0]
	}
	return nil
}

// hopTypes are the next hops that can be written (RT-16; VirtualApplianceEcmp since 2026, arm-wire.md 2.2).
var hopTypes = []string{"VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None", "VirtualApplianceEcmp"}

func validateRoute(w *Write) []*Error {
	prefix := w.Body.Str("properties.addressPrefix")
	errs := found(routePrefix(w, prefix))
	errs = append(errs, validateHop(w)...)
	for _, sibling := range w.Parent.Objs("properties.routes") {
		if !strings.EqualFold(sibling.Str("name"), w.ID.Name()) && prefix != "" && strings.EqualFold(sibling.Str("properties.addressPrefix"), prefix) {
			errs = append(errs, Invalid("RouteConflict", "Route %s conflicts with route %s: both have the address prefix %s.", w.ID.Name(), sibling.Str("name"), prefix).
				At("properties.addressPrefix"))
		}
	}
	if w.Alone {
		table, _ := w.ID.Parent()
		errs = append(errs, validateRouteTable(w, table, w.Parent)...)
	}
	return errs
}

// routePrefix: a service tag may stand in the place of a CIDR (RT-14). What has no slash and is no address is taken for one.
func routePrefix(w *Write, prefix string) *Error {
	if prefix == "" {
		return Invalid("InvalidRequestFormat", "Route %s must have an address prefix.", w.ID.Name()).At("properties.addressPrefix").Unsure()
	}
	_, err := netip.ParseAddr(prefix)
	if isTag := err != nil && !strings.Contains(prefix, "/"); isTag {
		return nil
	}
	if _, errs := parsePrefixes([]string{prefix}, w.ID.String(), "properties.addressPrefix"); len(errs) > 0 {
		return errs[0]
	}
	return nil
}

func validateHop(w *Write) []*Error {
	kind, address := w.Body.Str("properties.nextHopType"), w.Body.Str("properties.nextHopIpAddress")
	if err := checkEnum(w.Body, "properties.nextHopType", true, hopTypes...); err != nil {
		return []*Error{err}
	}
	switch {
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
