package diags

import "strings"

// paragraphs collects the parts of a detail text; empty parts are dropped.
type paragraphs []string

func (p *paragraphs) add(s string) {
	if s = strings.TrimSpace(s); s != "" {
		*p = append(*p, s)
	}
}

// String joins the parts with an empty line between them, as Terraform prints them.
func (p paragraphs) String() string { return strings.Join(p, "\n\n") }

// bullets is a heading and one line per item; a single item stands beside the heading.
func bullets(heading string, items []string) string {
	kept := make([]string, 0, len(items))
	for _, item := range items {
		if item = strings.TrimSpace(item); item != "" {
			kept = append(kept, item)
		}
	}
	switch len(kept) {
	case 0:
		return ""
	case 1:
		return heading + " " + kept[0]
	}
	return heading + "\n  - " + strings.Join(kept, "\n  - ")
}

// sentence ends a text with a full stop unless it ends with punctuation already.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:") {
		return s
	}
	return s + "."
}

// gerund turns a verb of our vocabulary into its -ing form ("create" to "creating").
func gerund(verb string) string {
	if strings.HasSuffix(verb, "e") {
		return strings.TrimSuffix(verb, "e") + "ing"
	}
	return verb + "ing"
}
