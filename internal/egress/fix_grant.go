package egress

import (
	"fmt"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// grants lists what could be let pass for a flow, the least privileged first:
// its names, an FQDN tag, its addresses, a service tag (5.7).
func (e *Evaluator) grants(v *Verdict, s *subnetInfo) []grant {
	f := &v.Flow
	var out []grant
	application := f.Protocol == netset.TCP && (f.L7 == L7HTTP || f.L7 == L7HTTPS || f.L7 == L7MSSQL)
	port, single := f.Ports.Single()
	if application && single && len(f.Destination.Names) > 0 {
		pair := ApplicationProtocol{f.L7, port}
		out = append(out, e.grantNames(v, s, pair))
		out = append(out, e.grantTags(v, s, pair)...)
	}
	if !application && len(f.Destination.Names) > 0 && !slices.ContainsFunc(f.Destination.Names, func(n netset.Pattern) bool { return !n.IsLiteral() }) {
		out = append(out, e.grantNetwork(v, s, NetworkRule{Names: f.Destination.Names}, quoted(f.Destination.Names)))
	}
	if a := f.Destination.Addresses; !a.IsEmpty() {
		out = append(out, e.grantNetwork(v, s, NetworkRule{Destination: Addresses(a)}, a.String()))
	}
	for _, c := range f.Destination.Tags {
		out = append(out, e.grantNetwork(v, s, NetworkRule{Destination: AddressSpec{ServiceTags: []string{c.Tag}}}, "service tag "+c.Tag))
	}
	return out
}

// grantNames allows the names of the flow by application rule.
func (e *Evaluator) grantNames(v *Verdict, s *subnetInfo, pair ApplicationProtocol) grant {
	names := v.Flow.Destination.Names
	return grant{
		kind: KindApplication,
		what: fmt.Sprintf("%s (%s:%d)", quoted(names), pair.Type, pair.Port),
		rule: ApplicationRule{Name: "allow", Source: grantSource(v, s), Protocols: []ApplicationProtocol{pair}, Names: names},
		add: func(r Rule) (Rule, bool) {
			a, ok := r.(ApplicationRule)
			// Names join only a rule that holds names, and none that a further pair or
			// condition would make broader or narrower than the flow needs.
			if !ok || len(a.Names) == 0 || len(a.URLs) > 0 || a.TerminateTLS && v.Flow.NoInspection ||
				!slices.Contains(a.Protocols, pair) || !e.coversSource(a.Source, v, s) {
				return r, false
			}
			a.Names = append(a.Names[:len(a.Names):len(a.Names)], names...)
			return a, true
		},
	}
}

// grantTags allows FQDN tags that hold all names of the flow.
func (e *Evaluator) grantTags(v *Verdict, s *subnetInfo, pair ApplicationProtocol) []grant {
	names := netset.NamesOf(v.Flow.Destination.Names...)
	var out []grant
	for _, tag := range slices.Sorted(maps.Keys(e.x.world.TagContents)) {
		if pair.Type != L7HTTPS || !netset.NamesOf(e.x.world.TagContents[tag].Yes...).Covers(names) {
			continue
		}
		out = append(out, grant{
			kind: KindApplication,
			what: fmt.Sprintf("FQDN tag %s (%s:%d)", tag, pair.Type, pair.Port),
			rule: ApplicationRule{Name: "allow", Source: grantSource(v, s), Protocols: []ApplicationProtocol{pair}, FQDNTags: []string{tag}},
			add:  func(r Rule) (Rule, bool) { return r, false },
		})
	}
	return out
}

// grantNetwork allows a destination by network rule.
func (e *Evaluator) grantNetwork(v *Verdict, s *subnetInfo, rule NetworkRule, what string) grant {
	f := &v.Flow
	rule.Name, rule.Source, rule.Protocols, rule.Ports = "allow", grantSource(v, s), f.Protocol, f.Ports
	if f.Ports.IsEmpty() {
		rule.Ports = netset.AllPorts()
	}
	return grant{
		kind: KindNetwork, rule: rule,
		what: fmt.Sprintf("%s on %s/%s", what, f.Protocol, rule.Ports),
		add: func(r Rule) (Rule, bool) {
			n, ok := r.(NetworkRule)
			if !ok || n.Protocols != rule.Protocols || !n.Ports.Equal(rule.Ports) || !e.coversSource(n.Source, v, s) || n.PortsOpen {
				return r, false
			}
			switch {
			case len(rule.Names) > 0 && len(n.Names) > 0:
				n.Names = append(n.Names[:len(n.Names):len(n.Names)], rule.Names...)
			case len(rule.Destination.ServiceTags) > 0 && len(n.Destination.ServiceTags) > 0:
				n.Destination.ServiceTags = slices.Concat(n.Destination.ServiceTags, rule.Destination.ServiceTags)
			case !rule.Destination.Addresses.IsEmpty() && !n.Destination.Addresses.IsEmpty():
				n.Destination.Addresses = n.Destination.Addresses.Union(rule.Destination.Addresses)
			default:
				return r, false
			}
			return n, true
		},
	}
}
