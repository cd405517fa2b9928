package egress

import (
	"slices"
	"strings"
)

// ruleIndex narrows down which rules of a firewall have to be looked at. It never
// decides anything: what it leaves out, the filter itself would refuse.
type ruleIndex struct {
	// classes are the network rules that can match flows of one source, protocol and
	// port. Required flows of a cluster fall into a few classes.
	classes map[string]*class
	// literals and stars find application rules by the end of their names; others
	// lists those that go by something else.
	literals, stars map[string][]int32
	others          []int32
}

type class struct {
	all []int32
	// anywhere is what is left for a destination of unknown public address: of the
	// rules that only may match, the first one of each action.
	anywhere []int32
}

func newRuleIndex(application []entry) *ruleIndex {
	x := &ruleIndex{classes: map[string]*class{}, literals: map[string][]int32{}, stars: map[string][]int32{}}
	for i, e := range application {
		if e.names.open {
			x.others = append(x.others, int32(i))
			continue
		}
		for _, n := range e.names.patterns() {
			if n.IsLiteral() {
				x.literals[n.Suffix()] = append(x.literals[n.Suffix()], int32(i))
			} else {
				x.stars[n.Suffix()] = append(x.stars[n.Suffix()], int32(i))
			}
		}
	}
	return x
}

// applicationCandidates lists the application rules that can match a single name,
// in order; nil, which stands for all of them, for anything else.
func (f *firewallInfo) applicationCandidates(p *parcel) []int32 {
	name, ok := p.target.names.Literal()
	if !ok {
		return nil
	}
	out := append([]int32{}, f.index.others...) // never nil
	out = append(out, f.index.literals[name]...)
	for i := range len(name) + 1 {
		out = append(out, f.index.stars[name[i:]]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// networkCandidates lists the network rules for the class of a parcel.
func (f *firewallInfo) networkCandidates(p *parcel) []int32 {
	c := f.class(p)
	if p.target.anywhere {
		return c.anywhere
	}
	return c.all
}

func (f *firewallInfo) class(p *parcel) *class {
	id := p.class()
	if c := f.index.classes[id]; c != nil {
		return c
	}
	c := &class{all: []int32{}, anywhere: []int32{}}
	var seen actions
	for i := range f.network {
		e := &f.network[i]
		if !e.classMatches(p) {
			continue
		}
		source := e.source.splitSource(&p.source)
		if len(source) == 1 && source[0].match == No {
			continue
		}
		c.all = append(c.all, int32(i))
		if !e.maybeAnywhere() {
			if e.byName || e.target.public != No || len(e.target.tags) > 0 || len(e.target.subnets) > 0 {
				c.anywhere = append(c.anywhere, int32(i))
			}
			continue
		}
		if seen|actionsOf(e.action) != seen {
			c.anywhere = append(c.anywhere, int32(i))
		}
		if len(source) == 1 && source[0].match == Yes && e.protocols.Covers(p.protocol) && (!p.hasPorts() || e.ports.Covers(p.ports)) && !e.narrowed {
			seen |= actionsOf(e.action) // whatever part of the class it is, this rule may match it
		}
	}
	f.index.classes[id] = c
	return c
}

// class names what the parcels of one class have in common.
func (p *parcel) class() string {
	var b strings.Builder
	b.WriteString(p.source.subnet)
	if !p.source.known {
		b.WriteByte('?')
	}
	for _, s := range []string{p.source.addrs.String(), p.protocol.String(), p.ports.String()} {
		b.WriteByte('|')
		b.WriteString(s)
	}
	return b.String()
}
