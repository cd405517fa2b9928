// Package protocol drives a Terraform provider over protocol 6 in process, with no CLI, the way Terraform core does.
//
// It is ring 2 of the tests (style.md 3.3). A [Harness] holds one provider server and the state of any number of
// resource instances; a [Resource] is one of them. Configuration is given as Go values and read back as Go values, with
// [Unknown] wherever core would hold an unknown value. The harness restates core's side of the protocol (proposed new
// state, replacement, private data, taint, deposed objects, state upgrade, import) and after each call it checks what core
// checks, so a provider that breaks core's contract fails the test with the message that a user would have seen.
//
// Two kinds of problem are kept apart. Diagnostics that a provider returns are data: they are in an [Outcome], and the test
// says which it wants. An outcome with errors which no test looked at fails the test at its end. A breach of core's contract
// is never data: it fails the test at once, and the outcome carries it too, so that the walk stops where core would stop.
//
// The rules are those of hashicorp/terraform 1.11 (docs/resource-instance-change-lifecycle.md, internal/plans/objchange,
// internal/terraform/node_resource_abstract_instance.go) plus resource identity as of 1.12. testdata holds what the real
// 1.11.4 sent to the test provider in the same scenarios; a test compares it with what the harness sends.
// Schemas with nested blocks are refused: our schemas have attributes only.
package protocol
