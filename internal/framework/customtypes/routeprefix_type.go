package customtypes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ xattr.TypeWithValidate                     = RoutePrefixType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = RoutePrefixType{}
	_ basetypes.StringValuableWithSemanticEquals = RoutePrefix{}
	_ xattr.ValidateableAttribute                = RoutePrefix{}
	_ function.ValidateableParameter             = RoutePrefix{}
)

// RoutePrefixType is the attribute type of what a route may name as its prefix (see [ParseRoutePrefix]).
type RoutePrefixType struct{ basetypes.StringType }

// RoutePrefix is a value of [RoutePrefixType]: null, unknown or a text.
type RoutePrefix struct{ basetypes.StringValue }

// NewRoutePrefix is a known value; the text is not checked here.
func NewRoutePrefix(s string) RoutePrefix { return RoutePrefix{basetypes.NewStringValue(s)} }

// NewRoutePrefixNull is the null value.
func NewRoutePrefixNull() RoutePrefix { return RoutePrefix{basetypes.NewStringNull()} }

// NewRoutePrefixUnknown is the unknown value.
func NewRoutePrefixUnknown() RoutePrefix { return RoutePrefix{basetypes.NewStringUnknown()} }

// NewRoutePrefixPointer is null for nil.
func NewRoutePrefixPointer(s *string) RoutePrefix {
	return RoutePrefix{basetypes.NewStringPointerValue(s)}
}

// Equal implements attr.Type.
func (t RoutePrefixType) Equal(o attr.Type) bool {
	_, ok := o.(RoutePrefixType)
	return ok
}

// String implements attr.Type.
func (t RoutePrefixType) String() string { return "customtypes.RoutePrefixType" }

// ValueFromString implements basetypes.StringTypable.
func (t RoutePrefixType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return RoutePrefix{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t RoutePrefixType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return RoutePrefix{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t RoutePrefixType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, routePrefixNoun, parsed(ParseRoutePrefix), p)
}

// ValueType implements attr.Type.
func (t RoutePrefixType) ValueType(context.Context) attr.Value { return RoutePrefix{} }

// Type implements attr.Value.
func (v RoutePrefix) Type(context.Context) attr.Type { return RoutePrefixType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v RoutePrefix) Equal(o attr.Value) bool {
	other, ok := o.(RoutePrefix)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: as in
// [CIDR], and service tags compare without case.
func (v RoutePrefix) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameRoutePrefix)
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v RoutePrefix) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, routePrefixNoun, parsed(ParseRoutePrefix), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v RoutePrefix) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, routePrefixNoun, parsed(ParseRoutePrefix), req, resp)
}

// Prefix is the parsed form; ok is false when the value is null, unknown or invalid.
func (v RoutePrefix) Prefix() (Prefix, bool) { return parse(v.StringValue, ParseRoutePrefix) }
