package credential

import (
	"fmt"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// renewal is the time before its end from which azcore asks for a new token
// by itself (azcore v1.22, runtime/policy_bearer_token.go).
const renewal = 5 * time.Minute

// handed remembers the last token of each kind, to know one that was refused.
//
// azcore drops a token that Azure answers 401 to and asks again, but azidentity
// then gives the same token from its cache for as long as the machine's clock
// says that it is good: a revoked token, or a clock that is slow, would end the
// apply. A token that is asked for again long before its end was refused.
type handed map[string]azcore.AccessToken

func kindOf(options policy.TokenRequestOptions) string {
	return options.TenantID + " " + strings.Join(options.Scopes, " ")
}

// refused reports whether a request says that the last token did not work. A
// request with claims says so itself, and azidentity heeds it.
func (h handed) refused(options policy.TokenRequestOptions, now time.Time) bool {
	last, known := h[kindOf(options)]
	if !known || options.Claims != "" {
		return false
	}
	due := last.RefreshOn
	if due.IsZero() {
		due = last.ExpiresOn.Add(-renewal)
	}
	return now.Before(due)
}

// fresh answers what to ask for when a cached token will not do. Managed
// identities have one cache for the whole process, which only claims get past;
// these are those of a revocation (learn.microsoft.com, "Claims challenges").
func (c *Credential) fresh(options policy.TokenRequestOptions, now time.Time) policy.TokenRequestOptions {
	if c.config.Method() == ManagedIdentity {
		options.Claims = fmt.Sprintf(`{"access_token":{"nbf":{"essential":true,"value":"%d"}}}`, now.Unix())
		return options
	}
	c.built = nil
	return options
}
