package egress

import "slices"

// Fix is a change that was proven: with it applied the flow is Allowed, no
// forbidden flow opens, and no other flow of the report fares worse (5.7).
type Fix struct {
	// Object is what is changed.
	Object Object
	// Text says in words what to do.
	Text string
	edit func(*World)
}

// Apply returns the world with the change made; the argument is left as it is.
func (f Fix) Apply(w World) World {
	w = settled(w).clone() // as it was when the change was found
	if f.edit != nil {
		f.edit(&w)
	}
	return w
}

const (
	// maxFixes is how many fixes a verdict shows: the least privileged ones.
	maxFixes = 2
	// maxProofs bounds the evaluations spent on proofs in one report.
	maxProofs = 60
	// allFlows is up to how many flows a proof judges all of them again. With more,
	// it judges the forbidden ones, which is what an added permission could hurt.
	allFlows = 200
)

// propose looks for fixes of the flows that fail.
func (e *Evaluator) propose(flows []Flow, verdicts []Verdict) {
	proofs := 0
	for i := range verdicts {
		v := &verdicts[i]
		if v.OK() || v.Flow.Level == LevelForbidden {
			continue
		}
		for _, f := range e.candidates(v) {
			if proofs >= maxProofs || len(v.Fixes) >= maxFixes {
				break
			}
			proofs++
			if e.proves(f, i, flows, verdicts) {
				v.Fixes = append(v.Fixes, f)
			}
		}
	}
}

// proves evaluates the world with the fix applied.
func (e *Evaluator) proves(f Fix, i int, flows []Flow, verdicts []Verdict) bool {
	after := NewEvaluator(f.Apply(*e.x.world), e.options)
	if after.Judge(flows[i]).Status != Allowed {
		return false
	}
	for k := range flows {
		if k == i || flows[k].Level != LevelForbidden && len(flows) > allFlows {
			continue
		}
		if worse(verdicts[k], after.Judge(flows[k])) {
			return false
		}
	}
	return true
}

// worse reports whether a flow fared as it should, or might have, and no longer does.
func worse(before, after Verdict) bool {
	return before.OK() && !after.OK() || !before.Fails() && after.Fails()
}

// candidates lists changes to try, the least privileged first (5.7).
func (e *Evaluator) candidates(v *Verdict) []Fix {
	if inside := e.keepInside(v); len(inside) > 0 {
		return inside // no rule should have to permit what need not leave (RT-19)
	}
	routes := e.routeFixes(v)
	last := deciding(v)
	if len(last.Object.In) == 0 {
		return routes // a policy that is not known is part of nothing, and nobody can change its rules
	}
	switch last.Code {
	case CodeDefaultDeny:
		return append(routes, e.permits(v, last.Object.In[0], nil)...)
	case CodeNetworkRule, CodeApplicationRule:
		return append(routes, e.permits(v, last.Object.In[0], &last.Object)...)
	default:
		return routes
	}
}

// deciding is the step at which the flow fails.
func deciding(v *Verdict) Step {
	for _, s := range slices.Backward(v.Steps) {
		switch s.Code {
		case CodeDefaultDeny, CodeNetworkRule, CodeApplicationRule, CodeNoIdentity, CodeIdentityUnknown, CodeAsymmetric, CodeOpaqueGateway:
			return s
		default:
		}
	}
	return Step{}
}

// clone copies the lists of a world, so that changing the copy leaves the original
// as it is.
func (w World) clone() World {
	w.Networks = slices.Clone(w.Networks)
	for i := range w.Networks {
		w.Networks[i].Subnets = slices.Clone(w.Networks[i].Subnets)
		w.Networks[i].Peerings = slices.Clone(w.Networks[i].Peerings)
	}
	w.Clusters = slices.Clone(w.Clusters)
	w.SecurityGroups = slices.Clone(w.SecurityGroups)
	w.RouteTables = slices.Clone(w.RouteTables)
	for i := range w.RouteTables {
		w.RouteTables[i].Routes = slices.Clone(w.RouteTables[i].Routes)
	}
	w.Firewalls = slices.Clone(w.Firewalls)
	for i := range w.Firewalls {
		w.Firewalls[i].Collections = cloneCollections(w.Firewalls[i].Collections)
	}
	w.Policies = slices.Clone(w.Policies)
	for i := range w.Policies {
		w.Policies[i].Groups = slices.Clone(w.Policies[i].Groups)
		for k := range w.Policies[i].Groups {
			g := &w.Policies[i].Groups[k]
			g.Collections = cloneCollections(g.Collections)
		}
	}
	return w
}

func cloneCollections(list []Collection) []Collection {
	list = slices.Clone(list)
	for i := range list {
		list[i].Rules = slices.Clone(list[i].Rules)
	}
	return list
}
