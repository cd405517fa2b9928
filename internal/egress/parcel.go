package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// parcel is a set of packets that have met the same fate so far: the product
// of its dimensions. Filters and routes cut it into smaller ones.
type parcel struct {
	source   origin
	protocol netset.Protocols // one member
	ports    netset.Ports     // empty for protocols without ports
	l7       L7
	target   target
	flow     *Flow
	// assume collects what the way of the parcel rests on so far.
	assume assumptionSet
}

// origin is where packets come from.
type origin struct {
	subnet string // key; empty after a device put its own address in
	// addrs are the source addresses; unless known, they bound them.
	addrs netset.Addresses
	known bool
}

// target is where packets go.
type target struct {
	// addrs are the destination addresses, all of them if known. Otherwise the
	// packets go to addresses within addrs, nobody knows which.
	addrs netset.Addresses
	known bool
	// anywhere says that addrs is all of the public IPv4 space.
	anywhere bool
	names    netset.Names
	// oneOf says that names holds one unknown name rather than all of them.
	oneOf  bool
	claims []TagClaim
	// rests is what the bounds of addrs rest on.
	rests    assumptionSet
	device   string // key of the firewall whose private address it is
	publicIP string // key of the public IP that it is
	subnet   string // key of the subnet that it is
}

func (p *parcel) hasPorts() bool { return p.protocol.Overlaps(netset.TCP | netset.UDP) }

func (p *parcel) named() bool { return !p.target.names.IsEmpty() }

// public reports whether the parcel goes to a public address that is not known,
// found by name or tag.
func (t *target) public() bool {
	return !t.known && t.device == "" && t.publicIP == "" && t.subnet == ""
}

// within reports whether every packet of the parcel is one of another parcel.
func (p *parcel) within(q *parcel) bool {
	return p.protocol == q.protocol && q.ports.Covers(p.ports) && q.source.addrs.Covers(p.source.addrs) &&
		q.target.addrs.Covers(p.target.addrs) && q.target.names.Covers(p.target.names)
}

// packet picks a concrete example.
func (p *parcel) packet() *Packet {
	out := Packet{Subnet: p.flow.Source.Subnet, Protocol: p.protocol.String(), L7: p.l7}
	if p.source.known {
		out.Source, _ = p.source.addrs.Witness()
	}
	if p.hasPorts() {
		out.Port, _ = p.ports.Witness()
	}
	if p.named() && len(p.flow.Destination.Names) > 0 {
		out.Name = witnessName(p.target.names)
	}
	if p.target.known {
		out.Destination = witnessAddress(p.target.addrs)
	} else if len(p.target.claims) > 0 {
		out.Tag = p.target.claims[0].Tag
	}
	return &out
}

func witnessName(n netset.Names) string {
	if name, ok := n.Witness(); ok {
		return name
	}
	return n.String()
}

// witnessAddress prefers IPv4, which is what a reader expects to see.
func witnessAddress(s netset.Addresses) netip.Addr {
	if a, ok := s.IPv4().Witness(); ok {
		return a
	}
	a, _ := s.Witness()
	return a
}
