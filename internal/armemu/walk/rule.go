package walk

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// networkRuleMatches: protocol, port, source and destination, each of them (FW-13).
func (w *walker) networkRuleMatches(r armtypes.Object, l leg) bool {
	return w.protocolMatches(r) && !w.skipped(r) && w.sourceMatches(r, l.source) && w.destinationMatches(r, l.dest)
}

// protocolMatches: Any with all ports is every protocol of IP, with a port it is TCP and UDP (FW-18).
func (w *walker) protocolMatches(r armtypes.Object) bool {
	named := append(r.Strs("ipProtocols"), r.Strs("protocols")...) // of policies, of classic rules
	ports := r.Strs("destinationPorts")
	for _, p := range named {
		switch {
		case strings.EqualFold(p, "Any"):
			if slices.Contains(ports, "*") || hasPorts(w.protocol) && holdsPort(ports, w.port) {
				return true
			}
		case strings.EqualFold(p, w.protocol):
			if w.portsMatch(ports, w.port) {
				return true
			}
		}
	}
	return false
}

// skipped: a rule that names an IP group without addresses is not asked (FW-17).
func (w *walker) skipped(r armtypes.Object) bool {
	if w.otherwise(DoubtEmptyGroup) {
		return false
	}
	for _, id := range append(r.Strs("sourceIpGroups"), r.Strs("destinationIpGroups")...) {
		if d, ok := w.Get(id); ok && len(d.Body.List("properties.ipAddresses")) == 0 {
			return true
		}
	}
	return false
}

// sourceMatches compares the address with which the packet reaches the firewall (FW-14).
func (w *walker) sourceMatches(r armtypes.Object, a netip.Addr) bool {
	return w.anyHolds(r.Strs("sourceAddresses"), a) || w.groupsHold(r.Strs("sourceIpGroups"), a)
}

// destinationMatches: addresses, service tags, IP groups, or names as the firewall resolves them (FW-15, FW-16, FW-21).
func (w *walker) destinationMatches(r armtypes.Object, a netip.Addr) bool {
	if w.anyHolds(r.Strs("destinationAddresses"), a) || w.groupsHold(r.Strs("destinationIpGroups"), a) {
		return true
	}
	for _, name := range r.Strs("destinationFqdns") {
		if hasPorts(w.protocol) && slices.Contains(w.given.firewallNames[plainName(name)], a) {
			return true
		}
	}
	return false
}

func (w *walker) anyHolds(words []string, a netip.Addr) bool {
	for _, word := range words {
		if holds, isAddress := wordHolds(word, a); holds || !isAddress && w.given.tagHolds(word, a) {
			return true
		}
	}
	return false
}

func (w *walker) groupsHold(ids []string, a netip.Addr) bool {
	for _, id := range ids {
		if d, ok := w.Get(id); ok && w.anyHolds(d.Body.Strs("properties.ipAddresses"), a) {
			return true
		}
	}
	return false
}

// applicationRuleMatches: source, pair of protocol and port, and a target that covers the name that the client sends (FW-22). A client that
// sends none matches nothing (FW-32).
func (w *walker) applicationRuleMatches(r armtypes.Object, l leg) bool {
	if w.server == "" || w.skipped(r) || !w.sourceMatches(r, l.source) || !w.pairMatches(r) {
		return false
	}
	if listed := r.Strs("destinationAddresses"); len(listed) > 0 && w.otherwise(DoubtApplicationAddress) && !w.anyHolds(listed, l.dest) {
		return false
	}
	return w.targetMatches(r)
}

// pairMatches wants the exact pair. FQDN tags of classic rules bring their own: http:80 and https:443 (FW-22, FW-26, FW-27).
func (w *walker) pairMatches(r armtypes.Object) bool {
	pairs := r.Objs("protocols")
	if len(pairs) == 0 && len(r.List("fqdnTags")) > 0 {
		return w.speaks == "http" && w.port == 80 || w.speaks == "https" && w.port == 443
	}
	for _, p := range pairs {
		if port, ok := p.Int("port"); ok && port == w.port && strings.EqualFold(p.Str("protocolType"), w.speaks) {
			return true
		}
	}
	return false
}

func (w *walker) targetMatches(r armtypes.Object) bool {
	if anyCovers(r.Strs("targetFqdns"), w.server) {
		return true
	}
	for _, tag := range r.Strs("fqdnTags") {
		if anyCovers(w.given.fqdnTags[strings.ToLower(tag)], w.server) {
			return true
		}
	}
	for _, category := range r.Strs("webCategories") {
		if anyCovers(w.given.categories[strings.ToLower(category)], w.server) {
			return true
		}
	}
	// The path of HTTPS shows only to a firewall that ends the client's TLS (FW-28).
	if w.speaks == "https" && !r.Bool("terminateTLS") {
		return false
	}
	return slices.ContainsFunc(r.Strs("targetUrls"), func(url string) bool { return coversURL(url, w.server, w.path) })
}

// ownAnswer is where the firewall sends what an application rule lets pass: to the address that it resolves the name to itself (FW-25).
func (w *walker) ownAnswer(l leg) netip.Addr {
	if own := w.given.firewallNames[w.server]; len(own) > 0 {
		return own[0]
	}
	return l.dest
}
