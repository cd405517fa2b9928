package network

import (
	"context"
	"net/netip"
	"slices"
	"strings"
)

// LockAll takes the locks for a deletion: those of Lock and the networks of the routed subnets.
func (n Egresses) LockAll(ctx context.Context, ours Egress) (func(), error) {
	return n.client.Lock(ctx, append(lockIDs(ours), networks(ours.Routing.Subnets...)...)...)
}

// Delete removes everything of ours, in this order: the table from the subnets; the firewall; policy with its groups, and
// public IPs, at once; the table, or our routes in somebody else's. What is gone already is deleted. A table, policy or
// public IP of ours that others use is refused with a SharedError before anything is written. The locks of LockAll are
// held.
func (n Egresses) Delete(ctx context.Context, ours Egress) error {
	s := newSight(n.client)
	if err := s.look(ctx, ours); err != nil {
		return err
	}
	if err := ours.refuseShared(s); err != nil {
		return err
	}
	if err := (RoutingChange{Prior: ours.Routing, held: true}).attach(ctx, s); err != nil {
		return err
	}
	run := newFlow(ctx)
	var ends []*done
	firewall := run.step(func(ctx context.Context) error { return s.deleteSeen(ctx, ours.Firewall.ID) })
	ends = append(ends, firewall)
	for _, id := range ours.madeIPs() {
		ends = append(ends, run.step(func(ctx context.Context) error { return s.deleteSeen(ctx, id) }, firewall))
	}
	if ours.Policy != nil {
		ends = append(ends, run.step(func(ctx context.Context) error { return ours.deletePolicy(ctx, s) }, firewall))
	}
	if ours.Routing.Table.Existing {
		run.step(func(ctx context.Context) error { return removeTable(ctx, s, ours.Routing) })
	} else {
		// The table is the anchor: it goes last, so that a destroy which is cut short is taken up by the next one (C-10).
		run.step(func(ctx context.Context) error { return removeTable(ctx, s, ours.Routing) }, ends...)
	}
	return run.end()
}

func (e Egress) deletePolicy(ctx context.Context, s *sight) error {
	there := map[string]Group{}
	for name, group := range e.Groups {
		if s.of(e.Policy.GroupID(name)) != nil {
			there[name] = group
		}
	}
	if !e.Policy.Existing && s.of(e.Policy.ID) == nil {
		return nil
	}
	return removePolicy(ctx, s, *e.Policy, there, e.Firewall.ID)
}

// refuseShared looks for others who use what is ours.
func (e Egress) refuseShared(s *sight) error {
	if err := refuseSharedTable(s, e.Routing); err != nil {
		return err
	}
	if e.Policy != nil && !e.Policy.Existing {
		if err := refuseSharedPolicy(s, *e.Policy, e.Groups, e.Firewall.ID); err != nil {
			return err
		}
	}
	for _, id := range e.madeIPs() {
		live, err := decoded(s, id, readPublicIP)
		if err != nil {
			return err
		}
		if live != nil && live.UsedBy != "" && !strings.HasPrefix(strings.ToLower(live.UsedBy), e.Firewall.ID.Key()+"/") {
			return &SharedError{ID: id, Kind: "public IP", Users: []string{live.UsedBy}}
		}
	}
	return nil
}

// isNodeRoute reports whether a route is one that AKS writes for each node of a cluster with kubenet: it has the node's name, which
// begins with "aks", and leads to the node's address, which lies in one of our subnets.
func (l LiveRouting) isNodeRoute(name string, route LiveRoute) bool {
	hop, err := netip.ParseAddr(route.HopAddress)
	if err != nil || !strings.HasPrefix(strings.ToLower(name), "aks") {
		return false
	}
	for _, subnet := range l.Subnets {
		if slices.ContainsFunc(prefixes(subnet.AddressPrefixes), func(p netip.Prefix) bool { return p.Contains(hop) }) {
			return true
		}
	}
	return false
}
