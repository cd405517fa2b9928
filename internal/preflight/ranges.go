package preflight

import (
	"net/netip"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// Exit is an address of the egress that the authorized ranges do not hold.
type Exit struct {
	// Key of the public IP in the egress object.
	Key string
	// Address; invalid while Azure has not assigned it, so that no written range can hold it.
	Address netip.Addr
}

// lockedOut compares the authorized ranges of a public cluster with the addresses that its nodes leave with: what is missing
// locks them out of their own API server (AK-25). Every address counts, since the firewall picks any (FW-37).
func lockedOut(q Question, d decoded) []Exit {
	p := q.Profile
	if p == nil || p.AuthorizedRanges == nil || p.AuthorizedRanges.Open || p.public() != egress.Yes || d.firewall == nil {
		return nil
	}
	var out []Exit
	for _, ip := range d.firewall.PublicIPs {
		key := ip.Name[len(d.device)+1:]
		a, known := ip.Address.Get()
		named := slices.ContainsFunc(p.AuthorizedRanges.PublicIPs, func(n string) bool { return fold(n) == fold(ip.Name) || fold(n) == fold(key) })
		if !named && !(known && p.AuthorizedRanges.Addresses.Contains(a)) {
			out = append(out, Exit{Key: key, Address: a})
		}
	}
	return out
}
