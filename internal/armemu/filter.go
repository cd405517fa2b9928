package armemu

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// filter is the $filter of resource lists: comparisons joined by "and" and "or", "or" binding weaker (DOC: resources list).
type filter [][]comparison

type comparison struct {
	member, value string
	not           bool
}

var comparisonForm = regexp.MustCompile(`(?i)^\s*\(?\s*(\w+)\s+(eq|ne)\s+'((?:[^']|'')*)'\s*\)?\s*$`)

var (
	orWord  = regexp.MustCompile(`(?i)'\s+or\s+|\)\s*or\s*\(`)
	andWord = regexp.MustCompile(`(?i)'\s+and\s+`)
)

// filterMembers are those that can be compared.
var filterMembers = []string{"resourceType", "name", "location", "resourceGroup", "tagName", "tagValue"}

func parseFilter(s string) (filter, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	var f filter
	for _, clause := range splitKeepingQuote(orWord, s) {
		var all []comparison
		for _, part := range splitKeepingQuote(andWord, clause) {
			m := comparisonForm.FindStringSubmatch(part)
			if m == nil || !containsFold(filterMembers, m[1]) {
				return nil, gatewayError(http.StatusBadRequest, "InvalidFilterInQueryString", "Invalid $filter '%s' specified in the query string.", s)
			}
			all = append(all, comparison{member: strings.ToLower(m[1]), value: strings.ReplaceAll(m[3], "''", "'"), not: strings.EqualFold(m[2], "ne")})
		}
		f = append(f, all)
	}
	return f, nil
}

// splitKeepingQuote splits at a word; the quote or bracket that the word's pattern begins with stays with the left part.
func splitKeepingQuote(word *regexp.Regexp, s string) []string {
	var out []string
	for {
		at := word.FindStringIndex(s)
		if at == nil {
			return append(out, s)
		}
		out = append(out, s[:at[0]+1])
		s = s[at[1]:]
	}
}

// keeps tells whether a resource passes. A nil filter keeps all.
func (f filter) keeps(d *armtypes.Document) bool {
	if f == nil {
		return true
	}
	for _, all := range f {
		kept := true
		for _, c := range all {
			kept = kept && c.holds(d, all)
		}
		if kept {
			return true
		}
	}
	return false
}

func (c comparison) holds(d *armtypes.Document, all []comparison) bool {
	var is bool
	switch c.member {
	case "resourcetype":
		is = d.ID.IsType(c.value)
	case "name":
		is = strings.EqualFold(d.ID.Name(), c.value)
	case "location":
		is = d.Location() == armtypes.NormalLocation(c.value)
	case "resourcegroup":
		is = strings.EqualFold(d.ID.Group, c.value)
	case "tagname":
		_, is = tag(d, c.value)
	case "tagvalue":
		is = tagValue(d, c.value, all)
	}
	return is != c.not
}

// tagValue compares the value of the tag that the same clause names.
func tagValue(d *armtypes.Document, value string, all []comparison) bool {
	for _, c := range all {
		if c.member == "tagname" {
			v, ok := tag(d, c.value)
			return ok && v == value
		}
	}
	return false
}

// tag finds a tag, its name without case as in Azure.
func tag(d *armtypes.Document, name string) (string, bool) {
	for k, v := range d.Body.Obj("tags") {
		if strings.EqualFold(k, name) {
			s, ok := v.(string)
			return s, ok
		}
	}
	return "", false
}
