package values

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// NullableString is null for nil, else the text, the empty text too.
func NullableString(s *string) basetypes.StringValue { return basetypes.NewStringPointerValue(s) }

// StringOrNull is null for the empty text: for properties that Azure writes as "" when absent.
func StringOrNull(s string) basetypes.StringValue {
	if s == "" {
		return basetypes.NewStringNull()
	}
	return basetypes.NewStringValue(s)
}

// PointerOrNull is null for nil and for the empty text.
func PointerOrNull(s *string) basetypes.StringValue {
	if s == nil {
		return basetypes.NewStringNull()
	}
	return StringOrNull(*s)
}

// NullableEnum is NullableString for an SDK enumeration (a named string type).
func NullableEnum[E ~string](e *E) basetypes.StringValue {
	if e == nil {
		return basetypes.NewStringNull()
	}
	return basetypes.NewStringValue(string(*e))
}

// NullableBool is null for nil.
func NullableBool(b *bool) basetypes.BoolValue { return basetypes.NewBoolPointerValue(b) }

// BoolOr is fallback for nil: for flags that Azure leaves out when they have their default.
func BoolOr(b *bool, fallback bool) basetypes.BoolValue {
	if b == nil {
		return basetypes.NewBoolValue(fallback)
	}
	return basetypes.NewBoolValue(*b)
}

// NullableInt64 is null for nil; it takes every integer type of the SDK.
func NullableInt64[I ~int | ~int32 | ~int64](i *I) basetypes.Int64Value {
	if i == nil {
		return basetypes.NewInt64Null()
	}
	return basetypes.NewInt64Value(int64(*i))
}

// NullableInt32 is null for nil.
func NullableInt32(i *int32) basetypes.Int32Value { return basetypes.NewInt32PointerValue(i) }

// ListOfStrings is a list of types.String; nil gives an empty list.
func ListOfStrings(ss []string) basetypes.ListValue { return ListOf(basetypes.StringType{}, ss) }

// ListOfStringsOrNull is ListOfStrings, but null for nil and empty.
func ListOfStringsOrNull(ss []string) basetypes.ListValue {
	return ListOfOrNull(basetypes.StringType{}, ss)
}

// SetOfStrings is a set of types.String without duplicates; nil gives an empty set.
func SetOfStrings(ss []string) basetypes.SetValue { return SetOf(basetypes.StringType{}, ss) }

// SetOfStringsOrNull is SetOfStrings, but null for nil and empty.
func SetOfStringsOrNull(ss []string) basetypes.SetValue {
	return SetOfOrNull(basetypes.StringType{}, ss)
}

// MapOfStrings is a map of types.String; nil gives an empty map.
func MapOfStrings(m map[string]string) basetypes.MapValue { return MapOf(basetypes.StringType{}, m) }

// MapOfStringsOrNull is MapOfStrings, but null for nil and empty.
func MapOfStringsOrNull(m map[string]string) basetypes.MapValue {
	if len(m) == 0 {
		return basetypes.NewMapNull(basetypes.StringType{})
	}
	return MapOfStrings(m)
}

// ListOf is a list of a string type (customtypes.CIDRType{}); nil gives an empty list.
func ListOf(t basetypes.StringTypable, ss []string) basetypes.ListValue {
	v, _ := basetypes.NewListValue(t, elements(t, ss))
	return v
}

// ListOfOrNull is ListOf, but null for nil and empty.
func ListOfOrNull(t basetypes.StringTypable, ss []string) basetypes.ListValue {
	if len(ss) == 0 {
		return basetypes.NewListNull(t)
	}
	return ListOf(t, ss)
}

// SetOf is a set of a string type without duplicates; nil gives an empty set.
func SetOf(t basetypes.StringTypable, ss []string) basetypes.SetValue {
	v, _ := basetypes.NewSetValue(t, elements(t, unique(ss)))
	return v
}

// SetOfOrNull is SetOf, but null for nil and empty.
func SetOfOrNull(t basetypes.StringTypable, ss []string) basetypes.SetValue {
	if len(ss) == 0 {
		return basetypes.NewSetNull(t)
	}
	return SetOf(t, ss)
}

// MapOf is a map of a string type; nil gives an empty map.
func MapOf(t basetypes.StringTypable, m map[string]string) basetypes.MapValue {
	out := make(map[string]attr.Value, len(m))
	for key, s := range m {
		out[key] = stringOf(t, s)
	}
	v, _ := basetypes.NewMapValue(t, out)
	return v
}

// ObjectFrom builds an object from a model; nil gives null.
func ObjectFrom[T any](ctx context.Context, attrs map[string]attr.Type, model *T, d *diag.Diagnostics) basetypes.ObjectValue {
	if model == nil {
		return basetypes.NewObjectNull(attrs)
	}
	v, found := basetypes.NewObjectValueFrom(ctx, attrs, model)
	d.Append(found...)
	return v
}

// ObjectMapFrom builds a map of objects from models; nil gives an empty map.
func ObjectMapFrom[T any](ctx context.Context, attrs map[string]attr.Type, models map[string]T, d *diag.Diagnostics) basetypes.MapValue {
	t := basetypes.ObjectType{AttrTypes: attrs}
	out := make(map[string]attr.Value, len(models))
	for _, key := range sortedKeys(models) {
		model := models[key]
		out[key] = ObjectFrom(ctx, attrs, &model, d)
	}
	v, found := basetypes.NewMapValue(t, out)
	d.Append(found...)
	return v
}

// ObjectListFrom builds a list of objects from models; nil gives an empty list.
func ObjectListFrom[T any](ctx context.Context, attrs map[string]attr.Type, models []T, d *diag.Diagnostics) basetypes.ListValue {
	t := basetypes.ObjectType{AttrTypes: attrs}
	out := make([]attr.Value, len(models))
	for i := range models {
		out[i] = ObjectFrom(ctx, attrs, &models[i], d)
	}
	v, found := basetypes.NewListValue(t, out)
	d.Append(found...)
	return v
}

// RefuseUnknown reports an unknown at any depth of what is about to be published: responses never
// produce one (law L1).
func RefuseUnknown(what string, v attr.Value, d *diag.Diagnostics) {
	if !FullyKnown(v) {
		d.Append(diags.Bug(fmt.Sprintf("%s would be published with an unknown value", what)))
	}
}

// stringOf is one element in its type. Our string types take every text (validation is separate).
func stringOf(t basetypes.StringTypable, s string) attr.Value {
	plain := basetypes.NewStringValue(s)
	v, found := t.ValueFromString(context.Background(), plain) //nolint:forbidigo // a pure conversion: nothing in it can be waited for or cancelled
	if v == nil || found.HasError() {
		return plain
	}
	return v
}

func elements(t basetypes.StringTypable, ss []string) []attr.Value {
	out := make([]attr.Value, len(ss))
	for i, s := range ss {
		out[i] = stringOf(t, s)
	}
	return out
}

// unique drops repeated texts and keeps the order of the first ones.
func unique(ss []string) []string {
	seen := make(map[string]bool, len(ss))
	out := make([]string, 0, len(ss))
	for _, s := range ss {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
