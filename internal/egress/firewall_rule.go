package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// compileRule turns a rule into filters. A network rule that names both
// addresses and names gives two, since either may match (FW-13).
func (x *index) compileRule(f *firewallInfo, r Rule, action Value[Action], in []string) []entry {
	switch r := r.(type) {
	case NetworkRule:
		return x.compileNetworkRule(f, r, action, in)
	case ApplicationRule:
		return []entry{{x.compileApplicationRule(r, action, in), false}}
	case NATRule:
		return nil // see firewall_nat.go
	}
	return nil
}

func (x *index) compileNetworkRule(f *firewallInfo, r NetworkRule, action Value[Action], in []string) []entry {
	base := filter{
		object: Object{Kind: ObjectNetworkRule, Name: r.Name, In: in}, action: action, rule: r,
		source: x.addresses(r.Source), protocols: r.Protocols, ports: r.Ports, portsOpen: r.PortsOpen,
		anyProtocol: r.Protocols.Covers(netset.AllProtocols), narrowed: x.mayBeSkipped(r.Source, r.Destination),
	}
	var out []entry
	if len(r.Names) > 0 {
		named := base
		named.byName, named.resolver, named.names = true, f, nameTest{yes: r.Names}
		out = append(out, entry{&named, false})
	}
	// Addresses and names are further ways to match (FW-15).
	if !specEmpty(r.Destination) || len(r.Names) == 0 {
		base.target = x.addresses(r.Destination)
		out = append(out, entry{&base, false})
	}
	return out
}

func (x *index) compileApplicationRule(r ApplicationRule, action Value[Action], in []string) *filter {
	return &filter{
		object: Object{Kind: ObjectApplicationRule, Name: r.Name, In: in}, action: action, rule: r,
		source: x.addresses(r.Source), application: true, pairs: r.Protocols, pairsOpen: r.ProtocolsOpen || r.unstated(),
		byName: true, names: x.applicationNames(&r),
		// Addresses of the destination have an effect that nothing documents (FW-31).
		narrowed: !specEmpty(r.DestinationAddresses) && !r.DestinationAddresses.Addresses.Equal(netset.AllAddresses()) ||
			x.mayBeSkipped(r.Source),
		terminates: r.TerminateTLS,
	}
}

// unstated reports whether the protocols are left to Azure: rules of a classic firewall may name FQDN tags and nothing
// else (FW-27). Those tags are for HTTPS and HTTP, but no page says which pairs Azure then takes.
func (r *ApplicationRule) unstated() bool { return len(r.Protocols) == 0 && len(r.FQDNTags) > 0 }

// mayBeSkipped: a firewall skips a rule whose IP group has been emptied; whether
// it does so where the rule names further addresses is not documented (FW-17).
func (x *index) mayBeSkipped(specs ...AddressSpec) bool {
	for _, s := range specs {
		for _, name := range s.IPGroups {
			if g := x.ipGroups[key(name)]; g == nil || g.Addresses.IsEmpty() {
				return true
			}
		}
	}
	return false
}

func specEmpty(s AddressSpec) bool {
	return s.Addresses.IsEmpty() && len(s.Subnets) == 0 && len(s.ServiceTags) == 0 && len(s.IPGroups) == 0 &&
		len(s.ApplicationGroups) == 0 && !s.Open
}

// anything stands for rules that are not known: it may match whatever its kind
// of rule can match (5.3).
func anything(o Object, kind Kind, action Value[Action]) entry {
	f := &filter{object: o, action: action, narrowed: true, source: addressTest{maybe: netset.AllAddresses()}}
	if kind == KindApplication {
		f.application, f.pairsOpen, f.byName, f.names.open = true, true, true, true
	} else {
		f.protocols, f.ports, f.portsOpen = netset.AllProtocols, netset.AllPorts(), true
		f.target = addressTest{maybe: netset.AllAddresses()}.ready()
	}
	return entry{f, false}
}
