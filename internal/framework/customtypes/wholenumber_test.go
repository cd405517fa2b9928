package customtypes_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func TestWholeNumber(t *testing.T) {
	t.Parallel()
	number := func(v float64) tftypes.Value { return tftypes.NewValue(tftypes.Number, big.NewFloat(v)) }
	for name, test := range map[string]struct {
		in   tftypes.Value
		want types.Int32
		says string // empty: no problem
	}{
		"whole":          {number(443), types.Int32Value(443), ""},
		"negative":       {number(-1), types.Int32Value(-1), ""},
		"least":          {number(-2147483648), types.Int32Value(-2147483648), ""},
		"half":           {number(1.5), types.Int32Unknown(), "1.5 is not a whole number: expected one such as 2."},
		"tenth":          {number(0.1), types.Int32Unknown(), "0.1 is not a whole number: expected one such as 0."},
		"negative half":  {number(-1.5), types.Int32Unknown(), "-1.5 is not a whole number: expected one such as -1."},
		"too great":      {number(2147483648), types.Int32Unknown(), "2147483648 is out of range: expected a whole number between -2147483648 and 2147483647."},
		"far too great":  {number(1e300), types.Int32Unknown(), "1e+300 is out of range"},
		"great fraction": {number(4294967296.5), types.Int32Unknown(), "not a whole number"},
		"null":           {tftypes.NewValue(tftypes.Number, nil), types.Int32Null(), ""},
		"unknown":        {tftypes.NewValue(tftypes.Number, tftypes.UnknownValue), types.Int32Unknown(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := customtypes.WholeNumberType{}.ValueFromTerraform(t.Context(), test.in)
			if err != nil || !test.want.Equal(got) {
				t.Errorf("value %v, %v; want %v", got, err, test.want)
			}
			found := customtypes.WholeNumberType{}.Validate(t.Context(), test.in, path.Root("count"))
			if len(found) == 0 != (test.says == "") {
				t.Fatalf("problems: %v", found)
			}
			if len(found) > 0 && (found[0].Summary() != "Invalid number" || !strings.Contains(found[0].Detail(), test.says)) {
				t.Errorf("%s: %s; want %s", found[0].Summary(), found[0].Detail(), test.says)
			}
		})
	}
}

// Its values are the framework's own, so that a model takes either type.
func TestWholeNumberTypes(t *testing.T) {
	t.Parallel()
	kind := customtypes.WholeNumberType{}
	if !kind.Equal(types.Int32Type) || !kind.Equal(customtypes.WholeNumberType{}) || kind.Equal(types.Int64Type) || kind.Equal(types.NumberType) {
		t.Error("equal to the wrong types")
	}
	object, problems := types.ObjectValue(map[string]attr.Type{"count": kind}, map[string]attr.Value{"count": types.Int32Value(1)})
	if problems.HasError() || object.IsNull() {
		t.Errorf("an object does not take its value: %v", problems)
	}
}

// Whatever the number, either it is read as what it is or it is refused.
func TestWholeNumberReadsOrRefuses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.OneOf(rapid.Float64Range(-1e10, 1e10), rapid.Map(rapid.Int64Range(-1<<33, 1<<33), func(i int64) float64 { return float64(i) })).Draw(t, "number")
		in := tftypes.NewValue(tftypes.Number, big.NewFloat(given))
		kind := customtypes.WholeNumberType{}
		got, err := kind.ValueFromTerraform(t.Context(), in)
		refused := len(kind.Validate(t.Context(), in, path.Root("count"))) > 0
		if read, ok := got.(types.Int32); err != nil || !ok || refused != read.IsUnknown() || !refused && float64(read.ValueInt32()) != given {
			t.Fatalf("%v is read as %v (%v), refused: %v", given, got, err, refused)
		}
	})
}
