package diags

import (
	"regexp"
	"slices"
	"strings"
)

// Masked stands where a secret was.
const Masked = "(masked)"

// secretPatterns match what must never be printed (law L7), each with what to put in its place.
var secretPatterns = []struct {
	re   *regexp.Regexp
	with string
}{
	// Bearer tokens, and JWTs anywhere.
	{regexp.MustCompile(`(?i)\b(bearer)\s+[A-Za-z0-9\-._~+/]+=*`), "$1 " + Masked},
	{regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?`), Masked},
	// PEM blocks, ended or cut off.
	{regexp.MustCompile(`(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\z)`), Masked},
	// Keys and values as in JSON, HCL, query strings and forms.
	{regexp.MustCompile(`(?i)("(?:client_?secret|client_?assertion|password|admin_?password|access_?token|refresh_?token|id_?token|account_?key|primary_?key|secondary_?key|shared_?key|token|secret|kubeconfig|client-key-data)"\s*:\s*")(?:[^"\\]|\\.)*`), "${1}" + Masked},
	{regexp.MustCompile(`(?i)\b((?:client_?secret|client_?assertion|password|admin_?password|access_?token|refresh_?token|id_?token|account_?key|shared_?key|client-key-data)\s*[=:]\s*"?)[^\s"&,;]+`), "${1}" + Masked},
	// Signatures of shared access URLs.
	{regexp.MustCompile(`(?i)([?&;]sig=)[^&\s"']+`), "${1}" + Masked},
}

// MaskSecrets replaces what looks like a credential (tokens, private keys, passwords, signatures) by
// a mark. It is the last net under messages of others that we quote: our own code never puts a
// secret into a text in the first place.
func MaskSecrets(s string) string {
	for _, p := range secretPatterns {
		s = p.re.ReplaceAllString(s, p.with)
	}
	return s
}

// Mask replaces the given secrets, which the caller knows, wherever they occur in s; empty ones and
// those shorter than 4 bytes are left alone, as they would blot out ordinary text.
func Mask(s string, secrets ...string) string {
	// Longest first, so that a secret that contains another leaves nothing of itself.
	sorted := slices.Clone(secrets)
	slices.SortFunc(sorted, func(a, b string) int { return len(b) - len(a) })
	for _, secret := range sorted {
		if len(secret) >= 4 {
			s = strings.ReplaceAll(s, secret, Masked)
		}
	}
	return s
}
