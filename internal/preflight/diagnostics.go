package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// Reaction is what a finding does to a plan.
type Reaction string

// The reactions.
const (
	Refuse Reaction = "error"
	Warn   Reaction = "warning"
	Silent Reaction = "silent"
)

// Reactions lists them.
func Reactions() []string { return []string{string(Refuse), string(Warn), string(Silent)} }

// Levels say what each kind of finding does.
type Levels struct {
	// Required, Conditional and Optional are flows of these levels that surely do not pass. A required flow whose source is
	// in doubt counts as conditional: it never refuses a plan by itself.
	Required, Conditional, Optional Reaction
	// Undecidable are flows of which nobody can tell.
	Undecidable Reaction
	// Findings are rules that do nothing, allow too much, or are needed by no feature.
	Findings Reaction
}

// DefaultLevels refuse what surely breaks every cluster, and warn of the rest.
func DefaultLevels() Levels {
	return Levels{Required: Refuse, Conditional: Warn, Optional: Silent, Undecidable: Warn, Findings: Warn}
}

// Judged are the levels of required egress that are worth a question.
func (l Levels) Judged() []egress.Level {
	out := []egress.Level{egress.LevelRequired, egress.LevelConditional}
	if l.Optional != Silent {
		out = append(out, egress.LevelOptional)
	}
	return out
}

// Options say how a report becomes diagnostics.
type Options struct {
	Levels Levels
	// SkipChecks are rule ids of the resource's skip_checks.
	SkipChecks []string
	// Rules is the path for what is wrong with rules and flows, Routes for routes, Profile for the cluster's profile, Ranges
	// for its authorized ranges. An empty path names no attribute.
	Rules, Routes, Profile, Ranges path.Path
	// Depends says that the plan changes what the report is about. Without it nothing is refused, and what is merely doubtful
	// is not repeated (L2).
	Depends bool
	// Advice is a way out for a flow that rules stop, which the resource itself offers, such as an argument that adds the rules;
	// may be empty.
	Advice string
}

// Diagnostics words the report: what surely breaks, with the reason and the fix, one diagnostic for each cause; what is not
// decidable in one warning; what is wrong with the rules in one.
func (r Report) Diagnostics(o Options) diag.Diagnostics {
	var out diag.Diagnostics
	r.problems(&out, o)
	r.failures(&out, o)
	r.routes(&out, o)
	r.ranges(&out, o)
	if o.Depends {
		r.undecided(&out, o)
		r.rules(&out, o)
	}
	return out
}

// add puts in a check with its reaction.
func add(out *diag.Diagnostics, o Options, how Reaction, c diags.Check) {
	if how == Silent {
		return
	}
	c.Warning = how != Refuse || !o.Depends
	diags.AppendChecks(out, o.SkipChecks, c)
}

// skipped reports whether the user switched a rule off.
func (o Options) skipped(rule string) bool { return diags.Skips(o.SkipChecks, rule) }

// problems of the profile: features that the kind of cluster cannot have.
func (r Report) problems(out *diag.Diagnostics, o Options) {
	for _, p := range r.Problems {
		how := Warn
		if p.Severity == cloud.SeverityError {
			how = Refuse
		} else if !o.Depends {
			continue
		}
		add(out, o, how, diags.Check{Rule: RuleProfile, Attribute: o.Profile, Summary: "The cluster's profile is in doubt", Detail: p.Message})
	}
}

// reaction is what a failing row does.
func (l Levels) reaction(row Row) Reaction {
	switch row.Flow.Level {
	case egress.LevelRequired:
		if !row.Hard() && l.Required == Refuse {
			return l.Conditional
		}
		return l.Required
	case egress.LevelConditional:
		return l.Conditional
	case egress.LevelOptional, egress.LevelLegacy, egress.LevelForbidden:
	}
	return l.Optional
}

// failures are the rows that surely do not pass, by reaction and cause.
func (r Report) failures(out *diag.Diagnostics, o Options) {
	for _, how := range []Reaction{Refuse, Warn} {
		for _, group := range r.causes(o, how) {
			d := r.failure(group, o)
			if how == Refuse && o.Depends {
				out.Append(withPath(o.Rules, diag.NewErrorDiagnostic(d[0], d[1])))
			} else {
				out.Append(withPath(o.Rules, diag.NewWarningDiagnostic(d[0], d[1])))
			}
		}
	}
}

// causes groups failing rows of one reaction that fail for the same reason.
func (r Report) causes(o Options, how Reaction) [][]Row {
	var (
		out [][]Row
		at  = map[string]int{}
	)
	for _, row := range r.Rows {
		if !row.Fails() || row.aboutRanges() || o.skipped(row.Rule()) || o.Levels.reaction(row) != how {
			continue
		}
		id := row.Flow.Source.Subnet + "|" + row.fate() + "|" + r.cause(row.Verdict)
		k, seen := at[id]
		if !seen {
			k = len(out)
			at[id] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], row)
	}
	for _, rows := range out { // what stops a node first
		slices.SortStableFunc(rows, func(a, b Row) int { return rank(a) - rank(b) })
	}
	return out
}

// rank puts flows without which a node does not start before others.
func rank(r Row) int {
	if r.Flow.ExitCode != 0 {
		return 0
	}
	return 1
}

// How much a message spells out.
const (
	maxListed = 12 // flows and rules
	maxFixes  = 3
)

// failure words rows that fail for one reason: summary and detail.
func (r Report) failure(rows []Row, o Options) [2]string {
	summary := "AKS would not reach what it needs"
	if !slices.ContainsFunc(rows, Row.stopsAll) {
		summary = "A feature of AKS would not reach what it needs"
	}
	var b strings.Builder
	if len(rows) == 1 {
		b.WriteString(r.Sentence(rows[0]) + ".\n")
	} else {
		fmt.Fprintf(&b, "%d flows from %s %s: %s.\n", len(rows), r.names.short(rows[0].Flow.Source.Subnet), rows[0].fate(), r.cause(rows[0].Verdict))
		lines := make([]string, len(rows))
		for i, row := range rows {
			lines[i] = r.target(row) + "; " + consequence(row)
		}
		bullets(&b, lines, maxListed)
	}
	var ids, fixes, near []string
	for _, row := range rows {
		ids = append(ids, row.Rule())
		if text := r.nearest(row.Verdict); text != "" && !slices.Contains(near, text) {
			near = append(near, text)
		}
		if len(row.Verdict.Fixes) > 0 {
			if text := r.names.short(row.Verdict.Fixes[0].Text); !slices.Contains(fixes, text) {
				fixes = append(fixes, text)
			}
		}
	}
	list(&b, "Nearest rule", near)
	list(&b, "Fix, proven by evaluating it", fixes)
	if o.Advice != "" && slices.ContainsFunc(rows, Row.forWantOfRules) {
		lead := "Fix"
		if len(fixes) > 0 {
			lead = "Or"
		}
		fmt.Fprintf(&b, "\n%s: %s.\n", lead, o.Advice)
	}
	slices.SortFunc(ids, compareRules)
	ids = slices.Compact(ids)
	word := "Rule"
	if len(ids) > 1 {
		word = "Rules"
	}
	fmt.Fprintf(&b, "\n%s %s. To switch this check off for the resource: skip_checks = [%s].", word, strings.Join(ids, ", "), quoted(ids))
	return [2]string{summary, b.String()}
}

// stopsAll reports a row without which no cluster works, whatever the levels make of it.
func (r Row) stopsAll() bool { return r.Flow.Level == egress.LevelRequired && r.Hard() }

// forWantOfRules reports a row that a firewall stops because no rule matches, so that another rule lets it pass. Where a rule denies it,
// one more may come behind that rule and change nothing.
func (r Row) forWantOfRules() bool {
	return slices.ContainsFunc(r.Verdict.Steps, func(s egress.Step) bool { return s.Code == egress.CodeDefaultDeny })
}

// list writes lines under a heading; one stands beside it.
func list(b *strings.Builder, heading string, lines []string) {
	switch len(lines) {
	case 0:
	case 1:
		fmt.Fprintf(b, "\n%s: %s.\n", heading, lines[0])
	default:
		fmt.Fprintf(b, "\n%s:\n", heading)
		bullets(b, lines, maxFixes)
	}
}

// bullets writes lines up to a number of them.
func bullets(b *strings.Builder, lines []string, most int) {
	for _, line := range lines[:min(most, len(lines))] {
		fmt.Fprintf(b, "  - %s\n", line)
	}
	if n := len(lines) - most; n > 0 {
		fmt.Fprintf(b, "  - … and %d more\n", n)
	}
}

func quoted(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = fmt.Sprintf("%q", id)
	}
	return strings.Join(out, ", ")
}

func withPath(at path.Path, d diag.Diagnostic) diag.Diagnostic {
	if len(at.Steps()) == 0 {
		return d
	}
	return diag.WithPath(at, d)
}

// routes are what AKS refuses of routes, or does not support.
func (r Report) routes(out *diag.Diagnostics, o Options) {
	for _, f := range r.Findings {
		if !slices.Contains(clusterFindings, f.Code) {
			continue
		}
		how := o.Levels.Required
		if f.Severity != egress.SeverityError {
			if how = o.Levels.Conditional; how == Refuse {
				how = Warn
			}
		}
		add(out, o, how, diags.Check{
			Rule: RuleRoutes, Attribute: o.Routes, Summary: "AKS would refuse the routes",
			Detail: r.names.short(fmt.Sprintf("%s: %s (%s)", f.Object, f.Text, strings.Join(f.Rules, ", "))),
		})
	}
}
