package protocol

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// resultProblems says where a later value breaks the promise of an earlier one: every value known in the earlier has to be
// the same in the later, and an unknown one may become anything of its type. Core asks it of the second plan against the first
// and of the applied state against the plan (AssertObjectCompatible, hashicorp/terraform
// internal/plans/objchange/compatible.go).
func (s *schema) resultProblems(planned, actual cty.Value) []problem {
	switch {
	case planned.IsNull() && !actual.IsNull():
		return []problem{{text: "Root object was absent, but now present"}}
	case actual.IsNull() && !planned.IsNull():
		return []problem{{text: "Root object was present, but now absent"}}
	case planned.IsNull():
		return nil
	}
	var out []problem
	for _, name := range sortedKeys(s.attrs) {
		path := withAttr(nil, name)
		found := valueProblems(planned.GetAttr(name), actual.GetAttr(name), path)
		if len(found) > 0 && s.attrs[name].sensitive {
			found = []problem{{path: path, text: "inconsistent values for sensitive attribute"}}
		}
		out = append(out, found...)
	}
	return out
}

func valueProblems(planned, actual cty.Value, path cty.Path) []problem {
	fail := func(format string, args ...any) []problem {
		return []problem{{path: path, text: fmt.Sprintf(format, args...)}}
	}
	if planned.Type() == cty.DynamicPseudoType {
		return nil
	}
	if wrong := actual.Type().TestConformance(planned.Type()); len(wrong) > 0 {
		return fail("wrong final value type: %s", wrong[0])
	}
	if !planned.IsKnown() {
		if ok := planned.Range().Includes(actual); ok.IsKnown() && ok.False() {
			return fail("final value %s does not conform to planning placeholder %#v", show(actual), planned)
		}
		return nil
	}
	switch {
	case planned.IsNull() && actual.IsNull():
		return nil
	case actual.IsNull():
		return fail("was %s, but now null", show(planned))
	case planned.IsNull():
		return fail("was null, but now %s", show(actual))
	case !actual.IsKnown():
		return fail("was known, but now unknown")
	}
	ty := planned.Type()
	switch {
	case ty.IsPrimitiveType():
		if !actual.Equals(planned).True() {
			return fail("was %s, but now %s", show(planned), show(actual))
		}
		return nil
	case ty.IsObjectType():
		return fieldProblems(planned, actual, path)
	case ty.IsSetType():
		return setProblems(planned, actual, path)
	default:
		return elementProblems(planned, actual, path)
	}
}

func fieldProblems(planned, actual cty.Value, path cty.Path) []problem {
	var out []problem
	for _, name := range sortedKeys(planned.Type().AttributeTypes()) {
		out = append(out, valueProblems(planned.GetAttr(name), actual.GetAttr(name), withAttr(path, name))...)
	}
	return out
}

func elementProblems(planned, actual cty.Value, path cty.Path) []problem {
	var out []problem
	for it := planned.ElementIterator(); it.Next(); {
		key, before := it.Element()
		after := elementAt(actual, key)
		if after == cty.NilVal {
			out = append(out, problem{path: path, text: "element " + show(key) + " has vanished"})
			continue
		}
		out = append(out, valueProblems(before, after, withKey(path, key))...)
	}
	for it := actual.ElementIterator(); it.Next(); {
		if key, _ := it.Element(); elementAt(planned, key) == cty.NilVal {
			out = append(out, problem{path: path, text: "new element " + show(key) + " has appeared"})
		}
	}
	return out
}

// setProblems wants a counterpart for every element in both directions. A set may shrink, since unknown elements can turn out
// to be equal, but not grow.
func setProblems(planned, actual cty.Value, path cty.Path) []problem {
	before, after := planned.AsValueSlice(), actual.AsValueSlice()
	matchedBefore, matchedAfter := make([]bool, len(before)), make([]bool, len(after))
	for i, p := range before {
		for j, a := range after {
			if matchedBefore[i] && matchedAfter[j] {
				continue
			}
			if len(valueProblems(p, a, path)) == 0 {
				matchedBefore[i], matchedAfter[j] = true, true
			}
		}
	}
	var out []problem
	for i, matched := range matchedBefore {
		if !matched {
			out = append(out, problem{path: path, text: "planned set element " + show(before[i]) + " does not correlate with any element in actual"})
		}
	}
	if len(out) > 0 {
		return out // the other direction would tell the same again
	}
	for j, matched := range matchedAfter {
		if !matched {
			out = append(out, problem{path: path, text: "actual set element " + show(after[j]) + " does not correlate with any element in plan"})
		}
	}
	if len(before) < len(after) {
		out = append(out, problem{path: path, text: fmt.Sprintf("length changed from %d to %d", len(before), len(after))})
	}
	return out
}

// writeOnlyProblems lists write-only attributes that hold a value: nothing that is stored may have one.
func (attrs attributes) writeOnlyProblems(v cty.Value, path cty.Path) []problem {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	var out []problem
	for _, name := range sortedKeys(attrs) {
		a, value, here := attrs[name], v.GetAttr(name), withAttr(path, name)
		switch {
		case a.writeOnly && !value.IsNull():
			out = append(out, problem{path: here, text: "returned a value for a write-only attribute"})
		case a.nested == nil || value.IsNull() || !value.IsKnown():
		case a.nested.mode == nestingSingle:
			out = append(out, a.nested.attrs.writeOnlyProblems(value, here)...)
		default:
			for it := value.ElementIterator(); it.Next(); {
				key, element := it.Element()
				out = append(out, a.nested.attrs.writeOnlyProblems(element, withKey(here, key))...)
			}
		}
	}
	return out
}

// unknownProblems lists what is unknown in a value that has to be wholly known.
func unknownProblems(v cty.Value) []problem {
	if v.IsWhollyKnown() {
		return nil
	}
	var out []problem
	err := cty.Walk(v, func(path cty.Path, v cty.Value) (bool, error) {
		if !v.IsKnown() {
			out = append(out, problem{path: path.Copy(), text: "is still unknown"})
		}
		return true, nil
	})
	if err != nil {
		out = append(out, problem{text: err.Error()})
	}
	return out
}
