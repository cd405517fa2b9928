package walk

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// Packet is the first packet of one connection.
type Packet struct {
	// Subnet is the id of the subnet that it starts from.
	Subnet string `json:"subnet"`
	// Source is the address of the host; left out it is the first one of the subnet that a host can have.
	Source string `json:"source,omitempty"`
	// Protocol is TCP, UDP, ICMP, ESP or AH; left out it is TCP.
	Protocol string `json:"protocol,omitempty"`
	// Destination is the address that the host sends to; left out it is what Name resolves to (Given.Names).
	Destination string `json:"destination,omitempty"`
	// Name is what the host asked its resolver for.
	Name string `json:"name,omitempty"`
	// Port and SourcePort are those of TCP and UDP. A source port that is left out is 50000.
	Port       int `json:"port,omitempty"`
	SourcePort int `json:"source_port,omitempty"`
	// Speaks is what follows the handshake: http, https, mssql, or nothing that a firewall knows (FW-8).
	Speaks string `json:"speaks,omitempty"`
	// ServerName is the server name of TLS, the Host header of HTTP, the server of MSSQL; "" means that the client sends none (FW-22, FW-32).
	ServerName string `json:"server_name,omitempty"`
	// Path of the URL, for rules with URLs; left out it is "/" (FW-28).
	Path string `json:"path,omitempty"`
	// Outbound are the public addresses of a load balancer whose outbound rule serves the host: with them it leaves where its routes lead to the
	// Internet, be its subnet private or not (RT-21). A NAT gateway goes before.
	Outbound []string `json:"outbound,omitempty"`
	// Given is what the world adds to the stored documents.
	Given Given `json:"given,omitzero"`
	// Otherwise names the doubts to take the other way.
	Otherwise []Doubt `json:"otherwise,omitempty"`
}

// parsed is a packet that is known to be well formed.
type parsed struct {
	source, dest   netip.Addr
	protocol       string // "TCP", …
	port, from     int
	speaks, server string // lower case
	name, path     string
}

var (
	protocols = []string{"TCP", "UDP", "ICMP", "ESP", "AH"}
	speech    = []string{"", "http", "https", "mssql"}
)

// parse checks a packet's words; start is the subnet that it names.
func (p *Packet) parse(start *subnet, g *given) (parsed, error) {
	out := parsed{
		protocol: strings.ToUpper(p.Protocol), speaks: strings.ToLower(p.Speaks), port: p.Port, from: p.SourcePort,
		name: plainName(p.Name), server: plainName(p.ServerName), path: p.Path,
	}
	if out.protocol == "" {
		out.protocol = "TCP"
	}
	if out.from == 0 {
		out.from = 50000
	}
	if out.path == "" {
		out.path = "/"
	}
	switch {
	case !slices.Contains(protocols, out.protocol):
		return out, fmt.Errorf("protocol %q is none of %s", p.Protocol, strings.Join(protocols, ", "))
	case !slices.Contains(speech, out.speaks):
		return out, fmt.Errorf("the packet speaks %q, which is none of %s", p.Speaks, strings.Join(speech[1:], ", "))
	case hasPorts(out.protocol) && (!isPort(out.port) || !isPort(out.from)):
		return out, fmt.Errorf("%s needs ports from 1 to 65535, not %d and %d", out.protocol, out.port, out.from)
	}
	var err error
	if out.source, err = p.sourceIn(start); err != nil {
		return out, err
	}
	out.dest, err = p.destination(out.name, g)
	return out, err
}

// sourceIn gives the host's address.
func (p *Packet) sourceIn(start *subnet) (netip.Addr, error) {
	if p.Source == "" {
		for _, prefix := range start.prefixes {
			if first := prefix.Addr(); first.Is4() {
				return first.Next().Next().Next().Next(), nil // Azure keeps the first four
			}
		}
		return netip.Addr{}, fmt.Errorf("subnet %s has no IPv4 prefix", start.id)
	}
	a, err := netip.ParseAddr(p.Source)
	switch {
	case err != nil:
		return a, fmt.Errorf("reading the source: %w", err)
	case !inAny(start.prefixes, a):
		return a, fmt.Errorf("source %s is not in subnet %s", a, start.id)
	}
	return a, nil
}

// destination gives the address that the host sends to.
func (p *Packet) destination(name string, g *given) (netip.Addr, error) {
	if p.Destination != "" {
		a, err := netip.ParseAddr(p.Destination)
		switch {
		case err != nil:
			return a, fmt.Errorf("reading the destination: %w", err)
		case !a.Is4():
			return a, fmt.Errorf("destination %s is not IPv4", a)
		}
		return a, nil
	}
	if addresses := g.names[name]; len(addresses) > 0 {
		return addresses[0], nil
	}
	return netip.Addr{}, fmt.Errorf("the packet has no destination: give an address, or a name with what it resolves to")
}

// hasPorts tells whether a protocol has ports.
func hasPorts(protocol string) bool { return protocol == "TCP" || protocol == "UDP" }

func isPort(n int) bool { return n >= 1 && n <= 65535 }

func inAny(prefixes []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}

// sameID compares resource ids as ARM does.
func sameID(a, b string) bool { return strings.EqualFold(a, b) }

// parent is the id one level up, "" when there is none.
func parent(id string) string {
	parsed, err := armtypes.ParseID(id)
	if err != nil {
		return ""
	}
	up, ok := parsed.Parent()
	if !ok {
		return ""
	}
	return up.String()
}
