package values_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

var root = path.Root("x")

// reader is one request helper with its result flattened to text, nil for a nil pointer.
type reader func(state string, d *diag.Diagnostics) any

// readers answers every scalar helper for a value in the state "known", "null" or "unknown".
func readers() map[string]reader {
	texts := map[string]types.String{"known": types.StringValue("a"), "null": types.StringNull(), "unknown": types.StringUnknown()}
	ids := map[string]customtypes.CIDR{"known": customtypes.NewCIDR("a"), "null": customtypes.NewCIDRNull(), "unknown": customtypes.NewCIDRUnknown()}
	flags := map[string]types.Bool{"known": types.BoolValue(true), "null": types.BoolNull(), "unknown": types.BoolUnknown()}
	longs := map[string]types.Int64{"known": types.Int64Value(7), "null": types.Int64Null(), "unknown": types.Int64Unknown()}
	ints := map[string]types.Int32{"known": types.Int32Value(7), "null": types.Int32Null(), "unknown": types.Int32Unknown()}
	return map[string]reader{
		"RequireString":         func(s string, d *diag.Diagnostics) any { return values.RequireString(root, texts[s], d) },
		"RequireString custom":  func(s string, d *diag.Diagnostics) any { return values.RequireString(root, ids[s], d) },
		"RequireBool":           func(s string, d *diag.Diagnostics) any { return values.RequireBool(root, flags[s], d) },
		"RequireInt64":          func(s string, d *diag.Diagnostics) any { return values.RequireInt64(root, longs[s], d) },
		"RequireInt32":          func(s string, d *diag.Diagnostics) any { return values.RequireInt32(root, ints[s], d) },
		"OptionalString":        func(s string, d *diag.Diagnostics) any { return deref(values.OptionalString(root, texts[s], d)) },
		"OptionalString custom": func(s string, d *diag.Diagnostics) any { return deref(values.OptionalString(root, ids[s], d)) },
		"OptionalBool":          func(s string, d *diag.Diagnostics) any { return deref(values.OptionalBool(root, flags[s], d)) },
		"OptionalInt64":         func(s string, d *diag.Diagnostics) any { return deref(values.OptionalInt64(root, longs[s], d)) },
		"OptionalInt32":         func(s string, d *diag.Diagnostics) any { return deref(values.OptionalInt32(root, ints[s], d)) },
	}
}

func deref[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

func TestScalarsForRequests(t *testing.T) {
	t.Parallel()
	known := map[string]any{"String": "a", "Bool": true, "Int64": int64(7), "Int32": int32(7)}
	zero := map[string]any{"String": "", "Bool": false, "Int64": int64(0), "Int32": int32(0)}
	for name, read := range readers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy, kind := "Optional", strings.Fields(name)[0]
			kind, required := strings.CutPrefix(kind, "Require")
			if required {
				policy = "Require"
			}
			kind = strings.TrimPrefix(kind, "Optional")
			var d diag.Diagnostics
			if got := read("known", &d); got != known[kind] || d != nil {
				t.Errorf("known: %v, %v", got, d)
			}
			absent, bugs := any(nil), 1
			if policy == "Require" {
				absent, bugs = zero[kind], 2
			}
			if got := read("null", &d); got != absent || d.ErrorsCount() != bugs-1 {
				t.Errorf("null: %v, %v; want %v", got, d, absent)
			}
			if got := read("unknown", &d); got != absent || d.ErrorsCount() != bugs {
				t.Errorf("unknown: %v, %v; want %v", got, d, absent)
			}
			for _, each := range d {
				withPath, ok := each.(diag.DiagnosticWithPath)
				if !ok || !withPath.Path().Equal(root) || each.Summary() != "This is a bug in the provider" {
					t.Errorf("diagnostic %v", each)
				}
			}
		})
	}
}

func TestKnownScalars(t *testing.T) {
	t.Parallel()
	if s, ok := values.KnownString(types.StringValue("")); s != "" || !ok {
		t.Error("the empty text is not known")
	}
	for _, v := range []values.String{types.StringNull(), types.StringUnknown(), customtypes.NewCIDRUnknown()} {
		if _, ok := values.KnownString(v); ok {
			t.Errorf("%s is known", v)
		}
	}
	if b, ok := values.KnownBool(types.BoolValue(false)); b || !ok {
		t.Error("false is not known")
	}
	if _, ok := values.KnownBool(types.BoolUnknown()); ok {
		t.Error("an unknown flag is known")
	}
	if n, ok := values.KnownInt64(types.Int64Value(0)); n != 0 || !ok {
		t.Error("0 is not known")
	}
	if _, ok := values.KnownInt64(types.Int64Null()); ok {
		t.Error("a null number is known")
	}
}

func TestStringSlice(t *testing.T) {
	t.Parallel()
	known := []attr.Value{types.StringValue("a"), types.StringValue("b")}
	holes := []attr.Value{types.StringValue("a"), types.StringUnknown(), types.StringNull()}
	cases := map[string]struct {
		in    values.Sequence
		want  []string
		paths []path.Path
	}{
		"list":    {types.ListValueMust(types.StringType, known), []string{"a", "b"}, nil},
		"set":     {types.SetValueMust(types.StringType, known), []string{"a", "b"}, nil},
		"custom":  {values.SetOf(customtypes.CIDRType{}, []string{"10.0.0.0/8"}), []string{"10.0.0.0/8"}, nil},
		"empty":   {types.ListValueMust(types.StringType, nil), []string{}, nil},
		"null":    {types.ListNull(types.StringType), nil, nil},
		"unknown": {types.SetUnknown(types.StringType), nil, []path.Path{root}},
		"holes in a list": {
			types.ListValueMust(types.StringType, holes),
			[]string{"a"},
			[]path.Path{root.AtListIndex(1), root.AtListIndex(2)},
		},
		"holes in a set": {
			types.SetValueMust(types.StringType, holes),
			[]string{"a"},
			[]path.Path{root.AtSetValue(types.StringUnknown()), root.AtSetValue(types.StringNull())},
		},
		"no strings": {types.ListValueMust(types.BoolType, []attr.Value{types.BoolValue(true)}), []string{}, []path.Path{root.AtListIndex(0)}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var d diag.Diagnostics
			if diff := cmp.Diff(c.want, values.StringSlice(root, c.in, &d)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			checkPaths(t, d, c.paths)
		})
	}
}

func checkPaths(t *testing.T, d diag.Diagnostics, want []path.Path) {
	t.Helper()
	var got []path.Path
	for _, each := range d {
		if withPath, ok := each.(diag.DiagnosticWithPath); ok {
			got = append(got, withPath.Path())
		}
	}
	if len(got) != len(d) {
		t.Errorf("a diagnostic has no path: %v", d)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s\n%v", diff, d)
	}
}

func TestStringMap(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	if diff := cmp.Diff(map[string]string{"a": "1"}, values.StringMap(root, values.MapOfStrings(map[string]string{"a": "1"}), &d)); diff != "" {
		t.Error(diff)
	}
	if got := values.StringMap(root, types.MapNull(types.StringType), &d); got != nil {
		t.Errorf("null: %v", got)
	}
	if got := values.StringMap(root, values.MapOfStrings(nil), &d); got == nil || len(got) != 0 {
		t.Errorf("empty: %v", got)
	}
	checkPaths(t, d, nil)
	holes := types.MapValueMust(types.StringType, map[string]attr.Value{"b": types.StringNull(), "a": types.StringUnknown(), "c": types.StringValue("3")})
	if diff := cmp.Diff(map[string]string{"c": "3"}, values.StringMap(root, holes, &d)); diff != "" {
		t.Error(diff)
	}
	values.StringMap(root, types.MapUnknown(types.StringType), &d)
	checkPaths(t, d, []path.Path{root.AtMapKey("a"), root.AtMapKey("b"), root})
}

func TestKnownStrings(t *testing.T) {
	t.Parallel()
	holes := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringUnknown(), types.StringNull(), types.StringValue("b")})
	cases := map[string]struct {
		in       values.Sequence
		want     []string
		complete bool
	}{
		"nil":     {nil, nil, true},
		"null":    {types.ListNull(types.StringType), nil, true},
		"unknown": {types.ListUnknown(types.StringType), nil, false},
		"known":   {values.ListOfStrings([]string{"a"}), []string{"a"}, true},
		"holes":   {holes, []string{"a", "b"}, false},
	}
	for name, c := range cases {
		got, complete := values.KnownStrings(c.in)
		if diff := cmp.Diff(c.want, got); diff != "" || complete != c.complete {
			t.Errorf("%s: complete %v (-want +got):\n%s", name, complete, diff)
		}
	}
}

func TestKnownElements(t *testing.T) {
	t.Parallel()
	m := types.MapValueMust(types.StringType, map[string]attr.Value{"a": types.StringValue("1"), "b": types.StringUnknown(), "c": types.StringNull()})
	got, complete := values.KnownElements(m)
	if len(got) != 1 || !got["a"].Equal(types.StringValue("1")) || complete {
		t.Errorf("KnownElements: %v, %v", got, complete)
	}
	if len(m.Elements()) != 3 {
		t.Error("the argument changed")
	}
	if got, complete := values.KnownElements(types.MapNull(types.StringType)); len(got) != 0 || !complete {
		t.Errorf("null: %v, %v", got, complete)
	}
	if _, complete := values.KnownElements(types.MapUnknown(types.StringType)); complete {
		t.Error("an unknown map is complete")
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	object := func(v attr.Value) attr.Value {
		return types.ObjectValueMust(map[string]attr.Type{"a": types.StringType}, map[string]attr.Value{"a": v})
	}
	cases := map[string]struct {
		in          attr.Value
		known, full bool
	}{
		"nil":               {nil, false, true},
		"text":              {types.StringValue(""), true, true},
		"null":              {types.StringNull(), false, true},
		"unknown":           {types.StringUnknown(), false, false},
		"object":            {object(types.StringNull()), true, true},
		"object, inside":    {object(types.StringUnknown()), true, false},
		"list, inside":      {types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()}), true, false},
		"set, inside":       {types.SetValueMust(types.StringType, []attr.Value{types.StringUnknown()}), true, false},
		"map, inside":       {types.MapValueMust(types.StringType, map[string]attr.Value{"a": types.StringUnknown()}), true, false},
		"tuple, inside":     {types.TupleValueMust([]attr.Type{types.StringType}, []attr.Value{types.StringUnknown()}), true, false},
		"dynamic, inside":   {types.DynamicValue(types.StringUnknown()), true, false},
		"deep":              {types.MapValueMust(object(types.StringNull()).Type(t.Context()), map[string]attr.Value{"a": object(types.StringUnknown())}), true, false},
		"deep and complete": {types.MapValueMust(object(types.StringNull()).Type(t.Context()), map[string]attr.Value{"a": object(types.StringValue("x"))}), true, true},
	}
	for name, c := range cases {
		if got := values.Known(c.in); got != c.known {
			t.Errorf("%s: Known is %v", name, got)
		}
		if got := values.FullyKnown(c.in); got != c.full {
			t.Errorf("%s: FullyKnown is %v", name, got)
		}
	}
	if values.AllKnown(types.StringValue("a"), types.BoolUnknown()) || !values.AllKnown(types.StringValue("a"), types.BoolValue(false)) {
		t.Error("AllKnown")
	}
}
