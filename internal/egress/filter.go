package egress

import (
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// filter is a rule of any kind, compiled. It matches when all its dimensions
// do; lists inside a dimension are unions (FW-13).
type filter struct {
	object Object
	action Value[Action]
	source addressTest

	protocols netset.Protocols
	ports     netset.Ports
	portsOpen bool // further protocols or ports may match
	// anyProtocol is "Any": with explicit ports it means TCP and UDP only (FW-18).
	anyProtocol bool

	// application rules match a pair of kind and port (FW-22).
	application bool
	pairs       []ApplicationProtocol
	pairsOpen   bool

	byName bool // the destination is a name, not an address
	target addressTest
	names  nameTest
	// narrowed says that the rule has a further condition that cannot be judged, so
	// that it matches Maybe at best (FW-31).
	narrowed bool
	// resolver is the firewall whose DNS answers give a network rule's names meaning
	// (FW-21); nil for rules that see the name itself.
	resolver *firewallInfo
	// terminates says that the rule decrypts TLS (FW-30), mayTerminate that it is not known and may.
	terminates, mayTerminate bool
	// rule is the rule as given, for explanations and fixes.
	rule Rule
}

// entry is a filter at its place in the order of evaluation. A soft entry may
// act here or further on, depending on a priority that is not known or not
// unique (FW-6): it can match Maybe at best.
type entry struct {
	*filter
	soft bool
}

// share is a piece of a parcel with the answer whether the filter matches it.
type share struct {
	p     parcel
	match Truth
}

// mayMatch is a quick look: false only if divide would say No throughout, and
// without any assumption.
func (f *filter) mayMatch(p *parcel) bool {
	if f.application {
		if !f.pairsOpen && !f.pairMatches(p) || !p.named() {
			return false
		}
		return f.names.mayTouch(p.target.names)
	}
	if !f.classMatches(p) {
		return false
	}
	if f.byName {
		return true
	}
	return f.target.mayTouch(&p.target)
}

// atMostMaybe reports, without looking closer, that the filter cannot surely match
// and that no assumption has a part in it. After a rule that may do the same, such
// a rule changes nothing.
func (f *filter) atMostMaybe(p *parcel) bool {
	return p.target.anywhere && f.maybeAnywhere()
}

// maybeAnywhere reports whether a destination of unknown public address may match,
// and never surely.
func (f *filter) maybeAnywhere() bool {
	return !f.application && !f.byName && f.target.public == Maybe && len(f.target.tags) == 0 && len(f.target.subnets) == 0
}

// classMatches looks at protocol and port alone.
func (f *filter) classMatches(p *parcel) bool {
	if f.application {
		return f.pairsOpen || f.pairMatches(p)
	}
	if f.portsOpen {
		return true
	}
	if !f.protocols.Overlaps(p.protocol) {
		return false
	}
	return !p.hasPorts() || f.ports.Overlaps(p.ports)
}

func (f *filter) pairMatches(p *parcel) bool {
	for _, pair := range f.pairs {
		if pair.Type == p.l7 && p.ports.Contains(pair.Port) {
			return true
		}
	}
	return false
}

// divide cuts a parcel into pieces and answers for each. The pieces are
// disjoint and make up the parcel.
func (j *judge) divide(f *filter, p parcel) []share {
	shares := []share{{p, Yes}}
	if f.narrowed {
		shares[0].match = Maybe
	}
	shares = refine(shares, func(p *parcel) []part[netset.Ports] { return f.splitPorts(p) },
		func(p *parcel, v netset.Ports) { p.ports = v })
	shares = refine(shares, func(p *parcel) []part[netset.Addresses] { return f.source.splitSource(&p.source) },
		func(p *parcel, v netset.Addresses) { p.source.addrs = v })
	if f.byName {
		return refine(shares, func(p *parcel) []part[netset.Names] { return j.splitNames(f, p) },
			func(p *parcel, v netset.Names) { p.target.names = v })
	}
	return refine(shares, func(p *parcel) []part[netset.Addresses] { return f.target.splitTarget(j.x, &p.target) },
		func(p *parcel, v netset.Addresses) { p.target.addrs = v })
}

// refine cuts every share that may still match along one dimension.
func refine[T any](in []share, split func(*parcel) []part[T], set func(*parcel, T)) []share {
	var out []share
	for i := range in {
		s := &in[i]
		if s.match == No {
			out = append(out, *s)
			continue
		}
		parts := split(&s.p)
		if len(in) == 1 && len(parts) == 1 { // the usual case, without copying
			s.match = s.match.and(parts[0].match)
			s.p.assume |= parts[0].used
			return in
		}
		for _, part := range parts {
			piece := share{s.p, s.match.and(part.match)}
			set(&piece.p, part.value)
			piece.p.assume |= part.used
			out = append(out, piece)
		}
	}
	return out
}

// splitPorts answers for protocol and port together.
func (f *filter) splitPorts(p *parcel) []part[netset.Ports] {
	rest := No
	if f.portsOpen || f.pairsOpen {
		rest = Maybe
	}
	hit, perhaps := netset.Ports{}, netset.Ports{}
	switch {
	case f.application:
		for _, pair := range f.pairs {
			switch {
			case pair.Type != p.l7:
			case proxied(pair):
				hit = hit.Union(p.ports.Intersect(netset.PortsOf(pair.Port)))
			default:
				perhaps = perhaps.Union(p.ports.Intersect(netset.PortsOf(pair.Port)))
			}
		}
	case !f.protocols.Overlaps(p.protocol):
	case !p.hasPorts():
		switch {
		case f.ports.Equal(netset.AllPorts()):
			return []part[netset.Ports]{{p.ports, Yes, 0}}
		case f.anyProtocol:
			return []part[netset.Ports]{{p.ports, rest, 0}} // FW-18
		}
		// Whether a rule with ports concerns a protocol that has none is not documented (NSG-4).
		return []part[netset.Ports]{{p.ports, Maybe, 0}}
	default:
		hit = p.ports.Intersect(f.ports)
	}
	var out []part[netset.Ports]
	if !hit.IsEmpty() {
		out = append(out, part[netset.Ports]{hit, Yes, 0})
	}
	if !perhaps.IsEmpty() {
		out = append(out, part[netset.Ports]{perhaps, Maybe, 0})
	}
	if other := p.ports.Minus(hit).Minus(perhaps); !other.IsEmpty() || len(out) == 0 {
		out = append(out, part[netset.Ports]{other, rest, 0})
	}
	return out
}

// proxied: MSSQL rules work in proxy mode, on 1433, only. Servers of one's own may
// listen elsewhere, and nothing tells them from a redirected connection (FW-34).
func proxied(p ApplicationProtocol) bool { return p.Type != L7MSSQL || p.Port == 1433 }

// splitNames answers for the name of a parcel: the one that the client asks for,
// whatever address it has or alias it leads to (FW-25).
func (j *judge) splitNames(f *filter, p *parcel) []part[netset.Names] {
	whole := func(m Truth) []part[netset.Names] { return []part[netset.Names]{{p.target.names, m, 0}} }
	if f.resolver == nil {
		if !p.named() {
			return whole(No) // FW-32
		}
		return f.names.split(&p.target)
	}
	// A network rule with a name matches the addresses that the firewall's own
	// resolver got for it (FW-21).
	if !p.named() {
		return whole(Maybe)
	}
	parts := f.names.split(&p.target)
	sameResolver := j.resolves(f.resolver, p)
	apart, usable := j.x.assumes(AssumeNamesApart)
	for i := range parts {
		switch parts[i].match {
		case Yes:
			parts[i].match = sameResolver
		case No:
			if usable {
				parts[i].used |= apart
			} else {
				parts[i].match = Maybe // it may share an address with the rule's name
			}
		case Maybe:
		}
	}
	return parts
}
