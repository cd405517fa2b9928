package egress

import "strings"

// alike lists the application rules that may be a near miss: those with a name
// that shares the last two labels with the flow's, or that go by something else
// than a name. A rule for another domain is not near.
func (f *firewallInfo) alike(p *parcel) []entry {
	if !p.named() {
		return nil
	}
	if f.endings == nil {
		f.endings = map[string][]entry{}
		for _, e := range f.application {
			if !e.soft {
				f.indexEnding(e)
			}
		}
	}
	own := f.endings[""]
	for _, n := range p.target.names.Bases() {
		if end := ending(n.Suffix()); end != "" {
			own = append(own[:len(own):len(own)], f.endings[end]...)
		}
	}
	return own
}

func (f *firewallInfo) indexEnding(e entry) {
	seen := map[string]bool{}
	for _, n := range e.names.patterns() {
		seen[ending(n.Suffix())] = true
	}
	if len(seen) == 0 {
		seen[""] = true
	}
	for end := range seen {
		f.endings[end] = append(f.endings[end], e)
	}
}

// ending is the last two labels of a name, or empty when it has fewer whole ones.
func ending(name string) string {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return ""
	}
	k := strings.LastIndexByte(name[:i], '.')
	return name[k+1:]
}
