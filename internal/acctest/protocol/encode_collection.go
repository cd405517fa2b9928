package protocol

import (
	"reflect"

	"github.com/zclconf/go-cty/cty"
)

// sequence encodes a slice as a list or a set. Elements of a set have no index, so their path ends at the set with an index
// only for the reader of the message.
func (e *encoder) sequence(v reflect.Value, ty cty.Type, path cty.Path, element func(reflect.Value, cty.Path) cty.Value) cty.Value {
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		e.fail(path, "%s is wanted, not %s", ty.FriendlyName(), v.Type())
		return cty.NullVal(ty)
	}
	if v.Len() == 0 {
		if ty.IsSetType() {
			return cty.SetValEmpty(ty.ElementType())
		}
		return cty.ListValEmpty(ty.ElementType())
	}
	out := make([]cty.Value, v.Len())
	for i := range out {
		out[i] = element(v.Index(i), withKey(path, cty.NumberIntVal(int64(i))))
	}
	if len(e.problems) > 0 {
		// After a problem the elements may disagree in type; the value is thrown away in any case.
		return cty.NullVal(ty)
	}
	if ty.IsSetType() {
		return cty.SetVal(out)
	}
	return cty.ListVal(out)
}

func (e *encoder) mapping(v reflect.Value, ty cty.Type, path cty.Path, element func(reflect.Value, cty.Path) cty.Value) cty.Value {
	fields, ok := stringMap(v)
	if !ok {
		e.fail(path, "%s is wanted, not %s", ty.FriendlyName(), v.Type())
		return cty.NullVal(ty)
	}
	if len(fields) == 0 {
		return cty.MapValEmpty(ty.ElementType())
	}
	out := make(map[string]cty.Value, len(fields))
	for _, key := range sortedKeys(fields) {
		out[key] = element(reflect.ValueOf(fields[key]), withKey(path, cty.StringVal(key)))
	}
	if len(e.problems) > 0 {
		return cty.NullVal(ty)
	}
	return cty.MapVal(out)
}

// plainObject encodes an object that is a type and not a nested attribute. There core wants every attribute to be written.
func (e *encoder) plainObject(v reflect.Value, ty cty.Type, path cty.Path) cty.Value {
	fields, ok := stringMap(v)
	if !ok {
		e.fail(path, "an object (map[string]any) is wanted, not %s", v.Type())
		return cty.NullVal(ty)
	}
	types := ty.AttributeTypes()
	out := make(map[string]cty.Value, len(types))
	for _, name := range sortedKeys(types) {
		field, given := fields[name]
		if !given {
			e.fail(withAttr(path, name), "every attribute of an object type has to be given, null ones too")
			continue
		}
		out[name] = e.value(reflect.ValueOf(field), types[name], withAttr(path, name))
	}
	for _, name := range sortedKeys(fields) {
		if _, known := types[name]; !known {
			e.fail(withAttr(path, name), "no such attribute in the object type")
		}
	}
	if len(e.problems) > 0 {
		return cty.NullVal(ty)
	}
	return cty.ObjectVal(out)
}

func (e *encoder) tuple(v reflect.Value, ty cty.Type, path cty.Path) cty.Value {
	types := ty.TupleElementTypes()
	if (v.Kind() != reflect.Slice && v.Kind() != reflect.Array) || v.Len() != len(types) {
		e.fail(path, "a tuple of %d elements is wanted", len(types))
		return cty.NullVal(ty)
	}
	out := make([]cty.Value, len(types))
	for i := range out {
		out[i] = e.value(v.Index(i), types[i], withKey(path, cty.NumberIntVal(int64(i))))
	}
	return cty.TupleVal(out)
}

// dynamic gives a Go value the type that the same literal has in HCL: a slice is a tuple, a map is an object.
func (e *encoder) dynamic(v reflect.Value, path cty.Path) cty.Value {
	v, special, ok := e.special(v, cty.DynamicPseudoType, path)
	if ok {
		return special
	}
	switch v.Kind() {
	case reflect.String:
		return e.value(v, cty.String, path)
	case reflect.Bool:
		return e.value(v, cty.Bool, path)
	case reflect.Slice, reflect.Array:
		out := make([]cty.Value, v.Len())
		for i := range out {
			out[i] = e.dynamic(v.Index(i), withKey(path, cty.NumberIntVal(int64(i))))
		}
		return cty.TupleVal(out)
	case reflect.Map:
		fields, ok := stringMap(v)
		if !ok {
			e.fail(path, "the keys of a map are strings, not %s", v.Type().Key())
			return cty.DynamicVal
		}
		out := make(map[string]cty.Value, len(fields))
		for key, field := range fields {
			out[key] = e.dynamic(reflect.ValueOf(field), withAttr(path, key))
		}
		return cty.ObjectVal(out)
	}
	if number, ok := e.number(v, path); ok {
		return number
	}
	e.fail(path, "%s has no counterpart in a configuration", v.Type())
	return cty.DynamicVal
}

// stringMap reads any map with string keys as map[string]any.
func stringMap(v reflect.Value) (map[string]any, bool) {
	if v.Kind() != reflect.Map || v.Type().Key().Kind() != reflect.String {
		return nil, false
	}
	out := make(map[string]any, v.Len())
	for it := v.MapRange(); it.Next(); {
		out[it.Key().String()] = it.Value().Interface()
	}
	return out, true
}
