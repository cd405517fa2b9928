package differential

import (
	"net/netip"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
)

// sample is the packets of a flow that a verdict speaks of: those that its assumptions do not rule out.
type sample struct {
	world   *world
	flow    *flow
	ips     map[string]string
	assumed map[string]bool
}

// draw makes one packet; false when the flow has none.
func (s *sample) draw(t *rapid.T) (walk.Packet, bool) {
	n, sub := s.start()
	p := walk.Packet{Subnet: provider + "virtualNetworks/" + n.name + "/subnets/" + sub.name, Protocol: s.flow.protocol, Path: one(t, []string{"", "/x", "/x/y"}, "path")}
	first := strings.TrimSuffix(sub.prefix, "0/24")
	p.Source = one(t, []string{first + "4", first + "9", first + "77"}, "source")
	if s.flow.sources != nil {
		p.Source = one(t, s.flow.sources, "source")
	}
	p.SourcePort = rapid.SampledFrom([]int{50000, 2000}).Draw(t, "source port")
	if s.flow.ports != nil {
		p.Port = rapid.SampledFrom(s.flow.ports).Draw(t, "port")
	}
	name := ""
	if s.flow.names != nil {
		name = one(t, members(s.flow.names), "name")
	}
	candidates := s.destinations()
	if len(candidates) == 0 {
		return p, false
	}
	p.Name, p.Destination = name, one(t, candidates, "destination")
	switch s.flow.speaks {
	case "https", "http", "mssql":
		p.Speaks, p.ServerName = s.flow.speaks, name
		if name == "" {
			p.ServerName = one(t, memberNames, "server")
		}
	case "https-no-sni":
		p.Speaks = "https"
	}
	s.give(t, &p, candidates)
	return p, true
}

func (s *sample) start() (*network, *subnet) {
	network, name, _ := strings.Cut(s.flow.subnet, "/")
	n := s.world.network(network)
	i := slices.IndexFunc(n.subnets, func(sub subnet) bool { return sub.name == name })
	return n, &n.subnets[i]
}

// members lists the names that patterns stand for. The apex is outside of "*.name".
func members(patterns []string) []string {
	var out []string
	for _, name := range memberNames {
		if slices.ContainsFunc(patterns, func(p string) bool {
			rest, star := strings.CutPrefix(p, "*")
			return p == name || star && strings.HasSuffix(name, rest)
		}) {
			out = append(out, name)
		}
	}
	return out
}

// destinations lists addresses that the flow may have.
func (s *sample) destinations() []string {
	f := s.flow
	switch {
	case f.firewall != "":
		i := slices.IndexFunc(s.world.firewalls, func(w firewall) bool { return w.name == f.firewall })
		return []string{s.world.firewalls[i].address}
	case f.publicIP != "":
		return []string{s.ips[f.publicIP]}
	case f.toSubnet != "":
		return within(append(slices.Clone(hosts), "10.42.2.9", "10.50.1.9"), []string{s.prefixOf(f.toSubnet)})
	case f.addresses != nil:
		return slices.Concat(without(f.addresses, isPrefix), within(hosts, without(f.addresses, func(a string) bool { return !isPrefix(a) })))
	}
	candidates := slices.Clone(publicHosts)
	if f.tags == nil && !s.assumed["A-DNS"] {
		candidates = without(hosts, func(a string) bool { return a == "168.63.129.16" || a == "169.254.169.254" }) // the host's own answer to no name
	}
	for _, c := range f.tags {
		if c.assumption == "" || s.assumed[c.assumption] {
			candidates = within(candidates, s.world.facts.tags[c.tag])
		}
	}
	if s.assumed["A-DNS"] {
		specific := s.world.specific()
		candidates = without(candidates, func(a string) bool { return inAny(a, specific) })
	}
	return candidates
}

func isPrefix(word string) bool { return strings.Contains(word, "/") }

func (s *sample) prefixOf(reference string) string {
	network, name, _ := strings.Cut(reference, "/")
	for _, sub := range s.world.network(network).subnets {
		if sub.name == name {
			return sub.prefix
		}
	}
	return ""
}

func within(list, prefixes []string) []string {
	return without(list, func(a string) bool { return !inAny(a, prefixes) })
}

func inAny(address string, prefixes []string) bool {
	a := netip.MustParseAddr(address)
	return slices.ContainsFunc(prefixes, func(p string) bool { return netip.MustParsePrefix(p).Contains(a) })
}

// specific lists the routes and ranges that A-DNS keeps public names out of.
func (w *world) specific() []string {
	out := []string{"157.59.0.0/16", "104.146.0.0/17", "104.147.0.0/16"} // RT-8
	for _, t := range w.tables {
		for _, r := range t.routes {
			if isPrefix(r.prefix) {
				out = append(out, r.prefix)
			} else {
				out = append(out, w.facts.tags[r.prefix]...)
			}
		}
	}
	for _, n := range w.networks {
		out = append(out, n.space...)
		out = append(out, n.learned...)
		for _, s := range n.subnets {
			for _, e := range s.endpoints {
				out = append(out, w.facts.tags[strings.TrimPrefix(e.service, "Microsoft.")]...)
			}
		}
	}
	for _, f := range w.firewalls {
		out = append(out, f.private...)
	}
	for _, p := range w.policies {
		out = append(out, p.private...)
	}
	return without(out, func(p string) bool { return !isPrefix(p) || netip.MustParsePrefix(p).Bits() < 8 })
}

// give adds what is true of the world and ARM does not store.
func (s *sample) give(t *rapid.T, p *walk.Packet, candidates []string) {
	f := &s.world.facts
	p.Given = walk.Given{
		ServiceTags: f.tags, FQDNTags: f.fqdnTags, WebCategories: f.categories, Infrastructure: f.infrastructure,
		FirewallNames: map[string][]string{}, Learned: map[string][]string{},
	}
	for _, n := range s.world.networks {
		if n.hasGateway {
			p.Given.Learned[provider+"virtualNetworks/"+n.name] = n.learned
		}
	}
	// What the firewall's own resolver says: of the name that is asked for something that the flow may have too, of others anything.
	own := strings.ToLower(p.ServerName)
	if p.Name != "" {
		own = p.Name
	}
	for i, name := range literals {
		switch {
		case name == own:
		case s.assumed["A-NAMES-APART"]:
			p.Given.FirewallNames[name] = []string{netip.AddrFrom4([4]byte{9, 9, 9, byte(i)}).String()}
		default:
			p.Given.FirewallNames[name] = []string{one(t, hosts, "address of "+name)}
		}
	}
	if own != "" {
		answer := p.Destination
		if s.flow.addresses == nil && s.flow.names != nil && !s.sharesResolver() {
			answer = one(t, candidates, "firewall's answer")
		}
		p.Given.FirewallNames[own] = []string{answer}
	}
}

// sharesResolver: clients that ask a firewall learn what the firewall knows (FW-21).
func (s *sample) sharesResolver() bool {
	n, _ := s.start()
	return len(n.resolvers) > 0
}
