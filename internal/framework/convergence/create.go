package convergence

// CreateAction is what a Create does about the object that its first GET found.
type CreateAction int

// The actions of a Create.
const (
	// Create: nothing is there; send the first PUT.
	Create CreateAction = iota
	// Wait: Azure is deleting what was there; read until it is gone, then
	// decide again.
	Wait
	// Resume: bring what is there to the plan, comparing before each write.
	Resume
	// Refuse: it is not ours to touch.
	Refuse
)

// String returns the action's name in lower case.
func (a CreateAction) String() string {
	switch a {
	case Create:
		return "create"
	case Wait:
		return "wait"
	case Resume:
		return "resume"
	case Refuse:
		return "refuse"
	default:
		return "invalid"
	}
}

// Reason says why a Create resumes or refuses.
type Reason int

// The reasons, in the order of the table in 0002-convergence.md.
const (
	ReasonNone Reason = iota
	// ReasonUnfinished: our mark, and its create never ended.
	ReasonUnfinished
	// ReasonSameOwner: complete, but made by the same owner.
	ReasonSameOwner
	// ReasonForeign: no mark of ours.
	ReasonForeign
	// ReasonOtherOwner: our mark, made for another owner.
	ReasonOtherOwner
	// ReasonComplete: our mark, complete, and no owner proves whose it is.
	ReasonComplete
)

// CreateDecision is the outcome of DecideCreate.
type CreateDecision struct {
	Action CreateAction
	Reason Reason
}

// DecideCreate is the table of law L4 for a Create, which by its nature has no
// state: what to do about an object that is there already (C-5).
func DecideCreate(f Found) CreateDecision {
	switch {
	case !f.Exists:
		return CreateDecision{Action: Create}
	case !f.Ours:
		return CreateDecision{Refuse, ReasonForeign}
	case !f.OwnerEqual && !f.OwnerNone:
		return CreateDecision{Refuse, ReasonOtherOwner}
	case f.Deleting:
		return CreateDecision{Action: Wait}
	case f.Incomplete:
		return CreateDecision{Resume, ReasonUnfinished}
	case f.OwnerSet && f.OwnerEqual:
		return CreateDecision{Resume, ReasonSameOwner}
	default:
		return CreateDecision{Refuse, ReasonComplete}
	}
}
