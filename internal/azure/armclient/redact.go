package armclient

import "regexp"

var (
	// urlQuery: Azure repeats the signed URL of a blocking operation in its
	// messages, and Go's URL errors repeat the whole URL.
	urlQuery = regexp.MustCompile(`(https?://[^\s"'<>?#]+)\?[^\s"'<>]*`)
	jwt      = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?`)
	bearer   = regexp.MustCompile(`(?i)\bbearer\s+[A-Za-z0-9._~+/=-]{8,}`)
	secret   = regexp.MustCompile(`(?i)\b(client_secret|client_assertion|refresh_token|access_token|password|sig)=[^\s&"']+`)
)

// redact takes out of a text what must not be shown: queries of URLs, which may
// be signed, and anything that looks like a token (law L7).
func redact(text string) string {
	text = urlQuery.ReplaceAllString(text, "$1?(query)")
	text = jwt.ReplaceAllString(text, "(token)")
	text = bearer.ReplaceAllString(text, "Bearer (token)")
	return secret.ReplaceAllString(text, "$1=(hidden)")
}
