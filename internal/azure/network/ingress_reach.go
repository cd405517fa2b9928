package network

import (
	"context"
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Reach is what can be said of the way between a firewall and a target of its NAT rules.
type Reach struct {
	// Place says where the target is, as far as can be seen.
	Place Place
	// Back is the route that answers from the target's subnet to the firewall take, where it is one that a user wrote; nil otherwise.
	Back *LiveRoute
	// Subnet and Table are where that route is.
	Subnet, Table string
}

// Place is where an address is, seen from a network.
type Place string

// The places.
const (
	InNetwork   Place = "network"   // in the network itself
	InPeer      Place = "peer"      // in a peered network
	Elsewhere   Place = "elsewhere" // nowhere that the network knows of: no gateway could lead there either
	PlaceUnsure Place = ""          // not decidable: a gateway may lead there, or something could not be read
)

// Reach looks where a target is and which way its answers go: the firewall's network, the peer that holds the target, and the table of
// its subnet are read, each once. What may not be read is not decidable, never an error (law L6).
func (n Ingresses) Reach(ctx context.Context, firewall LiveFirewall, target netip.Addr) Reach {
	home, ok := n.networkOf(ctx, firewall)
	if !ok {
		return Reach{}
	}
	if anyHolds(home.AddressSpace, target) {
		return n.back(ctx, Reach{Place: InNetwork}, home, firewall, target)
	}
	gateway := false
	for _, peering := range home.Peerings {
		gateway = gateway || peering.UseRemoteGateways
		if peering.Disconnected() || !anyHolds(peering.RemoteAddressSpace, target) {
			continue
		}
		id, err := armid.Parse(peering.RemoteID)
		if err != nil {
			return Reach{Place: InPeer}
		}
		remote, ok := n.network(ctx, id)
		if !ok {
			return Reach{Place: InPeer}
		}
		return n.back(ctx, Reach{Place: InPeer}, remote, firewall, target)
	}
	if _, own := lookup(home.Subnets, "GatewaySubnet"); own || gateway {
		return Reach{}
	}
	return Reach{Place: Elsewhere}
}

func (n Ingresses) networkOf(ctx context.Context, firewall LiveFirewall) (LiveNetwork, bool) {
	for _, ip := range firewall.IPs {
		if subnet, err := armid.Parse(ip.SubnetID); err == nil {
			if id, ok := subnet.Parent(); ok {
				return n.network(ctx, id)
			}
		}
	}
	return LiveNetwork{}, false
}

func (n Ingresses) network(ctx context.Context, id armid.ID) (LiveNetwork, bool) {
	object, err := n.client.GetCached(ctx, id, APIVersion)
	if err != nil {
		return LiveNetwork{}, false
	}
	live, err := ReadNetwork(object)
	return live, err == nil
}

// back finds the written route that answers to the firewall take: the longest prefix wins, and of the network's own routes and written ones
// with the same prefix the written one (RT-2, RT-3).
func (n Ingresses) back(ctx context.Context, r Reach, network LiveNetwork, firewall LiveFirewall, target netip.Addr) Reach {
	home, err := netip.ParseAddr(firewall.PrivateIP())
	if err != nil {
		return r
	}
	for _, subnet := range network.Subnets {
		table, err := armid.Parse(subnet.RouteTableID)
		if err != nil || !anyHolds(subnet.AddressPrefixes, target) {
			continue
		}
		object, err := n.client.GetCached(ctx, table, APIVersion)
		if err != nil {
			return r
		}
		live, err := readRouteTable(object)
		if err != nil {
			return r
		}
		best := -1
		for _, prefix := range systemSpace(network) {
			if prefix.Contains(home) {
				best = max(best, prefix.Bits()-1) // a written route of the same length wins
			}
		}
		for _, route := range live.Routes {
			prefix, err := netip.ParsePrefix(route.Prefix)
			if err != nil || !prefix.Contains(home) || prefix.Bits() <= best {
				continue
			}
			best = prefix.Bits()
			r.Back, r.Subnet, r.Table = &route, subnet.ID, live.ID
		}
	}
	return r
}

// systemSpace is what the network routes by itself: its own space and that of its peers (RT-5, RT-9).
func systemSpace(network LiveNetwork) []netip.Prefix {
	texts := append([]string{}, network.AddressSpace...)
	for _, peering := range network.Peerings {
		texts = append(texts, peering.RemoteAddressSpace...)
	}
	var all []netip.Prefix
	for _, text := range texts {
		if prefix, err := netip.ParsePrefix(text); err == nil {
			all = append(all, prefix)
		}
	}
	return all
}

// Asymmetric reports whether answers go elsewhere than to the firewall, which then never sees them: a firewall drops what it has seen
// one half of (FW-39).
func (r Reach) Asymmetric(firewall LiveFirewall) bool {
	if r.Back == nil || strings.EqualFold(r.Back.HopType, "VnetLocal") {
		return false
	}
	return !strings.EqualFold(r.Back.HopType, HopAppliance) || r.Back.HopAddress != firewall.PrivateIP()
}

func anyHolds(texts []string, address netip.Addr) bool {
	for _, text := range texts {
		if prefix, err := netip.ParsePrefix(text); err == nil && prefix.Contains(address) {
			return true
		}
	}
	return false
}
