// Package convergence holds what every resource needs so that an interrupted
// apply is finished by the next one: the hidden ownership tags, the private
// state that plan and apply hand to each other, and the pure decisions of
// Create and Delete. It does no I/O. The observations of Terraform core behind
// every rule are in docs/design/0002-convergence.md; the rule numbers C-1 to
// C-12 cited in this package are defined there.
package convergence
