package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// natFilter is a NAT rule, kept for what it does to traffic from inside and for
// the traps that it sets (FW-39).
type natFilter struct {
	object Object
	rule   NATRule
	source addressTest
	target addressTest
}

func (x *index) natFilters(list []Collection, in []string) []natFilter {
	var out []natFilter
	for i := range list {
		c := &list[i]
		for _, r := range c.Rules {
			if nat, ok := r.(NATRule); ok {
				out = append(out, natFilter{
					object: Object{Kind: ObjectNATRule, Name: nat.Name, In: append(in[:len(in):len(in)], c.Name)},
					rule:   nat, source: x.addresses(nat.Source), target: x.addresses(nat.Destination),
				})
			}
		}
	}
	return out
}

// natAtPrivate is traffic to the firewall's private address other than DNS. A
// NAT rule may translate it; without one nothing there answers.
func (j *judge) natAtPrivate(f *firewallInfo, p parcel, path Path, t *trail) sum {
	for i := range f.nat {
		n := &f.nat[i]
		if !n.rule.Protocols.Overlaps(p.protocol) || p.hasPorts() && !n.rule.Ports.Overlaps(p.ports) {
			continue
		}
		if p.target.known && !n.target.yes.Overlaps(p.target.addrs) && !n.target.maybe.Overlaps(p.target.addrs) {
			continue
		}
		return openAt(p, path, t.perhaps(Step{Code: CodeNATRule, Object: n.object, Rules: []string{"FW-39"}}))
	}
	return openAt(p, path, t.perhaps(Step{Code: CodeUnknownDevice, Object: f.object(), Rules: []string{"FW-39"}}))
}

// translatesFromAnywhere reports whether a NAT rule takes any source, which makes
// the firewall translate the source as well (FW-39, S-10).
func (n *natFilter) translatesFromAnywhere() bool {
	return n.source.yes.Covers(netset.AllIPv4())
}
