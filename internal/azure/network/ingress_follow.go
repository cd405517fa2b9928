package network

import (
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// PlannedFirewall is what a plan makes of a firewall, as far as an ingress on it has to know: what the plan's ledger holds under the
// firewall's ID.
type PlannedFirewall struct {
	// PolicyID is zero for classic rules. It counts only where PolicyKnown.
	PolicyID    armid.ID
	PolicyKnown bool
	// Addresses are those of its public IPs, empty where they are not known yet. They count only where AddressesKnown, which is where their
	// number is.
	Addresses      []string
	AddressesKnown bool
	// Anew: there is no such firewall yet, or it is deleted and made anew.
	Anew bool
}

// Leaves reports whether the firewall will no longer look where the ingress stands, or takes it along when it goes. The ingress then has
// to go first: Azure takes no policy beside classic rules, and what the firewall leaves behind is not deleted while rules of others are in
// it. Core destroys before it changes what the destroyed depends on, so that a replacement of the ingress is all it takes. A policy
// that is not known yet is another one.
func (i Ingress) Leaves(planned PlannedFirewall) bool {
	switch {
	case planned.Anew || !planned.PolicyKnown:
		return true
	case i.Classic() || planned.PolicyID.IsZero():
		return i.Classic() != planned.PolicyID.IsZero()
	}
	return !i.PolicyID.Equal(planned.PolicyID)
}
