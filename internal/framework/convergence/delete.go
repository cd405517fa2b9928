package convergence

import (
	"slices"
	"strings"
)

// DeleteAction is what a Delete does.
type DeleteAction int

// The actions of a Delete.
const (
	// Delete: remove the object and its children.
	Delete DeleteAction = iota
	// Keep: do nothing but remove Leftover; the create half of this same
	// replacement resumes the object.
	Keep
	// Superseded: do nothing; a later create holds the object.
	Superseded
)

// String returns the action's name in lower case.
func (a DeleteAction) String() string {
	switch a {
	case Delete:
		return "delete"
	case Keep:
		return "keep"
	case Superseded:
		return "superseded"
	default:
		return "invalid"
	}
}

// DeleteInput is what a Delete knows.
type DeleteInput struct {
	// Plan and Object are ReadPlan and ReadObject of the request's private
	// state.
	Plan   Plan
	Object Object
	// Run is the applying provider configuration's NewID.
	Run string
	// Anchor and Parts are the object's ID and children in state, in the
	// spelling of PlanInput.
	Anchor string
	Parts  []string
	// Found is the live anchor, read now.
	Found Found
}

// DeleteDecision is the outcome of DecideDelete.
type DeleteDecision struct {
	Action DeleteAction
	// Leftover are, for Keep, the children in state that the new plan no
	// longer has. They are deleted, the rest stays.
	Leftover []string
}

// DecideDelete tells a real destroy from the delete half of a tainted
// replacement and from the end of a create_before_destroy replacement by the
// same anchor. In every case of doubt the answer is Delete: then a destroy
// leaves nothing, and a replacement costs time but converges.
func DecideDelete(in DeleteInput) DeleteDecision {
	switch {
	case in.resumable():
		return DeleteDecision{Action: Keep, Leftover: leftover(in.Parts, in.Plan.Parts)}
	case in.superseded():
		return DeleteDecision{Action: Superseded}
	default:
		return DeleteDecision{Action: Delete}
	}
}

// resumable (C-7): only the delete half of a tainted replacement sees a plan
// of StepCreate. Its private state is the plan's, so that the object's own
// record is not there; completeness must be read from the live anchor. A
// complete tainted object (terraform taint, a failed provisioner) is replaced
// for real.
func (in DeleteInput) resumable() bool {
	return in.Plan.Step == StepCreate &&
		SameID(in.Plan.Anchor, in.Anchor) &&
		in.Found.Exists && in.Found.Ours && in.Found.Incomplete && !in.Found.Deleting
}

// superseded (C-9): the deposed object of a create_before_destroy replacement
// has the same anchor as its successor, which by then has put its own name
// into CreateTag. An ordinary destroy is planned in another walk and never
// comes here, so it deletes whatever the tag says.
func (in DeleteInput) superseded() bool {
	deposed := in.Plan.Step == StepDestroy && in.Run != "" && in.Plan.Run == in.Run
	return deposed && in.Found.Exists && in.Found.Ours &&
		in.Object.Create != "" && in.Found.Create != "" && in.Object.Create != in.Found.Create
}

func leftover(state, planned []string) []string {
	var out []string
	for _, part := range state {
		same := func(p string) bool { return strings.EqualFold(p, part) }
		if !slices.ContainsFunc(planned, same) {
			out = append(out, part)
		}
	}
	return out
}
