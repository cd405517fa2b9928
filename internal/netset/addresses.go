package netset

import (
	"net/netip"
	"strings"

	"go4.org/netipx"
)

// address orders IPv4 before IPv6; the two families never touch because the
// last IPv4 address has no successor.
type address netip.Addr

func (a address) compare(b address) int { return netip.Addr(a).Compare(netip.Addr(b)) }

func (a address) next() (address, bool) {
	n := netip.Addr(a).Next()
	return address(n), n.IsValid()
}

func (a address) prev() (address, bool) {
	p := netip.Addr(a).Prev()
	return address(p), p.IsValid()
}

// Addresses is a set of IPv4 and IPv6 addresses. The zero value is empty.
type Addresses struct{ spans []span[address] }

var (
	allIPv4 = span[address]{address(netip.AddrFrom4([4]byte{})), address(netip.AddrFrom4([4]byte{255, 255, 255, 255}))}
	allIPv6 = span[address]{address(netip.IPv6Unspecified()), address(netipx.PrefixLastIP(netip.PrefixFrom(netip.IPv6Unspecified(), 0)))}
)

// AllAddresses is what `*` means in a rule: every address of both families.
func AllAddresses() Addresses { return Addresses{[]span[address]{allIPv4, allIPv6}} }

// AllIPv4 is 0.0.0.0/0.
func AllIPv4() Addresses { return Addresses{[]span[address]{allIPv4}} }

// AllIPv6 is ::/0.
func AllIPv6() Addresses { return Addresses{[]span[address]{allIPv6}} }

// AddressesOf is the union of the prefixes, with host bits ignored. Invalid
// prefixes add nothing.
func AddressesOf(prefixes ...netip.Prefix) Addresses {
	spans := make([]span[address], 0, len(prefixes))
	for _, p := range prefixes {
		r := netipx.RangeOfPrefix(unmapPrefix(p))
		if r.IsValid() {
			spans = append(spans, span[address]{address(r.From()), address(r.To())})
		}
	}
	return Addresses{normalize(spans)}
}

// SingleAddress holds one address, or nothing when a is invalid. An
// IPv4-mapped IPv6 address is taken as the IPv4 address it stands for.
func SingleAddress(a netip.Addr) Addresses {
	if !a.IsValid() {
		return Addresses{}
	}
	p := address(a.Unmap().WithZone(""))
	return Addresses{[]span[address]{{p, p}}}
}

// AddressRange holds from…to inclusive; it is empty when the ends are invalid,
// of different families or in the wrong order.
func AddressRange(from, to netip.Addr) Addresses {
	r := netipx.IPRangeFrom(from.Unmap(), to.Unmap())
	if !r.IsValid() {
		return Addresses{}
	}
	return Addresses{[]span[address]{{address(r.From()), address(r.To())}}}
}

func unmapPrefix(p netip.Prefix) netip.Prefix {
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	return p
}

// Union holds the addresses of either set.
func (s Addresses) Union(t Addresses) Addresses { return Addresses{union(s.spans, t.spans)} }

// Intersect holds the addresses of both sets.
func (s Addresses) Intersect(t Addresses) Addresses { return Addresses{intersect(s.spans, t.spans)} }

// Minus holds the addresses of s that are not in t.
func (s Addresses) Minus(t Addresses) Addresses { return Addresses{minus(s.spans, t.spans)} }

// Covers reports t ⊆ s.
func (s Addresses) Covers(t Addresses) bool { return covers(s.spans, t.spans) }

// Overlaps reports whether the sets share an address.
func (s Addresses) Overlaps(t Addresses) bool { return overlaps(s.spans, t.spans) }

// Contains reports whether a is in the set.
func (s Addresses) Contains(a netip.Addr) bool {
	return a.IsValid() && contains(s.spans, address(a.Unmap().WithZone("")))
}

// Equal reports whether the sets hold the same addresses.
func (s Addresses) Equal(t Addresses) bool { return equal(s.spans, t.spans) }

// IsEmpty reports whether the set holds nothing.
func (s Addresses) IsEmpty() bool { return len(s.spans) == 0 }

// IPv4 is the part of the set that is IPv4.
func (s Addresses) IPv4() Addresses { return s.Intersect(AllIPv4()) }

// IPv6 is the part of the set that is IPv6.
func (s Addresses) IPv6() Addresses { return s.Intersect(AllIPv6()) }

// Single returns the only address of a set that holds exactly one.
func (s Addresses) Single() (netip.Addr, bool) {
	if len(s.spans) != 1 || s.spans[0].lo != s.spans[0].hi {
		return netip.Addr{}, false
	}
	return netip.Addr(s.spans[0].lo), true
}

// Witness returns a member that a reader takes for an ordinary host: not the
// first address of a range when there is a second. False when s is empty.
func (s Addresses) Witness() (netip.Addr, bool) {
	if len(s.spans) == 0 {
		return netip.Addr{}, false
	}
	first := s.spans[0]
	for range 4 { // Azure keeps the first four addresses of a subnet for itself
		n, ok := first.lo.next()
		if !ok || n.compare(first.hi) > 0 {
			break
		}
		first.lo = n
	}
	return netip.Addr(first.lo), true
}

// Ranges lists the maximal ranges in order.
func (s Addresses) Ranges() []netipx.IPRange {
	out := make([]netipx.IPRange, len(s.spans))
	for i, p := range s.spans {
		out[i] = netipx.IPRangeFrom(netip.Addr(p.lo), netip.Addr(p.hi))
	}
	return out
}

// Prefixes lists the fewest prefixes that make up the set, in order.
func (s Addresses) Prefixes() []netip.Prefix {
	var out []netip.Prefix
	for _, r := range s.Ranges() {
		out = r.AppendPrefixes(out)
	}
	return out
}

// String is canonical: equal sets print alike. It reads "*" for everything,
// "none" for nothing, else addresses, prefixes and dashed ranges joined by
// commas; every part is accepted by [ParseAddresses].
func (s Addresses) String() string {
	if s.IsEmpty() {
		return "none"
	}
	if s.Equal(AllAddresses()) {
		return "*"
	}
	parts := make([]string, 0, len(s.spans))
	for _, r := range s.Ranges() {
		parts = append(parts, rangeText(r))
	}
	return strings.Join(parts, ",")
}

func rangeText(r netipx.IPRange) string {
	if r.From() == r.To() {
		return r.From().String()
	}
	if p, ok := r.Prefix(); ok {
		return p.String()
	}
	return r.String()
}

// AddressAtoms cuts the union of the sets into the fewest disjoint classes such
// that each set is a union of classes.
func AddressAtoms(sets ...Addresses) []Addresses {
	in := make([][]span[address], len(sets))
	for i, s := range sets {
		in[i] = s.spans
	}
	var out []Addresses
	for _, c := range atoms(in) {
		out = append(out, Addresses{c})
	}
	return out
}
