package containers

import (
	"cmp"
	"strconv"
	"strings"
)

// version is a Kubernetes version; without a patch it is an alias for the newest one of its minor version.
type version struct {
	major, minor, patch int
	alias               bool
}

// parseVersion reads 1.36 or 1.36.2.
func parseVersion(text string) (version, bool) {
	parts := strings.Split(text, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return version{}, false
	}
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || part != "0" && part[0] == '0' {
			return version{}, false
		}
		numbers[i] = int(n)
	}
	return version{numbers[0], numbers[1], numbers[2], len(parts) == 2}, true
}

func (v version) compare(other version) int {
	return cmp.Or(cmp.Compare(v.major, other.major), cmp.Compare(v.minor, other.minor), cmp.Compare(v.patch, other.patch))
}

// ValidVersion reports that a text is a Kubernetes version: 1.36 or 1.36.2.
func ValidVersion(text string) bool {
	_, ok := parseVersion(text)
	return ok
}

// VersionServed reports that a wanted version is what runs: the same, or an alias of it. It is what keeps "1.36" from being a
// difference when Azure moves to another patch.
func VersionServed(want, running string) bool {
	w, okW := parseVersion(want)
	r, okR := parseVersion(running)
	if !okW || !okR {
		return strings.EqualFold(want, running)
	}
	return w.major == r.major && w.minor == r.minor && (w.alias || w.patch == r.patch)
}

// VersionOlder reports that a wanted version is older than the one that runs, which AKS does not go back to.
func VersionOlder(want, running string) bool {
	w, okW := parseVersion(want)
	r, okR := parseVersion(running)
	return okW && okR && !VersionServed(want, running) && w.compare(r) < 0
}
