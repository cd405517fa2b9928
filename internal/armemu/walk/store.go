package walk

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

const (
	networkType  = "Microsoft.Network/virtualNetworks"
	subnetType   = networkType + "/subnets"
	peeringType  = networkType + "/virtualNetworkPeerings"
	firewallType = "Microsoft.Network/azureFirewalls"
	groupsType   = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"
	spacePath    = "properties.addressSpace.addressPrefixes"
	remotePath   = "properties.remoteVirtualNetwork.id"
)

// store reads the emulator's documents. Networks are read once for a walk, so that a subnet is one object.
type store struct {
	armtypes.View
	networks map[string]*network
}

// subnetByID finds a subnet.
func (s *store) subnetByID(id string) (*subnet, error) {
	if n := s.network(parent(id)); n != nil {
		for _, sub := range n.subnets {
			if sameID(sub.id, strings.TrimRight(id, "/")) {
				return sub, nil
			}
		}
	}
	return nil, fmt.Errorf("there is no subnet %s", id)
}

// network reads a virtual network, nil when there is none.
func (s *store) network(id string) *network {
	key := strings.ToLower(id)
	if n, ok := s.networks[key]; ok {
		return n
	}
	d, ok := s.Get(id)
	if !ok || !d.ID.IsType(networkType) {
		return nil
	}
	n := &network{
		id: d.ID.String(), location: d.Location(), space: prefixes(d.Body.Strs(spacePath)), resolvers: addresses(d.Body.Strs("properties.dhcpOptions.dnsServers")),
	}
	s.networks[key] = n
	for _, child := range s.Children(n.id, subnetType) {
		sub := &subnet{id: child.ID.String(), name: child.ID.Name(), in: n, body: child.Body}
		sub.prefixes = prefixes(child.Body.Strs("properties.addressPrefixes"))
		if p := child.Body.Str("properties.addressPrefix"); p != "" {
			sub.prefixes = prefixes([]string{p})
		}
		sub.table, _ = s.Get(child.Body.Str("properties.routeTable.id"))
		sub.group, _ = s.Get(child.Body.Str("properties.networkSecurityGroup.id"))
		n.subnets = append(n.subnets, sub)
	}
	for _, half := range s.Children(n.id, peeringType) {
		if p := s.peer(n, half); p != nil {
			n.peers = append(n.peers, p)
		}
	}
	return n
}

// peer reads one half of a peering together with the other one. Without both, connected, nothing passes and no route exists (RT-9).
func (s *store) peer(n *network, half *armtypes.Document) *peer {
	if half.Body.Str("properties.peeringState") != "Connected" {
		return nil
	}
	p := &peer{id: half.ID.String(), remote: half.Body.Str(remotePath), space: prefixes(half.Body.Strs("properties.remoteAddressSpace.addressPrefixes"))}
	for _, back := range s.Children(p.remote, peeringType) {
		if !sameID(back.Body.Str(remotePath), n.id) || back.Body.Str("properties.peeringState") != "Connected" {
			continue
		}
		const access = "properties.allowVirtualNetworkAccess"
		p.access = half.Body.Bool(access) && back.Body.Bool(access)
		p.takesForwarded = back.Body.Bool("properties.allowForwardedTraffic")
		p.gateway = half.Body.Bool("properties.useRemoteGateways") && back.Body.Bool("properties.allowGatewayTransit")
		return p
	}
	return nil
}

// firewalls gives those that run in virtual networks, with the address that they have.
func (s *store) firewalls() []*firewall {
	var out []*firewall
	for _, d := range s.All(firewallType) {
		if f := s.firewall(d); f != nil {
			out = append(out, f)
		}
	}
	return out
}

func (s *store) firewall(d *armtypes.Document) *firewall {
	f := &firewall{id: d.ID.String(), name: d.ID.Name(), body: d.Body}
	for _, c := range d.Body.Objs("properties.ipConfigurations") {
		if ip, ok := s.Get(c.Str("properties.publicIPAddress.id")); ok {
			f.public = append(f.public, addresses([]string{ip.Body.Str("properties.ipAddress")})...)
		}
		id := c.Str("properties.subnet.id")
		if id == "" {
			continue
		}
		f.subnet, _ = s.subnetByID(id)
		f.address, _ = netip.ParseAddr(c.Str("properties.privateIPAddress"))
	}
	if f.subnet == nil || !f.address.IsValid() {
		return nil
	}
	seen := map[string]bool{}
	for at, ok := s.Get(d.Body.Str("properties.firewallPolicy.id")); ok && !seen[at.ID.Key()]; at, ok = s.Get(at.Body.Str("properties.basePolicy.id")) {
		seen[at.ID.Key()] = true
		f.policies = append(f.policies, at)
	}
	slices.Reverse(f.policies)
	return f
}

// prefixes reads what ARM has checked already; anything else is left out.
func prefixes(words []string) []netip.Prefix {
	var out []netip.Prefix
	for _, word := range words {
		if p, err := netip.ParsePrefix(word); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func addresses(words []string) []netip.Addr {
	var out []netip.Addr
	for _, word := range words {
		if a, err := netip.ParseAddr(word); err == nil {
			out = append(out, a)
		}
	}
	return out
}
