package walk

import (
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// network is a virtual network as the walk needs it.
type network struct {
	id       string
	location string
	space    []netip.Prefix
	subnets  []*subnet
	peers    []*peer
	// resolvers are the network's own DNS servers; none means Azure's.
	resolvers []netip.Addr
}

// subnet is where routing is decided (RT-1).
type subnet struct {
	id, name string
	prefixes []netip.Prefix
	in       *network
	body     armtypes.Object
	table    *armtypes.Document // nil when there is none
	group    *armtypes.Document
}

// firewallsOnly tells whether nothing but firewalls can be in the subnet.
func (s *subnet) firewallsOnly() bool { return strings.EqualFold(s.name, "AzureFirewallSubnet") }

// peer is a peering that is connected, seen from one side.
type peer struct {
	id     string
	remote string // id of the other network
	space  []netip.Prefix
	// access: both sides let traffic pass (RT-9).
	access bool
	// takesForwarded: the other side accepts what an appliance here forwards (RT-10).
	takesForwarded bool
	// gateway: this side uses the gateway of the other one, which offers it.
	gateway bool
}

// holds tells which subnet of the network has an address, nil for none.
func (n *network) holds(a netip.Addr) *subnet {
	if n == nil {
		return nil
	}
	for _, s := range n.subnets {
		if inAny(s.prefixes, a) {
			return s
		}
	}
	return nil
}

// peerWith gives the peering through which an address is reached, nil for none.
func (n *network) peerWith(a netip.Addr) *peer {
	for _, p := range n.peers {
		if inAny(p.space, a) {
			return p
		}
	}
	return nil
}

// firewall is an Azure Firewall that runs.
type firewall struct {
	id, name string
	address  netip.Addr
	subnet   *subnet
	public   []netip.Addr
	body     armtypes.Object
	// policies from the topmost parent to the firewall's own; none with classic rules.
	policies []*armtypes.Document
}

func (f *firewall) object() Object { return Object{Kind: "firewall", Name: f.name, ID: f.id} }

func (s *subnet) object() Object { return Object{Kind: "subnet", Name: s.name, ID: s.id} }

func (p *peer) object() Object { return Object{Kind: "peering", Name: lastName(p.id), ID: p.id} }

func lastName(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
