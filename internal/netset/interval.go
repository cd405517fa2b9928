package netset

import "slices"

// point is a value on an ordered line with neighbours. Both lines of this
// package (addresses, ports) are finite, so next and prev can fail.
type point[T any] interface {
	compare(T) int
	next() (T, bool)
	prev() (T, bool)
}

// span is a closed interval; lo never exceeds hi.
type span[T point[T]] struct{ lo, hi T }

// normalize sorts spans and joins those that overlap or touch. It may reorder
// its argument. Every function below expects and returns normalized spans.
func normalize[T point[T]](spans []span[T]) []span[T] {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b span[T]) int { return a.lo.compare(b.lo) })
	out := spans[:1]
	for _, s := range spans[1:] {
		last := &out[len(out)-1]
		if !reaches(last.hi, s.lo) {
			out = append(out, s)
			continue
		}
		if s.hi.compare(last.hi) > 0 {
			last.hi = s.hi
		}
	}
	return out
}

// reaches reports whether no point lies strictly between hi and lo, where lo
// belongs to a span that begins at or after the one that ends at hi.
func reaches[T point[T]](hi, lo T) bool {
	if lo.compare(hi) <= 0 {
		return true
	}
	n, ok := hi.next()
	return ok && n.compare(lo) == 0
}

func union[T point[T]](a, b []span[T]) []span[T] {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return normalize(slices.Concat(a, b))
}

func intersect[T point[T]](a, b []span[T]) []span[T] {
	var out []span[T]
	for len(a) > 0 && len(b) > 0 {
		lo, hi := later(a[0].lo, b[0].lo), sooner(a[0].hi, b[0].hi)
		if lo.compare(hi) <= 0 {
			out = append(out, span[T]{lo, hi})
		}
		if a[0].hi.compare(b[0].hi) < 0 {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

func minus[T point[T]](a, b []span[T]) []span[T] {
	var out []span[T]
	for _, s := range a {
		for len(b) > 0 && b[0].hi.compare(s.lo) < 0 {
			b = b[1:]
		}
		out = cut(out, s, b)
	}
	return out
}

// cut appends what is left of s after the spans of holes, all of which end at
// or after s begins.
func cut[T point[T]](out []span[T], s span[T], holes []span[T]) []span[T] {
	for _, h := range holes {
		if h.lo.compare(s.hi) > 0 {
			break
		}
		if h.lo.compare(s.lo) > 0 {
			if before, ok := h.lo.prev(); ok {
				out = append(out, span[T]{s.lo, before})
			}
		}
		after, ok := h.hi.next()
		if !ok || after.compare(s.hi) > 0 {
			return out
		}
		s.lo = after
	}
	return append(out, s)
}

// find returns the index of the first span that ends at or after p.
func find[T point[T]](spans []span[T], p T) int {
	lo, hi := 0, len(spans)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if spans[mid].hi.compare(p) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func contains[T point[T]](spans []span[T], p T) bool {
	i := find(spans, p)
	return i < len(spans) && spans[i].lo.compare(p) <= 0
}

// covers reports whether every point of b lies in a. Because spans of a never
// touch, each span of b must lie within a single span of a.
func covers[T point[T]](a, b []span[T]) bool {
	for _, s := range b {
		i := find(a, s.lo)
		if i == len(a) || a[i].lo.compare(s.lo) > 0 || a[i].hi.compare(s.hi) < 0 {
			return false
		}
	}
	return true
}

func overlaps[T point[T]](a, b []span[T]) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	for _, s := range b {
		if i := find(a, s.lo); i < len(a) && a[i].lo.compare(s.hi) <= 0 {
			return true
		}
	}
	return false
}

func equal[T point[T]](a, b []span[T]) bool {
	return slices.EqualFunc(a, b, func(x, y span[T]) bool {
		return x.lo.compare(y.lo) == 0 && x.hi.compare(y.hi) == 0
	})
}

func later[T point[T]](a, b T) T {
	if a.compare(b) < 0 {
		return b
	}
	return a
}

func sooner[T point[T]](a, b T) T {
	if a.compare(b) < 0 {
		return a
	}
	return b
}

// atoms cuts the union of the sets into the fewest classes such that every
// given set is a union of classes: points fall into one class when they belong
// to the same sets.
func atoms[T point[T]](sets [][]span[T]) [][]span[T] {
	type class struct {
		member []bool
		spans  []span[T]
	}
	classes := []class{}
	for i, set := range sets {
		rest := set
		for k := range classes {
			c := &classes[k]
			in, out := intersect(c.spans, set), minus(c.spans, set)
			rest = minus(rest, c.spans)
			switch {
			case len(in) == 0:
			case len(out) == 0:
				c.member[i] = true
			default:
				c.spans = out
				m := slices.Clone(c.member)
				m[i] = true
				classes = append(classes, class{m, in})
			}
		}
		if len(rest) > 0 {
			m := make([]bool, len(sets))
			m[i] = true
			classes = append(classes, class{m, rest})
		}
	}
	slices.SortFunc(classes, func(a, b class) int { return a.spans[0].lo.compare(b.spans[0].lo) })
	out := make([][]span[T], len(classes))
	for i, c := range classes {
		out[i] = c.spans
	}
	return out
}
