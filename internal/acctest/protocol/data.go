package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Data is what a data source returned. Values are Go values; when the configuration was not wholly known the read has to wait
// for the apply, Deferred is true and what is computed is Unknown.
type Data struct {
	*Outcome
	Deferred bool
	Values   map[string]any
}

// Must stops the test when there are errors.
func (d *Data) Must() *Data {
	d.h.tb.Helper()
	d.Outcome.Must()
	return d
}

// At is one value, by its path. A path that leads nowhere stops the test.
func (d *Data) At(path string) any {
	d.h.tb.Helper()
	return d.h.find(d.what, d.Values, path)
}

// find is Lookup that stops the test.
func (h *Harness) find(what string, in map[string]any, path string) any {
	h.tb.Helper()
	v, err := Lookup(any(in), path)
	if err != nil {
		h.tb.Fatalf("%s: %s", what, err)
	}
	return v
}

// ValidateData is `terraform validate` for a data source, on a provider that is not configured.
func (h *Harness) ValidateData(typeName string, config map[string]any) *Outcome {
	h.tb.Helper()
	out := h.begin("validating data %s", typeName)
	s := h.schemaOf("data source", h.schemas.data, typeName)
	h.validateData(out, h.newServer(), typeName, s, h.encode(typeName, s, config))
	return out
}

// ReadData validates the configuration and reads the data source (hashicorp/terraform readDataSource in
// internal/terraform/node_resource_abstract_instance.go).
func (h *Harness) ReadData(typeName string, config map[string]any) *Data {
	h.tb.Helper()
	defer h.walk()()
	d := &Data{Outcome: h.begin("reading data %s", typeName)}
	s := h.schemaOf("data source", h.schemas.data, typeName)
	v := h.encode(typeName, s, config)
	server := h.ready(d.Outcome)
	if server == nil || !h.validateData(d.Outcome, server, typeName, s, v) {
		return d
	}
	if !v.IsWhollyKnown() {
		d.Deferred, d.Values = true, decodeObject(s.plannedData(v))
		return d
	}
	packed, ok := h.pack(d.Outcome, v, s.typ)
	if !ok {
		return d
	}
	resp, ok := call(h, d.Outcome, "ReadDataSource", server.ReadDataSource, &tfprotov6.ReadDataSourceRequest{
		TypeName: typeName, Config: packed, ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{},
	})
	if !ok || !d.take(resp.Diagnostics) {
		return d
	}
	if result, ok := h.result(d.Outcome, s, v, resp.State); ok {
		d.Values = decodeObject(result)
	}
	return d
}

// result unpacks what a data source or an ephemeral resource returned: an object of the schema's type, not null, wholly known,
// and with every configured value as it was configured.
func (h *Harness) result(out *Outcome, s *schema, config cty.Value, in *tfprotov6.DynamicValue) (cty.Value, bool) {
	h.tb.Helper()
	const invalid = "Provider produced invalid object"
	v, err := fromWire(in, s.typ)
	switch {
	case err != nil:
		out.breachf(invalid, "%s", err)
		return cty.NilVal, false
	case v.IsNull():
		out.breachf("Provider produced null object", "a result is never null")
		return cty.NilVal, false
	}
	problems := append(unknownProblems(v), s.attrs.writeOnlyProblems(v, nil)...)
	if len(problems) == 0 {
		problems = s.planProblems(cty.NullVal(s.typ), config, v)
	}
	out.breach(invalid, problems...)
	return v, len(problems) == 0
}

func (h *Harness) validateData(out *Outcome, server tfprotov6.ProviderServer, typeName string, s *schema, config cty.Value) bool {
	h.tb.Helper()
	packed, ok := h.pack(out, config, s.typ)
	if !ok {
		return false
	}
	resp, ok := call(h, out, "ValidateDataResourceConfig", server.ValidateDataResourceConfig, &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: typeName, Config: packed,
	})
	return ok && out.take(resp.Diagnostics)
}
