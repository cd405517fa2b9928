package egress

import "fmt"

// Value is a configured value that may not be known yet. The zero value is
// known and holds T's zero value, so that what a configuration leaves out has
// its Azure default; unknown has to be said.
type Value[T any] struct {
	v       T
	unknown bool
}

// Known is a value that the plan knows.
func Known[T any](v T) Value[T] { return Value[T]{v: v} }

// Unknown is a value that will be known after apply.
func Unknown[T any]() Value[T] { return Value[T]{unknown: true} }

// Get returns the value; false when it is not known.
func (v Value[T]) Get() (T, bool) { return v.v, !v.unknown }

// IsKnown reports whether the plan knows the value.
func (v Value[T]) IsKnown() bool { return !v.unknown }

// String prints the value, or "(known after apply)".
func (v Value[T]) String() string {
	if v.unknown {
		return "(known after apply)"
	}
	return fmt.Sprint(v.v)
}

// Truth has three values. Its zero value is Maybe: what nobody stated is not
// decided.
type Truth uint8

// The three answers.
const (
	Maybe Truth = iota
	No
	Yes
)

// String prints "yes", "no" or "maybe".
func (t Truth) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	default:
		return "maybe"
	}
}

// truth turns a switch of the configuration into an answer.
func truth(v Value[bool]) Truth {
	b, ok := v.Get()
	switch {
	case !ok:
		return Maybe
	case b:
		return Yes
	default:
		return No
	}
}

// and is Yes only if both are, No as soon as one is.
func (t Truth) and(u Truth) Truth {
	switch {
	case t == No || u == No:
		return No
	case t == Yes && u == Yes:
		return Yes
	default:
		return Maybe
	}
}
