package netset

import (
	"fmt"
	"strings"
)

// Protocols is a set of IP protocols. The zero value is empty.
type Protocols uint8

// The protocols that Azure's rules can name; Other stands for all the rest,
// which only "Any" reaches.
const (
	TCP Protocols = 1 << iota
	UDP
	ICMP
	ESP
	AH
	Other
)

// AllProtocols is what "Any" means where ports are not restricted (FW-18).
const AllProtocols = TCP | UDP | ICMP | ESP | AH | Other

var protocolNames = []struct {
	set  Protocols
	name string
}{{TCP, "TCP"}, {UDP, "UDP"}, {ICMP, "ICMP"}, {ESP, "ESP"}, {AH, "AH"}, {Other, "other"}}

// Union holds the protocols of either set.
func (s Protocols) Union(t Protocols) Protocols { return s | t }

// Intersect holds the protocols of both sets.
func (s Protocols) Intersect(t Protocols) Protocols { return s & t }

// Minus holds the protocols of s that are not in t.
func (s Protocols) Minus(t Protocols) Protocols { return s &^ t }

// Covers reports t ⊆ s.
func (s Protocols) Covers(t Protocols) bool { return t&^s == 0 }

// Overlaps reports whether the sets share a protocol.
func (s Protocols) Overlaps(t Protocols) bool { return s&t != 0 }

// Equal reports whether the sets hold the same protocols.
func (s Protocols) Equal(t Protocols) bool { return s == t }

// IsEmpty reports whether the set holds nothing.
func (s Protocols) IsEmpty() bool { return s&AllProtocols == 0 }

// Witness returns one member; false when s is empty.
func (s Protocols) Witness() (Protocols, bool) {
	for _, p := range protocolNames {
		if s.Overlaps(p.set) {
			return p.set, true
		}
	}
	return 0, false
}

// Each lists the members as one-element sets.
func (s Protocols) Each() []Protocols {
	var out []Protocols
	for _, p := range protocolNames {
		if s.Overlaps(p.set) {
			out = append(out, p.set)
		}
	}
	return out
}

// String is canonical: "Any", "none", or names joined by commas.
func (s Protocols) String() string {
	switch {
	case s.IsEmpty():
		return "none"
	case s.Covers(AllProtocols):
		return "Any"
	}
	var parts []string
	for _, p := range protocolNames {
		if s.Overlaps(p.set) {
			parts = append(parts, p.name)
		}
	}
	return strings.Join(parts, ",")
}

// ParseProtocols reads a protocol name in any letter case; "Any" and `*` mean
// all of them. Firewalls know TCP, UDP, ICMP and Any, security groups also ESP
// and AH; which are acceptable is for the caller to say.
func ParseProtocols(text string) (Protocols, error) {
	if text == "*" || strings.EqualFold(text, "any") {
		return AllProtocols, nil
	}
	for _, p := range protocolNames {
		if p.set != Other && strings.EqualFold(text, p.name) {
			return p.set, nil
		}
	}
	return 0, fmt.Errorf("protocol %q is unknown; use TCP, UDP, ICMP, ESP, AH or Any", text)
}
