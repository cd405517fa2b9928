package armtypes

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// resolves asks the name servers of the network in turn; it gives the one that was asked last, and the failure of all.
func (b *boot) resolves(subnet string) (string, *bootFailure) {
	servers := []string{platformDNS}
	if id, err := ParseID(subnet); err == nil {
		network, _ := id.Parent()
		if d, ok := b.Get(network.String()); ok && len(d.Body.Strs("properties.dhcpOptions.dnsServers")) > 0 {
			servers = d.Body.Strs("properties.dhcpOptions.dnsServers")
		}
	}
	var last *bootFailure
	for _, server := range servers {
		a := b.Send(Packet{Subnet: subnet, Protocol: "UDP", Port: 53, Destination: server})
		if a.Passed || a.Opaque {
			return server, nil
		}
		last = &bootFailure{tries: 5 * time.Minute, what: "DNS at " + server + ":53", why: why(a)}
	}
	return servers[len(servers)-1], last
}

// reaches asks a host over HTTPS, or the proxy for it; who cannot look a name up does not reach it either. A proxy looks the host's name up
// itself.
func (b *boot) reaches(subnet string, host bootHost, code int, name string, tries time.Duration, lookup *bootFailure) *bootFailure {
	failed := &bootFailure{code: code, name: name, tries: tries, what: host.name + ":443"}
	packet := b.packet(subnet, host)
	if proxy := b.proxyFor(host.name); proxy != nil {
		failed.what += " through the proxy " + proxy.Host
		var known bool
		switch packet, known = b.proxyPacket(subnet, proxy); {
		case known:
			lookup = nil
		case lookup == nil:
			return nil
		}
	}
	if lookup != nil {
		failed.why = lookup.what + ": " + lookup.why
		return failed
	}
	if a := b.Send(packet); !a.Passed && !a.Opaque {
		failed.why = why(a)
		return failed
	}
	return nil
}

// packet is an HTTPS request to a host as the nodes of the cluster send it.
func (b *boot) packet(subnet string, host bootHost) Packet {
	return Packet{
		Subnet: subnet, Protocol: "TCP", Port: 443, Name: host.name, Addresses: []string{host.address.String()}, Speaks: "https",
		ServiceTags: bootTags(b.group.location, b.serverAddress()), Outbound: b.group.balancerAddresses(),
	}
}

// reachesServer: inside the network where the API server has an address there; else over the Internet, from an address that the authorized
// ranges hold (AK-1, AK-24, AK-25).
func (b *boot) reachesServer(subnet string) *bootFailure {
	cluster := b.group.cluster
	fail := func(what, reason string) *bootFailure {
		return &bootFailure{code: 51, name: "VMExtensionError_K8SAPIServerConnFail", tries: b.serverTries(), what: what, why: reason}
	}
	if nodesStayInside(cluster) {
		inside := b.insideAddress(subnet)
		if inside == "" {
			return nil
		}
		for _, port := range b.insidePorts() {
			if a := b.Send(Packet{Subnet: subnet, Protocol: "TCP", Port: port, Destination: inside}); !a.Passed && !a.Opaque {
				return fail("the API server at "+inside, why(a))
			}
		}
		return nil
	}
	host := bootHost{cluster.Str("properties.fqdn"), b.serverAddress()}
	a := b.Send(b.packet(subnet, host))
	switch {
	case a.Opaque:
		return nil
	case !a.Passed:
		return fail(host.name+":443", why(a))
	}
	if outside := b.unauthorized(a); outside != "" {
		return fail(host.name+":443", "the authorized IP ranges do not hold "+outside)
	}
	return nil
}

func (b *boot) serverTries() time.Duration {
	if b.group.cluster.Bool("properties.apiServerAccessProfile.enablePrivateCluster") {
		return 68 * 15 * time.Second
	}
	return 34 * 15 * time.Second
}

// unauthorized gives an address that the API server may see and does not let in. AKS itself authorizes the addresses that it made, and those
// that it was given for the load balancer (aks-facts.md 3.4).
func (b *boot) unauthorized(a Arrival) string {
	ranges := b.group.cluster.Strs("properties.apiServerAccessProfile.authorizedIPRanges")
	if len(ranges) == 0 {
		return ""
	}
	own := b.group.ownAddresses()
	if len(a.Exits) == 0 {
		return "the address of default outbound access"
	}
	allowed, _ := parsePrefixes(ranges, "", "")
	for _, exit := range a.Exits {
		p, err := netip.ParsePrefix(exit)
		if address, addressErr := netip.ParseAddr(exit); addressErr == nil {
			p, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err == nil && !covered(p, allowed) && !slices.Contains(own, exit) {
			return exit
		}
	}
	return ""
}

// insideAddress is where the nodes find the API server within the network: in its own subnet, or at the private endpoint in the subnet of
// the first pool.
func (b *boot) insideAddress(subnet string) string {
	id := b.group.cluster.Str("properties.apiServerAccessProfile.subnetId")
	if pools := b.group.cluster.Objs(agentPoolsPath); id == "" && len(pools) > 0 {
		id = b.group.subnetOf(pools[0])
	}
	if id == "" {
		id = subnet
	}
	d, ok := b.Get(id)
	if !ok {
		return ""
	}
	prefixes, _ := parsePrefixes(subnetPrefixes(d.Body), "", "")
	address, ok := freeAddress(prefixes, map[netip.Addr]bool{})
	if !ok {
		return ""
	}
	return address.String()
}

func (b *boot) insidePorts() []int {
	if b.group.cluster.Bool("properties.apiServerAccessProfile.enableVnetIntegration") {
		return []int{443, 4443} // AK-24
	}
	return []int{443}
}

func why(a Arrival) string { return strings.TrimSuffix(a.Reason+" ("+a.Decider+")", " ()") }
