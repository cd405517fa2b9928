package customtypes

import (
	"errors"
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

const fqdnPatternNoun = "FQDN"

// ParseFQDNPattern reads what an application rule takes as a target (FW-23): a host name, or one "*"
// in the leftmost place. A URL, a port or a path is refused with the name to write instead. Letters
// compare without case; the dot of the root at the end is dropped (FW-24).
func ParseFQDNPattern(s string) (netset.Pattern, error) {
	if s == "" {
		return netset.Pattern{}, errors.New("the name is empty")
	}
	if scheme, rest, found := strings.Cut(s, "://"); found {
		host, _, _ := strings.Cut(rest, "/")
		return netset.Pattern{}, fmt.Errorf("%q is a URL: write the name alone (%q); the protocol (%s) has its own place", s, host, scheme)
	}
	if host, _, found := strings.Cut(s, "/"); found {
		return netset.Pattern{}, fmt.Errorf("%q has a path: write the name alone (%q)", s, host)
	}
	if host, _, found := strings.Cut(s, ":"); found {
		return netset.Pattern{}, fmt.Errorf("%q has a port: write the name alone (%q); the port stands beside the protocol", s, host)
	}
	if strings.HasPrefix(s, ".") && len(s) > 1 {
		return netset.Pattern{}, fmt.Errorf("%q starts with a dot: write %q for every name below it", s, "*"+s)
	}
	return netset.ParsePattern(s)
}
