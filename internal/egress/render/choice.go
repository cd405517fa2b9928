package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// choices are hints on what is left to choose, a line each: where no option of a choice passes as a whole, one of them has
// to, not all. The fixes of every option are shown beside, and taken together they open more than is needed.
func choices(r egress.Report) []string {
	type choice struct{ subnet, name string }
	type option struct {
		name        string
		lacks, asks int
	}
	var order []choice
	options := map[choice][]option{}
	for _, v := range r.Verdicts {
		if v.Flow.Choice == "" || v.Flow.Level == egress.LevelForbidden {
			continue
		}
		c := choice{v.Flow.Source.Subnet, v.Flow.Choice}
		if options[c] == nil {
			order = append(order, c)
		}
		i := slices.IndexFunc(options[c], func(o option) bool { return o.name == v.Flow.Option })
		if i < 0 {
			i = len(options[c])
			options[c] = append(options[c], option{name: v.Flow.Option})
		}
		options[c][i].asks++
		if !v.OK() {
			options[c][i].lacks++
		}
	}
	var out []string
	for _, c := range order {
		if len(options[c]) < 2 || slices.ContainsFunc(options[c], func(o option) bool { return o.lacks == 0 }) {
			continue
		}
		parts := make([]string, len(options[c]))
		for i, o := range options[c] {
			parts[i] = fmt.Sprintf("%q (%d of %d flows to open)", o.name, o.lacks, o.asks)
		}
		out = append(out, fmt.Sprintf("of %s one option is enough from %s: %s", c.name, c.subnet, strings.Join(parts, " or ")))
	}
	return out
}
