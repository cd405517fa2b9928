package customtypes

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// WholeNumberType is the attribute type of a whole number of 32 bits, for the CustomType of an Int32Attribute. Its values are those of the
// framework's own type; the difference is in what is none: the framework (v1.19) fails to convert 1.5, for every attribute around it too, and calls
// that a bug in the provider. This type reads it as unknown, which every check is silent on, and refuses it at its own attribute.
type WholeNumberType struct{ basetypes.Int32Type }

var (
	_ basetypes.Int32Typable = WholeNumberType{}
	_ xattr.TypeWithValidate = WholeNumberType{} //nolint:staticcheck // deprecated, yet the only way without a value type of its own
)

// Equal implements attr.Type: values are the framework's own, so its type is this one.
func (t WholeNumberType) Equal(o attr.Type) bool {
	switch o.(type) {
	case WholeNumberType, basetypes.Int32Type:
		return true
	}
	return false
}

// String implements attr.Type.
func (t WholeNumberType) String() string { return "customtypes.WholeNumberType" }

// ValueFromTerraform implements attr.Type.
func (t WholeNumberType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if notWhole(in) != "" {
		return basetypes.NewInt32Unknown(), nil
	}
	return t.Int32Type.ValueFromTerraform(ctx, in)
}

// Validate implements xattr.TypeWithValidate.
func (t WholeNumberType) Validate(_ context.Context, in tftypes.Value, p path.Path) diag.Diagnostics {
	if problem := notWhole(in); problem != "" {
		return diag.Diagnostics{diags.Invalid(p, "number", errors.New(problem))}
	}
	return nil
}

// notWhole says why a number is no whole one of 32 bits; empty for one that is, and for what is no known number.
func notWhole(in tftypes.Value) string {
	number := new(big.Float)
	if !in.IsKnown() || in.IsNull() || !in.Type().Is(tftypes.Number) || in.As(&number) != nil {
		return ""
	}
	whole, accuracy := number.Int64()
	switch {
	case accuracy == big.Exact && whole >= math.MinInt32 && whole <= math.MaxInt32:
		return ""
	case number.IsInt() || number.IsInf():
		return fmt.Sprintf("%s is out of range: expected a whole number between %d and %d", number.Text('g', 12), math.MinInt32, math.MaxInt32)
	}
	return fmt.Sprintf("%s is not a whole number: expected one such as %s", number.Text('g', 12), near(number))
}

// near is the whole number next to another one.
func near(number *big.Float) string {
	whole, _ := new(big.Float).Add(number, big.NewFloat(0.5)).Int(nil)
	return whole.String()
}
