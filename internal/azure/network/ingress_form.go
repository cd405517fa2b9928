package network

import (
	"net/netip"
	"slices"
	"strings"
)

// An ingress bears no tag, since neither groups nor collections have a place for one (docs/design/0009-firewall-rules.md, 2). Its form is all that
// tells it from rules of others to who looks at a firewall without its state.

// IngressForm reports whether a group of a policy has the form that an ingress gives it: a single collection, which has the group's name and
// priority, and of which IngressForm of a collection holds.
func (g Group) IngressForm(name string) bool {
	one, there := lookup(g.Collections, name)
	return there && len(g.Collections) == 1 && one.Priority == g.Priority && one.IngressForm()
}

// IngressForm reports whether an ingress can have made the collection: it translates, and each of its rules leads one port of one
// address to one address. In a firewall with classic rules, others may have made it as well.
func (c Collection) IngressForm() bool {
	if c.Kind != KindNAT {
		return false
	}
	for _, rule := range c.NAT {
		_, err := netip.ParseAddr(rule.TranslatedAddress)
		plain := len(rule.Source.IPGroups) == 0 && rule.TranslatedFQDN == "" && err == nil
		if !plain || len(rule.DestinationAddresses) != 1 || len(rule.Ports) != 1 || strings.Contains(rule.Ports[0], "-") || slices.Contains(rule.Protocols, "Any") {
			return false
		}
	}
	return true
}
