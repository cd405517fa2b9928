package protocol

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// nesting says how the objects of a nested attribute are held.
type nesting int

const (
	nestingSingle nesting = iota
	nestingList
	nestingMap
	nestingSet
)

// attribute is what core knows of one attribute.
type attribute struct {
	typ                                     cty.Type
	nested                                  *nestedType // nil for an attribute of a plain type
	required, optional, computed, sensitive bool
	writeOnly                               bool
}

// attributes are the attributes of an object, by name.
type attributes map[string]*attribute

// nestedType is the object type inside a nested attribute.
type nestedType struct {
	mode  nesting
	attrs attributes
}

// schema is a schema in core's terms: attributes only, with the implied type worked out once.
type schema struct {
	version int64
	attrs   attributes
	typ     cty.Type
}

// newSchema converts a schema as it comes over the wire. Nested blocks are refused: the rules of this package are restated
// for attributes only.
func newSchema(in *tfprotov6.Schema) (*schema, error) {
	if in == nil || in.Block == nil {
		return &schema{attrs: attributes{}, typ: cty.EmptyObject}, nil
	}
	if len(in.Block.BlockTypes) > 0 {
		return nil, fmt.Errorf("the schema has a nested block %q; this harness knows attributes only", in.Block.BlockTypes[0].TypeName)
	}
	attrs, err := newAttributes(in.Block.Attributes)
	if err != nil {
		return nil, err
	}
	return &schema{version: in.Version, attrs: attrs, typ: attrs.objectType()}, nil
}

func newAttributes(in []*tfprotov6.SchemaAttribute) (attributes, error) {
	out := make(attributes, len(in))
	for _, a := range in {
		converted, err := newAttribute(a)
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", a.Name, err)
		}
		out[a.Name] = converted
	}
	return out, nil
}

func newAttribute(in *tfprotov6.SchemaAttribute) (*attribute, error) {
	out := &attribute{
		required: in.Required, optional: in.Optional, computed: in.Computed,
		sensitive: in.Sensitive, writeOnly: in.WriteOnly,
	}
	if in.NestedType == nil {
		typ, err := ctyType(in.Type)
		out.typ = typ
		return out, err
	}
	attrs, err := newAttributes(in.NestedType.Attributes)
	if err != nil {
		return nil, err
	}
	out.nested = &nestedType{attrs: attrs}
	object := attrs.objectType()
	switch in.NestedType.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		out.nested.mode, out.typ = nestingSingle, object
	case tfprotov6.SchemaObjectNestingModeList:
		out.nested.mode, out.typ = nestingList, cty.List(object)
	case tfprotov6.SchemaObjectNestingModeMap:
		out.nested.mode, out.typ = nestingMap, cty.Map(object)
	case tfprotov6.SchemaObjectNestingModeSet:
		out.nested.mode, out.typ = nestingSet, cty.Set(object)
	default:
		return nil, fmt.Errorf("unknown nesting mode %s", in.NestedType.Nesting)
	}
	return out, nil
}

// objectType is the type of an object with these attributes.
func (attrs attributes) objectType() cty.Type {
	types := make(map[string]cty.Type, len(attrs))
	for name, a := range attrs {
		types[name] = a.typ
	}
	return cty.Object(types)
}

// newIdentitySchema converts the schema of a resource identity; nil stays nil. Identity attributes behave like computed ones.
func newIdentitySchema(in *tfprotov6.ResourceIdentitySchema) (*schema, error) {
	if in == nil {
		return nil, nil
	}
	out := &schema{version: in.Version, attrs: attributes{}}
	for _, a := range in.IdentityAttributes {
		typ, err := ctyType(a.Type)
		if err != nil {
			return nil, fmt.Errorf("identity attribute %s: %w", a.Name, err)
		}
		out.attrs[a.Name] = &attribute{typ: typ, required: a.RequiredForImport, optional: a.OptionalForImport, computed: true}
	}
	out.typ = out.attrs.objectType()
	return out, nil
}

// ctyType converts a type by way of its JSON form, which is the form that the wire protocol itself uses.
func ctyType(in tftypes.Type) (cty.Type, error) {
	if in == nil {
		return cty.NilType, fmt.Errorf("no type")
	}
	raw, err := in.MarshalJSON() //nolint:staticcheck // the only way from one type system to the other
	if err != nil {
		return cty.NilType, fmt.Errorf("reading type %s: %w", in, err)
	}
	return ctyjson.UnmarshalType(raw)
}
