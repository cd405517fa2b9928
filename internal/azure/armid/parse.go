package armid

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	segSubscriptions  = "subscriptions"
	segResourceGroups = "resourceGroups"
	segProviders      = "providers"

	// maxLength bounds what is taken for an ID at all; Azure's own limit for
	// a resource ID is far below.
	maxLength = 4096
	// maxQuoted bounds how much of a bad ID an error repeats.
	maxQuoted = 160
)

// Parse reads an ARM ID. Double and trailing slashes are tolerated, since
// Azure's own tools write them (arm-wire.md 3.1.2); the canonical form has
// neither. The error names the first segment that is wrong and what is wrong
// with it.
func Parse(text string) (ID, error) {
	switch {
	case text == "":
		return ID{}, errors.New("ARM ID is empty")
	case len(text) > maxLength:
		return ID{}, fmt.Errorf("ARM ID %s: %d characters, more than %d", quote(text), len(text), maxLength)
	case text[0] != '/':
		return ID{}, fmt.Errorf("ARM ID %s: must begin with a slash", quote(text))
	}
	segments := make([]string, 0, 12)
	for _, segment := range strings.Split(text, "/") {
		if segment == "" {
			continue
		}
		segments = append(segments, segment)
	}
	if err := checkSegments(segments); err != nil {
		return ID{}, fmt.Errorf("ARM ID %s: %w", quote(text), err)
	}
	return fromSegments(segments), nil
}

// checkSegments walks the grammar: a scope, then providers with namespace,
// type and name, then further types and names or further providers.
func checkSegments(s []string) error {
	if len(s) == 0 {
		return errors.New("has no segment")
	}
	for i, segment := range s {
		if err := checkText(segment); err != nil {
			return fmt.Errorf("segment %d %s: %w", i+1, quote(segment), err)
		}
	}
	i, err := checkScope(s)
	if err != nil {
		return err
	}
	inside := false
	for i < len(s) {
		if strings.EqualFold(s[i], segProviders) {
			if err := checkProvider(s, i); err != nil {
				return err
			}
			inside = true
			i += 4
			continue
		}
		if !inside {
			return fmt.Errorf("segment %d %s: want %q", i+1, quote(s[i]), segProviders)
		}
		if i+1 == len(s) {
			return fmt.Errorf("segment %d: the type %s has no name after it", i+1, quote(s[i]))
		}
		i += 2
	}
	return nil
}

// checkScope reads the subscription and the resource group, if any, and
// answers the index after them.
func checkScope(s []string) (int, error) {
	if strings.EqualFold(s[0], segProviders) {
		return 0, nil
	}
	if !strings.EqualFold(s[0], segSubscriptions) {
		return 0, fmt.Errorf("segment 1 %s: want %q or %q", quote(s[0]), segSubscriptions, segProviders)
	}
	if len(s) == 1 {
		return 0, errors.New("segment 2: the subscription ID is missing")
	}
	if len(s) == 2 || strings.EqualFold(s[2], segProviders) {
		return 2, nil
	}
	if !strings.EqualFold(s[2], segResourceGroups) {
		return 0, fmt.Errorf("segment 3 %s: want %q or %q", quote(s[2]), segResourceGroups, segProviders)
	}
	if len(s) == 3 {
		return 0, errors.New("segment 4: the resource group name is missing")
	}
	return 4, nil
}

func checkProvider(s []string, at int) error {
	switch {
	case len(s) == at+1:
		return fmt.Errorf("segment %d: the provider namespace is missing after %q", at+2, segProviders)
	case len(s) == at+2:
		return fmt.Errorf("segment %d: the resource type is missing after %s", at+3, quote(s[at+1]))
	case len(s) == at+3:
		return fmt.Errorf("segment %d: the type %s has no name after it", at+3, quote(s[at+2]))
	case strings.EqualFold(s[at+2], segProviders):
		return fmt.Errorf("segment %d %s: want a resource type", at+3, quote(s[at+2]))
	}
	return nil
}

// checkText refuses what can be no part of an ID: it would change the meaning
// of the request's URL, or hide in an error message.
func checkText(segment string) error {
	if !utf8.ValidString(segment) {
		return errors.New("is not valid UTF-8")
	}
	if segment == "." || segment == ".." {
		return errors.New("is a relative path element")
	}
	if strings.TrimSpace(segment) != segment {
		return errors.New("begins or ends with white space")
	}
	for _, r := range segment {
		switch {
		case r == '?' || r == '#' || r == '%' || r == '\\':
			return fmt.Errorf("holds %q, which no ARM ID may", r)
		case !unicode.IsGraphic(r):
			return fmt.Errorf("holds the unprintable character %U", r)
		}
	}
	return nil
}

func quote(text string) string {
	if len(text) > maxQuoted {
		return fmt.Sprintf("%q…", strings.ToValidUTF8(text[:maxQuoted], ""))
	}
	return fmt.Sprintf("%q", text)
}
