package values_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

type route struct {
	Prefix customtypes.CIDR `tfsdk:"prefix"`
	Hop    types.String     `tfsdk:"hop"`
}

var routeTypes = map[string]attr.Type{"prefix": customtypes.CIDRType{}, "hop": types.StringType}

func object(prefix, hop string) types.Object {
	return types.ObjectValueMust(routeTypes, map[string]attr.Value{"prefix": customtypes.NewCIDR(prefix), "hop": types.StringValue(hop)})
}

func half(prefix string) types.Object {
	return types.ObjectValueMust(routeTypes, map[string]attr.Value{"prefix": customtypes.NewCIDR(prefix), "hop": types.StringUnknown()})
}

var routeType = types.ObjectType{AttrTypes: routeTypes}

func TestObjects(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	got := values.OptionalObject[route](t.Context(), root, object("10.0.0.0/8", "a"), &d)
	if got == nil || got.Hop.ValueString() != "a" {
		t.Errorf("OptionalObject: %v, %v", got, d)
	}
	if got := values.OptionalObject[route](t.Context(), root, types.ObjectNull(routeTypes), &d); got != nil {
		t.Errorf("null: %v", got)
	}
	if got := values.KnownObject[route](t.Context(), root, types.ObjectUnknown(routeTypes), &d); got != nil {
		t.Errorf("KnownObject of unknown: %v", got)
	}
	if got := values.KnownObject[route](t.Context(), root, half("10.0.0.0/8"), &d); got == nil || !got.Hop.IsUnknown() {
		t.Errorf("KnownObject with an unknown leaf: %v", got)
	}
	checkPaths(t, d, nil)
	values.OptionalObject[route](t.Context(), root, types.ObjectUnknown(routeTypes), &d)
	checkPaths(t, d, []path.Path{root})
}

// A wrong leaf is reported at its whole path, and the right ones around it are still answered.
func TestDecodingReportsTheWholePath(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	m := types.MapValueMust(routeType, map[string]attr.Value{"good": object("10.0.0.0/8", "a"), "bad": object("10.0.0.1/8", "b")})
	got := values.ObjectMap[route](t.Context(), root, m, &d)
	if len(got) != 1 || got["good"].Hop.ValueString() != "a" {
		t.Errorf("ObjectMap: %v", got)
	}
	checkPaths(t, d, []path.Path{root.AtMapKey("bad").AtName("prefix")})
}

func TestObjectMap(t *testing.T) {
	t.Parallel()
	m := types.MapValueMust(routeType, map[string]attr.Value{
		"a": object("10.0.0.0/8", "a"), "b": types.ObjectUnknown(routeTypes), "c": half("10.0.0.0/8"), "d": types.ObjectNull(routeTypes),
	})
	var d diag.Diagnostics
	known, complete := values.KnownObjectMap[route](t.Context(), root, m, &d)
	if len(known) != 2 || complete || !known["c"].Hop.IsUnknown() {
		t.Errorf("KnownObjectMap: %v, complete %v", known, complete)
	}
	if known, complete := values.KnownObjectMap[route](t.Context(), root, types.MapNull(routeType), &d); known != nil || !complete {
		t.Errorf("null: %v, %v", known, complete)
	}
	if _, complete := values.KnownObjectMap[route](t.Context(), root, types.MapUnknown(routeType), &d); complete {
		t.Error("an unknown map is complete")
	}
	checkPaths(t, d, nil)
	if got := values.ObjectMap[route](t.Context(), root, m, &d); len(got) != 2 {
		t.Errorf("ObjectMap: %v", got)
	}
	checkPaths(t, d, []path.Path{root.AtMapKey("b"), root.AtMapKey("d")})
}

func TestObjectList(t *testing.T) {
	t.Parallel()
	l := types.ListValueMust(routeType, []attr.Value{object("10.0.0.0/8", "a"), types.ObjectUnknown(routeTypes), object("10.0.0.1/8", "c"), half("::/0")})
	var d diag.Diagnostics
	known, complete := values.KnownObjectList[route](t.Context(), root, l, &d)
	if len(known) != 4 || known[0] == nil || known[1] != nil || known[2] != nil || known[3] == nil || complete {
		t.Errorf("KnownObjectList: %v, complete %v", known, complete)
	}
	checkPaths(t, d, []path.Path{root.AtListIndex(2).AtName("prefix")})
	if known, complete := values.KnownObjectList[route](t.Context(), root, types.ListNull(routeType), &d); known != nil || !complete {
		t.Errorf("null: %v, %v", known, complete)
	}
	d = nil
	if got := values.ObjectList[route](t.Context(), root, l, &d); len(got) != 2 {
		t.Errorf("ObjectList: %v", got)
	}
	checkPaths(t, d, []path.Path{root.AtListIndex(1), root.AtListIndex(2).AtName("prefix")})
	if got := values.ObjectList[route](t.Context(), root, types.ListNull(routeType), &d); got != nil {
		t.Errorf("null: %v", got)
	}
}

func TestWrongElementsAreOurBug(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	values.ObjectMap[route](t.Context(), root, values.MapOfStrings(map[string]string{"a": "x"}), &d)
	values.ObjectList[route](t.Context(), root, values.ListOfStrings([]string{"x"}), &d)
	checkPaths(t, d, []path.Path{root.AtMapKey("a"), root.AtListIndex(0)})
}

// Building and decoding are inverse.
func TestObjectsFrom(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	models := map[string]route{"a": {customtypes.NewCIDR("10.0.0.0/8"), types.StringNull()}, "b": {customtypes.NewCIDR("::/0"), types.StringValue("x")}}
	back := values.ObjectMap[route](t.Context(), root, values.ObjectMapFrom(t.Context(), routeTypes, models, &d), &d)
	if diff := cmp.Diff(models, back); diff != "" || d != nil {
		t.Errorf("map (-want +got):\n%s\n%v", diff, d)
	}
	list := []route{models["a"], models["b"]}
	if diff := cmp.Diff(list, values.ObjectList[route](t.Context(), root, values.ObjectListFrom(t.Context(), routeTypes, list, &d), &d)); diff != "" || d != nil {
		t.Errorf("list (-want +got):\n%s\n%v", diff, d)
	}
	if got := values.ObjectFrom[route](t.Context(), routeTypes, nil, &d); !got.IsNull() || got.IsUnknown() {
		t.Errorf("ObjectFrom(nil) = %s", got)
	}
	if got := values.ObjectMapFrom[route](t.Context(), routeTypes, nil, &d); got.IsNull() || len(got.Elements()) != 0 {
		t.Errorf("ObjectMapFrom(nil) = %s", got)
	}
	if got := values.ObjectListFrom[route](t.Context(), routeTypes, nil, &d); got.IsNull() || len(got.Elements()) != 0 {
		t.Errorf("ObjectListFrom(nil) = %s", got)
	}
}
