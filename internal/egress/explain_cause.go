package egress

import (
	"cmp"
	"slices"
	"strings"
)

// Cause gathers flows that fare alike for the same reason, so that a report of
// forty flows that one missing rule stops reads as one item.
type Cause struct {
	Status  Status
	Path    Path
	Decider Object
	// Flows are indices into Report.Verdicts, in order.
	Flows []int
}

// Causes groups the verdicts of a report: what fails first, then what is not
// decidable, then the rest; larger groups before smaller ones.
func (r Report) Causes() []Cause {
	var out []Cause
	at := map[string]int{}
	for i, v := range r.Verdicts {
		id := v.cause()
		k, ok := at[id]
		if !ok {
			k = len(out)
			at[id] = k
			out = append(out, Cause{Status: v.Status, Path: v.Path, Decider: v.Decider})
		}
		out[k].Flows = append(out[k].Flows, i)
	}
	slices.SortStableFunc(out, func(a, b Cause) int {
		return cmp.Or(
			cmp.Compare(r.order(a), r.order(b)),
			cmp.Compare(len(b.Flows), len(a.Flows)),
		)
	})
	return out
}

func (r Report) order(c Cause) int {
	v := r.Verdicts[c.Flows[0]]
	switch {
	case v.Fails():
		return 0
	case !v.OK():
		return 1
	}
	return 2
}

// cause is what the step list says without what is special to one flow.
func (v Verdict) cause() string {
	var b strings.Builder
	b.WriteString(string(v.Status))
	if v.Flow.Level == LevelForbidden {
		b.WriteString("!")
	}
	b.WriteString(v.Flow.Source.Subnet)
	for _, s := range v.Steps {
		b.WriteString("|" + string(s.Code) + s.Object.String())
	}
	return b.String()
}
