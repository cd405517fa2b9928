package netset

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// profile maps as a browser would (case, width) and permits the underscore,
// which real host names carry.
var profile = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false))

var errStar = errors.New("a star may stand only once and only at the far left (FW-23)")

// ParsePattern reads a target name as Azure Firewall takes it: a host name, or
// one star at the far left followed by any ending, or a bare star. Letter case,
// one final dot and the IDN form do not matter (FW-24).
func ParsePattern(text string) (Pattern, error) { return parsePattern(text, AnyText) }

// ParsePatternIn is ParsePattern for an appliance of the given dialect.
func ParsePatternIn(text string, dialect Dialect) (Pattern, error) {
	return parsePattern(text, dialect)
}

// LiteralPattern reads a plain host name: what a network rule accepts (FW-21).
func LiteralPattern(text string) (Pattern, error) {
	if strings.Contains(text, "*") {
		return Pattern{}, fmt.Errorf("name %q: a wildcard is not allowed here (FW-21)", text)
	}
	return parsePattern(text, AnyText)
}

// CanonicalName brings a host name into the form that patterns compare:
// ASCII, lower case, without the final dot.
func CanonicalName(text string) (string, error) {
	p, err := LiteralPattern(text)
	return p.text, err
}

func parsePattern(text string, dialect Dialect) (Pattern, error) {
	rest, star := strings.CutPrefix(text, "*")
	if strings.Contains(rest, "*") {
		return Pattern{}, fmt.Errorf("name %q: %w", text, errStar)
	}
	if star && rest == "" {
		return Pattern{star: true, dialect: dialect}, nil
	}
	name, err := canonical(rest, star)
	if err != nil {
		return Pattern{}, fmt.Errorf("name %q: %w", text, err)
	}
	if !star {
		dialect = AnyText // a literal has no star to read
	}
	return Pattern{text: name, star: star, dialect: dialect}, nil
}

// canonical checks a name, or the ending after a star, whose first label may be
// empty ("*.contoso.com") or the tail of a label ("*contoso.com").
func canonical(name string, ending bool) (string, error) {
	name = strings.TrimSuffix(name, ".")
	switch {
	case name == "":
		return "", errors.New("it is empty")
	case !utf8.ValidString(name):
		return "", errors.New("it is not valid UTF-8")
	case strings.ContainsAny(name, "/:"):
		return "", errors.New("it is a URL; a name has no scheme, port or path")
	}
	head := ""
	if ending {
		// The part up to the first dot belongs to a label that the star completes.
		// Encoding half a label as IDN would give another name altogether.
		i := strings.IndexByte(name, '.')
		if i < 0 {
			i = len(name)
		}
		head, name = strings.ToLower(name[:i]), name[i:]
		if !isASCII(head) {
			return "", errors.New("a star next to letters outside ASCII has no defined meaning; put a dot after the star")
		}
		if err := checkLabel(head, true); err != nil {
			return "", err
		}
		if name == "" {
			return head, nil
		}
		head, name = head+".", name[1:]
	}
	ascii, err := profile.ToASCII(name)
	if err != nil {
		return "", fmt.Errorf("not a valid host name: %w", err)
	}
	ascii = strings.ToLower(ascii)
	for label := range strings.SplitSeq(ascii, ".") {
		if err := checkLabel(label, false); err != nil {
			return "", err
		}
	}
	if len(head)+len(ascii) > 253 {
		return "", errors.New("it is longer than 253 characters")
	}
	return head + ascii, nil
}

func checkLabel(label string, partial bool) error {
	switch {
	case label == "" && !partial:
		return errors.New("it has an empty label")
	case len(label) > 63:
		return fmt.Errorf("label %q is longer than 63 characters", label)
	case strings.HasPrefix(label, "-") && !partial, strings.HasSuffix(label, "-"):
		return fmt.Errorf("label %q begins or ends with a hyphen", label)
	}
	for _, c := range label {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return fmt.Errorf("label %q has the character %q, which a host name cannot have", label, c)
		}
	}
	return nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
