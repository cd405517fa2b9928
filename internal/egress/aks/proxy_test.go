package aks

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// through is what a profile asks for with a proxy.
func through(t *testing.T, p document.Profile, proxy document.HTTPProxy) []string {
	t.Helper()
	p.Subnets, p.Region, p.HTTPProxy = []string{"vnet/aks"}, "eastus", &proxy
	x, err := Expand(p)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range x.Flows {
		if f.Reason != "AK-23" {
			out = append(out, line(f))
		}
	}
	return out
}

// TestProxy: what nodes ask for by name goes to the proxy, the registry's check too; everything else goes straight on, and
// the API server may go either way.
func TestProxy(t *testing.T) {
	t.Parallel()
	const url = "http://10.9.0.4:3128/"
	both := document.HTTPProxy{HTTP: url, HTTPS: url}
	api := []string{
		"AK-1 required https one of *.hcp.eastus.azmk8s.io:443" + apiTag + " if http_proxy: *.hcp.eastus.azmk8s.io=direct exit 51",
		"AK-1 required tcp 10.9.0.4:3128 if http_proxy: *.hcp.eastus.azmk8s.io=proxy exit 51",
	}
	for _, tt := range []struct {
		name    string
		profile document.Profile
		proxy   document.HTTPProxy
		want    []string
	}{
		{"one proxy for all", document.Profile{}, both, append(slices.Clone(api), "AK-5 required tcp 10.9.0.4:3128 exit 50")},
		{"a private cluster", document.Profile{Private: true}, both, []string{"AK-5 required tcp 10.9.0.4:3128 exit 50"}},
		{"what is no HTTP", document.Profile{Private: true, DNSServers: []string{"10.8.0.4"}}, both, []string{
			"AK-13 required udp 10.8.0.4:53 exit 52", "AK-13 conditional tcp 10.8.0.4:53 exit 52", "AK-5 required tcp 10.9.0.4:3128 exit 50",
		}},
		{"names that go straight", document.Profile{Private: true}, document.HTTPProxy{HTTPS: "https://10.9.0.5", NoProxy: []string{"mcr.microsoft.com", ".azure.com", "10.0.0.0/8"}}, []string{
			"AK-6 required https *.data.mcr.microsoft.com:443", "AK-7 required https management.azure.com:443", "AK-5 required https mcr.microsoft.com:443 exit 50",
			"AK-10 required https packages.aks.azure.com:443", "AK-8 required tcp 10.9.0.5:443",
		}},
		{"a choice of which one option is behind the proxy", document.Profile{Private: true, Features: []string{"azure_monitor"}}, both, []string{"AK-5 required tcp 10.9.0.4:3128 exit 50"}},
		{"one proxy for both", document.Profile{Private: true, Levels: []string{"required"}}, document.HTTPProxy{HTTP: url}, []string{
			"AK-5 required tcp 10.9.0.4:3128 exit 50",
		}},
	} {
		if diff := cmp.Diff(tt.want, through(t, tt.profile, tt.proxy)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
	if got := through(t, document.Profile{Windows: true, Private: true}, both); !slices.ContainsFunc(got, func(l string) bool { return strings.HasPrefix(l, "AK-17 conditional https") }) {
		t.Errorf("Windows nodes use no proxy: %v", got)
	}
}

// TestProxyJudged: with a proxy inside the network no rule for names is needed, and one that cannot be reached stops the
// nodes; where it goes by name, nobody knows.
func TestProxyJudged(t *testing.T) {
	t.Parallel()
	shut := world(egress.ApplicationRule{}, egress.KindApplication)
	shut.Firewalls[0].Collections = nil
	for host, want := range map[string]egress.Status{"10.42.3.9": egress.Allowed, "20.1.1.1": egress.Denied, "proxy.corp.example": egress.Indeterminate} {
		e := &ProxyEndpoint{Host: host, Port: 3128}
		q := question(cloud.Profile{PrivateCluster: true})
		q.Proxy, q.Levels = &Proxy{HTTP: e, HTTPS: e}, DefaultLevels()
		r := egress.Evaluate(shut, flowsOf(t, q), egress.Options{})
		if got := r.Outcome(); got != want {
			t.Errorf("%s: %s, want %s", host, got, want)
		}
	}
	// A public API server need not be reachable both ways.
	open := world(egress.NetworkRule{
		Name: "api", Source: everywhere(), Protocols: netset.TCP, Ports: netset.PortsOf(3128),
		Destination: egress.AddressSpec{Addresses: netset.SingleAddress(netip.MustParseAddr("20.1.1.1"))},
	}, egress.KindNetwork)
	e := &ProxyEndpoint{Host: "20.1.1.1", Port: 3128}
	q := question(cloud.Profile{})
	q.Proxy, q.Levels = &Proxy{HTTP: e, HTTPS: e}, DefaultLevels()
	if r := egress.Evaluate(open, flowsOf(t, q), egress.Options{}); r.Outcome() != egress.Allowed {
		t.Errorf("one of two ways is open: %s", r.Outcome())
	}
}

// TestBadProxy: what cannot be is told at its place.
func TestBadProxy(t *testing.T) {
	t.Parallel()
	for field, proxy := range map[string]document.HTTPProxy{
		`http_proxy_config.http_proxy: "10.0.0.4:3128" is not like http://10.0.0.4:3128/`: {HTTP: "10.0.0.4:3128"},
		`http_proxy_config.https_proxy: "0" is not a port`:                                {HTTPS: "http://10.0.0.4:0"},
		`http_proxy_config.http_proxy: AKS takes no user and password for a proxy`:        {HTTP: "http://u:p@10.0.0.4"},
		`http_proxy_config.no_proxy[1]: name "*.x.example": a wildcard is not allowed`:    {HTTP: "http://10.0.0.4", NoProxy: []string{"localhost", "*.x.example"}},
	} {
		_, err := Expand(document.Profile{Subnets: []string{"v/a"}, Region: "eastus", HTTPProxy: &proxy})
		if err == nil || !strings.HasPrefix(err.Error(), field) {
			t.Errorf("%v, want %s", err, field)
		}
	}
}
