package armtypes

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// bootFailure is what a node's bootstrap ends with.
type bootFailure struct {
	pool string
	// code is the exit status of the node's script, name AKS's word for it.
	code int
	name string
	// tries is for how long the node tries (AK-28).
	tries time.Duration
	// what was tried, and what became of it.
	what, why string
}

// boot judges whether the new nodes of a cluster come up: a node goes through AK-28's checks in their order, each of them a packet walked
// from its pool's subnet.
type boot struct {
	*Write
	group *nodeGroup
}

// doomCluster is asked when an operation of the whole cluster is due. Nodes that never came up try again whatever is written, tags included: a
// change of something else does not make a failed cluster look whole [?].
func doomCluster(w *Write) *Error {
	b := &boot{Write: w, group: newNodeGroup(w, w.ID, w.Body, false)}
	all := oneOf(w.Action, "start", "rotateClusterCertificates") || b.egressChanged()
	if w.Verb == Act && !all {
		return nil
	}
	for _, pool := range w.Body.Objs(agentPoolsPath) {
		if refusal := b.judge(pool, all); refusal != nil {
			return refusal
		}
	}
	return nil
}

// doomAgentPool is asked for operations of one pool.
func doomAgentPool(w *Write) *Error {
	cluster, _ := w.ID.Parent()
	b := &boot{Write: w, group: newNodeGroup(w, cluster, w.Parent, false)}
	pool := w.Body.Obj("properties").Clone()
	pool["name"] = w.ID.Name()
	return b.judge(pool, w.Action != "")
}

// egressChanged: nodes are imaged anew when the outbound type changes (aks-facts.md 1.2).
func (b *boot) egressChanged() bool {
	before := b.Body.Str(hiddenMember + ".outboundType")
	return before != "" && !oneOf(before, b.Body.Str(outboundTypePath))
}

// judge gives the failure of a pool's nodes. all: every node boots; otherwise those do that are new, or get another version.
func (b *boot) judge(pool Object, all bool) *Error {
	count, _ := pool.Int("count")
	if count == 0 || pool.Str("powerState.code") == "Stopped" && b.Action != "start" || !all && !b.hasNewNodes(pool) {
		return nil
	}
	if f := b.run(pool); f != nil {
		f.pool = pool.Str("name")
		return f.error(b.group)
	}
	return nil
}

// hasNewNodes: nodes that were never up, or that run another version than is wanted.
func (b *boot) hasNewNodes(pool Object) bool {
	running := pool.Str("currentOrchestratorVersion")
	if runningVersion(pool.Str("orchestratorVersion"), running) != running {
		return true
	}
	set, ok := b.Get(b.group.scaleSetID(pool.Str("name")))
	if !ok {
		return true
	}
	for _, node := range set.Body.Objs(nodesPath) {
		if node.Str("name") != "" && !node.Bool("ready") {
			return true
		}
	}
	return false
}

// run goes through the checks. A node of outbound type none asks no registry, nor does one whose artifacts come from a cache (AK-26, AK-28).
func (b *boot) run(pool Object) *bootFailure {
	cluster := b.group.cluster
	subnet := b.group.subnetOf(pool)
	dns, lookup := b.resolves(subnet)
	offline := oneOf(cluster.Str(outboundTypePath), "none", "block") || oneOf(cluster.Str("properties.bootstrapProfile.artifactSource"), "Cache")
	if !offline {
		if f := b.reaches(subnet, registryHost, 50, "OutboundConnFailVMExtensionError", 20*15*time.Second, lookup); f != nil {
			return f
		}
	}
	if lookup != nil {
		lookup.code, lookup.name = 52, "K8SAPIServerDNSLookupFailVMExtensionError"
		if dns == platformDNS {
			lookup.code = 53
		}
		return lookup
	}
	if f := b.reachesServer(subnet); f != nil {
		return f
	}
	if !offline {
		return b.reaches(subnet, packagesHost, 41, "CNIDownloadTimeoutVMExtensionError", 5*time.Minute, nil)
	}
	return nil
}

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

// reaches asks a host over HTTPS; who cannot look its name up does not reach it either.
func (b *boot) reaches(subnet string, host bootHost, code int, name string, tries time.Duration, lookup *bootFailure) *bootFailure {
	if lookup != nil {
		return &bootFailure{code: code, name: name, tries: tries, what: host.name + ":443", why: lookup.what + ": " + lookup.why}
	}
	if a := b.Send(b.packet(subnet, host)); !a.Passed && !a.Opaque {
		return &bootFailure{code: code, name: name, tries: tries, what: host.name + ":443", why: why(a)}
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
		return &bootFailure{code: 51, name: "K8SAPIServerConnFailVMExtensionError", tries: b.serverTries(), what: what, why: reason}
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
