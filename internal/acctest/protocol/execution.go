package protocol

import "github.com/zclconf/go-cty/cty"

// execution is the apply of one plan, in the three steps that core's graph has for a resource instance. In a workspace the
// steps of several instances interleave: what depends on another is destroyed before it and created after it.
type execution struct {
	p       *Plan
	applied *Applied
	deposed int // how many deposed objects are to be destroyed
}

// start begins the apply of a plan: the state takes what refreshing found. It returns false when the plan ended with errors.
func (p *Plan) start() (*execution, bool) {
	p.h.tb.Helper()
	a := &Applied{Outcome: p.h.begin("applying %s", p.r.address), Plan: p}
	x := &execution{p: p, applied: a, deposed: len(p.deposed)}
	if p.failed() || p.change == nil {
		examined := p.examined
		a.add(p.Outcome)
		a.examined = examined
		a.State = p.r.State()
		return x, false
	}
	a.diags = append(a.diags, p.diags...) // warnings of the plan are shown with the apply
	p.h.put(p.r.address, p.state)
	return x, true
}

// goOn tells whether this execution still has something to do.
func (x *execution) goOn() bool { return !x.applied.failed() && !x.applied.killed }

// destroy is the first step: the current object goes, when the plan says so.
func (x *execution) destroy() {
	x.p.h.tb.Helper()
	if c := x.p.change; x.goOn() && (c.action == Delete || c.action == DeleteThenCreate) {
		x.p.r.deleteCurrent(x.applied.Outcome, c)
	}
}

// create is the second step: create or update with the final configuration, in which everything is known.
func (x *execution) create(config map[string]any) {
	p, r := x.p, x.p.r
	p.h.tb.Helper()
	if p.source == nil {
		return // a destroy plan
	}
	r.setLastConfig(config)
	v := r.h.encode(r.address, r.schema, config)
	if !v.IsWhollyKnown() {
		p.h.tb.Fatalf("%s: the configuration still has unknown values: %v", x.applied.what, unknownProblems(v))
	}
	switch {
	case !x.goOn() || p.change.action == NoOp:
	case p.change.action == CreateThenDelete:
		x.createFirst(v)
	default:
		r.createOrUpdate(x.applied.Outcome, p.change, v)
	}
}

// createFirst puts the current object aside and creates the new one. When the creation leaves nothing at all, the old object
// becomes the current one again; when it leaves a part, both stay (managedResourceExecute in hashicorp/terraform
// internal/terraform/node_resource_apply_instance.go).
func (x *execution) createFirst(config cty.Value) {
	r, out := x.p.r, x.applied.Outcome
	r.h.tb.Helper()
	before := r.h.at(r.address)
	aside := before.clone()
	if before.current != nil {
		aside.deposed, aside.current = append(aside.deposed, before.current), nil
	}
	r.h.put(r.address, aside)
	switch {
	case r.createOrUpdate(out, x.p.change, config):
		x.deposed = len(aside.deposed)
	case out.killed && r.h.options.Death == AllDie, before.current != nil && !r.Exists():
		r.h.put(r.address, before)
	}
}

// cleanUp is the last step: deposed objects are destroyed, those that an earlier run left and the one of this run. An error in
// the creation does not hinder the former, as in core.
func (x *execution) cleanUp() {
	x.p.h.tb.Helper()
	index := 0
	for range x.deposed {
		if x.applied.killed {
			return // nobody answers any more in this run
		}
		if !x.p.r.deleteDeposed(x.applied.Outcome, index) {
			index++
		}
	}
}

// end closes the apply.
func (x *execution) end() *Applied {
	x.applied.State = x.p.r.State()
	return x.applied
}
