// Package validators adapts plain Go checks to the framework's validator interfaces, so that a rule
// of a name or a value has one home (law L9) and schemas only point at it. Null and unknown values
// pass in silence (law L1), unknown elements never hide a known bad one.
package validators
