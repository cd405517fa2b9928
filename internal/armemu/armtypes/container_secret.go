package armtypes

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

const (
	principalClientPath = "properties.servicePrincipalProfile.clientId"
	principalSecretPath = "properties.servicePrincipalProfile.secret"
)

// clusterSecrets are the members of a cluster that AKS takes and never shows again (x-ms-secret in its specification), and the names under
// which their digests are kept among what is hidden.
var clusterSecrets = map[string]string{
	principalSecretPath:                       "secrets.principal",
	"properties.windowsProfile.adminPassword": "secrets.windows",
	"properties.aadProfile.serverAppSecret":   "secrets.server",
}

// hideSecrets puts a digest in the place of each secret: a state file tells who reads it that there is one, and not which. A digest is all
// that is needed to see whether a secret changes.
func hideSecrets(body Object) {
	for path, name := range clusterSecrets {
		if secret := body.Str(path); secret != "" {
			body.Set(hiddenMember+"."+name, secretDigest(body, secret))
		}
		body.Remove(path)
	}
	if isManagedIdentity(body) {
		body.Remove(hiddenMember + "." + clusterSecrets[principalSecretPath])
	}
}

// secretDigest belongs to one cluster: the same secret has another digest elsewhere.
func secretDigest(body Object, secret string) string {
	sum := hmac.New(sha256.New, []byte(body.Str("properties.resourceUID")))
	sum.Write([]byte(secret))
	return hex.EncodeToString(sum.Sum(nil))
}

// principalChange: a PUT takes the service principal that the cluster has; another one, or another secret, has an action of its own
// (Azure/azure-cli#24764, #12713).
func (c *clusterCheck) principalChange() *Error {
	if isManagedIdentity(c.prev) || isManagedIdentity(c.body) {
		return nil
	}
	if changed(c.prev, c.body, principalClientPath) {
		return errChanged(principalClientPath)
	}
	secret, before := c.sent.Str(principalSecretPath), c.prev.Str(hiddenMember+"."+clusterSecrets[principalSecretPath])
	if secret != "" && before != "" && secretDigest(c.prev, secret) != before {
		return errChanged(principalSecretPath)
	}
	return nil
}

// resetPrincipal gives a cluster another service principal, or another secret of the same one (ManagedClusters_ResetServicePrincipalProfile,
// 202 and final state by Location; arm-wire.md 1.2). The words for a cluster with a managed identity are the specification's, its code and
// what is said of missing members are guesses.
func resetPrincipal(w *Write, r *ActionRequest) (any, *Error) {
	client, secret := r.Body.Str("clientId"), r.Body.Str("secret")
	switch refusal := refuseStopped(w.Body); {
	case refusal != nil:
		return nil, refusal
	case isManagedIdentity(w.Body):
		return nil, Invalid("BadRequest", "This action cannot be performed on a cluster that is not using a service principal.").Unsure()
	case client == "":
		return nil, Invalid("InvalidParameter", "Required parameter clientId is missing (null).").At("clientId").Unsure()
	case secret == "":
		return nil, Invalid("InvalidParameter", "Required parameter secret is missing (null).").At("secret").Unsure()
	}
	w.Body.Set(principalClientPath, client)
	w.Body.Set(principalSecretPath, secret)
	hideSecrets(w.Body)
	return nil, nil
}
