package armtypes

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Object is a JSON object. Nested values have the types that encoding/json gives: map[string]any, []any, string, float64, bool, nil.
//
// Paths are member names joined by dots. "[*]" after a name walks over the elements of an array, where a method says so.
// Every method accepts a nil Object and a path that leads nowhere.
type Object map[string]any

// Get gives the value at path, nil when there is none.
func (o Object) Get(path string) any {
	var v any = map[string]any(o)
	for name := range strings.SplitSeq(path, ".") {
		m := asMap(v)
		if m == nil {
			return nil
		}
		v = m[name]
	}
	return v
}

// Has tells whether path leads to a member, be it null.
func (o Object) Has(path string) bool {
	parent, last := o.walk(path, false)
	_, ok := parent[last]
	return ok
}

// Str gives the string at path, "" when it is none.
func (o Object) Str(path string) string { s, _ := o.Get(path).(string); return s }

// Bool gives the boolean at path, false when it is none.
func (o Object) Bool(path string) bool { b, _ := o.Get(path).(bool); return b }

// Int gives the number at path and whether there is one.
func (o Object) Int(path string) (int, bool) { f, ok := o.Get(path).(float64); return int(f), ok }

// Obj gives the object at path, nil when it is none. Changes to it change o.
func (o Object) Obj(path string) Object { return asMap(o.Get(path)) }

// List gives the array at path, nil when it is none.
func (o Object) List(path string) []any { l, _ := o.Get(path).([]any); return l }

// Strs gives the strings of the array at path.
func (o Object) Strs(path string) []string {
	var out []string
	for _, v := range o.List(path) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Objs gives the objects of the array at path. Changes to them change o.
func (o Object) Objs(path string) []Object {
	var out []Object
	for _, v := range o.List(path) {
		if m := asMap(v); m != nil {
			out = append(out, m)
		}
	}
	return out
}

// Set puts a value at path and makes the objects on the way. Go ints and slices become what encoding/json would give.
func (o Object) Set(path string, v any) {
	parent, last := o.walk(path, true)
	if parent != nil {
		parent[last] = Normal(v)
	}
}

// Default sets a value where there is none, or null.
func (o Object) Default(path string, v any) {
	if o.Get(path) == nil {
		o.Set(path, v)
	}
}

// Remove takes the member at path out.
func (o Object) Remove(path string) {
	parent, last := o.walk(path, false)
	delete(parent, last)
}

// Clone copies deeply.
func (o Object) Clone() Object {
	if o == nil {
		return nil
	}
	return asMap(Normal(map[string]any(o)))
}

func (o Object) walk(path string, create bool) (Object, string) {
	names := strings.Split(path, ".")
	at := o
	for _, name := range names[:len(names)-1] {
		next := asMap(at[name])
		if next == nil {
			if !create || at == nil {
				return nil, ""
			}
			next = Object{}
			at[name] = map[string]any(next)
		}
		at = next
	}
	return at, names[len(names)-1]
}

// Place is one value found by Each.
type Place struct {
	// Path is the concrete one, with indices: "properties.subnets[1].id".
	Path  string
	Value any
	// Holder is the object that has the value as the member Member.
	Holder Object
	Member string
	// Element is the innermost array element around the value, nil outside arrays.
	Element Object
}

func asMap(v any) Object {
	switch m := v.(type) {
	case map[string]any:
		return m
	case Object:
		return m
	}
	return nil
}

// Normal copies v deeply into the types that encoding/json gives.
func Normal(v any) any {
	switch t := v.(type) {
	case Object:
		return plainMap(t)
	case map[string]any:
		return plainMap(t)
	case []any:
		return plainList(t)
	case []string:
		return plainList(t)
	case []Object:
		return plainList(t)
	case []map[string]any:
		return plainList(t)
	case map[string]string:
		out := make(map[string]any, len(t))
		for k, s := range t {
			out[k] = s
		}
		return out
	case int:
		return float64(t)
	case int64:
		return float64(t)
	}
	return v
}

func plainMap(m map[string]any) map[string]any {
	out := maps.Clone(m)
	for k, v := range out {
		out[k] = Normal(v)
	}
	if out == nil {
		out = map[string]any{}
	}
	return out
}

func plainList[T any](l []T) []any {
	out := make([]any, 0, len(l))
	for _, v := range l {
		out = append(out, Normal(v))
	}
	return slices.Clip(out)
}

// Same compares two values as JSON.
func Same(a, b any) bool { return reflect.DeepEqual(Normal(a), Normal(b)) }
