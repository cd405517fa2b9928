package answer

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// errUnknown is what conversion says of a value that is not known. Functions and
// data sources never see one: core waits until everything is known.
var errUnknown = errors.New("a value is not known")

// JSON is a Terraform value as JSON text. An attribute that is null is left out,
// as it would be in a document written by hand. A string is taken to be JSON
// already, so that a document may come from a file or from an object.
func JSON(v attr.Value) ([]byte, error) {
	if d, ok := v.(basetypes.DynamicValue); ok {
		v = d.UnderlyingValue()
	}
	if s, ok := v.(basetypes.StringValue); ok && !s.IsNull() && !s.IsUnknown() {
		return []byte(s.ValueString()), nil
	}
	p, err := plain(v)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encoding the value: %w", err)
	}
	return text, nil
}

// plain turns a value into what encoding/json writes.
func plain(v attr.Value) (any, error) {
	switch {
	case v == nil || v.IsNull():
		return nil, nil //nolint:nilnil // null is a value in JSON
	case v.IsUnknown():
		return nil, errUnknown
	}
	switch v := v.(type) {
	case basetypes.DynamicValue:
		return plain(v.UnderlyingValue())
	case basetypes.StringValue:
		return v.ValueString(), nil
	case basetypes.BoolValue:
		return v.ValueBool(), nil
	case basetypes.NumberValue:
		return number(v.ValueBigFloat()), nil
	case basetypes.ObjectValue:
		return members(v.Attributes())
	case basetypes.MapValue:
		return members(v.Elements())
	case basetypes.ListValue:
		return items(v.Elements())
	case basetypes.SetValue:
		return items(v.Elements())
	case basetypes.TupleValue:
		return items(v.Elements())
	}
	return nil, fmt.Errorf("a %T has no form in JSON", v)
}

// number keeps a whole number whole, however large.
func number(f *big.Float) json.Number {
	if i, accuracy := f.Int(nil); accuracy == big.Exact {
		return json.Number(i.String())
	}
	return json.Number(f.Text('g', -1))
}

func members(in map[string]attr.Value) (any, error) {
	out := make(map[string]any, len(in))
	for name, v := range in {
		p, err := plain(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if p != nil {
			out[name] = p
		}
	}
	return out, nil
}

func items(in []attr.Value) (any, error) {
	out := make([]any, len(in))
	for i, v := range in {
		p, err := plain(v)
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		out[i] = p
	}
	return out, nil
}
