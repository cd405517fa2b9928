package diags

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// RemoteError is what an answer of Azure tells about a refused or failed request. The client's
// error type implements it; an empty string or zero means that Azure did not say.
type RemoteError interface {
	error
	// ErrorCode is Azure's code, for example "AuthorizationFailed".
	ErrorCode() string
	// ErrorMessage is Azure's message, unchanged.
	ErrorMessage() string
	// Correlation is the correlation (or request) ID by which Azure support finds the request.
	Correlation() string
	// HTTPStatus is the status of the answer; 0 when there was none.
	HTTPStatus() int
	// ErrorDetails are the inner errors, one line each ("Code: message").
	ErrorDetails() []string
	// Request is the HTTP method and the ARM ID of the request that was refused. It may differ from
	// the object that the user asked for, for example a subnet that is part of it.
	Request() (method, id string)
}

// FromError words a failed operation. Verb is the bare infinitive ("create", "read", "update",
// "delete", "list"), object the lower-case name of the thing ("virtual network"), id the ARM ID
// that was asked for (may be empty), err the failure. Advice replaces the table's advice when given,
// one sentence or more each. A nil err gives a bug diagnostic: calling this without an error is one.
func FromError(verb, object, id string, err error, advice ...string) diag.Diagnostic {
	if err == nil {
		return Bug(fmt.Sprintf("an error was reported for %s %s without a cause", gerund(verb), object))
	}
	return diag.NewErrorDiagnostic(Summary(verb, object), detail(verb, object, id, err, advice))
}

// AttributeFromError is FromError for a failure that one attribute caused.
func AttributeFromError(p path.Path, verb, object, id string, err error, advice ...string) diag.Diagnostic {
	return diag.WithPath(p, FromError(verb, object, id, err, advice...))
}

// WarningFromError is FromError at warning severity: for a read that only served a check (law L6: a
// read that fails gives "not decidable", never a refusal).
func WarningFromError(verb, object, id string, err error, advice ...string) diag.Diagnostic {
	d := FromError(verb, object, id, err, advice...)
	return diag.NewWarningDiagnostic(d.Summary(), d.Detail())
}

// Summary is the fixed phrase of a failed operation: Summary("create", "subnet") is "Cannot create subnet".
func Summary(verb, object string) string {
	return strings.TrimSpace("Cannot " + verb + " " + object)
}

// detail joins the paragraphs of a failed operation's detail; absent parts leave no gap.
func detail(verb, object, id string, err error, advice []string) string {
	var text paragraphs
	text.add(asked(verb, object, id))
	var remote RemoteError
	found := errors.As(err, &remote)
	text.add(interrupted(err))
	if found && hasAnswer(remote) {
		text.add(answered(remote, id))
		text.add(bullets("Details:", remote.ErrorDetails()))
		text.add(correlation(remote))
	} else {
		text.add("Cause: " + sentence(err.Error()))
	}
	if len(advice) == 0 && found {
		advice = adviceFor(remote)
	}
	text.add(bullets("What to do:", advice))
	return MaskSecrets(text.String())
}

// asked says what the provider set out to do, on which ID.
func asked(verb, object, id string) string {
	if id == "" {
		return fmt.Sprintf("The provider could not %s the %s.", verb, object)
	}
	return fmt.Sprintf("The provider could not %s the %s\n  %s", verb, object, id)
}

// answered quotes Azure: status, code, message, and the request when it was about another object.
func answered(remote RemoteError, id string) string {
	var b strings.Builder
	b.WriteString("Azure answered")
	if method, target := remote.Request(); target != "" && !strings.EqualFold(target, id) {
		fmt.Fprintf(&b, " to %s", strings.TrimSpace(method+" "+target))
	} else if method != "" {
		fmt.Fprintf(&b, " to %s", method)
	}
	if status := remote.HTTPStatus(); status != 0 {
		fmt.Fprintf(&b, " with status %d", status)
	}
	switch code, message := remote.ErrorCode(), strings.TrimSpace(remote.ErrorMessage()); {
	case code != "" && message != "":
		fmt.Fprintf(&b, ":\n  %s: %s", code, message)
	case code != "":
		fmt.Fprintf(&b, ":\n  %s (no message)", code)
	case message != "":
		fmt.Fprintf(&b, ":\n  %s", message)
	default:
		b.WriteString(", without a code or a message.")
	}
	return b.String()
}

// correlation is the line by which Azure support finds the request.
func correlation(remote RemoteError) string {
	if c := remote.Correlation(); c != "" {
		return "Correlation ID: " + c
	}
	return ""
}

// hasAnswer tells an answer of Azure from a request that never got one (no network, no token, an
// interruption), which the same error type may carry.
func hasAnswer(remote RemoteError) bool { return remote.HTTPStatus() != 0 || remote.ErrorCode() != "" }

// interrupted words a context that ended; it gives nothing for any other error.
func interrupted(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "The time for this operation ran out before Azure finished."
	case errors.Is(err, context.Canceled):
		return "The operation was interrupted before Azure finished. Run the same command again: " +
			"the provider takes up what was begun."
	}
	return ""
}

// FromErrors is FromError for an error that may be several (errors.Join, from work done at once): one
// diagnostic each, equal ones once. A nil err gives none.
func FromErrors(verb, object, id string, err error, advice ...string) diag.Diagnostics {
	var out diag.Diagnostics
	for _, each := range split(err) {
		out.Append(FromError(verb, object, id, each, advice...))
	}
	return out
}

// split takes an errors.Join apart, at any depth; an error that wraps one with text of its own stays
// whole.
func split(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error }) // only a join itself, not one wrapped in text
	if !ok {
		return []error{err}
	}
	var out []error
	for _, each := range joined.Unwrap() {
		out = append(out, split(each)...)
	}
	return out
}
