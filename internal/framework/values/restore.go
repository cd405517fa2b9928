package values

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// RestorePlanned is for the end of a create or update: it answers the response with every planned
// value put back that means the same (null and empty, order, spelling), because core demands that
// the applied state equals what was planned. A planned value that Azure really changed is left as
// Azure has it, so that the difference is seen. What was unknown comes from the response.
//
// M is a model (a struct of framework values, embedded structs and nested models included) or a
// framework value. Read never uses it: there the service is right; see KeepEmptiness.
func RestorePlanned[M any](ctx context.Context, planned, response M) M {
	return walk(planned, response, func(p, r attr.Value) attr.Value { return restore(ctx, p, r) })
}

// KeepEmptiness is for Read: it answers what was read, but where one of prior and read is null and
// the other empty (text or collection), prior stands. Azure does not tell the two apart, so neither is drift.
func KeepEmptiness[M any](prior, read M) M {
	return walk(prior, read, keepEmpty)
}

// KeepPlanned is planned unless that is unknown, in which case it is response: for an attribute that
// Azure takes but never shows.
func KeepPlanned[V attr.Value](planned, response V) V {
	if planned.IsUnknown() {
		return response
	}
	return planned
}

var valueType = reflect.TypeFor[attr.Value]()

// walk pairs the framework values of two models and answers a copy of the second in which each is
// replaced by what pick says. Fields that are no framework values stay as the second has them.
func walk[M any](first, second M, pick func(first, second attr.Value) attr.Value) M {
	out := second
	merge(reflect.ValueOf(&first).Elem(), reflect.ValueOf(&out).Elem(), pick)
	return out
}

// merge changes second in place; it never writes through a pointer or map that second shares with
// the caller's value, but replaces it by a copy.
func merge(first, second reflect.Value, pick func(first, second attr.Value) attr.Value) {
	if second.Type().Implements(valueType) {
		mergeValue(first, second, pick)
		return
	}
	switch second.Kind() {
	case reflect.Struct:
		for i := range second.NumField() {
			if second.Field(i).CanSet() {
				merge(first.Field(i), second.Field(i), pick)
			}
		}
	case reflect.Pointer:
		if first.IsNil() || second.IsNil() {
			return
		}
		fresh := reflect.New(second.Type().Elem())
		fresh.Elem().Set(second.Elem())
		merge(first.Elem(), fresh.Elem(), pick)
		second.Set(fresh)
	case reflect.Slice:
		mergeSlice(first, second, pick)
	case reflect.Map:
		mergeMap(first, second, pick)
	default:
	}
}

func mergeValue(first, second reflect.Value, pick func(first, second attr.Value) attr.Value) {
	p, ok := first.Interface().(attr.Value)
	if !ok {
		return // a nil interface
	}
	r, ok := second.Interface().(attr.Value)
	if !ok {
		return
	}
	if got := reflect.ValueOf(pick(p, r)); got.IsValid() && got.Type().AssignableTo(second.Type()) {
		second.Set(got)
	}
}

// mergeSlice pairs by index when both have as many; else the second stands.
func mergeSlice(first, second reflect.Value, pick func(first, second attr.Value) attr.Value) {
	if first.Len() == 0 && second.Len() == 0 {
		second.Set(first) // nil against empty
		return
	}
	if first.Len() != second.Len() {
		return
	}
	fresh := reflect.MakeSlice(second.Type(), second.Len(), second.Len())
	reflect.Copy(fresh, second)
	for i := range fresh.Len() {
		merge(first.Index(i), fresh.Index(i), pick)
	}
	second.Set(fresh)
}

func mergeMap(first, second reflect.Value, pick func(first, second attr.Value) attr.Value) {
	if first.Len() == 0 && second.Len() == 0 {
		second.Set(first)
		return
	}
	if second.IsNil() {
		return
	}
	fresh := reflect.MakeMapWithSize(second.Type(), second.Len())
	for it := second.MapRange(); it.Next(); {
		value := reflect.New(second.Type().Elem()).Elem()
		value.Set(it.Value())
		if prior := first.MapIndex(it.Key()); prior.IsValid() {
			merge(prior, value, pick)
		}
		fresh.SetMapIndex(it.Key(), value)
	}
	second.Set(fresh)
}
