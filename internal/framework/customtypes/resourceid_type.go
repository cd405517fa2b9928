package customtypes

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

var (
	_ xattr.TypeWithValidate                     = ResourceIDType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = ResourceIDType{}
	_ basetypes.StringValuableWithSemanticEquals = ResourceID{}
	_ xattr.ValidateableAttribute                = ResourceID{}
	_ function.ValidateableParameter             = ResourceID{}
)

// ResourceIDType is the attribute type of an ARM ID. Types limits it to resource types
// ("Microsoft.Network/virtualNetworks/subnets", without case); empty allows every ID. The limit is
// validation only: two ResourceIDTypes are equal whatever their Types, so that values made by Go
// code fit into any collection.
type ResourceIDType struct {
	basetypes.StringType

	Types []string
}

// ResourceID is a value of [ResourceIDType]: null, unknown or a text.
type ResourceID struct {
	basetypes.StringValue

	// want is the type's Types, joined by commas: a slice would make the value incomparable, and
	// comparing attr.Values with == would panic.
	want string
}

// NewResourceID is a known value; the text is not checked here.
func NewResourceID(s string) ResourceID { return ResourceID{StringValue: basetypes.NewStringValue(s)} }

// NewResourceIDNull is the null value.
func NewResourceIDNull() ResourceID { return ResourceID{StringValue: basetypes.NewStringNull()} }

// NewResourceIDUnknown is the unknown value.
func NewResourceIDUnknown() ResourceID { return ResourceID{StringValue: basetypes.NewStringUnknown()} }

// NewResourceIDPointer is null for nil.
func NewResourceIDPointer(s *string) ResourceID {
	return ResourceID{StringValue: basetypes.NewStringPointerValue(s)}
}

// NewResourceIDFrom is the value of an ID; null for the zero ID.
func NewResourceIDFrom(id armid.ID) ResourceID {
	if id.IsZero() {
		return NewResourceIDNull()
	}
	return NewResourceID(id.String())
}

// Equal implements attr.Type. Types does not take part, see there.
func (t ResourceIDType) Equal(o attr.Type) bool {
	_, ok := o.(ResourceIDType)
	return ok
}

// String implements attr.Type.
func (t ResourceIDType) String() string { return "customtypes.ResourceIDType" }

// ValueFromString implements basetypes.StringTypable.
func (t ResourceIDType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return ResourceID{StringValue: in, want: strings.Join(t.Types, ",")}, nil
}

// ValueFromTerraform implements attr.Type.
func (t ResourceIDType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	s, err := fromTerraform(ctx, in)
	return ResourceID{StringValue: s, want: strings.Join(t.Types, ",")}, err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t ResourceIDType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	return validateElement(in, resourceIDNoun, ResourceID{want: strings.Join(t.Types, ",")}.check, p)
}

// ValueType implements attr.Type.
func (t ResourceIDType) ValueType(context.Context) attr.Value { return ResourceID{} }

// Type implements attr.Value.
func (v ResourceID) Type(context.Context) attr.Type { return ResourceIDType{Types: v.types()} }

// Equal implements attr.Value: the same text, to the letter.
func (v ResourceID) Equal(o attr.Value) bool {
	other, ok := o.(ResourceID)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both IDs name the same object. Azure compares IDs without
// case and its services disagree about casing (arm-wire.md 1.4, 1.5).
func (v ResourceID) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	return semanticEquals(ctx, v.StringValue, other, SameResourceID)
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v ResourceID) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	validateAttribute(v.StringValue, resourceIDNoun, v.check, req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v ResourceID) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	validateParameter(v.StringValue, resourceIDNoun, v.check, req, resp)
}

// ID is the parsed ID; ok is false when the value is null, unknown or no ID. Types are not checked.
func (v ResourceID) ID() (armid.ID, bool) { return parse(v.StringValue, armid.Parse) }

func (v ResourceID) check(s string) error {
	_, err := ParseResourceID(s, v.types()...)
	return err
}

func (v ResourceID) types() []string {
	if v.want == "" {
		return nil
	}
	return strings.Split(v.want, ",")
}
