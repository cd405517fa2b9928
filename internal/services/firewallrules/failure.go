package firewallrules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// untouched reports a failure before the first write.
func untouched(err error) bool {
	var early *azure.UntouchedError
	return errors.As(err, &early)
}

// failure words the error of a change, at the group that it is about.
func (r *rulesResource) failure(operation diags.Operation, change azure.GroupsChange, err error) diag.Diagnostics {
	var (
		exists *azure.ExistsError
		failed *azure.GroupError
	)
	switch {
	case errors.As(err, &exists):
		return diag.Diagnostics{r.exists(change, exists, untouched(err))}
	case errors.As(err, &failed) && !failed.Removing:
		return diag.Diagnostics{diag.WithPath(groupsPath.AtMapKey(failed.Name), operation.Failed(err))}
	}
	return diag.Diagnostics{operation.Failed(err)}
}

// exists refuses a group that is there and not in the state, with the block to paste. One import names every group that the change wants and that is in
// the state or known to be there, since a resource is imported as a whole.
func (r *rulesResource) exists(change azure.GroupsChange, exists *azure.ExistsError, unchanged bool) diag.Diagnostic {
	name := exists.ID.Name()
	names := []string{name}
	for prior := range change.Prior {
		if !strings.EqualFold(prior, name) {
			names = append(names, prior)
		}
	}
	slices.Sort(names)
	said := "Nothing was changed."
	if !unchanged {
		said = "It was made while the groups before it were written; these stand."
	}
	owner := "An apply that ends between its last write and the saving of the state leaves a group so. With the provider's owner attribute set, a group that is exactly as configured is taken over " +
		"without this step."
	if r.account.Owner != "" {
		owner = "A group that an interrupted apply of this owner left is taken over only if it is exactly as configured; this one is not."
	}
	subject := convergence.Subject{Kind: typeName, Name: "rule collection group", ID: change.PolicyID.String() + "|" + strings.Join(names, ",")}
	return diag.NewAttributeErrorDiagnostic(groupsPath.AtMapKey(name), "A rule collection group of that name exists already", fmt.Sprintf(
		"The rule collection group %s exists and is not in this state, so it is somebody else's and is not taken over. %s %s\n\n"+
			"To manage it here, add this block (with the resource's name for NAME, and the names of all groups that exist and are to be managed), and apply again:\n\n%s\n\n"+
			"Otherwise choose another name, or delete the group first.", exists.ID, said, owner, subject.ImportBlock()))
}
