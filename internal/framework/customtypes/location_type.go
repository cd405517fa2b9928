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
	_ xattr.TypeWithValidate                     = LocationType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = LocationType{}
	_ basetypes.StringValuableWithSemanticEquals = Location{}
	_ xattr.ValidateableAttribute                = Location{}
	_ function.ValidateableParameter             = Location{}
)

// LocationType is the attribute type of an Azure region, by name or display name (see [ParseLocation]).
type LocationType struct{ basetypes.StringType }

// Location is a value of [LocationType]: null, unknown or a text.
type Location struct{ basetypes.StringValue }

// NewLocation is a known value; the text is not checked here.
func NewLocation(s string) Location { return Location{basetypes.NewStringValue(s)} }

// NewLocationNull is the null value.
func NewLocationNull() Location { return Location{basetypes.NewStringNull()} }

// NewLocationUnknown is the unknown value.
func NewLocationUnknown() Location { return Location{basetypes.NewStringUnknown()} }

// NewLocationPointer is null for nil.
func NewLocationPointer(s *string) Location { return Location{basetypes.NewStringPointerValue(s)} }

// Equal implements attr.Type.
func (t LocationType) Equal(o attr.Type) bool {
	_, ok := o.(LocationType)
	return ok
}

// String implements attr.Type.
func (t LocationType) String() string { return "customtypes.LocationType" }

// ValueFromString implements basetypes.StringTypable.
func (t LocationType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Location{in}, nil
}

// ValueFromTerraform implements attr.Type.
func (t LocationType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return Location{s}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t LocationType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, locationNoun, parsed(ParseLocation), p)
}

// ValueType implements attr.Type.
func (t LocationType) ValueType(context.Context) attr.Value { return Location{} }

// Type implements attr.Value.
func (v Location) Type(context.Context) attr.Type { return LocationType{} }

// Equal implements attr.Value: the same text, to the letter.
func (v Location) Equal(o attr.Value) bool {
	other, ok := o.(Location)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both texts name the same thing: "East US" is "eastus".
func (v Location) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, sameParsed(ParseLocation))
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v Location) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, locationNoun, parsed(ParseLocation), req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v Location) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, locationNoun, parsed(ParseLocation), req, resp)
}

// Name is the region's name as Azure writes it, "eastus"; ok is false when the value is null, unknown or invalid.
func (v Location) Name() (string, bool) { return parse(v.StringValue, ParseLocation) }
