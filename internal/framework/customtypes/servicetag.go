package customtypes

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

const (
	destinationSpecNoun = "destination address"
	routePrefixNoun     = "address prefix"
)

// Destination is the parsed form of a [DestinationSpec]: a service tag, or addresses.
type Destination struct {
	// Tag is the service tag as written; empty when Addresses says it all. What a tag holds is
	// Microsoft's (FW-16): it is no set of addresses here.
	Tag       string
	Addresses netset.Addresses
}

// ParseDestinationSpec reads what a network rule takes as a destination (FW-15): everything that
// [ParseAddressSpec] reads, or a service tag such as "AzureCloud.WestEurope". Whether the tag exists
// is not judged: Microsoft adds tags.
func ParseDestinationSpec(s string) (Destination, error) {
	if isServiceTag(s) {
		return Destination{Tag: s}, nil
	}
	set, err := ParseAddressSpec(s)
	if err != nil {
		return Destination{}, fmt.Errorf("%w; a service tag is a word such as \"AzureCloud.WestEurope\"", err)
	}
	return Destination{Addresses: set}, nil
}

// Prefix is the parsed form of a [RoutePrefix]: a service tag, or an address prefix. Values compare
// with ==.
type Prefix struct {
	Tag    string // as written; empty when Prefix is valid
	Prefix netip.Prefix
}

// ParseRoutePrefix reads what a route takes as its prefix: a CIDR, or a service tag (RT-14).
func ParseRoutePrefix(s string) (Prefix, error) {
	if isServiceTag(s) {
		return Prefix{Tag: s}, nil
	}
	prefix, err := ParseCIDR(s)
	if err != nil {
		return Prefix{}, fmt.Errorf("%w; a service tag is a word such as \"AzureCloud.WestEurope\"", err)
	}
	return Prefix{Prefix: prefix}, nil
}

// isServiceTag tells a tag from every kind of address: one or two words of letters, digits and
// underscores with a dot between them ("Storage", "Storage.WestEurope"), the first starting with a
// letter. A host name of two labels looks the same; one of three is told apart.
func isServiceTag(s string) bool {
	words := strings.Split(s, ".")
	if len(words) > 2 {
		return false
	}
	for i, word := range words {
		if word == "" || (i == 0 && !isLetter(word[0])) {
			return false
		}
		for _, c := range []byte(word) {
			if !isLetter(c) && (c < '0' || c > '9') && c != '_' {
				return false
			}
		}
	}
	return true
}

func isLetter(c byte) bool { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') }

// sameDestination compares tags without case, as Azure does, and addresses as sets.
func sameDestination(a, b string) bool {
	x, err := ParseDestinationSpec(a)
	if err != nil {
		return false
	}
	y, err := ParseDestinationSpec(b)
	return err == nil && strings.EqualFold(x.Tag, y.Tag) && x.Addresses.Equal(y.Addresses)
}

func sameRoutePrefix(a, b string) bool {
	x, err := ParseRoutePrefix(a)
	if err != nil {
		return false
	}
	y, err := ParseRoutePrefix(b)
	return err == nil && strings.EqualFold(x.Tag, y.Tag) && x.Prefix == y.Prefix
}
