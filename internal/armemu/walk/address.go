package walk

import (
	"net/netip"
	"strconv"
	"strings"
)

// wordHolds tells whether an address word of a rule holds an address, and whether it is one at all: *, an address, a prefix, a range.
func wordHolds(word string, a netip.Addr) (holds, isAddress bool) {
	if word == "*" {
		return true, true
	}
	if one, err := netip.ParseAddr(word); err == nil {
		return one == a, true
	}
	if p, err := netip.ParsePrefix(word); err == nil {
		return p.Masked().Contains(a), true
	}
	if from, to, ok := strings.Cut(word, "-"); ok {
		lo, errLo := netip.ParseAddr(from)
		hi, errHi := netip.ParseAddr(to)
		if errLo == nil && errHi == nil {
			return lo.Compare(a) <= 0 && a.Compare(hi) <= 0, true
		}
	}
	return false, false
}

// holdsPort tells whether one of the words, *, a port or a range, holds a port.
func holdsPort(words []string, port int) bool {
	for _, word := range words {
		if word == "*" {
			return true
		}
		from, to, isRange := strings.Cut(word, "-")
		if !isRange {
			to = from
		}
		lo, errLo := strconv.Atoi(from)
		hi, errHi := strconv.Atoi(to)
		if errLo == nil && errHi == nil && lo <= port && port <= hi {
			return true
		}
	}
	return false
}

// Addresses that Azure serves at the host itself (RT-30).
var (
	wireServer = netip.MustParseAddr("168.63.129.16")
	metadata   = netip.MustParseAddr("169.254.169.254")
)

func isPlatform(a netip.Addr) bool { return a == wireServer || a == metadata }

// private are the ranges that the Internet has no way to (RFC 1918, RFC 6598). They are also the default of FW-36.
func private(a netip.Addr) bool { return inAny(reserved, a) }
