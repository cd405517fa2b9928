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
	_ xattr.TypeWithValidate                     = DestinationSpecType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = DestinationSpecType{}
	_ basetypes.StringValuableWithSemanticEquals = DestinationSpec{}
	_ xattr.ValidateableAttribute                = DestinationSpec{}
	_ function.ValidateableParameter             = DestinationSpec{}
)

// DestinationSpecType is the attribute type of what a network rule may name as destinations (see [ParseDestinationSpec]).
type DestinationSpecType struct{ basetypes.StringType }

// DestinationSpec is a value of [DestinationSpecType]: null, unknown or a text.
type DestinationSpec struct{ basetypes.StringValue }

// NewDestinationSpec is a known value; the text is not checked here.
func NewDestinationSpec(s string) DestinationSpec {
	return DestinationSpec{basetypes.NewStringValue(s)}
}

// NewDestinationSpecNull is the null value.
func NewDestinationSpecNull() DestinationSpec { return DestinationSpec{basetypes.NewStringNull()} }

// NewDestinationSpecUnknown is the unknown value.
func NewDestinationSpecUnknown() DestinationSpec {
	return DestinationSpec{basetypes.NewStringUnknown()}
}

// NewDestinationSpecPointer is null for nil.
func NewDestinationSpecPointer(s *string) DestinationSpec {
	return DestinationSpec{basetypes.NewStringPointerValue(s)}
}

// Equal implements attr.Type.
func (t DestinationSpecType) Equal(o attr.Type) bool {
	_, ok := o.(DestinationSpecType)
	return ok
}

// String implements attr.Type.
func (t DestinationSpecType) String() string { return "customtypes.DestinationSpecType" }

// ValueFromString implements basetypes.StringTypable.
func (t DestinationSpecType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return DestinationSpec{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t DestinationSpecType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return DestinationSpec{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t DestinationSpecType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, destinationSpecNoun, parsed(ParseDestinationSpec), p)
}

// ValueType implements attr.Type.
func (t DestinationSpecType) ValueType(context.Context) attr.Value { return DestinationSpec{} }

// Type implements attr.Value.
func (v DestinationSpec) Type(context.Context) attr.Type { return DestinationSpecType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v DestinationSpec) Equal(o attr.Value) bool {
	other, ok := o.(DestinationSpec)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: as
// in [AddressSpec], and service tags compare without case.
func (v DestinationSpec) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameDestination)
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v DestinationSpec) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, destinationSpecNoun, parsed(ParseDestinationSpec), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v DestinationSpec) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, destinationSpecNoun, parsed(ParseDestinationSpec), req, resp)
}

// Destination is the parsed form; ok is false when the value is null, unknown or invalid.
func (v DestinationSpec) Destination() (Destination, bool) {
	return parse(v.StringValue, ParseDestinationSpec)
}
