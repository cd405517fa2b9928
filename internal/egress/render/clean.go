package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLine is how long a line of text or a label gets; JSON has everything in full.
const (
	maxLine  = 1000
	maxLabel = 120
)

// clean makes one line of text that shows what it is made of: names come from configurations, and one with line breaks,
// escape sequences or marks that turn the reading direction could feign another verdict. It shortens what exceeds limit.
func clean(s string, limit int) string {
	s = strings.TrimRight(s, " ")
	if !strings.ContainsFunc(s, hidden) && len(s) <= limit {
		return s
	}
	var b strings.Builder
	n := 0
	for i, c := range s {
		if n == limit {
			return b.String() + fmt.Sprintf("… (%d more characters)", utf8.RuneCountInString(s[i:]))
		}
		n++
		switch {
		case c == '\n':
			b.WriteString(`\n`)
		case hidden(c):
			fmt.Fprintf(&b, `\u{%x}`, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// hidden are characters that steer a terminal or a reader instead of showing something.
func hidden(c rune) bool {
	return c == utf8.RuneError || unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// line writes one line.
func line(b *strings.Builder, s string) { b.WriteString(clean(s, maxLine) + "\n") }
