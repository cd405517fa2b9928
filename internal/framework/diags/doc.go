// Package diags is the provider's vocabulary of messages: every diagnostic that a user reads is
// worded here or from the pieces here, so that the same thing is always said in the same words.
//
// A diagnostic follows one form (law L8): the summary is a fixed phrase ("Cannot create virtual
// network"); the detail says what was asked on which ID, what Azure answered (code, message,
// correlation ID), and what to do next. The cause's attribute path is attached when it has one.
// All problems are collected in diag.Diagnostics and reported at once.
//
// The package knows no Azure client: it reads an error through the [RemoteError] interface, which
// the client's error type implements.
package diags
