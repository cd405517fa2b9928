package protocol

import (
	"slices"
)

// Ref is a reference from one configuration to another object of the workspace: its address and the path of a value, such as
// ("udr_network.this", `subnets["aks"].id`). Until the value is known it gives Unknown. The path "" is the whole object.
type Ref func(address, path string) any

// Workspace is a root module: resources and data sources in an order in which each refers only to earlier ones.
type Workspace struct {
	h     *Harness
	nodes []*node
}

// node is one block. Data sources have no resource.
type node struct {
	address, dataType string
	resource          *Resource
	config            func(Ref) map[string]any
}

// Workspace starts an empty workspace.
func (h *Harness) Workspace() *Workspace { return &Workspace{h: h} }

// Add adds a resource block.
func (w *Workspace) Add(r *Resource, config func(Ref) map[string]any) *Resource {
	w.nodes = append(w.nodes, &node{address: r.address, resource: r, config: config})
	return r
}

// AddData adds a data block. Its address is data.TYPE.NAME. It is read in the plan when its configuration is known by then,
// else in the apply.
func (w *Workspace) AddData(typeName, name string, config func(Ref) map[string]any) {
	w.nodes = append(w.nodes, &node{address: "data." + typeName + "." + name, dataType: typeName, config: config})
}

// WorkspacePlan is the plan of every block, by address. Blocks that depend on one that failed are not planned.
type WorkspacePlan struct {
	*Outcome
	Plans map[string]*Plan
	Data  map[string]*Data

	w      *Workspace
	values *values
}

// Must stops the test when planning ended with errors.
func (p *WorkspacePlan) Must() *WorkspacePlan {
	p.h.tb.Helper()
	p.Outcome.Must()
	return p
}

// WantNoChanges fails the test unless every plan is a no-op.
func (p *WorkspacePlan) WantNoChanges() {
	p.h.tb.Helper()
	for _, n := range p.w.nodes {
		if plan := p.Plans[n.address]; plan != nil && !plan.failed() && plan.Action != NoOp {
			p.h.tb.Errorf("%s: the action is %s; changes: %v; found by reading: %v", n.address, plan.Action, plan.Changes(), plan.Drift)
		}
	}
	p.Outcome.Must()
}

// values are the objects that references see, and which of them have failed.
type values struct {
	h      *Harness
	known  map[string]any
	failed map[string]bool
	cut    bool // a reference to a failed object was followed
}

func (h *Harness) newValues() *values {
	return &values{h: h, known: map[string]any{}, failed: map[string]bool{}}
}

func (v *values) ref(address, path string) any {
	v.h.tb.Helper()
	if v.failed[address] {
		v.cut = true
		return Unknown
	}
	object, ok := v.known[address]
	if !ok {
		v.h.tb.Fatalf("%s is referred to before its block; blocks so far: %v", address, sortedKeys(v.known))
	}
	value, err := Lookup(object, path)
	if err != nil {
		v.h.tb.Fatalf("%s: %s", address, err)
	}
	return value
}

// configOf is the configuration of a block. It returns false when the block depends on a failed one, and is failed itself
// then.
func (v *values) configOf(n *node) (map[string]any, bool) {
	v.h.tb.Helper()
	v.cut = false
	config := n.config(v.ref)
	if v.cut {
		v.failed[n.address] = true
	}
	return config, !v.cut
}

// set publishes an object, or that there is none to be had.
func (v *values) set(n *node, object map[string]any, failed bool) {
	v.known[n.address] = object
	v.failed[n.address] = failed
}

// Plan plans every block.
func (w *Workspace) Plan() *WorkspacePlan {
	w.h.tb.Helper()
	defer w.h.walk()()
	p := &WorkspacePlan{
		Outcome: w.h.begin("planning the workspace"), Plans: map[string]*Plan{}, Data: map[string]*Data{}, w: w, values: w.h.newValues(),
	}
	for _, n := range w.nodes {
		config, ok := p.values.configOf(n)
		switch {
		case !ok || p.killed:
		case n.resource != nil:
			plan := n.resource.Plan(config)
			p.Plans[n.address] = plan
			p.values.set(n, plan.After, plan.failed())
			p.add(plan.Outcome)
		default:
			data := w.h.ReadData(n.dataType, config)
			p.Data[n.address] = data
			p.values.set(n, data.Values, data.failed())
			p.add(data.Outcome)
		}
	}
	return p
}

// Apply plans and applies the workspace. After an apply without errors it plans again, and that plan has to be empty.
func (w *Workspace) Apply() *Outcome {
	w.h.tb.Helper()
	return w.Plan().Apply()
}

// Apply applies the plan: first what is to be destroyed, in reverse order; then creations and updates, in order, with
// configurations in which everything is known by now; then what create-before-destroy has put aside, in reverse order.
func (p *WorkspacePlan) Apply() *Outcome {
	p.h.tb.Helper()
	out := p.h.begin("applying the workspace")
	if p.failed() {
		out.diags, p.examined = p.diags, true
		out.killed = p.killed
		return out
	}
	p.execute(out)
	if !out.failed() && !p.h.options.SkipReplan {
		p.w.checkReplan(out)
	}
	return out
}

// execute is the walk of the apply.
func (p *WorkspacePlan) execute(out *Outcome) {
	p.h.tb.Helper()
	defer p.h.walk()()
	executions := map[string]*execution{}
	for _, n := range p.w.nodes {
		if plan := p.Plans[n.address]; plan != nil {
			executions[n.address], _ = plan.start()
			if plan.needsProvider() && p.h.ready(out) == nil {
				return
			}
		}
	}
	reversed := slices.Clone(p.w.nodes)
	slices.Reverse(reversed)
	p.each(out, reversed, executions, func(x *execution) { x.destroy() })
	p.createAll(out, executions)
	p.each(out, reversed, executions, func(x *execution) { x.cleanUp() })
	for _, x := range executions {
		out.add(x.end().Outcome)
	}
}

// each runs a step of every execution, until the provider is killed.
func (p *WorkspacePlan) each(out *Outcome, nodes []*node, executions map[string]*execution, step func(*execution)) {
	p.h.tb.Helper()
	for _, n := range nodes {
		if x := executions[n.address]; x != nil && !out.killed {
			step(x)
			out.killed = out.killed || x.applied.killed
		}
	}
}

func (p *WorkspacePlan) createAll(out *Outcome, executions map[string]*execution) {
	p.h.tb.Helper()
	v := p.h.newValues()
	for _, n := range p.w.nodes {
		config, ok := v.configOf(n)
		if !ok || out.killed {
			continue
		}
		if x := executions[n.address]; x != nil {
			x.create(config)
			out.killed = out.killed || x.applied.killed
			v.set(n, n.resource.State(), x.applied.failed())
			continue
		}
		data := p.Data[n.address]
		if data.Deferred {
			data = p.h.ReadData(n.dataType, config)
			out.add(data.Outcome)
		}
		v.set(n, data.Values, data.failed())
	}
}

// checkReplan plans the workspace again. Values that only reading found anew are no breach here: one block may change what
// another one shows.
func (w *Workspace) checkReplan(out *Outcome) {
	w.h.tb.Helper()
	const summary = "The plan after the apply is not empty"
	again := w.Plan()
	again.examined = true
	if again.failed() {
		out.breachf(summary, "it ends with errors: %s", again.diags.Errors())
		return
	}
	for _, n := range w.nodes {
		if plan := again.Plans[n.address]; plan != nil && plan.Action != NoOp {
			out.breachf(summary, "%s: the action is %s; changes: %v; found by reading: %v", n.address, plan.Action, plan.Changes(), plan.Drift)
		}
	}
}

// Destroy destroys all resources in reverse order. All of it is planned before anything is destroyed; the first that cannot
// be destroyed ends it, so what it depends on stays.
func (w *Workspace) Destroy() *Outcome {
	w.h.tb.Helper()
	out := w.h.begin("destroying the workspace")
	plans := w.planBeforeDestroy()
	slices.Reverse(plans)
	w.planDestroy(out, plans)
	defer w.h.walk()()
	for _, plan := range plans {
		if out.failed() {
			return out
		}
		out.add(plan.Apply().Outcome)
	}
	return out
}

// planBeforeDestroy is the first walk of a destroy: a plan as for an apply, of which only the refreshing counts.
func (w *Workspace) planBeforeDestroy() []*Plan {
	w.h.tb.Helper()
	defer w.h.walk()()
	var plans []*Plan
	for _, n := range w.nodes {
		if n.resource != nil {
			plan := n.resource.planBeforeDestroy()
			plans = append(plans, plan)
			if plan.killed {
				break
			}
		}
	}
	return plans
}

// planDestroy is the second walk.
func (w *Workspace) planDestroy(out *Outcome, plans []*Plan) {
	w.h.tb.Helper()
	defer w.h.walk()()
	for _, plan := range plans {
		plan.planDestroy()
		out.add(plan.Outcome)
	}
}
