package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// networkRoutes are the system routes for the network's own ranges (RT-5), its
// peers (RT-9) and the Internet (RT-5).
func (x *index) networkRoutes(s *subnetInfo) []effective {
	n := s.network
	system := func(name string, p netip.Prefix, hop HopType, rules ...string) effective {
		e := effective{object: Object{Kind: ObjectSystemRoute, Name: name}, rank: rankSystem, exists: Yes, hop: hop, rules: rules}
		e.setPrefix(p)
		return e
	}
	var out []effective
	six := false
	for _, p := range n.AddressSpace {
		out = append(out, system(p.Masked().String(), p, HopNetwork, "RT-5"))
		six = six || p.Addr().Is6()
	}
	for i := range n.peers {
		peer := &n.peers[i]
		for _, p := range peer.prefixes {
			e := system(p.Masked().String(), p, hopPeering, "RT-9")
			e.object = Object{Kind: ObjectPeering, Name: peer.Name, In: []string{n.Name}}
			e.peer, e.exists = peer, peer.joined(n)
			if n.contested(peer) {
				e.exists = e.exists.and(Maybe) // ARM refuses such a peering, unless it is one of subnets (RT-35)
			}
			out = append(out, e)
		}
	}
	if n.open {
		e := anyRoute(Object{Kind: ObjectNetwork, Name: n.Name}, rankSystem)
		e.hop, e.set = hopPeering, nonInternet.Minus(n.reach())
		out = append(out, e)
	}
	out = append(out, system("0.0.0.0/0", defaultPrefix4, HopInternet, "RT-5"))
	if six {
		out = append(out, system("::/0", defaultPrefix6, HopInternet, "RT-5"))
	}
	return out
}

// nonInternet is where private destinations live.
var nonInternet = netset.RFC1918().Union(netset.RFC6598())

// nowhere are addresses that no host has for others: this network, loopback,
// link-local (the platform's apart), multicast and reserved ones.
var nowhere = netset.AddressesOf(
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("224.0.0.0/3"),
	netip.MustParsePrefix("::/127"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("ff00::/8"),
).Minus(platformAddresses)

// reserved are the ranges for which Azure drops (RT-5); beside them those that
// effective-route dumps show and nothing documents (RT-8).
var (
	reserved = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	}
	observed = []netip.Prefix{
		netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("157.59.0.0/16"),
		netip.MustParsePrefix("104.146.0.0/17"), netip.MustParsePrefix("104.147.0.0/16"),
	}
)

// reservedRoutes are the None entries that are left: not those that a network
// range equals or contains (RT-6), and none where a 0/0 to an appliance is on
// the subnet (RT-7). For other 0/0 routes nothing is documented.
func reservedRoutes(s *subnetInfo, user []effective) []effective {
	exists := Yes
	rules := []string{"RT-5"}
	for i := range user {
		r := &user[i]
		switch {
		case r.prefix == defaultPrefix4 && r.hop == HopAppliance && r.exists == Yes:
			return nil
		case r.prefix == defaultPrefix4, r.wild && r.tag == "":
			exists, rules = Maybe, []string{"RT-7"}
		}
	}
	if exists == Yes && learnsDefault(s) != No {
		exists, rules = Maybe, []string{"RT-7"}
	}
	var out []effective
	add := func(p netip.Prefix, exists Truth, rules ...string) {
		e := effective{object: Object{Kind: ObjectSystemRoute, Name: p.String()}, rank: rankSystem, exists: exists, hop: HopNone, rules: rules}
		e.setPrefix(p)
		out = append(out, e)
	}
	for _, p := range reserved {
		switch {
		case covered(p, s.network.AddressSpace):
			continue // RT-6
		case peerEquals(p, s.network):
			add(p, Maybe, "RT-9") // a tie that nothing documents
		default:
			add(p, exists, rules...)
		}
	}
	for _, p := range observed {
		add(p, Maybe, "RT-8")
	}
	return out
}

// covered reports whether a range of the network equals or contains p (RT-6).
func covered(p netip.Prefix, space []netip.Prefix) bool {
	for _, r := range space {
		if r.Bits() <= p.Bits() && r.Overlaps(p) {
			return true
		}
	}
	return false
}

func peerEquals(p netip.Prefix, n *networkInfo) bool {
	for _, peer := range n.peers {
		for _, r := range peer.prefixes {
			if r.Masked() == p {
				return true
			}
		}
	}
	return false
}
