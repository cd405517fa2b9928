package values

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// restore is the law for one pair of values: the planned one where it means the same, the response
// otherwise, deciding anew inside objects, maps and lists.
func restore(ctx context.Context, planned, response attr.Value) attr.Value {
	switch {
	case planned == nil || planned.IsUnknown():
		return response
	case response == nil || response.IsUnknown():
		return planned // responses have no unknowns; a planned value is at least not one
	case planned.IsNull() || response.IsNull():
		return keepEmpty(planned, response)
	case planned.Equal(response):
		return planned
	}
	switch p := planned.(type) {
	case basetypes.StringValuableWithSemanticEquals:
		if r, ok := response.(basetypes.StringValuable); ok {
			if same, ds := p.StringSemanticEquals(ctx, r); same && !ds.HasError() {
				return planned
			}
		}
	case basetypes.ObjectValue:
		if r, ok := response.(basetypes.ObjectValue); ok {
			return restoreObject(ctx, p, r)
		}
	case basetypes.MapValue:
		if r, ok := response.(basetypes.MapValue); ok {
			return restoreMap(ctx, p, r)
		}
	case basetypes.ListValue:
		if r, ok := response.(basetypes.ListValue); ok {
			return restoreList(ctx, p, r)
		}
	case basetypes.SetValue:
		if r, ok := response.(basetypes.SetValue); ok {
			return restoreSet(ctx, p, r)
		}
	}
	return response
}

// keepEmpty is first where one is null and the other empty, else second.
func keepEmpty(first, second attr.Value) attr.Value {
	if first == nil || second == nil {
		return second
	}
	if (first.IsNull() && isEmpty(second)) || (second.IsNull() && isEmpty(first)) {
		return first
	}
	if !Known(first) || !Known(second) {
		return second
	}
	switch f := first.(type) {
	case basetypes.ObjectValue:
		if s, ok := second.(basetypes.ObjectValue); ok {
			return mergeObject(f, s, keepEmpty)
		}
	case basetypes.MapValue:
		if s, ok := second.(basetypes.MapValue); ok {
			return mergeMapValue(f, s, keepEmpty)
		}
	case basetypes.ListValue:
		if s, ok := second.(basetypes.ListValue); ok && len(f.Elements()) == len(s.Elements()) {
			return mergeListValue(f, s, keepEmpty)
		}
	}
	return second
}

// isEmpty reports a known empty text or collection.
func isEmpty(v attr.Value) bool {
	if !Known(v) {
		return false
	}
	switch t := v.(type) {
	case String:
		return t.ValueString() == ""
	case basetypes.MapValue:
		return len(t.Elements()) == 0
	case Sequence:
		return len(t.Elements()) == 0
	}
	return false
}

func restoreObject(ctx context.Context, planned, response basetypes.ObjectValue) attr.Value {
	return mergeObject(planned, response, func(p, r attr.Value) attr.Value { return restore(ctx, p, r) })
}

func restoreMap(ctx context.Context, planned, response basetypes.MapValue) attr.Value {
	return mergeMapValue(planned, response, func(p, r attr.Value) attr.Value { return restore(ctx, p, r) })
}

// restoreList pairs by index; a list that Azure only reordered is the planned one.
func restoreList(ctx context.Context, planned, response basetypes.ListValue) attr.Value {
	ps, rs := planned.Elements(), response.Elements()
	if len(ps) != len(rs) {
		return response
	}
	if matched, ok := match(ctx, ps, rs); ok && allPlanned(matched) {
		return planned
	}
	return mergeListValue(planned, response, func(p, r attr.Value) attr.Value { return restore(ctx, p, r) })
}

// restoreSet puts back the spelling of every element that means the same.
func restoreSet(ctx context.Context, planned, response basetypes.SetValue) attr.Value {
	ps, rs := planned.Elements(), response.Elements()
	matched, ok := match(ctx, ps, rs)
	if ok && len(ps) == len(rs) && allPlanned(matched) {
		return planned
	}
	out := make([]attr.Value, len(rs))
	for i, r := range rs {
		out[i] = r
		if matched[i] != nil {
			out[i] = matched[i]
		}
	}
	return built(response, func(ctx context.Context) (attr.Value, bool) {
		v, ds := basetypes.NewSetValue(response.ElementType(ctx), out)
		return v, !ds.HasError()
	})
}

// match finds for each response element a planned one of its own that means the same; nil where
// there is none. Equal texts are found by hashing first, so that only what Azure spelled
// differently is compared pair by pair. ok is false when a planned element is unknown.
func match(ctx context.Context, planned, response []attr.Value) (matched []attr.Value, ok bool) {
	free := make(map[string][]int, len(planned))
	for i, p := range planned {
		if !FullyKnown(p) {
			return make([]attr.Value, len(response)), false
		}
		free[p.String()] = append(free[p.String()], i)
	}
	matched = make([]attr.Value, len(response))
	taken := make([]bool, len(planned))
	var rest []int
	for i, r := range response {
		candidates := free[r.String()]
		if len(candidates) == 0 {
			rest = append(rest, i)
			continue
		}
		matched[i], taken[candidates[0]] = planned[candidates[0]], true
		free[r.String()] = candidates[1:]
	}
	for _, i := range rest {
		for j, p := range planned {
			if !taken[j] && restore(ctx, p, response[i]).Equal(p) {
				matched[i], taken[j] = p, true
				break
			}
		}
	}
	return matched, true
}

func allPlanned(matched []attr.Value) bool {
	for _, m := range matched {
		if m == nil {
			return false
		}
	}
	return true
}

func mergeObject(first, second basetypes.ObjectValue, pick func(f, s attr.Value) attr.Value) attr.Value {
	fs, out := first.Attributes(), second.Attributes()
	for name, s := range out {
		if f, ok := fs[name]; ok {
			out[name] = pick(f, s)
		}
	}
	return built(second, func(ctx context.Context) (attr.Value, bool) {
		v, ds := basetypes.NewObjectValue(second.AttributeTypes(ctx), out)
		return v, !ds.HasError()
	})
}

func mergeMapValue(first, second basetypes.MapValue, pick func(f, s attr.Value) attr.Value) attr.Value {
	fs, out := first.Elements(), second.Elements()
	for key, s := range out {
		if f, ok := fs[key]; ok {
			out[key] = pick(f, s)
		}
	}
	return built(second, func(ctx context.Context) (attr.Value, bool) {
		v, ds := basetypes.NewMapValue(second.ElementType(ctx), out)
		return v, !ds.HasError()
	})
}

func mergeListValue(first, second basetypes.ListValue, pick func(f, s attr.Value) attr.Value) attr.Value {
	fs, out := first.Elements(), second.Elements()
	for i, s := range out {
		out[i] = pick(fs[i], s)
	}
	return built(second, func(ctx context.Context) (attr.Value, bool) {
		v, ds := basetypes.NewListValue(second.ElementType(ctx), out)
		return v, !ds.HasError()
	})
}

// built answers the merged value, or the response unchanged where it could not be built: the element
// types of two values may differ only by a bug of ours, which the framework reports with its path.
func built(response attr.Value, build func(context.Context) (attr.Value, bool)) attr.Value {
	if v, ok := build(context.Background()); ok { //nolint:forbidigo // a pure conversion: nothing in it can be waited for or cancelled
		return v
	}
	return response
}
