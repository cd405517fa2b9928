package values

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// Known reports whether v has a value: neither null nor unknown. The elements of a collection may
// still be unknown; see FullyKnown.
func Known(v attr.Value) bool { return v != nil && !v.IsNull() && !v.IsUnknown() }

// AllKnown reports whether every one of vs is Known.
func AllKnown(vs ...attr.Value) bool {
	for _, v := range vs {
		if !Known(v) {
			return false
		}
	}
	return true
}

// FullyKnown reports whether v holds no unknown at any depth. Null is fully known: it will not change.
func FullyKnown(v attr.Value) bool {
	if v == nil {
		return true
	}
	if v.IsUnknown() {
		return false
	}
	switch t := v.(type) {
	case basetypes.DynamicValue:
		return FullyKnown(t.UnderlyingValue())
	case basetypes.ObjectValue:
		return allIn(t.Attributes())
	case basetypes.MapValue:
		return allIn(t.Elements())
	case interface{ Elements() []attr.Value }: // list, set, tuple
		for _, e := range t.Elements() {
			if !FullyKnown(e) {
				return false
			}
		}
	}
	return true
}

func allIn(m map[string]attr.Value) bool {
	for _, e := range m {
		if !FullyKnown(e) {
			return false
		}
	}
	return true
}
