package protocol

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// schemas are all schemas of a provider. One that cannot be converted is an error only for the test that uses it.
type schemas struct {
	provider                                   *schema
	resources, data, ephemeral, lists, actions map[string]*schema
	identities                                 map[string]*schema
	functions                                  map[string]*tfprotov6.Function
	problems                                   map[string]error // "resource udr_x" -> why it was refused
}

func (h *Harness) readSchemas() *schemas {
	h.tb.Helper()
	out := h.begin("reading the provider's schemas")
	server := h.newServer()
	resp, ok := call(h, out, "GetProviderSchema", server.GetProviderSchema, &tfprotov6.GetProviderSchemaRequest{})
	if ok {
		out.diags = append(out.diags, newDiagnostics(resp.Diagnostics)...)
	}
	out.Must()
	h.server = server // not configured yet: the first operation does that

	s := &schemas{functions: resp.Functions, problems: map[string]error{}}
	provider, err := newSchema(resp.Provider)
	if err != nil {
		h.tb.Fatalf("provider schema: %s", err)
	}
	s.provider = provider
	s.resources = s.convert("resource", resp.ResourceSchemas)
	s.data = s.convert("data source", resp.DataSourceSchemas)
	s.ephemeral = s.convert("ephemeral resource", resp.EphemeralResourceSchemas)
	s.lists = s.convert("list resource", resp.ListResourceSchemas)
	actions := map[string]*tfprotov6.Schema{}
	for name, action := range resp.ActionSchemas {
		actions[name] = action.Schema
	}
	s.actions = s.convert("action", actions)
	s.identities = h.readIdentitySchemas(server)
	return s
}

func (s *schemas) convert(kind string, in map[string]*tfprotov6.Schema) map[string]*schema {
	out := make(map[string]*schema, len(in))
	for name, wire := range in {
		converted, err := newSchema(wire)
		if err != nil {
			s.problems[kind+" "+name] = err
			continue
		}
		out[name] = converted
	}
	return out
}

func (h *Harness) readIdentitySchemas(server tfprotov6.ProviderServer) map[string]*schema {
	h.tb.Helper()
	identities := map[string]*schema{}
	if h.options.NoIdentity {
		return identities
	}
	out := h.begin("reading the provider's identity schemas")
	resp, ok := call(h, out, "GetResourceIdentitySchemas", server.GetResourceIdentitySchemas, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if ok {
		out.diags = append(out.diags, newDiagnostics(resp.Diagnostics)...)
	}
	out.Must()
	for name, wire := range resp.IdentitySchemas {
		converted, err := newIdentitySchema(wire)
		if err != nil {
			h.tb.Fatalf("identity schema of %s: %s", name, err)
		}
		identities[name] = converted
	}
	return identities
}

// schemaOf finds a schema or stops the test.
func (h *Harness) schemaOf(kind string, in map[string]*schema, name string) *schema {
	h.tb.Helper()
	if s, ok := in[name]; ok {
		return s
	}
	if err, ok := h.schemas.problems[kind+" "+name]; ok {
		h.tb.Fatalf("%s %s: %s", kind, name, err)
	}
	h.tb.Fatalf("the provider has no %s %s; it has %v", kind, name, sortedKeys(in))
	return nil
}

// encode turns the configuration that a test wrote into a value. A wrong one is the test's mistake and stops it.
func (h *Harness) encode(what string, s *schema, config map[string]any) cty.Value {
	h.tb.Helper()
	v, err := encodeConfig(s, config)
	if err != nil {
		h.tb.Fatalf("%s: the configuration does not fit the schema:\n%s", what, err)
	}
	return v
}

// pack is toWire for a value of ours, which always fits; an error would be a mistake of the harness.
func (h *Harness) pack(out *Outcome, v cty.Value, ty cty.Type) (*tfprotov6.DynamicValue, bool) {
	h.tb.Helper()
	packed, err := toWire(v, ty)
	if err != nil {
		out.breach("The harness cannot send a value", problem{text: fmt.Sprintf("%s: %s", show(v), err)})
		return nil, false
	}
	return packed, true
}
