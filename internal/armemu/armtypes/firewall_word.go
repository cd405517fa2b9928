package armtypes

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The words of firewall rules: addresses, ports, names, and the casing in which the service answers them.

const (
	maxPort    = 65535
	maxNATPort = 63999 // FW-20
)

func isIPv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

// isRuleAddress accepts *, an address, a CIDR and a range from-to; IPv4 only (FW-14, FW-47).
func isRuleAddress(s string) bool {
	if s == "*" || isIPv4(s) {
		return true
	}
	if from, to, ok := strings.Cut(s, "-"); ok {
		lo, errLo := netip.ParseAddr(from)
		hi, errHi := netip.ParseAddr(to)
		return errLo == nil && errHi == nil && lo.Is4() && hi.Is4() && !hi.Less(lo)
	}
	p, err := netip.ParsePrefix(s)
	return err == nil && p.Addr().Is4()
}

var serviceTag = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$`)

// isServiceTag judges the form alone: which tags there are, only Azure knows (FW-16).
func isServiceTag(s string) bool { return serviceTag.MatchString(s) }

func isPort(s string, highest int) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 1 && n <= highest
}

func isPortRange(s string, highest int) bool {
	from, to, ok := strings.Cut(s, "-")
	if !ok || !isPort(from, highest) || !isPort(to, highest) {
		return false
	}
	lo, _ := strconv.Atoi(from)
	hi, _ := strconv.Atoi(to)
	return lo <= hi
}

var fqdn = regexp.MustCompile(`^(?i)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$`)

// isFQDN accepts a literal name.
func isFQDN(s string) bool { return len(s) <= 253 && fqdn.MatchString(s) }

// isTargetName accepts a literal name, or one with a single star at the far left (FW-23).
func isTargetName(s string) bool {
	rest, star := strings.CutPrefix(s, "*")
	return star && rest == "" || star && isFQDN(strings.TrimPrefix(rest, ".")) || isFQDN(s)
}

// isTargetURL: a name without a scheme, a path perhaps; a star at the far left or the far right only (FW-28).
func isTargetURL(s string) bool {
	host, path, _ := strings.Cut(s, "/")
	return isTargetName(host) && !strings.Contains(strings.TrimSuffix(path, "*"), "*")
}

// containsWord compares without case, as the service reads its enums.
func containsWord(words []string, s string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, s) })
}

// canonical writes the word at path as the service answers it; a client may have sent it in any case.
func canonical(o Object, path string, words []string) {
	for _, w := range words {
		if strings.EqualFold(w, o.Str(path)) {
			o.Set(path, w)
		}
	}
}

// canonicalList does so for every string of a list.
func canonicalList(o Object, path string, words []string) {
	list := o.List(path)
	for i, v := range list {
		s, _ := v.(string)
		for _, w := range words {
			if strings.EqualFold(w, s) {
				list[i] = w
			}
		}
	}
}
