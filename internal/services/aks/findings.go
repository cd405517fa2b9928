package aks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/validators"
)

// findings collects what the checks say. Each finding names a row of internal/cloud, which gives its severity, its source
// and the code that AKS would answer with.
type findings struct {
	list []diags.Check
}

// row is what a finding takes from the tables.
type row struct {
	code    string
	refused bool
	fact    cloud.Fact
}

// lookup finds a rule, a check of AKS or a pair of settings by its id.
func lookup(id string) (row, bool) {
	if r, ok := cloud.LookupRule(id); ok {
		return row{r.Code, r.Severity == cloud.SeverityError && r.Certain(), r.Fact}, true
	}
	if c, ok := cloud.LookupCheck(id); ok {
		return row{c.Code, c.Severity == cloud.SeverityError && c.Certain(), c.Fact}, true
	}
	for _, c := range cloud.Conflicts() {
		if pairID(c) == id {
			return row{"", c.Severity == cloud.SeverityError && c.Certain(), c.Fact}, true
		}
	}
	return row{}, false
}

func pairID(c cloud.Conflict) string { return string(c.A) + "+" + string(c.B) }

// add reports what the row of that id is about; a row in doubt only warns (law L2).
func (f *findings) add(id string, at path.Path, summary, detail, fix string) {
	found, ok := lookup(id)
	if !ok {
		detail += ". The rule " + id + " is in no table; this is a bug in the provider"
	}
	if found.code != "" {
		detail += "; AKS answers " + found.code
	}
	if found.fact.Source != "" {
		detail += fmt.Sprintf(" (%s, %s)", found.fact.Source, found.fact.Date)
	}
	if found.fact.Uncertain != "" {
		detail += ". In doubt: " + found.fact.Uncertain
	}
	f.list = append(f.list, diags.Check{Rule: id, Attribute: at, Summary: summary, Detail: detail, Fix: fix, Warning: !found.refused})
}

// has reports a finding of that id.
func (f *findings) has(id string) bool {
	return slices.ContainsFunc(f.list, func(c diags.Check) bool { return c.Rule == id })
}

// warn is add for what is never refused, such as a verdict that rests on what may yet change.
func (f *findings) warn(id string, at path.Path, summary, detail, fix string) {
	f.add(id, at, summary, detail, fix)
	f.list[len(f.list)-1].Warning = true
}

// problems reports range problems of internal/cloud, whose severity is their own.
func (f *findings) problems(at path.Path, summary, fix string, list []cloud.RangeProblem) {
	for _, p := range list {
		f.add(p.Check, at, summary, p.Message, fix)
		f.list[len(f.list)-1].Warning = p.Severity != cloud.SeverityError
	}
}

// judgedIDs are the ids that skip_checks may name.
func judgedIDs() []string {
	var ids []string
	for _, r := range cloud.Rules() {
		ids = append(ids, r.ID)
	}
	for _, c := range cloud.Checks() {
		ids = append(ids, c.ID)
	}
	for _, c := range cloud.Conflicts() {
		ids = append(ids, pairID(c))
	}
	return append(ids, checkTags)
}

// checkTags is the id of the rules on tags.
const checkTags = "tags"

// rulePrefixes begin the ids of the egress semantics (RT-7, FW-23, AK-28), with which the evaluator cites its verdicts.
var rulePrefixes = []string{"RT-", "FW-", "NSG-", "AK-", "PF-"}

func checkIDs() validator.Set {
	known := judgedIDs()
	return setvalidator.ValueStringsAre(validators.Func("check", "an id that a refusal has named", func(text string) error {
		same := func(id string) bool { return strings.EqualFold(id, text) }
		begins := func(prefix string) bool {
			return len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
		}
		if slices.ContainsFunc(known, same) || slices.ContainsFunc(rulePrefixes, begins) {
			return nil
		}
		return fmt.Errorf("%q is the id of no check: take the one that the refusal names", text)
	}))
}
