package armemu_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// rulesOf is a firewall's application rules by name, and network rules.
func bootFirewall(application, network string) string {
	return worldWords.Replace(`{"location": "westeurope", "sku": {"name": "AZFW_VNet", "tier": "Standard"}, "properties": {
		"ipConfigurations": [{"name": "c", "properties": {"subnet": {"id": "SUBNET/AzureFirewallSubnet"}, "publicIPAddress": {"id": "NETWORK/publicIPAddresses/fw"}}}],
		"applicationRuleCollections": [{"name": "app", "properties": {"priority": 100, "action": {"type": "Allow"}, "rules": [` + application + `]}}],
		"networkRuleCollections": [{"name": "net", "properties": {"priority": 100, "action": {"type": "Allow"}, "rules": [` + network + `]}}]}}`)
}

const (
	tagRule   = `{"name": "tag", "sourceAddresses": ["*"], "protocols": [{"protocolType": "Https", "port": 443}], "fqdnTags": ["AzureKubernetesService"]}`
	otherRule = `{"name": "other", "sourceAddresses": ["*"], "protocols": [{"protocolType": "Https", "port": 443}], "targetFqdns": ["example.com"]}`
	otherNet  = `{"name": "other", "sourceAddresses": ["*"], "protocols": ["TCP"], "destinationAddresses": ["9.9.9.9"], "destinationPorts": ["1"]}`
	regionNet = `{"name": "api", "sourceAddresses": ["*"], "protocols": ["TCP"], "destinationAddresses": ["AzureCloud.westeurope"], "destinationPorts": ["443"]}`
	bootRoute = `{"location": "westeurope", "properties": {"routes": [{"name": "default", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.1.0.4"}}]}}`
)

func names(list ...string) string {
	return `{"name": "names", "sourceAddresses": ["*"], "protocols": [{"protocolType": "Https", "port": 443}], "targetFqdns": ["` + strings.Join(list, `","`) + `"]}`
}

// bootWorld has a firewall in front of the nodes.
func bootWorld(t *testing.T, opts armemu.Options, settle func(*client)) *client {
	t.Helper()
	return bootWorldIn(t, "westeurope", opts, settle)
}

// bootWorldIn is bootWorld in another region.
func bootWorldIn(t *testing.T, location string, opts armemu.Options, settle func(*client)) *client {
	t.Helper()
	c := newClient(t, opts)
	c.group(groupA)
	put := func(path, body string) {
		c.want(http.StatusCreated, http.MethodPut, path, moved(worldWords.Replace(body), location))
		settle(c)
		c.settled(path)
	}
	put(networkA+"/routeTables/udr", bootRoute)
	put(networkA+"/publicIPAddresses/fw", `{"location": "westeurope", "sku": {"name": "Standard"}, "properties": {"publicIPAllocationMethod": "Static"}}`)
	put(networkA+"/networkSecurityGroups/deaf", `{"location": "westeurope", "properties": {"securityRules": [{"name": "dns", "properties": {"priority": 100, "direction": "Outbound", "access": "Deny",
		"protocol": "*", "sourceAddressPrefix": "*", "sourcePortRange": "*", "destinationAddressPrefix": "AzurePlatformDNS", "destinationPortRange": "*"}}]}}`)
	put(networkA+"/virtualNetworks/vn", `{"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}, "subnets": [
		{"name": "AzureFirewallSubnet", "properties": {"addressPrefix": "10.1.0.0/26"}},
		{"name": "udr", "properties": {"addressPrefix": "10.1.1.0/24", "routeTable": {"id": "NETWORK/routeTables/udr"}}},
		{"name": "deaf", "properties": {"addressPrefix": "10.1.2.0/24", "routeTable": {"id": "NETWORK/routeTables/udr"}, "networkSecurityGroup": {"id": "NETWORK/networkSecurityGroups/deaf"}}},
		{"name": "closed", "properties": {"addressPrefix": "10.1.3.0/24", "defaultOutboundAccess": false}},
		{"name": "open", "properties": {"addressPrefix": "10.1.4.0/24", "defaultOutboundAccess": true}},
		{"name": "api", "properties": {"addressPrefix": "10.1.10.0/28", "delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.ContainerService/managedClusters"}}]}}]}}`)
	put(networkA+"/azureFirewalls/fw", bootFirewall(otherRule, otherNet))
	put(identity, `{"location": "westeurope"}`)
	c.assign("44444444-4444-4444-8444-444444444440", networkContributor, sub)
	settle(c)
	return c
}

// firewall gives the firewall of the world other rules.
func (c *client) firewall(application, network string, settle func(*client)) {
	c.Helper()
	c.want(http.StatusOK, http.MethodPut, networkA+"/azureFirewalls/fw", bootFirewall(application, network))
	settle(c)
	c.settled(networkA + "/azureFirewalls/fw")
}

// failure is how the last operation of a cluster ended, from the polling URL of its acceptance.
func (c *client) failure(accepted answer) (state, code, message string) {
	c.Helper()
	c.want(http.StatusOK, http.MethodGet, accepted.Header.Get("Azure-AsyncOperation"), nil)
	end := c.want(http.StatusOK, http.MethodGet, accepted.Header.Get("Azure-AsyncOperation"), nil)
	return end.Body.Str("status"), end.Body.Str("error.code"), end.Body.Str("error.message")
}

var exitStatus = regexp.MustCompile(`exit status=(\d+)`)

// exit gives the exit status that nodes ended with, "" when they came up.
func (c *client) exit(accepted answer) string {
	c.Helper()
	status, code, message := c.failure(accepted)
	if status == "Succeeded" {
		return ""
	}
	m := exitStatus.FindStringSubmatch(message)
	if code != "VMExtensionProvisioningError" || m == nil {
		c.Fatalf("%s %s: %s", status, code, message)
	}
	return m[1]
}

// Nodes come up when their packets get through, and say what did not when they do not (AK-28).
func TestNodesBoot(t *testing.T) {
	t.Parallel()
	c := bootWorld(t, armemu.Options{}, func(*client) {})
	public := c.want(http.StatusOK, http.MethodGet, networkA+"/publicIPAddresses/fw", nil).Body.Str("properties.ipAddress")
	empty, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	const (
		mcr, server, packages = "mcr.microsoft.com", "*.hcp.westeurope.azmk8s.io", "packages.aks.azure.com"
		cache                 = `"bootstrapProfile": {"artifactSource": "Cache"}`
		private               = `"apiServerAccessProfile": {"enablePrivateCluster": true}`
	)
	properties := func(members ...string) string { return `{"properties": {` + strings.Join(members, ",") + `}}` }
	in := func(subnet string) string { return pools(pool(`{"vnetSubnetID": "SUBNET/` + subnet + `"}`)) }
	for name, tt := range map[string]struct{ application, network, dns, over, exit string }{
		"nothing is let through":       {otherRule, otherNet, "", `{}`, "50"},
		"the tag is":                   {tagRule, otherNet, "", `{}`, ""},
		"the names are":                {names(mcr, server, packages), otherNet, "", `{}`, ""},
		"not the registry":             {names(server, packages), otherNet, "", `{}`, "50"},
		"not the API server":           {names(mcr, packages), otherNet, "", `{}`, "51"},
		"not the packages":             {names(mcr, server), otherNet, "", `{}`, "41"},
		"the API server by tag":        {names(mcr, packages), regionNet, "", `{}`, ""},
		"another region's API server":  {names(mcr, packages, "*.hcp.eastus.azmk8s.io"), otherNet, "", `{}`, "51"},
		"ranges without the firewall":  {tagRule, otherNet, "", access(`"authorizedIPRanges": ["20.250.1.0/24"]`), "51"},
		"ranges with the firewall":     {tagRule, otherNet, "", access(`"authorizedIPRanges": ["20.250.1.0/24", "` + public + `"]`), ""},
		"a private cluster":            {names(mcr, packages), otherNet, "", properties(private), ""},
		"integration":                  {names(mcr, packages), otherNet, "", access(`"enableVnetIntegration": true, "subnetId": "SUBNET/api"`), ""},
		"a cache and a private server": {otherRule, otherNet, "", properties(private, cache), ""},
		"a cache alone":                {otherRule, otherNet, "", properties(cache), "51"},
		"no way out, none needed":      {otherRule, otherNet, "", properties(private, cache, `"networkProfile": {"outboundType": "none"}`), ""},
		"no way out, but needed":       {otherRule, otherNet, "", merge2(profile(`"outboundType": "none"`), in("closed")), "51"},
		"no name server, registry":     {tagRule, otherNet, "10.200.0.4", `{}`, "50"},
		"no name server, cache":        {tagRule, otherNet, "10.200.0.4", properties(private, cache), "52"},
		"second name server":           {tagRule, otherNet, `10.200.0.4", "168.63.129.16`, properties(private, cache), ""},
		"Azure's DNS blocked":          {tagRule, otherNet, "", merge2(properties(private, cache), in("deaf")), "53"},
		"balancer, closed subnet":      {otherRule, otherNet, "", merge2(profile(`"outboundType": "loadBalancer"`), in("closed")), ""},
		"balancer, ranges":             {otherRule, otherNet, "", merge2(merge2(profile(`"outboundType": "loadBalancer"`), in("closed")), access(`"authorizedIPRanges": ["20.250.1.0/24"]`)), ""},
		"balancer behind a firewall":   {tagRule, otherNet, "", merge2(profile(`"outboundType": "loadBalancer"`), access(`"authorizedIPRanges": ["20.250.1.0/24"]`)), "51"},
		"gateway of AKS, ranges":       {otherRule, otherNet, "", merge2(merge2(profile(`"outboundType": "managedNATGateway"`), pools(pool(`{"vnetSubnetID": null}`))), access(`"authorizedIPRanges": ["20.250.1.0/24"]`)), ""},
		"default access, ranges":       {otherRule, otherNet, "", merge2(merge2(profile(`"outboundType": "none"`), in("open")), access(`"authorizedIPRanges": ["20.250.1.0/24"]`)), "51"},
	} {
		if err := c.Restore(empty); err != nil {
			t.Fatal(err)
		}
		if tt.application != otherRule || tt.network != otherNet {
			c.firewall(tt.application, tt.network, func(*client) {})
		}
		if tt.dns != "" {
			c.nameServers(tt.dns)
		}
		made := c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, tt.over))
		if got := c.exit(made); got != tt.exit {
			t.Errorf("%s: exit %q, want %q", name, got, tt.exit)
		}
		want := "Failed"
		if tt.exit == "" {
			want = "Succeeded"
		}
		now := c.want(http.StatusOK, http.MethodGet, clusterA, nil).Body
		if state, poolState := now.Str("properties.provisioningState"), now.Objs("properties.agentPoolProfiles")[0].Str("provisioningState"); state != want || poolState != want {
			t.Errorf("%s: cluster %s, pool %s", name, state, poolState)
		}
	}
}

// nameServers sets those of the network.
func (c *client) nameServers(list string) {
	c.Helper()
	body := c.want(http.StatusOK, http.MethodGet, networkA+"/virtualNetworks/vn", nil).Body
	body.Set("properties.dhcpOptions.dnsServers", strings.Split(list, `", "`))
	c.want(http.StatusOK, http.MethodPut, networkA+"/virtualNetworks/vn", body)
	c.settled(networkA + "/virtualNetworks/vn")
}

// Nodes try for a while, as long as Azure's: who mends the way meanwhile sees them come up; who does not, a failure that the next write
// repairs.
func TestNodesTryForAWhile(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	settle := func(*client) { clock.Advance(20 * time.Minute) }
	c := bootWorld(t, armemu.Options{Clock: clock, TimeScale: 1}, settle)
	accepted := c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, `{}`))
	status := func() string {
		return c.want(http.StatusOK, http.MethodGet, accepted.Header.Get("Azure-AsyncOperation"), nil).Body.Str("status")
	}
	begun := clock.Now()
	for _, at := range []struct {
		after time.Duration
		want  string
	}{{8 * time.Minute, "InProgress"}, {12 * time.Minute, "InProgress"}, {13 * time.Minute, "Failed"}} {
		clock.Advance(begun.Add(at.after).Sub(clock.Now()))
		if got := status(); got != at.want {
			t.Errorf("after %v: %s, want %s", at.after, got, at.want)
		}
	}
	c.want(http.StatusOK, http.MethodPut, clusterA, merged(t, baseCluster, `{}`))
	clock.Advance(time.Hour)
	if state := c.want(http.StatusOK, http.MethodGet, clusterA, nil).Body.Str("properties.provisioningState"); state != "Failed" {
		t.Errorf("nothing was mended, and the cluster is %s", state)
	}
	c.want(http.StatusOK, http.MethodPatch, clusterA, `{"tags": {"a": "1"}}`)
	clock.Advance(time.Hour)
	if state := c.want(http.StatusOK, http.MethodGet, clusterA, nil).Body.Str("properties.provisioningState"); state != "Failed" {
		t.Errorf("tags were written, and the cluster is %s", state)
	}
	c.firewall(tagRule, otherNet, settle)
	c.want(http.StatusOK, http.MethodPut, clusterA, merged(t, baseCluster, `{}`))
	clock.Advance(time.Hour)
	if state := c.want(http.StatusOK, http.MethodGet, clusterA, nil).Body.Str("properties.provisioningState"); state != "Succeeded" {
		t.Errorf("all is mended, and the cluster is %s", state)
	}
}

// TestNodesMendedInTime: the way is mended while the nodes still try.
func TestNodesMendedInTime(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	c := bootWorld(t, armemu.Options{Clock: clock, TimeScale: 1}, func(*client) { clock.Advance(20 * time.Minute) })
	accepted := c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, `{}`))
	clock.Advance(8 * time.Minute)
	c.firewall(tagRule, otherNet, func(*client) { clock.Advance(3*time.Minute + 10*time.Second) })
	for _, want := range []string{"InProgress", "Succeeded"} {
		if got := c.want(http.StatusOK, http.MethodGet, accepted.Header.Get("Azure-AsyncOperation"), nil).Body.Str("status"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		clock.Advance(2 * time.Minute)
	}
}
