// Package identity knows user-assigned managed identities and the role assignments that a cluster's identity needs.
//
// A role assignment bears no tags. Ours are known by their name, which is a hash of everything that they say: whoever
// knows the identity, the role and the scope can form it, so that a run without state finds its own again and takes
// nobody else's for it (docs/design/0002-convergence.md, 5.9).
package identity

// IdentityAPIVersion is the version of calls on user-assigned identities. armmsi 1.3 speaks a newer one, which the
// sovereign clouds do not serve everywhere; nothing here needs it (arm-wire.md 1.6, 2026-11-22).
const IdentityAPIVersion = "2023-01-31"

// AuthorizationAPIVersion is the version of calls on role assignments and definitions (arm-wire.md 1.6, 2026-11-22).
const AuthorizationAPIVersion = "2022-04-01"

// The ARM types.
const (
	IdentityType       = "Microsoft.ManagedIdentity/userAssignedIdentities"
	RoleAssignmentType = "Microsoft.Authorization/roleAssignments"
	RoleDefinitionType = "Microsoft.Authorization/roleDefinitions"
)
