package armemu_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// sovereign are the clouds beside the public one: what their nodes ask for when they boot, and where their names end.
var sovereign = map[string]struct {
	location, registry, server, packages string
	// ending is that of the API server's names, login that of kubelogin's cloud.
	ending, issuer, label, login string
	manager, entra               string
}{
	"US Government": {
		"usgovvirginia", "mcr.microsoft.com", "*.hcp.usgovvirginia.cx.aks.containerservice.azure.us", "packages.aks.azure.com",
		".usgovvirginia.cx.aks.containerservice.azure.us", ".oic.prod-aks.azure.us/", ".usgovvirginia.cloudapp.usgovcloudapi.net", "AzureUSGovernmentCloud",
		"management.usgovcloudapi.net", "login.microsoftonline.us",
	},
	"China": {
		"chinaeast2", "gcr.azk8s.cn", "*.hcp.chinaeast2.cx.prod.service.azk8s.cn", "mirror.azk8s.cn",
		".chinaeast2.cx.prod.service.azk8s.cn", ".oic.prod-aks.azure.cn/", ".chinaeast2.cloudapp.chinacloudapi.cn", "AzureChinaCloud",
		"management.chinacloudapi.cn", "login.chinacloudapi.cn",
	},
}

// moved brings a body to another region.
func moved(body, location string) string { return strings.ReplaceAll(body, "westeurope", location) }

// Nodes of a sovereign cloud ask for its own names (AK-27, AK-28): those of the public cloud do not help them.
func TestNodesBootInEveryCloud(t *testing.T) {
	t.Parallel()
	for title, cloud := range sovereign {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			c := bootWorldIn(t, cloud.location, armemu.Options{}, func(*client) {})
			empty, err := c.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			for name, tt := range map[string]struct{ application, network, exit string }{
				"the names are let through": {names(cloud.registry, cloud.server, cloud.packages), otherNet, ""},
				"the tag is":                {tagRule, otherNet, ""},
				"not the registry":          {names("a.test", cloud.server, cloud.packages), otherNet, "50"},
				"the public cloud's server": {names(cloud.registry, cloud.packages, "*.azmk8s.io"), otherNet, "51"},
				"the API server by tag":     {names(cloud.registry, cloud.packages), moved(regionNet, cloud.location), ""},
				"not the packages":          {names(cloud.registry, cloud.server), otherNet, "41"},
			} {
				if err := c.Restore(empty); err != nil {
					t.Fatal(err)
				}
				c.want(http.StatusOK, http.MethodPut, networkA+"/azureFirewalls/fw", moved(bootFirewall(tt.application, tt.network), cloud.location))
				c.settled(networkA + "/azureFirewalls/fw")
				made := c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, moved(baseCluster, cloud.location), `{}`))
				if got := c.exit(made); got != tt.exit {
					t.Errorf("%s: exit %q, want %q", name, got, tt.exit)
				}
			}
		})
	}
}

// Every name of a cluster lies in its cloud, and so does what it says that it needs.
func TestClusterNamesInEveryCloud(t *testing.T) {
	t.Parallel()
	for title, cloud := range sovereign {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			c := bootWorldIn(t, cloud.location, armemu.Options{}, func(*client) {})
			zone := networkA + "/privateDnsZones/privatelink."
			private := `{"properties": {"bootstrapProfile": {"artifactSource": "Cache"}, "oidcIssuerProfile": {"enabled": true}, "aadProfile": {"managed": true},
				"apiServerAccessProfile": {"enablePrivateCluster": true, "enablePrivateClusterPublicFQDN": true`
			base := moved(baseCluster, cloud.location)
			refused := c.want(http.StatusBadRequest, http.MethodPut, clusterA, merged(t, base, private+`, "privateDNSZone": "`+zone+cloud.location+`.azmk8s.io"}}}`))
			if !strings.Contains(refused.Body.Str("message"), "privatelink.<region>"+strings.TrimPrefix(cloud.ending, "."+cloud.location)) {
				t.Errorf("the zone of the public cloud: %s", refused.Raw)
			}
			c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, base, private+`}}}`))
			c.settled(clusterA)
			now := c.want(http.StatusOK, http.MethodGet, clusterA, nil).Body
			for path, end := range map[string]string{
				"properties.fqdn": ".hcp" + cloud.ending, "properties.azurePortalFQDN": ".portal.hcp" + cloud.ending, "properties.privateFQDN": ".privatelink" + cloud.ending,
			} {
				if got := now.Str(path); !strings.HasSuffix(got, end) {
					t.Errorf("%s: %s, want …%s", path, got, end)
				}
			}
			if got := now.Str("properties.oidcIssuerProfile.issuerURL"); !strings.Contains(got, cloud.location+cloud.issuer) {
				t.Error(got)
			}
			kubeconfig := c.want(http.StatusOK, http.MethodPost, clusterA+"/listClusterUserCredential", nil).Body.Objs("kubeconfigs")[0].Str("value")
			text, err := base64.StdEncoding.DecodeString(kubeconfig)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"server: https://" + now.Str("properties.privateFQDN") + ":443\n", "- " + cloud.login + "\n"} {
				if !strings.Contains(string(text), want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			needs := c.want(http.StatusOK, http.MethodGet, clusterA+"/outboundNetworkDependenciesEndpoints", nil).Raw
			for _, host := range []string{cloud.manager, cloud.entra} {
				if !strings.Contains(needs, `"`+host+`"`) {
					t.Errorf("no %s in %s", host, needs)
				}
			}
			for _, host := range []string{"management.azure.com", "login.microsoftonline.com"} {
				if strings.Contains(needs, `"`+host+`"`) {
					t.Errorf("%s in %s", host, needs)
				}
			}
		})
	}
}

// The DNS label of a public address ends in the cloud of its region.
func TestPublicIPNameInEveryCloud(t *testing.T) {
	t.Parallel()
	for title, cloud := range sovereign {
		c := newClient(t, armemu.Options{})
		c.group(groupA)
		c.puts(networkA+"/publicIPAddresses/ip", `{"location": "`+cloud.location+`", "sku": {"name": "Standard"}, "properties": {"publicIPAllocationMethod": "Static", "dnsSettings": {"domainNameLabel": "lab"}}}`)
		if got := c.want(http.StatusOK, http.MethodGet, networkA+"/publicIPAddresses/ip", nil).Body.Str("properties.dnsSettings.fqdn"); got != "lab"+cloud.label {
			t.Errorf("%s: %s", title, got)
		}
	}
}
