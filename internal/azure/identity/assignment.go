package identity

import (
	"strings"

	"github.com/google/uuid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// names is the name space of our assignments' names: a random GUID, fixed for ever.
var names = uuid.MustParse("5f0c5d0e-6d0b-4f52-9a59-8a3c1f2f6a3d")

// Assignment is a role that an identity gets on a scope.
type Assignment struct {
	// Scope is the resource that the role is given on.
	Scope armid.ID
	// RoleDefinitionID is the whole ID of the role's definition.
	RoleDefinitionID string
	// Identity is the user-assigned identity, PrincipalID what the directory calls it.
	Identity    armid.ID
	PrincipalID string
}

// BuiltInRole is the ID of a built-in role's definition, as seen from a scope: definitions are addressed below a subscription.
func BuiltInRole(scope armid.ID, guid string) string {
	return armid.Subscription(scope.SubscriptionID()).Child(RoleDefinitionType, guid).String()
}

// Name is the assignment's GUID: the same for the same identity, principal, role and scope, in whatever spelling. The
// principal is part of it because an identity that was made anew has another one, and an assignment's principal is for
// life (RoleAssignmentUpdateNotPermitted, arm-wire.md 2.2).
func (a Assignment) Name() string {
	text := strings.ToLower(strings.Join([]string{a.Identity.Key(), a.PrincipalID, roleGUID(a.RoleDefinitionID), a.Scope.Key()}, "\n"))
	return uuid.NewSHA1(names, []byte(text)).String()
}

// ID is the ID of our own assignment.
func (a Assignment) ID() armid.ID {
	return a.Scope.Child(RoleAssignmentType, a.Name())
}

// says reports whether a live assignment gives this very role to this principal on this very scope.
func (a Assignment) says(live armclient.Object) bool {
	return strings.EqualFold(live.String("properties", "principalId"), a.PrincipalID) &&
		strings.EqualFold(roleGUID(live.String("properties", "roleDefinitionId")), roleGUID(a.RoleDefinitionID)) &&
		a.Scope.EqualFold(live.String("properties", "scope"))
}

// roleGUID is the GUID at the end of a role definition's ID. ARM spells the ID with and without a subscription.
func roleGUID(id string) string {
	return id[strings.LastIndex(id, "/")+1:]
}
