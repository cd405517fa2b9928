package egress

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// rank orders routes on the identical prefix (RT-3).
type rank uint8

const (
	rankUser rank = iota
	rankGateway
	rankSystem
)

// effective is a route as one subnet sees it.
type effective struct {
	object Object
	rank   rank
	prefix netip.Prefix     // zero for routes without a known prefix
	set    netset.Addresses // what it can capture
	exists Truth            // whether the route is in force
	// wild says that the prefix is not known: it may be more specific than any other
	// but the full-length user-defined routes.
	wild bool
	tag  string // service tag of the prefix, its content unknown (RT-14)
	// tagRank breaks ties between tag routes whose prefixes are known (RT-14).
	tagRank int
	names   []netset.Pattern // of a service endpoint: what it captures by name
	byName  bool
	hop     HopType // empty when not known
	address netip.Addr
	// addressUnknown says that the hop's address is not known; device may still say
	// what it is.
	addressUnknown bool
	device         string
	hostOf         string // key of the public IP whose unknown address is the prefix
	peer           *peerInfo
	rules          []string
}

// effectiveRoutes merges system, gateway and user-defined routes of one subnet,
// where routing is decided even between its own hosts (RT-1), in the order of selection: longest prefix first (RT-2), then user-defined, BGP,
// system (RT-3).
func (x *index) effectiveRoutes(s *subnetInfo) []effective {
	user := x.userRoutes(s)
	s.defaulted = defaultRoute(user)
	var routes []effective
	routes = append(routes, user...)
	routes = append(routes, x.networkRoutes(s)...)
	routes = append(routes, x.gatewayRoutes(s, user)...)
	routes = append(routes, x.endpointRoutes(s, user)...)
	routes = append(routes, serviceRoutes(s)...)
	routes = append(routes, reservedRoutes(s, user)...)
	slices.SortStableFunc(routes, func(a, b effective) int {
		if c := b.order() - a.order(); c != 0 {
			return c
		}
		if a.rank != b.rank {
			return int(a.rank) - int(b.rank)
		}
		if a.tagRank != b.tagRank {
			return a.tagRank - b.tagRank
		}
		// A route that may not be there goes first: if it is not, the other one counts.
		return int(a.exists) - int(b.exists)
	})
	return routes
}

// order is the precedence by length. Full-length user routes come before wild
// ones, which may take what any other route has.
func (r *effective) order() int {
	if r.wild {
		return 1000
	}
	if r.rank == rankUser && (r.hostOf != "" || r.prefix.IsValid() && r.prefix.IsSingleIP()) {
		return 1001
	}
	return r.prefix.Bits()
}

// userRoutes converts the subnet's table. A table that is not known may hold
// anything.
func (x *index) userRoutes(s *subnetInfo) []effective {
	if s.tableUnknown {
		name, _ := s.RouteTable.Get()
		return []effective{anyRoute(Object{Kind: ObjectRouteTable, Name: name}, rankUser)}
	}
	if s.table == nil {
		return nil
	}
	var out []effective
	for i := range s.table.Routes {
		out = append(out, x.userRoute(s.table, &s.table.Routes[i])...)
	}
	if s.table.Open {
		out = append(out, anyRoute(Object{Kind: ObjectRouteTable, Name: s.table.Name}, rankUser))
	}
	return out
}

func anyRoute(o Object, r rank) effective {
	return effective{object: o, rank: r, set: netset.AllAddresses(), exists: Maybe, wild: true, addressUnknown: true}
}

func (x *index) userRoute(t *RouteTable, r *Route) []effective {
	e := effective{
		object: Object{Kind: ObjectRoute, Name: r.Name, In: []string{t.Name}},
		rank:   rankUser, exists: Yes, device: key(r.Hop.Device), rules: []string{"RT-2"},
	}
	e.hop, _ = r.Hop.Type.Get()
	if a, ok := r.Hop.Address.Get(); ok {
		e.address = a
	} else {
		e.addressUnknown = true
	}
	switch {
	case r.ServiceTag != "":
		return x.tagRoutes(e, r.ServiceTag)
	case r.HostOf != "":
		e.hostOf = key(r.HostOf)
		if a, ok := x.publicIP(r.HostOf); ok {
			e.setPrefix(netip.PrefixFrom(a, a.BitLen()))
		}
		return []effective{e}
	}
	p, ok := r.Prefix.Get()
	if !ok {
		e.wild, e.exists, e.set = true, Maybe, netset.AllAddresses()
		return []effective{e}
	}
	e.setPrefix(p)
	return []effective{e}
}

func (r *effective) setPrefix(p netip.Prefix) {
	r.prefix = p.Masked()
	r.set = netset.AddressesOf(p)
}

// tagRoutes expands a tag whose prefixes are known; otherwise any public
// destination may be its (RT-14).
func (x *index) tagRoutes(e effective, tag string) []effective {
	e.rules = []string{"RT-14"}
	known, ok := x.tagPrefixes[key(tag)]
	if !ok {
		e.tag, e.wild, e.exists, e.set = tag, true, Maybe, netset.Public()
		return []effective{e}
	}
	e.tagRank = tagRank(tag)
	var out []effective
	for _, p := range known {
		e.setPrefix(p)
		out = append(out, e)
	}
	return out
}

// tagRank is the order for equal prefixes: explicit CIDR, regional tag, tag,
// AzureCloud.<region>, AzureCloud (RT-14).
func tagRank(tag string) int {
	service, region := splitTag(tag)
	switch {
	case strings.EqualFold(service, "AzureCloud") && region == "":
		return 4
	case strings.EqualFold(service, "AzureCloud"):
		return 3
	case region == "":
		return 2
	default:
		return 1
	}
}

// defaultRoute says whether a user-defined 0.0.0.0/0 is on the subnet.
func defaultRoute(user []effective) Truth {
	answer := No
	for i := range user {
		r := &user[i]
		switch {
		case r.prefix == defaultPrefix4:
			return Yes
		case r.wild && r.tag == "":
			answer = Maybe
		}
	}
	return answer
}

var (
	defaultPrefix4 = netip.MustParsePrefix("0.0.0.0/0")
	defaultPrefix6 = netip.MustParsePrefix("::/0")
)

// serviceRoutes are those of service endpoints. Their prefixes are not known;
// they are longer than 0/0 and so pass the firewall by (RT-12).
func serviceRoutes(s *subnetInfo) []effective {
	var out []effective
	route := effective{
		rank: rankSystem, exists: Maybe, wild: true, set: netset.Public(),
		hop: hopServiceEndpoint, rules: []string{"RT-12"},
	}
	for _, e := range s.ServiceEndpoints {
		r := route
		r.object = Object{Kind: ObjectSystemRoute, Name: e.Service, In: []string{s.key}}
		r.names, r.byName = e.Names, len(e.Names) > 0
		out = append(out, r)
	}
	if s.ServiceEndpointsOpen {
		route.object = Object{Kind: ObjectSystemRoute, Name: "service endpoints", In: []string{s.key}}
		out = append(out, route)
	}
	return out
}
