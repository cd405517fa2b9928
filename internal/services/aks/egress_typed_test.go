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
