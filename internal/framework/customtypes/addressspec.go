package customtypes

import (
	"fmt"
	"strings"

	"go4.org/netipx"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

const addressSpecNoun = "address"

// ParseAddressSpec reads what Azure Firewall takes as a source (FW-14): an address, a CIDR, a range
// with a dash, or "*" for every address of either family. The set is the evaluator's own, so that
// what validation accepts is what the evaluator judges.
func ParseAddressSpec(s string) (netset.Addresses, error) {
	if s == "*" {
		return netset.AllAddresses(), nil
	}
	if first, last, dash := strings.Cut(s, "-"); dash {
		r, err := parseRange(s, first, last)
		if err != nil {
			return netset.Addresses{}, err
		}
		return netset.AddressRange(r.From(), r.To()), nil
	}
	if strings.Contains(s, "/") {
		prefix, err := ParseCIDR(s)
		if err != nil {
			return netset.Addresses{}, err
		}
		return netset.AddressesOf(prefix), nil
	}
	addr, err := parseAddr(s)
	if err != nil {
		return netset.Addresses{}, fmt.Errorf(`%q is none of an address, a CIDR, a range such as "10.0.0.4-10.0.0.9", or "*": %w`, s, err)
	}
	return netset.SingleAddress(addr), nil
}

func parseRange(s, first, last string) (netipx.IPRange, error) {
	var none netipx.IPRange
	from, err := parseAddr(first)
	if err != nil {
		return none, fmt.Errorf("%q is not a range of addresses: its start: %w", s, err)
	}
	to, err := parseAddr(last)
	if err != nil {
		return none, fmt.Errorf("%q is not a range of addresses: its end: %w", s, err)
	}
	if from.Is4() != to.Is4() {
		return none, fmt.Errorf("%q is not a range of addresses: one end is IPv4, the other IPv6", s)
	}
	if to.Less(from) {
		return none, fmt.Errorf("%q ends before it starts: write %q", s, to.String()+"-"+from.String())
	}
	return netipx.IPRangeFrom(from, to), nil
}
