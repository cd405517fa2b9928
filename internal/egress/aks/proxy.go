package aks

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Proxy is the HTTP proxy of a cluster's nodes and pods. What they ask over HTTP and HTTPS goes there, the check of the
// registry in the bootstrap too; what lies behind is the proxy's affair (aks-facts.md 5, "HTTP proxy").
type Proxy struct {
	// HTTP and HTTPS are the endpoints for the two; nil means straight on, but HTTPS goes to that of HTTP where it has none of its own.
	HTTP, HTTPS *ProxyEndpoint
	// Except are the names of noProxy and what is below them.
	Except []netset.Pattern
}

// ProxyEndpoint is where a proxy listens: at a host that is a name or an address.
type ProxyEndpoint struct {
	Host string
	Port uint16
}

// destination is the proxy. The address of one that goes by name is not known, and may be private.
func (e ProxyEndpoint) destination() egress.Destination {
	if a, err := netip.ParseAddr(e.Host); err == nil {
		return egress.Destination{Addresses: netset.SingleAddress(a)}
	}
	d := egress.Destination{Subnet: "(not known)"}
	if p, err := netset.ParsePattern(e.Host); err == nil {
		d.Names = []netset.Pattern{p}
	}
	return d
}

// of is the endpoint for a flow, nil where it goes straight on.
func (p *Proxy) of(f egress.Flow) *ProxyEndpoint {
	switch {
	case len(f.Destination.Names) == 0:
		return nil
	case f.L7 == egress.L7HTTP:
		return p.HTTP
	case f.L7 == egress.L7HTTPS && p.HTTPS != nil:
		return p.HTTPS
	case f.L7 == egress.L7HTTPS: // httpProxy then serves both (learn.microsoft.com/azure/aks/http-proxy, 2026-11)
		return p.HTTP
	}
	return nil
}

// way is how a demand is met with a proxy.
type way int

const (
	direct  way = iota
	proxied     // through the proxy
	either      // one of the two, and nobody says which
)

func (p *Proxy) way(d Demand) way {
	names := netset.NamesOf(d.Flow.Destination.Names...)
	except := netset.NamesOf(p.Except...)
	switch {
	case p.of(d.Flow) == nil, len(d.Rows) == 0, except.Covers(names):
		return direct
	case slices.ContainsFunc(d.Rows, func(r cloud.Endpoint) bool { return r.Feature == cloud.FeatureWindows }):
		return direct // Windows nodes use no proxy
	case slices.ContainsFunc(d.Rows, toAPIServer), except.Overlaps(names):
		return either // AKS adds the API server's name to noProxy, which nothing documents
	}
	return proxied
}

// divert sends the demands of one subnet through the proxy.
func (p *Proxy) divert(list []Demand) []Demand {
	settled := map[string]bool{} // choices of which an option goes through the proxy
	for _, d := range list {
		if d.Flow.Choice != "" && p.way(d) == proxied {
			settled[d.Flow.Choice] = true
		}
	}
	var out []Demand
	var behind []Demand
	for _, d := range list {
		switch w := p.way(d); {
		case w == proxied:
			behind = append(behind, d)
		case settled[d.Flow.Choice] && d.Flow.Choice != "":
		case w == either && d.Flow.Choice == "":
			out = append(out, p.both(d)...)
		default:
			out = append(out, d)
		}
	}
	for _, e := range slices.Compact([]*ProxyEndpoint{p.HTTP, p.HTTPS}) {
		if d, ok := p.reach(e, behind); ok {
			out = append(out, d)
		}
	}
	return out
}

// both makes a demand of two options, of which one is enough.
func (p *Proxy) both(d Demand) []Demand {
	through := d
	through.Flow = to(*p.of(d.Flow), d.Flow)
	through.Flow.Purpose += ", through the proxy"
	d.Flow.Choice = "http_proxy: " + d.Flow.Destination.Text()
	through.Flow.Choice, d.Flow.Option, through.Flow.Option = d.Flow.Choice, "direct", "proxy"
	return []Demand{d, through}
}

// reach is the demand for an endpoint itself: it is as strong as the strongest that is behind it, that of a check of the
// bootstrap first.
func (p *Proxy) reach(e *ProxyEndpoint, behind []Demand) (Demand, bool) {
	if e == nil {
		return Demand{}, false
	}
	behind = slices.DeleteFunc(slices.Clone(behind), func(d Demand) bool { return *p.of(d.Flow) != *e })
	if len(behind) == 0 {
		return Demand{}, false
	}
	strongest := slices.MinFunc(behind, func(a, b Demand) int {
		return cmp.Or(rank(a.Flow.Level)-rank(b.Flow.Level), b.Flow.ExitCode-a.Flow.ExitCode)
	})
	out := Demand{Flow: to(*e, strongest.Flow), Rows: strongest.Rows}
	out.Flow.Purpose = fmt.Sprintf("HTTP proxy of the nodes, for %d destinations behind it", len(behind))
	return out, true
}

// to is a flow aimed at the proxy instead. What is spoken to it is no request that a firewall could read a name from.
func to(e ProxyEndpoint, f egress.Flow) egress.Flow {
	f.Destination, f.Ports, f.L7 = e.destination(), netset.PortsOf(e.Port), egress.L7None
	f.Choice, f.Option, f.NoInspection, f.APIServerOf = "", "", false, ""
	return f
}

// proxyOf reads the proxy of a profile; nil where there is none.
func proxyOf(in *document.HTTPProxy) (*Proxy, document.Errors) {
	if in == nil {
		return nil, nil
	}
	var problems document.Errors
	endpoint := func(field, text string) *ProxyEndpoint {
		if text == "" {
			return nil
		}
		e, err := parseProxy(text)
		if err != nil {
			problems = append(problems, document.Problem{Path: "http_proxy_config." + field, Text: err.Error()})
		}
		return &e
	}
	out := &Proxy{HTTP: endpoint("http_proxy", in.HTTP), HTTPS: endpoint("https_proxy", in.HTTPS)}
	if out.HTTP != nil && out.HTTPS != nil && *out.HTTP == *out.HTTPS {
		out.HTTPS = out.HTTP
	}
	for i, text := range in.NoProxy {
		if _, err := netset.ParseAddresses(text); err == nil && text != "*" {
			continue // addresses are no names
		}
		name, err := netset.LiteralPattern(strings.TrimPrefix(text, "."))
		if err != nil {
			problems = append(problems, document.Problem{Path: fmt.Sprintf("http_proxy_config.no_proxy[%d]", i), Text: err.Error()})
			continue
		}
		below, err := netset.ParsePattern("*." + name.String())
		if err == nil {
			out.Except = append(out.Except, name, below)
		}
	}
	return out, problems
}

func parseProxy(text string) (ProxyEndpoint, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ProxyEndpoint{}, fmt.Errorf("%q is not like http://10.0.0.4:3128/", text)
	}
	port := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	if u.Port() != "" {
		port = u.Port()
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return ProxyEndpoint{}, fmt.Errorf("%q is not a port", port)
	}
	if u.User != nil {
		return ProxyEndpoint{}, errors.New("AKS takes no user and password for a proxy")
	}
	return ProxyEndpoint{u.Hostname(), uint16(n)}, nil
}
