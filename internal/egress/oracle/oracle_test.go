package oracle

import (
	"sort"
	"strconv"
	"strings"
)

// This file is the oracle: it walks one concrete packet through one concrete
// world, by plain loops over small lists. It shares nothing with the evaluator,
// not even the sets, so that the two cannot agree on the same mistake. It imports
// nothing of this project.

// tiny is a world in the oracle's own words.
type tiny struct {
	subnets     []tinySubnet // "vnet/aks" first
	rules       []tinyCollection
	parent      []tinyCollection // of a parent policy; used in policy form only
	forwarding  bool             // the peer takes forwarded traffic
	private     []string         // private ranges; nil for the default
	threeLayers bool             // policy form with groups
}

type tinySubnet struct {
	name, prefix, network string
	routes                []tinyRoute
	security              []tinySecurity
}

type tinyRoute struct {
	prefix string
	hop    string // "firewall", "internet", "none", "local"
}

type tinySecurity struct {
	priority int
	allow    bool
	udp, tcp bool
	src, dst []string
	low      int
	high     int
}

type tinyCollection struct {
	group, priority int
	allow           bool
	application     bool
	rules           []tinyRule
}

type tinyRule struct {
	src      []string
	dst      []string // network rules
	tcp, udp bool
	low      int
	high     int
	names    []string // application rules
	kinds    []string // "https:443"
}

// tinyPacket is one packet, with the name that its client asks for.
type tinyPacket struct {
	subnet   int
	src, dst string
	udp      bool
	port     int
	kind     string // "https", "http", "" for neither
	name     string
}

// number turns a dotted address into 32 bits.
func number(address string) uint32 {
	var n uint32
	for _, part := range strings.Split(address, ".") {
		v, err := strconv.Atoi(part)
		if err != nil {
			panic(address)
		}
		n = n<<8 | uint32(v)
	}
	return n
}

func in(address, prefix string) bool {
	if prefix == "*" {
		return true
	}
	base, length, ok := strings.Cut(prefix, "/")
	if !ok {
		return number(address) == number(base)
	}
	bits, err := strconv.Atoi(length)
	if err != nil {
		panic(prefix)
	}
	return number(address)>>(32-bits) == number(base)>>(32-bits) || bits == 0
}

func inAny(address string, list []string) bool {
	for _, p := range list {
		if in(address, p) {
			return true
		}
	}
	return false
}

func length(prefix string) int {
	_, l, _ := strings.Cut(prefix, "/")
	n, err := strconv.Atoi(l)
	if err != nil {
		panic(prefix)
	}
	return n
}

var networks = map[string]string{"vnet": "10.42.0.0/16", "peer": "10.50.0.0/16"}

var reserved = []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"}

// hops are the next hops that an address may have from a subnet: two where it is
// not documented whether the reserved ranges still drop (RT-7).
func (w *tiny) hops(s tinySubnet, dst string) []string {
	overruled, odd := false, false
	for _, r := range s.routes {
		if r.prefix == "0.0.0.0/0" {
			overruled, odd = r.hop == "firewall", r.hop != "firewall"
		}
	}
	if odd {
		return []string{w.hop(s, dst, false), w.hop(s, dst, true)}
	}
	return []string{w.hop(s, dst, overruled)}
}

func (w *tiny) hop(s tinySubnet, dst string, overruled bool) string {
	best, hop, user := -1, "", false
	take := func(prefix, to string, byUser bool) {
		if !in(dst, prefix) {
			return
		}
		if l := length(prefix); l > best || l == best && byUser && !user {
			best, hop, user = l, to, byUser
		}
	}
	for _, r := range s.routes {
		take(r.prefix, r.hop, true)
	}
	take("0.0.0.0/0", "internet", false)
	for _, n := range networks {
		take(n, "delivered", false)
	}
	for _, p := range reserved {
		if !overruled {
			take(p, "none", false)
		}
	}
	return hop
}

// passes says whether a packet gets through; known is false where the semantics
// do not say.
func (w *tiny) passes(p tinyPacket) (pass, known bool) {
	s := w.subnets[p.subnet]
	if p.dst == "168.63.129.16" {
		return true, true
	}
	if !allows(s.security, p) {
		return false, true
	}
	for i, hop := range w.hops(s, p.dst) {
		pass2, known2 := w.sent(s, p, hop)
		if i == 0 {
			pass, known = pass2, known2
		}
		if !known2 || pass2 != pass {
			return false, false
		}
	}
	return pass, known
}

// sent is the fate of a packet at one hop.
func (w *tiny) sent(s tinySubnet, p tinyPacket, hop string) (pass, known bool) {
	switch hop {
	case "none":
		return false, true
	case "delivered":
		return true, true
	case "local":
		return true, in(p.dst, networks["vnet"])
	case "internet":
		return true, !private(p.dst)
	case "firewall":
		return w.firewall(s, p)
	}
	return false, false
}

func private(address string) bool { return inAny(address, reserved) }

func allows(list []tinySecurity, p tinyPacket) bool {
	sorted := append([]tinySecurity(nil), list...)
	sort.SliceStable(sorted, func(i, k int) bool { return sorted[i].priority < sorted[k].priority })
	for _, r := range sorted {
		if (r.udp && p.udp || r.tcp && !p.udp) && inAny(p.src, r.src) && inAny(p.dst, r.dst) && r.low <= p.port && p.port <= r.high {
			return r.allow
		}
	}
	return true
}

// firewall filters a packet and looks up the way on.
func (w *tiny) firewall(s tinySubnet, p tinyPacket) (pass, known bool) {
	allow, application := w.filter(p)
	if !allow {
		return false, true
	}
	ranges := w.private
	if ranges == nil {
		ranges = reserved
	}
	translated := application || !inAny(p.dst, ranges)
	behind := ""
	for _, n := range networks {
		if in(p.dst, n) {
			behind = n
		}
	}
	switch {
	case behind == "" && private(p.dst):
		return false, true // the firewall's own subnet drops it
	case behind == "":
		return translated, true
	case translated:
		return true, true
	}
	if behind == networks["peer"] && s.network != "vnet" {
		panic("sources are in vnet")
	}
	// The reply leaves the subnet that holds the destination.
	for _, there := range w.subnets {
		if in(p.dst, there.prefix) {
			backs := w.hops(there, p.src)
			same := backs[0] == "firewall" == (backs[len(backs)-1] == "firewall")
			return backs[0] == "firewall", same
		}
	}
	return false, false
}

// filter is the rule engine: all network rules before all application rules, the
// parent's before the child's, by group, collection and position.
func (w *tiny) filter(p tinyPacket) (allow, application bool) {
	for _, app := range []bool{false, true} {
		for _, level := range [][]tinyCollection{w.parent, w.rules} {
			sorted := append([]tinyCollection(nil), level...)
			sort.SliceStable(sorted, func(i, k int) bool {
				if w.threeLayers && sorted[i].group != sorted[k].group {
					return sorted[i].group < sorted[k].group
				}
				return sorted[i].priority < sorted[k].priority
			})
			for _, c := range sorted {
				for _, r := range c.rules {
					if c.application == app && r.matches(p, app) {
						return c.allow, app
					}
				}
			}
		}
	}
	return false, false
}

func (r tinyRule) matches(p tinyPacket, application bool) bool {
	if !inAny(p.src, r.src) {
		return false
	}
	if !application {
		return (r.tcp && !p.udp || r.udp && p.udp) && r.low <= p.port && p.port <= r.high && inAny(p.dst, r.dst)
	}
	if p.udp || p.kind == "" {
		return false
	}
	fits := false
	for _, k := range r.kinds {
		fits = fits || k == p.kind+":"+strconv.Itoa(p.port)
	}
	if !fits {
		return false
	}
	for _, n := range r.names {
		if covers(n, p.name) {
			return true
		}
	}
	return false
}

// covers tries every split of the name: the star stands for the first part.
func covers(pattern, name string) bool {
	if !strings.HasPrefix(pattern, "*") {
		return pattern == name
	}
	for i := 0; i <= len(name); i++ {
		if name[i:] == pattern[1:] {
			return true
		}
	}
	return false
}
