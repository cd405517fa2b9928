package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// applies reports whether application rules are consulted at all (FW-8, FW-33).
func applies(p *parcel) bool {
	return p.protocol == netset.TCP && (p.l7 == L7HTTP || p.l7 == L7HTTPS || p.l7 == L7MSSQL)
}

// throughFirewall evaluates a parcel that arrives at a firewall to be forwarded:
// threat intelligence, then NAT, network rules, application rules, the
// infrastructure collection, deny (FW-1). Replies of what passes pass as well, so
// that rules against them do not matter (FW-44).
func (j *judge) throughFirewall(f *firewallInfo, c crossing, p parcel, t *trail) sum {
	c = c.through(f.key)
	c.firewall, c.subnet = f, f.subnet
	if p.target.device == f.key {
		return j.askProxy(f, p, PathFirewall, t, nil)
	}
	if p.target.known && p.target.addrs.Overlaps(f.maybeAt()) {
		own, rest := p, p
		own.target.addrs = p.target.addrs.Intersect(f.maybeAt())
		rest.target.addrs = p.target.addrs.Minus(f.maybeAt())
		fate := j.askProxy(f, own, PathFirewall, t, nil)
		if !f.PrivateIP.IsKnown() {
			fate = openAt(own, PathFirewall, t.perhaps(Step{Code: CodeUnknownDevice, Object: f.object(), Rules: []string{"FW-40"}}))
		}
		if rest.target.addrs.IsEmpty() {
			return fate
		}
		return all(fate, j.throughOthers(f, c, rest, t))
	}
	return j.throughOthers(f, c, p, t)
}

// throughOthers evaluates what is not aimed at the firewall's own private address.
func (j *judge) throughOthers(f *firewallInfo, c crossing, p parcel, t *trail) sum {
	var total sum
	if six := p.target.addrs.IPv6(); p.target.known && !six.IsEmpty() {
		part := p
		part.target.addrs = six
		p.target.addrs = p.target.addrs.IPv4()
		total = openAt(part, PathFirewall, t.perhaps(Step{Code: CodeIPv6, Object: f.object(), Rules: []string{"FW-47"}}))
		if p.target.addrs.IsEmpty() {
			return total
		}
	}
	return all(total, j.throughIPv4(f, c, p, t))
}

func (j *judge) throughIPv4(f *firewallInfo, c crossing, p parcel, t *trail) sum {
	var total sum
	if hit, rest, ok := f.splitHairpin(p); ok {
		total = dropAt(hit, t.sure(Step{Code: CodeHairpin, Object: f.object(), Rules: []string{"FW-39"}}))
		if rest.target.addrs.IsEmpty() {
			return total
		}
		p = rest
	}
	if j.mayBeThreat(f, &p) {
		bit, ok := j.x.assumes(AssumeThreatIntel)
		if !ok {
			drop := dropAt(p, t.perhaps(Step{Code: CodeThreatIntel, Object: f.object(), Rules: []string{"FW-11"}}))
			return all(total, either(drop, j.filterNetwork(f, c, p, t)))
		}
		p.assume |= bit
	}
	return all(total, j.filterNetwork(f, c, p, t))
}

// splitHairpin cuts off what is aimed at the firewall's own public addresses
// (FW-39).
func (f *firewallInfo) splitHairpin(p parcel) (hit, rest parcel, ok bool) {
	hit, rest = p, p
	for _, ip := range f.PublicIPs {
		if p.target.publicIP != "" && key(ip.Name) == p.target.publicIP {
			rest.target = target{known: true} // nothing is left
			return hit, rest, true
		}
		if a, known := ip.Address.Get(); known && p.target.known && p.target.addrs.Contains(a) {
			own := netset.SingleAddress(a)
			rest.target.addrs = rest.target.addrs.Minus(own)
			hit.target.addrs = own
			ok = true
		}
	}
	return hit, rest, ok
}

// mayBeThreat reports whether the threat feed could drop the parcel (FW-11).
func (j *judge) mayBeThreat(f *firewallInfo, p *parcel) bool {
	if f.threat == No || p.target.known && !p.target.addrs.Overlaps(netset.Public()) {
		return false
	}
	if p.named() && netset.NamesOf(f.allowNames...).Covers(p.target.names) {
		return false
	}
	return !p.target.known || !f.allowAddresses.Covers(p.target.addrs)
}

// filterNetwork runs the network rules (FW-7).
func (j *judge) filterNetwork(f *firewallInfo, c crossing, p parcel, t *trail) sum {
	w := &walk{rules: f.network, candidates: f.networkCandidates(&p)}
	w.matched = func(r *filter, p parcel, certain Truth, t *trail) sum {
		return j.matchedRule(f, c, r, p, certain, t)
	}
	w.ended = func(p parcel, t *trail) sum {
		step := Step{Code: CodeNoNetworkRule, Object: f.object(), Rules: []string{"FW-7"}, Examined: len(f.network), Certain: Yes}
		t = &trail{step: step, before: t}
		if !applies(&p) { // for the others an application rule is the nearer one
			t.nearest = func() *Miss { return j.nearest(f.network, p) }
		}
		return j.filterApplication(f, c, p, t)
	}
	return j.fold(w, 0, p, t, 0)
}

// filterApplication runs the application rules, if the flow is of a kind that
// they see (FW-8).
func (j *judge) filterApplication(f *firewallInfo, c crossing, p parcel, t *trail) sum {
	if !applies(&p) {
		t = &trail{
			step: Step{
				Code: CodeNotApplication, Object: f.object(), Rules: notApplicationRules(&p),
				Examined: len(f.application), Certain: Yes,
			},
			before: t, nearest: func() *Miss { return j.nearest(f.alike(&p), p) },
		}
		return j.denyByDefault(f, p, t)
	}
	w := &walk{rules: f.application, candidates: f.applicationCandidates(&p)}
	w.matched = func(r *filter, p parcel, certain Truth, t *trail) sum {
		return j.matchedRule(f, c, r, p, certain, t)
	}
	w.ended = func(p parcel, t *trail) sum {
		step := Step{Code: CodeNoApplication, Object: f.object(), Rules: []string{"FW-8", "FW-22", "FW-23"}, Examined: len(f.application), Certain: Yes}
		t = &trail{step: step, before: t, nearest: func() *Miss { return j.nearest(f.alike(&p), p) }}
		return j.filterPlatform(f, c, p, t)
	}
	return j.fold(w, 0, p, t, 0)
}

func notApplicationRules(p *parcel) []string {
	switch {
	case p.l7 == L7HTTPSNoSNI:
		return []string{"FW-8", "FW-32"}
	case p.protocol == netset.UDP && p.ports.Overlaps(netset.PortsOf(80, 443)):
		return []string{"FW-8", "FW-33"}
	}
	return []string{"FW-8"}
}

// filterPlatform: the infrastructure collection may let some names of the
// platform pass after the application rules (FW-10).
func (j *judge) filterPlatform(f *firewallInfo, c crossing, p parcel, t *trail) sum {
	test := nameTest{maybe: j.x.platform}
	if !p.named() || !test.mayTouch(p.target.names) {
		return j.denyByDefault(f, p, t)
	}
	var total sum
	for _, piece := range test.split(&p.target) {
		part := p
		part.target.names = piece.value
		fate := j.denyByDefault(f, part, t)
		if piece.match == Maybe {
			step := Step{Code: CodeInfrastructure, Object: f.object(), Rules: []string{"FW-10"}}
			fate = either(fate, j.afterAllow(f, c, part, true, t.perhaps(step)))
		}
		total = all(total, fate)
	}
	return total
}

func (j *judge) denyByDefault(f *firewallInfo, p parcel, t *trail) sum {
	return dropAt(p, t.sure(Step{
		Code: CodeDefaultDeny, Object: Object{Kind: ObjectDefault, Name: "deny", In: []string{f.Name}}, Rules: []string{"FW-9"},
	}))
}

// matchedRule does what the rule's collection says (FW-5).
func (j *judge) matchedRule(f *firewallInfo, c crossing, r *filter, p parcel, certain Truth, t *trail) sum {
	step := Step{Object: r.object, Rules: []string{"FW-7"}, Detail: r.action.String()}
	step.Code = CodeNetworkRule
	if r.application {
		step.Code, step.Rules = CodeApplicationRule, r.nameRules(&p)
	}
	action, known := r.action.Get()
	if certain == Yes && known {
		t = t.sure(step)
	} else {
		t = t.perhaps(step)
	}
	if known && action == Deny {
		return dropAt(p, t)
	}
	fate := j.afterMatch(f, c, r, p, t)
	if !known {
		return either(dropAt(p, t), fate)
	}
	return fate
}

func (f *filter) nameRules(p *parcel) []string {
	if f.names.tagUsed != 0 && p.assume&f.names.tagUsed != 0 {
		return []string{"FW-22", "FW-26"}
	}
	return []string{"FW-22", "FW-23"}
}

// afterMatch applies what can still stop an allowed parcel.
func (j *judge) afterMatch(f *firewallInfo, c crossing, r *filter, p parcel, t *trail) sum {
	if r.terminates && p.flow.NoInspection {
		return dropAt(p, t.sure(Step{Code: CodeTLSTerminated, Object: r.object, Rules: []string{"FW-30"}}))
	}
	fate := j.afterAllow(f, c, p, r.application, t)
	if r.mayTerminate && p.flow.NoInspection {
		return either(dropAt(p, t.perhaps(Step{Code: CodeTLSTerminated, Object: r.object, Rules: []string{"FW-30"}})), fate)
	}
	return fate
}

// afterAllow applies intrusion detection (FW-12) and hands over to translation.
func (j *judge) afterAllow(f *firewallInfo, c crossing, p parcel, application bool, t *trail) sum {
	if f.intrusion == No {
		return j.translate(f, c, p, application, t)
	}
	bit, ok := j.x.assumes(AssumeIntrusion)
	if ok {
		p.assume |= bit
		return j.translate(f, c, p, application, t)
	}
	drop := dropAt(p, t.perhaps(Step{Code: CodeIntrusion, Object: f.object(), Rules: []string{"FW-12"}}))
	return either(drop, j.translate(f, c, p, application, t))
}
