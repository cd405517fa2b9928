package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Validate is `terraform validate` for this configuration: a provider that is not configured is asked, and nothing else
// happens.
func (r *Resource) Validate(config map[string]any) *Outcome {
	r.h.tb.Helper()
	out := r.h.begin("validating %s", r.address)
	r.validateOn(out, r.h.newServer(), r.h.encode(r.address, r.schema, config))
	return out
}

// validate asks the configured provider, as core does before each planning.
func (r *Resource) validate(out *Outcome, config cty.Value) bool {
	r.h.tb.Helper()
	server := r.h.ready(out)
	return server != nil && r.validateOn(out, server, config)
}

func (r *Resource) validateOn(out *Outcome, server tfprotov6.ProviderServer, config cty.Value) bool {
	r.h.tb.Helper()
	req := &tfprotov6.ValidateResourceConfigRequest{
		TypeName:           r.typeName,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	}
	if !r.packInto(out, config, &req.Config) {
		return false
	}
	resp, ok := call(r.h, out, "ValidateResourceConfig", server.ValidateResourceConfig, req)
	return ok && out.take(resp.Diagnostics)
}
