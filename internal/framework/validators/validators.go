package validators

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// described is the text that validators show in documentation.
type described string

// Description implements validator.Describer.
func (d described) Description(context.Context) string { return string(d) }

// MarkdownDescription implements validator.Describer.
func (d described) MarkdownDescription(context.Context) string { return string(d) }

// Func makes a validator of a check. Description says what the value must be ("a name of at most 80
// letters, digits, …"); noun names the kind of value in the error's summary ("name").
func Func(noun, description string, check func(string) error) validator.String {
	return stringFunc{described(description), noun, check}
}

type stringFunc struct {
	described
	noun  string
	check func(string) error
}

// ValidateString implements validator.String.
func (v stringFunc) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	s, ok := values.KnownString(req.ConfigValue)
	if !ok {
		return
	}
	if err := v.check(s); err != nil {
		resp.Diagnostics.Append(diags.Invalid(req.Path, v.noun, err))
	}
}

// Keys makes a validator of a check on a map's keys: names of subnets, routes, rules. Keys are
// always known when the map is. Two keys that differ only by case are an error as well, because
// Azure takes them for one name.
func Keys(noun, description string, check func(string) error) validator.Map {
	return mapKeys{described(description), noun, check}
}

type mapKeys struct {
	described
	noun  string
	check func(string) error
}

// ValidateMap implements validator.Map.
func (v mapKeys) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	if !values.Known(req.ConfigValue) {
		return
	}
	elements := req.ConfigValue.Elements()
	keys := make([]string, 0, len(elements))
	for key := range elements {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	seen := make(map[string]string, len(keys))
	for _, key := range keys {
		at := req.Path.AtMapKey(key)
		if err := v.check(key); err != nil {
			resp.Diagnostics.Append(diags.Invalid(at, v.noun, err))
		}
		folded := strings.ToLower(key)
		if first, ok := seen[folded]; ok {
			resp.Diagnostics.Append(diags.Invalid(at, v.noun, fmt.Errorf("%q and %q differ only by case; Azure takes them for the same name", first, key)))
			continue
		}
		seen[folded] = key
	}
}

// UniqueList refuses a list in which two known elements mean the same; key gives what they are
// compared by (nil: the text itself). Azure refuses duplicates in most lists.
func UniqueList(noun string, key func(string) string) validator.List {
	return uniqueList{described("no " + noun + " occurs twice"), noun, key}
}

// UniqueSet is UniqueList for a set: a set drops equal texts by itself, but not two spellings.
func UniqueSet(noun string, key func(string) string) validator.Set {
	return uniqueSet{described("no " + noun + " occurs twice"), noun, key}
}

type uniqueList struct {
	described
	noun string
	key  func(string) string
}

// ValidateList implements validator.List.
func (v uniqueList) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if !values.Known(req.ConfigValue) {
		return
	}
	duplicates(req.ConfigValue.Elements(), v.key, func(i int, _ attr.Value, err error) {
		resp.Diagnostics.Append(diags.Invalid(req.Path.AtListIndex(i), v.noun, err))
	})
}

type uniqueSet struct {
	described
	noun string
	key  func(string) string
}

// ValidateSet implements validator.Set.
func (v uniqueSet) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if !values.Known(req.ConfigValue) {
		return
	}
	duplicates(req.ConfigValue.Elements(), v.key, func(_ int, e attr.Value, err error) {
		resp.Diagnostics.Append(diags.Invalid(req.Path.AtSetValue(e), v.noun, err))
	})
}

// duplicates reports every known text whose key an earlier one had.
func duplicates(elements []attr.Value, key func(string) string, report func(int, attr.Value, error)) {
	seen := make(map[string]string, len(elements))
	for i, e := range elements {
		v, ok := e.(values.String)
		if !ok {
			continue
		}
		s, ok := values.KnownString(v)
		if !ok {
			continue
		}
		k := s
		if key != nil {
			k = key(s)
		}
		if first, again := seen[k]; again {
			if first == s {
				report(i, e, fmt.Errorf("%q is given twice", s))
			} else {
				report(i, e, fmt.Errorf("%q is given again as %q", first, s))
			}
			continue
		}
		seen[k] = s
	}
}
