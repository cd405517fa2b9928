package protocol

import (
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Ephemeral is an ephemeral resource that was opened. Deferred is true when the configuration was not wholly known: core then
// does not open it and everything computed is Unknown.
type Ephemeral struct {
	*Outcome
	Deferred bool
	Values   map[string]any
	RenewAt  time.Time // zero when it need not be renewed

	typeName string
	private  []byte
	open     bool
}

// Must stops the test when there are errors.
func (e *Ephemeral) Must() *Ephemeral {
	e.h.tb.Helper()
	e.Outcome.Must()
	return e
}

// At is one value, by its path. A path that leads nowhere stops the test.
func (e *Ephemeral) At(path string) any {
	e.h.tb.Helper()
	return e.h.find(e.what, e.Values, path)
}

// Open validates the configuration and opens the ephemeral resource (hashicorp/terraform
// internal/terraform/node_resource_ephemeral.go).
func (h *Harness) Open(typeName string, config map[string]any) *Ephemeral {
	h.tb.Helper()
	defer h.walk()()
	e := &Ephemeral{Outcome: h.begin("opening %s", typeName), typeName: typeName}
	s := h.schemaOf("ephemeral resource", h.schemas.ephemeral, typeName)
	v := h.encode(typeName, s, config)
	server := h.ready(e.Outcome)
	if server == nil {
		return e
	}
	packed, ok := h.pack(e.Outcome, v, s.typ)
	if !ok {
		return e
	}
	validated, ok := call(h, e.Outcome, "ValidateEphemeralResourceConfig", server.ValidateEphemeralResourceConfig,
		&tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: typeName, Config: packed})
	if !ok || !e.take(validated.Diagnostics) {
		return e
	}
	if !v.IsWhollyKnown() {
		e.Deferred, e.Values = true, decodeObject(s.plannedData(v))
		return e
	}
	resp, ok := call(h, e.Outcome, "OpenEphemeralResource", server.OpenEphemeralResource, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: typeName, Config: packed, ClientCapabilities: &tfprotov6.OpenEphemeralResourceClientCapabilities{},
	})
	if !ok || !e.take(resp.Diagnostics) {
		return e
	}
	e.open, e.private, e.RenewAt = true, resp.Private, resp.RenewAt
	if result, ok := h.result(e.Outcome, s, v, resp.Result); ok {
		e.Values = decodeObject(result)
	}
	return e
}

// Renew renews the resource, with the private data of the last answer.
func (e *Ephemeral) Renew() *Outcome {
	e.h.tb.Helper()
	out := e.h.begin("renewing %s", e.typeName)
	e.mustBeOpen()
	server := e.h.ready(out)
	if server == nil {
		return out
	}
	resp, ok := call(e.h, out, "RenewEphemeralResource", server.RenewEphemeralResource, &tfprotov6.RenewEphemeralResourceRequest{
		TypeName: e.typeName, Private: e.private,
	})
	if ok && out.take(resp.Diagnostics) {
		e.private, e.RenewAt = resp.Private, resp.RenewAt
	}
	return out
}

// Close closes the resource.
func (e *Ephemeral) Close() *Outcome {
	e.h.tb.Helper()
	out := e.h.begin("closing %s", e.typeName)
	e.mustBeOpen()
	server := e.h.ready(out)
	if server == nil {
		return out
	}
	resp, ok := call(e.h, out, "CloseEphemeralResource", server.CloseEphemeralResource, &tfprotov6.CloseEphemeralResourceRequest{
		TypeName: e.typeName, Private: e.private,
	})
	if ok {
		out.take(resp.Diagnostics)
	}
	e.open = false
	return out
}

func (e *Ephemeral) mustBeOpen() {
	e.h.tb.Helper()
	if !e.open {
		e.h.tb.Fatalf("%s is not open", e.typeName)
	}
}
