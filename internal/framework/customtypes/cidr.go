package customtypes

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

const cidrNoun = "CIDR"

// ParseCIDR reads an address prefix such as 10.0.0.0/16 or fd00::/48. It refuses what Azure would
// refuse or read differently, and proposes the right form: host bits (arm-wire.md 2.2,
// InvalidCIDRNotation), leading zeros, a missing length, zones, and IPv4 written as IPv6.
func ParseCIDR(s string) (netip.Prefix, error) {
	addressText, lengthText, slash := strings.Cut(s, "/")
	if !slash {
		if addr, err := ParseIPAddress(s); err == nil {
			return netip.Prefix{}, fmt.Errorf("%q is an address, not a prefix: write %q for this one address, or the length of the network meant", s, netip.PrefixFrom(addr, addr.BitLen()))
		}
		return netip.Prefix{}, fmt.Errorf(`%q is not a CIDR: expected an address, a slash and a length, such as "10.0.0.0/16"`, s)
	}
	addr, err := parseAddr(addressText)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is not a CIDR: %w", s, err)
	}
	length, err := prefixLength(lengthText, addr.BitLen())
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is not a CIDR: %w", s, err)
	}
	prefix := netip.PrefixFrom(addr, length)
	if masked := prefix.Masked(); masked != prefix {
		return netip.Prefix{}, fmt.Errorf("%q has bits set behind its length: write %q for the network, or %q for the one address", s, masked, netip.PrefixFrom(addr, addr.BitLen()))
	}
	return prefix, nil
}

// prefixLength reads a length of 0 to most; digits only, no leading zero, no sign.
func prefixLength(s string, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || strconv.Itoa(n) != s || n < 0 || n > most {
		return 0, fmt.Errorf("the length behind the slash must be a number from 0 to %d without leading zeros, not %q", most, s)
	}
	return n, nil
}
