package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// Text writes the report for a terminal: what fails first, each cause once, with
// the way of the packets, the rule that came closest and a proven fix. What does
// not pass and need not, since another option of its choice does, is one line.
func Text(w io.Writer, r egress.Report, o Options) error {
	var b strings.Builder
	spare := r.Spare()
	for _, c := range r.Causes() {
		first := r.Verdicts[c.Flows[0]]
		if first.OK() && !o.All {
			continue
		}
		if needed := slices.DeleteFunc(slices.Clone(c.Flows), func(i int) bool { return spare[i] }); len(needed) == 0 {
			for _, i := range c.Flows {
				head(&b, pad("SPARE", 10), r.Verdicts[i])
			}
			continue
		}
		if o.ExpandCauses {
			for _, i := range c.Flows {
				verdictText(&b, r.Verdicts[i])
			}
			continue
		}
		verdictText(&b, first)
		likewise(&b, r, c.Flows[1:])
	}
	for _, hint := range choices(r) {
		line(&b, pad("CHOOSE", 10)+hint)
	}
	for _, f := range r.Findings {
		findingText(&b, f)
	}
	for _, n := range r.Notes() {
		line(&b, pad("NOTE", 10)+n.Text+"  ["+strings.Join(n.Rules, " ")+"]")
	}
	b.WriteString(summary(r))
	_, err := io.WriteString(w, b.String())
	return err
}

// maxLikewise is how many flows of one cause are listed; ExpandCauses and JSON have all.
const maxLikewise = 100

// likewise lists further flows of a cause.
func likewise(b *strings.Builder, r egress.Report, flows []int) {
	for n, i := range flows {
		if n == maxLikewise {
			item(b, "likewise", fmt.Sprintf("and %d more", len(flows)-n))
			return
		}
		head(b, "  likewise  ", r.Verdicts[i])
	}
}

// Verdict is one verdict as text, for a diagnostic.
func Verdict(v egress.Verdict) string {
	var b strings.Builder
	verdictText(&b, v)
	return b.String()
}

// Finding is one finding as text, for a diagnostic.
func Finding(f egress.Finding) string {
	var b strings.Builder
	findingText(&b, f)
	return b.String()
}

func head(b *strings.Builder, lead string, v egress.Verdict) {
	text := lead + v.Flow.Text()
	if need := needed(v); need != "" {
		text = pad(text, 70) + "  " + need
	}
	line(b, text)
}

// needed says who asks for the flow and what blocking it would cost.
func needed(v egress.Verdict) string {
	f := v.Flow
	var parts []string
	if f.Level == egress.LevelForbidden {
		return "must not pass"
	}
	if f.Reason != "" {
		parts = append(parts, "needed by "+f.Reason)
	}
	if f.Purpose != "" {
		parts = append(parts, f.Purpose)
	}
	if f.ExitCode != 0 && v.Status != egress.Allowed {
		parts = append(parts, fmt.Sprintf("nodes would stop with exit code %d", f.ExitCode))
	}
	return strings.Join(parts, ", ")
}

func verdictText(b *strings.Builder, v egress.Verdict) {
	head(b, pad(word(v), 10), v)
	steps(b, v.Steps)
	if len(v.Otherwise) > 0 {
		lead := "  but other packets of the flow:\n"
		if v.Status == egress.Indeterminate {
			lead = "  or, depending on what is not known:\n"
		}
		b.WriteString(lead)
		steps(b, diverging(v.Otherwise, v.Steps))
	}
	if v.Status == egress.Partial {
		item(b, "passes", packet(v.Passed))
		item(b, "dropped", packet(v.Dropped))
	}
	for i, fix := range v.Fixes {
		lead := "fix"
		if i > 0 {
			lead = "or"
		}
		item(b, lead, fix.Text)
	}
	if len(v.Assumptions) > 0 && v.Status != egress.Indeterminate {
		names := make([]string, len(v.Assumptions))
		for i, a := range v.Assumptions {
			names[i] = string(a)
		}
		item(b, "assuming", strings.Join(names, ", "))
	}
}

// diverging drops the steps that both ways have in common, but keeps the last of
// them so that the reader sees where they part.
func diverging(steps, other []egress.Step) []egress.Step {
	n := 0
	for n < len(steps)-1 && n < len(other) && steps[n].Code == other[n].Code && steps[n].Object.String() == other[n].Object.String() {
		n++
	}
	return steps[n:]
}

func steps(b *strings.Builder, list []egress.Step) {
	last := ""
	for _, s := range list {
		label := layer(s.Code)
		if label == last {
			label = ""
		} else {
			last = label
		}
		text := stepText(s)
		if len(s.Rules) > 0 {
			text = pad(text, 74) + "  " + strings.Join(s.Rules, " ")
		}
		item(b, label, text)
		if s.Nearest != nil {
			item(b, "", "nearest "+s.Nearest.Text())
		}
	}
}

// stepText is a step in words.
func stepText(s egress.Step) string {
	perhaps := ""
	if s.Certain == egress.Maybe {
		perhaps = "perhaps "
	}
	switch s.Code {
	case egress.CodeRoute:
		return perhaps + s.Detail + " (" + s.Object.String() + ")"
	case egress.CodeNetworkRule, egress.CodeApplicationRule, egress.CodeSecurityRule, egress.CodeAdminRule, egress.CodeApplianceRule:
		return perhaps + strings.ToLower(s.Detail) + " by " + s.Object.String()
	case egress.CodeNoNetworkRule, egress.CodeNoApplication, egress.CodeNotApplication, egress.CodeApplianceEnd:
		return examined(s)
	default:
	}
	text := s.Code.Text()
	if s.Detail != "" {
		text += ": " + s.Detail
	}
	if s.Object.Kind != egress.ObjectNone && s.Object.Kind != egress.ObjectDefault {
		text += " (" + s.Object.String() + ")"
	}
	return text
}

func examined(s egress.Step) string {
	return fmt.Sprintf("%s (%d examined)", s.Code.Text(), s.Examined)
}

func packet(p *egress.Packet) string {
	if p == nil {
		return "(none)"
	}
	source := p.Subnet
	if p.Source.IsValid() {
		source = p.Source.String()
	}
	target := p.Name
	switch {
	case target != "":
	case p.Destination.IsValid():
		target = p.Destination.String()
	case p.Tag != "":
		target = p.Tag
	default:
		target = "(address not known)"
	}
	if p.Port == 0 {
		return fmt.Sprintf("%s %s -> %s", p.Protocol, source, target)
	}
	return fmt.Sprintf("%s %s -> %s:%d", p.Protocol, source, target, p.Port)
}

func findingText(b *strings.Builder, f egress.Finding) {
	text := pad(strings.ToUpper(string(f.Severity)), 10)
	if f.Object.Kind != egress.ObjectNone {
		text += f.Object.String() + ": "
	}
	text += f.Text
	if len(f.Rules) > 0 {
		text += "  [" + strings.Join(f.Rules, " ") + "]"
	}
	line(b, text)
	for _, o := range f.By {
		item(b, "by", o.String())
	}
}

// item writes an indented line with a word in front.
func item(b *strings.Builder, lead, text string) { line(b, fmt.Sprintf("  %-10s%s", lead, text)) }

// summary is the last line.
func summary(r egress.Report) string {
	n := map[egress.Status]int{}
	for _, v := range r.Verdicts {
		n[v.Status]++
	}
	return fmt.Sprintf("%d flows: %d allowed, %d denied, %d partial, %d not decidable\n",
		len(r.Verdicts), n[egress.Allowed], n[egress.Denied], n[egress.Partial], n[egress.Indeterminate])
}

func pad(s string, width int) string {
	if n := width - len([]rune(s)); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s + "  "
}
