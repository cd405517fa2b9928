package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// next is what happens to a part of a parcel once its route is known.
type next func(p parcel, r *effective, t *trail) sum

// route partitions a parcel by the routes of a subnet and hands each part to
// then (5.1.2). Routes are in the order of selection already.
func (j *judge) route(s *subnetInfo, p parcel, t *trail, then next) sum {
	if s.network.OutOfScope != "" {
		return openAt(p, PathUnknown, t.perhaps(Step{
			Code: CodeOutOfScope, Object: Object{Kind: ObjectNetwork, Name: s.network.Name},
			Detail: s.network.OutOfScope, Rules: []string{"RT-35"},
		}))
	}
	if p.target.known {
		return j.choose(s.routes, p, t, then)
	}
	return j.chooseUnknown(s.routes, p, t, then)
}

// choose walks the routes for known addresses. A route that may not be in force
// splits worlds: it takes the part, or the rest of the list does. A tag that holds
// the address does so too, since an explicit route may be longer still.
func (j *judge) choose(routes []effective, p parcel, t *trail, then next) sum {
	var total sum
	rest := p.target.addrs
	for i := range routes {
		if rest.IsEmpty() {
			return total
		}
		r := &routes[i]
		hit := rest.Intersect(r.set)
		if hit.IsEmpty() {
			continue
		}
		part := p
		part.target.addrs = hit
		exists := r.exists
		if r.wild {
			captures, used := j.captures(r, &part)
			p.assume |= used
			part.assume |= used
			if captures == No {
				continue
			}
		}
		rest = rest.Minus(hit)
		if exists == Yes {
			total = all(total, then(part, r, t.sure(r.step())))
			continue
		}
		if !j.spend() {
			return all(total, j.tooMany(part, t))
		}
		here := then(part, r, t.perhaps(r.step()))
		total = all(total, either(here, j.choose(routes[i+1:], part, t, then)))
	}
	if !rest.IsEmpty() {
		p.target.addrs = rest
		total = all(total, openAt(p, PathUnknown, t.perhaps(Step{Code: CodeUnknownRoute, Detail: rest.String()})))
	}
	return total
}

// chooseUnknown walks the routes for a destination whose address nobody knows:
// every route that may take it is one world. A-DNS rules out routes that are more
// specific than a default.
func (j *judge) chooseUnknown(routes []effective, p parcel, t *trail, then next) sum {
	var total sum
	dns, skip := assumptionSet(0), false
	if p.target.public() {
		dns, skip = j.x.assumes(AssumeDNS)
	}
	rest := p.target.addrs
	for i := range routes {
		r := &routes[i]
		if r.hostOf != "" && r.hostOf == p.target.publicIP {
			return either(total, then(p, r, t.sure(r.step()))) // aimed at that very object (5.3)
		}
		if !rest.Overlaps(r.set) {
			continue
		}
		if r.wild {
			captures, used := j.captures(r, &p)
			p.assume |= used
			switch captures {
			case No:
				continue
			case Yes:
				return either(total, j.tagged(routes[i+1:], p, r, t, then))
			case Maybe:
				total = either(total, then(p, r, t.perhaps(r.step())))
				continue
			}
		}
		if skip && r.specific() {
			p.assume |= dns
			continue
		}
		part := p
		if !r.set.Covers(p.target.addrs) {
			part.target.addrs, part.target.anywhere = rest.Intersect(r.set), false
		}
		if r.exists == Yes {
			rest = rest.Minus(r.set)
		}
		if total.isZero() && rest.IsEmpty() {
			return then(part, r, t.sure(r.step()))
		}
		total = either(total, then(part, r, t.perhaps(r.step())))
		if rest.IsEmpty() {
			return total
		}
	}
	if total.isZero() || !rest.IsEmpty() {
		total = either(total, openAt(p, PathUnknown, t.perhaps(Step{Code: CodeUnknownRoute})))
	}
	return total
}

// tagged follows a route whose tag holds the destination. Another tag that may hold
// it too, or a prefix inside of it, can have the longer match (RT-2, RT-14).
func (j *judge) tagged(others []effective, p parcel, r *effective, t *trail, then next) sum {
	dns, skip := assumptionSet(0), false
	if p.target.public() {
		dns, skip = j.x.assumes(AssumeDNS)
	}
	var rivals []*effective
	for i := range others {
		o := &others[i]
		switch {
		case !p.target.addrs.Overlaps(o.set):
		case o.wild:
			captures, used := j.captures(o, &p)
			p.assume |= used
			if captures != No {
				rivals = append(rivals, o)
			}
		case o.tagRank > 0:
			rivals = append(rivals, o)
		case !o.specific():
		case skip:
			p.assume |= dns
		default:
			rivals = append(rivals, o)
		}
	}
	if len(rivals) == 0 {
		return then(p, r, t.sure(r.step()))
	}
	total := then(p, r, t.perhaps(r.step()))
	for _, o := range rivals {
		total = either(total, then(p, o, t.perhaps(o.step())))
	}
	return total
}

// specific reports whether a route is longer than what splits a default route in
// a few pieces (0.0.0.0/1 and 128.0.0.0/1, say). Routes of a service tag are there
// for names that lie in it, which nobody can rule out (RT-14).
func (r *effective) specific() bool { return r.prefix.Bits() >= 8 && r.tagRank == 0 }

// captures says whether a route without a known prefix takes the parcel.
func (j *judge) captures(r *effective, p *parcel) (Truth, assumptionSet) {
	switch {
	case r.tag != "":
		return j.x.inTag(&p.target, r.tag)
	case r.byName && p.named() && !p.target.known:
		if p.target.names.Overlaps(netset.NamesOf(r.names...)) {
			return Maybe, 0 // which regions the endpoint covers is not known (RT-12)
		}
		if bit, ok := j.x.assumes(AssumeDNS); ok {
			return No, bit
		}
	}
	return Maybe, 0
}

func (r *effective) step() Step {
	return Step{Code: CodeRoute, Object: r.object, Detail: r.hopText(), Rules: r.rules}
}

// hopText describes prefix and hop as a route table would show them.
func (r *effective) hopText() string {
	from := "(prefix not known)"
	switch {
	case r.prefix.IsValid():
		from = r.prefix.String()
	case r.tag != "":
		from = r.tag
	case r.hostOf != "":
		from = r.hostOf + "/32"
	case r.hop == hopServiceEndpoint:
		from = r.object.Name
	}
	hop := string(r.hop)
	switch {
	case r.hop == "":
		hop = "(hop not known)"
	case r.hop != HopAppliance:
	case r.address.IsValid():
		hop += " " + r.address.String()
	case r.device != "":
		hop += " " + r.device
	default:
		hop += " (address not known)"
	}
	return from + " -> " + hop
}
