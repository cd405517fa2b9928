package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// ranges: exit addresses that the API server does not answer to (AK-25). Refused is what is certain: the evaluator's own verdict
// says so where the firewall's subnet was read; elsewhere a NAT gateway there could give other addresses (FW-37).
func (r Report) ranges(out *diag.Diagnostics, o Options) {
	if len(r.Locked) == 0 || o.Levels.Required == Silent {
		return
	}
	var known, coming []string
	for _, e := range r.Locked {
		if e.Address.IsValid() {
			known = append(known, e.Address.String()+" ("+e.Key+")")
		} else {
			coming = append(coming, e.Key)
		}
	}
	c := diags.Check{
		Rule: RuleRanges, Attribute: o.Ranges, Summary: "The nodes would be locked out of their API server",
		Fix: "add every address in `exit_addresses` of the egress to the authorized ranges",
	}
	if len(known) > 0 {
		c.Detail = fmt.Sprintf("the cluster's traffic leaves with %s, which the authorized ranges do not hold; nodes would stop with exit code 51 (AK-25, FW-37)", strings.Join(known, ", "))
		how := Warn
		if o.Levels.Required == Refuse && r.refusesAPI() {
			how = Refuse
		}
		add(out, o, how, c)
	}
	if len(coming) > 0 && o.Depends {
		c.Detail = fmt.Sprintf("the cluster's traffic leaves with the public IP %s, whose address Azure has not assigned yet, so that ranges written down in advance hold it only by chance (AK-25)", strings.Join(coming, ", "))
		add(out, o, Warn, c)
	}
}

// refusesAPI reports whether some flow surely ends at the authorized ranges.
func (r Report) refusesAPI() bool {
	return slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Fails() && row.aboutRanges() })
}

// aboutRanges reports whether the row fails, or may, at the authorized ranges: those have a message of their own.
func (r Row) aboutRanges() bool {
	return slices.ContainsFunc(slices.Concat(r.Verdict.Steps, r.Verdict.Otherwise), func(s egress.Step) bool {
		return s.Code == egress.CodeNotAuthorized || s.Code == egress.CodeAuthorizedOpen
	})
}

// undecided is one diagnostic for everything that is not decidable, however much that is.
func (r Report) undecided(out *diag.Diagnostics, o Options) {
	var lines, reasons []string
	n := 0
	for _, row := range r.Rows {
		if !row.Open() || row.aboutRanges() && len(r.Locked) > 0 || o.skipped(row.Rule()) || row.Flow.Level != egress.LevelRequired && row.Flow.Level != egress.LevelConditional {
			continue
		}
		n++
		if row.Verdict.Fails() {
			if len(lines) < maxListed {
				lines = append(lines, r.Sentence(row))
			}
			continue
		}
		if reason := r.doubt(row.Verdict); !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	if n == 0 || o.Levels.Undecidable == Silent {
		return
	}
	var b strings.Builder
	flows := fmt.Sprintf("%d flows that AKS needs are not decidable", n)
	if n == 1 {
		flows = "One flow that AKS needs is not decidable"
	}
	fmt.Fprintf(&b, "%s from what this plan knows; the rest is as it should be or reported apart.\n", flows)
	list(&b, "It hinges on", reasons[:min(len(reasons), maxListed)])
	list(&b, "Of these", lines)
	b.WriteString("\nThe data source udr_egress_check shows each flow once the rest is described.")
	add(out, o, o.Levels.Undecidable, diags.Check{Required: true, Attribute: o.Rules, Summary: "Whether AKS reaches all that it needs is not decidable", Detail: b.String()})
}

// rules is what rules do to one another, in one diagnostic; those that let everything pass first.
func (r Report) rules(out *diag.Diagnostics, o Options) {
	var wide, rest []string
	for _, f := range r.Findings {
		if slices.Contains(clusterFindings, f.Code) {
			continue
		}
		line := fmt.Sprintf("%s: %s", f.Object, f.Text)
		if len(f.By) > 0 {
			by := make([]string, 0, len(f.By))
			for _, o := range f.By {
				by = append(by, o.String())
			}
			line += ". By " + strings.Join(by, ", ")
		}
		if len(f.Rules) > 0 {
			line += " (" + strings.Join(f.Rules, ", ") + ")"
		}
		if f.Code == egress.FindAnyAny {
			wide = append(wide, r.names.short(line))
		} else {
			rest = append(rest, r.names.short(line))
		}
	}
	say := func(summary string, lines []string) {
		if len(lines) == 0 {
			return
		}
		more := len(lines) - maxListed
		text := strings.Join(lines[:min(len(lines), maxListed)], "\n")
		if more > 0 {
			text += fmt.Sprintf("\n… and %d more", more)
		}
		add(out, o, o.Levels.Findings, diags.Check{Required: true, Attribute: o.Rules, Summary: summary, Detail: text})
	}
	say("A rule lets everything pass", wide)
	say("Rules that do nothing, or allow more than is needed", rest)
}
