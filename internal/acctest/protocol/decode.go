package protocol

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// decode turns a value into Go values: nil, Unknown, string, bool, int64 (float64 where a number is no int64), []any for
// lists, sets and tuples (sets in core's canonical order), map[string]any for maps and objects.
func decode(v cty.Value) any {
	switch {
	case v == cty.NilVal:
		return nil
	case !v.IsKnown():
		return Unknown
	case v.IsNull():
		return nil
	}
	ty := v.Type()
	switch {
	case ty == cty.String:
		return v.AsString()
	case ty == cty.Bool:
		return v.True()
	case ty == cty.Number:
		return decodeNumber(v)
	case ty.IsObjectType() || ty.IsMapType():
		out := make(map[string]any, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			out[key.AsString()] = decode(element)
		}
		return out
	default:
		out := make([]any, 0, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			_, element := it.Element()
			out = append(out, decode(element))
		}
		return out
	}
}

func decodeNumber(v cty.Value) any {
	number := v.AsBigFloat()
	if whole, accuracy := number.Int64(); accuracy == 0 {
		return whole
	}
	fraction, _ := number.Float64()
	return fraction
}

// decodeObject is decode for an object; a null one is nil.
func decodeObject(v cty.Value) map[string]any {
	out, _ := decode(v).(map[string]any)
	return out
}

// Lookup finds a value inside Go values by its path, such as subnets["aks"].address_prefixes[0]. A path that leads through
// Unknown gives Unknown, as a reference in HCL does; one that leads nowhere is an error that says how far it got.
func Lookup(in any, path string) (any, error) {
	steps, err := parsePath(path)
	if err != nil {
		return nil, err
	}
	for i, step := range steps {
		if in == Unknown {
			return Unknown, nil
		}
		next, ok := descend(in, step)
		if !ok {
			return nil, fmt.Errorf("path %s: step %d (%v) leads nowhere in %v", path, i+1, step, in)
		}
		in = next
	}
	return in, nil
}

func descend(in, step any) (any, bool) {
	switch step := step.(type) {
	case string:
		fields, ok := in.(map[string]any)
		if !ok {
			return nil, false
		}
		next, ok := fields[step]
		return next, ok
	case int:
		list, ok := in.([]any)
		if !ok || step < 0 || step >= len(list) {
			return nil, false
		}
		return list[step], true
	default:
		return nil, false
	}
}
