package main

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// address is the key that the documentation generator looks for, whatever the real source address is.
const address = "registry.terraform.io/hashicorp/udr"

// object is a JSON object. Members with a zero value are left out, as the CLI leaves them out.
type object map[string]any

// set stores a member unless it has nothing to say.
func (o object) set(name string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case bool:
		if !v {
			return
		}
	case int64:
		if v == 0 {
			return
		}
	case object:
		if len(v) == 0 {
			return
		}
	case []object:
		if len(v) == 0 {
			return
		}
	}
	o[name] = value
}

// document converts what the provider answers to the CLI's format, version 1.0.
func document(schemas *tfprotov6.GetProviderSchemaResponse, identities *tfprotov6.GetResourceIdentitySchemasResponse) object {
	provider := object{}
	if schemas.Provider != nil {
		provider["provider"] = schema(schemas.Provider)
	}
	provider.set("resource_schemas", each(schemas.ResourceSchemas, schema))
	provider.set("data_source_schemas", each(schemas.DataSourceSchemas, schema))
	provider.set("ephemeral_resource_schemas", each(schemas.EphemeralResourceSchemas, schema))
	provider.set("list_resource_schemas", each(schemas.ListResourceSchemas, schema))
	provider.set("action_schemas", each(schemas.ActionSchemas, func(a *tfprotov6.ActionSchema) object {
		return object{"block": block(a.Schema.Block)}
	}))
	provider.set("functions", each(schemas.Functions, function))
	provider.set("resource_identity_schemas", each(identities.IdentitySchemas, identity))
	return object{"format_version": "1.0", "provider_schemas": object{address: provider}}
}

func each[T any](from map[string]T, convert func(T) object) object {
	to := object{}
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}

func schema(s *tfprotov6.Schema) object {
	return object{"version": s.Version, "block": block(s.Block)}
}

func block(b *tfprotov6.SchemaBlock) object {
	o := object{"description_kind": kind(b.DescriptionKind)}
	o.set("attributes", attributes(b.Attributes))
	o.set("description", b.Description)
	o.set("deprecated", b.Deprecated)
	nested := object{}
	for _, n := range b.BlockTypes {
		inner := object{"nesting_mode": blockNesting[n.Nesting], "block": block(n.Block)}
		inner.set("min_items", n.MinItems)
		inner.set("max_items", n.MaxItems)
		nested[n.TypeName] = inner
	}
	o.set("block_types", nested)
	return o
}

func attributes(list []*tfprotov6.SchemaAttribute) object {
	o := object{}
	for _, a := range list {
		one := object{"description_kind": kind(a.DescriptionKind)}
		if a.NestedType != nil {
			one["nested_type"] = object{
				"attributes":   attributes(a.NestedType.Attributes),
				"nesting_mode": objectNesting[a.NestedType.Nesting],
			}
		} else {
			one["type"] = signature(a.Type)
		}
		one.set("description", a.Description)
		one.set("deprecated", a.Deprecated)
		one.set("required", a.Required)
		one.set("optional", a.Optional)
		one.set("computed", a.Computed)
		one.set("sensitive", a.Sensitive)
		one.set("write_only", a.WriteOnly)
		o[a.Name] = one
	}
	return o
}

func identity(s *tfprotov6.ResourceIdentitySchema) object {
	list := object{}
	for _, a := range s.IdentityAttributes {
		one := object{"type": signature(a.Type)}
		one.set("description", a.Description)
		one.set("required_for_import", a.RequiredForImport)
		one.set("optional_for_import", a.OptionalForImport)
		list[a.Name] = one
	}
	return object{"version": s.Version, "attributes": list}
}

func function(f *tfprotov6.Function) object {
	o := object{"return_type": signature(f.Return.Type)}
	o.set("description", f.Description)
	o.set("summary", f.Summary)
	o.set("deprecation_message", f.DeprecationMessage)
	var list []object
	for _, p := range f.Parameters {
		list = append(list, parameter(p))
	}
	o.set("parameters", list)
	if f.VariadicParameter != nil {
		o["variadic_parameter"] = parameter(f.VariadicParameter)
	}
	return o
}

func parameter(p *tfprotov6.FunctionParameter) object {
	o := object{"name": p.Name, "type": signature(p.Type)}
	o.set("description", p.Description)
	o.set("is_nullable", p.AllowNullValue)
	return o
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

var blockNesting = map[tfprotov6.SchemaNestedBlockNestingMode]string{
	tfprotov6.SchemaNestedBlockNestingModeSingle: "single",
	tfprotov6.SchemaNestedBlockNestingModeList:   "list",
	tfprotov6.SchemaNestedBlockNestingModeSet:    "set",
	tfprotov6.SchemaNestedBlockNestingModeMap:    "map",
	tfprotov6.SchemaNestedBlockNestingModeGroup:  "group",
}

var objectNesting = map[tfprotov6.SchemaObjectNestingMode]string{
	tfprotov6.SchemaObjectNestingModeSingle: "single",
	tfprotov6.SchemaObjectNestingModeList:   "list",
	tfprotov6.SchemaObjectNestingModeSet:    "set",
	tfprotov6.SchemaObjectNestingModeMap:    "map",
}

// signature is a type as Terraform writes it in JSON: a name, or a list of a kind and its parts.
func signature(t tftypes.Type) any {
	switch t := t.(type) {
	case tftypes.List:
		return []any{"list", signature(t.ElementType)}
	case tftypes.Set:
		return []any{"set", signature(t.ElementType)}
	case tftypes.Map:
		return []any{"map", signature(t.ElementType)}
	case tftypes.Tuple:
		parts := []any{}
		for _, part := range t.ElementTypes {
			parts = append(parts, signature(part))
		}
		return []any{"tuple", parts}
	case tftypes.Object:
		members := object{}
		for name, member := range t.AttributeTypes {
			members[name] = signature(member)
		}
		if len(t.OptionalAttributes) > 0 {
			return []any{"object", members, slices.Sorted(maps.Keys(t.OptionalAttributes))}
		}
		return []any{"object", members}
	default:
		for name, primitive := range map[string]tftypes.Type{"bool": tftypes.Bool, "number": tftypes.Number, "string": tftypes.String} {
			if t.Is(primitive) {
				return name
			}
		}
		return "dynamic"
	}
}
