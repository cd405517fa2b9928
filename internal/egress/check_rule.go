package egress

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// rule checks one rule against what ARM accepts.
func (s *scope) rule(r Rule, in []string) {
	switch r := r.(type) {
	case NetworkRule:
		s.networkRule(r, Object{Kind: ObjectNetworkRule, Name: r.Name, In: in})
	case ApplicationRule:
		s.applicationRule(r, Object{Kind: ObjectApplicationRule, Name: r.Name, In: in})
	case NATRule:
		// see natRule, which knows the firewall
	}
}

func (s *scope) networkRule(r NetworkRule, o Object) {
	s.source(r.Source, o)
	if r.Ports.Contains(0) && !r.Ports.Equal(netset.AllPorts()) {
		s.add(SeverityError, FindPort, o, fmt.Sprintf("ports %s: a network rule takes 1 to 65535", r.Ports), "FW-20")
	}
	if len(r.Names) == 0 {
		return
	}
	s.names += len(r.Names)
	if s.names > maxRuleNames && s.names-len(r.Names) <= maxRuleNames {
		s.add(SeverityWarning, FindLimit, o, fmt.Sprintf("more than %d names in network rules", maxRuleNames), "FW-45")
	}
	for _, n := range r.Names {
		if !n.IsLiteral() {
			s.add(SeverityError, FindNetworkName, o, fmt.Sprintf("%q: a network rule takes plain names only; use an application rule for wildcards", n), "FW-21")
		}
	}
	switch {
	case s.below(Standard):
		s.gate(o, Standard, "names in network rules")
	case s.proxy == No && !s.settings.ProxyOptional:
		s.add(SeverityError, FindProxyNeeded, o, "names in network rules need the firewall's DNS proxy, which is off; ARM refuses the rule", "FW-21")
	}
}

func (s *scope) applicationRule(r ApplicationRule, o Object) {
	s.source(r.Source, o)
	https := r.ProtocolsOpen
	for _, p := range r.Protocols {
		https = https || p.Type == L7HTTPS
		if p.Port == 0 {
			s.add(SeverityError, FindPort, o, "port 0: an application rule takes 1 to 65535", "FW-20")
		}
		if p.Type == L7MSSQL && p.Port != 1433 {
			s.add(SeverityWarning, FindPort, o, fmt.Sprintf("mssql:%d: rules for MSSQL work in proxy mode, on port 1433, only", p.Port), "FW-34")
		}
	}
	if len(r.FQDNTags) > 0 && !https && !s.classic {
		s.add(SeverityError, FindTagNeedsHTTPS, o, "a rule with FQDN tags must include https", "FW-26")
	}
	if len(r.URLs) > 0 && len(r.Names) > 0 {
		s.add(SeverityError, FindExclusive, o, "a rule takes target names or target URLs, not both", "FW-27")
	}
	if s.classic && len(r.FQDNTags) > 0 && len(r.Names) > 0 {
		s.add(SeverityError, FindExclusive, o, "a classic rule takes FQDN tags or target names, not both", "FW-27")
	}
	s.urls(r, o)
	if r.TerminateTLS {
		s.gate(o, Premium, "TLS termination")
	}
	if len(r.WebCategories) > 0 {
		s.gate(o, Standard, "web categories")
	}
	if len(r.Names)+len(r.FQDNTags)+len(r.URLs)+len(r.WebCategories) == 0 && !r.NamesOpen {
		s.add(SeverityError, FindApplicationNames, o, "the rule names no target", "FW-22")
	}
	if !r.Source.Addresses.IPv6().IsEmpty() && !r.Source.Addresses.Equal(netset.AllAddresses()) {
		s.add(SeverityError, FindIPv6, o, "application rules do not take IPv6 addresses", "FW-47")
	}
}

// urls checks targets with a path: a star stands at either end only, and in HTTPS the path shows only where TLS ends at
// the firewall (FW-28).
func (s *scope) urls(r ApplicationRule, o Object) {
	if len(r.URLs) == 0 {
		return
	}
	s.gate(o, Premium, "target URLs")
	for _, u := range r.URLs {
		if strings.Contains(strings.TrimSuffix(u.Path, "*"), "*") {
			s.add(SeverityError, FindURL, o, fmt.Sprintf("%s%s: a star in a path may stand only at its end", u.Host, u.Path), "FW-28")
		}
	}
	if !r.TerminateTLS && r.encrypted() && !r.ProtocolsOpen && slices.ContainsFunc(r.URLs, func(u URL) bool { return u.Path != "" && u.Path != "/*" }) {
		s.add(SeverityWarning, FindURL, o, "the path of an HTTPS request shows only where TLS ends at the firewall: switch TLS termination on, or name the host alone", "FW-28")
	}
}

// source: service tags are destinations only (FW-16).
func (s *scope) source(a AddressSpec, o Object) {
	if len(a.ServiceTags) > 0 {
		s.add(SeverityError, FindSourceTag, o, fmt.Sprintf("service tag %s as source: a firewall takes tags as destination only", a.ServiceTags[0]), "FW-16")
	}
}
