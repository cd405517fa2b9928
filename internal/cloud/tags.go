package cloud

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TagProblem is a resource tag that Azure refuses or may refuse.
type TagProblem struct {
	// Name is the tag's name; empty for a problem of all tags together.
	Name     string
	Severity Severity
	Message  string
}

// tagForbidden holds the characters that no tag name may have, besides control characters.
const tagForbidden = `<>%&\?/`

// ReservedTagPrefix is a beginning of tag names that Azure keeps for itself.
type ReservedTagPrefix struct {
	Prefix string
	Fact
}

var reservedTagPrefixes = []ReservedTagPrefix{
	{"azure", srcTagPrefix},
	{"microsoft", srcTagPrefix},
	{"windows", srcTagPrefix},
}

var srcTagPrefix = fact("learn.microsoft.com/rest/api/resources/tags/create-or-update", "2025").
	doubt("stated for predefined tag names of a subscription; not confirmed for tags on resources")

// ReservedTagPrefixes returns the reserved beginnings of tag names.
func ReservedTagPrefixes() []ReservedTagPrefix { return slices.Clone(reservedTagPrefixes) }

// ValidateTags judges the tags of one resource, sorted by name; nil when all is well. Names differ without regard to case.
func ValidateTags(tags map[string]string) []TagProblem {
	var out []TagProblem
	add := func(name string, s Severity, format string, args ...any) {
		out = append(out, TagProblem{name, s, fmt.Sprintf(format, args...)})
	}
	if n := len(tags); n > valueOf(LimitTagsPerResource) {
		add("", SeverityError, "%d tags; Azure allows %d on a resource", n, valueOf(LimitTagsPerResource))
	}
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		folded := strings.ToLower(name)
		if other, ok := seen[folded]; ok {
			add(name, SeverityError, "the tags %q and %q are one to Azure, which compares names without case", other, name)
		}
		seen[folded] = name
		if reason := tagNameProblem(name); reason != "" {
			add(name, SeverityError, "%s", reason)
		}
		if n := utf8.RuneCountInString(tags[name]); n > valueOf(LimitTagValue) {
			add(name, SeverityError, "the value has %d characters; Azure allows %d", n, valueOf(LimitTagValue))
		}
		for _, r := range reservedTagPrefixes {
			if strings.HasPrefix(folded, r.Prefix) {
				add(name, SeverityWarning, "names that begin with %q are reserved by Azure and may be refused", r.Prefix)
			}
		}
	}
	return out
}

func tagNameProblem(name string) string {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "the name is empty"
	case n > valueOf(LimitTagName):
		return fmt.Sprintf("the name has %d characters; Azure allows %d", n, valueOf(LimitTagName))
	case strings.ContainsAny(name, tagForbidden):
		return "the name holds one of the characters " + tagForbidden
	case strings.ContainsFunc(name, unicode.IsControl):
		return "the name holds a control character"
	}
	return ""
}
