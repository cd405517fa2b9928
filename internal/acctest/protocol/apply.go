package protocol

import "github.com/zclconf/go-cty/cty"

// Applied is the end of an apply. The state of the instance is in its Resource.
type Applied struct {
	*Outcome
	Plan  *Plan          // what was planned before
	State map[string]any // the current object after the apply, nil when there is none
}

// Must stops the test when the apply ended with errors.
func (a *Applied) Must() *Applied {
	a.h.tb.Helper()
	a.Outcome.Must()
	return a
}

// Apply plans the configuration and applies the plan, as `terraform apply` does. After an apply without errors it plans again,
// and that plan has to be empty.
func (r *Resource) Apply(config map[string]any, options ...PlanOption) *Applied {
	r.h.tb.Helper()
	return r.Plan(config, options...).Apply()
}

// Destroy is `terraform destroy` for this instance.
func (r *Resource) Destroy() *Applied {
	r.h.tb.Helper()
	return r.PlanDestroy().Apply()
}

// ApplyKilled is Apply with a provider that is killed as soon as its work of the first ApplyResourceChange is done: the answer
// is lost, and the next call goes to a new server. The state ends as Options.Death says.
func (r *Resource) ApplyKilled(config map[string]any, options ...PlanOption) *Applied {
	r.h.tb.Helper()
	p := r.Plan(config, options...)
	return p.ApplyKilled()
}

// DestroyKilled is Destroy with a provider that is killed as ApplyKilled says.
func (r *Resource) DestroyKilled() *Applied {
	r.h.tb.Helper()
	return r.PlanDestroy().ApplyKilled()
}

// ApplyKilled is Apply with a provider that is killed.
func (p *Plan) ApplyKilled() *Applied {
	p.h.tb.Helper()
	p.h.setLoseApply(true)
	defer p.h.setLoseApply(false)
	a := p.Apply()
	if a.killed {
		a.examined = true // the error is what was asked for
	}
	return a
}

func (h *Harness) setLoseApply(lose bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.loseApply = lose
}

// Apply applies the plan. When the planned configuration had unknown values, the final configuration has to be given, in which
// they are known; the provider plans once more with it, and every value that it planned before must stand.
func (p *Plan) Apply(final ...map[string]any) *Applied {
	p.h.tb.Helper()
	config := p.source
	if len(final) > 0 {
		config = final[0]
	}
	a := p.execute(config)
	if !a.failed() && config != nil && !p.h.options.SkipReplan {
		p.r.checkReplan(a.Outcome, config)
	}
	return a
}

// needsProvider tells whether core configures the provider in the apply: for anything in plan or state, a no-op too.
func (p *Plan) needsProvider() bool { return p.state.current != nil || p.change.action != NoOp }

// execute is the walk of the apply.
func (p *Plan) execute(config map[string]any) *Applied {
	p.h.tb.Helper()
	defer p.h.walk()()
	x, ok := p.start()
	if !ok {
		return x.applied
	}
	if p.needsProvider() {
		p.h.ready(x.applied.Outcome)
	}
	x.destroy()
	x.create(config)
	x.cleanUp()
	return x.end()
}

// createOrUpdate is NodeApplyableResourceInstance: read the state, plan with the final configuration, compare with the first
// plan, apply, store, taint (hashicorp/terraform internal/terraform/node_resource_apply_instance.go).
func (r *Resource) createOrUpdate(out *Outcome, planned *change, config cty.Value) bool {
	r.h.tb.Helper()
	i := r.h.at(r.address)
	prior, ok := r.load(out, i.current)
	if !ok {
		return false
	}
	final, ok := r.plan(out, planned, prior, config, planned.reason == BecauseRequested)
	if !ok || !r.checkFinalPlan(out, planned, final) {
		return false
	}
	step := *final
	switch {
	case final.action == NoOp:
		return true
	case final.action.IsReplace():
		// The old object is dealt with by the other half of the replacement.
		step.action, step.before, step.priorIdentity, prior = Create, cty.NullVal(r.schema.typ), cty.NilVal, nil
	}
	result, part := r.apply(out.what, &step, prior, config)
	out.add(part)
	if part.killed && r.h.options.Death == AllDie {
		return false
	}
	if result != nil && part.failed() && step.action == Create {
		result.tainted = true // maybeTainted in the same file
	}
	i.current = r.store(out, result)
	r.h.put(r.address, i)
	return !part.failed()
}

// checkFinalPlan compares the plan made in the apply with the first one (checkPlannedChange in the same file).
func (r *Resource) checkFinalPlan(out *Outcome, planned, final *change) bool {
	r.h.tb.Helper()
	const summary = "Provider produced inconsistent final plan"
	if planned.action != final.action && (planned.action != Update || final.action != NoOp) {
		out.breachf(summary, "changed the planned action from %s to %s", planned.action, final.action)
		return false
	}
	problems := r.schema.resultProblems(planned.after, final.after)
	if planned.identity != cty.NilVal && final.identity != cty.NilVal {
		problems = append(problems, r.identity.resultProblems(planned.identity, final.identity)...)
	}
	out.breach(summary, problems...)
	return len(problems) == 0
}

// checkReplan plans the applied configuration again. There must be nothing to do, and reading must find what was stored.
func (r *Resource) checkReplan(out *Outcome, config map[string]any) {
	r.h.tb.Helper()
	again := r.Plan(config)
	again.examined = true
	const summary = "The plan after the apply is not empty"
	switch {
	case again.failed():
		out.breachf(summary, "it ends with errors: %s", again.diags.Errors())
	case again.Action != NoOp:
		out.breachf(summary, "the action is %s; changes: %v; found by reading: %v", again.Action, again.Changes(), again.Drift)
	case len(again.Drift) > 0:
		out.breachf("Reading finds another object than the apply stored", "%v", again.Drift)
	}
}

func (r *Resource) setLastConfig(config map[string]any) {
	r.h.mu.Lock()
	defer r.h.mu.Unlock()
	r.h.last[r.address] = lastConfig{config: config, known: true}
}
