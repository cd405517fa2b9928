package document

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// field is a field of a document type as its tags describe it.
type field struct {
	name     string
	index    []int
	required bool
	enum     string // allowed values, separated by commas
	text     string
	typ      reflect.Type
}

// fieldsOf lists the fields of a struct, those of embedded structs in place.
func fieldsOf(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				out = append(out, inner)
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, field{
			name: name, index: []int{i}, required: f.Tag.Get("req") == "true",
			enum: f.Tag.Get("enum"), text: f.Tag.Get("desc"), typ: f.Type,
		})
	}
	return out
}

// ordered is a JSON object that keeps the order of its fields.
type ordered []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshal is json.Marshal without the escapes for HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// compact turns a document value into one that encodes without empty fields.
func compact(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return compact(v.Elem())
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = compact(v.Index(i))
		}
		return out
	case reflect.Map:
		out := map[string]any{}
		for _, k := range v.MapKeys() {
			out[k.String()] = compact(v.MapIndex(k))
		}
		return out
	case reflect.Struct:
		if l, ok := v.Interface().(interface{ parts() (any, bool) }); ok {
			inner, unknown := l.parts()
			return compactLeaf(inner, unknown)
		}
		out := ordered{}
		for _, f := range fieldsOf(v.Type()) {
			item := v.FieldByIndex(f.index)
			if empty(item) && !f.required {
				continue
			}
			out = append(out, member{f.name, compact(item)})
		}
		return out
	default:
		return v.Interface()
	}
}

// empty reports whether a field holds nothing. A pointer that is set does hold
// something, even if it is to an empty list.
func empty(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok && v.Kind() == reflect.Struct {
		return z.IsZero()
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

func (l Leaf[T]) parts() (any, bool) { return l.Value, l.Unknown }

func (l List[T]) parts() (any, bool) {
	if l.Items == nil {
		return []T{}, l.Unknown
	}
	return l.Items, l.Unknown
}

func compactLeaf(inner any, unknown bool) any {
	v := reflect.ValueOf(inner)
	if v.Kind() == reflect.Slice {
		list, _ := compact(v).([]any)
		if unknown {
			list = append(list, map[string]any{"unknown": true})
		}
		return list
	}
	if unknown {
		return map[string]any{"unknown": true}
	}
	return compact(v)
}
