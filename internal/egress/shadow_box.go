package egress

import (
	"net/netip"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// boxesOf covers all that a rule can match with parcels, each with one protocol
// and one kind of destination. It fails when the rule may match more than it says.
func boxesOf(f *filter) ([]parcel, bool) {
	if f.portsOpen || f.pairsOpen || f.names.open || f.rule == nil {
		return nil, false
	}
	if len(f.source.tags) > 0 || len(f.source.subnets) > 0 && !f.source.maybe.IsEmpty() {
		return nil, false
	}
	base := parcel{flow: &Flow{}, source: origin{addrs: f.source.yes.Union(f.source.maybe), known: true}}
	var out []parcel
	if f.application {
		for _, pair := range f.pairs {
			for _, n := range f.names.patterns() {
				p := base
				p.protocol, p.l7, p.ports = netset.TCP, pair.Type, netset.PortsOf(pair.Port)
				p.target = target{addrs: netset.AllIPv4(), names: netset.NamesOf(n)}
				out = append(out, p)
			}
		}
		return out, true
	}
	for _, d := range f.targets() {
		for _, proto := range f.protocols.Each() {
			p := base
			p.protocol, p.target = proto, d
			if p.hasPorts() {
				p.ports = f.ports
			} else if f.anyProtocol && !f.ports.Equal(netset.AllPorts()) {
				continue // FW-18
			}
			out = append(out, p)
		}
	}
	return out, true
}

// targets lists the destinations of a network rule: known addresses, and for
// each tag of unknown content some address inside it.
func (f *filter) targets() []target {
	if f.byName {
		return []target{{addrs: netset.AllIPv4(), names: netset.NamesOf(f.names.yes...)}}
	}
	var out []target
	if known := f.target.yes.Union(f.target.maybe); !known.IsEmpty() {
		out = append(out, target{addrs: known, known: true})
	}
	for _, tag := range f.target.tags {
		out = append(out, target{addrs: netset.Public(), claims: []TagClaim{{Tag: tag}}})
	}
	for _, s := range f.target.subnets {
		out = append(out, target{addrs: netset.AllIPv4(), subnet: s})
	}
	return out
}

// shadows finds the rules that come surely before another and can settle part of
// what it matches.
type shadows struct {
	entries []entry
	floats  map[*filter]bool // rules whose place is not certain
	bounds  []bounds
	// literals and stars find application rules by name.
	literals, stars map[string][]int
}

// bounds is a cheap first look at a network rule.
type bounds struct {
	protocols     netset.Protocols
	low, high     uint16
	first, last   netip.Addr
	loose, usable bool
}

func newShadows(entries []entry) *shadows {
	s := &shadows{entries: entries, floats: map[*filter]bool{}, literals: map[string][]int{}, stars: map[string][]int{}}
	for _, e := range entries {
		if e.soft {
			s.floats[e.filter] = true
		}
	}
	for i, e := range entries {
		s.bounds = append(s.bounds, boundsOf(e.filter))
		s.bounds[i].usable = s.judged(i) && !e.narrowed && e.action.IsKnown()
		if !e.application || !s.bounds[i].usable {
			continue
		}
		for _, n := range e.names.yes {
			if n.IsLiteral() {
				s.literals[n.Suffix()] = append(s.literals[n.Suffix()], i)
			} else {
				s.stars[n.Suffix()] = append(s.stars[n.Suffix()], i)
			}
		}
	}
	return s
}

func boundsOf(f *filter) bounds {
	b := bounds{protocols: f.protocols, loose: true}
	if r := f.ports.Ranges(); len(r) > 0 {
		b.low, b.high = r[0].Low, r[len(r)-1].High
	}
	if len(f.target.tags) == 0 && len(f.target.subnets) == 0 && f.target.maybe.IsEmpty() {
		if r := f.target.yes.Ranges(); len(r) > 0 {
			b.first, b.last, b.loose = r[0].From(), r[len(r)-1].To(), false
		}
	}
	return b
}

// judged reports whether the place of rule k is certain.
func (s *shadows) judged(k int) bool { return !s.entries[k].soft && !s.floats[s.entries[k].filter] }

// before lists network rules that come before rule k and may share packets with
// a box of it.
func (s *shadows) before(k int, p *parcel) []*filter {
	own := s.bounds[k]
	var out []*filter
	for i := range s.bounds[:k] {
		b := &s.bounds[i]
		if !b.usable || !b.protocols.Overlaps(p.protocol) || b.low > own.high || b.high < own.low {
			continue
		}
		if !b.loose && !own.loose && (b.first.Compare(own.last) > 0 || b.last.Compare(own.first) < 0) {
			continue
		}
		out = append(out, s.entries[i].filter)
	}
	return out
}

// wide lists the network rules that settle a name whatever it resolves to.
func (s *shadows) wide() []*filter {
	var out []*filter
	for i, e := range s.entries {
		if s.bounds[i].usable && e.protocols.Covers(netset.TCP) && e.target.yes.Covers(netset.AllIPv4()) {
			out = append(out, e.filter)
		}
	}
	return out
}

// covering lists application rules before rule k with a pattern that covers the
// name of a box. A star is never used up by narrower patterns, so that others
// need no look.
func (s *shadows) covering(k int, p *parcel) []*filter {
	var found []int
	for _, n := range p.target.names.Bases() {
		if n.IsLiteral() {
			found = append(found, s.literals[n.Suffix()]...)
		}
		for i := range len(n.Suffix()) + 1 {
			found = append(found, s.stars[n.Suffix()[i:]]...)
		}
	}
	slices.Sort(found)
	var out []*filter
	for _, i := range slices.Compact(found) {
		if i < k {
			out = append(out, s.entries[i].filter)
		}
	}
	return out
}
