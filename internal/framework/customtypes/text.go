package customtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// grammar is all that one string type has of its own: what a text must be, when two texts mean the same, and the
// exported types that wrap it. Everything that the framework asks of a string type follows, once, in textType and text.
type grammar interface {
	noun() string                                               // what a text is called in an error
	check(text string) error                                    // what is wrong with a text
	same(a, b string) bool                                      // whether two texts name the same thing
	newType() attr.Type                                         // the zero value of the exported type
	newValue(in basetypes.StringValue) basetypes.StringValuable // the exported value around a string
}

// textType implements the type side for a grammar; exported types embed it.
type textType[G grammar] struct{ basetypes.StringType }

// text implements the value side for a grammar; exported values embed it.
type text[G grammar] struct{ basetypes.StringValue }

// of tells values of one grammar from all others.
func (v text[G]) of(G) basetypes.StringValue { return v.StringValue }

// of tells types of one grammar from all others.
func (t textType[G]) of(G) {}

// Equal implements attr.Type.
func (t textType[G]) Equal(o attr.Type) bool {
	_, ok := o.(interface{ of(G) })
	return ok
}

// String implements attr.Type.
func (t textType[G]) String() string {
	var g G
	return fmt.Sprintf("%T", g.newType())
}

// ValueFromString implements basetypes.StringTypable.
func (t textType[G]) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	var g G
	return g.newValue(in), nil
}

// ValueFromTerraform implements attr.Type.
func (t textType[G]) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	var g G
	s, err := fromTerraform(ctx, in)
	return g.newValue(s), err
}

// Validate implements xattr.TypeWithValidate: the framework validates elements of collections only so.
func (t textType[G]) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	var g G
	return validateElement(in, g.noun(), g.check, p)
}

// ValueType implements attr.Type.
func (t textType[G]) ValueType(context.Context) attr.Value {
	var g G
	return g.newValue(basetypes.StringValue{})
}

// Type implements attr.Value.
func (v text[G]) Type(context.Context) attr.Type {
	var g G
	return g.newType()
}

// Equal implements attr.Value: the same text, to the letter.
func (v text[G]) Equal(o attr.Value) bool {
	var g G
	other, ok := o.(interface{ of(G) basetypes.StringValue })
	return ok && v.StringValue.Equal(other.of(g))
}

// StringSemanticEquals reports whether both texts name the same thing.
func (v text[G]) StringSemanticEquals(ctx context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	var g G
	return semanticEquals(ctx, v.StringValue, other, g.same)
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (v text[G]) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	var g G
	validateAttribute(v.StringValue, g.noun(), g.check, req, resp)
}

// ValidateParameter implements function.ValidateableParameter.
func (v text[G]) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	var g G
	validateParameter(v.StringValue, g.noun(), g.check, req, resp)
}
