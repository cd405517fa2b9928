package armtypes

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// ManagedIdentity is an identity that the directory keeps for a resource.
type ManagedIdentity struct {
	// PrincipalID is the object id of its service principal, ClientID the application id that it logs in with.
	PrincipalID, ClientID string
	// Name is the resource's, which the service principal bears as its own.
	Name string
	// Resource is the id of the identity, or of the resource that it was born with; UserAssigned tells them apart.
	Resource     string
	UserAssigned bool
}

// ManagedIdentities are all that the stored resources have: user-assigned ones and those of clusters.
func ManagedIdentities(v View) []ManagedIdentity {
	var out []ManagedIdentity
	for _, d := range v.All(userAssignedIdentityType) {
		out = append(out, ManagedIdentity{
			PrincipalID: d.Body.Str("properties.principalId"), ClientID: d.Body.Str("properties.clientId"),
			Name: d.ID.Name(), Resource: d.ID.String(), UserAssigned: true,
		})
	}
	for _, d := range v.All(clusterType) {
		if id := d.Body.Str("identity.principalId"); id != "" {
			out = append(out, ManagedIdentity{PrincipalID: id, ClientID: clientOf(id), Name: d.ID.Name(), Resource: d.ID.String()})
		}
	}
	return out
}

// clientOf gives a system-assigned identity its application id, which ARM never shows: a guid that follows from the object id.
func clientOf(principal string) string {
	sum := sha256.Sum256([]byte("client of " + strings.ToLower(principal)))
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}
