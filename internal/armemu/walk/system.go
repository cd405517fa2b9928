package walk

import (
	"net/netip"
	"strings"
)

// reserved are the ranges that go nowhere unless something more specific says otherwise (RT-5).
var reserved = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
}

// moreReserved are those that third parties have seen in dumps of effective routes (RT-8).
var moreReserved = []netip.Prefix{
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("157.59.0.0/16"), netip.MustParsePrefix("104.146.0.0/17"), netip.MustParsePrefix("104.147.0.0/16"),
}

var everything = netip.MustParsePrefix("0.0.0.0/0")

// systemRoutes gives what Azure puts into every subnet.
func (w *walker) systemRoutes(s *subnet, user []*route) []*route {
	out := []*route{system(everything, hopInternet, "RT-5")}
	for _, p := range s.in.space {
		out = append(out, system(p, hopLocal, "RT-5"))
	}
	for _, peer := range s.in.peers {
		for _, p := range peer.space {
			r := system(p, hopPeering, "RT-9")
			r.peer = peer
			out = append(out, r)
		}
	}
	for _, p := range w.reservedRoutes(s, user) {
		out = append(out, system(p, hopNone, "RT-5", "RT-6"))
	}
	return append(out, w.endpointRoutes(s)...)
}

// reservedRoutes gives the reserved ranges that are alive in a subnet (RT-6, RT-7).
func (w *walker) reservedRoutes(s *subnet, user []*route) []netip.Prefix {
	if w.hasDefault(s, user) {
		return nil
	}
	all := reserved
	if w.otherwise(DoubtMoreReserved) {
		all = append(append([]netip.Prefix{}, reserved...), moreReserved...)
	}
	var out []netip.Prefix
	for _, r := range all {
		alive := true
		for _, p := range s.in.space {
			// A network's range that is equal turns the entry into VnetLocal, a wider one makes it disappear.
			alive = alive && (p.Bits() > r.Bits() || !p.Contains(r.Addr()))
		}
		if alive {
			out = append(out, r)
		}
	}
	return out
}

// hasDefault tells whether a default route takes the reserved ranges away (RT-7).
func (w *walker) hasDefault(s *subnet, user []*route) bool {
	for _, r := range user {
		if r.prefix == everything && (r.hop == hopAppliance || !w.otherwise(DoubtDefaultRoute)) {
			return true
		}
	}
	if !w.otherwise(DoubtDefaultRoute) {
		return false
	}
	for _, r := range w.learnedRoutes(s) {
		if r.prefix == everything {
			return true
		}
	}
	return false
}

// endpointServices are the service tags behind the services whose word is not that of their tag.
var endpointServices = map[string]string{
	"microsoft.keyvault": "azurekeyvault", "microsoft.containerregistry": "azurecontainerregistry", "microsoft.azureactivedirectory": "azureactivedirectory",
	"microsoft.azurecosmosdb": "azurecosmosdb", "microsoft.cognitiveservices": "cognitiveservicesmanagement",
}

// endpointRoutes gives the routes of the subnet's service endpoints: the prefixes of the service's tag, as far as they are given (RT-12).
func (w *walker) endpointRoutes(s *subnet) []*route {
	var out []*route
	for _, e := range s.body.Objs("properties.serviceEndpoints") {
		service := strings.ToLower(e.Str("service"))
		tag, ok := endpointServices[service]
		if !ok {
			tag = strings.TrimPrefix(service, "microsoft.")
		}
		for _, p := range w.given.tags[tag] {
			r := system(p, hopEndpoint, "RT-12")
			r.object = Object{Kind: "service endpoint", Name: e.Str("service"), ID: s.id}
			out = append(out, r)
		}
	}
	return out
}

// learnedRoutes gives what gateways propagate to a subnet, that of its network and those of peers whose gateway the network uses (RT-11).
func (w *walker) learnedRoutes(s *subnet) []*route {
	if s.table != nil && s.table.Body.Bool("properties.disableBgpRoutePropagation") {
		return nil
	}
	var out []*route
	for _, p := range w.learned(s.in) {
		out = append(out, &route{prefix: p, hop: hopGateway, origin: fromGateway, object: Object{Kind: "gateway route", Name: p.String()}, rules: []string{"RT-11"}})
	}
	return out
}

func (w *walker) learned(n *network) []netip.Prefix {
	out := w.given.learned[strings.ToLower(n.id)]
	for _, peer := range n.peers {
		if peer.gateway {
			out = append(out[:len(out):len(out)], w.given.learned[strings.ToLower(peer.remote)]...)
		}
	}
	return out
}
