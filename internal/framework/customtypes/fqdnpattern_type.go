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

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

var (
	_ xattr.TypeWithValidate                     = FQDNPatternType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = FQDNPatternType{}
	_ basetypes.StringValuableWithSemanticEquals = FQDNPattern{}
	_ xattr.ValidateableAttribute                = FQDNPattern{}
	_ function.ValidateableParameter             = FQDNPattern{}
)

// FQDNPatternType is the attribute type of a host name, or one wildcard in the leftmost place (see [ParseFQDNPattern]).
type FQDNPatternType struct{ basetypes.StringType }

// FQDNPattern is a value of [FQDNPatternType]: null, unknown or a text.
type FQDNPattern struct{ basetypes.StringValue }

// NewFQDNPattern is a known value; the text is not checked here.
func NewFQDNPattern(s string) FQDNPattern { return FQDNPattern{basetypes.NewStringValue(s)} }

// NewFQDNPatternNull is the null value.
func NewFQDNPatternNull() FQDNPattern { return FQDNPattern{basetypes.NewStringNull()} }

// NewFQDNPatternUnknown is the unknown value.
func NewFQDNPatternUnknown() FQDNPattern { return FQDNPattern{basetypes.NewStringUnknown()} }

// NewFQDNPatternPointer is null for nil.
func NewFQDNPatternPointer(s *string) FQDNPattern {
	return FQDNPattern{basetypes.NewStringPointerValue(s)}
}

// Equal implements attr.Type.
func (t FQDNPatternType) Equal(o attr.Type) bool {
	_, ok := o.(FQDNPatternType)
	return ok
}

// String implements attr.Type.
func (t FQDNPatternType) String() string { return "customtypes.FQDNPatternType" }

// ValueFromString implements basetypes.StringTypable.
func (t FQDNPatternType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return FQDNPattern{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t FQDNPatternType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return FQDNPattern{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t FQDNPatternType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, fqdnPatternNoun, parsed(ParseFQDNPattern), p)
}

// ValueType implements attr.Type.
func (t FQDNPatternType) ValueType(context.Context) attr.Value { return FQDNPattern{} }

// Type implements attr.Value.
func (v FQDNPattern) Type(context.Context) attr.Type { return FQDNPatternType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v FQDNPattern) Equal(o attr.Value) bool {
	other, ok := o.(FQDNPattern)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: names compare
// without case and without the dot of the root.
func (v FQDNPattern) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameParsed(ParseFQDNPattern))
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v FQDNPattern) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, fqdnPatternNoun, parsed(ParseFQDNPattern), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v FQDNPattern) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, fqdnPatternNoun, parsed(ParseFQDNPattern), req, resp)
}

// Pattern is the parsed form; ok is false when the value is null, unknown or invalid.
func (v FQDNPattern) Pattern() (netset.Pattern, bool) { return parse(v.StringValue, ParseFQDNPattern) }
