package armemu_test

import (
	"net/http"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// Nodes with an HTTP proxy ask it for what lies outside, and the way to it is what must be open. The API server they ask themselves.
func TestNodesBootThroughProxy(t *testing.T) {
	t.Parallel()
	c := bootWorld(t, armemu.Options{}, func(*client) {})
	empty, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	const server, inside = "*.hcp.westeurope.azmk8s.io", "http://10.1.4.9:3128/"
	both := func(url, except string) string {
		return `{"properties": {"httpProxyConfig": {"httpProxy": "` + url + `", "httpsProxy": "` + url + `", "noProxy": [` + except + `]}}}`
	}
	for name, tt := range map[string]struct{ application, dns, over, exit string }{
		"in the network":              {names(server), "", both(inside, ""), ""},
		"for HTTP serves HTTPS too":   {names(server), "", `{"properties": {"httpProxyConfig": {"httpProxy": "` + inside + `"}}}`, ""},
		"disabled":                    {names(server), "", `{"properties": {"httpProxyConfig": {"enabled": false, "httpsProxy": "` + inside + `"}}}`, "50"},
		"for HTTPS wins":              {names(server), "", `{"properties": {"httpProxyConfig": {"httpProxy": "` + inside + `", "httpsProxy": "http://9.9.9.9:3128/"}}}`, "50"},
		"not for the API server":      {otherRule, "", both(inside, ""), "51"},
		"not for the registry":        {names(server), "", both(inside, `"10.0.0.0/8", "MCR.microsoft.com"`), "50"},
		"not for a domain":            {names(server), "", both(inside, `".aks.azure.com"`), "41"},
		"not for a domain, dotless":   {names(server), "", both(inside, `"microsoft.com"`), "50"},
		"for what only looks alike":   {names(server), "", both(inside, `"r.microsoft.com", "com.microsoft"`), ""},
		"not for the registry, open":  {names(server, "mcr.microsoft.com"), "", both(inside, `"mcr.microsoft.com"`), ""},
		"outside, let through":        {names(server), "", both("http://9.9.9.9:1/", ""), ""},
		"outside, another port":       {names(server), "", both("http://9.9.9.9:3128/", ""), "50"},
		"outside, the port of HTTPS":  {names(server), "", both("https://9.9.9.9/", ""), "50"},
		"by name, of unknown address": {names(server), "", both("http://proxy.test:3128/", ""), ""},
		"by name, no name server":     {names(server), "10.200.0.4", both("http://proxy.test:3128/", ""), "50"},
		"by address, no name server":  {names(server), "10.200.0.4", both(inside, ""), "52"},
	} {
		if err := c.Restore(empty); err != nil {
			t.Fatal(err)
		}
		c.firewall(tt.application, otherNet, func(*client) {})
		if tt.dns != "" {
			c.nameServers(tt.dns)
		}
		if got := c.exit(c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, tt.over))); got != tt.exit {
			t.Errorf("%s: exit %q, want %q", name, got, tt.exit)
		}
	}
}
