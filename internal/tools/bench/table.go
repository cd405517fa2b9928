package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// row is one measured figure. A budget of 0 means that there is none: the figure is for comparison.
type row struct {
	what   string
	got    float64
	budget float64
	show   func(float64) string
	spread []float64 // all rounds, where there were several
	note   string
}

func (r row) over() bool { return r.budget > 0 && r.got > r.budget }

type table struct{ rows []row }

func (t *table) add(r row) { t.rows = append(t.rows, r) }

// exceeded counts the rows past their budget.
func (t *table) exceeded() int { return count(t.rows, row.over) }

// budgets counts the rows that have one.
func (t *table) budgets() int { return count(t.rows, func(r row) bool { return r.budget > 0 }) }

func count(rows []row, want func(row) bool) int {
	n := 0
	for _, r := range rows {
		if want(r) {
			n++
		}
	}
	return n
}

func (t *table) write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(tw, "what\tmeasured\tbudget\t\tnotes")
	for _, r := range t.rows {
		budget, verdict, note := "", "", r.note
		if r.budget > 0 {
			budget, verdict = r.show(r.budget), "ok"
			if r.over() {
				verdict = "EXCEEDED"
			}
		}
		if len(r.spread) > 1 {
			note = r.show(slices.Min(r.spread)) + " to " + r.show(slices.Max(r.spread))
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", r.what, r.show(r.got), budget, verdict, note)
	}
	return tw.Flush()
}

// median of a list that is not empty.
func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func mebibytes(v float64) string { return fmt.Sprintf("%.1f MiB", v/(1<<20)) }

func whole(v float64) string { return fmt.Sprintf("%.0f", v) }

func duration(v float64) string {
	d := time.Duration(v)
	switch {
	case d >= 10*time.Millisecond:
		return d.Round(time.Millisecond).String()
	case d >= 10*time.Microsecond:
		return d.Round(time.Microsecond).String()
	default:
		return d.String()
	}
}
