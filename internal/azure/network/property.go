package network

// Property is one owned or unowned property of an ARM object.
//
// Most tools know two states, a value and no value, and so erase what others set when their own configuration is
// silent. Three are needed (law L3): leave what is there, set a value, take the value away because we had set it.
type Property[T any] struct {
	owned bool
	value *T
}

// Leave does not touch the property.
func Leave[T any]() Property[T] { return Property[T]{} }

// Set writes the value.
func Set[T any](value T) Property[T] { return Property[T]{owned: true, value: &value} }

// Clear removes the property.
func Clear[T any]() Property[T] { return Property[T]{owned: true} }

// Owned reports whether the property is to be written at all, and Value what is to be written (nil = removed).
func (p Property[T]) Owned() bool { return p.owned }

// Value is the value to write, or nil.
func (p Property[T]) Value() *T { return p.value }

// Handover is what a planned value means for a property that had a prior one: a planned value is set, a planned absence
// clears what we had set before and leaves what we never owned.
func Handover[T any](prior, planned *T) Property[T] {
	switch {
	case planned != nil:
		return Set(*planned)
	case prior != nil:
		return Clear[T]()
	default:
		return Leave[T]()
	}
}
