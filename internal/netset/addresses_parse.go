package netset

import (
	"fmt"
	"net/netip"
	"strings"
)

// ParseAddresses reads one element of an address list as Azure writes it: an
// address, a CIDR, a dashed range or `*`. A CIDR whose host bits are set is
// refused, because ARM refuses or silently changes it; the error names the
// prefix that was probably meant.
func ParseAddresses(text string) (Addresses, error) { return parseAddresses(text, true) }

// ParseAddressesMasked is the forgiving reader: it trims blanks and clears host
// bits. It is for configurations that somebody else already deployed.
func ParseAddressesMasked(text string) (Addresses, error) {
	return parseAddresses(strings.TrimSpace(text), false)
}

// ParsePrefix reads a CIDR, or a single address as the prefix of full length.
// Host bits are refused.
func ParsePrefix(text string) (netip.Prefix, error) { return parsePrefix(text, true) }

// ParsePrefixMasked is ParsePrefix that trims blanks and clears host bits.
func ParsePrefixMasked(text string) (netip.Prefix, error) {
	return parsePrefix(strings.TrimSpace(text), false)
}

// ParseAddress reads one IPv4 or IPv6 address without a zone.
func ParseAddress(text string) (netip.Addr, error) {
	a, err := netip.ParseAddr(text)
	switch {
	case text == "":
		return netip.Addr{}, fmt.Errorf("address is empty")
	case err != nil:
		return netip.Addr{}, fmt.Errorf("%q is not an IP address", text)
	case a.Zone() != "":
		return netip.Addr{}, fmt.Errorf("%q has a zone, which has no meaning in a rule", text)
	case a.Is4In6():
		return netip.Addr{}, fmt.Errorf("%q is an IPv4-mapped address; write %q", text, a.Unmap())
	}
	return a, nil
}

func parseAddresses(text string, strict bool) (Addresses, error) {
	if text == "*" {
		return AllAddresses(), nil
	}
	if from, to, ok := strings.Cut(text, "-"); ok {
		return parseRange(text, from, to, strict)
	}
	p, err := parsePrefix(text, strict)
	if err != nil {
		return Addresses{}, err
	}
	return AddressesOf(p), nil
}

func parseRange(text, from, to string, strict bool) (Addresses, error) {
	if !strict {
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	}
	a, err := ParseAddress(from)
	if err != nil {
		return Addresses{}, fmt.Errorf("range %q: start: %w", text, err)
	}
	b, err := ParseAddress(to)
	if err != nil {
		return Addresses{}, fmt.Errorf("range %q: end: %w", text, err)
	}
	if a.Is4() != b.Is4() {
		return Addresses{}, fmt.Errorf("range %q mixes IPv4 and IPv6", text)
	}
	if b.Less(a) {
		return Addresses{}, fmt.Errorf("range %q ends before it starts", text)
	}
	return AddressRange(a, b), nil
}

func parsePrefix(text string, strict bool) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		a, err := ParseAddress(text)
		if err != nil {
			return netip.Prefix{}, err
		}
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is not a CIDR prefix", text)
	}
	if p.Addr().Is4In6() {
		return netip.Prefix{}, fmt.Errorf("%q is an IPv4-mapped prefix; write it as IPv4", text)
	}
	if m := p.Masked(); strict && m != p {
		return netip.Prefix{}, fmt.Errorf("%q has bits set after the prefix length; did you mean %q?", text, m)
	}
	return p.Masked(), nil
}
