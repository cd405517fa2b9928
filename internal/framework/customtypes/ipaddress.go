package customtypes

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

const ipAddressNoun = "IP address"

// ParseIPAddress reads one address, IPv4 or IPv6, and refuses prefixes, zones and IPv4 written as
// IPv6 with a proposal.
func ParseIPAddress(s string) (netip.Addr, error) {
	if addressText, _, slash := strings.Cut(s, "/"); slash {
		if addr, err := parseAddr(addressText); err == nil {
			return netip.Addr{}, fmt.Errorf("%q is a prefix; one address is expected here: write %q if this address is meant", s, addr)
		}
		return netip.Addr{}, fmt.Errorf("%q is not an IP address", s)
	}
	addr, err := parseAddr(s)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("%q is not an IP address: %w", s, err)
	}
	return addr, nil
}

// parseAddr reads the address part of any of our forms; its errors do not repeat the text.
func parseAddr(s string) (netip.Addr, error) {
	if s == "" {
		return netip.Addr{}, errors.New("the address is empty")
	}
	if s != strings.TrimSpace(s) {
		return netip.Addr{}, errors.New("spaces around an address are not allowed")
	}
	addr, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}, addrError(s)
	}
	if addr.Zone() != "" {
		return netip.Addr{}, fmt.Errorf("a zone (%%%s) has no meaning in Azure: write %q", addr.Zone(), addr.WithZone(""))
	}
	if addr.Is4In6() {
		return netip.Addr{}, fmt.Errorf("an IPv4 address inside IPv6 is not accepted by Azure: write %q", addr.Unmap())
	}
	return addr, nil
}

// addrError explains the usual slips; the library's own text names Go functions.
func addrError(s string) error {
	if strings.Contains(s, ":") {
		return errors.New(`expected an IPv6 address such as "fd00::4"`)
	}
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return errors.New(`expected four numbers from 0 to 255 with dots between them, such as "10.0.0.4"`)
	}
	for _, part := range parts {
		if len(part) > 1 && part[0] == '0' {
			return fmt.Errorf("leading zeros are not allowed (%q): some programs read them as octal", part)
		}
	}
	return errors.New(`each of the four numbers must be from 0 to 255, as in "10.0.0.4"`)
}
