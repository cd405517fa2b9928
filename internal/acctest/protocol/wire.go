package protocol

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	ctymsgpack "github.com/zclconf/go-cty/cty/msgpack"
)

var errNoValue = errors.New("no value was returned")

// toWire packs a value as core does, in MessagePack.
func toWire(v cty.Value, ty cty.Type) (*tfprotov6.DynamicValue, error) {
	raw, err := ctymsgpack.Marshal(v, ty)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.DynamicValue{MsgPack: raw}, nil
}

// fromWire unpacks a value; one that does not have the type is an error, as in core.
func fromWire(in *tfprotov6.DynamicValue, ty cty.Type) (cty.Value, error) {
	switch {
	case in == nil || (in.MsgPack == nil && in.JSON == nil):
		return cty.NilVal, errNoValue
	case in.MsgPack != nil:
		return ctymsgpack.Unmarshal(in.MsgPack, ty)
	default:
		return ctyjson.Unmarshal(in.JSON, ty)
	}
}

// ctyValue converts a value of the wire library, by way of MessagePack.
func ctyValue(in tftypes.Value) (cty.Value, error) {
	ty, err := ctyType(in.Type())
	if err != nil {
		return cty.NilVal, err
	}
	packed, err := tfprotov6.NewDynamicValue(in.Type(), in)
	if err != nil {
		return cty.NilVal, fmt.Errorf("packing %s: %w", in, err)
	}
	return fromWire(&packed, ty)
}
