package protocol

import (
	"errors"
	"fmt"
	"strings"
)

// Outcome is how an operation ended. Errors have to be looked at, by any of its methods: an outcome with errors that no test
// looked at fails the test when it ends.
type Outcome struct {
	h        *Harness
	what     string // "applying udr_network.this"
	diags    Diagnostics
	killed   bool
	examined bool
}

// begin starts the record of an operation.
func (h *Harness) begin(format string, args ...any) *Outcome {
	o := &Outcome{h: h, what: fmt.Sprintf(format, args...)}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.outcomes = append(h.outcomes, o)
	return o
}

// Diagnostics are all messages, warnings too.
func (o *Outcome) Diagnostics() Diagnostics {
	o.examined = true
	return o.diags
}

// Failed tells whether there is an error.
func (o *Outcome) Failed() bool {
	o.examined = true
	return o.failed()
}

func (o *Outcome) failed() bool { return o.diags.HasError() }

// Killed tells whether the provider was killed during the operation, so that its answer is lost.
func (o *Outcome) Killed() bool {
	o.examined = true
	return o.killed
}

// Err is nil when there is no error, else an error with all of them.
func (o *Outcome) Err() error {
	o.examined = true
	if !o.failed() {
		return nil
	}
	return errors.New(o.what + ": " + strings.ReplaceAll(o.diags.Errors().String(), "\n", "; "))
}

// Must stops the test when there is an error.
func (o *Outcome) Must() {
	o.h.tb.Helper()
	o.examined = true
	if o.failed() {
		o.h.tb.Fatalf("%s:\n%s", o.what, o.diags.Errors())
	}
}

// WantError fails the test unless there is an error at the path whose summary and detail hold all the substrings. The path ""
// is that of the whole object, AnyPath is any.
func (o *Outcome) WantError(path string, substrings ...string) Diagnostic {
	o.h.tb.Helper()
	return o.Diagnostics().WantError(o.h.tb, path, substrings...)
}

// WantOnlyError is WantError, and there must be no second error.
func (o *Outcome) WantOnlyError(path string, substrings ...string) Diagnostic {
	o.h.tb.Helper()
	return o.Diagnostics().WantOnlyError(o.h.tb, path, substrings...)
}

// WantWarning fails the test unless there is such a warning. It does not count as looking at errors.
func (o *Outcome) WantWarning(path string, substrings ...string) Diagnostic {
	o.h.tb.Helper()
	return o.diags.WantWarning(o.h.tb, path, substrings...)
}

// WantNoWarning fails the test when there is any warning.
func (o *Outcome) WantNoWarning() {
	o.h.tb.Helper()
	if warnings := o.diags.Warnings(); len(warnings) > 0 {
		o.h.tb.Errorf("%s:\n%s", o.what, warnings)
	}
}

// breach records that the provider broke core's contract: the test fails, and the operation ends as in core with an error.
func (o *Outcome) breach(summary string, problems ...problem) {
	o.h.tb.Helper()
	for _, p := range problems {
		o.h.tb.Errorf("%s: %s: %s", o.what, summary, p)
		o.diags = append(o.diags, Diagnostic{Severity: Error, Summary: summary, Detail: p.text, Path: pathString(p.path)})
	}
	o.examined = o.examined || len(problems) > 0 // the test has failed already
}

func (o *Outcome) breachf(summary, format string, args ...any) {
	o.h.tb.Helper()
	o.breach(summary, problem{text: fmt.Sprintf(format, args...)})
}

// add takes the diagnostics of another operation that was part of this one.
func (o *Outcome) add(part *Outcome) {
	o.diags = append(o.diags, part.diags...)
	o.killed = o.killed || part.killed
	o.examined = o.examined || part.examined
	part.examined = true
}

// checkExamined fails the test for every outcome with errors that nobody looked at.
func (h *Harness) checkExamined() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, o := range h.outcomes {
		if o.failed() && !o.examined {
			h.tb.Errorf("%s ended with errors that the test did not look at:\n%s", o.what, o.diags.Errors())
		}
	}
}
