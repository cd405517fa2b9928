package armemu

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
)

// decorate adds the headers that every ARM answer carries (arm-wire.md 1.3). The rate limits are those of a bucket that never empties:
// throttling comes from faults only.
func decorate(rep *reply, r *http.Request) *reply {
	id := requestID()
	rep.set("x-ms-request-id", id)
	correlation := r.Header.Get("x-ms-correlation-request-id")
	if correlation == "" {
		correlation = id
	}
	rep.set("x-ms-correlation-request-id", correlation)
	rep.set("x-ms-routing-request-id", "EMULATOR:"+id)
	if client := r.Header.Get("x-ms-client-request-id"); client != "" && strings.EqualFold(r.Header.Get("x-ms-return-client-request-id"), "true") {
		rep.set("x-ms-client-request-id", client)
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		rep.set("x-ms-ratelimit-remaining-subscription-reads", "249").set("x-ms-ratelimit-remaining-subscription-global-reads", "3749")
	case http.MethodDelete:
		rep.set("x-ms-ratelimit-remaining-subscription-deletes", "199").set("x-ms-ratelimit-remaining-subscription-global-deletes", "2999")
	default:
		rep.set("x-ms-ratelimit-remaining-subscription-writes", "199").set("x-ms-ratelimit-remaining-subscription-global-writes", "2999")
	}
	rep.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains").set("X-Content-Type-Options", "nosniff")
	return rep
}

// requestID is random: it names a request, not a document, so a restored snapshot need not repeat it.
func requestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails on the platforms we build for
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}

// challenge is the WWW-Authenticate header of a 401.
func challenge(base, code string) string {
	return `Bearer authorization_uri="` + base + "/" + TenantID + `", error="` + code + `", error_description="The access token is missing, invalid or expired."`
}
