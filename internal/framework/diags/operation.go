package diags

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Operation is what a resource method is about to do, stated once at its top, so that each way to
// fail is one short call.
type Operation struct {
	Verb, Object, ID string // as for FromError
	// Timeout is how long the operation may take; zero when it has no limit of its own.
	Timeout time.Duration
	// Setting is the attribute that holds the limit; empty means "timeouts." and the verb.
	Setting string
}

// Failed words the error: as TimedOut when the operation's time ran out, else as FromError.
func (o Operation) Failed(err error, advice ...string) diag.Diagnostic {
	if o.Timeout > 0 && errors.Is(err, context.DeadlineExceeded) {
		setting := o.Setting
		if setting == "" {
			setting = "timeouts." + o.Verb
		}
		return TimedOut(o.Verb, o.Object, o.ID, o.Timeout, setting, err)
	}
	return FromError(o.Verb, o.Object, o.ID, err, advice...)
}

// TimedOut says that an operation did not end in time: after is how long was waited, setting the
// attribute that holds the limit ("timeouts.create"). last tells what was seen last, and may be nil.
func TimedOut(verb, object, id string, after time.Duration, setting string, last error) diag.Diagnostic {
	var text paragraphs
	text.add(asked(verb, object, id))
	text.add(fmt.Sprintf("It gave up after %s (%s). Azure may still be working on it.", after, setting))
	var remote RemoteError
	switch {
	case last == nil:
	case errors.As(last, &remote) && hasAnswer(remote):
		text.add(answered(remote, id))
		text.add(correlation(remote))
	case last.Error() != context.DeadlineExceeded.Error():
		text.add("Last seen: " + sentence(last.Error()))
	}
	text.add(bullets("What to do:", []string{
		"Run the same command again: the provider takes up what was begun.",
		fmt.Sprintf("If it regularly takes longer, raise %s.", setting),
	}))
	return diag.NewErrorDiagnostic(Summary(verb, object), MaskSecrets(text.String()))
}

// Interrupted says that the user or Terraform cancelled the operation.
func Interrupted(verb, object, id string) diag.Diagnostic {
	return FromError(verb, object, id, context.Canceled)
}
