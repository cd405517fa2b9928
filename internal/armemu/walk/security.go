package walk

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// securityRules gives the outbound rules of a group in their order, Azure's own last (NSG-2).
func securityRules(group *armtypes.Document) []armtypes.Object {
	var out []armtypes.Object
	for _, list := range []string{"properties.securityRules", "properties.defaultSecurityRules"} {
		for _, r := range group.Body.Objs(list) {
			if strings.EqualFold(r.Str("properties.direction"), "Outbound") {
				out = append(out, r)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b armtypes.Object) int {
		x, _ := a.Int("properties.priority")
		y, _ := b.Int("properties.priority")
		return cmp.Compare(x, y)
	})
	return out
}

// filter runs the security group of the first subnet: on the packet as the host sends it, before any translation (NSG-1, NSG-3). It gives
// the end of the walk when the group denies.
func (w *walker) filter(s *subnet) *Result {
	if s.group == nil {
		return nil
	}
	tag := ""
	if isPlatform(w.dest) {
		if tag = w.platformTag(); tag == "" {
			w.step(s.name, "the security group does not concern Azure's own services", groupObject(s.group), "NSG-6")
			return nil
		}
	}
	for _, rule := range securityRules(s.group) {
		if tag != "" && !slices.ContainsFunc(either(rule, "destinationAddressPrefix", "destinationAddressPrefixes"), func(word string) bool { return strings.EqualFold(word, tag) }) {
			continue
		}
		if !w.securityRuleMatches(s, rule, tag) {
			continue
		}
		object := Object{Kind: "security rule", Name: rule.Str("name"), ID: s.group.ID.String()}
		if strings.EqualFold(rule.Str("properties.access"), "Allow") {
			w.step(s.name, "the security group lets it pass", object, "NSG-2", "NSG-3")
			return nil
		}
		return w.end(s.name, Dropped, "", "the security group denies it", object, "NSG-2", "NSG-3")
	}
	return nil // the last rule of every group matches all but Azure's own services
}

// platformTag is the tag by which alone a rule can concern a packet to one of Azure's own addresses, "" when none can (NSG-6).
func (w *walker) platformTag() string {
	switch {
	case w.dest == wireServer && w.port == 53:
		return "AzurePlatformDNS"
	case w.dest == metadata && w.port == 80:
		return "AzurePlatformIMDS"
	}
	return ""
}

func groupObject(group *armtypes.Document) Object {
	return Object{Kind: "security group", Name: group.ID.Name(), ID: group.ID.String()}
}

// securityRuleMatches holds a rule against the packet, the first of its connection (NSG-4); with a platform tag the destination has matched already.
func (w *walker) securityRuleMatches(s *subnet, rule armtypes.Object, tag string) bool {
	protocol := rule.Str("properties.protocol")
	if protocol != "*" && !strings.EqualFold(protocol, w.protocol) {
		return false
	}
	from, to := either(rule, "sourcePortRange", "sourcePortRanges"), either(rule, "destinationPortRange", "destinationPortRanges")
	if !w.portsMatch(from, w.from) || !w.portsMatch(to, w.port) {
		return false
	}
	if !w.securityHolds(s, either(rule, "sourceAddressPrefix", "sourceAddressPrefixes"), w.source) {
		return false
	}
	return tag != "" || w.securityHolds(s, either(rule, "destinationAddressPrefix", "destinationAddressPrefixes"), w.dest)
}

// portsMatch: whether some ports concern a protocol without ports nobody says: see DoubtPortless.
func (w *walker) portsMatch(words []string, port int) bool {
	if !hasPorts(w.protocol) {
		return slices.Contains(words, "*") || w.otherwise(DoubtPortless)
	}
	return holdsPort(words, port)
}

// either gives a member that has a single and a list form.
func either(rule armtypes.Object, single, list string) []string {
	out := rule.Strs("properties." + list)
	if v := rule.Str("properties." + single); v != "" {
		out = append(out, v)
	}
	return out
}

// securityHolds tells whether one of the words holds an address. Application security groups hold none: there are no interfaces here.
func (w *walker) securityHolds(s *subnet, words []string, a netip.Addr) bool {
	for _, word := range words {
		holds, isAddress := wordHolds(word, a)
		switch {
		case isAddress:
		case strings.EqualFold(word, "VirtualNetwork"):
			holds = w.inVirtualNetwork(s, a)
		case strings.EqualFold(word, "Internet"):
			holds = !w.inVirtualNetwork(s, a)
		case strings.EqualFold(word, "AzureLoadBalancer"):
			holds = a == wireServer
		default:
			holds = w.given.tagHolds(word, a)
		}
		if holds {
			return true
		}
	}
	return false
}

// inVirtualNetwork is the tag VirtualNetwork as a subnet sees it: the network, its peers, what gateways bring, the host's address and the
// prefixes of user routes. Internet is all the rest (NSG-5).
func (w *walker) inVirtualNetwork(s *subnet, a netip.Addr) bool {
	if inAny(s.in.space, a) || s.in.peerWith(a) != nil || inAny(w.learned(s.in), a) || a == wireServer {
		return true
	}
	for _, r := range w.userRoutes(s) {
		if r.prefix.Contains(a) && (r.prefix != everything || w.otherwise(DoubtVirtualNetwork)) {
			return true
		}
	}
	return false
}

// describe names a packet's destination for a message.
func (w *walker) describe() string {
	if w.server != "" {
		return fmt.Sprintf("%s (%s)", w.server, w.dest)
	}
	return w.dest.String()
}
