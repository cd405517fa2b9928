package netset

import (
	"fmt"
	"strconv"
	"strings"
)

type port uint16

func (p port) compare(q port) int     { return int(p) - int(q) }
func (p port) next() (port, bool)     { return p + 1, p < 65535 }
func (p port) prev() (port, bool)     { return p - 1, p > 0 }
func portSpan(lo, hi port) span[port] { return span[port]{lo, hi} }

// Ports is a set of TCP or UDP ports, 0 to 65535. The zero value is empty.
type Ports struct{ spans []span[port] }

// PortRange is a run of ports, both ends included.
type PortRange struct{ Low, High uint16 }

// AllPorts is what `*` means in a rule.
func AllPorts() Ports { return Ports{[]span[port]{portSpan(0, 65535)}} }

// PortsOf holds the given ports.
func PortsOf(numbers ...uint16) Ports {
	spans := make([]span[port], len(numbers))
	for i, n := range numbers {
		spans[i] = portSpan(port(n), port(n))
	}
	return Ports{normalize(spans)}
}

// PortsBetween holds low…high inclusive, nothing when low exceeds high.
func PortsBetween(low, high uint16) Ports {
	if low > high {
		return Ports{}
	}
	return Ports{[]span[port]{portSpan(port(low), port(high))}}
}

// Union holds the ports of either set.
func (s Ports) Union(t Ports) Ports { return Ports{union(s.spans, t.spans)} }

// Intersect holds the ports of both sets.
func (s Ports) Intersect(t Ports) Ports { return Ports{intersect(s.spans, t.spans)} }

// Minus holds the ports of s that are not in t.
func (s Ports) Minus(t Ports) Ports { return Ports{minus(s.spans, t.spans)} }

// Covers reports t ⊆ s.
func (s Ports) Covers(t Ports) bool { return covers(s.spans, t.spans) }

// Overlaps reports whether the sets share a port.
func (s Ports) Overlaps(t Ports) bool { return overlaps(s.spans, t.spans) }

// Contains reports whether p is in the set.
func (s Ports) Contains(p uint16) bool { return contains(s.spans, port(p)) }

// Equal reports whether the sets hold the same ports.
func (s Ports) Equal(t Ports) bool { return equal(s.spans, t.spans) }

// IsEmpty reports whether the set holds nothing.
func (s Ports) IsEmpty() bool { return len(s.spans) == 0 }

// Single returns the only port of a set that holds exactly one.
func (s Ports) Single() (uint16, bool) {
	if len(s.spans) != 1 || s.spans[0].lo != s.spans[0].hi {
		return 0, false
	}
	return uint16(s.spans[0].lo), true
}

// Witness returns the lowest port but 0, which no service listens on, unless 0
// is all there is. False when s is empty.
func (s Ports) Witness() (uint16, bool) {
	if len(s.spans) == 0 {
		return 0, false
	}
	first := s.spans[0]
	if first.lo != 0 {
		return uint16(first.lo), true
	}
	if first.hi > 0 {
		return 1, true
	}
	if len(s.spans) > 1 {
		return uint16(s.spans[1].lo), true
	}
	return 0, true
}

// Ranges lists the maximal runs in order.
func (s Ports) Ranges() []PortRange {
	out := make([]PortRange, len(s.spans))
	for i, p := range s.spans {
		out[i] = PortRange{uint16(p.lo), uint16(p.hi)}
	}
	return out
}

// String is canonical: "*" for all, "none" for nothing, else "80,443,8000-8999".
func (s Ports) String() string {
	if s.IsEmpty() {
		return "none"
	}
	if s.Equal(AllPorts()) {
		return "*"
	}
	parts := make([]string, 0, len(s.spans))
	for _, r := range s.Ranges() {
		if r.Low == r.High {
			parts = append(parts, strconv.Itoa(int(r.Low)))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", r.Low, r.High))
		}
	}
	return strings.Join(parts, ",")
}

// PortAtoms cuts the union of the sets into the fewest disjoint classes such
// that each set is a union of classes.
func PortAtoms(sets ...Ports) []Ports {
	in := make([][]span[port], len(sets))
	for i, s := range sets {
		in[i] = s.spans
	}
	var out []Ports
	for _, c := range atoms(in) {
		out = append(out, Ports{c})
	}
	return out
}

// ParsePorts reads one element of a port list: a number, a range "80-90" or
// `*`. Which numbers a given kind of rule accepts is for the caller to say.
func ParsePorts(text string) (Ports, error) {
	if text == "*" {
		return AllPorts(), nil
	}
	lowText, highText, dashed := strings.Cut(text, "-")
	low, err := parsePort(lowText)
	if err != nil {
		return Ports{}, fmt.Errorf("port %q: %w", text, err)
	}
	if !dashed {
		return PortsOf(low), nil
	}
	high, err := parsePort(highText)
	if err != nil {
		return Ports{}, fmt.Errorf("port range %q: %w", text, err)
	}
	if low > high {
		return Ports{}, fmt.Errorf("port range %q ends before it starts", text)
	}
	return PortsBetween(low, high), nil
}

func parsePort(text string) (uint16, error) {
	if text == "" {
		return 0, fmt.Errorf("a number from 0 to 65535 is missing")
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("%q is not a number from 0 to 65535", text)
		}
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number from 0 to 65535", text)
	}
	return uint16(n), nil
}
