package diags_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	p := path.Root("routes").AtMapKey("default")
	base := diags.Check{
		Rule: "RT-18", Attribute: p, Summary: "Route has no effect",
		Detail: "the route \"default\" is covered by another", Fix: "remove one of them",
	}
	const text = "the route \"default\" is covered by another.\n\nFix: remove one of them."
	const off = "\n\nRule RT-18. To switch this check off for the resource: skip_checks = [\"RT-18\"]."
	cases := map[string]struct {
		change func(*diags.Check)
		want   diag.Diagnostic // nil: dropped
	}{
		"error":              {func(*diags.Check) {}, diag.NewAttributeErrorDiagnostic(p, "Route has no effect", text+off)},
		"warning":            {func(c *diags.Check) { c.Warning = true }, diag.NewAttributeWarningDiagnostic(p, "Route has no effect", text+off)},
		"no attribute":       {func(c *diags.Check) { c.Attribute = path.Empty() }, diag.NewErrorDiagnostic("Route has no effect", text+off)},
		"skipped":            {func(c *diags.Check) { c.Skip = true }, nil},
		"required":           {func(c *diags.Check) { c.Required = true }, diag.NewAttributeErrorDiagnostic(p, "Route has no effect", text)},
		"required, not fact": {func(c *diags.Check) { c.Required, c.Skip = true, true }, diag.NewAttributeErrorDiagnostic(p, "Route has no effect", text)},
		"without a rule":     {func(c *diags.Check) { c.Rule = "" }, diag.NewAttributeErrorDiagnostic(p, "Route has no effect", text)},
		"without a fix": {func(c *diags.Check) { c.Fix = "" }, diag.NewAttributeErrorDiagnostic(p, "Route has no effect",
			"the route \"default\" is covered by another."+off)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := base
			c.change(&check)
			got, ok := check.Diagnostic()
			if ok != (c.want != nil) {
				t.Fatalf("ok is %v", ok)
			}
			if ok && !got.Equal(c.want) {
				t.Errorf("got %v; want %v", got, c.want)
			}
		})
	}
}

func TestAppendChecks(t *testing.T) {
	t.Parallel()
	var got diag.Diagnostics
	diags.AppendChecks(&got, []string{"rt-1", " FW-2 "},
		diags.Check{Rule: "RT-1", Summary: "one"},
		diags.Check{Rule: "FW-2", Summary: "two"},
		diags.Check{Rule: "RT-10", Summary: "three"},
		diags.Check{Rule: "AK-3", Summary: "four", Warning: true},
	)
	if len(got) != 2 || got[0].Summary() != "three" || got[1].Summary() != "four" || got.ErrorsCount() != 1 {
		t.Errorf("AppendChecks: %v", got)
	}
}
