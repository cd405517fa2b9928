package values

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// Models hold framework values in every field (types.String, never string), so that decoding cannot
// fail on null or unknown. The leaves are then read by the other helpers of this package.

// OptionalObject decodes an object for a request: nil for null. Unknown is our bug and gives nil.
func OptionalObject[T any](ctx context.Context, p path.Path, v basetypes.ObjectValue, d *diag.Diagnostics) *T {
	if !optional(p, v, d) {
		return nil
	}
	return decode[T](ctx, p, v, d)
}

// KnownObject decodes an object for validation and plan: nil for null and unknown, in silence. Its
// leaves may be unknown.
func KnownObject[T any](ctx context.Context, p path.Path, v basetypes.ObjectValue, d *diag.Diagnostics) *T {
	if !Known(v) {
		return nil
	}
	return decode[T](ctx, p, v, d)
}

// ObjectMap decodes a map of objects for a request: nil for null. Null or unknown elements are
// reported at their own path and left out.
func ObjectMap[T any](ctx context.Context, p path.Path, v basetypes.MapValue, d *diag.Diagnostics) map[string]T {
	if !optional(p, v, d) {
		return nil
	}
	return decodeMap[T](ctx, p, v, d, require)
}

// KnownObjectMap decodes a map of objects for validation and plan: elements that are null or unknown
// are left out in silence; complete is false when there are unknown ones, or the map is unknown.
func KnownObjectMap[T any](ctx context.Context, p path.Path, v basetypes.MapValue, d *diag.Diagnostics) (known map[string]T, complete bool) {
	if !Known(v) {
		return nil, !v.IsUnknown()
	}
	complete = true
	known = decodeMap[T](ctx, p, v, d, func(_ path.Path, e attr.Value, _ *diag.Diagnostics) bool {
		complete = complete && !e.IsUnknown()
		return Known(e)
	})
	return known, complete
}

// ObjectList decodes a list of objects for a request: nil for null. Null or unknown elements are
// reported at their own path and left out.
func ObjectList[T any](ctx context.Context, p path.Path, v basetypes.ListValue, d *diag.Diagnostics) []T {
	if !optional(p, v, d) {
		return nil
	}
	elements := v.Elements()
	out := make([]T, 0, len(elements))
	for i, e := range elements {
		at := p.AtListIndex(i)
		if o, ok := object(at, e, d); ok && require(at, o, d) {
			if t := decode[T](ctx, at, o, d); t != nil {
				out = append(out, *t)
			}
		}
	}
	return out
}

// KnownObjectList decodes a list of objects for validation and plan, index by index: nil stands
// where an element is null or unknown, so that the index is that of the configuration. complete is
// false when there are unknown ones, or the list is unknown.
func KnownObjectList[T any](ctx context.Context, p path.Path, v basetypes.ListValue, d *diag.Diagnostics) (known []*T, complete bool) {
	if !Known(v) {
		return nil, !v.IsUnknown()
	}
	elements := v.Elements()
	known, complete = make([]*T, len(elements)), true
	for i, e := range elements {
		complete = complete && !e.IsUnknown()
		if !Known(e) {
			continue
		}
		at := p.AtListIndex(i)
		if o, ok := object(at, e, d); ok {
			known[i] = decode[T](ctx, at, o, d)
		}
	}
	return known, complete
}

func decodeMap[T any](ctx context.Context, p path.Path, v basetypes.MapValue, d *diag.Diagnostics, keep func(path.Path, attr.Value, *diag.Diagnostics) bool) map[string]T {
	elements := v.Elements()
	out := make(map[string]T, len(elements))
	for _, key := range sortedKeys(elements) {
		at := p.AtMapKey(key)
		e := elements[key]
		if !keep(at, e, d) {
			continue
		}
		if o, ok := object(at, e, d); ok {
			if t := decode[T](ctx, at, o, d); t != nil {
				out[key] = *t
			}
		}
	}
	return out
}

// object is the base object of an element.
func object(p path.Path, e attr.Value, d *diag.Diagnostics) (basetypes.ObjectValue, bool) {
	o, ok := e.(basetypes.ObjectValue)
	if !ok {
		d.Append(diags.AttributeBug(p, fmt.Sprintf("an object was expected here, not a %T", e)))
	}
	return o, ok
}

// decode fills a model; its errors get the path of the object.
func decode[T any](ctx context.Context, p path.Path, v basetypes.ObjectValue, d *diag.Diagnostics) *T {
	var t T
	found := v.As(ctx, &t, basetypes.ObjectAsOptions{})
	for _, each := range found {
		d.Append(under(p, each))
	}
	if found.HasError() {
		return nil
	}
	return &t
}

// under puts a diagnostic with a path relative to an object below the object's own path.
func under(p path.Path, each diag.Diagnostic) diag.Diagnostic {
	if relative, ok := each.(diag.DiagnosticWithPath); ok {
		for _, step := range relative.Path().Steps() {
			p = at(p, step)
		}
	}
	if each.Severity() == diag.SeverityWarning {
		return diag.NewAttributeWarningDiagnostic(p, each.Summary(), each.Detail())
	}
	return diag.NewAttributeErrorDiagnostic(p, each.Summary(), each.Detail())
}

func at(p path.Path, step path.PathStep) path.Path {
	switch s := step.(type) {
	case path.PathStepAttributeName:
		return p.AtName(string(s))
	case path.PathStepElementKeyString:
		return p.AtMapKey(string(s))
	case path.PathStepElementKeyInt:
		return p.AtListIndex(int(s))
	case path.PathStepElementKeyValue:
		return p.AtSetValue(s.Value)
	}
	return p
}
