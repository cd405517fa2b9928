package protocol

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// stored is an object as a state file holds it.
type stored struct {
	json            []byte
	version         int64
	private         []byte
	tainted         bool
	identity        []byte
	identityVersion int64
}

// object is a stored object made ready for use: it has passed UpgradeResourceState.
type object struct {
	value    cty.Value
	private  []byte
	tainted  bool
	identity cty.Value // cty.NilVal where there is none
}

// instance is one resource instance in the state: its current object, and those that a create-before-destroy replacement has
// put aside and not yet destroyed, oldest first.
type instance struct {
	current *stored
	deposed []*stored
}

func (i *instance) clone() *instance {
	return &instance{current: i.current, deposed: slices.Clone(i.deposed)} // stored objects are never changed in place
}

// lastConfig is what was last planned for an instance: `terraform destroy` plans it once more before it destroys.
type lastConfig struct {
	config map[string]any
	known  bool
}

// State is a snapshot of every resource instance of a harness, as a state file is.
type State struct {
	instances map[string]*instance
	last      map[string]lastConfig
}

// Snapshot copies the state of all instances.
func (h *Harness) Snapshot() State {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := State{instances: map[string]*instance{}, last: maps.Clone(h.last)}
	for address, i := range h.instances {
		out.instances[address] = i.clone()
	}
	return out
}

// Restore brings a snapshot back, and a new provider server with it, since the old one may remember what is undone.
func (h *Harness) Restore(s State) {
	h.mu.Lock()
	h.instances = map[string]*instance{}
	for address, i := range s.instances {
		h.instances[address] = i.clone()
	}
	h.last = maps.Clone(s.last)
	if h.last == nil {
		h.last = map[string]lastConfig{}
	}
	h.mu.Unlock()
	h.Restart()
}

// Addresses are the addresses of all instances that have an object, current or deposed.
func (h *Harness) Addresses() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	for _, address := range sortedKeys(h.instances) {
		if i := h.instances[address]; i.current != nil || len(i.deposed) > 0 {
			out = append(out, address)
		}
	}
	return out
}

// at returns a copy of an instance.
func (h *Harness) at(address string) *instance {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i, ok := h.instances[address]; ok {
		return i.clone()
	}
	return &instance{}
}

func (h *Harness) put(address string, i *instance) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.instances[address] = i.clone()
}

// store encodes an object for the state. Nil stays nil.
func (r *Resource) store(out *Outcome, o *object) *stored {
	r.h.tb.Helper()
	if o == nil || o.value.IsNull() {
		return nil
	}
	raw, err := ctyjson.Marshal(o.value, r.schema.typ)
	if err != nil {
		out.breachf("Cannot store the object", "%s", err)
		return nil
	}
	s := &stored{json: raw, version: r.schema.version, private: o.private, tainted: o.tainted}
	if r.identity != nil && o.identity != cty.NilVal && !o.identity.IsNull() {
		identity, err := ctyjson.Marshal(o.identity, r.identity.typ)
		if err != nil {
			out.breachf("Cannot store the identity", "%s", err)
			return s
		}
		s.identity, s.identityVersion = identity, r.identity.version
	}
	return s
}

// load makes a stored object ready for use, as core does each time that it reads one: through UpgradeResourceState, even when
// the version is the present one (hashicorp/terraform internal/terraform/upgrade_resource_state.go).
func (r *Resource) load(out *Outcome, s *stored) (*object, bool) {
	r.h.tb.Helper()
	if s == nil {
		return nil, true
	}
	if s.version > r.schema.version {
		out.diags = append(out.diags, Diagnostic{
			Severity: Error, Summary: "Resource instance managed by newer provider version",
			Detail: fmt.Sprintf("The current state of %s was created by a newer provider version than is currently selected (schema %d, not %d).",
				r.address, s.version, r.schema.version),
		})
		return nil, false
	}
	raw := s.json
	if s.version == r.schema.version {
		raw = stripRemoved(raw, r.schema.typ)
	}
	server := r.h.ready(out)
	if server == nil {
		return nil, false
	}
	resp, ok := call(r.h, out, "UpgradeResourceState", server.UpgradeResourceState, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: r.typeName, Version: s.version, RawState: &tfprotov6.RawState{JSON: raw},
	})
	if !ok || !out.take(resp.Diagnostics) {
		return nil, false
	}
	value, ok := r.known(out, "Invalid resource state upgrade", resp.UpgradedState)
	if !ok {
		return nil, false
	}
	identity, ok := r.loadIdentity(out, server, s)
	return &object{value: value, private: s.private, tainted: s.tainted, identity: identity}, ok
}

// take adds diagnostics from the wire and tells whether the operation may go on.
func (o *Outcome) take(diags []*tfprotov6.Diagnostic) bool {
	o.diags = append(o.diags, newDiagnostics(diags)...)
	return !o.failed()
}

// stripRemoved drops attributes that the schema does not have. Core does so for states of the present version only, and leaves
// older ones to the provider.
func stripRemoved(raw []byte, ty cty.Type) []byte {
	var parsed any
	if err := json.Unmarshal(raw, &parsed); err != nil {
		return raw // the provider will say what is wrong with it
	}
	if !strip(parsed, ty) {
		return raw
	}
	stripped, err := json.Marshal(parsed)
	if err != nil {
		return raw
	}
	return stripped
}

func strip(v any, ty cty.Type) bool {
	changed := false
	switch v := v.(type) {
	case map[string]any:
		for key, element := range v {
			switch {
			case ty.IsMapType():
				changed = strip(element, ty.ElementType()) || changed
			case ty.IsObjectType() && !ty.HasAttribute(key):
				delete(v, key)
				changed = true
			case ty.IsObjectType():
				changed = strip(element, ty.AttributeType(key)) || changed
			}
		}
	case []any:
		for _, element := range v {
			if ty.IsListType() || ty.IsSetType() {
				changed = strip(element, ty.ElementType()) || changed
			}
		}
	}
	return changed
}

// Save copies the state of all instances and returns the function that brings it back: what a sweep wants.
func (h *Harness) Save() func() {
	s := h.Snapshot()
	return func() { h.Restore(s) }
}
