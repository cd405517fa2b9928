package customtypes

import (
	"errors"
	"fmt"
	"strings"
)

const fqdnPatternNoun = "FQDN"

// Pattern is the parsed form of an [FQDNPattern]. Values compare with ==.
type Pattern struct {
	// Wildcard tells that a "*" stands in front of Suffix: any text, several labels included, possibly
	// empty (FW-23). "*" alone has an empty Suffix.
	Wildcard bool
	// Suffix is the literal part in lower case: the whole name without a wildcard, ".contoso.com" for
	// "*.contoso.com".
	Suffix string
}

// String is the pattern as Azure takes it, in lower case.
func (p Pattern) String() string {
	if p.Wildcard {
		return "*" + p.Suffix
	}
	return p.Suffix
}

// ParseFQDNPattern reads what an application rule takes as a target (FW-23): a host name, or one "*"
// in the leftmost place. A URL, a port or a path is refused with the reason. Letters compare without
// case; the dot of the root at the end is dropped.
func ParseFQDNPattern(s string) (Pattern, error) {
	if s == "" {
		return Pattern{}, errors.New("the name is empty")
	}
	if scheme, rest, found := strings.Cut(s, "://"); found {
		host, _, _ := strings.Cut(rest, "/")
		return Pattern{}, fmt.Errorf("%q is a URL: write the name alone (%q); the protocol (%s) has its own place", s, host, scheme)
	}
	if host, _, found := strings.Cut(s, "/"); found {
		return Pattern{}, fmt.Errorf("%q has a path: write the name alone (%q)", s, host)
	}
	if host, _, found := strings.Cut(s, ":"); found {
		return Pattern{}, fmt.Errorf("%q has a port: write the name alone (%q); the port stands beside the protocol", s, host)
	}
	name := strings.ToLower(strings.TrimSuffix(s, "."))
	suffix, wildcard := strings.CutPrefix(name, "*")
	if strings.Contains(suffix, "*") {
		return Pattern{}, fmt.Errorf("%q has a wildcard that is not leftmost: Azure Firewall takes one \"*\", in front", s)
	}
	if wildcard && suffix == "" {
		return Pattern{Wildcard: true}, nil
	}
	literal := strings.TrimPrefix(suffix, ".")
	if wildcard && !strings.HasPrefix(suffix, ".") {
		literal = "x" + suffix // "*-edge.contoso.com": the star may stand for the start of the label
	}
	if err := checkLabels(literal, len(name)); err != nil {
		return Pattern{}, fmt.Errorf("%q is not a host name: %w", s, err)
	}
	if !wildcard && strings.HasPrefix(suffix, ".") {
		return Pattern{}, fmt.Errorf("%q starts with a dot: write %q for every name below it", s, "*"+suffix)
	}
	return Pattern{Wildcard: wildcard, Suffix: suffix}, nil
}

// checkLabels applies the rules of DNS names (RFC 1035 2.3.4, RFC 1123 2.1; underscores occur in
// practice and are let through).
func checkLabels(name string, length int) error {
	if length > 253 {
		return fmt.Errorf("it has %d characters, 253 are allowed", length)
	}
	for label := range strings.SplitSeq(name, ".") {
		switch {
		case label == "":
			return errors.New("it has an empty part between dots")
		case len(label) > 63:
			return fmt.Errorf("its part %q has %d characters, 63 are allowed", label, len(label))
		case label[0] == '-' || label[len(label)-1] == '-':
			return fmt.Errorf("its part %q starts or ends with a dash", label)
		}
		for _, r := range label {
			if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
				return fmt.Errorf("%q cannot stand in it (write names in other scripts as xn--…)", string(r))
			}
		}
	}
	return nil
}
