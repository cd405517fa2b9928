package customtypes

import (
	"errors"
	"fmt"
	"strings"
)

const locationNoun = "location"

// ParseLocation gives the name of an Azure region as Azure writes it: lower case, no spaces. Both
// "East US" and "eastus" are read. Whether the region exists is not judged: new ones appear.
func ParseLocation(s string) (string, error) {
	if s != strings.TrimSpace(s) {
		return "", fmt.Errorf("%q has spaces around it", s)
	}
	name := strings.ToLower(strings.ReplaceAll(s, " ", ""))
	if name == "" {
		return "", errors.New(`the location is empty: expected a region such as "westeurope"`)
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return "", fmt.Errorf(`%q is not a location: %q cannot stand in the name of a region such as "westeurope" or "West Europe"`, s, string(r))
		}
	}
	return name, nil
}

// SameLocation reports whether two texts name the same region; texts that are no location compare
// without case and spaces.
func SameLocation(a, b string) bool {
	squash := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "")) }
	return squash(a) == squash(b)
}
