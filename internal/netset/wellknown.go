package netset

import "net/netip"

func prefixes(texts ...string) Addresses {
	ps := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		ps[i] = netip.MustParsePrefix(t) // constants of this file, covered by its test
	}
	return AddressesOf(ps...)
}

var (
	rfc1918 = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
	rfc6598 = prefixes("100.64.0.0/10")
	// nonPublic adds to the private ranges what IANA's special-purpose registry
	// (RFC 6890) marks as never routed on the Internet, multicast, and Azure's
	// host address 168.63.129.16, which no Internet host can have.
	nonPublic = rfc1918.Union(rfc6598).Union(prefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16",
		"192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
		"224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"))
	publicIPv4 = AllIPv4().Minus(nonPublic)
	publicIPv6 = prefixes("2000::/3").Minus(prefixes("2001:db8::/32"))
)

// RFC1918 is the three private IPv4 ranges.
func RFC1918() Addresses { return rfc1918 }

// RFC6598 is the shared address space 100.64.0.0/10.
func RFC6598() Addresses { return rfc6598 }

// PublicIPv4 is where an Internet host can live.
func PublicIPv4() Addresses { return publicIPv4 }

// PublicIPv6 is global unicast without the documentation range.
func PublicIPv6() Addresses { return publicIPv6 }

// Public is where an Internet host of either family can live.
func Public() Addresses { return publicIPv4.Union(publicIPv6) }
