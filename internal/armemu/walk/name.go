package walk

import "strings"

// plainName brings a name into the form in which names are compared: lower case, no dot at the end (FW-24).
func plainName(s string) string { return strings.TrimSuffix(strings.ToLower(s), ".") }

// covers tells whether a target of an application rule covers a name. A star stands for any text, with dots or without, or for none, and
// only at the very left (FW-23).
func covers(target, name string) bool {
	target = plainName(target)
	if rest, ok := strings.CutPrefix(target, "*"); ok {
		return strings.HasSuffix(name, rest)
	}
	return target == name
}

func anyCovers(targets []string, name string) bool {
	for _, t := range targets {
		if covers(t, name) {
			return true
		}
	}
	return false
}

// coversURL tells whether a URL of a rule covers a name with a path. Without a path it means the host's root; a star at the right means all
// that follows the slash before it (FW-28).
func coversURL(target, name, path string) bool {
	host, rest, hasPath := strings.Cut(target, "/")
	if !covers(host, name) {
		return false
	}
	want := "/" + rest
	if all, ok := strings.CutSuffix(want, "*"); hasPath && ok {
		return strings.HasPrefix(path, all)
	}
	return path == want
}
