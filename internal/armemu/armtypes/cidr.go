package armtypes

import "net/netip"

// parsePrefixes reads CIDRs; errors carry the codes of arm-wire.md 2.2 (InvalidAddressPrefixFormat, InvalidCIDRNotation).
func parsePrefixes(in []string, resource, target string) ([]netip.Prefix, []*Error) {
	var out []netip.Prefix
	var errs []*Error
	for _, s := range in {
		p, err := netip.ParsePrefix(s)
		switch {
		case err != nil:
			errs = append(errs, Invalid("InvalidAddressPrefixFormat", "Address prefix %s of resource %s is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.", s, resource).At(target))
		case p != p.Masked():
			errs = append(errs, Invalid("InvalidCIDRNotation", "The address prefix %s in resource %s has an invalid CIDR notation. For the given prefix length, the address prefix should be %s.", s, resource, p.Masked()).At(target))
		default:
			out = append(out, p)
		}
	}
	return out, errs
}

// covered tells whether one of the spaces holds the whole prefix.
func covered(p netip.Prefix, spaces []netip.Prefix) bool {
	for _, s := range spaces {
		if s.Bits() <= p.Bits() && s.Contains(p.Addr()) {
			return true
		}
	}
	return false
}

func overlapsAny(p netip.Prefix, others []netip.Prefix) bool {
	for _, o := range others {
		if p.Overlaps(o) {
			return true
		}
	}
	return false
}

func containsPrefix(list []netip.Prefix, p netip.Prefix) bool {
	for _, l := range list {
		if l == p {
			return true
		}
	}
	return false
}
