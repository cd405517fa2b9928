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
	_ xattr.TypeWithValidate                     = AddressSpecType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = AddressSpecType{}
	_ basetypes.StringValuableWithSemanticEquals = AddressSpec{}
	_ xattr.ValidateableAttribute                = AddressSpec{}
	_ function.ValidateableParameter             = AddressSpec{}
)

// AddressSpecType is the attribute type of what a firewall rule may name as addresses (see [ParseAddressSpec]).
type AddressSpecType struct{ basetypes.StringType }

// AddressSpec is a value of [AddressSpecType]: null, unknown or a text.
type AddressSpec struct{ basetypes.StringValue }

// NewAddressSpec is a known value; the text is not checked here.
func NewAddressSpec(s string) AddressSpec { return AddressSpec{basetypes.NewStringValue(s)} }

// NewAddressSpecNull is the null value.
func NewAddressSpecNull() AddressSpec { return AddressSpec{basetypes.NewStringNull()} }

// NewAddressSpecUnknown is the unknown value.
func NewAddressSpecUnknown() AddressSpec { return AddressSpec{basetypes.NewStringUnknown()} }

// NewAddressSpecPointer is null for nil.
func NewAddressSpecPointer(s *string) AddressSpec {
	return AddressSpec{basetypes.NewStringPointerValue(s)}
}

// Equal implements attr.Type.
func (t AddressSpecType) Equal(o attr.Type) bool {
	_, ok := o.(AddressSpecType)
	return ok
}

// String implements attr.Type.
func (t AddressSpecType) String() string { return "customtypes.AddressSpecType" }

// ValueFromString implements basetypes.StringTypable.
func (t AddressSpecType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return AddressSpec{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t AddressSpecType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return AddressSpec{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t AddressSpecType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, addressSpecNoun, parsed(ParseAddressSpec), p)
}

// ValueType implements attr.Type.
func (t AddressSpecType) ValueType(context.Context) attr.Value { return AddressSpec{} }

// Type implements attr.Value.
func (v AddressSpec) Type(context.Context) attr.Type { return AddressSpecType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v AddressSpec) Equal(o attr.Value) bool {
	other, ok := o.(AddressSpec)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: a lone
// address is its full-length prefix and its one-address range.
func (v AddressSpec) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameSet(ParseAddressSpec))
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v AddressSpec) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, addressSpecNoun, parsed(ParseAddressSpec), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v AddressSpec) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, addressSpecNoun, parsed(ParseAddressSpec), req, resp)
}

// Addresses is the set meant; ok is false when the value is null, unknown or invalid.
func (v AddressSpec) Addresses() (netset.Addresses, bool) {
	return parse(v.StringValue, ParseAddressSpec)
}
