package firewallingress

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// ways are the public addresses by which traffic comes to a firewall.
type ways struct {
	addresses []string // the known ones
	count     int      // how many there are, known or not; anyCount when that is not known
}

const anyCount = -1

// complete: no address is missing.
func (w ways) complete() bool { return w.count == len(w.addresses) }

// only is the address of a firewall with a single one; empty when there are others, or when it is not known yet.
func (w ways) only() string {
	if w.count == 1 && w.complete() {
		return w.addresses[0]
	}
	return ""
}

// String lists them, or counts them while they are not known.
func (w ways) String() string {
	if w.complete() {
		return strings.Join(w.addresses, ", ")
	}
	return fmt.Sprintf("%d public addresses", w.count)
}

// waysNow are those of a firewall that is there. A stopped one shows none and gets them back.
func waysNow(entrance azure.Entrance) ways {
	if entrance.Firewall.Deallocated() && len(entrance.Addresses) == 0 {
		return ways{count: anyCount}
	}
	return ways{entrance.Addresses, len(entrance.Addresses)}
}

// foretold is what the same run plans of the firewall, where it plans it.
func (r *ingressResource) foretold(firewall armid.ID) (azure.PlannedFirewall, bool) {
	if r.account == nil || firewall.IsZero() {
		return azure.PlannedFirewall{}, false
	}
	object, _ := r.account.Ledger.Planned(firewall)
	planned, ahead := object.(azure.PlannedFirewall)
	return planned, ahead
}

// waysAhead are those that the firewall has at the end of the run.
func waysAhead(planned azure.PlannedFirewall) ways {
	if !planned.AddressesKnown {
		return ways{count: anyCount}
	}
	known := slices.DeleteFunc(slices.Clone(planned.Addresses), func(address string) bool { return address == "" })
	slices.Sort(known)
	return ways{known, len(planned.Addresses)}
}
