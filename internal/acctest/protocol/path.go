package protocol

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// pathString writes a path as HCL would: subnets["aks"].address_prefixes[0]. A set element is written as its JSON value.
// The path of the whole object is "".
func pathString(path cty.Path) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(step.Name)
		case cty.IndexStep:
			b.WriteString("[" + show(step.Key) + "]")
		}
	}
	return b.String()
}

// with is a path with one more step; the given one is never changed.
func with(path cty.Path, step cty.PathStep) cty.Path {
	return append(path[:len(path):len(path)], step)
}

func withAttr(path cty.Path, name string) cty.Path {
	return with(path, cty.GetAttrStep{Name: name})
}

func withKey(path cty.Path, key cty.Value) cty.Path {
	return with(path, cty.IndexStep{Key: key})
}

// ctyPath converts a path as it comes over the wire. Over a real wire a set element cannot be named and the path ends
// before it (terraform-plugin-go internal/toproto/attribute_path.go); here it is kept, since it tells the reader more.
func ctyPath(in *tftypes.AttributePath) cty.Path {
	if in == nil {
		return nil
	}
	var out cty.Path
	for _, step := range in.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			out = withAttr(out, string(step))
		case tftypes.ElementKeyString:
			out = withKey(out, cty.StringVal(string(step)))
		case tftypes.ElementKeyInt:
			out = withKey(out, cty.NumberIntVal(int64(step)))
		case tftypes.ElementKeyValue:
			key, err := ctyValue(tftypes.Value(step))
			if err != nil {
				return out
			}
			out = withKey(out, key)
		}
	}
	return out
}

// show writes a value for a message: JSON, with (unknown) for what is not known.
func show(v cty.Value) string {
	switch {
	case v == cty.NilVal:
		return "(nothing)"
	case !v.IsKnown():
		return "(unknown)"
	case v.IsNull():
		return "null"
	}
	ty := v.Type()
	switch {
	case ty == cty.String:
		return strconv.Quote(v.AsString())
	case ty == cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case ty == cty.Bool:
		return strconv.FormatBool(v.True())
	case v.CanIterateElements():
		return showElements(v)
	}
	raw, err := ctyjson.Marshal(v, ty)
	if err != nil {
		return fmt.Sprintf("%#v", v)
	}
	return string(raw)
}

func showElements(v cty.Value) string {
	keyed := v.Type().IsObjectType() || v.Type().IsMapType()
	var parts []string
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if keyed {
			parts = append(parts, show(key)+":"+show(element))
			continue
		}
		parts = append(parts, show(element))
	}
	if keyed {
		return "{" + strings.Join(parts, ",") + "}"
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// parsePath reads what pathString writes, set elements excepted.
func parsePath(text string) ([]any, error) {
	var steps []any
	for rest := text; rest != ""; {
		switch {
		case strings.HasPrefix(rest, `["`):
			quoted, err := strconv.QuotedPrefix(rest[1:])
			if err != nil {
				return nil, fmt.Errorf("path %s: a key without closing quote", text)
			}
			key, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, fmt.Errorf("path %s: %w", text, err)
			}
			rest = rest[1+len(quoted):]
			if !strings.HasPrefix(rest, "]") {
				return nil, fmt.Errorf("path %s: ] expected after %s", text, quoted)
			}
			rest = rest[1:]
			steps = append(steps, key)
		case strings.HasPrefix(rest, "["):
			number, after, found := strings.Cut(rest[1:], "]")
			index, err := strconv.Atoi(number)
			if !found || err != nil {
				return nil, fmt.Errorf("path %s: an index must be a number in brackets", text)
			}
			rest = after
			steps = append(steps, index)
		default:
			rest = strings.TrimPrefix(rest, ".")
			end := strings.IndexAny(rest, ".[")
			if end < 0 {
				end = len(rest)
			}
			if end == 0 {
				return nil, fmt.Errorf("path %s: a name is missing", text)
			}
			steps = append(steps, rest[:end])
			rest = rest[end:]
		}
	}
	return steps, nil
}
