package egress

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// index is the world with its references resolved. It is built once and then
// only read.
type index struct {
	world       *World
	off         assumptionSet // assumptions that are switched off
	networks    map[string]*networkInfo
	subnets     map[string]*subnetInfo
	tables      map[string]*RouteTable
	groups      map[string]*SecurityGroup
	firewalls   map[string]*firewallInfo
	policies    map[string]*Policy
	ipGroups    map[string]*IPGroup
	appliances  map[string]*applianceInfo
	nats        map[string]*NATGateway
	clusters    map[string]*Cluster
	tags        map[string]netset.Addresses
	tagPrefixes map[string][]netip.Prefix
	contents    map[string]TagMembership
	platform    []netset.Pattern
	spaces      netset.Addresses // of all networks
	// publicIPs are the known addresses of public IPs by name, invalid where two are told.
	publicIPs map[string]netip.Addr
}

type networkInfo struct {
	*Network
	key   string
	space netset.Addresses
	// free is what no subnet of known prefix has.
	free  netset.Addresses
	peers []peerInfo
	// open says that the network may deliver to more than space and peers.
	open bool
}

type peerInfo struct {
	*Peering
	remote   *networkInfo // nil when it is not in the world
	prefixes []netip.Prefix
	space    netset.Addresses
}

type subnetInfo struct {
	*Subnet
	key     string
	network *networkInfo
	addrs   netset.Addresses
	table   *RouteTable
	// tableUnknown says that the subnet has, or may have, a table that is not in the world.
	tableUnknown bool
	routes       []effective
	filters      []*securityList
	// defaulted says whether a user-defined 0/0 is on the subnet, and where it goes.
	defaulted Truth
}

// key makes names comparable: ARM compares IDs and names without letter case.
func key(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func subnetKey(network, subnet string) string { return key(network + "/" + subnet) }

func newIndex(w *World, off assumptionSet) *index {
	x := &index{
		world: w, off: off,
		networks:    map[string]*networkInfo{},
		subnets:     map[string]*subnetInfo{},
		tables:      byName(w.RouteTables, func(t *RouteTable) string { return t.Name }),
		groups:      byName(w.SecurityGroups, func(g *SecurityGroup) string { return g.Name }),
		firewalls:   map[string]*firewallInfo{},
		policies:    byName(w.Policies, func(p *Policy) string { return p.Name }),
		ipGroups:    byName(w.IPGroups, func(g *IPGroup) string { return g.Name }),
		appliances:  map[string]*applianceInfo{},
		nats:        byName(w.NATGateways, func(n *NATGateway) string { return n.Name }),
		clusters:    byName(w.Clusters, func(c *Cluster) string { return c.Name }),
		tags:        map[string]netset.Addresses{},
		tagPrefixes: map[string][]netip.Prefix{},
		contents:    map[string]TagMembership{},
		platform:    w.PlatformNames,
		publicIPs:   map[string]netip.Addr{},
	}
	for tag, prefixes := range w.ServiceTags {
		x.tags[key(tag)], x.tagPrefixes[key(tag)] = netset.AddressesOf(prefixes...), prefixes
	}
	for tag, m := range w.TagContents {
		x.contents[key(tag)] = m
	}
	x.addNetworks()
	x.addDevices()
	for _, s := range x.subnets {
		s.routes = x.effectiveRoutes(s)
	}
	for _, s := range x.subnets {
		s.filters = x.securityLists(s)
	}
	for _, f := range x.firewalls {
		f.compile(x)
	}
	for _, a := range x.appliances {
		a.compile(x)
	}
	return x
}

func byName[T any](list []T, name func(*T) string) map[string]*T {
	out := make(map[string]*T, len(list))
	for i := range list {
		out[key(name(&list[i]))] = &list[i]
	}
	return out
}

func (x *index) addNetworks() {
	for i := range x.world.Networks {
		n := &x.world.Networks[i]
		info := &networkInfo{Network: n, key: key(n.Name), space: netset.AddressesOf(n.AddressSpace...)}
		info.open = n.PeeringsOpen || n.AddressSpaceOpen
		x.networks[info.key], x.spaces = info, x.spaces.Union(info.space)
		info.free = info.space
		if n.AddressSpaceOpen {
			info.free = info.free.Union(nonInternet)
		}
		for k := range n.Subnets {
			s := &n.Subnets[k]
			info.free = info.free.Minus(netset.AddressesOf(s.Prefixes...))
			si := &subnetInfo{Subnet: s, key: subnetKey(n.Name, s.Name), network: info, addrs: netset.AddressesOf(s.Prefixes...)}
			si.table, si.tableUnknown = x.tableOf(s)
			x.subnets[si.key] = si
		}
	}
	for _, n := range x.networks {
		for i := range n.Peerings {
			p := peerInfo{Peering: &n.Peerings[i], remote: x.networks[key(n.Peerings[i].Remote)]}
			p.prefixes = p.RemoteAddressSpace
			if p.remote != nil {
				p.prefixes = p.remote.AddressSpace
			}
			p.space = netset.AddressesOf(p.prefixes...)
			if len(p.prefixes) == 0 || p.remote != nil && p.remote.AddressSpaceOpen {
				n.open = true
			}
			n.peers = append(n.peers, p)
		}
	}
}

// tableOf resolves a subnet's route table; a name that leads nowhere is unknown.
func (x *index) tableOf(s *Subnet) (table *RouteTable, unknown bool) {
	name, ok := s.RouteTable.Get()
	if !ok {
		return nil, true
	}
	if name == "" {
		return nil, false
	}
	t := x.tables[key(name)]
	return t, t == nil
}

func (x *index) addDevices() {
	w := x.world
	for i := range w.Firewalls {
		f := &w.Firewalls[i]
		x.firewalls[key(f.Name)] = &firewallInfo{Firewall: f, key: key(f.Name), subnet: x.subnets[key(f.Subnet)]}
		x.addPublicIPs(f.PublicIPs)
	}
	for i := range w.Appliances {
		a := &w.Appliances[i]
		x.appliances[key(a.Name)] = &applianceInfo{Appliance: a, key: key(a.Name), subnet: x.subnets[key(a.Subnet)]}
		x.addPublicIPs(a.PublicIPs)
	}
	for i := range w.NATGateways {
		x.addPublicIPs(w.NATGateways[i].PublicIPs)
	}
}

// assumes reports whether an assumption may be used, and the bit to record.
func (x *index) assumes(a Assumption) (assumptionSet, bool) {
	bit := assumptionBit(a)
	return bit, x.off&bit == 0 // VM-6
}

// back is the other half of a peering that starts in n, nil when the world has none.
func (p *peerInfo) back(n *networkInfo) *peerInfo {
	if p.remote == nil {
		return nil
	}
	for i := range p.remote.peers {
		if half := &p.remote.peers[i]; half.remote == n {
			return half
		}
	}
	return nil
}

// joined says whether a peering of n has both halves, without which it carries
// nothing (RT-9). Of a network that is described without the other half nobody
// knows whether that was left out.
func (p *peerInfo) joined(n *networkInfo) Truth {
	if p.remote == nil || p.back(n) != nil {
		return Yes
	}
	return Maybe
}

// contested reports whether a peering of n brings ranges that n or another of its
// peers has as well. Networks whose ranges overlap cannot peer (RT-9).
func (n *networkInfo) contested(p *peerInfo) bool {
	if n.space.Overlaps(p.space) {
		return true
	}
	return slices.ContainsFunc(n.peers, func(other peerInfo) bool {
		return key(other.Remote) != key(p.Remote) && other.space.Overlaps(p.space)
	})
}

// reach is what the network delivers to without any user-defined route: itself
// and its direct peers (RT-9, RT-17).
func (n *networkInfo) reach() netset.Addresses {
	all := n.space
	for _, p := range n.peers {
		all = all.Union(p.space)
	}
	return all
}

// sureReach is reach without the peerings that may lack their other half.
func (n *networkInfo) sureReach() netset.Addresses {
	all := n.space
	for i := range n.peers {
		if n.peers[i].joined(n) == Yes {
			all = all.Union(n.peers[i].space)
		}
	}
	return all
}

// roleOf returns the fixed role that a subnet has by its name, if any.
func roleOf(reference string) string {
	if i := strings.LastIndexByte(reference, '/'); i >= 0 {
		reference = reference[i+1:]
	}
	switch key(reference) {
	case "azurefirewallsubnet":
		return "AzureFirewallSubnet"
	case "azurefirewallmanagementsubnet":
		return "AzureFirewallManagementSubnet"
	case "gatewaysubnet":
		return "GatewaySubnet"
	}
	return ""
}
