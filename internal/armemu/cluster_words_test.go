package armemu_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// TestClusterRefusalWords: clients and their users read the words as well as the code. These are what public logs quote of AKS; the sources stand
// where the words are made.
func TestClusterRefusalWords(t *testing.T) {
	t.Parallel()
	c := clusterWorld(t)
	in := func(subnet, more string) string {
		return pools(pool(`{"vnetSubnetID": "SUBNET/` + subnet + `"` + more + `}`))
	}
	for name, tt := range map[string]struct{ over, code, words, target string }{
		"no table":  {in("plain", ""), "ExistingRouteTableNotAssociatedWithSubnet", `^An existing route table has not been associated with subnet /subscriptions/.+/subnets/plain\. Please update the route table association$`, ""},
		"Internet":  {in("internet", ""), "RouteTableInvalidNextHop", `^Default route 0\.0\.0\.0/0 has next hop of Internet but only next hops of VirtualAppliance or VirtualNetworkGateway are allowed$`, ""},
		"delegated": {in("delegated", ""), "SubnetIsDelegated", `^AgentPoolProfile subnet with id /subscriptions/.+/subnets/delegated cannot be used as it's a delegated subnet\. Please check https://aka\.ms/adv-network-prerequest for more details\.$`, ""},
		"too small": {in("udr", `, "count": 252`), "InsufficientSubnetSize", `^Pre-allocated IPs \d+ exceeds IPs available 251 in Subnet Cidr 10\.1\.1\.0/24, Subnet Name udr\. .*http://aka\.ms/aks/insufficientsubnetsize$`, "agentPoolProfile.count"},
		"too small for what it may become": {
			in("udr", `, "count": 2, "enableAutoScaling": true, "minCount": 1, "maxCount": 252`), "InsufficientSubnetSize", `^Pre-allocated IPs \d+ exceeds`, "agentPoolProfile.count",
		},
		"too small for two": {
			pools(pool(`{"count": 126}`), pool(`{"name": "two", "mode": "User", "count": 126}`)), "InsufficientSubnetSize", `^Pre-allocated IPs \d+ exceeds IPs available 251`, "agentPoolProfile.count",
		},
		"pods": {
			profile(`"podCidr": "10.244.0.0/23"`), "InsufficientSubnetSize", `^Pre-allocated IPs 768 exceeds IPs available 512 in Subnet Cidr 10\.244\.0\.0/23, Subnet Name networkProfile\.podCIDR\.`, "networkProfile.podCIDR",
		},
	} {
		a := c.call(http.MethodPut, clusterA, merged(t, baseCluster, tt.over))
		if a.Status != http.StatusBadRequest || a.code() != tt.code || a.Body.Str("target") != tt.target || !regexp.MustCompile(tt.words).MatchString(a.Body.Str("message")) {
			t.Errorf("%s: %d %s", name, a.Status, a.Raw)
		}
	}
}

// TestBootWords: what AKS says of each exit status, before the extension's own words.
func TestBootWords(t *testing.T) {
	t.Parallel()
	c := bootWorld(t, armemu.Options{}, func(*client) {})
	empty, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for application, want := range map[string]string{
		otherRule:                  `^Unable to establish outbound connection from agents, please see .*outboundconnfailvmextensionerror and .*exit status=50`,
		names("mcr.microsoft.com"): `^Unable to establish connection from agents to Kubernetes API server\. Please see .*VMExtensionError_K8SAPIServerConnFail and (?s:.*)exit status=51`,
		names("mcr.microsoft.com", "*.hcp.westeurope.azmk8s.io"): `^CSE failed with 'VMExtensionError_CniDownloadTimeout'\.(?s:.*)exit status=41`,
	} {
		if err := c.Restore(empty); err != nil {
			t.Fatal(err)
		}
		c.firewall(application, otherNet, func(*client) {})
		_, code, message := c.failure(c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, `{}`)))
		if code != "VMExtensionProvisioningError" || !regexp.MustCompile(want).MatchString(message) {
			t.Errorf("%s: %s, want %s", code, message, want)
		}
	}
	if err := c.Restore(empty); err != nil {
		t.Fatal(err)
	}
	c.firewall(tagRule, otherNet, func(*client) {})
	c.nameServers("10.200.0.4")
	cache := merge2(access(`"enablePrivateCluster": true`), `{"properties": {"bootstrapProfile": {"artifactSource": "Cache"}}}`)
	_, _, message := c.failure(c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, cache)))
	if !regexp.MustCompile(`^CSE failed with 'VMExtensionError_K8SAPIServerDNSLookupFail', which means agents are unable to resolve Kubernetes API server name\.(?s:.*)exit status=52`).MatchString(message) {
		t.Error(message)
	}
}
