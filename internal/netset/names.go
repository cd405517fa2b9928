package netset

import (
	"slices"
	"strings"
)

// Names is a set of host names: a union of regions, each a pattern without the
// names of some other patterns. The zero value is empty.
//
// The algebra is exact but for one thing: whether a star pattern is used up by
// several narrower ones together ("*a" without "*aa", "*ba", "*ca", …) is not
// examined, so such a set counts as non-empty and is not covered by the union.
// That errs towards "not proven", never towards a false proof.
type Names struct{ regions []region }

type region struct {
	base   Pattern
	except []Pattern // each meets base and none covers it
}

// NamesOf is the union of the patterns.
func NamesOf(patterns ...Pattern) Names {
	var n Names
	for _, p := range patterns {
		n = n.Union(Names{single(p)})
	}
	return n
}

func single(p Pattern) []region {
	if p.IsZero() {
		return nil
	}
	return []region{{base: p}}
}

// Union holds the names of either set. The regions of the result are disjoint.
func (n Names) Union(m Names) Names {
	if n.IsEmpty() {
		return m
	}
	if m.IsEmpty() {
		return n
	}
	if len(m.regions) == 1 && len(m.regions[0].except) == 0 {
		// A broad pattern swallows what is there, so that the result stays short.
		rest := n.without(m.regions[0].base)
		return Names{append(rest.regions, m.regions[0])}
	}
	return Names{slices.Concat(n.regions, m.Minus(n).regions)}
}

// Intersect holds the names of both sets.
func (n Names) Intersect(m Names) Names {
	var out Names
	for _, r := range m.regions {
		part := n.within(r.base)
		for _, e := range r.except {
			part = part.without(e)
		}
		out.regions = append(out.regions, part.regions...)
	}
	return out
}

// Minus holds the names of n that are not in m.
func (n Names) Minus(m Names) Names {
	for _, r := range m.regions {
		out := n.without(r.base)
		// Give back what the region itself leaves out, each name once.
		back := n.within(r.base)
		for _, e := range r.except {
			out.regions = append(out.regions, back.within(e).regions...)
			back = back.without(e)
		}
		n = out
	}
	return n
}

// Covers reports m ⊆ n. False may mean "not proven", see [Names].
func (n Names) Covers(m Names) bool { return m.Minus(n).IsEmpty() }

// Overlaps reports whether the sets share a name.
func (n Names) Overlaps(m Names) bool { return !n.Intersect(m).IsEmpty() }

// Contains reports whether a canonical name is in the set.
func (n Names) Contains(name string) bool {
	for _, r := range n.regions {
		if r.contains(name) {
			return true
		}
	}
	return false
}

// Equal reports whether each set covers the other.
func (n Names) Equal(m Names) bool { return n.Covers(m) && m.Covers(n) }

// IsEmpty reports whether the set holds nothing.
func (n Names) IsEmpty() bool { return len(n.regions) == 0 }

// Literal returns the only name of a set that holds exactly one.
func (n Names) Literal() (string, bool) {
	if len(n.regions) != 1 || n.regions[0].base.star {
		return "", false
	}
	return n.regions[0].base.text, true
}

// Bases lists the patterns from which the regions are cut.
func (n Names) Bases() []Pattern {
	out := make([]Pattern, len(n.regions))
	for i, r := range n.regions {
		out[i] = r.base
	}
	return out
}

// Witness returns a name of the set. False when the set is empty, or when no
// plain member was found because the exceptions are too many.
func (n Names) Witness() (string, bool) {
	for _, r := range n.regions {
		if name, ok := r.witness(); ok {
			return name, true
		}
	}
	return "", false
}

// String is stable for equal histories: sorted regions, exceptions in
// brackets, "none" for nothing.
func (n Names) String() string {
	if n.IsEmpty() {
		return "none"
	}
	parts := make([]string, 0, len(n.regions))
	for _, r := range n.regions {
		parts = append(parts, r.String())
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// within keeps the part of n that p covers.
func (n Names) within(p Pattern) Names {
	var out Names
	for _, r := range n.regions {
		if kept, ok := r.within(p); ok {
			out.regions = append(out.regions, kept)
		}
	}
	return out
}

// without removes what p covers.
func (n Names) without(p Pattern) Names {
	var out Names
	for _, r := range n.regions {
		if kept, ok := r.without(p); ok {
			out.regions = append(out.regions, kept)
		}
	}
	return out
}

func (r region) within(p Pattern) (region, bool) {
	base, ok := r.base.Intersect(p)
	if !ok {
		return region{}, false
	}
	out := region{base: base}
	for _, e := range r.except {
		if out, ok = out.without(e); !ok {
			return region{}, false
		}
	}
	return out, true
}

func (r region) without(p Pattern) (region, bool) {
	cut, ok := r.base.Intersect(p)
	if !ok {
		return r, true
	}
	if cut == r.base {
		return region{}, false
	}
	out := region{base: r.base}
	for _, e := range r.except {
		if e.Covers(cut) {
			return r, true
		}
		if !cut.Covers(e) {
			out.except = append(out.except, e)
		}
	}
	out.except = append(out.except, cut)
	return out, true
}

func (r region) contains(name string) bool {
	if !r.base.Matches(name) {
		return false
	}
	return !slices.ContainsFunc(r.except, func(e Pattern) bool { return e.Matches(name) })
}

func (r region) witness() (string, bool) {
	if !r.base.star {
		return r.base.text, true
	}
	for _, head := range []string{"example", "any", "x0", "name-1", "q7z"} {
		name := head + r.base.text
		if r.base.text == "" {
			name = head + ".example"
			if r.base.dialect == OneLabel {
				name = head
			}
		}
		if r.contains(name) {
			return name, true
		}
	}
	return "", false
}

func (r region) String() string {
	if len(r.except) == 0 {
		return r.base.String()
	}
	parts := make([]string, len(r.except))
	for i, e := range r.except {
		parts[i] = e.String()
	}
	slices.Sort(parts)
	return r.base.String() + " without (" + strings.Join(parts, " ") + ")"
}
