package protocol

import "github.com/zclconf/go-cty/cty"

// deleteCurrent destroys the current object with the plan that was made for it. In a replacement the private data is that of
// the planned new object, since the change has only one (NodeDestroyResourceInstance in hashicorp/terraform
// internal/terraform/node_resource_destroy.go, ResourceInstanceChange.Simplify in internal/plans/changes.go).
func (r *Resource) deleteCurrent(out *Outcome, planned *change) bool {
	r.h.tb.Helper()
	i := r.h.at(r.address)
	prior, ok := r.load(out, i.current)
	if !ok || prior == nil {
		return ok
	}
	null := cty.NullVal(r.schema.typ)
	step := &change{action: Delete, before: planned.before, after: null, private: planned.private, priorIdentity: planned.priorIdentity}
	if planned.action == Delete {
		step.identity = planned.identity
	}
	result, part := r.apply(out.what, step, prior, null)
	out.add(part)
	if part.killed && r.h.options.Death == AllDie {
		return false
	}
	i.current = r.store(out, result)
	r.h.put(r.address, i)
	return !part.failed()
}

// deleteDeposed plans and destroys a deposed object. Both happen in the apply, so here Delete sees the private data of the
// object's own destroy plan (hashicorp/terraform internal/terraform/node_resource_destroy_deposed.go). It tells whether the object
// is gone.
func (r *Resource) deleteDeposed(out *Outcome, index int) bool {
	r.h.tb.Helper()
	i := r.h.at(r.address)
	o, ok := r.load(out, i.deposed[index])
	if !ok || o == nil {
		return false
	}
	c, ok := r.planDestroy(out, o)
	if !ok {
		return false
	}
	result, part := r.apply(out.what, c, o, c.after)
	out.add(part)
	if part.killed && r.h.options.Death == AllDie {
		return false
	}
	i.deposed[index] = r.store(out, result)
	i.deposed = withoutNil(i.deposed)
	r.h.put(r.address, i)
	return result == nil
}
