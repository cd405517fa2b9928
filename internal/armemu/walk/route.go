package walk

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// The hops, as effective routes name them.
const (
	hopInternet  = "Internet"
	hopNone      = "None"
	hopLocal     = "VnetLocal"
	hopPeering   = "VNetPeering"
	hopEndpoint  = "VirtualNetworkServiceEndpoint"
	hopGateway   = "VirtualNetworkGateway"
	hopAppliance = "VirtualAppliance"
)

// origin orders routes of the identical prefix (RT-3).
type origin int

const (
	fromUser origin = iota
	fromGateway
	fromSystem
)

// route is one effective route.
type route struct {
	prefix  netip.Prefix
	hop     string
	address netip.Addr // of an appliance
	origin  origin
	// rank orders user routes of the identical prefix: a service tag comes after a prefix (RT-14).
	rank   int
	peer   *peer
	object Object
	rules  []string
}

func system(p netip.Prefix, hop string, rules ...string) *route {
	return &route{prefix: p, hop: hop, origin: fromSystem, object: Object{Kind: "system route", Name: p.String()}, rules: rules}
}

// lookUp gives the route of a packet to dest from a subnet; the default route is always there.
func (w *walker) lookUp(s *subnet, dest netip.Addr) *route {
	user := w.userRoutes(s)
	candidates := slices.Concat(user, w.systemRoutes(s, user), w.learnedRoutes(s))
	candidates = slices.DeleteFunc(candidates, func(r *route) bool { return !r.prefix.Contains(dest) })
	if slices.ContainsFunc(candidates, (*route).beatsLearned) {
		candidates = slices.DeleteFunc(candidates, func(r *route) bool { return r.origin == fromGateway }) // RT-4
	}
	return slices.MinFunc(candidates, w.compareRoutes)
}

// beatsLearned: routes of the network, of peerings and of service endpoints beat learned ones, however long those are (RT-4).
func (r *route) beatsLearned() bool {
	return r.origin == fromSystem && (r.hop == hopLocal || r.hop == hopPeering || r.hop == hopEndpoint)
}

// compareRoutes puts the better one first: longest prefix, then origin, then rank (RT-2, RT-3, RT-14). A user route for the network's own
// range thus captures what stays inside it (RT-19). What is left is a tie between a peer's range and a reserved one.
func (w *walker) compareRoutes(a, b *route) int {
	none := func(r *route) int {
		if (r.hop == hopNone) == w.otherwise(DoubtPeerTie) {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(b.prefix.Bits(), a.prefix.Bits()),
		cmp.Compare(a.origin, b.origin),
		cmp.Compare(a.rank, b.rank),
		cmp.Compare(none(a), none(b)),
	)
}

// userRoutes gives those of the subnet's table, one for each prefix of a service tag.
func (w *walker) userRoutes(s *subnet) []*route {
	if s.table == nil {
		return nil
	}
	var out []*route
	for _, body := range s.table.Body.Objs("properties.routes") {
		word := body.Str("properties.addressPrefix")
		if p, err := netip.ParsePrefix(word); err == nil {
			out = append(out, userRoute(s.table, body, p, 0))
			continue
		}
		for _, p := range w.given.tags[strings.ToLower(word)] {
			out = append(out, userRoute(s.table, body, p, tagRank(word)))
		}
	}
	return out
}

func userRoute(table *armtypes.Document, body armtypes.Object, p netip.Prefix, rank int) *route {
	r := &route{prefix: p, origin: fromUser, rank: rank, object: Object{Kind: "route", Name: body.Str("name"), ID: table.ID.String()}, rules: []string{"RT-2"}}
	if rank > 0 {
		r.rules = append(r.rules, "RT-14")
	}
	for _, hop := range []string{hopInternet, hopNone, hopLocal, hopGateway, hopAppliance} {
		if strings.EqualFold(hop, body.Str("properties.nextHopType")) {
			r.hop = hop
		}
	}
	r.address, _ = netip.ParseAddr(body.Str("properties.nextHopIpAddress"))
	return r
}

// tagRank: explicit prefix before regional tag, top-level tag, AzureCloud of a region, AzureCloud (RT-14).
func tagRank(tag string) int {
	cloud := strings.HasPrefix(strings.ToLower(tag), "azurecloud")
	regional := strings.Contains(tag, ".")
	switch {
	case !cloud && regional:
		return 1
	case !cloud:
		return 2
	case regional:
		return 3
	}
	return 4
}
