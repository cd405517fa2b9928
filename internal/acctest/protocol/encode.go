package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"sort"
	"strconv"

	"github.com/zclconf/go-cty/cty"
)

// encodeConfig turns Go values into a configuration object of the schema. Attributes that are not given are null, at every
// level of nested attributes. All problems are reported, each with the path of its attribute.
func encodeConfig(s *schema, config map[string]any) (cty.Value, error) {
	e := encoder{}
	v := e.object(config, s.attrs, nil)
	return v, errors.Join(e.problems...)
}

// encodeValue turns a Go value into a value of the type.
func encodeValue(v any, ty cty.Type) (cty.Value, error) {
	e := encoder{}
	out := e.value(reflect.ValueOf(v), ty, nil)
	return out, errors.Join(e.problems...)
}

type encoder struct {
	problems []error
}

func (e *encoder) fail(path cty.Path, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if len(path) > 0 {
		text = pathString(path) + ": " + text
	}
	e.problems = append(e.problems, errors.New(text))
}

// object encodes an object of schema attributes, where a missing attribute is null.
func (e *encoder) object(in map[string]any, attrs attributes, path cty.Path) cty.Value {
	out := make(map[string]cty.Value, len(attrs))
	for name, a := range attrs {
		given, ok := in[name]
		if !ok {
			out[name] = cty.NullVal(a.typ)
			continue
		}
		out[name] = e.attribute(reflect.ValueOf(given), a, withAttr(path, name))
	}
	for _, name := range sortedKeys(in) {
		if _, ok := attrs[name]; !ok {
			e.fail(withAttr(path, name), "no such attribute in the schema")
		}
	}
	return cty.ObjectVal(out)
}

func (e *encoder) attribute(v reflect.Value, a *attribute, path cty.Path) cty.Value {
	v, special, ok := e.special(v, a.typ, path)
	if ok {
		return special
	}
	if a.nested == nil {
		return e.value(v, a.typ, path)
	}
	element := func(v reflect.Value, path cty.Path) cty.Value {
		object := a.nested.attrs.objectType()
		v, special, ok := e.special(v, object, path)
		if ok {
			return special
		}
		fields, ok := stringMap(v)
		if !ok {
			e.fail(path, "an object (map[string]any) is wanted, not %s", v.Type())
			return cty.NullVal(object)
		}
		return e.object(fields, a.nested.attrs, path)
	}
	switch a.nested.mode {
	case nestingSingle:
		return element(v, path)
	case nestingMap:
		return e.mapping(v, a.typ, path, element)
	default:
		return e.sequence(v, a.typ, path, element)
	}
}

// special handles what every type allows: no value, Unknown, and a cty value given as it is. Pointers and interfaces are
// followed first.
func (e *encoder) special(v reflect.Value, ty cty.Type, path cty.Path) (reflect.Value, cty.Value, bool) {
	for v.IsValid() && (v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer) {
		if _, isNumber := v.Interface().(*big.Float); isNumber {
			break
		}
		if v.IsNil() {
			return v, cty.NullVal(ty), true
		}
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
		return v, cty.NullVal(ty), true
	case v.Type() == reflect.TypeFor[unknownValue]():
		return v, cty.UnknownVal(ty), true
	case v.Type() == reflect.TypeFor[cty.Value]():
		given, _ := v.Interface().(cty.Value)
		if problems := given.Type().TestConformance(ty); len(problems) > 0 {
			e.fail(path, "the value given does not fit the type: %s", problems[0])
			return v, cty.NullVal(ty), true
		}
		return v, given, true
	}
	return v, cty.NilVal, false
}

func (e *encoder) value(v reflect.Value, ty cty.Type, path cty.Path) cty.Value {
	v, special, ok := e.special(v, ty, path)
	if ok {
		return special
	}
	switch {
	case ty == cty.String:
		if v.Kind() == reflect.String && v.Type() != reflect.TypeFor[json.Number]() {
			return cty.StringVal(v.String())
		}
	case ty == cty.Bool:
		if v.Kind() == reflect.Bool {
			return cty.BoolVal(v.Bool())
		}
	case ty == cty.Number:
		if number, ok := e.number(v, path); ok {
			return number
		}
	case ty == cty.DynamicPseudoType:
		return e.dynamic(v, path)
	case ty.IsListType() || ty.IsSetType():
		return e.sequence(v, ty, path, func(v reflect.Value, path cty.Path) cty.Value {
			return e.value(v, ty.ElementType(), path)
		})
	case ty.IsMapType():
		return e.mapping(v, ty, path, func(v reflect.Value, path cty.Path) cty.Value {
			return e.value(v, ty.ElementType(), path)
		})
	case ty.IsObjectType():
		return e.plainObject(v, ty, path)
	}
	if !ty.IsTupleType() {
		e.fail(path, "%s is wanted, not %s", ty.FriendlyName(), v.Type())
		return cty.NullVal(ty)
	}
	return e.tuple(v, ty, path)
}

// number reads every Go number. A float takes the way that HCL takes, by its shortest decimal form, so that 0.1 is the 0.1 of
// a configuration and not its nearest binary fraction.
func (e *encoder) number(v reflect.Value, path cty.Path) (cty.Value, bool) {
	switch {
	case v.CanInt():
		return cty.NumberIntVal(v.Int()), true
	case v.CanUint():
		return cty.NumberUIntVal(v.Uint()), true
	case v.CanFloat():
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			e.fail(path, "%v is no number that a configuration can hold", v.Float())
			return cty.NullVal(cty.Number), true
		}
		number, err := cty.ParseNumberVal(strconv.FormatFloat(v.Float(), 'g', -1, 64))
		return number, err == nil
	}
	switch given := v.Interface().(type) {
	case *big.Float:
		return cty.NumberVal(given), true
	case json.Number:
		number, err := cty.ParseNumberVal(given.String())
		return number, err == nil
	}
	return cty.NilVal, false
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
