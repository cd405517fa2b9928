package values_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

type enum string

func TestResponseBuilders(t *testing.T) {
	t.Parallel()
	cidrs := []attr.Value{customtypes.NewCIDR("10.0.0.0/8"), customtypes.NewCIDR("::/0")}
	cases := map[string]struct{ got, want attr.Value }{
		"NullableString":              {values.NullableString(new("a")), types.StringValue("a")},
		"NullableString empty":        {values.NullableString(new("")), types.StringValue("")},
		"NullableString nil":          {values.NullableString(nil), types.StringNull()},
		"StringOrNull":                {values.StringOrNull("a"), types.StringValue("a")},
		"StringOrNull empty":          {values.StringOrNull(""), types.StringNull()},
		"PointerOrNull":               {values.PointerOrNull(new("a")), types.StringValue("a")},
		"PointerOrNull empty":         {values.PointerOrNull(new("")), types.StringNull()},
		"PointerOrNull nil":           {values.PointerOrNull(nil), types.StringNull()},
		"NullableEnum":                {values.NullableEnum(new(enum("On"))), types.StringValue("On")},
		"NullableEnum nil":            {values.NullableEnum[enum](nil), types.StringNull()},
		"NullableBool":                {values.NullableBool(new(false)), types.BoolValue(false)},
		"NullableBool nil":            {values.NullableBool(nil), types.BoolNull()},
		"BoolOr":                      {values.BoolOr(new(false), true), types.BoolValue(false)},
		"BoolOr nil":                  {values.BoolOr(nil, true), types.BoolValue(true)},
		"NullableInt64":               {values.NullableInt64(new(int32(7))), types.Int64Value(7)},
		"NullableInt64 nil":           {values.NullableInt64[int32](nil), types.Int64Null()},
		"NullableInt32":               {values.NullableInt32(new(int32(7))), types.Int32Value(7)},
		"NullableInt32 nil":           {values.NullableInt32(nil), types.Int32Null()},
		"ListOfStrings":               {values.ListOfStrings([]string{"b", "a", "b"}), types.ListValueMust(types.StringType, []attr.Value{types.StringValue("b"), types.StringValue("a"), types.StringValue("b")})},
		"ListOfStrings nil":           {values.ListOfStrings(nil), types.ListValueMust(types.StringType, nil)},
		"ListOfStringsOrNull nil":     {values.ListOfStringsOrNull(nil), types.ListNull(types.StringType)},
		"ListOfStringsOrNull empty":   {values.ListOfStringsOrNull([]string{}), types.ListNull(types.StringType)},
		"ListOfStringsOrNull":         {values.ListOfStringsOrNull([]string{"a"}), values.ListOfStrings([]string{"a"})},
		"SetOfStrings drops doubles":  {values.SetOfStrings([]string{"b", "a", "b"}), types.SetValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringValue("b")})},
		"SetOfStrings nil":            {values.SetOfStrings(nil), types.SetValueMust(types.StringType, nil)},
		"SetOfStringsOrNull nil":      {values.SetOfStringsOrNull(nil), types.SetNull(types.StringType)},
		"SetOfStringsOrNull":          {values.SetOfStringsOrNull([]string{"a"}), values.SetOfStrings([]string{"a"})},
		"MapOfStrings nil":            {values.MapOfStrings(nil), types.MapValueMust(types.StringType, nil)},
		"MapOfStringsOrNull nil":      {values.MapOfStringsOrNull(nil), types.MapNull(types.StringType)},
		"MapOfStringsOrNull":          {values.MapOfStringsOrNull(map[string]string{"a": "1"}), types.MapValueMust(types.StringType, map[string]attr.Value{"a": types.StringValue("1")})},
		"ListOf":                      {values.ListOf(customtypes.CIDRType{}, []string{"10.0.0.0/8", "::/0"}), types.ListValueMust(customtypes.CIDRType{}, cidrs)},
		"ListOfOrNull nil":            {values.ListOfOrNull(customtypes.CIDRType{}, nil), types.ListNull(customtypes.CIDRType{})},
		"ListOfOrNull":                {values.ListOfOrNull(customtypes.CIDRType{}, []string{"::/0"}), types.ListValueMust(customtypes.CIDRType{}, cidrs[1:])},
		"SetOf":                       {values.SetOf(customtypes.CIDRType{}, []string{"10.0.0.0/8", "::/0"}), types.SetValueMust(customtypes.CIDRType{}, cidrs)},
		"SetOf with a constrained ID": {values.SetOf(customtypes.ResourceIDType{Types: []string{"a/b"}}, []string{"x"}), types.SetValueMust(customtypes.ResourceIDType{}, []attr.Value{customtypes.NewResourceID("x")})},
		"SetOfOrNull nil":             {values.SetOfOrNull(customtypes.CIDRType{}, nil), types.SetNull(customtypes.CIDRType{})},
		"SetOfOrNull":                 {values.SetOfOrNull(customtypes.CIDRType{}, []string{"::/0"}), types.SetValueMust(customtypes.CIDRType{}, cidrs[1:])},
		"MapOf":                       {values.MapOf(customtypes.CIDRType{}, map[string]string{"a": "::/0"}), types.MapValueMust(customtypes.CIDRType{}, map[string]attr.Value{"a": cidrs[1]})},
	}
	for name, c := range cases {
		if !c.got.Equal(c.want) {
			t.Errorf("%s: %s; want %s", name, c.got, c.want)
		}
	}
}

func TestRefuseUnknown(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	values.RefuseUnknown("the egress object", values.MapOfStrings(map[string]string{"a": "b"}), &d)
	if d != nil {
		t.Errorf("a known value is refused: %v", d)
	}
	values.RefuseUnknown("the egress object", types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()}), &d)
	if d.ErrorsCount() != 1 {
		t.Errorf("an unknown value passes: %v", d)
	}
}
