package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// apply is ApplyResourceChange and what core makes of the answer (apply in hashicorp/terraform
// internal/terraform/node_resource_abstract_instance.go). The result is what goes into the state, nil for no object; the
// outcome has only the diagnostics of this step.
//
// What a failure leaves, as core has it: a new state that comes with an error is stored, with the private data that comes with
// it, and keeps the taint of the prior object; no new state with an error keeps the prior object with its private data. When
// the answer is lost, core stores the planned "before" and no private data, except in a delete, which keeps the object whole.
func (r *Resource) apply(what string, c *change, prior *object, config cty.Value) (*object, *Outcome) {
	r.h.tb.Helper()
	out := &Outcome{h: r.h, what: what}
	result, ok := r.askApply(out, c, config)
	if !ok && result == nil {
		return nil, out // the object cannot be saved at all
	}
	if !out.failed() {
		r.checkApplied(out, c, result)
	}
	switch {
	case result.value.IsNull() && out.failed():
		return prior, out
	case result.value.IsNull():
		return nil, out
	case out.failed() && prior != nil:
		result.tainted = prior.tainted
	}
	return result, out
}

// askApply makes the call and turns its answer into an object without unknown values. It returns nil and false when the answer
// cannot be stored.
func (r *Resource) askApply(out *Outcome, c *change, config cty.Value) (*object, bool) {
	r.h.tb.Helper()
	lost := &object{value: c.before, identity: c.priorIdentity}
	if c.action == Delete {
		lost.value = cty.NullVal(r.schema.typ)
	}
	server := r.h.ready(out)
	if server == nil {
		return lost, false
	}
	req := &tfprotov6.ApplyResourceChangeRequest{
		TypeName: r.typeName, PlannedPrivate: c.private, PlannedIdentity: r.sendIdentity(out, c.identity),
	}
	if !r.packInto(out, config, &req.Config) || !r.packInto(out, c.before, &req.PriorState) || !r.packInto(out, c.after, &req.PlannedState) {
		return lost, false
	}
	resp, ok := call(r.h, out, "ApplyResourceChange", server.ApplyResourceChange, req)
	if !ok {
		return lost, false
	}
	out.take(resp.Diagnostics)
	value, err := fromWire(resp.NewState, r.schema.typ)
	if err != nil {
		out.breachf("Provider produced invalid object", "%s", err)
		return nil, false
	}
	out.breach("Provider produced invalid object", r.schema.attrs.writeOnlyProblems(value, nil)...)
	out.breach("Provider returned invalid result object after apply", unknownProblems(value)...)
	identity, ok := r.receiveIdentity(out, resp.NewIdentity)
	if !ok || (identity == cty.NilVal && out.failed()) {
		identity = c.priorIdentity
	}
	return &object{value: cty.UnknownAsNull(value), private: resp.Private, identity: identity}, true
}

// checkApplied checks the answer of an apply that the provider holds for successful.
func (r *Resource) checkApplied(out *Outcome, c *change, result *object) {
	r.h.tb.Helper()
	const invalid = "Provider returned invalid result object after apply"
	switch {
	case c.action == Delete && !result.value.IsNull():
		out.breachf(invalid, "after a delete the object is not null; it is kept in the state")
		return
	case c.action == Delete:
		return
	case result.value.IsNull():
		out.breachf(invalid, "after a %s the object is null; only a delete may end so", c.action)
		return
	}
	out.breach("Provider produced inconsistent result after apply", r.schema.resultProblems(c.after, result.value)...)
	before := cty.NilVal
	if c.action == Update {
		before = c.priorIdentity
	}
	if r.checkIdentity(out, before, result.identity) && r.identity != nil && c.identity != cty.NilVal {
		out.breach("Provider produced different identity", r.identity.resultProblems(c.identity, result.identity)...)
	}
}
