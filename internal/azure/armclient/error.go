package armclient

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Error is the one error of this package for whatever went wrong between a
// request and its outcome. It holds no token, no header and no query of a URL.
type Error struct {
	// Class is the meaning; the other fields are for people.
	Class Class
	// StatusCode is the HTTP status, 0 where no answer came.
	StatusCode int
	// Code, Message and Target are Azure's, Code also from a failed operation.
	Code, Message, Target string
	// Details are the nested details, outermost first, flattened.
	Details []Detail
	// CorrelationID and RequestID are Azure's, for a support case.
	CorrelationID, RequestID string
	// Method and ID say what was asked: ID is the resource, or a path where
	// the request names a collection.
	Method, ID string
	// Operation names the long-running operation that failed or goes on; empty
	// where the request itself was refused.
	Operation string
	// Hint says what to do next, where the engine knows.
	Hint string

	cause           error
	retryAfter      time.Duration
	ofResourceGroup bool
	ambiguous       bool // the request may have taken effect
	nesting         int  // levels of JSON inside messages
	unsent          bool // the request never left: nothing can have happened
}

// Detail is one nested error.
type Detail struct {
	Code, Message, Target string
}

// String answers the detail on one line.
func (d Detail) String() string {
	text := d.Message
	if d.Code != "" {
		text = strings.TrimSuffix(d.Code+": "+d.Message, ": ")
	}
	if d.Target != "" {
		text += " (" + d.Target + ")"
	}
	return text
}

// Error answers one line: what was asked, what Azure said, how to find it again.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: ", e.Method, e.ID)
	switch {
	case e.Code != "" && e.StatusCode >= 400:
		fmt.Fprintf(&b, "%s (%d)", e.Code, e.StatusCode)
	case e.Code != "":
		b.WriteString(e.Code)
	case e.StatusCode >= 400:
		fmt.Fprintf(&b, "status %d", e.StatusCode)
	default:
		b.WriteString(e.Class.String())
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	for _, d := range e.Details {
		b.WriteString("; " + d.String())
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	if e.CorrelationID != "" {
		b.WriteString("; correlation ID " + e.CorrelationID)
	}
	return b.String()
}

// Unwrap answers the cause: a context's error, an authentication error.
func (e *Error) Unwrap() error { return e.cause }

// ErrorCode answers Azure's code, or "".
func (e *Error) ErrorCode() string { return e.Code }

// ErrorMessage answers Azure's message with the engine's hint.
func (e *Error) ErrorMessage() string {
	if e.Hint == "" {
		return e.Message
	}
	return strings.TrimPrefix(e.Message+"; "+e.Hint, "; ")
}

// ErrorClass answers the class in words.
func (e *Error) ErrorClass() string { return e.Class.String() }

// Correlation answers Azure's correlation ID, failing that its request ID, or "".
func (e *Error) Correlation() string { return firstOf(e.CorrelationID, e.RequestID) }

// HTTPStatus answers the HTTP status, or 0.
func (e *Error) HTTPStatus() int { return e.StatusCode }

// Request answers what was asked.
func (e *Error) Request() (method, id string) { return e.Method, e.ID }

// ErrorDetails answers the nested details, one line each.
func (e *Error) ErrorDetails() []string {
	var lines []string
	for _, d := range e.Details {
		lines = append(lines, d.String())
	}
	return lines
}

// HasCode reports whether the error or one of its details has the code,
// without regard to case.
func (e *Error) HasCode(code string) bool {
	return strings.EqualFold(e.Code, code) || slices.ContainsFunc(e.Details, func(d Detail) bool {
		return strings.EqualFold(d.Code, code)
	})
}

// As answers the *Error in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// ClassOf answers the class of err, or Unclassified for an error of elsewhere.
func ClassOf(err error) Class {
	if e := As(err); e != nil {
		return e.Class
	}
	return Unclassified
}

// IsNotFound reports whether err is a confirmed 404 of the resource itself: the
// only error that may drop a resource from state (law L4). An unknown
// subscription, an unknown type, a missing permission and a 404 without a known
// code are not. Nor is the 404 of a PUT, which speaks of something it refers to.
func IsNotFound(err error) bool {
	e := As(err)
	return e != nil && (e.Class == NotFound || e.Class == ParentNotFound) && e.Method != "PUT" && e.Operation == ""
}

// IsForbidden reports whether a permission, a lock or a policy was in the way.
func IsForbidden(err error) bool { return ClassOf(err) == Forbidden }

// IsPreconditionFailed reports whether the etag did not match.
func IsPreconditionFailed(err error) bool { return ClassOf(err) == PreconditionFailed }

// MayHaveTakenEffect reports whether a write failed without an answer that
// tells whether Azure carried it out, or while its operation went on.
func MayHaveTakenEffect(err error) bool {
	e := As(err)
	return e != nil && e.ambiguous
}
