// Package customtypes holds the provider's string types that mean more than a string: ARM IDs,
// address prefixes, addresses, locations, and what a firewall rule may name.
//
// Each type brings three things, so that attributes and function parameters share them (style.md
// 2.2): validation that proposes the right form instead of repairing it in silence, semantic
// equality, so that Azure's spelling of the same thing is no drift, and a parsed form for Go code.
// Null and unknown are always valid and never equal to anything else here (law L1,
// docs/design/0001-values.md).
//
// The framework validates a custom value on every conversion, also when a provider writes state. A
// value that Azure chose and that may break our rules (a service tag in a route) therefore belongs
// in a plain string attribute, or in a type that admits it.
//
// Semantic equality works where state is written, not in a plan: a changed spelling in the
// configuration plans an update in place. [ReplaceIfDifferent] and [KeepEqual] are the plan
// modifiers that know better.
package customtypes
