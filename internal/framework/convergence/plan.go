package convergence

import "slices"

// Step says which of core's calls a plan was made in.
type Step string

// The steps that NextPlan tells apart.
const (
	// StepCreate: no prior object was given. It is a plain create, or the
	// create half for a tainted object, whose state core hides (C-3).
	StepCreate Step = "create"
	// StepUpdate: a prior and a planned object were given. It is an update, a
	// no-op, or the first half of a genuine replacement.
	StepUpdate Step = "update"
	// StepReplace: the create half of a genuine replacement (an attribute that
	// forces it, or -replace).
	StepReplace Step = "replace"
	// StepDestroy: the object is to go.
	StepDestroy Step = "destroy"
)

// Plan is what ModifyPlan tells Delete through private state.
type Plan struct {
	Step Step `json:"step,omitempty"`
	// Anchor is the planned object's ARM ID, empty while it is unknown.
	Anchor string `json:"anchor,omitempty"`
	// Parts are the IDs or names of the planned children, in the spelling that
	// the resource also uses for the children in state.
	Parts []string `json:"parts,omitempty"`
	// Run is the provider configuration that planned. Core configures one
	// provider for each walk, so equality with the applying provider's Run
	// means that the plan was made inside the apply: a deposed object (C-4).
	Run string `json:"run,omitempty"`
}

// PlanInput is what ModifyPlan knows.
type PlanInput struct {
	// Recorded is ReadPlan of the request's private state.
	Recorded Plan
	// Run is the provider configuration's NewID; empty when not configured.
	Run string
	// PriorNull and PlanNull say whether the request's state and plan are null.
	PriorNull, PlanNull bool
	// Anchor is the ID of the planned object (of the prior one in a destroy);
	// empty while unknown.
	Anchor string
	// Parts are the planned children, when the anchor's delete would not
	// remove them or the plan may drop some (C-7).
	Parts []string
}

// NextPlan returns the record for this call of ModifyPlan.
func NextPlan(in PlanInput) Plan {
	p := Plan{Step: in.step(), Anchor: in.Anchor, Run: in.Run}
	if p.Step != StepDestroy {
		p.Parts = slices.Sorted(slices.Values(in.Parts))
	}
	return p
}

// step: core plans a genuine replacement by two calls in one walk and hands
// the first one's private data to the second; for a tainted object there is
// one call without private data (seen on 1.11.4).
func (in PlanInput) step() Step {
	switch {
	case in.PlanNull:
		return StepDestroy
	case !in.PriorNull:
		return StepUpdate
	case in.Run != "" && in.Recorded.Run == in.Run && in.Recorded.Step == StepUpdate:
		return StepReplace
	default:
		return StepCreate
	}
}
