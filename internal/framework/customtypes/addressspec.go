package customtypes

import (
	"fmt"
	"net/netip"
	"strings"

	"go4.org/netipx"
)

const addressSpecNoun = "address"

// Address is the parsed form of an [AddressSpec]: every address, or one range of one family.
// Values compare with ==.
type Address struct {
	any  bool
	from netip.Addr
	to   netip.Addr
}

// IsAny reports "*": every address of every family.
func (a Address) IsAny() bool { return a.any }

// Range is the addresses meant, first to last; it is not valid (IsValid) for "*" and the zero value.
func (a Address) Range() netipx.IPRange { return netipx.IPRangeFrom(a.from, a.to) }

// RangeOf is the part of the address in one family, IPv6 or IPv4: all of it for "*". ok is false when
// it has none there.
func (a Address) RangeOf(ipv6 bool) (r netipx.IPRange, ok bool) {
	if a.any {
		if ipv6 {
			return netipx.RangeOfPrefix(netip.PrefixFrom(netip.IPv6Unspecified(), 0)), true
		}
		return netipx.RangeOfPrefix(netip.PrefixFrom(netip.IPv4Unspecified(), 0)), true
	}
	r = a.Range()
	return r, r.IsValid() && a.from.Is6() == ipv6
}

// ParseAddressSpec reads what Azure Firewall takes as a source (FW-14): an address, a CIDR, a range
// with a dash, or "*" for every address. Service tags and names have attributes of their own.
func ParseAddressSpec(s string) (Address, error) {
	if s == "*" {
		return Address{any: true}, nil
	}
	if first, last, dash := strings.Cut(s, "-"); dash {
		return parseRange(s, first, last)
	}
	if strings.Contains(s, "/") {
		prefix, err := ParseCIDR(s)
		if err != nil {
			return Address{}, err
		}
		r := netipx.RangeOfPrefix(prefix)
		return Address{from: r.From(), to: r.To()}, nil
	}
	addr, err := parseAddr(s)
	if err != nil {
		return Address{}, fmt.Errorf(`%q is none of an address, a CIDR, a range such as "10.0.0.4-10.0.0.9", or "*": %w`, s, err)
	}
	return Address{from: addr, to: addr}, nil
}

func parseRange(s, first, last string) (Address, error) {
	from, err := parseAddr(first)
	if err != nil {
		return Address{}, fmt.Errorf("%q is not a range of addresses: its start: %w", s, err)
	}
	to, err := parseAddr(last)
	if err != nil {
		return Address{}, fmt.Errorf("%q is not a range of addresses: its end: %w", s, err)
	}
	if from.Is4() != to.Is4() {
		return Address{}, fmt.Errorf("%q is not a range of addresses: one end is IPv4, the other IPv6", s)
	}
	if to.Less(from) {
		return Address{}, fmt.Errorf("%q ends before it starts: write %q", s, to.String()+"-"+from.String())
	}
	return Address{from: from, to: to}, nil
}
