// Package values implements the law of values (docs/design/0001-values.md): how a framework value,
// which may be known, null or unknown, becomes a Go value for a request, and how an answer becomes
// a framework value again. No other code reads ValueString and its kin from an unchecked value.
//
// A helper's name is its null policy:
//
//   - Require… : a request needs it. Null and unknown are our bug and are reported as one.
//   - Optional…: null is nil. Unknown is our bug.
//   - Known…   : for validation and plan. What is unknown is left out in silence and told by a bool.
//   - …OrNull  : builds null from nil or empty.
//   - the plain builders (SetOf, ListOf, MapOf) build an empty collection from nil.
//
// Requests are all or nothing: convert everything, collect every diagnostic, then stop or go.
package values
