package egress

import (
	"fmt"
	"slices"
)

// routeFixes lists changes of routes that may help: a table for a subnet that has
// none, propagation off (RT-11), a service endpoint removed (RT-12).
func (e *Evaluator) routeFixes(v *Verdict) []Fix {
	s := e.x.subnets[key(v.Flow.Source.Subnet)]
	if s == nil {
		return nil
	}
	var out []Fix
	for _, step := range slices.Concat(v.Steps, v.Otherwise) {
		switch step.Code {
		case CodeNoIdentity, CodeIdentityUnknown:
			out = append(out, e.attachTable(s)...)
		case CodeRoute:
			if step.Object.Kind == ObjectGatewayRoute && s.table != nil {
				out = append(out, e.stopPropagation(s))
			}
			if slices.Contains(step.Rules, "RT-12") {
				out = append(out, e.removeEndpoint(s, step.Object.Name))
			}
		default:
		}
	}
	return out
}

// keepInside adds a VnetLocal route where a broader route takes traffic between
// hosts of the network to an appliance (RT-19).
func (e *Evaluator) keepInside(v *Verdict) []Fix {
	s := e.x.subnets[key(v.Flow.Source.Subnet)]
	if s == nil || s.table == nil {
		return nil
	}
	inside := v.Flow.Destination.Addresses
	if t := e.x.subnets[key(v.Flow.Destination.Subnet)]; t != nil {
		inside = t.addrs
	}
	if inside.IsEmpty() || !s.network.space.Covers(inside) {
		return nil
	}
	captured := slices.ContainsFunc(v.Steps, func(step Step) bool { return step.Code == CodeRoute && step.Object.Kind == ObjectRoute })
	prefixes := inside.Prefixes()
	if !captured || len(prefixes) != 1 {
		return nil
	}
	at := e.tableIndex(s)
	name := "keep-" + key(s.Name)
	return []Fix{{
		Object: Object{Kind: ObjectRouteTable, Name: s.table.Name},
		Text:   fmt.Sprintf("add a route for %s with hop VnetLocal to table %q, so that this traffic stays inside the network", prefixes[0], s.table.Name),
		edit: func(w *World) {
			t := &w.RouteTables[at]
			t.Routes = append(t.Routes, Route{Name: name, Prefix: Known(prefixes[0]), Hop: Hop{Type: Known(HopNetwork)}})
		},
	}}
}

// attachTable attaches a table with a default route to an appliance.
func (e *Evaluator) attachTable(s *subnetInfo) []Fix {
	if s.table != nil || s.tableUnknown {
		return nil
	}
	var out []Fix
	for _, t := range e.x.world.RouteTables {
		leads := slices.ContainsFunc(t.Routes, func(r Route) bool {
			p, ok := r.Prefix.Get()
			hop, known := r.Hop.Type.Get()
			return ok && known && p.Masked() == defaultPrefix4 && hop == HopAppliance
		})
		if !leads {
			continue
		}
		out = append(out, Fix{
			Object: s.object(),
			Text:   fmt.Sprintf("attach route table %q to subnet %s", t.Name, s.object().Name),
			edit:   func(w *World) { e.editSubnet(w, s, func(x *Subnet) { x.RouteTable = Known(t.Name) }) },
		})
	}
	return out
}

func (e *Evaluator) stopPropagation(s *subnetInfo) Fix {
	at := e.tableIndex(s)
	return Fix{
		Object: Object{Kind: ObjectRouteTable, Name: s.table.Name},
		Text:   fmt.Sprintf("disable gateway route propagation on table %q", s.table.Name),
		edit:   func(w *World) { w.RouteTables[at].DisablePropagation = Known(true) },
	}
}

func (e *Evaluator) removeEndpoint(s *subnetInfo, service string) Fix {
	return Fix{
		Object: s.object(),
		Text:   fmt.Sprintf("remove service endpoint %s from subnet %s", service, s.object().Name),
		edit: func(w *World) {
			e.editSubnet(w, s, func(x *Subnet) {
				x.ServiceEndpoints = slices.DeleteFunc(slices.Clone(x.ServiceEndpoints), func(p ServiceEndpoint) bool { return p.Service == service })
			})
		},
	}
}

func (e *Evaluator) tableIndex(s *subnetInfo) int {
	return slices.IndexFunc(e.x.world.RouteTables, func(t RouteTable) bool { return key(t.Name) == key(s.table.Name) })
}

func (e *Evaluator) editSubnet(w *World, s *subnetInfo, edit func(*Subnet)) {
	for i := range w.Networks {
		for k := range w.Networks[i].Subnets {
			if subnetKey(w.Networks[i].Name, w.Networks[i].Subnets[k].Name) == s.key {
				edit(&w.Networks[i].Subnets[k])
			}
		}
	}
}
