package customtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// fromTerraform reads a wire value; the caller wraps it in its own type.
func fromTerraform(ctx context.Context, in tftypes.Value) (basetypes.StringValue, error) {
	v, err := basetypes.StringType{}.ValueFromTerraform(ctx, in)
	if err != nil {
		return basetypes.NewStringUnknown(), err
	}
	s, ok := v.(basetypes.StringValue)
	if !ok {
		return basetypes.NewStringUnknown(), fmt.Errorf("unexpected value type %T", v)
	}
	return s, nil
}

// known is the text of a value that is neither null nor unknown.
func known(v basetypes.StringValue) (string, bool) {
	if v.IsNull() || v.IsUnknown() {
		return "", false
	}
	return v.ValueString(), true
}

// validateAttribute runs check on a known value; null and unknown pass in silence (law L1).
func validateAttribute(v basetypes.StringValue, noun string, check func(string) error, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	s, ok := known(v)
	if !ok {
		return
	}
	if err := check(s); err != nil {
		resp.Diagnostics.Append(diags.Invalid(req.Path, noun, err))
	}
}

// validateElement is validateAttribute for an element of a list, set or map. The framework (v1.19)
// asks a collection's element type, never the element's value.
func validateElement(in tftypes.Value, noun string, check func(string) error, p path.Path) diag.Diagnostics {
	var s string
	if !in.IsKnown() || in.IsNull() || in.As(&s) != nil {
		return nil
	}
	if err := check(s); err != nil {
		return diag.Diagnostics{diags.Invalid(p, noun, err)}
	}
	return nil
}

// validateParameter is validateAttribute for an argument of a provider function.
func validateParameter(v basetypes.StringValue, noun string, check func(string) error, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	s, ok := known(v)
	if !ok {
		return
	}
	if err := check(s); err != nil {
		resp.Error = function.ConcatFuncErrors(resp.Error, function.NewArgumentFuncError(req.Position, "Invalid "+noun+": "+err.Error()))
	}
}

// semanticEquals compares two values as their type understands equality. The framework calls it for
// known values only; it answers for the others too, because our own code calls it as well.
func semanticEquals(ctx context.Context, v basetypes.StringValue, other basetypes.StringValuable, same func(a, b string) bool) (bool, diag.Diagnostics) {
	o, ds := other.ToStringValue(ctx)
	if ds.HasError() {
		return false, ds
	}
	a, aKnown := known(v)
	b, bKnown := known(o)
	if !aKnown || !bKnown {
		return v.Equal(o), ds
	}
	return a == b || same(a, b), ds
}

// parsed adapts a parse function to a check.
func parsed[T any](parse func(string) (T, error)) func(string) error {
	return func(s string) error {
		_, err := parse(s)
		return err
	}
}

// sameParsed compares two texts by what they parse to; a text that does not parse equals nothing.
func sameParsed[T comparable](parse func(string) (T, error)) func(a, b string) bool {
	return func(a, b string) bool {
		x, err := parse(a)
		if err != nil {
			return false
		}
		y, err := parse(b)
		return err == nil && x == y
	}
}

// sameSet is sameParsed for sets, which compare by their own Equal.
func sameSet[T interface{ Equal(T) bool }](parse func(string) (T, error)) func(a, b string) bool {
	return func(a, b string) bool {
		x, err := parse(a)
		if err != nil {
			return false
		}
		y, err := parse(b)
		return err == nil && x.Equal(y)
	}
}

// parse reads a value that may be null, unknown or invalid; ok is false then.
func parse[T any](v basetypes.StringValue, read func(string) (T, error)) (t T, ok bool) {
	s, isKnown := known(v)
	if !isKnown {
		return t, false
	}
	t, err := read(s)
	return t, err == nil
}
