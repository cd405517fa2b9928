package armclient

import (
	"net/url"
	"strings"
)

// sameHost reports whether u is the endpoint's host and port, or a host below
// it on the same port.
func sameHost(endpoint, u *url.URL) bool {
	want, got := strings.ToLower(endpoint.Hostname()), strings.ToLower(u.Hostname())
	if portOf(endpoint) != portOf(u) {
		return false
	}
	return got == want || strings.HasSuffix(got, "."+want)
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}

func hostOf(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return "(unreadable URL)"
	}
	return u.Host
}
