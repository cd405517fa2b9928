package armtypes

import (
	"strconv"
	"strings"
)

// Each gives the values at path in document order; "[*]" after a name walks over an array. Members that are absent are left out.
func (o Object) Each(path string) []Place {
	var out []Place
	each(o, strings.Split(path, "."), "", nil, &out)
	return out
}

func each(at Object, names []string, prefix string, element Object, out *[]Place) {
	name, array := strings.CutSuffix(names[0], "[*]")
	v, ok := at[name]
	if !ok {
		return
	}
	path := name
	if prefix != "" {
		path = prefix + "." + name
	}
	if !array {
		visit(at, name, v, names[1:], path, element, out)
		return
	}
	list, _ := v.([]any)
	for i, e := range list {
		m := asMap(e)
		if len(names) == 1 {
			*out = append(*out, Place{Path: indexed(path, i), Value: e, Element: m})
		} else if m != nil {
			each(m, names[1:], indexed(path, i), m, out)
		}
	}
}

func visit(holder Object, member string, v any, rest []string, path string, element Object, out *[]Place) {
	if len(rest) == 0 {
		*out = append(*out, Place{Path: path, Value: v, Holder: holder, Member: member, Element: element})
		return
	}
	if m := asMap(v); m != nil {
		each(m, rest, path, element, out)
	}
}

func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
