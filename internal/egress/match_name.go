package egress

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// nameTest is the target of a rule that goes by name.
type nameTest struct {
	yes   []netset.Pattern
	maybe []netset.Pattern
	// open says that any further name may match: web categories (FW-29), tags of
	// unknown content (FW-26), lists that are not known.
	open bool
	// used is what the yes patterns of FQDN tags rest on.
	tagYes  []netset.Pattern
	tagUsed assumptionSet
}

// applicationNames resolves the targets of an application rule.
func (x *index) applicationNames(r *ApplicationRule) nameTest {
	// A category may hold any name (FW-29).
	t := nameTest{yes: r.Names, open: r.NamesOpen || len(r.WebCategories) > 0}
	for _, tag := range r.FQDNTags {
		m, ok := x.contents[key(tag)]
		if !ok {
			t.open = true
			continue
		}
		t.maybe = append(t.maybe[:len(t.maybe):len(t.maybe)], m.Maybe...)
		bit, usable := x.assumes(m.Assumption)
		switch {
		case m.Assumption == "":
			t.yes = append(t.yes[:len(t.yes):len(t.yes)], m.Yes...)
		case usable:
			t.tagYes, t.tagUsed = append(t.tagYes, m.Yes...), t.tagUsed|bit
		default:
			t.maybe = append(t.maybe, m.Yes...)
		}
	}
	for _, u := range r.URLs {
		// A flow names a host and not a path, so that only a rule for the whole host
		// settles it: one without a path is for the root alone. In HTTPS the path shows
		// only where TLS ends at the firewall (FW-28).
		if u.Path == "/*" && (r.TerminateTLS || !r.encrypted()) {
			t.yes = append(t.yes[:len(t.yes):len(t.yes)], u.Host)
		} else {
			t.maybe = append(t.maybe[:len(t.maybe):len(t.maybe)], u.Host)
		}
	}
	return t
}

// encrypted reports whether the rule takes HTTPS.
func (r *ApplicationRule) encrypted() bool {
	return r.ProtocolsOpen || slices.ContainsFunc(r.Protocols, func(p ApplicationProtocol) bool { return p.Type == L7HTTPS })
}

// split cuts a set of names by the test. A set that stands for one unknown name
// is not cut: it matches, or it does not, or it may.
func (t *nameTest) split(d *target) []part[netset.Names] {
	parts := t.cut(d.names)
	if !d.oneOf || len(parts) == 1 {
		return parts
	}
	one := part[netset.Names]{d.names, parts[0].match, 0}
	for _, p := range parts {
		one.used |= p.used
		if p.match != one.match {
			one.match = Maybe
		}
	}
	return []part[netset.Names]{one}
}

func (t *nameTest) cut(n netset.Names) []part[netset.Names] {
	var out []part[netset.Names]
	cut := func(patterns []netset.Pattern, m Truth, used assumptionSet) {
		for _, p := range patterns {
			if n.IsEmpty() || !touches(p, n) {
				continue
			}
			by := netset.NamesOf(p)
			if hit := n.Intersect(by); !hit.IsEmpty() {
				out = append(out, part[netset.Names]{hit, m, used})
				n = n.Minus(by)
			}
		}
	}
	cut(t.yes, Yes, 0)
	cut(t.tagYes, Yes, t.tagUsed)
	cut(t.maybe, Maybe, 0)
	if !n.IsEmpty() {
		rest := No
		if t.open || t.oneLabelOf(n) {
			rest = Maybe
		}
		out = append(out, part[netset.Names]{n, rest, 0})
	}
	return out
}

// oneLabelOf: what a star of one label leaves of a flow's star. A flow that names a
// pattern does not say how many labels its names have, so that there may be none
// beyond the one (AK-31).
func (t *nameTest) oneLabelOf(n netset.Names) bool {
	if _, ok := n.Literal(); ok {
		return false
	}
	return slices.ContainsFunc(t.yes, func(p netset.Pattern) bool {
		same := func(b netset.Pattern) bool { return !b.IsLiteral() && b.Suffix() == p.Suffix() }
		return p.Dialect() == netset.OneLabel && !p.IsLiteral() && slices.ContainsFunc(n.Bases(), same)
	})
}

func touches(p netset.Pattern, n netset.Names) bool {
	if name, ok := n.Literal(); ok {
		return p.Matches(name)
	}
	return slices.ContainsFunc(n.Bases(), p.Overlaps)
}

func (t *nameTest) mayTouch(n netset.Names) bool {
	if t.open {
		return true
	}
	if name, ok := n.Literal(); ok {
		match := func(p netset.Pattern) bool { return p.Matches(name) }
		return slices.ContainsFunc(t.yes, match) || slices.ContainsFunc(t.tagYes, match) || slices.ContainsFunc(t.maybe, match)
	}
	touch := func(p netset.Pattern) bool { return touches(p, n) }
	return slices.ContainsFunc(t.yes, touch) || slices.ContainsFunc(t.tagYes, touch) || slices.ContainsFunc(t.maybe, touch)
}
