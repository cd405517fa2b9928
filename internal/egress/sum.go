package egress

// sum is the fate of a parcel: what surely passes, what surely does not, and
// whether anything is open. Sums of disjoint parts add up with all, sums of
// worlds of which one will come true with either.
type sum struct {
	passes, drops, open bool
	// Representative ends; a sure one is kept before one that hinges on something.
	passed, dropped, opened *end
	assume                  assumptionSet
}

// end is where a parcel's way ends.
type end struct {
	parcel parcel
	path   Path
	trail  *trail
}

func (s sum) isZero() bool { return !s.passes && !s.drops && !s.open }

func (s sum) status() Status {
	switch {
	// All packets have to get through (VM-2).
	case s.passes && s.drops:
		return Partial // whatever the open rest turns out to be (VM-3)
	case s.open || s.isZero():
		return Indeterminate
	case s.passes:
		return Allowed
	default:
		return Denied
	}
}

// all joins the fates of two disjoint parts of a flow. Each holds for its part,
// so what is sure of either stays sure.
func all(a, b sum) sum {
	if a.isZero() {
		return b
	}
	if b.isZero() {
		return a
	}
	return sum{
		passes: a.passes || b.passes, drops: a.drops || b.drops, open: a.open || b.open,
		passed:  prefer(a.passed, a.passes, b.passed, b.passes),
		dropped: prefer(a.dropped, a.drops, b.dropped, b.drops),
		opened:  prefer(a.opened, true, b.opened, true),
		assume:  a.assume | b.assume,
	}
}

// either joins two worlds, one of which will come true (VM-4). Only what holds
// in both is sure.
func either(a, b sum) sum {
	if a.isZero() {
		return b
	}
	if b.isZero() {
		return a
	}
	return sum{
		passes: a.passes && b.passes, drops: a.drops && b.drops,
		open:    a.open || b.open || a.passes != b.passes || a.drops != b.drops,
		passed:  common(a.passed, b.passed, a.passes && b.passes),
		dropped: common(a.dropped, b.dropped, a.drops && b.drops),
		opened:  common(a.opened, b.opened, false),
		assume:  a.assume | b.assume,
	}
}

// common picks an end that both worlds have: where one world cut the parcel
// further, its piece fares alike in the other.
func common(a, b *end, sure bool) *end {
	if a == nil || sure && a != b && b.parcel.within(&a.parcel) && !a.parcel.within(&b.parcel) {
		return b
	}
	return a
}

func prefer(a *end, sureA bool, b *end, sureB bool) *end {
	switch {
	case a == nil, b != nil && sureB && !sureA:
		return b
	case b != nil && sureA && sureB && !a.trail.certain() && b.trail.certain():
		return b // the same in every world
	}
	return a
}

func passAt(p parcel, path Path, t *trail) sum {
	return sum{passes: true, passed: &end{p, path, t}, assume: p.assume}
}

func dropAt(p parcel, t *trail) sum {
	return sum{drops: true, dropped: &end{p, PathDropped, t}, assume: p.assume}
}

func openAt(p parcel, path Path, t *trail) sum {
	return sum{open: true, opened: &end{p, path, t}, assume: p.assume}
}

// trail is the way so far, as a list that shares its beginning with others.
type trail struct {
	step   Step
	before *trail
	// nearest computes Step.Nearest when explanations are asked for.
	nearest func() *Miss
}

// sure appends a step that happens for certain.
func (t *trail) sure(s Step) *trail {
	s.Certain = Yes
	return &trail{step: s, before: t}
}

// perhaps appends a step that hinges on something not known.
func (t *trail) perhaps(s Step) *trail {
	s.Certain = Maybe
	return &trail{step: s, before: t}
}

// certain reports whether every step surely happens.
func (t *trail) certain() bool {
	for x := t; x != nil; x = x.before {
		if x.step.Certain != Yes {
			return false
		}
	}
	return true
}

// steps lists the trail from the beginning.
func (t *trail) steps(explain bool) []Step {
	n := 0
	for x := t; x != nil; x = x.before {
		n++
	}
	out := make([]Step, n)
	for x := t; x != nil; x = x.before {
		n--
		out[n] = x.step
		if explain && x.nearest != nil {
			out[n].Nearest = x.nearest()
		}
	}
	return out
}

// assumptionSet is a set of assumptions; the bit is the place in assumptionList.
type assumptionSet uint16

var assumptionList = Assumptions()

func assumptionBit(a Assumption) assumptionSet {
	for i, b := range assumptionList {
		if a == b {
			return 1 << i
		}
	}
	return 0
}

func (s assumptionSet) list() []Assumption {
	var out []Assumption
	for i, a := range assumptionList {
		if s&(1<<i) != 0 {
			out = append(out, a)
		}
	}
	return out
}
