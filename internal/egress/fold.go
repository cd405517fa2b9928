package egress

// actions is a set of actions that may already have happened to a parcel, so
// that a further rule which may do the same adds nothing.
type actions uint8

const (
	mayAllow actions = 1 << iota
	mayDeny
)

func actionsOf(a Value[Action]) actions {
	action, ok := a.Get()
	switch {
	case !ok:
		return mayAllow | mayDeny
	case action == Allow:
		return mayAllow
	default:
		return mayDeny
	}
}

// acts is what the entry may do to a parcel: one that perhaps terminates TLS may
// stop what it allows (FW-30).
func (e *entry) acts(p *parcel) actions {
	a := actionsOf(e.action)
	if (e.terminates || e.mayTerminate) && p.flow.NoInspection {
		a |= mayDeny
	}
	return a
}

// walk is an ordered list of rules with what to do about them.
type walk struct {
	rules []entry
	// candidates are the indices of rules that can match the class of the parcel at
	// all; nil means every rule.
	candidates []int32
	// matched says what a match leads to; certain is No never, Maybe or Yes.
	matched func(f *filter, p parcel, certain Truth, t *trail) sum
	// ended says what no match leads to.
	ended func(p parcel, t *trail) sum
}

// fold sends a parcel down the list: a match ends its way, a possible match
// opens two worlds, a partial one cuts the parcel (VM-4, 5.2).
func (j *judge) fold(w *walk, from int, p parcel, t *trail, seen actions) sum {
	n := len(w.rules)
	if w.candidates != nil {
		n = len(w.candidates)
	}
	for i := from; i < n; i++ {
		e := &w.rules[i]
		if w.candidates != nil {
			e = &w.rules[w.candidates[i]]
		}
		if !e.mayMatch(&p) || seen|e.acts(&p) == seen && e.atMostMaybe(&p) {
			continue
		}
		shares := j.divide(e.filter, p)
		if len(shares) == 1 {
			p.assume = shares[0].p.assume
			if shares[0].match == No {
				continue
			}
		}
		return j.branch(w, i, e, shares, t, seen)
	}
	return w.ended(p, t)
}

// branch follows each piece that a rule made of a parcel.
func (j *judge) branch(w *walk, i int, e *entry, shares []share, t *trail, seen actions) sum {
	var total sum
	for _, s := range shares {
		match := s.match
		if e.soft && match == Yes {
			match = Maybe
		}
		var fate sum
		switch {
		case !j.spend():
			fate = j.tooMany(s.p, t)
		case match == Yes:
			fate = w.matched(e.filter, s.p, Yes, t)
		case match == No, seen|e.acts(&s.p) == seen:
			fate = j.fold(w, i+1, s.p, t, seen)
		default:
			fate = either(
				w.matched(e.filter, s.p, Maybe, t),
				j.fold(w, i+1, s.p, t, seen|e.acts(&s.p)))
		}
		total = all(total, fate)
	}
	return total
}
