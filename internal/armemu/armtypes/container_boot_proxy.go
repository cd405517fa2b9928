package armtypes

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// proxyFor gives the proxy through which the nodes ask a host over HTTPS, nil where they ask it themselves. Without an httpsProxy the
// httpProxy serves both (learn.microsoft.com, aks/http-proxy, 2026). The check of the API server never asks for it: AKS puts its name into
// effectiveNoProxy (answers of `az aks show` in public repositories).
func (b *boot) proxyFor(host string) *url.URL {
	config := b.group.cluster.Obj("properties.httpProxyConfig")
	if on, set := config["enabled"].(bool); set && !on {
		return nil // aks-facts.md 7: it can be disabled
	}
	text := config.Str("httpsProxy")
	if text == "" {
		text = config.Str("httpProxy")
	}
	for _, entry := range config.Strs("noProxy") {
		if entry == "*" || withinDomain(host, entry) {
			return nil
		}
	}
	proxy, err := url.Parse(text)
	if err != nil || proxy.Hostname() == "" || !oneOf(proxy.Scheme, "http", "https") {
		return nil
	}
	return proxy
}

// withinDomain tells whether a name is that of an entry of noProxy, or below it; a dot in front makes no difference to curl.
func withinDomain(host, entry string) bool {
	host, entry = strings.ToLower(host), strings.TrimPrefix(strings.ToLower(entry), ".")
	return host == entry || strings.HasSuffix(host, "."+entry)
}

// proxyPacket is the connection to a proxy; what is spoken over it is no request in which a firewall could read a name. Of a proxy that
// goes by name nobody here knows the address: false.
func (b *boot) proxyPacket(subnet string, proxy *url.URL) (Packet, bool) {
	address, err := netip.ParseAddr(proxy.Hostname())
	if err != nil {
		return Packet{}, false
	}
	port, err := strconv.ParseUint(proxy.Port(), 10, 16)
	if err != nil || port == 0 {
		port = map[string]uint64{"http": 80, "https": 443}[strings.ToLower(proxy.Scheme)]
	}
	return Packet{
		Subnet: subnet, Protocol: "TCP", Port: int(port), Destination: address.String(),
		ServiceTags: bootTags(b.group.location, b.serverAddress()), Outbound: b.group.balancerAddresses(),
	}, true
}
