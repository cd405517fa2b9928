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
//
// A document made from what ARM answered may contradict itself for a while, and
// says so by leaving things open; one that a person wrote is for [Document.Strict].
func (d Document) Case(expand Expander) (Case, error) { return d.build(expand, false) }

// Strict is [Document.Case] for a document that a person wrote: one that
// contradicts itself is refused too, such as two objects of one name, or subnets
// outside of their network.
func (d Document) Strict(expand Expander) (Case, error) { return d.build(expand, true) }

// Contradictions are what [Document.Strict] refuses beside what [Document.Case]
// does, without regard to what the document refers to: it may be laid over another
// one.
func (d Document) Contradictions() error {
	b := &builder{doc: &d, strict: true}
	b.names()
	w := b.world()
	b.places(&w)
	if len(b.problems) > 0 {
		return b.problems
	}
	return nil
}

func (d Document) build(expand Expander, strict bool) (Case, error) {
	b := &builder{doc: &d, strict: strict}
	if strict {
		b.names()
	}
	c := Case{World: b.world()}
	if strict {
		b.places(&c.World)
		b.profileClusters()
	}
	b.flowSense(&c.World)
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
	c, err := d.Strict(expand)
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
