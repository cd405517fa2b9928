package network

import (
	"context"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// rules are the steps of the policy and its groups. They come before the firewall takes the policy, where each
// write takes seconds; in a policy that a firewall uses already each takes minutes (arm-wire.md 5.1).
func (r *egressRun) rules(run *flow, ips []*done, after *done) *done {
	if r.Want.Policy == nil {
		return after
	}
	groupsNeed := []*done{after}
	for _, group := range r.Want.Groups {
		if len(group.needs()) > 0 {
			groupsNeed = append(groupsNeed, ips...)
			break
		}
	}
	if r.Want.Policy.Existing {
		return run.step(r.healing(r.groups), groupsNeed...)
	}
	if r.losesSettings() {
		// What needs the setting leaves the groups first.
		return run.step(r.healing(r.policy), run.step(r.healing(r.groups), groupsNeed...))
	}
	return run.step(r.healing(r.groups), append(groupsNeed, run.step(r.healing(r.policy), after))...)
}

func (r *egressRun) policy(ctx context.Context) error {
	var prior map[string]string
	if r.Prior.Policy != nil && r.Prior.Policy.ID.Equal(r.Want.Policy.ID) {
		prior = r.Prior.Policy.Tags
	}
	return r.bring(ctx, r.Want.Policy.ID, func(e *edit) { r.Want.Policy.edit(e, prior, r.ChildMark) })
}

func (r *egressRun) groups(ctx context.Context) error {
	change := groupsChange{policy: r.Want.Policy.ID, want: map[string]Group{}}
	if r.Prior.Policy != nil && r.Prior.Policy.ID.Equal(r.Want.Policy.ID) {
		change.prior = r.Prior.Groups
	}
	addresses := r.addresses()
	for name, group := range r.Want.Groups {
		change.want[name] = group.Resolve(addresses)
		if open := change.want[name].needs(); len(open) > 0 {
			return &UnresolvedError{What: "rule collection group " + name, Of: "IP configuration " + open[0]}
		}
	}
	return change.converge(ctx, r.sight)
}

// removePolicy removes the policy, or our groups in somebody else's, once the firewall no longer uses it.
func (r *egressRun) removePolicy(ctx context.Context) error {
	if !r.leavesPolicy() {
		return nil
	}
	return removePolicy(ctx, r.sight, *r.Prior.Policy, r.Prior.Groups, r.Want.Firewall.ID)
}

// removePolicy deletes our groups one by one, and then the policy if it is ours. A policy that others use stays: the
// answer is a SharedError that names them.
func removePolicy(ctx context.Context, s *sight, policy Policy, groups map[string]Group, firewall armid.ID) error {
	if !policy.Existing {
		if err := s.read(ctx, policy.ID); err != nil {
			return err
		}
		if err := refuseSharedPolicy(s, policy, groups, firewall); err != nil {
			return err
		}
	}
	change := groupsChange{policy: policy.ID, prior: groups}
	if err := change.converge(ctx, s); err != nil || policy.Existing {
		return err
	}
	return s.delete(ctx, policy.ID)
}

func refuseSharedPolicy(s *sight, policy Policy, groups map[string]Group, firewall armid.ID) error {
	live, err := decoded(s, policy.ID, readPolicy)
	if err != nil || live == nil {
		return err
	}
	users := append([]string{}, live.Children...)
	for _, id := range live.Firewalls {
		if !firewall.EqualFold(id) {
			users = append(users, id)
		}
	}
	for _, text := range live.Groups {
		id, err := armid.Parse(text)
		if _, ours := lookup(groups, id.Name()); err != nil || !ours {
			users = append(users, text)
		}
	}
	if len(users) == 0 {
		return nil
	}
	return &SharedError{ID: policy.ID, Kind: "firewall policy", Users: users}
}

// losesSettings reports whether the policy gives up something that rules may need: the DNS proxy (FW-21) or the
// certificate for TLS inspection.
func (r *egressRun) losesSettings() bool {
	live, err := decoded(r.sight, r.Want.Policy.ID, readPolicy)
	if err != nil || live == nil {
		return false
	}
	dns, tls := r.Want.Policy.Settings.DNS, r.Want.Policy.TLSInspection
	return live.Settings.DNS.Proxy && dns.Owned() && (dns.Value() == nil || !dns.Value().Proxy) ||
		live.TLSInspection != (TLSCert{}) && tls.Owned() && tls.Value() == nil
}
