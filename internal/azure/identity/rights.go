package identity

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Rights is what the account's ledger holds of an identity whose roles this run assigns, for the objects that are planned after it and act as
// it. Roles that others assign are not in it.
type Rights struct {
	// Scopes are where the identity holds a role once this run has ended.
	Scopes []armid.ID
	// Complete says that there are no other scopes.
	Complete bool
	// Given are where the runs before this one gave it a role. What is not among Scopes any more is taken away.
	Given []armid.ID
	// PrincipalID is what the directory calls the identity; empty for one that is not made yet.
	PrincipalID string
}

// Covers reports that one of the scopes is the object, or holds it.
func (r Rights) Covers(object armid.ID) bool { return covers(r.Scopes, object) }

// Lacks reports that this configuration gives the identity nothing on the object.
func (r Rights) Lacks(object armid.ID) bool { return r.Complete && !r.Covers(object) }

// Drops reports that this run takes the role on the object away, and that none is left which holds there.
func (r Rights) Drops(object armid.ID) bool { return r.Lacks(object) && covers(r.Given, object) }

func covers(scopes []armid.ID, object armid.ID) bool {
	return slices.ContainsFunc(scopes, func(scope armid.ID) bool { return object.Equal(scope) || object.HasAncestor(scope) })
}
