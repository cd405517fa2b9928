package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// firewallInfo is a firewall, compiled.
type firewallInfo struct {
	*Firewall
	key    string
	subnet *subnetInfo // nil when it is not described

	network, application []entry
	nat                  []natFilter

	threat, intrusion Truth // whether they may drop in deny mode
	allowNames        []netset.Pattern
	allowAddresses    netset.Addresses
	proxy             Truth
	// private are the ranges that are not translated; nil when not known (FW-36).
	private *netset.Addresses
	// endings finds application rules by the last two labels of their names; the
	// empty ending holds those that go by something else.
	endings map[string][]entry
	index   *ruleIndex
}

func (f *firewallInfo) object() Object { return Object{Kind: ObjectFirewall, Name: f.Name} }

// compile puts the rules in order once (FW-1 to FW-4).
func (f *firewallInfo) compile(x *index) {
	name, known := f.Policy.Get()
	if known && name == "" {
		f.network, f.application = x.classicEntries(f, KindNetwork), x.classicEntries(f, KindApplication)
		f.nat = x.natFilters(f.Collections, []string{f.Name})
		f.settle([]*Settings{&f.Classic}, false)
	} else {
		f.network = x.policyEntries(f, f.Policy, KindNetwork, nil)
		f.application = x.policyEntries(f, f.Policy, KindApplication, nil)
		levels, complete := x.policyLevels(f.Policy)
		var settings []*Settings
		for _, p := range levels {
			settings = append(settings, &p.Settings)
			for i := range p.Groups {
				f.nat = append(f.nat, x.natFilters(p.Groups[i].Collections, []string{f.Name, p.Name, p.Groups[i].Name})...)
			}
		}
		f.settle(settings, !complete)
	}
	if f.mayTerminate() {
		for _, e := range f.application {
			e.mayTerminate = e.rule == nil
		}
	}
	number(f.network)
	number(f.application)
	f.index = newRuleIndex(f.application)
}

// mayTerminate reports whether rules of the firewall can terminate TLS (FW-46).
func (f *firewallInfo) mayTerminate() bool {
	tier, ok := f.Tier.Get()
	return !ok || tier == "" || tier == Premium
}

// policyLevels lists a policy and its parents, child first. It is incomplete
// when one of them is not known.
func (x *index) policyLevels(name Value[string]) (levels []*Policy, complete bool) {
	for range 8 { // a parent has no parent in Azure; a cycle must not hang
		n, ok := name.Get()
		if !ok {
			return levels, false
		}
		if n == "" {
			return levels, true
		}
		p := x.policies[key(n)]
		if p == nil {
			return levels, false
		}
		levels = append(levels, p)
		name = p.Parent
	}
	return levels, false
}

// settle merges the settings of a policy and its parents. DNS settings are not
// inherited (FW-42); for what a child leaves to its parent nothing else is
// certain, so that a difference counts as not known.
func (f *firewallInfo) settle(levels []*Settings, incomplete bool) {
	f.threat, f.intrusion, f.proxy = No, No, No
	if incomplete {
		f.threat, f.intrusion = Maybe, Maybe
	}
	if len(levels) == 0 {
		f.proxy = Maybe
		return
	}
	own := levels[0]
	f.proxy = truth(own.DNSProxy)
	for i, s := range levels {
		f.threat = mayDenyMode(f.threat, s.ThreatIntelligence)
		f.intrusion = mayDenyMode(f.intrusion, s.IntrusionDetection)
		f.allowNames = append(f.allowNames, s.AllowlistNames...)
		f.allowAddresses = f.allowAddresses.Union(s.AllowlistAddresses)
		if i > 0 && f.proxy == No && truth(s.DNSProxy) != No {
			f.proxy = Maybe
		}
	}
	if incomplete && f.proxy == No {
		f.proxy = Maybe
	}
	if tier, ok := f.Tier.Get(); ok && tier == Basic {
		f.threat = No // Basic can only alert (FW-11)
	}
	ranges, ok := own.PrivateRanges.Get()
	switch {
	case !ok:
	case ranges != nil:
		f.private = ranges
	case len(levels) == 1 && !incomplete:
		all := IANAPrivateRanges()
		f.private = &all
	default:
		f.private = inheritedRanges(levels[1:], incomplete)
	}
}

// inheritedRanges is the default as long as no parent says otherwise.
func inheritedRanges(parents []*Settings, incomplete bool) *netset.Addresses {
	for _, s := range parents {
		if ranges, ok := s.PrivateRanges.Get(); !ok || ranges != nil {
			return nil
		}
	}
	if incomplete {
		return nil
	}
	all := IANAPrivateRanges()
	return &all
}

func mayDenyMode(t Truth, m Value[Mode]) Truth {
	mode, ok := m.Get()
	switch {
	case t == Yes || ok && mode == ModeDeny:
		return Yes
	case !ok:
		return Maybe
	}
	return t
}

// number gives each rule its place in the order of evaluation.
func number(entries []entry) {
	n := 0
	for _, e := range entries {
		if !e.soft && e.object.Index == 0 {
			n++
			e.object.Index = n
		}
	}
}

// resolves says whether the source's resolver is this firewall (FW-21).
func (j *judge) resolves(f *firewallInfo, p *parcel) Truth {
	s := j.x.subnets[key(p.flow.Source.Subnet)]
	if s == nil {
		return Maybe
	}
	if key(s.network.DNSFirewall) == f.key && f.key != "" {
		return f.proxy.and(Yes)
	}
	servers, ok := s.network.DNSServers.Get()
	own, known := f.PrivateIP.Get()
	if !ok || !known || len(servers) == 0 {
		return Maybe
	}
	for _, a := range servers {
		if a != own {
			return Maybe
		}
	}
	if f.proxy == No {
		return Maybe // no name resolves at all; the flow for DNS says so (FW-40)
	}
	return f.proxy
}

// exits are the public addresses that traffic leaves with.
type exits struct {
	ips  []PublicIP
	open bool
}

// exits of a firewall: a NAT gateway on its subnet replaces its own (FW-37).
func (f *firewallInfo) exits(x *index) exits {
	if f.subnet == nil {
		return exits{f.PublicIPs, f.PublicIPsOpen}
	}
	name, ok := f.subnet.NATGateway.Get()
	switch {
	case !ok:
		return exits{f.PublicIPs, true}
	case name != "":
		return natExits(x, name)
	}
	return exits{f.PublicIPs, f.PublicIPsOpen}
}

func natExits(x *index, name string) exits {
	if n := x.nats[key(name)]; n != nil {
		return exits{n.PublicIPs, n.PublicIPsOpen}
	}
	return exits{open: true}
}

// bare reports whether a NAT gateway surely has no address to leave with.
func (x *index) bare(name string) bool {
	n := x.nats[key(name)]
	return n != nil && len(n.PublicIPs) == 0 && !n.PublicIPsOpen
}

// exits of a subnet that sends to the Internet directly: only a NAT gateway has
// addresses that are known here.
func (s *subnetInfo) exits(x *index) exits {
	if name, ok := s.NATGateway.Get(); ok && name != "" {
		return natExits(x, name)
	}
	return exits{open: true}
}

// holds reports whether addr is one of the firewall's own.
func (f *firewallInfo) holds(addr netip.Addr) bool {
	for _, p := range f.PublicIPs {
		if a, ok := p.Address.Get(); ok && a == addr {
			return true
		}
	}
	return false
}
