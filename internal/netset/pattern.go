package netset

import "strings"

// Dialect says what a star in a name pattern may stand for.
type Dialect uint8

const (
	// AnyText is Azure Firewall's reading: any text, several labels included,
	// possibly none (FW-23). "*.contoso.com" covers a.b.contoso.com but not
	// contoso.com; "*contoso.com" covers evilcontoso.com.
	AnyText Dialect = iota
	// OneLabel is the reading of some other appliances: text without a dot, so
	// that "*.contoso.com" covers a.contoso.com only (AK-31).
	OneLabel
)

// Pattern is a host name, or a star followed by a fixed ending. Patterns are
// comparable with ==; the zero value matches nothing.
//
// The family is closed under intersection: two patterns meet in one pattern or
// not at all, which is what keeps [Names] exact.
type Pattern struct {
	text    string // lower case, ASCII, no final dot; after the star if there is one
	star    bool
	dialect Dialect
}

// AnyName is the bare star.
func AnyName() Pattern { return Pattern{star: true} }

// IsLiteral reports whether the pattern is a single name.
func (p Pattern) IsLiteral() bool { return !p.star && p.text != "" }

// IsZero reports whether the pattern is the zero value, which matches nothing.
func (p Pattern) IsZero() bool { return p == Pattern{} }

// Suffix returns the fixed ending (the whole name for a literal).
func (p Pattern) Suffix() string { return p.text }

// Dialect returns the reading of the star.
func (p Pattern) Dialect() Dialect { return p.dialect }

// SubdomainsOnly reports whether the pattern reads "*.name": it covers what is
// below name and not name itself. Name is returned as the apex.
func (p Pattern) SubdomainsOnly() (apex string, ok bool) {
	if !p.star || len(p.text) < 2 || p.text[0] != '.' {
		return "", false
	}
	return p.text[1:], true
}

// String prints the pattern as a rule would.
func (p Pattern) String() string {
	if p.star {
		return "*" + p.text
	}
	return p.text
}

// Matches reports whether name, in canonical form (see [CanonicalName]), is
// covered.
func (p Pattern) Matches(name string) bool {
	if !p.star {
		return p.text != "" && p.text == name
	}
	if !strings.HasSuffix(name, p.text) || name == "" {
		return false
	}
	return p.dialect == AnyText || !strings.Contains(name[:len(name)-len(p.text)], ".")
}

// Intersect returns the pattern of the names that both cover; false when there
// are none.
func (p Pattern) Intersect(q Pattern) (Pattern, bool) {
	if !p.star || !q.star {
		return intersectLiteral(p, q)
	}
	if len(p.text) > len(q.text) {
		p, q = q, p
	}
	if !strings.HasSuffix(q.text, p.text) {
		return Pattern{}, false
	}
	// q has the longer ending. What q's ending adds must fit under p's star.
	added := q.text[:len(q.text)-len(p.text)]
	if p.dialect == AnyText {
		return q, true
	}
	if strings.Contains(added, ".") {
		return Pattern{}, false
	}
	return Pattern{text: q.text, star: true, dialect: OneLabel}, true
}

func intersectLiteral(p, q Pattern) (Pattern, bool) {
	if p.star {
		p, q = q, p
	}
	if p.text == "" || !q.Matches(p.text) {
		return Pattern{}, false
	}
	return p, true
}

// Covers reports whether every name of q is a name of p.
func (p Pattern) Covers(q Pattern) bool {
	if q.IsZero() {
		return true
	}
	both, ok := p.Intersect(q)
	return ok && both == q
}

// Overlaps reports whether some name is covered by both.
func (p Pattern) Overlaps(q Pattern) bool {
	_, ok := p.Intersect(q)
	return ok
}

// Equal reports whether the patterns cover the same names.
func (p Pattern) Equal(q Pattern) bool { return p == q }
