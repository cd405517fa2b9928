package armemu_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// broadCluster names a bit of everything that the hooks of AKS look at.
const broadCluster = `{"location": "westeurope", "sku": {"name": "Base", "tier": "Standard"}, "tags": {"a": "1"},
	"identity": {"type": "UserAssigned", "userAssignedIdentities": {"IDENTITY": {}}}, "properties": {
	"kubernetesVersion": "1.35.4", "dnsPrefix": "pre", "nodeResourceGroup": "nodes", "supportPlan": "KubernetesOfficial",
	"networkProfile": {"networkPlugin": "kubenet", "networkPolicy": "none", "outboundType": "loadBalancer", "loadBalancerSku": "standard", "podCidr": "10.244.0.0/16",
		"serviceCidr": "10.0.0.0/16", "serviceCidrs": ["10.0.0.0/16"], "dnsServiceIP": "10.0.0.10", "ipFamilies": ["IPv4"],
		"loadBalancerProfile": {"managedOutboundIPs": {"count": 2}, "outboundIPs": {"publicIPs": []}}, "natGatewayProfile": {"managedOutboundIPProfile": {"count": 1}}},
	"apiServerAccessProfile": {"authorizedIPRanges": ["20.1.1.1"], "enablePrivateCluster": false, "privateDNSZone": "system", "enableVnetIntegration": false, "subnetId": ""},
	"addonProfiles": {"azurepolicy": {"enabled": true}}, "identityProfile": {}, "aadProfile": {"managed": true}, "servicePrincipalProfile": {"clientId": "msi"},
	"oidcIssuerProfile": {"enabled": true}, "securityProfile": {"workloadIdentity": {"enabled": true}}, "bootstrapProfile": {"artifactSource": "Direct"},
	"agentPoolProfiles": [{"name": "sys", "count": 2, "minCount": 1, "maxCount": 3, "enableAutoScaling": true, "vmSize": "Standard_D4s_v5", "mode": "System", "vnetSubnetID": "SUBNET/udr",
		"podSubnetID": "", "osType": "Linux", "osSKU": "Ubuntu", "maxPods": 50, "availabilityZones": ["1"], "orchestratorVersion": "1.35", "upgradeSettings": {"maxSurge": "33%"}}]}}`

// oddValues stand where they do not belong.
func oddValues() []any {
	return []any{
		nil, "", "x", "0", "\u00e4 \n'\"", 0.0, -1.0, 1.5, 1e9, true, false,
		[]any{},
		[]any{nil},
		[]any{"x", 1.0},
		map[string]any{},
		map[string]any{"id": 1.0},
		"0.0.0.0/0", "::/0", "10.1.1.0/24", subnetsA + "udr", identity,
	}
}

// twist puts an odd value somewhere into a document.
func twist(t *rapid.T, v any) any {
	switch m := v.(type) {
	case map[string]any:
		if len(m) > 0 && rapid.IntRange(0, 9).Draw(t, "deeper") > 0 {
			names := make([]string, 0, len(m))
			for name := range m {
				names = append(names, name)
			}
			name := rapid.SampledFrom(slices.Sorted(slices.Values(names))).Draw(t, "member")
			m[name] = twist(t, m[name])
			return m
		}
	case []any:
		if len(m) > 0 && rapid.IntRange(0, 9).Draw(t, "deeper") > 0 {
			i := rapid.IntRange(0, len(m)-1).Draw(t, "element")
			m[i] = twist(t, m[i])
			return m
		}
	}
	return rapid.SampledFrom(oddValues()).Draw(t, "value")
}

// Whatever is in a body, AKS answers: it refuses with a reason, or makes a cluster that can be looked at, written again, and deleted with
// all that came with it.
func TestOddClusters(t *testing.T) {
	t.Parallel()
	c := clusterWorld(t)
	c.want(http.StatusCreated, http.MethodPut, networkA+"/routeTables/udr/providers/Microsoft.Authorization/roleAssignments/55555555-5555-4555-8555-555555555555",
		jsonText(t, map[string]any{"properties": map[string]any{
			"roleDefinitionId": sub + "/providers/Microsoft.Authorization/roleDefinitions/" + networkContributor,
			"principalId":      c.want(http.StatusOK, http.MethodGet, identity, nil).Body.Str("properties.principalId"),
		}}))
	world, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	base := jsonText(t, merged(t, broadCluster, `{}`))
	taken := 0
	rapid.Check(t, func(rt *rapid.T) {
		if err := c.Restore(world); err != nil {
			rt.Fatal(err)
		}
		var body armtypes.Object
		if err := json.Unmarshal([]byte(base), &body); err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(rt, "twists") {
			if m, ok := twist(rt, map[string]any(body)).(map[string]any); ok {
				body = m
			}
		}
		put := c.call(http.MethodPut, clusterA, body)
		switch {
		case put.Status >= 400 && put.Status < 500 && put.code() != "":
			return
		case put.Status != http.StatusCreated:
			rt.Fatalf("%d %s", put.Status, put.Raw)
		}
		taken++
		c.settled(clusterA)
		if again := c.call(http.MethodPut, clusterA, body); again.Status != http.StatusOK {
			rt.Fatalf("the same again: %d %s", again.Status, again.Raw)
		}
		now := c.settled(clusterA)
		group := sub + "/resourceGroups/" + now.Str("properties.nodeResourceGroup")
		c.want(http.StatusOK, http.MethodGet, group, nil)
		c.want(http.StatusAccepted, http.MethodDelete, clusterA, nil)
		c.call(http.MethodGet, clusterA, nil)
		c.want(http.StatusNotFound, http.MethodGet, clusterA, nil)
		c.want(http.StatusNotFound, http.MethodGet, group, nil)
	})
	if taken == 0 {
		t.Error("every cluster was refused, so nothing was shown")
	}
}

// The same for pools that are written alone.
func TestOddPools(t *testing.T) {
	t.Parallel()
	c := clusterWorld(t)
	c.puts(clusterA, jsonText(t, merged(t, baseCluster, `{}`)))
	world, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	base := jsonText(t, map[string]any{"properties": merged(t, pool(`{"name": null, "mode": "User", "nodeLabels": {"a": "b"}, "nodeTaints": ["a=b:NoSchedule"], "osType": "Linux", "osSKU": "Ubuntu",
		"enableAutoScaling": true, "minCount": 1, "maxCount": 4, "maxPods": 100, "orchestratorVersion": "1.35.3", "upgradeSettings": {"maxSurge": "1"}, "powerState": {"code": "Running"},
		"availabilityZones": ["1", "2"], "scaleSetPriority": "Spot", "securityProfile": {"enableVTPM": true}, "tags": {"a": "1"}, "podSubnetID": ""}`), `{}`)})
	taken := 0
	rapid.Check(t, func(rt *rapid.T) {
		if err := c.Restore(world); err != nil {
			rt.Fatal(err)
		}
		var body armtypes.Object
		if err := json.Unmarshal([]byte(base), &body); err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(rt, "twists") {
			if m, ok := twist(rt, map[string]any(body)).(map[string]any); ok {
				body = m
			}
		}
		put := c.call(http.MethodPut, clusterA+"/agentPools/odd", body)
		switch {
		case put.Status >= 400 && put.Status < 500 && put.code() != "":
			return
		case put.Status != http.StatusCreated:
			rt.Fatalf("%d %s", put.Status, put.Raw)
		}
		taken++
		c.settled(clusterA + "/agentPools/odd")
		if again := c.call(http.MethodPut, clusterA+"/agentPools/odd", body); again.Status != http.StatusOK {
			rt.Fatalf("the same again: %d %s", again.Status, again.Raw)
		}
		c.settled(clusterA + "/agentPools/odd")
		c.want(http.StatusAccepted, http.MethodDelete, clusterA+"/agentPools/odd", nil)
		c.settled(clusterA)
		if n := len(c.want(http.StatusOK, http.MethodGet, subnetsA+"udr", nil).Body.List("properties.ipConfigurations")); n != 3 {
			rt.Fatalf("%d nodes are left", n)
		}
	})
	if taken == 0 {
		t.Error("every pool was refused, so nothing was shown")
	}
}
