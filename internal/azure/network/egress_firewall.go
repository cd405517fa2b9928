package network

import (
	"context"
	"maps"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// firewall makes the firewall or brings it to what is wanted. IP configurations that are exchanged take two writes, the new
// ones first; everything else is one.
func (r *egressRun) firewall(ctx context.Context) error {
	write := firewallWrite{prior: r.Prior, want: r.Want, classic: map[string]Collection{}, mark: r.ChildMark}
	if r.Want.AnchorID().Equal(r.Want.Firewall.ID) {
		write.mark = r.AnchorMark
	}
	addresses := r.addresses()
	for name, collection := range r.Want.Classic {
		write.classic[name] = collection.Resolve(addresses)
		if open := write.classic[name].needs(); len(open) > 0 {
			return &UnresolvedError{What: "rule collection " + name, Of: "IP configuration " + open[0]}
		}
	}
	live, err := decoded(r.sight, r.Want.Firewall.ID, readFirewall)
	if err != nil {
		return err
	}
	if live != nil && write.swapsIPs(*live) {
		first := write
		first.keepIPs = true
		if err := r.bring(ctx, r.Want.Firewall.ID, first.edit); err != nil {
			return err
		}
	}
	return r.bring(ctx, r.Want.Firewall.ID, write.edit)
}

// removeIPs deletes the public IPs of ours that the firewall no longer uses.
func (r *egressRun) removeIPs(ctx context.Context) error {
	var kept []armid.ID
	for _, ip := range r.Want.Firewall.PublicIPs() {
		kept = append(kept, ip.ID)
	}
	run := newFlow(ctx)
	for _, id := range r.Prior.madeIPs() {
		if !containsID(kept, id) {
			run.step(func(ctx context.Context) error { return r.delete(ctx, id) })
		}
	}
	return run.end()
}

// madeIPs are the public IPs of ours.
func (e Egress) madeIPs() []armid.ID {
	var list []armid.ID
	ips := e.Firewall.PublicIPs()
	for _, name := range slices.Sorted(maps.Keys(ips)) {
		if ips[name].Made != nil {
			list = append(list, ips[name].ID)
		}
	}
	return sortedIDs(list)
}
