package login

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// quoted is a text of OData: a quote inside is written twice.
const quoted = `'((?:[^']|'')*)'`

// filterTerms are the conditions that clients here write: appId eq 'x', servicePrincipalNames/any(c:c eq 'x'), startswith(displayName,'x').
var filterTerms = []struct {
	form  *regexp.Regexp
	meets func(has, wanted string) bool
}{
	{regexp.MustCompile(`^(\w+) eq ` + quoted + `$`), strings.EqualFold},
	{regexp.MustCompile(`^(\w+)/any\(\w+: ?\w+ eq ` + quoted + `\)$`), strings.EqualFold},
	{regexp.MustCompile(`^startswith\((\w+), ?` + quoted + `\)$`), func(has, wanted string) bool {
		return strings.HasPrefix(strings.ToLower(has), strings.ToLower(wanted))
	}},
}

// term is a condition, or what joins two.
var term = regexp.MustCompile(`^\s*(?:(and|or)\s+)?((?:\w+\(\w+, ?` + quoted + `\))|(?:\w+(?:/any\(\w+: ?\w+)? eq ` + quoted + `\)?))`)

// parseFilter reads a $filter of conditions that are joined by one word. "" lets everything through.
func parseFilter(filter string) (func(object) bool, error) {
	var conditions []func(object) bool
	joint := ""
	for rest := filter; strings.TrimSpace(rest) != ""; {
		m := term.FindStringSubmatch(rest)
		if m == nil || (m[1] == "") != (len(conditions) == 0) || len(conditions) > 1 && m[1] != joint {
			return nil, fmt.Errorf("unsupported query: the emulator does not read $filter=%s", filter)
		}
		condition := parseTerm(m[2])
		if condition == nil {
			return nil, fmt.Errorf("unsupported query: the emulator does not read %s", m[2])
		}
		conditions, joint, rest = append(conditions, condition), m[1], rest[len(m[0]):]
	}
	all := joint == "and"
	return func(o object) bool {
		for _, condition := range conditions {
			if condition(o) != all {
				return !all
			}
		}
		return all || len(conditions) == 0
	}, nil
}

func parseTerm(text string) func(object) bool {
	for _, t := range filterTerms {
		m := t.form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		wanted := strings.ReplaceAll(m[2], "''", "'")
		return func(o object) bool {
			return slices.ContainsFunc(texts(o[m[1]]), func(has string) bool { return t.meets(has, wanted) })
		}
	}
	return nil
}

// texts are the values of a member, one or many.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []string:
		return v
	}
	return nil
}
