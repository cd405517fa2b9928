package protocol

import (
	"github.com/zclconf/go-cty/cty"
)

// differences lists the paths at which two values of one type differ, each with both values: the deepest paths that tell it,
// sets as a whole.
func differences(before, after cty.Value) []string {
	return appendDifferences(nil, before, after, nil)
}

func appendDifferences(out []string, before, after cty.Value, path cty.Path) []string {
	if sameValue(before, after) {
		return out
	}
	ty := before.Type()
	deeper := before.IsKnown() && after.IsKnown() && !before.IsNull() && !after.IsNull() && ty.Equals(after.Type())
	switch {
	case deeper && ty.IsObjectType():
		for _, name := range sortedKeys(ty.AttributeTypes()) {
			out = appendDifferences(out, before.GetAttr(name), after.GetAttr(name), withAttr(path, name))
		}
		return out
	case deeper && (ty.IsListType() || ty.IsMapType() || ty.IsTupleType()):
		for it := before.ElementIterator(); it.Next(); {
			key, was := it.Element()
			out = appendDifferences(out, was, orMissing(elementAt(after, key)), withKey(path, key))
		}
		for it := after.ElementIterator(); it.Next(); {
			if key, is := it.Element(); elementAt(before, key) == cty.NilVal {
				out = appendDifferences(out, orMissing(cty.NilVal), is, withKey(path, key))
			}
		}
		return out
	}
	return append(out, pathString(path)+": "+show(before)+" -> "+show(after))
}

// orMissing makes a missing element comparable.
func orMissing(v cty.Value) cty.Value {
	if v == cty.NilVal {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return v
}
