package aks

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The ports of an application rule's protocols lie in a list of objects: they are numbers of 32 bits in there too.
func TestTypedInsideLists(t *testing.T) {
	t.Parallel()
	kinds := map[string]attr.Type{"type": types.StringType, "port": types.NumberType}
	protocol := types.ObjectValueMust(kinds, map[string]attr.Value{"type": types.StringValue("Https"), "port": types.NumberValue(big.NewFloat(443))})
	element := types.ObjectType{AttrTypes: kinds}
	want := types.Int32Value(443)
	list, _ := typed(types.ListValueMust(element, []attr.Value{protocol})).(types.List)
	set, _ := typed(types.SetValueMust(element, []attr.Value{protocol})).(types.Set)
	for _, elements := range [][]attr.Value{list.Elements(), set.Elements()} {
		if len(elements) != 1 {
			t.Fatalf("%d elements", len(elements))
		}
		object, _ := elements[0].(types.Object)
		if got := object.Attributes()["port"]; !want.Equal(got) {
			t.Errorf("the port is %v", got)
		}
	}
	for _, odd := range []float64{4294967739, -4294967296, 1.5} {
		if got := typed(types.NumberValue(big.NewFloat(odd))); !got.IsUnknown() {
			t.Errorf("%v became %v", odd, got)
		}
	}
	if null := types.ListNull(element); !typed(null).IsNull() {
		t.Error("null became something")
	}
}

// A rule collection group has a map for each kind of collection, null where it has none of the kind: groups with different kinds stay one map.
func TestTypedNullMembers(t *testing.T) {
	t.Parallel()
	rule := types.ObjectType{AttrTypes: map[string]attr.Type{"ports": types.ListType{ElemType: types.NumberType}}}
	collection := types.ObjectType{AttrTypes: map[string]attr.Type{"priority": types.NumberType, "first": rule, "rules": types.SetType{ElemType: rule}}}
	kinds := map[string]attr.Type{"priority": types.NumberType, "network": types.MapType{ElemType: collection}, "nat": types.ListType{ElemType: collection}}
	group := types.ObjectType{AttrTypes: kinds}
	some := types.ObjectValueMust(collection.AttrTypes, map[string]attr.Value{
		"priority": types.NumberValue(big.NewFloat(200)), "first": types.ObjectNull(rule.AttrTypes), "rules": types.SetNull(rule),
	})
	of := func(network, nat attr.Value) attr.Value {
		return types.ObjectValueMust(kinds, map[string]attr.Value{"priority": types.NumberValue(big.NewFloat(100)), "network": network, "nat": nat})
	}
	groups := types.MapValueMust(group, map[string]attr.Value{
		"full":    of(types.MapValueMust(collection, map[string]attr.Value{"c": some}), types.ListNull(collection)),
		"null":    of(types.MapNull(collection), types.ListValueMust(collection, []attr.Value{some})),
		"unknown": of(types.MapUnknown(collection), types.ListUnknown(collection)),
	})
	for _, v := range []attr.Value{groups, types.MapNull(group), types.SetUnknown(group), types.ObjectNull(kinds), types.ObjectUnknown(kinds)} {
		got := typed(v)
		if want := typeOf(v.Type(noContext)); !got.Type(noContext).Equal(want) || got.IsNull() != v.IsNull() || got.IsUnknown() != v.IsUnknown() {
			t.Errorf("%v became %v of type %v, want %v", v, got, got.Type(noContext), want)
		}
	}
	all, _ := typed(groups).(types.Map)
	for name, v := range all.Elements() {
		made, _ := v.(types.Object)
		if got := made.Attributes()["priority"]; !types.Int32Value(100).Equal(got) {
			t.Errorf("the priority of %q is %v", name, got)
		}
	}
}
