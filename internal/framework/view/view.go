// Package view reads framework values where a Go struct for each would be too much: rules come by the thousand. A view tells what is known of a value
// and keeps null, unknown and known apart (law L1), so that checks judge every known part and requests are made only of what
// is known as a whole.
package view

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// Leaf is one value: known, null or unknown. The zero Leaf is null.
type Leaf[T any] struct {
	Value   T
	Known   bool
	Unknown bool
}

// Of is a known leaf.
func Of[T any](value T) Leaf[T] { return Leaf[T]{Value: value, Known: true} }

// Null reports that there is no value, and will be none.
func (l Leaf[T]) Null() bool { return !l.Known && !l.Unknown }

// Or is the value, or the fallback where there is none. What is unknown stays so.
func (l Leaf[T]) Or(fallback T) Leaf[T] {
	if l.Null() {
		return Of(fallback)
	}
	return l
}

func leaf[T any](v attr.Value, read func() T) Leaf[T] {
	switch {
	case v == nil || v.IsNull():
		return Leaf[T]{}
	case v.IsUnknown():
		return Leaf[T]{Unknown: true}
	}
	return Of(read())
}

// Text views a string of any string type.
func Text(v attr.Value) Leaf[string] {
	text, ok := v.(values.String)
	if !ok {
		return Leaf[string]{}
	}
	return leaf(v, text.ValueString)
}

// Flag views a bool.
func Flag(v attr.Value) Leaf[bool] {
	flag, ok := v.(types.Bool)
	if !ok {
		return Leaf[bool]{}
	}
	return leaf(v, flag.ValueBool)
}

// Number views an int32.
func Number(v attr.Value) Leaf[int32] {
	number, ok := v.(types.Int32)
	if !ok {
		return Leaf[int32]{}
	}
	return leaf(v, number.ValueInt32)
}

// List is the known texts of a list or set, in order, and whether they are all.
type List struct {
	Items    []string
	Complete bool
}

// Empty reports that there is no element, and will be none.
func (l List) Empty() bool { return l.Complete && len(l.Items) == 0 }

// Texts views a list or set of strings of any string type.
func Texts(v attr.Value) List {
	if v == nil || v.IsNull() {
		return List{Complete: true}
	}
	sequence, ok := v.(values.Sequence)
	if !ok || v.IsUnknown() {
		return List{}
	}
	found := List{Complete: true}
	for _, element := range sequence.Elements() {
		if one := Text(element); one.Known {
			found.Items = append(found.Items, one.Value)
		} else {
			found.Complete = found.Complete && !one.Unknown
		}
	}
	return found
}

// Elements are those of a list or set of any type; none where it is null or unknown.
func Elements(v attr.Value) []attr.Value {
	sequence, ok := v.(values.Sequence)
	if !ok || !values.Known(sequence) {
		return nil
	}
	return sequence.Elements()
}

// Fields are the attributes of an object that is known; nil where it is null or unknown.
type Fields map[string]attr.Value

// Object views an object.
func Object(v attr.Value) Fields {
	object, ok := v.(types.Object)
	if !ok || !values.Known(object) {
		return nil
	}
	return object.Attributes()
}

// Text views the attribute as a string.
func (f Fields) Text(name string) Leaf[string] { return Text(f[name]) }

// Flag views the attribute as a bool.
func (f Fields) Flag(name string) Leaf[bool] { return Flag(f[name]) }

// Number views the attribute as an int32.
func (f Fields) Number(name string) Leaf[int32] { return Number(f[name]) }

// Texts views the attribute as a list or set of strings.
func (f Fields) Texts(name string) List { return Texts(f[name]) }

// Entries are the elements of a map, sorted by key, and whether they are all.
type Entries struct {
	Keys     []string
	Values   map[string]attr.Value
	Complete bool
}

// Empty reports that there is no element, and will be none.
func (e Entries) Empty() bool { return e.Complete && len(e.Keys) == 0 }

// Map views a map of any type.
func Map(v attr.Value) Entries {
	if v == nil || v.IsNull() {
		return Entries{Complete: true}
	}
	object, ok := v.(types.Map)
	if !ok || v.IsUnknown() {
		return Entries{}
	}
	elements := object.Elements()
	return Entries{Keys: slices.Sorted(maps.Keys(elements)), Values: elements, Complete: true}
}
