package protocol

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Refresh is `terraform apply -refresh-only` for this instance: the object is read and the state takes what was read.
func (r *Resource) Refresh() *Outcome {
	r.h.tb.Helper()
	out := r.h.begin("refreshing %s", r.address)
	r.refresh(out)
	if !out.failed() && r.Exists() {
		defer r.h.walk()()
		r.h.ready(out) // the CLI then applies the empty plan, with another server
	}
	return out
}

func (r *Resource) refresh(out *Outcome) {
	r.h.tb.Helper()
	defer r.h.walk()()
	i := r.h.at(r.address)
	o, ok := r.load(out, i.current)
	if !ok {
		return
	}
	o, ok = r.read(out, o)
	if !ok {
		return
	}
	i.current = r.store(out, o)
	for k, s := range i.deposed {
		if o, ok = r.load(out, s); ok {
			if o, ok = r.read(out, o); ok {
				i.deposed[k] = r.store(out, o)
			}
		}
	}
	i.deposed = withoutNil(i.deposed)
	if !out.failed() {
		r.h.put(r.address, i)
	}
}

// read is ReadResource (refresh in hashicorp/terraform internal/terraform/node_resource_abstract_instance.go). The result
// replaces value, private data and identity; taint stays. An object that is gone has a null value.
func (r *Resource) read(out *Outcome, o *object) (*object, bool) {
	r.h.tb.Helper()
	if o == nil {
		return nil, true
	}
	server := r.h.ready(out)
	if server == nil {
		return nil, false
	}
	current, ok := r.h.pack(out, o.value, r.schema.typ)
	if !ok {
		return nil, false
	}
	resp, ok := call(r.h, out, "ReadResource", server.ReadResource, &tfprotov6.ReadResourceRequest{
		TypeName: r.typeName, CurrentState: current, Private: o.private,
		CurrentIdentity:    r.sendIdentity(out, o.identity),
		ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{},
	})
	if !ok || !out.take(resp.Diagnostics) {
		return nil, false
	}
	value, ok := r.known(out, "Provider produced invalid object", resp.NewState)
	if !ok {
		return nil, false
	}
	if value.IsNull() {
		// Core keeps the private data in hand: the plan that creates the object anew sees it (testdata/core/drift.txt).
		return &object{value: value, private: resp.Private, tainted: o.tainted}, true
	}
	identity, ok := r.receiveIdentity(out, resp.NewIdentity)
	if !ok || !r.checkIdentity(out, o.identity, identity) {
		return nil, false
	}
	return &object{value: value, private: resp.Private, tainted: o.tainted, identity: identity}, true
}

// gone tells whether there is no object.
func gone(o *object) bool { return o == nil || o.value.IsNull() }

// orNull is the object's value, null for none.
func (r *Resource) orNull(o *object) cty.Value {
	if o == nil {
		return cty.NullVal(r.schema.typ)
	}
	return o.value
}

func withoutNil(in []*stored) []*stored {
	var out []*stored
	for _, s := range in {
		if s != nil {
			out = append(out, s)
		}
	}
	return out
}

// rawJSON is a raw state as JSON.
func rawJSON(raw any) ([]byte, error) {
	if encoded, ok := raw.([]byte); ok {
		return encoded, nil
	}
	return json.Marshal(raw)
}
