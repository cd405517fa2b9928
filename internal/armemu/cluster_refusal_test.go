package armemu_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

const (
	subnetsA = networkA + "/virtualNetworks/vn/subnets/"
	identity = groupA + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uai"
)

// clusterWorld makes subnets with every kind of way out, and an identity with rights on the network.
func clusterWorld(t *testing.T) *client {
	t.Helper()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	for name, routes := range map[string]string{
		"udr":      `{"name": "default", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.1.2.4"}}`,
		"other":    `{"name": "default", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualNetworkGateway"}}`,
		"internet": `{"name": "default", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"}}`,
		"partial":  `{"name": "one", "properties": {"addressPrefix": "20.0.0.0/8", "nextHopType": "Internet"}}`,
	} {
		c.puts(networkA+"/routeTables/"+name, `{"location": "westeurope", "properties": {"routes": [`+routes+`]}}`)
	}
	c.puts(networkA+"/publicIPAddresses/pip", `{"location": "westeurope", "sku": {"name": "Standard"}, "properties": {"publicIPAllocationMethod": "Static"}}`)
	c.puts(networkA+"/natGateways/nat", `{"location": "westeurope", "properties": {"publicIpAddresses": [{"id": "`+networkA+`/publicIPAddresses/pip"}]}}`)
	c.puts(networkA+"/natGateways/bare", `{"location": "westeurope", "properties": {}}`)
	c.puts(networkA+"/virtualNetworks/vn", strings.NewReplacer("TABLE/", networkA+"/routeTables/", "NAT/", networkA+"/natGateways/").Replace(`{"location": "westeurope", "properties": {
		"addressSpace": {"addressPrefixes": ["10.1.0.0/16", "192.168.0.0/16"]}, "subnets": [
		{"name": "AzureFirewallSubnet", "properties": {"addressPrefix": "10.1.0.0/26"}},
		{"name": "udr", "properties": {"addressPrefix": "10.1.1.0/24", "routeTable": {"id": "TABLE/udr"}}},
		{"name": "plain", "properties": {"addressPrefix": "10.1.2.0/24"}},
		{"name": "internet", "properties": {"addressPrefix": "10.1.3.0/24", "routeTable": {"id": "TABLE/internet"}}},
		{"name": "partial", "properties": {"addressPrefix": "10.1.4.0/24", "routeTable": {"id": "TABLE/partial"}}},
		{"name": "small", "properties": {"addressPrefix": "10.1.5.0/29", "routeTable": {"id": "TABLE/udr"}}},
		{"name": "delegated", "properties": {"addressPrefix": "10.1.6.0/24", "routeTable": {"id": "TABLE/udr"}, "delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}]}},
		{"name": "nat", "properties": {"addressPrefix": "10.1.7.0/24", "natGateway": {"id": "NAT/nat"}}},
		{"name": "bare", "properties": {"addressPrefix": "10.1.8.0/24", "natGateway": {"id": "NAT/bare"}}},
		{"name": "other", "properties": {"addressPrefix": "10.1.9.0/24", "routeTable": {"id": "TABLE/other"}}},
		{"name": "api", "properties": {"addressPrefix": "10.1.10.0/28", "delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.ContainerService/managedClusters"}}]}}
		]}}`))
	c.puts(networkA+"/virtualNetworks/far", `{"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.2.0.0/16"]}, "subnets": [
		{"name": "s", "properties": {"addressPrefix": "10.2.1.0/24", "routeTable": {"id": "`+networkA+`/routeTables/udr"}}}]}}`)
	c.puts(identity, `{"location": "westeurope"}`)
	principal := c.want(http.StatusOK, http.MethodGet, identity, nil).Body.Str("properties.principalId")
	c.puts(groupA+"/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111",
		`{"properties": {"roleDefinitionId": "`+sub+`/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7", "principalId": "`+principal+`"}}`)
	return c
}

// puts writes a resource and looks until it is done.
func (c *client) puts(path, body string) {
	c.Helper()
	c.want(http.StatusCreated, http.MethodPut, path, body)
	if state := c.settled(path).Str("properties.provisioningState"); state != "" && state != "Succeeded" {
		c.Fatalf("%s: state %s", path, state)
	}
}

// baseCluster is one that AKS takes.
const baseCluster = `{"location": "westeurope", "identity": {"type": "UserAssigned", "userAssignedIdentities": {"IDENTITY": {}}}, "properties": {
	"dnsPrefix": "pre", "kubernetesVersion": "1.35.4", "networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "outboundType": "userDefinedRouting"},
	"agentPoolProfiles": [{"name": "sys", "count": 3, "vmSize": "Standard_D4s_v5", "mode": "System", "vnetSubnetID": "SUBNET/udr"}]}}`

var worldWords = strings.NewReplacer("IDENTITY", identity, "SUBNET/", subnetsA, "NETWORK/", networkA+"/")

// merged lays one JSON over another: objects member by member, all else whole. {"a": null} takes a away.
func merged(t *testing.T, base, over string) armtypes.Object {
	t.Helper()
	var a, b armtypes.Object
	for text, into := range map[string]*armtypes.Object{worldWords.Replace(base): &a, worldWords.Replace(over): &b} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
	}
	mergeInto(a, b)
	return a
}

func mergeInto(a, b armtypes.Object) {
	for k, v := range b {
		inner, isObject := v.(map[string]any)
		old, wasObject := a[k].(map[string]any)
		switch {
		case v == nil:
			delete(a, k)
		case isObject && wasObject:
			mergeInto(old, inner)
		default:
			a[k] = v
		}
	}
}

// pool is the one pool of the base cluster with some members changed.
func pool(over string) string {
	const base = `{"name": "sys", "count": 3, "vmSize": "Standard_D4s_v5", "mode": "System", "vnetSubnetID": "SUBNET/udr"}`
	var a, b armtypes.Object
	if json.Unmarshal([]byte(base), &a) != nil || json.Unmarshal([]byte(over), &b) != nil {
		panic("pool: " + over)
	}
	mergeInto(a, b)
	text, _ := json.Marshal(a)
	return string(text)
}

func pools(list ...string) string {
	return `{"properties": {"agentPoolProfiles": [` + strings.Join(list, ",") + `]}}`
}

func profile(members string) string { return `{"properties": {"networkProfile": {` + members + `}}}` }

func access(members string) string {
	return `{"properties": {"apiServerAccessProfile": {` + members + `}}}`
}

// What AKS refuses at once when a cluster is made (aks-facts.md 1.1 to 1.4, 3.1 to 3.5).
func TestClusterCreateRefusals(t *testing.T) {
	t.Parallel()
	c := clusterWorld(t)
	const kubenet = `"networkPlugin": "kubenet", "networkPluginMode": null`
	const system = `"identity": {"type": "SystemAssigned", "userAssignedIdentities": null}`
	for name, tt := range map[string]struct{ over, code string }{
		"no pools":                    {pools(), "InvalidParameter"},
		"no prefix":                   {`{"properties": {"dnsPrefix": null}}`, "InvalidParameter"},
		"bad prefix":                  {`{"properties": {"dnsPrefix": "-a"}}`, "InvalidParameter"},
		"no identity":                 {`{"identity": null}`, "InvalidParameter"},
		"unknown identity":            {`{"identity": {"userAssignedIdentities": {"IDENTITY": null, "IDENTITYx": {}}}}`, "FailedIdentityOperation"},
		"unknown version":             {`{"properties": {"kubernetesVersion": "1.20"}}`, "K8sVersionNotSupported"},
		"version of another plan":     {`{"properties": {"kubernetesVersion": "1.33"}}`, "K8sVersionNotSupported"},
		"plan without tier":           {`{"properties": {"supportPlan": "AKSLongTermSupport"}}`, "InvalidParameter"},
		"node group is the group":     {`{"properties": {"nodeResourceGroup": "RG-A"}}`, "NodeResourceGroupSameAsResourceGroup"},
		"node group too long":         {`{"properties": {"nodeResourceGroup": "` + strings.Repeat("n", 81) + `"}}`, "InvalidParameter"},
		"unknown outbound type":       {profile(`"outboundType": "block"`), "UnsupportedOutboundType"},
		"managed gateway, own net":    {profile(`"outboundType": "managedNATGateway"`), "ManagedNATGatewayWithCustomVNetNotAllowed"},
		"own gateway, managed net":    {merge2(profile(`"outboundType": "userAssignedNATGateway"`), pools(pool(`{"vnetSubnetID": null}`))), "UserAssignedNATGatewayWithManagedVNetNotAllowed"},
		"routing, managed net":        {pools(pool(`{"vnetSubnetID": null}`)), "InvalidParameter"},
		"basic balancer":              {profile(`"loadBalancerSku": "basic"`), "UnexpectedLoadBalancerSkuForCurrentOutboundConfiguration"},
		"balancer profile":            {profile(`"loadBalancerProfile": {"idleTimeoutInMinutes": 30}`), "InvalidUserDefinedRoutingWithLoadBalancerProfile"},
		"no table":                    {pools(pool(`{"vnetSubnetID": "SUBNET/plain"}`)), "ExistingRouteTableNotAssociatedWithSubnet"},
		"no default route":            {pools(pool(`{"vnetSubnetID": "SUBNET/partial"}`)), "RouteTableMissingDefaultRouteError"},
		"default route to Internet":   {pools(pool(`{"vnetSubnetID": "SUBNET/internet"}`)), "RouteTableInvalidNextHop"},
		"public nodes":                {pools(pool(`{"enableNodePublicIP": true}`)), "UDRWithNodePublicIPNotAllowed"},
		"second pool without table":   {pools(pool(`{}`), pool(`{"name": "two", "vnetSubnetID": "SUBNET/plain"}`)), "ExistingRouteTableNotAssociatedWithSubnet"},
		"gateway missing":             {merge2(profile(`"outboundType": "userAssignedNATGateway"`), pools(pool(`{"vnetSubnetID": "SUBNET/plain"}`))), "SubnetNotAssociatedWithNATGateway"},
		"gateway without address":     {merge2(profile(`"outboundType": "userAssignedNATGateway"`), pools(pool(`{"vnetSubnetID": "SUBNET/bare"}`))), "NATGatewayNotAssociatedWithPublicIPOrIPPrefix"},
		"gateway beside balancer":     {merge2(profile(`"outboundType": "loadBalancer"`), pools(pool(`{"vnetSubnetID": "SUBNET/nat"}`))), "InvalidParameter"},
		"kubenet, system identity":    {merge2(profile(kubenet), `{`+system+`}`), "CustomRouteTableWithUnsupportedMSIType"},
		"kubenet, two tables":         {merge2(profile(kubenet), pools(pool(`{}`), pool(`{"name": "two", "vnetSubnetID": "SUBNET/other"}`))), "TooManyCustomRouteTables"},
		"kubenet, one table missing":  {merge2(profile(kubenet), pools(pool(`{"vnetSubnetID": "SUBNET/plain"}`), pool(`{"name": "two"}`))), "SubnetMissingRouteTableAssociation"},
		"overlay of kubenet":          {profile(`"networkPlugin": "kubenet"`), "InvalidParameter"},
		"cilium policy alone":         {profile(`"networkPolicy": "cilium"`), "InvalidParameter"},
		"reserved service range":      {profile(`"serviceCidr": "172.30.0.0/16", "dnsServiceIP": "172.30.0.10"`), "InvalidParameter"},
		"huge service range":          {profile(`"serviceCidr": "10.0.0.0/8", "dnsServiceIP": "10.0.0.10"`), "InvalidParameter"},
		"public service range":        {profile(`"serviceCidr": "20.0.0.0/16", "dnsServiceIP": "20.0.0.10"`), "InvalidParameter"},
		"service range over subnet":   {profile(`"serviceCidr": "10.1.0.0/16", "dnsServiceIP": "10.1.0.10"`), "ServiceCidrOverlapExistingSubnetsCidr"},
		"pod range over subnet":       {profile(`"podCidr": "10.1.0.0/16"`), "PodCidrOverlapExistingSubnetsCidr"},
		"pod range over services":     {profile(`"podCidr": "10.0.0.0/16"`), "PodCidrOverlapServiceCidr"},
		"pod range over reserved":     {profile(`"podCidr": "172.16.0.0/12"`), "InvalidParameter"},
		"pod range too small":         {profile(`"podCidr": "10.244.0.0/23"`), "InsufficientSubnetSize"},
		"DNS address is none":         {profile(`"dnsServiceIP": "ten"`), "DnsServiceIpParseError"},
		"DNS address outside":         {profile(`"dnsServiceIP": "10.5.0.10"`), "DnsServiceIpOutOfServiceCidr"},
		"DNS address of API server":   {profile(`"dnsServiceIP": "10.0.0.1"`), "DnsServiceIpConflicting"},
		"DNS address is broadcast":    {profile(`"dnsServiceIP": "10.0.255.255"`), "DnsBroadcastAddressConflicting"},
		"subnet missing":              {pools(pool(`{"vnetSubnetID": "SUBNET/none"}`)), "SubnetNotFound"},
		"subnet of firewall":          {pools(pool(`{"vnetSubnetID": "SUBNET/AzureFirewallSubnet"}`)), "InvalidParameter"},
		"subnet delegated":            {pools(pool(`{"vnetSubnetID": "SUBNET/delegated"}`)), "SubnetIsDelegated"},
		"subnet too small":            {pools(pool(`{"vnetSubnetID": "SUBNET/small"}`)), "InsufficientSubnetSize"},
		"subnet too small for pods":   {merge2(profile(`"networkPluginMode": null`), pools(pool(`{"count": 9}`))), "InsufficientSubnetSize"},
		"two networks":                {pools(pool(`{}`), pool(`{"name": "two", "vnetSubnetID": "NETWORK/virtualNetworks/far/subnets/s"}`)), "InvalidParameter"},
		"one pool without subnet":     {pools(pool(`{}`), pool(`{"name": "two", "vnetSubnetID": null}`)), "InvalidParameter"},
		"no system pool":              {pools(pool(`{"mode": "User"}`)), "InvalidParameter"},
		"reserved pool name":          {pools(pool(`{"name": "aksmanagedap"}`)), "ReservedResourceName"},
		"pool name with capitals":     {pools(pool(`{"name": "Sys"}`)), "InvalidResourceName"},
		"long Windows name":           {pools(pool(`{}`), pool(`{"name": "windows", "mode": "User", "osType": "Windows"}`)), "InvalidParameter"},
		"Windows with kubenet":        {merge2(profile(kubenet), pools(pool(`{}`), pool(`{"name": "win", "mode": "User", "osType": "Windows"}`))), "InvalidParameter"},
		"empty system pool":           {pools(pool(`{"count": 0}`)), "InvalidParameter"},
		"bounds without autoscaler":   {pools(pool(`{"minCount": 1, "maxCount": 3}`)), "InvalidParameter"},
		"bounds upside down":          {pools(pool(`{"enableAutoScaling": true, "minCount": 5, "maxCount": 3}`)), "InvalidParameter"},
		"too many pods":               {pools(pool(`{"maxPods": 251}`)), "MaxPodsLimitExceeded"},
		"too few pods":                {pools(pool(`{"maxPods": 9}`)), "InsufficientMaxPods"},
		"too few pods in all":         {pools(pool(`{"maxPods": 29, "count": 1}`)), "InsufficientAgentPoolMaxPodsPerAgentPool"},
		"pool ahead":                  {pools(pool(`{"orchestratorVersion": "1.36"}`)), "NodePoolMcVersionIncompatible"},
		"pool version unknown":        {pools(pool(`{"orchestratorVersion": "1.2"}`)), "AgentPoolK8sVersionNotSupported"},
		"private with ranges":         {access(`"enablePrivateCluster": true, "authorizedIPRanges": ["20.1.1.1"]`), "InvalidParameter"},
		"range with host bits":        {access(`"authorizedIPRanges": ["20.1.1.1/24"]`), "InvalidParameter"},
		"private range":               {access(`"authorizedIPRanges": ["10.0.0.0/24"]`), "InvalidParameter"},
		"none mixed with others":      {access(`"authorizedIPRanges": ["0.0.0.0/32", "20.1.1.1"]`), "InvalidParameter"},
		"integration without subnet":  {access(`"enableVnetIntegration": true, "subnetId": "SUBNET/plain"`), "ApiserverSubnetConfigError"},
		"zone none, no public name":   {access(`"enablePrivateCluster": true, "privateDNSZone": "none", "enablePrivateClusterPublicFQDN": false`), "NonePrivateDNSZonePublicFQDNDisabledError"},
		"own zone, system identity":   {merge2(access(`"enablePrivateCluster": true, "privateDNSZone": "NETWORK/privateDnsZones/privatelink.westeurope.azmk8s.io"`), `{`+system+`}`), "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone"},
		"kubelet of system identity":  {merge2(`{"properties": {"identityProfile": {"kubeletidentity": {"resourceId": "IDENTITY"}}}}`, `{`+system+`}`), "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster"},
		"no accounts, no Entra":       {`{"properties": {"disableLocalAccounts": true}}`, "InvalidParameter"},
		"workload identity, no OIDC":  {`{"properties": {"oidcIssuerProfile": {"enabled": false}, "securityProfile": {"workloadIdentity": {"enabled": true}}}}`, "InvalidParameter"},
		"auto provisioning of kubnet": {merge2(profile(kubenet), `{"properties": {"nodeProvisioningProfile": {"mode": "Auto"}}}`), "InvalidParameter"},
	} {
		a := c.call(http.MethodPut, clusterA, merged(t, baseCluster, tt.over))
		if a.Status != http.StatusBadRequest || a.code() != tt.code {
			t.Errorf("%s: %d %s, want %s: %s", name, a.Status, a.code(), tt.code, a.Raw)
		}
	}
	// What is refused leaves nothing behind, and the base is fine.
	c.want(http.StatusNotFound, http.MethodGet, clusterA, nil)
	c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, `{}`))
}

// merge2 lays one text over another.
func merge2(a, b string) string {
	var x, y armtypes.Object
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		panic(a + b)
	}
	mergeInto2(x, y)
	text, _ := json.Marshal(x)
	return string(text)
}

// mergeInto2 keeps nulls, which say what the base loses.
func mergeInto2(a, b armtypes.Object) {
	for k, v := range b {
		inner, isObject := v.(map[string]any)
		old, wasObject := a[k].(map[string]any)
		if isObject && wasObject {
			mergeInto2(old, inner)
		} else {
			a[k] = v
		}
	}
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
