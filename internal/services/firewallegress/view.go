package firewallegress

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// Rules come by the thousand, so they are read straight from their framework values, without a Go struct for each. A view
// tells what is known (law L1); requests are made of views only after the whole is found known.

// leaf is one value: known, null or unknown.
type leaf[T any] struct {
	value   T
	known   bool
	unknown bool
}

// null reports that there is no value, and will be none.
func (l leaf[T]) null() bool { return !l.known && !l.unknown }

// or is the value, or the fallback where there is none. What is unknown stays so.
func (l leaf[T]) or(fallback T) leaf[T] {
	if l.null() {
		return leaf[T]{value: fallback, known: true}
	}
	return l
}

func leafOf[T any](v attr.Value, read func() T) leaf[T] {
	switch {
	case v == nil || v.IsNull():
		return leaf[T]{}
	case v.IsUnknown():
		return leaf[T]{unknown: true}
	}
	return leaf[T]{value: read(), known: true}
}

func textOf(v attr.Value) leaf[string] {
	text, ok := v.(values.String)
	if !ok {
		return leaf[string]{}
	}
	return leafOf(v, text.ValueString)
}

func flagOf(v attr.Value) leaf[bool] {
	flag, ok := v.(types.Bool)
	if !ok {
		return leaf[bool]{}
	}
	return leafOf(v, flag.ValueBool)
}

func numberOf(v attr.Value) leaf[int32] {
	number, ok := v.(types.Int32)
	if !ok {
		return leaf[int32]{}
	}
	return leafOf(v, number.ValueInt32)
}

// texts are the known elements of a list or set, in order, and whether they are all.
type texts struct {
	list     []string
	complete bool
}

// empty reports that there is no element, and will be none.
func (t texts) empty() bool { return t.complete && len(t.list) == 0 }

func textsOf(v attr.Value) texts {
	if v == nil || v.IsNull() {
		return texts{complete: true}
	}
	sequence, ok := v.(values.Sequence)
	if !ok || v.IsUnknown() {
		return texts{}
	}
	found := texts{complete: true}
	for _, element := range sequence.Elements() {
		if one := textOf(element); one.known {
			found.list = append(found.list, one.value)
		} else {
			found.complete = found.complete && !one.unknown
		}
	}
	return found
}

// fields are the attributes of an object that is known; nil where it is null or unknown.
type fields map[string]attr.Value

func fieldsOf(v attr.Value) fields {
	object, ok := v.(types.Object)
	if !ok || !values.Known(object) {
		return nil
	}
	return object.Attributes()
}

func (f fields) text(name string) leaf[string]  { return textOf(f[name]) }
func (f fields) flag(name string) leaf[bool]    { return flagOf(f[name]) }
func (f fields) number(name string) leaf[int32] { return numberOf(f[name]) }
func (f fields) texts(name string) texts        { return textsOf(f[name]) }

// entries are the elements of a map, sorted by key, and whether they are all.
type entries struct {
	keys     []string
	values   map[string]attr.Value
	complete bool
}

func entriesOf(v attr.Value) entries {
	if v == nil || v.IsNull() {
		return entries{complete: true}
	}
	object, ok := v.(types.Map)
	if !ok || v.IsUnknown() {
		return entries{}
	}
	elements := object.Elements()
	return entries{keys: slices.Sorted(maps.Keys(elements)), values: elements, complete: true}
}

// elementsOf are the elements of a list or set of any type; none where it is null or unknown.
func elementsOf(v attr.Value) []attr.Value {
	sequence, ok := v.(values.Sequence)
	if !ok || !values.Known(sequence) {
		return nil
	}
	return sequence.Elements()
}
