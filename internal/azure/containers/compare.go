package containers

import (
	"encoding/json"
	"math/big"
	"strings"
)

// sameValue compares two JSON values by their meaning in ARM: texts without case (IDs, enumerations), numbers by value, nothing
// and emptiness alike. Ordered says whether the order of a list matters.
func sameValue(a, b any, ordered bool) bool {
	return comparison{ordered: ordered, text: strings.EqualFold}.same(a, b)
}

// sameExactly is sameValue with case: labels, taints, tags and keys.
func sameExactly(a, b any, ordered bool) bool {
	return comparison{ordered: ordered, text: func(a, b string) bool { return a == b }}.same(a, b)
}

type comparison struct {
	ordered bool
	text    func(a, b string) bool
}

func (c comparison) same(a, b any) bool {
	if isEmpty(a) && isEmpty(b) {
		return true
	}
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && c.objects(a, b)
	case []any:
		b, ok := b.([]any)
		return ok && c.lists(a, b)
	case string:
		b, ok := b.(string)
		return ok && c.text(a, b)
	case bool:
		b, ok := b.(bool)
		return ok && a == b
	case nil:
		return false // b is not empty
	}
	if text, ok := a.(json.Number); ok && text == b {
		return true
	}
	x, okX := number(a)
	y, okY := number(b)
	return okX && okY && x.Cmp(y) == 0
}

func (c comparison) objects(a, b map[string]any) bool {
	for name, value := range a {
		key, _ := memberName(b, name)
		if !c.same(value, b[key]) {
			return false
		}
	}
	for name, value := range b {
		if _, there := memberName(a, name); !there && !isEmpty(value) {
			return false
		}
	}
	return true
}

func (c comparison) lists(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	taken := make([]bool, len(b))
	for i := range a {
		found := false
		for k := range b {
			if taken[k] || c.ordered && k != i || !c.same(a[i], b[k]) {
				continue
			}
			taken[k], found = true, true
			break
		}
		if !found {
			return false
		}
	}
	return true
}

func number(v any) (*big.Rat, bool) {
	text, ok := v.(json.Number)
	if !ok {
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, false
		}
		text = json.Number(raw)
	}
	if len(text) > 64 { // 1e999999999 would be a number of a gigabyte
		return nil, false
	}
	f, err := text.Float64()
	if err != nil {
		return nil, false
	}
	if whole, err := text.Int64(); err == nil {
		return new(big.Rat).SetInt64(whole), true
	}
	r := new(big.Rat).SetFloat64(f)
	return r, r != nil
}

// isEmpty reports that a value says nothing: null, "", no members. false and 0 do say something.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, value := range v {
			if !isEmpty(value) {
				return false
			}
		}
		return true
	}
	return false
}
