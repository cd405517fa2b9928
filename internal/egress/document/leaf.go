package document

// Leaf is a value that may be left out or not known.
type Leaf[T any] struct {
	Value   T
	Set     bool // given, known or not
	Unknown bool
}

// Of is a known leaf.
func Of[T any](v T) Leaf[T] { return Leaf[T]{Value: v, Set: true} }

// UnknownLeaf is a leaf that will be known later.
func UnknownLeaf[T any]() Leaf[T] { return Leaf[T]{Set: true, Unknown: true} }

// IsZero reports that nothing was given, so that it is not written.
func (l Leaf[T]) IsZero() bool { return !l.Set }

// List is a list of which further elements may exist that are not known.
type List[T any] struct {
	Items   []T
	Unknown bool
}

// ListOf is a complete list.
func ListOf[T any](items ...T) List[T] { return List[T]{Items: items} }

// IsZero reports that nothing was given, so that it is not written.
func (l List[T]) IsZero() bool { return len(l.Items) == 0 && !l.Unknown }

// isUnknown reports whether raw JSON is the mark for a value that is not known.
func isUnknown(raw any) bool {
	m, ok := raw.(map[string]any)
	return ok && len(m) == 1 && m["unknown"] == true
}
