package armtypes

import (
	"regexp"
	"strings"
)

// condition is one part of a $filter of the authorization provider: a call like atScope() or assignedTo('x'), or a comparison.
type condition struct {
	// name of the function or the member, in lower case.
	name string
	// value is the argument or what the member must be, "" for a call without one.
	value string
}

// The forms of a condition; each takes it from the front of the text.
var (
	callForm       = regexp.MustCompile(`^(?i)(\w+)\(\s*(?:'((?:[^']|'')*)'|([0-9a-f-]{36}))?\s*\)`)
	comparisonForm = regexp.MustCompile(`^(?i)(\w+)\s+eq\s+(?:'((?:[^']|'')*)'|([0-9a-f-]{36}))`)
	andForm        = regexp.MustCompile(`^(?i)\s+and\s+`)
)

// parseConditions reads a $filter: conditions joined by "and". Only the allowed names pass. An empty filter has no conditions.
func parseConditions(filter string, allowed ...string) ([]condition, *Error) {
	rest := strings.TrimSpace(filter)
	var out []condition
	for rest != "" {
		m := callForm.FindStringSubmatch(rest)
		if m == nil {
			m = comparisonForm.FindStringSubmatch(rest)
		}
		if m == nil || !containsFold(allowed, m[1]) {
			return nil, errFilter(filter)
		}
		out = append(out, condition{name: strings.ToLower(m[1]), value: strings.ReplaceAll(m[2], "''", "'") + m[3]})
		rest = rest[len(m[0]):]
		and := andForm.FindString(rest)
		if and == "" && strings.TrimSpace(rest) != "" || and != "" && len(and) == len(rest) {
			return nil, errFilter(filter)
		}
		rest = strings.TrimSpace(rest[len(and):])
	}
	return out, nil
}

func errFilter(filter string) *Error {
	return Invalid("UnsupportedQuery", "The filter '%s' is not supported.", filter).Unsure()
}

func containsFold(list []string, s string) bool {
	for _, l := range list {
		if strings.EqualFold(l, s) {
			return true
		}
	}
	return false
}

// has tells whether a condition of that name stands in a filter.
func has(conditions []condition, name string) bool {
	for _, c := range conditions {
		if c.name == strings.ToLower(name) {
			return true
		}
	}
	return false
}

// withinScope tells whether a scope lies at or below another; "" and "/" are the tenant, above everything.
func withinScope(scope, above string) bool {
	scope, above = strings.ToLower(strings.TrimSuffix(scope, "/")), strings.ToLower(strings.TrimSuffix(above, "/"))
	return above == "" || scope == above || strings.HasPrefix(scope, above+"/")
}
