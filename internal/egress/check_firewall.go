package egress

import (
	"fmt"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// firewalls checks firewalls and policies: what ARM refuses (FW-5, FW-20…), what
// the tier lacks (FW-46), and traps.
func (c *checker) firewalls() {
	for i := range c.x.world.Firewalls {
		f := c.x.firewalls[key(c.x.world.Firewalls[i].Name)]
		if f.Firewall != &c.x.world.Firewalls[i] {
			continue
		}
		name, ok := f.Policy.Get()
		if ok && name == "" {
			s := scope{checker: c, tier: f.Tier, settings: &f.Classic, proxy: f.proxy, in: []string{f.Name}, classic: true}
			s.level(f.object())
			s.collections(f.Collections, s.in)
		} else if len(f.Collections) > 0 {
			c.add(SeverityWarning, FindClassicMoot, f.object(), "the firewall has a policy, so that its classic rules are ignored; remove them", "FW-4")
		}
		c.resolvers(f)
		c.limits(f)
		for k := range f.nat {
			c.natRule(f, &f.nat[k])
		}
	}
	c.ipGroups()
	for i := range c.x.world.Policies {
		c.policy(&c.x.world.Policies[i])
	}
}

func (c *checker) policy(p *Policy) {
	proxy := truth(p.Settings.DNSProxy)
	parent, known := p.Parent.Get()
	s := scope{checker: c, tier: p.Tier, settings: &p.Settings, proxy: proxy, in: []string{p.Name}}
	o := Object{Kind: ObjectPolicy, Name: p.Name}
	if proxy == No && (!known || parent != "") {
		s.proxy = Maybe // settled by FW-42 below
		if up := c.x.policies[key(parent)]; up != nil && truth(up.Settings.DNSProxy) == Yes && usesNames(p) {
			c.add(SeverityWarning, FindDNSInherited, o, "DNS settings are not inherited from the parent policy; enable the DNS proxy here too", "FW-42")
		}
	}
	s.level(o)
	var items []named
	for i := range p.Groups {
		g := &p.Groups[i]
		items = append(items, named{g.Name, g.Priority, g.kinds()})
		s.collections(g.Collections, []string{p.Name, g.Name})
	}
	s.priorities(items, ObjectGroup, s.in)
	if len(p.Groups) > maxGroups {
		c.add(SeverityWarning, FindLimit, o, fmt.Sprintf("%d rule collection groups; a policy takes %d", len(p.Groups), maxGroups), "FW-45")
	}
}

func usesNames(p *Policy) bool {
	for _, g := range p.Groups {
		for _, col := range g.Collections {
			for _, r := range col.Rules {
				if n, ok := r.(NetworkRule); ok && len(n.Names) > 0 {
					return true
				}
			}
		}
	}
	return false
}

// resolvers: hosts that ask the firewall get no answer while its proxy is off (FW-40).
func (c *checker) resolvers(f *firewallInfo) {
	if f.proxy != No {
		return
	}
	own, known := f.PrivateIP.Get()
	for i := range c.x.world.Networks {
		n := &c.x.world.Networks[i]
		asks := n.DNSFirewall != "" && key(n.DNSFirewall) == f.key
		if servers, ok := n.DNSServers.Get(); ok && known {
			for _, a := range servers {
				asks = asks || a == own && (f.subnet == nil || sharesNetwork(c.x.networks[key(n.Name)], f.subnet.network))
			}
		}
		if asks {
			c.add(SeverityError, FindDNSDead, Object{Kind: ObjectNetwork, Name: n.Name},
				fmt.Sprintf("the network's DNS server is firewall %q, whose DNS proxy is off: no name resolves", f.Name), "FW-40")
		}
	}
}

func (c *checker) natRule(f *firewallInfo, n *natFilter) {
	if truth(f.ForcedTunneling) == Yes {
		c.add(SeverityWarning, FindNATTunnel, n.object, "with forced tunnelling a firewall translates nothing that comes from the Internet", "FW-43")
	}
	if n.translatesFromAnywhere() {
		c.add(SeverityAdvice, FindNATAnySource, n.object,
			"a NAT rule with source * takes traffic between networks too and hides the client's address; name the sources", "FW-39")
	}
	if !n.rule.Protocols.Minus(netset.TCP | netset.UDP).IsEmpty() {
		c.add(SeverityWarning, FindNATProtocol, n.object, "a NAT rule translates TCP and UDP only; rules of a policy refuse other protocols", "FW-39")
	}
	if n.rule.Ports.Overlaps(netset.PortsBetween(64000, 65535)) && !n.rule.Ports.Equal(netset.AllPorts()) || n.rule.Ports.Contains(0) && !n.rule.Ports.Equal(netset.AllPorts()) {
		c.add(SeverityError, FindPort, n.object, fmt.Sprintf("ports %s: a NAT rule takes 1 to 63999", n.rule.Ports), "FW-20")
	}
}

// scope is a level of rules with the settings that they live under.
type scope struct {
	*checker
	tier     Value[Tier]
	settings *Settings
	proxy    Truth
	in       []string
	classic  bool
	names    int // in network rules
}

// below reports whether the tier is known to be lower than needed.
func (s *scope) below(need Tier) bool {
	tier, ok := s.tier.Get()
	if !ok || tier == "" {
		return false
	}
	order := map[Tier]int{Basic: 1, Standard: 2, Premium: 3}
	return order[tier] > 0 && order[tier] < order[need]
}

func (s *scope) gate(o Object, need Tier, what string) {
	if s.below(need) {
		s.add(SeverityError, FindTier, o, fmt.Sprintf("%s need tier %s; this is %s", what, need, s.tier), "FW-46")
	}
}

// level checks the settings (FW-11, FW-12, FW-36, FW-46).
func (s *scope) level(o Object) {
	set := s.settings
	if m, ok := set.ThreatIntelligence.Get(); ok && m == ModeDeny {
		s.gate(o, Standard, "threat intelligence in deny mode")
	}
	if m, ok := set.IntrusionDetection.Get(); ok && (m == ModeDeny || m == ModeAlert) {
		s.gate(o, Premium, "intrusion detection")
	}
	if truth(set.DNSProxy) == Yes {
		s.gate(o, Standard, "DNS proxy settings")
	}
	if servers, ok := set.DNSServers.Get(); ok && len(servers) > 0 {
		s.gate(o, Standard, "custom DNS servers")
	}
	if ranges, ok := set.PrivateRanges.Get(); ok && ranges != nil && ranges.Covers(netset.PublicIPv4()) {
		s.add(SeverityWarning, FindNeverTranslated, o,
			"the private ranges hold the whole Internet, so that nothing a network rule lets pass is translated: egress by network rule is broken", "FW-36")
	}
}

// named is a group or collection that takes its place by priority, with the kinds of its rules.
type named struct {
	name     string
	priority Value[int]
	kinds    kindSet
}

// kindSet is a set of kinds of rules.
type kindSet uint8

const allKinds kindSet = 1<<3 - 1

func setOf(k Kind) kindSet {
	return 1 << max(slices.Index([]Kind{KindNAT, KindNetwork, KindApplication}, k), 0)
}

// kinds are those of a group's rules. A group without any leaves nothing to order.
func (g *Group) kinds() kindSet {
	if g.Open {
		return allKinds
	}
	var out kindSet
	for _, c := range g.Collections {
		out |= setOf(c.Kind)
	}
	return out
}

// priorities checks range and uniqueness at one level (FW-5, FW-6). Rules of two kinds are never asked in one breath, so
// that only items with a kind in common compete (FW-2).
func (s *scope) priorities(items []named, kind ObjectKind, in []string) {
	at := map[int][]named{}
	for _, it := range items {
		o := Object{Kind: kind, Name: it.name, In: in}
		p, ok := it.priority.Get()
		if !ok {
			continue
		}
		if p < 100 || p > 65000 {
			s.add(SeverityError, FindPriorityRange, o, fmt.Sprintf("priority %d is outside 100 to 65000", p), "FW-5")
		}
		if i := slices.IndexFunc(at[p], func(other named) bool { return other.kinds&it.kinds != 0 }); i >= 0 {
			s.add(SeverityWarning, FindPriorityTie, o, fmt.Sprintf("%q has priority %d too; which of them comes first is not documented", at[p][i].name, p), "FW-6")
		}
		at[p] = append(at[p], it)
	}
}

// collections checks the collections of one level and their rules.
func (s *scope) collections(list []Collection, in []string) {
	items := make([]named, len(list))
	for i := range list {
		col := &list[i]
		items[i] = named{col.Name, col.Priority, setOf(col.Kind)}
		for _, r := range col.Rules {
			s.rule(r, append(in[:len(in):len(in)], col.Name))
		}
	}
	s.priorities(items, ObjectCollection, in)
}
