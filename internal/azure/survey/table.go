package survey

import (
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// hopTypes are the kinds of next hops, as ARM spells them (RT-16).
var hopTypes = []string{
	string(egress.HopAppliance), string(egress.HopGateway), string(egress.HopNetwork), string(egress.HopInternet), string(egress.HopNone),
}

// tableOf converts a route table.
func tableOf(id armid.ID, o armclient.Object) document.RouteTable {
	t := document.RouteTable{Name: id.String(), DisablePropagation: flag(o, "properties", "disableBgpRoutePropagation")}
	routes, whole := objects(o, "properties", "routes")
	t.Routes.Unknown = !whole || o.Map("properties") == nil
	if o.Map("properties") == nil {
		t.DisablePropagation = document.UnknownLeaf[bool]()
	}
	for _, r := range routes {
		t.Routes.Items = append(t.Routes.Items, routeOf(r))
	}
	return t
}

// routeOf converts a route.
func routeOf(o armclient.Object) document.Route {
	r := document.Route{Name: o.Name(), Prefix: document.UnknownLeaf[string](), HopType: word(o, hopTypes, "properties", "nextHopType")}
	if !r.HopType.Set {
		r.HopType = document.UnknownLeaf[string]() // no route is without
	}
	if prefix, given, valid := text(o, "properties", "addressPrefix"); given && valid {
		switch canonical, ok := prefixText(prefix); {
		case tag(prefix):
			r.Prefix = document.Of(prefix) // RT-14
		case ok:
			r.Prefix = document.Of(canonical)
		}
	}
	if r.HopType.Value != string(egress.HopAppliance) {
		return r
	}
	r.HopAddress = document.UnknownLeaf[string]()
	if address, given, valid := text(o, "properties", "nextHopIpAddress"); given && valid {
		if canonical, ok := addressText(address); ok {
			r.HopAddress = document.Of(canonical)
		}
	}
	return r
}
