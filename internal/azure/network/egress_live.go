package network

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// LiveEgress is an egress as ARM shows it. What is not there is nil or has no entry.
type LiveEgress struct {
	Firewall  *LiveFirewall
	Policy    *LivePolicy             // a policy of ours; one of others is not read
	Groups    map[string]LiveGroup    // ours, by name
	PublicIPs map[string]LivePublicIP // by the name of the IP configuration, ours and given ones
	LiveRouting

	// RulesOfOthers is what the caller learned from Egresses.OtherRules; no read of the egress itself fills it in.
	RulesOfOthers bool
}

// LiveRouting is a routing as ARM shows it.
type LiveRouting struct {
	Table   *LiveRouteTable
	Subnets map[string]LiveSubnet // routed subnets, by the key of their ID (armid.ID.Key)
}

// Gone reports that nothing is left that the egress could be known by: neither its route table nor its firewall.
func (l LiveEgress) Gone() bool { return l.Firewall == nil && l.Table == nil }

// Attached reports whether a routed subnet uses the table.
func (l LiveRouting) Attached(subnet, table armid.ID) bool {
	return table.EqualFold(l.Subnets[subnet.Key()].RouteTableID)
}

// Addresses are the public addresses by the name of the IP configuration.
func (l LiveEgress) Addresses() map[string]string {
	addresses := map[string]string{}
	for name, ip := range l.PublicIPs {
		if ip.Address != "" {
			addresses[name] = ip.Address
		}
	}
	return addresses
}

// live decodes what was seen of an egress.
func (s *sight) live(e Egress) (LiveEgress, error) {
	live := LiveEgress{Groups: map[string]LiveGroup{}, PublicIPs: map[string]LivePublicIP{}}
	var err error
	if live.Firewall, err = decoded(s, e.Firewall.ID, readFirewall); err != nil {
		return live, err
	}
	for name, ip := range e.Firewall.PublicIPs() {
		found, err := decoded(s, ip.ID, readPublicIP)
		if err != nil {
			return live, err
		}
		if found != nil {
			live.PublicIPs[name] = *found
		}
	}
	if e.Policy != nil {
		if !e.Policy.Existing {
			if live.Policy, err = decoded(s, e.Policy.ID, readPolicy); err != nil {
				return live, err
			}
		}
		for name := range e.Groups {
			found, err := decoded(s, e.Policy.GroupID(name), readGroup)
			if err != nil {
				return live, err
			}
			if found != nil {
				live.Groups[name] = *found
			}
		}
	}
	live.LiveRouting, err = s.liveRouting(e.Routing)
	return live, err
}

func (s *sight) liveRouting(r Routing) (LiveRouting, error) {
	live := LiveRouting{Subnets: map[string]LiveSubnet{}}
	var err error
	if live.Table, err = decoded(s, r.Table.ID, readRouteTable); err != nil {
		return live, err
	}
	for _, id := range r.Subnets {
		found, err := decoded(s, id, readSubnet)
		if err != nil {
			return live, err
		}
		if found != nil {
			live.Subnets[id.Key()] = *found
		}
	}
	return live, nil
}

// decoded is the typed form of an object that was seen, or nil when it is not there.
func decoded[T any](s *sight, id armid.ID, read func(armclient.Object) (T, error)) (*T, error) {
	object := s.of(id)
	if object == nil {
		return nil, nil //nolint:nilnil // not there is an answer
	}
	live, err := read(*object)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", id, err)
	}
	return &live, nil
}
