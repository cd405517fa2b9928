package customtypes

import (
	"context"
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ xattr.TypeWithValidate                     = IPAddressType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = IPAddressType{}
	_ basetypes.StringValuableWithSemanticEquals = IPAddress{}
	_ xattr.ValidateableAttribute                = IPAddress{}
	_ function.ValidateableParameter             = IPAddress{}
)

// IPAddressType is the attribute type of one address, IPv4 or IPv6 (see [ParseIPAddress]).
type IPAddressType struct{ basetypes.StringType }

// IPAddress is a value of [IPAddressType]: null, unknown or a text.
type IPAddress struct{ basetypes.StringValue }

// NewIPAddress is a known value; the text is not checked here.
func NewIPAddress(s string) IPAddress { return IPAddress{basetypes.NewStringValue(s)} }

// NewIPAddressNull is the null value.
func NewIPAddressNull() IPAddress { return IPAddress{basetypes.NewStringNull()} }

// NewIPAddressUnknown is the unknown value.
func NewIPAddressUnknown() IPAddress { return IPAddress{basetypes.NewStringUnknown()} }

// NewIPAddressPointer is null for nil.
func NewIPAddressPointer(s *string) IPAddress { return IPAddress{basetypes.NewStringPointerValue(s)} }

// Equal implements attr.Type.
func (t IPAddressType) Equal(o attr.Type) bool {
	_, ok := o.(IPAddressType)
	return ok
}

// String implements attr.Type.
func (t IPAddressType) String() string { return "customtypes.IPAddressType" }

// ValueFromString implements basetypes.StringTypable.
func (t IPAddressType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return IPAddress{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t IPAddressType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return IPAddress{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t IPAddressType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, ipAddressNoun, parsed(ParseIPAddress), p)
}

// ValueType implements attr.Type.
func (t IPAddressType) ValueType(context.Context) attr.Value { return IPAddress{} }

// Type implements attr.Value.
func (v IPAddress) Type(context.Context) attr.Type { return IPAddressType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v IPAddress) Equal(o attr.Value) bool {
	other, ok := o.(IPAddress)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: IPv6 has several
// spellings of one address, IPv4 has one.
func (v IPAddress) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameParsed(ParseIPAddress))
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v IPAddress) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, ipAddressNoun, parsed(ParseIPAddress), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v IPAddress) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, ipAddressNoun, parsed(ParseIPAddress), req, resp)
}

// Addr is the parsed address; ok is false when the value is null, unknown or invalid.
func (v IPAddress) Addr() (netip.Addr, bool) { return parse(v.StringValue, ParseIPAddress) }
