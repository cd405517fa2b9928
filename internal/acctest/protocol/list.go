package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// ListOptions of a query.
type ListOptions struct {
	IncludeResource bool
	Limit           int64 // 100 when zero, as in core
}

// Listed is the end of a query. Errors of single results are in the outcome too.
type Listed struct {
	*Outcome
	Results []ListResult
}

// ListResult is one object that a query found. Resource is nil unless it was asked for.
type ListResult struct {
	DisplayName        string
	Identity, Resource map[string]any
}

// Must stops the test when there are errors.
func (l *Listed) Must() *Listed {
	l.h.tb.Helper()
	l.Outcome.Must()
	return l
}

// List runs a list resource, as `terraform query` does: validate, then read the stream. No more results than the limit may
// come, each with an identity.
func (h *Harness) List(typeName string, config map[string]any, options ListOptions) *Listed {
	h.tb.Helper()
	defer h.walk()()
	l := &Listed{Outcome: h.begin("listing %s", typeName)}
	s := h.schemaOf("list resource", h.schemas.lists, typeName)
	v := h.encode(typeName, s, config)
	if options.Limit == 0 {
		options.Limit = 100
	}
	server, ok := h.ready(l.Outcome).(tfprotov6.ListResourceServer)
	if !ok {
		if !l.failed() {
			h.tb.Fatalf("the provider server has no list resources")
		}
		return l
	}
	packed, ok := h.pack(l.Outcome, v, s.typ)
	if !ok || !h.validateList(l.Outcome, server, typeName, packed, options) {
		return l
	}
	resp, ok := call(h, l.Outcome, "ListResource", server.ListResource, &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: packed, IncludeResource: options.IncludeResource, Limit: options.Limit,
	})
	if !ok || resp.Results == nil {
		return l
	}
	r := &Resource{
		h: h, typeName: typeName, address: "list." + typeName,
		schema: h.schemas.resources[typeName], identity: h.schemas.identities[typeName],
	}
	for found := range resp.Results {
		if int64(len(l.Results)) == options.Limit {
			l.breachf("Provider returned more results than the limit", "more than %d", options.Limit)
			break
		}
		l.take(found.Diagnostics)
		if result, ok := r.listed(l.Outcome, found, options); ok {
			l.Results = append(l.Results, result)
		}
	}
	return l
}

func (h *Harness) validateList(out *Outcome, server tfprotov6.ListResourceServer, typeName string, config *tfprotov6.DynamicValue, options ListOptions) bool {
	h.tb.Helper()
	include, okInclude := h.pack(out, cty.BoolVal(options.IncludeResource), cty.Bool)
	limit, okLimit := h.pack(out, cty.NumberIntVal(options.Limit), cty.Number)
	if !okInclude || !okLimit {
		return false
	}
	resp, ok := call(h, out, "ValidateListResourceConfig", server.ValidateListResourceConfig, &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: typeName, Config: config, IncludeResourceObject: include, Limit: limit,
	})
	return ok && out.take(resp.Diagnostics)
}

// listed checks one result. A result that is only a message has no identity.
func (r *Resource) listed(out *Outcome, found tfprotov6.ListResourceResult, options ListOptions) (ListResult, bool) {
	r.h.tb.Helper()
	identity, ok := r.receiveIdentity(out, found.Identity)
	if !ok {
		return ListResult{}, false
	}
	if identity == cty.NilVal && newDiagnostics(found.Diagnostics).HasError() {
		return ListResult{}, false
	}
	if !r.checkIdentity(out, cty.NilVal, identity) {
		return ListResult{}, false
	}
	result := ListResult{DisplayName: found.DisplayName}
	if identity != cty.NilVal {
		result.Identity = decodeObject(identity)
	}
	if options.IncludeResource && r.schema != nil {
		v, ok := r.known(out, "Provider produced invalid object", found.Resource)
		if !ok {
			return ListResult{}, false
		}
		result.Resource = decodeObject(v)
	}
	return result, true
}
