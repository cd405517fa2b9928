package diags

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Check is one finding of a fact-based rule (law L2). It names its rule, so that a user who knows
// better than our table can switch it off on the resource with skip_checks.
type Check struct {
	// Rule is the rule's ID, "RT-18" or "AK-28": what skip_checks takes.
	Rule string
	// Attribute is the cause's path; path.Empty() when no attribute is to blame.
	Attribute path.Path
	// Summary is a fixed phrase without a full stop; Detail says what was found, with the failing
	// object; Fix says what to change.
	Summary, Detail, Fix string
	// Warning makes the finding a warning: a verdict about the live world that no change of this
	// plan depends on (L2).
	Warning bool
	// Skip drops the finding: the resource's skip_checks names the rule (see Skips).
	Skip bool
	// Required marks what is no fact-based rule but follows from the schema, so that it cannot be
	// switched off and the text does not offer it.
	Required bool
}

// Skips tells whether a resource's skip_checks names the rule. Rule IDs compare without case.
func Skips(skipChecks []string, rule string) bool {
	return slices.ContainsFunc(skipChecks, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), rule) })
}

// Diagnostic words the finding; ok is false when it is skipped.
func (c Check) Diagnostic() (d diag.Diagnostic, ok bool) {
	if c.Skip && !c.Required {
		return nil, false
	}
	var text paragraphs
	text.add(sentence(c.Detail))
	if c.Fix != "" {
		text.add("Fix: " + sentence(c.Fix))
	}
	switch {
	case c.Required || c.Rule == "":
	default:
		text.add(fmt.Sprintf("Rule %s. To switch this check off for the resource: skip_checks = [%q].", c.Rule, c.Rule))
	}
	detail := MaskSecrets(text.String())
	if c.Warning {
		d = diag.NewWarningDiagnostic(c.Summary, detail)
	} else {
		d = diag.NewErrorDiagnostic(c.Summary, detail)
	}
	if len(c.Attribute.Steps()) > 0 {
		d = diag.WithPath(c.Attribute, d)
	}
	return d, true
}

// AppendChecks adds every finding that skipChecks does not name, in the order given.
func AppendChecks(to *diag.Diagnostics, skipChecks []string, checks ...Check) {
	for _, c := range checks {
		c.Skip = c.Skip || Skips(skipChecks, c.Rule)
		if d, ok := c.Diagnostic(); ok {
			to.Append(d)
		}
	}
}
