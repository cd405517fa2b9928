package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Resource is a resource instance of a harness. All handles of one address are the same instance.
type Resource struct {
	h                   *Harness
	typeName, address   string
	schema, identity    *schema // identity is nil where the type has none
	createBeforeDestroy bool
}

// Lifecycle is a lifecycle setting of a resource block.
type Lifecycle func(*Resource)

// CreateBeforeDestroy is lifecycle { create_before_destroy = true }.
func CreateBeforeDestroy() Lifecycle { return func(r *Resource) { r.createBeforeDestroy = true } }

// Resource returns the instance of a resource type with a name, such as ("udr_network", "this").
func (h *Harness) Resource(typeName, name string, lifecycle ...Lifecycle) *Resource {
	h.tb.Helper()
	r := &Resource{
		h: h, typeName: typeName, address: typeName + "." + name,
		schema: h.schemaOf("resource", h.schemas.resources, typeName), identity: h.schemas.identities[typeName],
	}
	for _, set := range lifecycle {
		set(r)
	}
	return r
}

// Address is the address in a state, udr_network.this.
func (r *Resource) Address() string { return r.address }

// State is the current object as Go values, nil when there is none.
func (r *Resource) State() map[string]any {
	r.h.tb.Helper()
	return decodeObject(r.value())
}

// At is one value of the current object, by its path. A path that leads nowhere stops the test.
func (r *Resource) At(path string) any {
	r.h.tb.Helper()
	state := r.State()
	if state == nil {
		r.h.tb.Fatalf("%s has no object in the state", r.address)
	}
	v, err := Lookup(state, path)
	if err != nil {
		r.h.tb.Fatalf("%s: %s", r.address, err)
	}
	return v
}

// Identity is the identity of the current object, nil when there is none.
func (r *Resource) Identity() map[string]any {
	r.h.tb.Helper()
	s := r.h.at(r.address).current
	if s == nil || s.identity == nil || r.identity == nil {
		return nil
	}
	v, err := fromWire(&tfprotov6.DynamicValue{JSON: s.identity}, r.identity.typ)
	if err != nil {
		r.h.tb.Fatalf("%s: the identity in the state is of another version: %s", r.address, err)
	}
	return decodeObject(v)
}

// Private is the private data that the state holds for the current object.
func (r *Resource) Private() []byte {
	if s := r.h.at(r.address).current; s != nil {
		return s.private
	}
	return nil
}

// Exists tells whether the state has a current object.
func (r *Resource) Exists() bool { return r.h.at(r.address).current != nil }

// Tainted tells whether the current object is tainted, so that the next plan replaces it.
func (r *Resource) Tainted() bool {
	s := r.h.at(r.address).current
	return s != nil && s.tainted
}

// Deposed is the number of objects that a create-before-destroy replacement put aside and that still wait to be destroyed.
func (r *Resource) Deposed() int { return len(r.h.at(r.address).deposed) }

// Taint is `terraform taint`.
func (r *Resource) Taint() { r.setTainted(true) }

// Untaint is `terraform untaint`.
func (r *Resource) Untaint() { r.setTainted(false) }

func (r *Resource) setTainted(tainted bool) {
	r.h.tb.Helper()
	i := r.h.at(r.address)
	if i.current == nil {
		r.h.tb.Fatalf("%s has no object in the state", r.address)
	}
	changed := *i.current
	changed.tainted = tainted
	i.current = &changed
	r.h.put(r.address, i)
}

// Forget removes the instance from the state and leaves the real object alone, as `terraform state rm` does.
func (r *Resource) Forget() { r.h.put(r.address, &instance{}) }

// SetState puts an object into the state that was written with a schema version, the present one or an older one. The raw
// state is any Go value that encodes to the JSON of that version, or the JSON itself as []byte.
func (r *Resource) SetState(version int64, raw any) {
	r.h.tb.Helper()
	encoded, err := rawJSON(raw)
	if err != nil {
		r.h.tb.Fatalf("%s: %s", r.address, err)
	}
	r.h.put(r.address, &instance{current: &stored{json: encoded, version: version}})
}

// value is the current object as the state holds it, without an upgrade.
func (r *Resource) value() cty.Value {
	r.h.tb.Helper()
	s := r.h.at(r.address).current
	if s == nil {
		return cty.NullVal(r.schema.typ)
	}
	v, err := fromWire(&tfprotov6.DynamicValue{JSON: s.json}, r.schema.typ)
	if err != nil {
		r.h.tb.Fatalf("%s: the state is of another version (%d); plan or refresh it first: %s", r.address, s.version, err)
	}
	return v
}

// known unpacks an object that has to be of the schema's type, wholly known and free of write-only values: everything that is
// stored.
func (r *Resource) known(out *Outcome, summary string, in *tfprotov6.DynamicValue) (cty.Value, bool) {
	r.h.tb.Helper()
	v, err := fromWire(in, r.schema.typ)
	if err != nil {
		out.breachf(summary, "%s", err)
		return cty.NilVal, false
	}
	problems := append(unknownProblems(v), r.schema.attrs.writeOnlyProblems(v, nil)...)
	out.breach(summary, problems...)
	return v, len(problems) == 0
}
