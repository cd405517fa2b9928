package main

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestDocument holds each kind of object against the JSON that the CLI prints for it.
func TestDocument(t *testing.T) {
	t.Parallel()
	name := &tfprotov6.SchemaAttribute{Name: "name", Type: tftypes.String, Required: true, Description: "A *name*.", DescriptionKind: tfprotov6.StringKindMarkdown}
	schemas := &tfprotov6.GetProviderSchemaResponse{
		Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas: map[string]*tfprotov6.Schema{"udr_x": {Version: 2, Block: &tfprotov6.SchemaBlock{
			Attributes: []*tfprotov6.SchemaAttribute{
				name,
				{Name: "key", Type: tftypes.String, Optional: true, WriteOnly: true, Sensitive: true},
				{Name: "parts", Computed: true, NestedType: &tfprotov6.SchemaObject{Nesting: tfprotov6.SchemaObjectNestingModeMap, Attributes: []*tfprotov6.SchemaAttribute{name}}},
			},
			BlockTypes: []*tfprotov6.SchemaNestedBlock{{TypeName: "timeouts", Nesting: tfprotov6.SchemaNestedBlockNestingModeSingle, Block: &tfprotov6.SchemaBlock{}}},
		}}},
		ActionSchemas: map[string]*tfprotov6.ActionSchema{"udr_y": {Schema: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}}},
		Functions: map[string]*tfprotov6.Function{"f": {
			Summary: "S", Return: &tfprotov6.FunctionReturn{Type: tftypes.Bool},
			Parameters:        []*tfprotov6.FunctionParameter{{Name: "a", Type: tftypes.List{ElementType: tftypes.Number}, AllowNullValue: true}},
			VariadicParameter: &tfprotov6.FunctionParameter{Name: "b", Type: tftypes.DynamicPseudoType},
		}},
	}
	identities := &tfprotov6.GetResourceIdentitySchemasResponse{IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{
		"udr_x": {IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{{Name: "id", Type: tftypes.String, RequiredForImport: true}}},
	}}
	const want = `{"format_version":"1.0","provider_schemas":{"registry.terraform.io/hashicorp/udr":{
		"provider":{"version":0,"block":{"description_kind":"plain"}},
		"resource_schemas":{"udr_x":{"version":2,"block":{"description_kind":"plain","attributes":{
			"name":{"type":"string","required":true,"description":"A *name*.","description_kind":"markdown"},
			"key":{"type":"string","optional":true,"write_only":true,"sensitive":true,"description_kind":"plain"},
			"parts":{"computed":true,"description_kind":"plain","nested_type":{"nesting_mode":"map","attributes":{
				"name":{"type":"string","required":true,"description":"A *name*.","description_kind":"markdown"}}}}},
			"block_types":{"timeouts":{"nesting_mode":"single","block":{"description_kind":"plain"}}}}}},
		"action_schemas":{"udr_y":{"block":{"description_kind":"plain"}}},
		"functions":{"f":{"summary":"S","return_type":"bool",
			"parameters":[{"name":"a","type":["list","number"],"is_nullable":true}],
			"variadic_parameter":{"name":"b","type":"dynamic"}}},
		"resource_identity_schemas":{"udr_x":{"version":0,"attributes":{"id":{"type":"string","required_for_import":true}}}}
	}}}`

	text, err := json.Marshal(document(schemas, identities))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decode(t, want), decode(t, string(text))); diff != "" {
		t.Errorf("the document differs (-want +got):\n%s", diff)
	}
	if err := json.Unmarshal(text, new(tfjson.ProviderSchemas)); err != nil {
		t.Errorf("the generator's own reader refuses it: %v", err)
	}
}

// TestSignature covers the types that the document above does not name.
func TestSignature(t *testing.T) {
	t.Parallel()
	for want, typ := range map[string]tftypes.Type{
		`["set","string"]`:            tftypes.Set{ElementType: tftypes.String},
		`["map",["list","bool"]]`:     tftypes.Map{ElementType: tftypes.List{ElementType: tftypes.Bool}},
		`["tuple",["string","bool"]]`: tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String, tftypes.Bool}},
		`["object",{"a":"string"}]`:   tftypes.Object{AttributeTypes: map[string]tftypes.Type{"a": tftypes.String}},
		`["object",{"a":"string"},["a"]]`: tftypes.Object{
			AttributeTypes: map[string]tftypes.Type{"a": tftypes.String}, OptionalAttributes: map[string]struct{}{"a": {}},
		},
	} {
		got, err := json.Marshal(signature(typ))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func decode(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}
