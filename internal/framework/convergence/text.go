package convergence

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Subject names the object in messages.
type Subject struct {
	// Kind is the resource type name, such as udr_network.
	Kind string
	// Name is the object in a user's words, such as "virtual network".
	Name string
	// ID is the anchor's ARM ID.
	ID string
	// Owner is the provider's owner, empty when unset.
	Owner string
}

// ImportBlock returns the block that puts the object under management.
func (s Subject) ImportBlock() string {
	return fmt.Sprintf("import {\n  to = %s.NAME\n  id = %q\n}", s.Kind, s.ID)
}

// Diagnostic returns the warning or error that goes with the decision, nil for
// Create and Wait.
func (d CreateDecision) Diagnostic(s Subject) diag.Diagnostic {
	switch d.Reason {
	case ReasonUnfinished:
		return diag.NewWarningDiagnostic("Finishing an interrupted create", fmt.Sprintf(
			"The %s %s exists, carries this provider's mark for it, and was never completed: an earlier apply ended before its last write. "+
				"It is completed now; nothing is destroyed for that.", s.Name, s.ID))
	case ReasonSameOwner:
		return diag.NewWarningDiagnostic("Taking over an existing object of the same owner", fmt.Sprintf(
			"The %s %s exists and is complete but is not in this state. It was made by this provider for the same owner %q, so it is brought to the configuration and kept. "+
				"If another configuration with that owner manages it, remove it from one of the two.", s.Name, s.ID, s.Owner))
	case ReasonForeign:
		return refusal(s, "was not made by this provider (it has no "+OwnerTag+" tag for this ID), and is never adopted without being asked", "")
	case ReasonOtherOwner:
		return refusal(s, "was made by this provider for another owner, so another configuration probably manages it",
			" If it is yours, set the provider's owner attribute to that owner and apply again.")
	case ReasonComplete:
		return refusal(s, "was made by this provider and is complete, but nothing proves that it was made by this configuration",
			" An apply that ends between the last write and the saving of the state leaves an object so. "+
				"With the provider's owner attribute set, the next one will be taken over without this step. "+
				"Where the state lists this resource as tainted (create_before_destroy), run `terraform untaint` on it in place of the import below.")
	default:
		return nil
	}
}

func refusal(s Subject, why, more string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The "+s.Name+" exists already", fmt.Sprintf(
		"Creating %s: it exists, but is not in this state. It %s.%s\n\n"+
			"Nothing was changed. To manage it with this resource, add this block (with the resource's name for NAME) and apply again:\n\n%s\n\n"+
			"Otherwise choose another name, or delete it first.", s.ID, why, more, s.ImportBlock()))
}

// Diagnostic returns the warning that goes with the decision, nil for Delete.
func (d DeleteDecision) Diagnostic(s Subject) diag.Diagnostic {
	switch d.Action {
	case Keep:
		return diag.NewWarningDiagnostic("An unfinished object is kept and completed", fmt.Sprintf(
			"Terraform replaces the %s %s because its create failed. It is not destroyed: the create that follows completes it. "+
				"Should that create not come to run, the object remains and the next apply completes it.", s.Name, s.ID))
	case Superseded:
		return diag.NewWarningDiagnostic("The object was taken over by its replacement", fmt.Sprintf(
			"The %s %s was to be destroyed after its replacement (create_before_destroy), but both are the same object: "+
				"the replacement has the same ID and completed or took over what was there. It is not destroyed.", s.Name, s.ID))
	default:
		return nil
	}
}

// CreateFailed returns the sentences that a Create appends to the error of a
// step that failed after the anchor had been accepted (C-6).
func CreateFailed(s Subject) string {
	return fmt.Sprintf("The %s %s is there but not complete. Apply again: the plan will show a replacement, because Terraform marks the object as tainted, "+
		"but what exists is kept and completed. `terraform untaint` before the apply shows it as an update instead.", s.Name, s.ID)
}
