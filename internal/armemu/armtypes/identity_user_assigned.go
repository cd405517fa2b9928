package armtypes

import (
	"net/http"
	"regexp"
	"strings"
)

const (
	userAssignedIdentityType = "Microsoft.ManagedIdentity/userAssignedIdentities"
	federatedCredentialType  = userAssignedIdentityType + "/federatedIdentityCredentials"
)

var identityVersions = []string{"2024-11-30", "2023-01-31", "2022-01-31-preview", "2018-11-30"}

// userAssignedIdentities are written at once and have neither a provisioningState nor an etag (arm-wire.md 1.6).
func userAssignedIdentities() *Type {
	return &Type{
		Name:          userAssignedIdentityType,
		APIVersions:   identityVersions,
		Family:        Plain,
		NameRule:      regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$`),
		NoState:       true,
		Put:           Sync,
		Patch:         Sync,
		Delete:        Sync,
		ReadOnlyPaths: []string{"properties.tenantId", "properties.principalId", "properties.clientId"},
		Fill: func(w *Write) {
			w.Body.Set("properties.tenantId", w.TenantID)
			if w.Body.Str("properties.principalId") == "" {
				w.Body.Set("properties.principalId", w.NewGUID())
				w.Body.Set("properties.clientId", w.NewGUID())
			}
		},
	}
}

// maxFederatedCredentials is the limit of one identity (workload identity federation considerations, 2025).
const maxFederatedCredentials = 20

// federatedIdentityCredentials are children with documents of their own.
func federatedIdentityCredentials() *Type {
	return &Type{
		Name:        federatedCredentialType,
		APIVersions: identityVersions,
		Family:      Plain,
		NameRule:    regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}$`),
		NoTags:      true,
		NoState:     true,
		Put:         Sync,
		Patch:       None,
		Delete:      Sync,
		Validate:    validateFederatedCredential,
	}
}

func validateFederatedCredential(w *Write) []*Error {
	issuer, subject := w.Body.Str("properties.issuer"), w.Body.Str("properties.subject")
	if issuer == "" || subject == "" || len(w.Body.Strs("properties.audiences")) == 0 {
		// zioproto/istio-aks-example issue 6 (2024).
		return []*Error{Invalid("BadRequest", "The request format was unexpected. Federated Identity Credential must specify 'issuer', 'subject' and 'audience'.")}
	}
	identity, _ := w.ID.Parent()
	siblings := w.Children(identity.String(), federatedCredentialType)
	if w.Prev == nil && len(siblings) >= maxFederatedCredentials {
		return []*Error{Invalid("TooManyFederatedIdentityCredentials", "Too many Federated Identity Credentials are configured for %s; at most %d are allowed.", identity, maxFederatedCredentials).Unsure()}
	}
	for _, other := range siblings {
		if !strings.EqualFold(other.ID.Name(), w.ID.Name()) && other.Body.Str("properties.issuer") == issuer && other.Body.Str("properties.subject") == subject {
			// Azure/bicep-types-az issue 2054 (2024) has the text.
			return []*Error{Errorf(http.StatusConflict, "Conflict", "Issuer and subject combination already exists for this Managed Identity.").Unsure()}
		}
	}
	return nil
}
