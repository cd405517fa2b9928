package aks

import (
	"context"
	"math"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// noContext is for methods of the framework that take a context and read a field.
var noContext = context.Background() //nolint:forbidigo // nothing in them can be waited for

// typed gives the members of a dynamic value the types that the egress resources have: a dynamic value knows numbers of one kind only, and
// whoever reads an egress looks for whole numbers of 32 bits. What is null or unknown changes its type as well, or it would no longer fit beside
// what is known. What cannot be converted stays as it is.
func typed(v attr.Value) attr.Value {
	if v != nil && (v.IsNull() || v.IsUnknown()) {
		return fitted(v, typeOf(v.Type(noContext)))
	}
	switch v := v.(type) {
	case types.Number:
		return whole(v)
	case types.Object:
		members, kinds := v.Attributes(), map[string]attr.Type{}
		for name, member := range members {
			members[name] = typed(member)
			kinds[name] = members[name].Type(noContext)
		}
		if made, problems := types.ObjectValue(kinds, members); !problems.HasError() {
			return made
		}
	case types.Map:
		element := typeOf(v.ElementType(noContext))
		elements := v.Elements()
		for key, member := range elements {
			elements[key] = typed(member)
		}
		if made, problems := types.MapValue(element, elements); !problems.HasError() {
			return made
		}
	case types.List:
		element := typeOf(v.ElementType(noContext))
		if made, problems := types.ListValue(element, typedAll(v.Elements())); !problems.HasError() {
			return made
		}
	case types.Set:
		element := typeOf(v.ElementType(noContext))
		if made, problems := types.SetValue(element, typedAll(v.Elements())); !problems.HasError() {
			return made
		}
	}
	return v
}

// typedAll gives each element of a list or set its type.
func typedAll(elements []attr.Value) []attr.Value {
	all := make([]attr.Value, len(elements))
	for i, member := range elements {
		all[i] = typed(member)
	}
	return all
}

// typeOf is the type that typed gives to values of a type.
func typeOf(t attr.Type) attr.Type {
	switch t := t.(type) {
	case basetypes.NumberType:
		return types.Int32Type
	case types.ObjectType:
		kinds := map[string]attr.Type{}
		for name, member := range t.AttrTypes {
			kinds[name] = typeOf(member)
		}
		return types.ObjectType{AttrTypes: kinds}
	case types.MapType:
		return types.MapType{ElemType: typeOf(t.ElemType)}
	case types.ListType:
		return types.ListType{ElemType: typeOf(t.ElemType)}
	case types.SetType:
		return types.SetType{ElemType: typeOf(t.ElemType)}
	}
	return t
}

// fitted is a value that is null or unknown in a type; others stay as they are.
func fitted(v attr.Value, t attr.Type) attr.Value {
	switch {
	case v.IsUnknown():
		return unknownOf(t)
	case v.IsNull():
		return nullOf(noContext, t)
	}
	return v
}

// whole is a known number as one of 32 bits.
func whole(v types.Number) attr.Value {
	n, accuracy := v.ValueBigFloat().Int64()
	if accuracy != big.Exact || n < math.MinInt32 || n > math.MaxInt32 {
		return types.Int32Unknown() // neither a priority nor a port: nothing definite may be said of it (law L2)
	}
	return types.Int32Value(int32(n))
}
