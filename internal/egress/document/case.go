package document

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// Case is a document made ready for the evaluator.
type Case struct {
	World egress.World
	Flows []egress.Flow
	// Without are the assumptions that the document switches off.
	Without []egress.Assumption
	// Warnings are doubts about the document's clusters and profiles, by JSON path.
	Warnings []Problem
}

// FindProfile is the code of a finding about an AKS profile.
const FindProfile egress.FindingCode = "AKS_PROFILE"

// Case converts the document into what the evaluator takes. The error is of type
// [Errors] and names every value that is wrong. Expand may be nil as long as the
// document has no AKS profile.
func (d Document) Case(expand Expander) (Case, error) {
	b := &builder{doc: &d}
	b.names()
	c := Case{World: b.world()}
	b.sense(&c.World)
	known := subnetNames(c.World)
	c.Flows = each(b, "flows", d.Flows, (*builder).flow)
	for i, f := range c.Flows {
		b.reference(fmt.Sprintf("$.flows[%d].source_subnet", i), f.Source.Subnet, known)
		if f.Destination.Subnet != "" {
			b.reference(fmt.Sprintf("$.flows[%d].destination_subnet", i), f.Destination.Subnet, known)
		}
	}
	flows, warnings := b.expand(&c.World, known, expand)
	c.Flows, c.Warnings = append(c.Flows, flows...), append(b.clusterSubnets(known), warnings...)
	c.Without = b.assumptions(d.Without)
	if len(b.problems) > 0 {
		return Case{}, b.problems
	}
	return c, nil
}

// Evaluate judges the flows of the case, with explanations and proven fixes. Rules asks for findings about what rules do
// to one another too. Warnings about profiles are findings of the report.
func (c Case) Evaluate(rules bool) egress.Report {
	r := egress.Evaluate(c.World, c.Flows, egress.Options{Without: c.Without, Explain: true, Fixes: true, RuleFindings: rules})
	for _, w := range c.Warnings {
		r.Findings = append(r.Findings, egress.Finding{
			Severity: egress.SeverityAdvice, Code: FindProfile, Text: w.Path + ": " + w.Text,
		})
	}
	return r
}

// Judge reads a document and judges its flows: what the `egress` subcommand, the data source and the function all do. The
// error is of type [Errors].
func Judge(text []byte, expand Expander, rules bool) (egress.Report, error) {
	d, err := Decode(text)
	if err != nil {
		return egress.Report{}, err
	}
	c, err := d.Case(expand)
	if err != nil {
		return egress.Report{}, err
	}
	return c.Evaluate(rules), nil
}

// assumptions reads the names of assumptions.
func (b *builder) assumptions(list []string) []egress.Assumption {
	var out []egress.Assumption
	for i, text := range list {
		if a := b.assumption(fmt.Sprintf("$.without_assumptions[%d]", i), text); a != "" {
			out = append(out, a)
		}
	}
	return out
}
