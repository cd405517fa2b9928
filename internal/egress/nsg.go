package egress

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// securityList is one security group, or the admin rules of a network manager,
// as one subnet sees it.
type securityList struct {
	object Object
	rules  []entry
	// unknown says that the group is not known at all.
	unknown bool
	admin   bool
	// always are the AlwaysAllow rules, which skip the security groups (NSG-7).
	always map[*filter]bool
	// platform are the rules that are aimed at platform tags, by tag (NSG-6).
	platform map[string][]entry
}

// securityLists are the filters on the way out of a subnet: admin rules first
// (NSG-7), then the group of the interface, then that of the subnet (NSG-1).
func (x *index) securityLists(s *subnetInfo) []*securityList {
	var out []*securityList
	if len(s.network.AdminRules) > 0 {
		l := x.securityList(s, SecurityGroup{Rules: s.network.AdminRules})
		l.object, l.admin = Object{Kind: ObjectNetwork, Name: s.network.Name}, true
		out = append(out, l)
	}
	for _, ref := range []Value[string]{s.NICSecurityGroup, s.SecurityGroup} {
		name, ok := ref.Get()
		if ok && name == "" {
			continue
		}
		g := x.groups[key(name)]
		if !ok || g == nil {
			out = append(out, &securityList{object: Object{Kind: ObjectSecurityGroup, Name: name}, unknown: true})
			continue
		}
		out = append(out, x.securityList(s, *g))
	}
	return out
}

func (x *index) securityList(s *subnetInfo, g SecurityGroup) *securityList {
	l := &securityList{
		object: Object{Kind: ObjectSecurityGroup, Name: g.Name},
		always: map[*filter]bool{}, platform: map[string][]entry{},
	}
	kind := ObjectSecurityRule
	if g.Name == "" {
		kind = ObjectAdminRule
	}
	space := x.virtualNetwork(s)
	var items []item
	for _, r := range g.Rules {
		if r.Inbound {
			continue
		}
		f := &filter{
			object: Object{Kind: kind, Name: r.Name, In: []string{g.Name}}, action: actionOf(r.Access),
			source: x.securityAddresses(r.Source, space), target: x.securityAddresses(r.Destination, space),
			protocols: r.Protocols, ports: r.Ports, portsOpen: r.PortsOpen,
			narrowed: !r.SourcePorts.Equal(netset.AllPorts()) && !r.SourcePorts.IsEmpty(),
		}
		if a, ok := r.Access.Get(); ok && a == AccessAlwaysAllow {
			l.always[f] = true
		}
		it := item{r.Priority, []entry{{f, false}}}
		items = append(items, it)
		for _, tag := range r.Destination.ServiceTags {
			if isPlatformTag(tag) {
				aimed := *f
				aimed.target = addressTest{yes: netset.AllAddresses()}.ready()
				l.platform[key(tag)] = append(l.platform[key(tag)], entry{&aimed, !r.Priority.IsKnown()})
			}
		}
	}
	if g.Open {
		o := anything(l.object, KindNetwork, Unknown[Action]())
		items = append(items, item{Unknown[int](), []entry{o}})
	}
	l.rules = arrange(items)
	number(l.rules)
	return l
}

func actionOf(a Value[Access]) Value[Action] {
	access, ok := a.Get()
	switch {
	case !ok:
		return Unknown[Action]()
	case access == AccessDeny:
		return Known(Deny)
	}
	return Known(Allow)
}

// platformTags are the only way to aim at host services (NSG-6).
const (
	tagPlatformDNS  = "azureplatformdns"
	tagPlatformIMDS = "azureplatformimds"
	tagPlatformLKM  = "azureplatformlkm"
)

func isPlatformTag(tag string) bool {
	return slices.Contains([]string{tagPlatformDNS, tagPlatformIMDS, tagPlatformLKM}, key(tag))
}

// vnetSpace is what the tag VirtualNetwork covers for one subnet.
type vnetSpace struct {
	inside netset.Addresses // surely covered
	// open is what it may cover beside: with a 0/0 route the vendor leaves open whether
	// all public space is inside (NSG-5).
	open netset.Addresses
}

// virtualNetwork collects the network, its peers, what gateways announce, the
// host address and the prefixes of user-defined routes (NSG-5).
func (x *index) virtualNetwork(s *subnetInfo) vnetSpace {
	v := vnetSpace{inside: s.network.sureReach().Union(platformAddresses), open: s.network.reach()}
	if s.network.open {
		v.open = v.open.Union(nonInternet)
	}
	if s.tableUnknown || s.defaulted != No || s.table != nil && s.table.Open {
		v.open = netset.AllAddresses()
	}
	if s.table != nil {
		for _, r := range s.table.Routes {
			if p, ok := r.Prefix.Get(); ok && p.IsValid() && r.ServiceTag == "" && r.HostOf == "" && p.Bits() > 0 {
				v.inside = v.inside.Union(netset.AddressesOf(p))
			}
		}
	}
	// Whether on-premises space counts where the table keeps its routes away is not documented.
	for _, g := range gateways(s.network, Yes) {
		learned, ok := g.gateway.Learned.Get()
		if !ok {
			v.open = netset.AllAddresses()
			continue
		}
		for _, p := range learned {
			switch {
			case p.Bits() == 0:
				v.open = netset.AllAddresses()
			case g.reaches == Yes && s.propagates() == Yes:
				v.inside = v.inside.Union(netset.AddressesOf(p))
			default:
				v.open = v.open.Union(netset.AddressesOf(p))
			}
		}
	}
	return v
}

// securityAddresses resolves a spec with the tags that depend on the subnet.
func (x *index) securityAddresses(s AddressSpec, v vnetSpace) addressTest {
	var local []string
	others := s
	others.ServiceTags = nil
	for _, tag := range s.ServiceTags {
		if localTag(tag) || isPlatformTag(tag) {
			local = append(local, tag)
		} else {
			others.ServiceTags = append(others.ServiceTags, tag)
		}
	}
	t := x.addresses(others)
	if len(s.ApplicationGroups) > 0 {
		t.maybe = t.maybe.Union(v.inside) // members are interfaces of the network
	}
	for _, tag := range local {
		switch {
		case strings.EqualFold(tag, "VirtualNetwork"):
			t.yes, t.maybe = t.yes.Union(v.inside), t.maybe.Union(v.open)
		case strings.EqualFold(tag, "Internet"):
			// The complement of VirtualNetwork.
			outside := netset.AllAddresses().Minus(v.inside)
			t.yes, t.maybe = t.yes.Union(outside.Minus(v.open)), t.maybe.Union(outside.Intersect(v.open))
		}
	}
	return t.ready()
}

// platformAddresses are served by the host (RT-30).
var (
	hostAddress       = netip.MustParseAddr("168.63.129.16")
	metadataAddress   = netip.MustParseAddr("169.254.169.254")
	platformAddresses = netset.SingleAddress(hostAddress).Union(netset.SingleAddress(metadataAddress))
)

// leaveSubnet filters a parcel on its way out; replies need no rule (NSG-4). Groups see the real destination
// before any route or translation (NSG-3).
func (j *judge) leaveSubnet(s *subnetInfo, lists []*securityList, p parcel, t *trail, then func(parcel, *trail) sum) sum {
	if len(lists) == 0 {
		return then(p, t)
	}
	l := lists[0]
	rest := func(p parcel, t *trail) sum { return j.leaveSubnet(s, lists[1:], p, t, then) }
	if l.unknown {
		return either(openAt(p, PathUnknown, t.perhaps(Step{Code: CodeUnknownSecurity, Object: l.object})), rest(p, t))
	}
	w := &walk{rules: l.rules}
	w.matched = func(f *filter, p parcel, certain Truth, t *trail) sum {
		step := Step{Code: CodeSecurityRule, Object: f.object, Detail: f.action.String(), Certain: certain, Rules: []string{"NSG-2"}}
		if l.admin {
			step.Code, step.Rules = CodeAdminRule, []string{"NSG-7"}
		}
		t = &trail{step: step, before: t}
		action, known := f.action.Get()
		switch {
		case known && action == Deny:
			return dropAt(p, t)
		case !known:
			return either(dropAt(p, t), rest(p, t))
		case l.always[f]:
			return then(p, t)
		}
		return rest(p, t)
	}
	w.ended = func(p parcel, t *trail) sum {
		if !l.admin {
			// 65000 lets VirtualNetwork pass, 65001 Internet, and each is what the other is
			// not, so that together they let everything leave (NSG-2, NSG-5).
			t = t.sure(Step{Code: CodeSecurityDefault, Object: l.object, Rules: []string{"NSG-2"}, Examined: len(l.rules)})
		}
		return rest(p, t)
	}
	return j.fold(w, 0, p, t, 0)
}

// toPlatform is traffic to host services, name resolution included (FW-41): no
// route and no firewall sees it (RT-30), and of the security rules only those aimed at platform tags (NSG-6).
func (j *judge) toPlatform(s *subnetInfo, p parcel, t *trail) sum {
	var total sum
	for _, service := range []struct {
		addr netip.Addr
		tag  string
	}{{hostAddress, tagPlatformDNS}, {metadataAddress, tagPlatformIMDS}} {
		part := p
		part.target.addrs = p.target.addrs.Intersect(netset.SingleAddress(service.addr))
		if !part.target.addrs.IsEmpty() {
			total = all(total, j.toService(s.filters, service.tag, part, t))
		}
	}
	return total
}

func (j *judge) toService(lists []*securityList, tag string, p parcel, t *trail) sum {
	pass := func(p parcel, t *trail) sum {
		return passAt(p, PathPlatform, t.sure(Step{
			Code: CodePlatform, Object: Object{Kind: ObjectPlatform, Name: p.target.addrs.String()}, Rules: []string{"RT-30", "NSG-6"},
		}))
	}
	// The agent's ports ignore security rules altogether, and only DNS queries are
	// what the DNS tag means.
	if tag == tagPlatformDNS && !p.ports.Overlaps(dns) || len(lists) == 0 {
		return pass(p, t)
	}
	l := lists[0]
	rest := func(p parcel, t *trail) sum { return j.toService(lists[1:], tag, p, t) }
	if l.unknown {
		return either(openAt(p, PathPlatform, t.perhaps(Step{Code: CodeUnknownSecurity, Object: l.object, Rules: []string{"NSG-6"}})), rest(p, t))
	}
	rules := l.platform[tag]
	w := &walk{rules: rules, ended: rest}
	w.matched = func(f *filter, p parcel, certain Truth, t *trail) sum {
		step := Step{Code: CodeSecurityRule, Object: f.object, Detail: f.action.String(), Certain: certain, Rules: []string{"NSG-6"}}
		t = &trail{step: step, before: t}
		action, known := f.action.Get()
		switch {
		case known && action == Deny:
			return dropAt(p, t)
		case !known:
			return either(dropAt(p, t), rest(p, t))
		}
		return rest(p, t)
	}
	return j.fold(w, 0, p, t, 0)
}
