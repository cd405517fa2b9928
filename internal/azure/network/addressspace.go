package network

import (
	"net/netip"
	"slices"
	"strings"
)

// widened is the smallest address space that holds both: what the network needs while its subnets move from one to the
// other. Azure refuses ranges that overlap, and two CIDRs overlap only where one lies in the other, so the inner one is
// left out.
func widened(live, want []string) []string {
	var outer []string
	for i, candidate := range slices.Concat(live, want) {
		inner := false
		for j, other := range slices.Concat(live, want) {
			// Of two spellings of one range the first stays.
			inner = inner || i != j && holds(other, candidate) && (!holds(candidate, other) || j < i)
		}
		if !inner {
			outer = append(outer, candidate)
		}
	}
	return outer
}

// holds reports whether the inner range lies in the outer one, which may be the same.
func holds(outer, inner string) bool {
	a, err := netip.ParsePrefix(outer)
	if err != nil {
		return canonical(outer) == canonical(inner)
	}
	b, err := netip.ParsePrefix(inner)
	return err == nil && a.Bits() <= b.Bits() && a.Contains(b.Addr())
}

// sameRanges compares two address spaces, whose order and spelling mean nothing.
func sameRanges(a, b []string) bool { return sameMembers(canonicals(a), canonicals(b)) }

// sameAddresses compares two lists of addresses or ranges in order, whatever their spelling: IPv6 has many for one
// address, and ARM may answer with another than it was sent.
func sameAddresses(a, b []string) bool { return slices.Equal(canonicals(a), canonicals(b)) }

func canonicals(texts []string) []string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = canonical(text)
	}
	return list
}

// canonical is the one spelling of an address or range; what is neither stays as it is, in lower case.
func canonical(text string) string {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix.Masked().String()
	}
	if address, err := netip.ParseAddr(text); err == nil {
		return address.String()
	}
	return strings.ToLower(text)
}
