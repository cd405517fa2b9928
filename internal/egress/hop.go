package egress

import (
	"net/netip"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// follow sends a parcel to the hop of its route.
func (j *judge) follow(c crossing, p parcel, r *effective, t *trail) sum {
	switch r.hop {
	case HopNone:
		return dropAt(p, t.sure(Step{Code: CodeRouteNone, Object: r.object, Detail: r.hopText(), Rules: r.rules}))
	case HopNetwork:
		return j.toNetwork(c, p, r, t)
	case hopPeering:
		return j.toPeer(c, p, r, t)
	case hopPrivateEndpoint:
		return j.deliver(c, p, PathPrivateEndpoint, t)
	case hopServiceEndpoint:
		return passAt(p, PathServiceEndpoint, t.sure(Step{Code: CodeDelivered, Object: r.object, Rules: []string{"RT-12"}}))
	case HopInternet:
		return j.toInternet(c, p, r, t)
	case HopGateway:
		return j.toGateway(c, p, r, t)
	case HopAppliance:
		return j.toDevice(c, p, r, t)
	}
	return openAt(p, PathUnknown, t.perhaps(Step{Code: CodeUnknownRoute, Object: r.object, Detail: r.hopText()}))
}

// toNetwork delivers inside the network. A VnetLocal hop for addresses outside
// of it is not documented (RT-20).
func (j *judge) toNetwork(c crossing, p parcel, r *effective, t *trail) sum {
	if !p.target.known {
		if j.targetIn(&p.target, c.subnet.network) {
			return j.deliver(c, p, PathNetwork, t)
		}
		return openAt(p, PathUnknown, t.perhaps(Step{Code: CodeOutsideNetwork, Object: r.object, Detail: r.hopText(), Rules: []string{"RT-20"}}))
	}
	inside, outside := p, p
	inside.target.addrs = p.target.addrs.Intersect(c.subnet.network.space)
	outside.target.addrs = p.target.addrs.Minus(c.subnet.network.space)
	var total sum
	if !inside.target.addrs.IsEmpty() {
		total = j.deliver(c, inside, PathNetwork, t)
	}
	if !outside.target.addrs.IsEmpty() {
		total = all(total, openAt(outside, PathUnknown, t.perhaps(Step{
			Code: CodeOutsideNetwork, Object: r.object, Detail: r.hopText(), Rules: []string{"RT-20"},
		})))
	}
	return total
}

// targetIn reports whether a destination of unknown address surely lies in a
// network: it is an object there.
func (j *judge) targetIn(t *target, n *networkInfo) bool {
	if f := j.x.firewalls[t.device]; f != nil {
		return f.subnet != nil && f.subnet.network == n
	}
	s := j.x.subnets[t.subnet]
	return s != nil && s.network == n
}

// toPeer delivers over a peering, if that allows access (RT-9).
func (j *judge) toPeer(c crossing, p parcel, r *effective, t *trail) sum {
	if r.peer == nil {
		return openAt(p, PathUnknown, t.perhaps(Step{Code: CodeUnknownRoute, Object: r.object, Rules: []string{"RT-9"}}))
	}
	blocked := t.sure(Step{Code: CodePeeringBlocked, Object: r.object, Rules: []string{"RT-9"}})
	switch j.access(c.subnet.network, r.peer) {
	case No:
		return dropAt(p, blocked)
	case Maybe:
		return either(dropAt(p, blocked), j.deliver(c, p, PathPeering, t))
	case Yes:
	}
	return j.deliver(c, p, PathPeering, t)
}

// access says whether packets pass between a network and its peer: both links
// have to allow it.
func (j *judge) access(from *networkInfo, peer *peerInfo) Truth {
	passes := not(truth(peer.AccessBlocked))
	if half := peer.back(from); half != nil {
		passes = passes.and(not(truth(half.AccessBlocked)))
	}
	return passes
}

// connects says whether a hop in a peer can be reached: both links are there, and
// allow it (RT-17).
func (j *judge) connects(from *networkInfo, peer *peerInfo) Truth {
	return j.access(from, peer).and(peer.joined(from))
}

func not(t Truth) Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	default:
		return Maybe
	}
}

// toInternet lets the parcel leave if the subnet has a source identity (RT-21).
func (j *judge) toInternet(c crossing, p parcel, r *effective, t *trail) sum {
	var total sum
	if p.target.known {
		private := p
		private.target.addrs = p.target.addrs.Intersect(nonInternet)
		p.target.addrs = p.target.addrs.Minus(nonInternet)
		if !private.target.addrs.IsEmpty() {
			total = openAt(private, PathUnknown, t.perhaps(Step{Code: CodePrivateToInternet, Object: r.object, Detail: r.hopText()}))
		}
		if p.target.addrs.IsEmpty() {
			return total
		}
	}
	if !p.target.known && (p.target.device != "" || p.target.subnet != "") {
		return openAt(p, PathUnknown, t.perhaps(Step{Code: CodePrivateToInternet, Object: r.object, Detail: r.hopText()}))
	}
	if c.firewall != nil {
		return all(total, j.leaveFirewall(c, p, t))
	}
	out := t.sure(Step{Code: CodeInternet, Object: r.object, Rules: []string{"RT-21"}})
	identity := j.x.identity(c.subnet)
	if p.target.known && p.target.addrs.IPv4().IsEmpty() {
		identity = identity.and(Maybe) // NAT gateways and default outbound access are IPv4's (RT-34)
	}
	switch identity {
	case Yes:
		return all(total, j.authorized(p, PathInternet, c.subnet.exits(j.x), out))
	case No:
		stop := Step{Code: CodeNoIdentity, Object: Object{Kind: ObjectSubnet, Name: c.subnet.key}, Rules: []string{"RT-21"}}
		if j.mayBeStorage(&p) {
			return all(total, openAt(p, PathInternet, t.perhaps(stop)))
		}
		return all(total, dropAt(p, t.sure(stop)))
	default:
		return all(total, openAt(p, PathInternet, t.perhaps(Step{
			Code: CodeIdentityUnknown, Object: Object{Kind: ObjectSubnet, Name: c.subnet.key}, Rules: []string{"RT-21"},
		})))
	}
}

// identity says whether hosts of the subnet have a source address for the
// Internet: NAT gateway, public address, outbound rule, default outbound (RT-21).
func (x *index) identity(s *subnetInfo) Truth {
	nat := Maybe
	if name, ok := s.NATGateway.Get(); ok {
		nat = No
		if name != "" && !x.bare(name) {
			nat = Yes
		} else if name != "" {
			nat = Maybe // whether what else the subnet has then serves is not documented
		}
	}
	answer := No
	for _, way := range []Truth{nat, s.PublicOutbound, s.DefaultOutboundAccess} {
		if way == Yes {
			return Yes
		}
		if way == Maybe {
			answer = Maybe
		}
	}
	return answer
}

// mayBeStorage: storage of the same region stays reachable from a private subnet (RT-21).
func (j *judge) mayBeStorage(p *parcel) bool {
	for _, c := range p.target.claims {
		if tagWithin(c.Tag, "Storage") {
			return true
		}
	}
	return p.named() && p.target.names.Overlaps(netset.NamesOf(j.x.platform...))
}

// toGateway hands over to a network that is not described. What the gateway
// announced is delivered there; anything else is opaque.
func (j *judge) toGateway(c crossing, p parcel, r *effective, t *trail) sum {
	object := Object{Kind: ObjectNetwork, Name: c.subnet.network.Name}
	opaque := t.perhaps(Step{Code: CodeOpaqueGateway, Object: object, Detail: r.hopText(), Rules: []string{"RT-11"}})
	if !p.target.known || j.x.firewalls[p.target.device] != nil { // whether a firewall of this side is behind it, nobody knows
		return openAt(p, PathGateway, opaque)
	}
	announced := netset.Addresses{}
	for _, g := range propagations(c.subnet) {
		if learned, ok := g.gateway.Learned.Get(); ok && g.reaches == Yes {
			for _, prefix := range learned {
				if prefix.Bits() > 0 { // a default says nothing of where an address is
					announced = announced.Union(netset.AddressesOf(prefix).Intersect(nonInternet))
				}
			}
		}
	}
	there, rest := p, p
	there.target.addrs = p.target.addrs.Intersect(announced)
	rest.target.addrs = p.target.addrs.Minus(announced)
	var total sum
	if !there.target.addrs.IsEmpty() {
		total = j.deliver(c, there, PathGateway, t)
	}
	if !rest.target.addrs.IsEmpty() {
		total = all(total, openAt(rest, PathGateway, opaque))
	}
	return total
}

// toDevice hands over to a firewall or appliance, if it can be reached (RT-17).
func (j *judge) toDevice(c crossing, p parcel, r *effective, t *trail) sum {
	d := j.device(c.subnet, r)
	hop := Object{Kind: r.object.Kind, Name: r.object.Name, In: r.object.In}
	if c.firewall == nil && c.subnet.amidst(d, r) {
		return openAt(p, PathUnknown, t.perhaps(Step{
			Code: CodeHopInSourceSubnet, Object: hop, Detail: r.hopText(), Rules: []string{"RT-18"},
		}))
	}
	switch j.reaches(c.subnet, d, r.address) {
	case No:
		return dropAt(p, t.sure(Step{Code: CodeBlackhole, Object: hop, Detail: r.hopText(), Rules: []string{"RT-17"}}))
	case Maybe:
		return openAt(p, PathUnknown, t.perhaps(Step{Code: CodeBlackhole, Object: hop, Detail: r.hopText(), Rules: []string{"RT-17"}}))
	case Yes:
	}
	if c.translated {
		p.source = origin{addrs: c.subnet.addrs} // one of the firewall's own addresses
	}
	switch {
	case d.firewall != nil:
		if c.passed(d.firewall.key) {
			return dropAt(p, t.sure(Step{Code: CodeLoop, Object: d.firewall.object(), Rules: []string{"RT-33"}}))
		}
		return j.throughFirewall(d.firewall, c, p, t)
	case d.appliance != nil:
		if c.passed(d.appliance.key) {
			return dropAt(p, t.sure(Step{Code: CodeLoop, Object: d.appliance.object(), Rules: []string{"RT-33"}}))
		}
		return j.throughAppliance(d.appliance, c, p, t)
	}
	return openAt(p, PathAppliance, t.perhaps(Step{Code: CodeUnknownDevice, Object: hop, Detail: r.hopText(), Rules: []string{"RT-16"}}))
}

// amidst reports whether the hop of a route stands among the hosts that use it (RT-18).
func (s *subnetInfo) amidst(d device, r *effective) bool {
	if r.address.IsValid() {
		return s.addrs.Contains(r.address)
	}
	return d.subnet() == s
}

// device is what a hop is; both nil when nobody knows.
type device struct {
	firewall  *firewallInfo
	appliance *applianceInfo
}

func (d device) subnet() *subnetInfo {
	switch {
	case d.firewall != nil:
		return d.firewall.subnet
	case d.appliance != nil:
		return d.appliance.subnet
	}
	return nil
}

func (j *judge) device(s *subnetInfo, r *effective) device {
	if r.device != "" {
		if f := j.x.firewalls[r.device]; f != nil {
			return device{firewall: f}
		}
		return device{appliance: j.x.appliances[r.device]}
	}
	if !r.address.IsValid() {
		return device{}
	}
	var found []device
	for i := range j.x.world.Firewalls {
		f := j.x.firewalls[key(j.x.world.Firewalls[i].Name)]
		if a, ok := f.PrivateIP.Get(); ok && a == r.address && near(s, f.subnet) {
			found = append(found, device{firewall: f})
		}
	}
	for i := range j.x.world.Appliances {
		a := j.x.appliances[key(j.x.world.Appliances[i].Name)]
		if slices.Contains(a.Addresses, r.address) && near(s, a.subnet) {
			found = append(found, device{appliance: a})
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return device{} // none, or several of which nobody knows which one has the address
}

// near reports whether an address of subnet b means that subnet when used in a;
// networks that are not connected may use the same addresses.
func near(a, b *subnetInfo) bool { return b == nil || sharesNetwork(a.network, b.network) }

// former finds the firewall in whose subnet an address lies that is not its own.
// A firewall may come back from a stop with another one; nothing else can be in
// its subnet (RT-17).
func (j *judge) former(s *subnetInfo, address netip.Addr) *firewallInfo {
	for i := range j.x.world.Firewalls {
		f := j.x.firewalls[key(j.x.world.Firewalls[i].Name)]
		own, ok := f.PrivateIP.Get()
		if ok && own != address && f.subnet != nil && f.subnet.addrs.Contains(address) && near(s, f.subnet) {
			return f
		}
	}
	return nil
}

// reaches says whether a hop is in the subnet's network or directly peered (RT-17).
func (j *judge) reaches(s *subnetInfo, d device, address netip.Addr) Truth {
	home := d.subnet()
	if home == nil {
		if !address.IsValid() {
			return Yes // nothing is known against it
		}
		if j.former(s, address) != nil {
			return No
		}
		switch {
		case s.network.space.Contains(address):
			return Yes
		case s.network.open:
			return Maybe
		}
		for i := range s.network.peers {
			if s.network.peers[i].space.Contains(address) {
				return j.connects(s.network, &s.network.peers[i])
			}
		}
		return No
	}
	if home.network == s.network {
		return Yes
	}
	for i := range s.network.peers {
		if s.network.peers[i].remote == home.network {
			return j.connects(s.network, &s.network.peers[i])
		}
	}
	if s.network.open {
		return Maybe
	}
	return No
}
