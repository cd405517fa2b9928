package survey

import (
	"net/url"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// somewhere stands for a proxy whose URL nobody can read: a name that leads nowhere (RFC 2606), so that what is asked through
// it is not decidable.
const somewhere = "http://proxy.invalid/"

// proxyOf converts the HTTP proxy of a cluster (properties.httpProxyConfig of managedClusters, REST 2025-10-01); nil where it has none, or
// one that is switched off. User names and passwords in a URL are left out: a document is shown and saved.
func proxyOf(o armclient.Object) *document.HTTPProxy {
	at := []string{"properties", "httpProxyConfig"}
	if enabled, given := o.Bool(append(at, "enabled")...); o.Map(at...) == nil || given && !enabled {
		return nil
	}
	p := &document.HTTPProxy{HTTP: proxyURL(o.String(append(at, "httpProxy")...)), HTTPS: proxyURL(o.String(append(at, "httpsProxy")...))}
	if p.HTTP == "" && p.HTTPS == "" {
		return nil
	}
	p.NoProxy = texts(o, exceptText, append(at, "noProxy")...).Items
	return p
}

func proxyURL(text string) string {
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.Port() == "0" || len(u.Port()) > 5 || len(u.Port()) == 5 && u.Port() > "65535" {
		return somewhere
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}

// exceptText accepts a name or a range that is asked without the proxy.
func exceptText(text string) (string, bool) {
	if _, err := netset.ParseAddresses(text); err == nil && text != "*" {
		return text, true
	}
	_, err := netset.LiteralPattern(strings.TrimPrefix(text, "."))
	return text, err == nil
}
