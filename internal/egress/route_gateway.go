package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// propagation is a gateway whose routes reach a subnet, as far as is known.
type propagation struct {
	gateway *Gateway
	holder  *networkInfo
	reaches Truth
}

// propagations finds the gateways whose routes reach a subnet (RT-11). The table's
// flag switches them off.
func propagations(s *subnetInfo) []propagation {
	enabled := s.propagates()
	if enabled == No {
		return nil
	}
	return gateways(s.network, enabled)
}

// propagates says whether the subnet's table lets gateway routes in.
func (s *subnetInfo) propagates() Truth {
	switch {
	case s.tableUnknown:
		return Maybe
	case s.table == nil:
		return Yes
	}
	return not(truth(s.table.DisablePropagation))
}

// gateways are those of the network and, over peerings that use the remote ones,
// of its peers.
func gateways(n *networkInfo, enabled Truth) []propagation {
	var out []propagation
	if g := n.Gateway; g != nil {
		out = append(out, propagation{g, n, enabled})
	}
	for _, p := range n.peers {
		uses := truth(p.UseRemoteGateways)
		switch {
		case uses == No, p.remote != nil && p.remote.Gateway == nil:
		case p.remote == nil: // the network that has the gateway is not described, nor what that announces
			out = append(out, propagation{undescribed, &networkInfo{Network: &Network{Name: p.Remote}}, enabled.and(uses)})
		default:
			out = append(out, propagation{p.remote.Gateway, p.remote, enabled.and(uses)})
		}
	}
	return out
}

// undescribed is a gateway of which nothing is known but that it is there.
var undescribed = &Gateway{Name: "gateway", Learned: Unknown[[]netip.Prefix]()}

// gatewayRoutes are the propagated routes. Those inside the ranges of the
// network and its peers lose to the system routes there, although they are more
// specific (RT-4).
func (x *index) gatewayRoutes(s *subnetInfo, user []effective) []effective {
	var out []effective
	local, sure := s.network.reach(), s.network.sureReach()
	for _, g := range propagations(s) {
		object := Object{Kind: ObjectGatewayRoute, Name: g.gateway.Name, In: []string{g.holder.Name}}
		learned, ok := g.gateway.Learned.Get()
		if !ok {
			e := anyRoute(object, rankGateway) // perhaps there, whatever g.reaches
			e.hop, e.rules = HopGateway, []string{"RT-11"}
			e.set = netset.AllAddresses().Minus(sure)
			out = append(out, e)
			continue
		}
		for _, p := range learned {
			e := effective{object: object, rank: rankGateway, exists: g.reaches, hop: HopGateway, rules: []string{"RT-11"}}
			e.object.Name = p.Masked().String()
			e.setPrefix(p)
			if local.Covers(e.set) {
				if sure.Covers(e.set) && !overridden(p, s.network, user) {
					continue // RT-4
				}
				e.exists = Maybe // what beats it is itself replaced, which nothing documents, or may not be there
			}
			out = append(out, e)
		}
	}
	return out
}

// overridden reports whether a user-defined route replaces a system route of the
// network or a peer that covers p.
func overridden(p netip.Prefix, n *networkInfo, user []effective) bool {
	ranges := n.AddressSpace
	for _, peer := range n.peers {
		ranges = append(ranges[:len(ranges):len(ranges)], peer.prefixes...)
	}
	for _, r := range ranges {
		if !r.Contains(p.Addr()) {
			continue
		}
		for i := range user {
			if user[i].wild || user[i].prefix == r.Masked() {
				return true
			}
		}
	}
	return false
}

// learnsDefault says whether a default route is propagated to the subnet.
func learnsDefault(s *subnetInfo) Truth {
	answer := No
	for _, g := range propagations(s) {
		learned, ok := g.gateway.Learned.Get()
		if !ok {
			answer = Maybe
			continue
		}
		for _, p := range learned {
			if p.Masked() == defaultPrefix4 {
				if g.reaches == Yes {
					return Yes
				}
				answer = Maybe
			}
		}
	}
	return answer
}

// endpointRoutes are the host routes of private endpoints in the network and its
// direct peers (RT-13).
func (x *index) endpointRoutes(s *subnetInfo, user []effective) []effective {
	var out []effective
	for i := range x.world.PrivateEndpoints {
		pe := &x.world.PrivateEndpoints[i]
		home := x.subnets[key(pe.Subnet)]
		if home == nil || !sharesNetwork(s.network, home.network) {
			continue
		}
		for _, p := range pe.Addresses.Prefixes() {
			e := effective{
				object: Object{Kind: ObjectPrivateEndpoint, Name: pe.Name}, rank: rankSystem,
				exists: endpointRouteExists(p, home, user), hop: hopPrivateEndpoint, rules: []string{"RT-13"},
			}
			e.setPrefix(p)
			if e.exists != No {
				out = append(out, e)
			}
		}
	}
	return out
}

func sharesNetwork(a, b *networkInfo) bool {
	if a == b {
		return true
	}
	for _, p := range a.peers {
		if p.remote == b {
			return true
		}
	}
	return false
}

// endpointRouteExists: the host route gives way to a user-defined one if the
// endpoint's subnet has the policy for route tables enabled and the user's prefix
// is at least as long as that of the endpoint's network (RT-13).
func endpointRouteExists(p netip.Prefix, home *subnetInfo, user []effective) Truth {
	policy := truth(home.PrivateEndpointRoutePolicy)
	if policy == No {
		return Yes
	}
	length := 0
	for _, r := range home.network.AddressSpace {
		if r.Contains(p.Addr()) {
			length = max(length, r.Bits())
		}
	}
	for i := range user {
		r := &user[i]
		if !r.prefix.IsValid() || !r.prefix.Contains(p.Addr()) || r.prefix.Bits() < max(length, 1) {
			continue
		}
		if policy == Yes {
			return No
		}
		return Maybe
	}
	return Yes
}
