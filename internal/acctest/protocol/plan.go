package protocol

import (
	"github.com/zclconf/go-cty/cty"
)

// Action is what a plan does to an instance.
type Action string

// The actions of core (hashicorp/terraform internal/plans/action.go).
const (
	NoOp             Action = "no-op"
	Create           Action = "create"
	Update           Action = "update"
	Delete           Action = "delete"
	DeleteThenCreate Action = "delete, then create"
	CreateThenDelete Action = "create, then delete"
)

// IsReplace tells whether the action is a replacement, in either order.
func (a Action) IsReplace() bool { return a == DeleteThenCreate || a == CreateThenDelete }

// Reason says why a plan replaces.
type Reason string

// The reasons for a replacement.
const (
	BecauseCannotUpdate Reason = "cannot update"
	BecauseTainted      Reason = "tainted"
	BecauseRequested    Reason = "requested"
)

// Plan is the plan of one instance. Before and After are Go values, nil where there is no object; After holds Unknown for what
// only the apply will tell.
type Plan struct {
	*Outcome
	Action          Action
	Reason          Reason
	Before, After   map[string]any
	RequiresReplace []string       // paths that changed and cannot be updated in place
	Identity        map[string]any // planned identity; nil where it is not planned
	Drift           []string       // paths that refreshing changed, with both values

	r       *Resource
	source  map[string]any // the configuration as the test gave it; nil for a destroy plan
	config  cty.Value
	state   *instance // the state after refresh: what an apply starts from
	change  *change
	deposed []*change // one for each deposed object
}

// Must stops the test when planning ended with errors.
func (p *Plan) Must() *Plan {
	p.h.tb.Helper()
	p.Outcome.Must()
	return p
}

// At is one value of After, by its path. A path that leads nowhere stops the test; one that leads through Unknown is Unknown.
func (p *Plan) At(path string) any {
	p.h.tb.Helper()
	v, err := Lookup(any(p.After), path)
	if err != nil {
		p.h.tb.Fatalf("%s: %s", p.what, err)
	}
	return v
}

// WantAction fails the test unless the plan does just this.
func (p *Plan) WantAction(want Action) *Plan {
	p.h.tb.Helper()
	if p.failed() {
		p.Must()
	}
	if p.Action != want {
		p.h.tb.Errorf("%s: the action is %q, %q is wanted; it changes %v", p.what, p.Action, want, p.Changes())
	}
	return p
}

// Changes lists the paths in which After differs from Before, with both values.
func (p *Plan) Changes() []string {
	if p.change == nil {
		return nil
	}
	return differences(p.change.before, p.change.after)
}

// PlanOption changes how a plan is made.
type PlanOption func(*planOptions)

type planOptions struct {
	replace, noRefresh bool
}

// Replace is `-replace` for this instance.
func Replace() PlanOption { return func(o *planOptions) { o.replace = true } }

// WithoutRefresh is `-refresh=false`.
func WithoutRefresh() PlanOption { return func(o *planOptions) { o.noRefresh = true } }

// Plan plans the configuration: refresh, validate, plan. Nothing is stored.
func (r *Resource) Plan(config map[string]any, options ...PlanOption) *Plan {
	r.h.tb.Helper()
	defer r.h.walk()()
	var o planOptions
	for _, set := range options {
		set(&o)
	}
	p := &Plan{Outcome: r.h.begin("planning %s", r.address), r: r, source: config}
	p.config = r.h.encode(r.address, r.schema, config)
	prior, ok := p.refresh(o)
	if !ok {
		return p
	}
	c, ok := r.plan(p.Outcome, nil, prior, p.config, o.replace)
	if ok {
		p.set(c)
	}
	return p
}

// PlanDestroy plans the destruction of the instance. As the CLI does, it first plans the configuration that was applied last
// and drops that plan, so a configuration that cannot be planned cannot be destroyed either (destroyPlan in
// hashicorp/terraform internal/terraform/context_plan.go).
func (r *Resource) PlanDestroy() *Plan {
	r.h.tb.Helper()
	p := r.planBeforeDestroy()
	p.planDestroy()
	return p
}

// planBeforeDestroy is the first half of PlanDestroy.
func (r *Resource) planBeforeDestroy() *Plan {
	r.h.tb.Helper()
	defer r.h.walk()()
	p := &Plan{Outcome: r.h.begin("planning to destroy %s", r.address), r: r, config: cty.NullVal(r.schema.typ)}
	prior, ok := p.refresh(planOptions{})
	if last, known := r.lastConfig(); ok && known {
		r.plan(p.Outcome, nil, prior, r.h.encode(r.address, r.schema, last), false)
	}
	return p
}

// planDestroy is the second half: what refreshing left is read from the state again, and planned for destruction.
func (p *Plan) planDestroy() {
	p.h.tb.Helper()
	defer p.h.walk()()
	if p.failed() || !p.planDeposed() {
		return
	}
	o, ok := p.r.load(p.Outcome, p.state.current)
	switch {
	case !ok:
	case o == nil:
		p.set(&change{action: NoOp, before: p.config, after: p.config, identity: cty.NilVal})
	default:
		if c, ok := p.r.planDestroy(p.Outcome, o); ok {
			p.set(c)
		}
	}
}

// planDeposed plans the destruction of deposed objects once more: both halves of a destroy plan do.
func (p *Plan) planDeposed() bool {
	p.h.tb.Helper()
	p.deposed = nil
	for _, s := range p.state.deposed {
		o, ok := p.r.load(p.Outcome, s)
		if !ok {
			return false
		}
		c, ok := p.r.planDestroy(p.Outcome, o)
		if !ok {
			return false
		}
		p.deposed = append(p.deposed, c)
	}
	return true
}

// refresh loads and reads all objects of the instance, and plans the destruction of deposed ones, which core does first. The
// result is the current object.
func (p *Plan) refresh(o planOptions) (*object, bool) {
	p.h.tb.Helper()
	p.state = p.h.at(p.r.address)
	if !p.refreshDeposed(o) {
		return nil, false
	}
	prior, ok := p.r.load(p.Outcome, p.state.current)
	if !ok {
		return nil, false
	}
	if !o.noRefresh {
		before := p.r.orNull(prior)
		if prior, ok = p.r.read(p.Outcome, prior); !ok {
			return nil, false
		}
		p.Drift = differences(before, p.r.orNull(prior))
	}
	p.state.current = p.r.store(p.Outcome, prior)
	return prior, !p.failed()
}

func (p *Plan) refreshDeposed(o planOptions) bool {
	p.h.tb.Helper()
	for k, s := range p.state.deposed {
		deposed, ok := p.r.load(p.Outcome, s)
		if ok && !o.noRefresh {
			deposed, ok = p.r.read(p.Outcome, deposed)
		}
		if !ok {
			return false
		}
		p.state.deposed[k] = p.r.store(p.Outcome, deposed)
		if gone(deposed) {
			continue
		}
		c, ok := p.r.planDestroy(p.Outcome, deposed)
		if !ok {
			return false
		}
		p.deposed = append(p.deposed, c)
	}
	p.state.deposed = withoutNil(p.state.deposed)
	return !p.failed()
}

// set publishes a change.
func (p *Plan) set(c *change) {
	p.change = c
	p.Action, p.Reason = c.action, c.reason
	p.Before, p.After = decodeObject(c.before), decodeObject(c.after)
	for _, path := range c.requiresReplace {
		p.RequiresReplace = append(p.RequiresReplace, pathString(path))
	}
	if c.identity != cty.NilVal {
		p.Identity = decodeObject(c.identity)
	}
}

func (r *Resource) lastConfig() (map[string]any, bool) {
	r.h.mu.Lock()
	defer r.h.mu.Unlock()
	last := r.h.last[r.address]
	return last.config, last.known
}
