package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// translate decides whether the firewall puts its own address in (FW-36) and
// looks up the way on from its subnet (RT-32).
func (j *judge) translate(f *firewallInfo, c crossing, p parcel, application bool, t *trail) sum {
	if application {
		return j.onward(f, c, p, true, t) // application rules always translate
	}
	if !p.hasPorts() {
		return j.translateOther(f, c, p, t)
	}
	if f.private == nil {
		return either(j.onward(f, c, p, true, t), j.onward(f, c, p, false, t))
	}
	if p.target.known {
		raw, own := p, p
		raw.target.addrs = p.target.addrs.Intersect(*f.private)
		own.target.addrs = p.target.addrs.Minus(*f.private)
		var total sum
		if !raw.target.addrs.IsEmpty() {
			total = j.onward(f, c, raw, false, t)
		}
		if !own.target.addrs.IsEmpty() {
			total = all(total, j.onward(f, c, own, true, t))
		}
		return total
	}
	switch never, used := j.neverTranslated(*f.private, &p); never {
	case Yes:
		return j.onward(f, c, p, false, t)
	case No:
		p.assume |= used
		return j.onward(f, c, p, true, t)
	default:
		return either(j.onward(f, c, p, true, t), j.onward(f, c, p, false, t))
	}
}

// neverTranslated says whether a destination of unknown address lies in the
// private ranges. A-DNS puts it outside of all that are narrower than a default.
func (j *judge) neverTranslated(private netset.Addresses, p *parcel) (Truth, assumptionSet) {
	switch {
	case private.Covers(p.target.addrs):
		return Yes, 0
	case !private.Overlaps(p.target.addrs):
		return No, 0
	}
	bit, ok := j.x.assumes(AssumeDNS)
	if !ok || !p.target.public() {
		return Maybe, 0
	}
	for _, r := range private.Intersect(p.target.addrs).Prefixes() {
		if r.Bits() < 8 {
			return Maybe, 0
		}
	}
	return No, bit
}

// translateOther: protocols without ports do not survive translation to the
// Internet, but pass between private networks (FW-19).
func (j *judge) translateOther(f *firewallInfo, c crossing, p parcel, t *trail) sum {
	if !p.target.known {
		return j.onward(f, c, p, true, t)
	}
	outside, inside := p, p
	outside.target.addrs = p.target.addrs.Minus(nonInternet)
	inside.target.addrs = p.target.addrs.Intersect(nonInternet)
	var total sum
	if !outside.target.addrs.IsEmpty() {
		total = j.onward(f, c, outside, true, t)
	}
	if !inside.target.addrs.IsEmpty() {
		total = all(total, j.onward(f, c, inside, false, t))
	}
	return total
}

// onward is the second look-up, from the firewall's subnet, whose routes are
// others than those of the source (RT-32).
func (j *judge) onward(f *firewallInfo, c crossing, p parcel, translated bool, t *trail) sum {
	c.translated = translated
	if f.subnet != nil {
		return j.route(f.subnet, p, t, func(p parcel, r *effective, t *trail) sum { return j.follow(c, p, r, t) })
	}
	unknown := Step{Code: CodeUnknownSubnet, Object: f.object(), Rules: []string{"RT-32"}}
	bit, ok := j.x.assumes(AssumeFirewallExit)
	if !ok {
		return openAt(p, PathFirewall, t.perhaps(unknown))
	}
	// Networks may use public addresses as their own, and some are dropped (RT-8).
	special := nonInternet.Union(j.x.spaces).Union(netset.AddressesOf(observed...))
	inside, outside := p, p
	if p.target.known {
		inside.target.addrs = p.target.addrs.Intersect(special)
		outside.target.addrs = p.target.addrs.Minus(special)
	} else {
		inside.target.addrs = netset.Addresses{}
		dns, usable := j.x.assumes(AssumeDNS)
		switch {
		case !p.target.addrs.Overlaps(special):
		case usable && p.target.public():
			bit |= dns
		default:
			return openAt(p, PathFirewall, t.perhaps(unknown))
		}
	}
	var total sum
	if !inside.target.addrs.IsEmpty() {
		total = openAt(inside, PathFirewall, t.perhaps(unknown))
	}
	if !outside.target.addrs.IsEmpty() {
		outside.assume |= bit
		total = all(total, j.leaveFirewall(c, outside, t))
	}
	return total
}

// leaveFirewall sends a parcel from the firewall to the Internet.
func (j *judge) leaveFirewall(c crossing, p parcel, t *trail) sum {
	f := c.firewall
	forced := t.perhaps(Step{Code: CodeForcedTunnel, Object: f.object(), Rules: []string{"FW-43"}})
	switch truth(f.ForcedTunneling) {
	case Yes:
		return openAt(p, PathFirewall, forced)
	case Maybe:
		return either(openAt(p, PathFirewall, forced), j.exit(c, p, t))
	case No:
	}
	return j.exit(c, p, t)
}

func (j *judge) exit(c crossing, p parcel, t *trail) sum {
	f := c.firewall
	if !p.hasPorts() {
		return dropAt(p, t.sure(Step{Code: CodeProtocolLost, Object: f.object(), Detail: p.protocol.String(), Rules: []string{"FW-19"}}))
	}
	if !c.translated {
		return dropAt(p, t.sure(Step{Code: CodeNotTranslated, Object: f.object(), Rules: []string{"FW-36"}}))
	}
	if own := f.exits(j.x); len(own.ips) == 0 && !own.open && (f.ManagementSubnet != "" || f.subnet != nil && f.subnet.NATGateway.v != "") {
		// Only a firewall made for forced tunnelling can be without a public IP (FW-43), and a NAT gateway without one serves nobody; nobody
		// says what the subnet then leaves with.
		return openAt(p, PathFirewall, t.perhaps(Step{Code: CodeIdentityUnknown, Object: f.object(), Rules: []string{"RT-21", "FW-43"}}))
	}
	out := t.sure(Step{Code: CodeInternet, Object: f.object(), Rules: []string{"FW-36"}})
	if p.protocol != netset.TCP || !p.ports.Overlaps(mail) {
		return j.authorized(p, PathFirewall, f.exits(j.x), out)
	}
	other := p
	other.ports = p.ports.Minus(mail)
	p.ports = p.ports.Intersect(mail)
	total := openAt(p, PathFirewall, t.perhaps(Step{Code: CodeMailPort, Object: f.object(), Rules: []string{"FW-48"}}))
	if !other.ports.IsEmpty() {
		total = all(total, j.authorized(other, PathFirewall, f.exits(j.x), out))
	}
	return total
}

var mail = netset.PortsOf(25)

// authorized applies the authorized ranges of an API server: every address that
// the traffic may leave with has to be in them, since the firewall picks one at
// random (FW-37, AK-25).
func (j *judge) authorized(p parcel, path Path, out exits, t *trail) sum {
	cluster := j.x.clusters[key(p.flow.APIServerOf)]
	if p.flow.APIServerOf == "" || cluster == nil || cluster.Private || cluster.AuthorizedRanges == nil {
		return passAt(p, path, t)
	}
	object := Object{Kind: ObjectCluster, Name: cluster.Name}
	rules := []string{"AK-25", "FW-37"}
	var total sum
	for _, ip := range out.ips {
		refused := Step{Code: CodeNotAuthorized, Object: object, Detail: ip.text(), Rules: rules}
		switch cluster.AuthorizedRanges.holds(ip) {
		case Yes:
			total = all(total, passAt(p, path, t))
		case No:
			total = all(total, dropAt(p, t.sure(refused)))
		case Maybe:
			refused.Code = CodeAuthorizedOpen
			total = all(total, openAt(p, path, t.perhaps(refused)))
		}
	}
	if out.open || len(out.ips) == 0 {
		total = all(total, openAt(p, path, t.perhaps(Step{Code: CodeAuthorizedOpen, Object: object, Rules: rules})))
	}
	return total
}

func (ip PublicIP) text() string {
	if a, ok := ip.Address.Get(); ok {
		return a.String()
	}
	return ip.Name
}

// holds says whether the ranges contain a public IP, known or not.
func (r *AuthorizedRanges) holds(ip PublicIP) Truth {
	for _, name := range r.PublicIPs {
		if key(name) == key(ip.Name) {
			return Yes
		}
	}
	a, known := ip.Address.Get()
	switch {
	case known && r.Addresses.Contains(a):
		return Yes
	case r.Open, !known:
		return Maybe
	}
	return No
}
