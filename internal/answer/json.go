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
func JSON(v attr.Value) ([]byte, error) { return encode(v, plainly{}) }

// JSONOfKnown is [JSON] for a value of which parts are not known: each is written as {"unknown": true}, the mark of egress
// documents.
func JSONOfKnown(v attr.Value) ([]byte, error) {
	return encode(v, plainly{unknown: map[string]any{"unknown": true}})
}

func encode(v attr.Value, how plainly) ([]byte, error) {
	if d, ok := v.(basetypes.DynamicValue); ok {
		v = d.UnderlyingValue()
	}
	if s, ok := v.(basetypes.StringValue); ok && !s.IsNull() && !s.IsUnknown() {
		return []byte(s.ValueString()), nil
	}
	p, err := how.value(v)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encoding the value: %w", err)
	}
	return text, nil
}

// plainly turns values into what encoding/json writes.
type plainly struct {
	unknown any // what stands for values that are not known; nil refuses them
}

func (how plainly) value(v attr.Value) (any, error) {
	switch {
	case v == nil || v.IsNull():
		return nil, nil //nolint:nilnil // null is a value in JSON
	case v.IsUnknown() && how.unknown != nil:
		return how.unknown, nil
	case v.IsUnknown():
		return nil, errUnknown
	}
	switch v := v.(type) {
	case basetypes.DynamicValue:
		return how.value(v.UnderlyingValue())
	case basetypes.StringValue:
		return v.ValueString(), nil
	case basetypes.BoolValue:
		return v.ValueBool(), nil
	case basetypes.NumberValue:
		return number(v.ValueBigFloat()), nil
	case basetypes.ObjectValue:
		return how.members(v.Attributes())
	case basetypes.MapValue:
		return how.members(v.Elements())
	case basetypes.ListValue:
		return how.items(v.Elements())
	case basetypes.SetValue:
		return how.items(v.Elements())
	case basetypes.TupleValue:
		return how.items(v.Elements())
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

func (how plainly) members(in map[string]attr.Value) (any, error) {
	out := make(map[string]any, len(in))
	for name, v := range in {
		p, err := how.value(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if p != nil {
			out[name] = p
		}
	}
	return out, nil
}

func (how plainly) items(in []attr.Value) (any, error) {
	out := make([]any, len(in))
	for i, v := range in {
		p, err := how.value(v)
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		out[i] = p
	}
	return out, nil
}
