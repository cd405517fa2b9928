package armtypes

import (
	"fmt"
	"net/http"
	"time"
)

// Error is an answer of ARM that refuses. The engine renders it in the family's form (arm-wire.md 2.1).
type Error struct {
	Status  int
	Code    string
	Message string
	// Target is the JSON path or the id that the error is about; left out when empty.
	Target  string
	Details []*Error
	// SubCode only appears in answers of AKS.
	SubCode string
	// RetryAfter becomes a header, in whole seconds, when positive.
	RetryAfter time.Duration
	// Patience is how much longer the service tries before it gives up, where this ends an operation (Type.Doom).
	Patience time.Duration
	// Uncertain marks a code that no source confirms (arm-wire.md 7). It is not sent; it makes such codes findable.
	Uncertain bool
	// Gateway marks errors of ARM's front end: they carry x-ms-failure-cause: gateway and no details.
	Gateway bool
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

// Errorf makes an error of a resource provider.
func Errorf(status int, code, format string, args ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalid makes a 400.
func Invalid(code, format string, args ...any) *Error {
	return Errorf(http.StatusBadRequest, code, format, args...)
}

// At sets the target.
func (e *Error) At(target string) *Error { e.Target = target; return e }

// Unsure marks the code as not confirmed by a source.
func (e *Error) Unsure() *Error { e.Uncertain = true; return e }

// With adds a detail.
func (e *Error) With(details ...*Error) *Error { e.Details = append(e.Details, details...); return e }

// Detail makes an inner error, which has no status of its own.
func Detail(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
