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
	_ xattr.TypeWithValidate                     = PortSpecType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = PortSpecType{}
	_ basetypes.StringValuableWithSemanticEquals = PortSpec{}
	_ xattr.ValidateableAttribute                = PortSpec{}
	_ function.ValidateableParameter             = PortSpec{}
)

// PortSpecType is the attribute type of what a firewall rule may name as ports (see [ParsePortSpec]).
type PortSpecType struct{ basetypes.StringType }

// PortSpec is a value of [PortSpecType]: null, unknown or a text.
type PortSpec struct{ basetypes.StringValue }

// NewPortSpec is a known value; the text is not checked here.
func NewPortSpec(s string) PortSpec { return PortSpec{basetypes.NewStringValue(s)} }

// NewPortSpecNull is the null value.
func NewPortSpecNull() PortSpec { return PortSpec{basetypes.NewStringNull()} }

// NewPortSpecUnknown is the unknown value.
func NewPortSpecUnknown() PortSpec { return PortSpec{basetypes.NewStringUnknown()} }

// NewPortSpecPointer is null for nil.
func NewPortSpecPointer(s *string) PortSpec { return PortSpec{basetypes.NewStringPointerValue(s)} }

// Equal implements attr.Type.
func (t PortSpecType) Equal(o attr.Type) bool {
	_, ok := o.(PortSpecType)
	return ok
}

// String implements attr.Type.
func (t PortSpecType) String() string { return "customtypes.PortSpecType" }

// ValueFromString implements basetypes.StringTypable.
func (t PortSpecType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return PortSpec{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t PortSpecType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return PortSpec{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t PortSpecType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, portSpecNoun, parsed(ParsePortSpec), p)
}

// ValueType implements attr.Type.
func (t PortSpecType) ValueType(context.Context) attr.Value { return PortSpec{} }

// Type implements attr.Value.
func (v PortSpec) Type(context.Context) attr.Type { return PortSpecType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v PortSpec) Equal(o attr.Value) bool {
	other, ok := o.(PortSpec)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: "443" is "443-443",
// but "*" is not "1-65535", which Azure keeps apart.
func (v PortSpec) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameSet(ParsePortSpec))
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v PortSpec) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, portSpecNoun, parsed(ParsePortSpec), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v PortSpec) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, portSpecNoun, parsed(ParsePortSpec), req, resp)
}

// Ports is the set meant; ok is false when the value is null, unknown or invalid.
func (v PortSpec) Ports() (netset.Ports, bool) { return parse(v.StringValue, ParsePortSpec) }
