// Package armemu is an emulator of Azure Resource Manager: an http.Handler that behaves as ARM does for the resource types declared in
// armtypes, without a subscription.
//
// Every answer is a function of the stored documents, the clock and the request. Nothing runs in the background: an operation that is
// due ends when the next request looks (settle in operation.go). A request goes through these steps, one file each:
//
//	emulator.go   entry: http.Handler and in-process transport, faults, hooks, log
//	exchange.go   one request: parsing, api-version, transaction
//	route.go      path -> handler
//	read.go list.go put.go patch.go delete.go group.go action.go poll.go provider.go subscription.go   the handlers
//	plan.go lock.go precondition.go reference.go   what stands between a write and its acceptance
//	operation.go finish.go   long-running operations
//	document.go view.go render.go family.go   stored record -> answer, in the manner of its resource provider
//
// It shares no code with the provider (law L10), so that the two cannot agree on the same mistake. docs/design/0003-emulator.md tells
// what is modelled, what is not, and how to add a type.
package armemu
