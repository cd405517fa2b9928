package values

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// Sequence is types.List and types.Set.
type Sequence interface {
	attr.Value
	Elements() []attr.Value
}

// StringSlice is a list or set of strings (custom ones too) for a request: null gives nil, empty an
// empty slice. A null or unknown element is reported at its own path.
func StringSlice(p path.Path, v Sequence, d *diag.Diagnostics) []string {
	if !optional(p, v, d) {
		return nil
	}
	elements := v.Elements()
	out := make([]string, 0, len(elements))
	for i, e := range elements {
		if s, ok := element(elementPath(p, v, i, e), e, d); ok {
			out = append(out, s)
		}
	}
	return out
}

// StringMap is a map of strings for a request: null gives nil, empty an empty map. A null or unknown
// element is reported at its own path.
func StringMap(p path.Path, v basetypes.MapValue, d *diag.Diagnostics) map[string]string {
	if !optional(p, v, d) {
		return nil
	}
	elements := v.Elements()
	out := make(map[string]string, len(elements))
	for _, key := range sortedKeys(elements) {
		if s, ok := element(p.AtMapKey(key), elements[key], d); ok {
			out[key] = s
		}
	}
	return out
}

// KnownStrings is for validation and plan: the known elements, in order, and whether these are all
// (false when the collection or an element is unknown). Null is complete and has none; null
// elements are left out, the schema refuses them.
func KnownStrings(v Sequence) (known []string, complete bool) {
	if v == nil || v.IsNull() {
		return nil, true
	}
	if v.IsUnknown() {
		return nil, false
	}
	complete = true
	for _, e := range v.Elements() {
		if e.IsUnknown() {
			complete = false
			continue
		}
		if s, ok := e.(String); ok && Known(s) {
			known = append(known, s.ValueString())
		}
	}
	return known, complete
}

// KnownElements is KnownStrings for a map: its elements that are neither null nor unknown, and
// whether these are all. Their own leaves may be unknown.
func KnownElements(v basetypes.MapValue) (known map[string]attr.Value, complete bool) {
	if v.IsUnknown() {
		return nil, false
	}
	complete = true
	known = v.Elements() // a copy, empty for null
	for key, e := range known {
		if !Known(e) {
			complete = complete && !e.IsUnknown()
			delete(known, key)
		}
	}
	return known, complete
}

// element is one string of a collection.
func element(p path.Path, e attr.Value, d *diag.Diagnostics) (string, bool) {
	s, ok := e.(String)
	if !ok {
		d.Append(diags.AttributeBug(p, fmt.Sprintf("a string was expected here, not a %T", e)))
		return "", false
	}
	if !require(p, s, d) {
		return "", false
	}
	return s.ValueString(), true
}

// elementPath is the path of an element: by value in a set, by index elsewhere.
func elementPath(p path.Path, v Sequence, i int, e attr.Value) path.Path {
	if _, ok := v.(basetypes.SetValuable); ok {
		return p.AtSetValue(e)
	}
	return p.AtListIndex(i)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
