package egress

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// addressTest is an [AddressSpec] with its references resolved.
type addressTest struct {
	yes   netset.Addresses // surely covered
	maybe netset.Addresses // perhaps covered, beside yes
	// subnets are keys of subnets that are covered although their prefixes are not known.
	subnets []string
	// tags have unknown content; each may cover any public address (FW-16).
	tags []string
	// public is the answer for an address that may be anywhere in the Internet,
	// tags aside. It is looked up far more often than anything else.
	public Truth
}

// ready fills in what is looked up often.
func (t addressTest) ready() addressTest {
	t.public = t.bounded(netset.PublicIPv4())
	return t
}

// addresses resolves a spec for firewalls and appliances.
func (x *index) addresses(s AddressSpec) addressTest {
	t := addressTest{yes: s.Addresses}
	if s.Open {
		t.maybe = netset.AllAddresses()
	}
	for _, ref := range s.Subnets {
		si := x.subnets[key(ref)]
		t.subnets = append(t.subnets, key(ref))
		switch {
		case si == nil || si.PrefixesUnknown:
			t.maybe = netset.AllAddresses()
		default:
			t.yes = t.yes.Union(si.addrs)
		}
	}
	for _, name := range s.IPGroups {
		g := x.ipGroups[key(name)]
		if g == nil || g.Open {
			t.maybe = netset.AllAddresses() // FW-17
		}
		if g != nil {
			t.yes = t.yes.Union(g.Addresses)
		}
	}
	for _, tag := range s.ServiceTags {
		if known, ok := x.tags[key(tag)]; ok {
			t.yes = t.yes.Union(known)
			continue
		}
		t.tags = append(t.tags, tag)
		if localTag(tag) {
			t.maybe = netset.AllAddresses()
		}
	}
	return t.ready()
}

// localTag names tags that hold private addresses.
func localTag(tag string) bool {
	for _, t := range []string{"VirtualNetwork", "AzureLoadBalancer", "Internet"} {
		if strings.EqualFold(tag, t) {
			return true
		}
	}
	return false
}

// part is a share of a dimension with its answer and what that rests on.
type part[T any] struct {
	value T
	match Truth
	used  assumptionSet
}

// splitSource cuts the source addresses of a parcel by a test (FW-14).
func (t *addressTest) splitSource(o *origin) []part[netset.Addresses] {
	for _, s := range t.subnets {
		if s == o.subnet {
			return []part[netset.Addresses]{{o.addrs, Yes, 0}}
		}
	}
	if !o.known {
		return []part[netset.Addresses]{{o.addrs, t.bounded(o.addrs), 0}}
	}
	return t.cut(o.addrs, t.maybe)
}

// cut parts known addresses in those that surely, perhaps and surely do not match.
func (t *addressTest) cut(addrs, maybe netset.Addresses) []part[netset.Addresses] {
	if t.yes.Covers(addrs) {
		return []part[netset.Addresses]{{addrs, Yes, 0}}
	}
	out := make([]part[netset.Addresses], 0, 3)
	add := func(a netset.Addresses, m Truth) {
		if !a.IsEmpty() {
			out = append(out, part[netset.Addresses]{a, m, 0})
		}
	}
	rest := addrs.Minus(t.yes)
	add(addrs.Intersect(t.yes), Yes)
	add(rest.Intersect(maybe), Maybe)
	add(rest.Minus(maybe), No)
	return out
}

// bounded answers for an address of which only bounds are known.
func (t *addressTest) bounded(bounds netset.Addresses) Truth {
	switch {
	case !bounds.IsEmpty() && t.yes.Covers(bounds):
		return Yes
	case bounds.IsEmpty() && t.yes.Covers(netset.AllAddresses()):
		return Yes
	case bounds.IsEmpty() && t.yes.IsEmpty() && t.maybe.IsEmpty():
		return No
	case bounds.IsEmpty(), t.yes.Overlaps(bounds), t.maybe.Overlaps(bounds):
		return Maybe
	}
	return No
}

// splitTarget cuts the destination addresses of a parcel.
func (t *addressTest) splitTarget(x *index, d *target) []part[netset.Addresses] {
	whole := func(m Truth, used assumptionSet) []part[netset.Addresses] {
		return []part[netset.Addresses]{{d.addrs, m, used}}
	}
	for _, s := range t.subnets {
		if d.subnet != "" && s == d.subnet {
			return whole(Yes, 0)
		}
	}
	maybe := t.maybe
	var used assumptionSet
	for _, tag := range t.tags {
		in, by := x.inTag(d, tag)
		switch in {
		case Yes:
			return whole(Yes, by)
		case No:
			used |= by
		case Maybe:
			maybe = maybe.Union(netset.Public())
		}
	}
	if !d.known {
		answer := t.public
		if !d.anywhere {
			answer = t.bounded(d.addrs)
		}
		if answer == No && maybe.Overlaps(d.addrs) {
			answer = Maybe
		}
		return whole(answer, used)
	}
	parts := t.cut(d.addrs, maybe)
	for i := range parts {
		if parts[i].match != Yes {
			parts[i].used |= used
		}
	}
	return parts
}

// mayTouch is a quick look before the cutting: false only if splitTarget would
// say No to everything without any assumption.
func (t *addressTest) mayTouch(d *target) bool {
	if d.anywhere && len(t.tags) == 0 && len(t.subnets) == 0 {
		return t.public != No
	}
	return len(t.tags) > 0 || len(t.subnets) > 0 || t.yes.Overlaps(d.addrs) || t.maybe.Overlaps(d.addrs) || d.addrs.IsEmpty()
}
