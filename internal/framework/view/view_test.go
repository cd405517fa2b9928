package view_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

func TestLeaves(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		got, want, or view.Leaf[string]
	}{
		"known":        {view.Text(types.StringValue("a")), view.Of("a"), view.Of("a")},
		"custom type":  {view.Text(customtypes.NewCIDR("10.0.0.0/8")), view.Of("10.0.0.0/8"), view.Of("10.0.0.0/8")},
		"null":         {view.Text(types.StringNull()), view.Leaf[string]{}, view.Of("x")},
		"unknown":      {view.Text(types.StringUnknown()), view.Leaf[string]{Unknown: true}, view.Leaf[string]{Unknown: true}},
		"none":         {view.Text(nil), view.Leaf[string]{}, view.Of("x")},
		"another type": {view.Text(types.BoolValue(true)), view.Leaf[string]{}, view.Of("x")},
	} {
		if test.got != test.want || test.got.Or("x") != test.or || test.got.Null() == (test.got.Known || test.got.Unknown) {
			t.Errorf("%s: %v, or %v", name, test.got, test.got.Or("x"))
		}
	}
	if got := view.Flag(types.BoolValue(true)); got != view.Of(true) || view.Flag(types.StringValue("true")).Known {
		t.Errorf("flag %v", got)
	}
	if got := view.Number(types.Int32Value(7)); got != view.Of(int32(7)) || view.Number(types.Int64Value(7)).Known {
		t.Errorf("number %v", got)
	}
}

func TestCollections(t *testing.T) {
	t.Parallel()
	set := func(elements ...attr.Value) attr.Value { return types.SetValueMust(types.StringType, elements) }
	for name, test := range map[string]struct {
		value attr.Value
		want  view.List
		empty bool
	}{
		"null":         {types.ListNull(types.StringType), view.List{Complete: true}, true},
		"none":         {nil, view.List{Complete: true}, true},
		"unknown":      {types.ListUnknown(types.StringType), view.List{}, false},
		"known":        {set(types.StringValue("a"), types.StringValue("b")), view.List{Items: []string{"a", "b"}, Complete: true}, false},
		"in part":      {set(types.StringValue("a"), types.StringUnknown()), view.List{Items: []string{"a"}}, false},
		"with a null":  {set(types.StringValue("a"), types.StringNull()), view.List{Items: []string{"a"}, Complete: true}, false},
		"another type": {types.StringValue("a"), view.List{}, false},
	} {
		got := view.Texts(test.value)
		if diff := cmp.Diff(test.want, got); diff != "" || got.Empty() != test.empty {
			t.Errorf("%s: empty %v, %s", name, got.Empty(), diff)
		}
	}
	if n := len(view.Elements(types.ListUnknown(types.StringType))); n != 0 {
		t.Errorf("an unknown list has %d elements", n)
	}
	if n := len(view.Elements(set(types.StringUnknown()))); n != 1 {
		t.Errorf("a set of one has %d elements", n)
	}
}

func TestObjectsAndMaps(t *testing.T) {
	t.Parallel()
	kinds := map[string]attr.Type{"text": types.StringType, "flag": types.BoolType, "number": types.Int32Type, "texts": types.ListType{ElemType: types.StringType}}
	object := types.ObjectValueMust(kinds, map[string]attr.Value{
		"text": types.StringValue("a"), "flag": types.BoolUnknown(), "number": types.Int32Value(3), "texts": types.ListNull(types.StringType),
	})
	fields := view.Object(object)
	if fields.Text("text") != view.Of("a") || !fields.Flag("flag").Unknown || fields.Number("number") != view.Of(int32(3)) || !fields.Texts("texts").Empty() || !fields.Text("none").Null() {
		t.Errorf("fields %v", fields)
	}
	if view.Object(types.ObjectNull(kinds)) != nil || view.Object(types.ObjectUnknown(kinds)) != nil || view.Object(nil) != nil {
		t.Error("an object that is not known has fields")
	}
	entries := view.Map(types.MapValueMust(types.StringType, map[string]attr.Value{"b": types.StringUnknown(), "a": types.StringValue("x")}))
	if diff := cmp.Diff([]string{"a", "b"}, entries.Keys); diff != "" || !entries.Complete || entries.Empty() || view.Text(entries.Values["a"]) != view.Of("x") {
		t.Errorf("entries %v", entries)
	}
	if unknown := view.Map(types.MapUnknown(types.StringType)); unknown.Complete || unknown.Empty() {
		t.Error("an unknown map is complete")
	}
	if !view.Map(types.MapNull(types.StringType)).Empty() || !view.Map(nil).Empty() {
		t.Error("no map has entries")
	}
}
