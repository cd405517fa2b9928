package egress

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// deliver ends the way of a parcel inside private networks.
func (j *judge) deliver(c crossing, p parcel, path Path, t *trail) sum {
	if c.firewall != nil {
		return j.deliverBehind(c, p, path, t)
	}
	rules := map[Path][]string{PathNetwork: {"RT-5"}, PathPeering: {"RT-9"}, PathPrivateEndpoint: {"RT-13"}, PathGateway: {"RT-11"}}[path]
	if f := j.x.firewalls[p.target.device]; f != nil {
		if !near(c.subnet, f.subnet) { // the same address, in a network that is no peer
			return openAt(p, PathUnknown, t.perhaps(Step{Code: CodeUnknownDevice, Object: f.object(), Rules: []string{"RT-17"}}))
		}
		return j.askProxy(f, p, path, t, rules)
	}
	var total sum
	if p.target.known {
		for i := range j.x.world.Firewalls {
			f := j.x.firewalls[key(j.x.world.Firewalls[i].Name)]
			query := p
			query.target.addrs = p.target.addrs.Intersect(f.maybeAt())
			if query.target.addrs.IsEmpty() || f.subnet != nil && !sharesNetwork(c.subnet.network, f.subnet.network) {
				continue
			}
			p.target.addrs = p.target.addrs.Minus(query.target.addrs)
			if f.PrivateIP.IsKnown() {
				total = all(total, j.askProxy(f, query, path, t, rules))
			} else {
				total = all(total, openAt(query, path, t.perhaps(Step{Code: CodeUnknownDevice, Object: f.object(), Rules: []string{"FW-40"}})))
			}
		}
		for _, s := range j.firewallSubnets(c.subnet, p.target.addrs) { // nothing but a firewall can be there
			part := p
			part.target.addrs = p.target.addrs.Intersect(s.addrs)
			p.target.addrs = p.target.addrs.Minus(s.addrs)
			total = all(total, openAt(part, path, t.perhaps(Step{Code: CodeUnknownDevice, Object: s.object(), Rules: []string{"FW-40"}})))
		}
		if p.target.addrs.IsEmpty() {
			return total
		}
	}
	return all(total, passAt(p, path, t.sure(Step{Code: CodeDelivered, Rules: rules})))
}

// firewallSubnets are those subnets of firewalls near a subnet that share addresses with a set.
func (j *judge) firewallSubnets(near *subnetInfo, addrs netset.Addresses) []*subnetInfo {
	return slices.DeleteFunc(j.subnetsHolding(near.network, addrs), func(s *subnetInfo) bool { return roleOf(s.Name) != "AzureFirewallSubnet" })
}

// maybeAt is where the firewall's private address is: known, or somewhere in its subnet. Where the subnet's prefix is not
// known either, it is in the network, outside of every other subnet.
func (f *firewallInfo) maybeAt() netset.Addresses {
	own, ok := f.PrivateIP.Get()
	switch {
	case ok:
		return netset.SingleAddress(own)
	case f.subnet == nil:
		return netset.Addresses{}
	case !f.subnet.PrefixesUnknown:
		return f.subnet.addrs
	}
	return f.subnet.network.free
}

var dns = netset.PortsOf(53)

// askProxy is traffic to the firewall's own private address: DNS queries are
// answered if the proxy is on (FW-40); what else happens there is not modelled.
func (j *judge) askProxy(f *firewallInfo, p parcel, path Path, t *trail, rules []string) sum {
	other := p
	other.ports = p.ports.Minus(dns)
	p.ports = p.ports.Intersect(dns)
	var total sum
	if !other.ports.IsEmpty() || !p.hasPorts() {
		total = j.natAtPrivate(f, other, path, t)
	}
	if p.ports.IsEmpty() {
		return total
	}
	answers := passAt(p, path, t.sure(Step{Code: CodeProxyAnswers, Object: f.object(), Rules: append([]string{"FW-40"}, rules...)}))
	if bit, ok := j.x.assumes(AssumeProxyQuery); ok {
		answers.assume |= bit
	} else {
		answers = openAt(p, path, t.perhaps(Step{Code: CodeProxyAnswers, Object: f.object(), Rules: []string{"FW-40"}}))
	}
	dead := dropAt(p, t.sure(Step{Code: CodeProxyOff, Object: f.object(), Rules: []string{"FW-40"}}))
	switch f.proxy {
	case Yes:
		return all(total, answers)
	case No:
		return all(total, dead)
	default:
		return all(total, either(answers, dead))
	}
}

// deliverBehind ends the way of a parcel that a firewall forwards to a private
// destination: the receiving network has to take forwarded traffic (RT-10), and
// the reply has to find back through the firewall (FW-38).
func (j *judge) deliverBehind(c crossing, p parcel, path Path, t *trail) sum {
	switch {
	case c.translated && !p.hasPorts(): // a network with public addresses: nobody says whether translation is tried
		return openAt(p, PathFirewall, t.perhaps(Step{Code: CodeProtocolLost, Object: c.firewall.object(), Detail: p.protocol.String(), Rules: []string{"FW-19"}}))
	case c.translated:
		return passAt(p, PathFirewall, t.sure(Step{Code: CodeDelivered, Rules: []string{"RT-32", "FW-36"}}))
	}
	var total sum
	if path == PathPeering {
		taken, fate := j.forwarded(c, p, t)
		if taken == No {
			return fate
		}
		if taken == Maybe {
			return either(fate, j.replies(c, p, path, t))
		}
	}
	return all(total, j.replies(c, p, path, t))
}

// forwarded says whether the receiving network's link takes packets that did not
// start in the firewall's network (RT-10).
func (j *judge) forwarded(c crossing, p parcel, t *trail) (Truth, sum) {
	from := c.firewall.subnet.network
	if src := j.x.subnets[key(p.flow.Source.Subnet)]; src != nil && src.network == from {
		return Yes, sum{}
	}
	answer := Yes
	var where Object
	for i := range from.peers {
		peer := &from.peers[i]
		if p.target.known && !peer.space.Overlaps(p.target.addrs) {
			continue
		}
		allowed := Maybe
		if half := peer.back(from); half != nil {
			allowed = truth(half.AllowForwardedTraffic)
			where = Object{Kind: ObjectPeering, Name: half.Name, In: []string{peer.remote.Name}}
		}
		answer = answer.and(allowed)
	}
	step := Step{Code: CodeForwardingBlocked, Object: where, Rules: []string{"RT-10"}}
	if answer == No {
		return No, dropAt(p, t.sure(step))
	}
	return answer, dropAt(p, t.perhaps(step))
}

// replies checks that answers of private hosts come back through the firewall
// that forwarded the request without translation. If they go another way, the
// firewall never sees them and the flow dies (FW-38).
func (j *judge) replies(c crossing, p parcel, path Path, t *trail) sum {
	open := func(p parcel) sum {
		return openAt(p, PathFirewall, t.perhaps(Step{Code: CodeReturnUnknown, Object: c.firewall.object(), Rules: []string{"FW-38"}}))
	}
	// How replies of private endpoints are routed is not documented well enough.
	if path == PathPrivateEndpoint || path == PathGateway || !p.target.known || !p.source.known {
		return open(p)
	}
	var total sum
	rest := p.target.addrs
	for _, s := range j.subnetsHolding(c.firewall.subnet.network, rest) {
		there := p
		there.target.addrs = rest.Intersect(s.addrs)
		if there.target.addrs.IsEmpty() {
			continue
		}
		rest = rest.Minus(s.addrs)
		total = all(total, j.wayBack(c.firewall, s, there, t))
	}
	if !rest.IsEmpty() {
		p.target.addrs = rest
		total = all(total, open(p))
	}
	return total
}

// subnetsHolding lists the subnets near a network that share addresses with a
// set, in the order of the world.
func (j *judge) subnetsHolding(n *networkInfo, addrs netset.Addresses) []*subnetInfo {
	var out []*subnetInfo
	for i := range j.x.world.Networks {
		w := &j.x.world.Networks[i]
		if info := j.x.networks[key(w.Name)]; info == nil || !sharesNetwork(n, info) {
			continue
		}
		for k := range w.Subnets {
			if s := j.x.subnets[subnetKey(w.Name, w.Subnets[k].Name)]; s != nil && s.addrs.Overlaps(addrs) {
				out = append(out, s)
			}
		}
	}
	return out
}

// wayBack looks up the route of the reply, from the subnet of the destination to
// each source: the flow works where the hop is the same firewall.
func (j *judge) wayBack(f *firewallInfo, s *subnetInfo, p parcel, t *trail) sum {
	reply := p
	reply.target = target{addrs: p.source.addrs, known: true}
	return j.route(s, reply, t, func(back parcel, r *effective, _ *trail) sum {
		p := p
		p.source.addrs, p.assume = back.target.addrs, back.assume
		unknown := t.perhaps(Step{Code: CodeReturnUnknown, Object: s.object(), Detail: r.hopText(), Rules: []string{"FW-38"}})
		if r.hop == "" {
			return openAt(p, PathFirewall, unknown)
		}
		if r.hop == HopAppliance {
			switch d := j.device(s, r); {
			case d.firewall == f:
				return passAt(p, PathFirewall, t.sure(Step{Code: CodeDelivered, Rules: []string{"RT-32", "FW-38"}}))
			case d.firewall == nil && d.appliance == nil:
				return openAt(p, PathFirewall, unknown)
			}
		}
		return dropAt(p, t.sure(Step{Code: CodeAsymmetric, Object: s.object(), Detail: r.hopText(), Rules: []string{"FW-38"}}))
	})
}
