package customtypes_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("error %q; want none", err)
	case want != "" && err == nil:
		t.Errorf("no error; want one with %q", want)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Errorf("error %q; want it to contain %q", err, want)
	}
}

// kind is what every custom type must do alike; each row is one type.
type kind struct {
	typ            basetypes.StringTypable
	noun           string
	valid, invalid string
	same, other    string // spelled differently from valid but equal; valid but not equal
}

func kinds() map[string]kind {
	return map[string]kind{
		"CIDR":        {customtypes.CIDRType{}, "CIDR", "fd00::/32", "10.0.0.1/8", "fd00:0::/32", "fd00::/33"},
		"IPAddress":   {customtypes.IPAddressType{}, "IP address", "fd00::4", "10.0.0.4/32", "FD00:0::4", "fd00::5"},
		"Location":    {customtypes.LocationType{}, "location", "eastus", "east-us", "East US", "eastus2"},
		"AddressSpec": {customtypes.AddressSpecType{}, "address", "10.0.0.4", "10.0.0.4-", "10.0.0.4/32", "*"},
		"DestinationSpec": {
			customtypes.DestinationSpecType{}, "destination address", "AzureCloud", "a.b.c", "azurecloud", "AzureCloud.WestEurope",
		},
		"RoutePrefix": {customtypes.RoutePrefixType{}, "address prefix", "AzureCloud", "10.0.0.4/8", "azurecloud", "0.0.0.0/0"},
		"PortSpec":    {customtypes.PortSpecType{}, "port", "443", "0", "443-443", "*"},
		"FQDNPattern": {customtypes.FQDNPatternType{}, "FQDN", "*.a.com", "a.*", "*.A.com.", "a.com"},
		"ResourceID": {
			customtypes.ResourceIDType{Types: []string{tableType}}, "resource ID", tableID, vnetID, strings.ToUpper(tableID), tableID + "b",
		},
	}
}

// valueOf makes a value the way the framework does.
func valueOf(t *testing.T, typ basetypes.StringTypable, in tftypes.Value) basetypes.StringValuableWithSemanticEquals {
	t.Helper()
	v, err := typ.ValueFromTerraform(t.Context(), in)
	if err != nil {
		t.Fatalf("ValueFromTerraform: %v", err)
	}
	s, ok := v.(basetypes.StringValuableWithSemanticEquals)
	if !ok {
		t.Fatalf("%T has no semantic equality", v)
	}
	return s
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

var (
	nullText    = tftypes.NewValue(tftypes.String, nil)
	unknownText = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
)

func TestEveryTypeHoldsThreeStates(t *testing.T) {
	t.Parallel()
	for name, k := range kinds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, in := range []tftypes.Value{text(k.valid), text(k.invalid), text(""), nullText, unknownText} {
				v := valueOf(t, k.typ, in)
				out, err := v.ToTerraformValue(t.Context())
				if err != nil || !out.Equal(in) {
					t.Errorf("%s comes back as %s, %v", in, out, err)
				}
				if !k.typ.Equal(v.Type(t.Context())) {
					t.Errorf("a value's type is %s, not %s", v.Type(t.Context()), k.typ)
				}
				s, _ := v.ToStringValue(t.Context())
				again, ds := k.typ.ValueFromString(t.Context(), s)
				if ds.HasError() || !again.Equal(v) {
					t.Errorf("ValueFromString gives %v, %v; want %v", again, ds, v)
				}
				if v.Equal(s) || s.Equal(v) {
					t.Error("a custom value equals a plain string")
				}
			}
			if _, err := k.typ.ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.Bool, true)); err == nil {
				t.Error("a bool is accepted")
			}
			if k.typ.Equal(types.StringType) || k.typ.ValueType(t.Context()) == nil || !strings.HasSuffix(k.typ.String(), name+"Type") {
				t.Errorf("type: %s", k.typ)
			}
		})
	}
}

func TestEveryTypeValidates(t *testing.T) {
	t.Parallel()
	for name, k := range kinds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, in := range []tftypes.Value{text(k.valid), text(k.same), text(k.other), nullText, unknownText} {
				if attribute, parameter := validate(t, valueOf(t, k.typ, in)); attribute.Diagnostics != nil || parameter.Error != nil {
					t.Errorf("%s is refused: %v, %v", in, attribute.Diagnostics, parameter.Error)
				}
			}
			element, ok := k.typ.(xattr.TypeWithValidate) //nolint:staticcheck // see validateElement
			if !ok {
				t.Fatal("elements of collections are not validated")
			}
			for _, in := range []tftypes.Value{text(k.valid), nullText, unknownText, {}, tftypes.NewValue(tftypes.Bool, true)} {
				if ds := element.Validate(t.Context(), in, path.Root("x")); ds != nil {
					t.Errorf("%s is refused as an element: %v", in, ds)
				}
			}
			if ds := element.Validate(t.Context(), text(k.invalid), path.Root("x")); len(ds) != 1 || ds[0].Summary() != "Invalid "+k.noun {
				t.Errorf("%q as an element: %v", k.invalid, ds)
			}
			attribute, parameter := validate(t, valueOf(t, k.typ, text(k.invalid)))
			if len(attribute.Diagnostics) != 1 || attribute.Diagnostics[0].Summary() != "Invalid "+k.noun {
				t.Errorf("%q as an attribute: %v", k.invalid, attribute.Diagnostics)
			}
			if parameter.Error == nil || parameter.Error.FunctionArgument == nil || *parameter.Error.FunctionArgument != 3 || !strings.HasPrefix(parameter.Error.Text, "Invalid "+k.noun+": ") {
				t.Errorf("%q as a parameter: %v", k.invalid, parameter.Error)
			}
		})
	}
}

func validate(t *testing.T, v attr.Value) (xattr.ValidateAttributeResponse, function.ValidateParameterResponse) {
	t.Helper()
	var attribute xattr.ValidateAttributeResponse
	var parameter function.ValidateParameterResponse
	asAttribute, ok := v.(xattr.ValidateableAttribute)
	if !ok {
		t.Fatalf("%T does not validate as an attribute", v)
	}
	asParameter, ok := v.(function.ValidateableParameter)
	if !ok {
		t.Fatalf("%T does not validate as a parameter", v)
	}
	asAttribute.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("x")}, &attribute)
	asParameter.ValidateParameter(t.Context(), function.ValidateParameterRequest{Position: 3}, &parameter)
	return attribute, parameter
}

func TestEveryTypeComparesByMeaning(t *testing.T) {
	t.Parallel()
	for name, k := range kinds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, c := range []struct {
				a, b tftypes.Value
				want bool
			}{
				{text(k.valid), text(k.valid), true},
				{text(k.valid), text(k.same), true},
				{text(k.same), text(k.valid), true},
				{text(k.valid), text(k.other), false},
				{text(k.valid), text(k.invalid), false},
				{text(k.invalid), text(k.valid), false},
				{text(k.invalid), text(k.invalid), true},
				{text(k.valid), nullText, false},
				{text(k.valid), unknownText, false},
				{nullText, unknownText, false},
				{nullText, nullText, true},
			} {
				got, ds := valueOf(t, k.typ, c.a).StringSemanticEquals(t.Context(), valueOf(t, k.typ, c.b))
				if got != c.want || ds.HasError() {
					t.Errorf("%s against %s: %v, %v; want %v", c.a, c.b, got, ds, c.want)
				}
			}
		})
	}
}

func TestConstructors(t *testing.T) {
	t.Parallel()
	s := "10.0.0.0/8"
	for name, c := range map[string]struct{ got, want attr.Value }{
		"pointer":     {customtypes.NewCIDRPointer(&s), customtypes.NewCIDR(s)},
		"nil pointer": {customtypes.NewCIDRPointer(nil), customtypes.NewCIDRNull()},
		"zero value":  {customtypes.CIDR{}, customtypes.NewCIDRNull()},
		"id pointer":  {customtypes.NewResourceIDPointer(&s), customtypes.NewResourceID(s)},
		"id nil":      {customtypes.NewResourceIDPointer(nil), customtypes.NewResourceIDNull()},
	} {
		if !c.got.Equal(c.want) {
			t.Errorf("%s: %s; want %s", name, c.got, c.want)
		}
	}
}

// Values go through maps and == in other people's code: comparing them must not panic.
func TestValuesAreComparable(t *testing.T) {
	t.Parallel()
	seen := map[attr.Value]bool{}
	for _, k := range kinds() {
		seen[valueOf(t, k.typ, text(k.valid))] = true
	}
	if len(seen) != len(kinds()) {
		t.Errorf("%d values, want %d", len(seen), len(kinds()))
	}
}
