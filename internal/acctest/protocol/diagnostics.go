package protocol

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Severity of a diagnostic.
type Severity string

// The severities of the protocol.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Diagnostic is one message of a provider, or of core about the provider. Path is written as in HCL,
// subnets["aks"].address_prefixes[0], and empty when the message is about the whole object.
type Diagnostic struct {
	Severity Severity
	Summary  string
	Detail   string
	Path     string
}

// String is the diagnostic in one paragraph.
func (d Diagnostic) String() string {
	where := ""
	if d.Path != "" {
		where = " at " + d.Path
	}
	text := string(d.Severity) + where + ": " + d.Summary
	if d.Detail != "" {
		text += ": " + d.Detail
	}
	return text
}

// Diagnostics are all messages of one operation, in the order in which they came.
type Diagnostics []Diagnostic

// Errors are those with severity Error.
func (ds Diagnostics) Errors() Diagnostics { return ds.of(Error) }

// Warnings are those with severity Warning.
func (ds Diagnostics) Warnings() Diagnostics { return ds.of(Warning) }

func (ds Diagnostics) of(severity Severity) Diagnostics {
	var out Diagnostics
	for _, d := range ds {
		if d.Severity == severity {
			out = append(out, d)
		}
	}
	return out
}

// HasError tells whether there is any error.
func (ds Diagnostics) HasError() bool { return len(ds.Errors()) > 0 }

// String has one diagnostic a line.
func (ds Diagnostics) String() string {
	if len(ds) == 0 {
		return "no diagnostics"
	}
	lines := make([]string, len(ds))
	for i, d := range ds {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

// AnyPath as the path of WantError or WantWarning leaves the path open.
const AnyPath = "*"

// WantError fails the test unless there is an error at the path whose summary and detail hold all the substrings. The path ""
// is that of the whole object.
func (ds Diagnostics) WantError(tb testing.TB, path string, substrings ...string) Diagnostic {
	tb.Helper()
	return ds.want(tb, Error, path, substrings)
}

// WantWarning is WantError for warnings.
func (ds Diagnostics) WantWarning(tb testing.TB, path string, substrings ...string) Diagnostic {
	tb.Helper()
	return ds.want(tb, Warning, path, substrings)
}

// WantOnlyError is WantError, and there must be no second error.
func (ds Diagnostics) WantOnlyError(tb testing.TB, path string, substrings ...string) Diagnostic {
	tb.Helper()
	if n := len(ds.Errors()); n > 1 {
		tb.Errorf("%d errors, one is wanted:\n%s", n, ds.Errors())
	}
	return ds.want(tb, Error, path, substrings)
}

func (ds Diagnostics) want(tb testing.TB, severity Severity, path string, substrings []string) Diagnostic {
	tb.Helper()
	for _, d := range ds.of(severity) {
		if (path == AnyPath || d.Path == path) && d.contains(substrings) {
			return d
		}
	}
	tb.Errorf("no %s at path %q with %q among:\n%s", severity, path, substrings, ds)
	return Diagnostic{}
}

func (d Diagnostic) contains(substrings []string) bool {
	text := d.Summary + "\n" + d.Detail
	for _, s := range substrings {
		if !strings.Contains(text, s) {
			return false
		}
	}
	return true
}

// newDiagnostics converts what came over the wire.
func newDiagnostics(in []*tfprotov6.Diagnostic) Diagnostics {
	out := make(Diagnostics, 0, len(in))
	for _, d := range in {
		if d == nil {
			continue
		}
		severity := Error
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			severity = Warning
		}
		out = append(out, Diagnostic{Severity: severity, Summary: d.Summary, Detail: d.Detail, Path: pathString(ctyPath(d.Attribute))})
	}
	return out
}
