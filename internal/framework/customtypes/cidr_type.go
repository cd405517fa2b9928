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
	_ xattr.TypeWithValidate                     = CIDRType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = CIDRType{}
	_ basetypes.StringValuableWithSemanticEquals = CIDR{}
	_ xattr.ValidateableAttribute                = CIDR{}
	_ function.ValidateableParameter             = CIDR{}
)

// CIDRType is the attribute type of an address prefix, IPv4 or IPv6, without host bits (see [ParseCIDR]).
type CIDRType struct{ basetypes.StringType }

// CIDR is a value of [CIDRType]: null, unknown or a text.
type CIDR struct{ basetypes.StringValue }

// NewCIDR is a known value; the text is not checked here.
func NewCIDR(s string) CIDR { return CIDR{basetypes.NewStringValue(s)} }

// NewCIDRNull is the null value.
func NewCIDRNull() CIDR { return CIDR{basetypes.NewStringNull()} }

// NewCIDRUnknown is the unknown value.
func NewCIDRUnknown() CIDR { return CIDR{basetypes.NewStringUnknown()} }

// NewCIDRPointer is null for nil.
func NewCIDRPointer(s *string) CIDR { return CIDR{basetypes.NewStringPointerValue(s)} }

// Equal implements attr.Type.
func (t CIDRType) Equal(o attr.Type) bool {
	_, ok := o.(CIDRType)
	return ok
}

// String implements attr.Type.
func (t CIDRType) String() string { return "customtypes.CIDRType" }

// ValueFromString implements basetypes.StringTypable.
func (t CIDRType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return CIDR{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t CIDRType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return CIDR{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t CIDRType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, cidrNoun, parsed(ParseCIDR), p)
}

// ValueType implements attr.Type.
func (t CIDRType) ValueType(context.Context) attr.Value { return CIDR{} }

// Type implements attr.Value.
func (v CIDR) Type(context.Context) attr.Type { return CIDRType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v CIDR) Equal(o attr.Value) bool {
	other, ok := o.(CIDR)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: IPv6 has several
// spellings of one prefix, IPv4 has one.
func (v CIDR) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameParsed(ParseCIDR))
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v CIDR) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, cidrNoun, parsed(ParseCIDR), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v CIDR) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, cidrNoun, parsed(ParseCIDR), req, resp)
}

// Prefix is the parsed prefix; ok is false when the value is null, unknown or invalid.
func (v CIDR) Prefix() (netip.Prefix, bool) { return parse(v.StringValue, ParseCIDR) }
