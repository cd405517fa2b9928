package network

import (
	"context"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Drop removes parts (IDs as Parts gives them) of an egress whose create was cut short and whose next create no longer wants
// them: public IPs, groups, the policy. The firewall lets go of them first. Nothing is made, and what is gone already is dropped. The
// locks of Lock are held.
func (n Egresses) Drop(ctx context.Context, prior Egress, parts []string) error {
	s := newSight(n.client)
	if err := s.look(ctx, prior); err != nil {
		return err
	}
	rest := prior.without(parts)
	if s.of(prior.Firewall.ID) != nil {
		release := firewallWrite{prior: prior, want: rest, classic: rest.Classic}
		if err := s.bring(ctx, prior.Firewall.ID, release.editReleased); err != nil {
			return err
		}
	}
	run := newFlow(ctx)
	for _, id := range prior.madeIPs() {
		if named(parts, id) {
			run.step(func(ctx context.Context) error { return s.deleteSeen(ctx, id) })
		}
	}
	if prior.Policy != nil {
		run.step(func(ctx context.Context) error { return prior.dropRules(ctx, s, parts) })
	}
	return run.end()
}

// without is the egress less its parts.
func (e Egress) without(parts []string) Egress {
	ips := map[string]FirewallIP{}
	for name, ip := range e.Firewall.IPs {
		if ip.PublicIP == nil || !named(parts, ip.PublicIP.ID) {
			ips[name] = ip
		}
	}
	e.Firewall.IPs = ips
	if e.Policy != nil && !e.Policy.Existing && named(parts, e.Policy.ID) {
		e.Policy = nil
	}
	return e
}

// editReleased takes from the firewall the IP configurations that go, and a policy that goes. All else stays.
func (w firewallWrite) editReleased(e *edit) {
	live, err := readFirewall(e.object)
	if err != nil {
		e.err = err
		return
	}
	kept := map[string]FirewallIP{}
	for name, ip := range w.want.Firewall.IPs {
		if _, there := lookup(live.IPs, name); there {
			kept[name] = ip
		}
	}
	w.want.Firewall.IPs = kept
	w.editIPs(e, live)
	if w.want.Policy == nil && w.prior.Policy != nil && w.prior.Policy.ID.EqualFold(live.PolicyID) {
		e.unset("properties", "firewallPolicy")
	}
}

func (e Egress) dropRules(ctx context.Context, s *sight, parts []string) error {
	if !e.Policy.Existing && named(parts, e.Policy.ID) {
		return e.deletePolicy(ctx, s)
	}
	gone := map[string]Group{}
	for name, group := range e.Groups {
		if id := e.Policy.GroupID(name); named(parts, id) && s.of(id) != nil {
			gone[name] = group
		}
	}
	return groupsChange{policy: e.Policy.ID, prior: gone}.converge(ctx, s)
}

func named(parts []string, id armid.ID) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.EqualFold(part, id.String()) })
}
