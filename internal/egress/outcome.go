package egress

// Outcome is the report in one word: Denied when a flow surely does not fare as
// it should, Indeterminate when none does but one may not, else Allowed. Of the
// options of a choice, one whole option that passes is enough; flows that are
// merely optional or legacy never count as failing.
func (r Report) Outcome() Status {
	worst := Allowed
	for _, s := range r.demands() {
		if s == Denied {
			return Denied
		}
		worst = worseStatus(worst, s)
	}
	return worst
}

// Status is the outcome with what Azure would refuse counted as denied, however
// the flows fare: what a report says in one word.
func (r Report) Status() Status {
	for _, f := range r.Findings {
		if f.Severity == SeverityError {
			return Denied
		}
	}
	return r.Outcome()
}

// demands reduces the verdicts to one status for each thing that is demanded.
func (r Report) demands() []Status {
	var out []Status
	type option struct{ subnet, choice, option string }
	options := map[option]Status{}
	var order []option
	for _, v := range r.Verdicts {
		s := v.outcome()
		if v.Flow.Choice == "" {
			out = append(out, s)
			continue
		}
		o := option{v.Flow.Source.Subnet, v.Flow.Choice, v.Flow.Option}
		old, seen := options[o]
		if !seen {
			order = append(order, o)
			old = Allowed
		}
		options[o] = worseStatus(old, s)
	}
	choices := map[option]Status{}
	var names []option
	for _, o := range order {
		c := option{o.subnet, o.choice, ""}
		old, seen := choices[c]
		if !seen {
			names = append(names, c)
			old = Denied
		}
		choices[c] = betterStatus(old, options[o])
	}
	for _, c := range names {
		out = append(out, choices[c])
	}
	return out
}

// Spare reports which verdicts are of no account because another whole option of
// their choice passes.
func (r Report) Spare() []bool {
	type option struct{ subnet, choice, option string }
	fails := map[option]bool{}
	for _, v := range r.Verdicts {
		o := option{v.Flow.Source.Subnet, v.Flow.Choice, v.Flow.Option}
		fails[o] = fails[o] || v.outcome() != Allowed
	}
	out := make([]bool, len(r.Verdicts))
	for i, v := range r.Verdicts {
		if v.Flow.Choice == "" || v.OK() {
			continue
		}
		for o, fail := range fails {
			out[i] = out[i] || !fail && o.subnet == v.Flow.Source.Subnet && o.choice == v.Flow.Choice
		}
	}
	return out
}

// outcome is how much a verdict counts: Allowed as wanted, Denied failing.
func (v Verdict) outcome() Status {
	switch {
	case v.OK(), v.Flow.Level == LevelOptional, v.Flow.Level == LevelLegacy:
		return Allowed
	case v.Fails():
		return Denied
	}
	return Indeterminate
}

func worseStatus(a, b Status) Status {
	if severity(a) > severity(b) {
		return a
	}
	return b
}

func betterStatus(a, b Status) Status {
	if severity(a) < severity(b) {
		return a
	}
	return b
}

func severity(s Status) int {
	switch s {
	case Denied, Partial:
		return 2
	case Indeterminate:
		return 1
	case Allowed:
	}
	return 0
}
