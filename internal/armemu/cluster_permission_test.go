package armemu_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7"
	reader             = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
	identityOperator   = "f1a07417-d97a-45cb-824c-7a7467783830"
	zoneContributor    = "b12aa53e-6015-4669-85d0-8515ebb3ae7f"
	joiner             = "33333333-3333-4333-8333-333333333333" // a custom role
	otherIdentity      = groupA + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet"
	zoneA              = networkA + "/privateDnsZones/privatelink.westeurope.azmk8s.io"
)

// assign gives the cluster's identity a role at a scope.
func (c *client) assign(name, role, scope string) {
	c.Helper()
	principal := c.want(http.StatusOK, http.MethodGet, identity, nil).Body.Str("properties.principalId")
	c.want(http.StatusCreated, http.MethodPut, scope+"/providers/Microsoft.Authorization/roleAssignments/"+name,
		`{"properties": {"roleDefinitionId": "`+sub+`/providers/Microsoft.Authorization/roleDefinitions/`+role+`", "principalId": "`+principal+`"}}`)
}

// unassigned is the world of clusters without any role assignment, and with a custom role that can join subnets.
func unassigned(t *testing.T) *client {
	t.Helper()
	c := clusterWorld(t)
	c.want(http.StatusOK, http.MethodDelete, groupA+"/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111", nil)
	c.want(http.StatusCreated, http.MethodPut, sub+"/providers/Microsoft.Authorization/roleDefinitions/"+joiner, `{"properties": {"roleName": "joiner", "assignableScopes": ["`+sub+`"],
		"permissions": [{"actions": ["Microsoft.Network/virtualNetworks/subnets/*"], "notActions": ["Microsoft.Network/virtualNetworks/subnets/delete"]}]}}`)
	c.want(http.StatusCreated, http.MethodPut, otherIdentity, `{"location": "westeurope"}`)
	return c
}

// What the identity must be allowed to do, where, and what AKS says when it may not (aks-facts.md 5).
func TestClusterPermissions(t *testing.T) {
	t.Parallel()
	c := unassigned(t)
	empty, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	const taken = ""
	type grant struct{ role, scope string }
	vnet := grant{networkContributor, networkA + "/virtualNetworks/vn"}
	kubenet := profile(`"networkPlugin": "kubenet", "networkPluginMode": null`)
	kubelet := `{"properties": {"identityProfile": {"kubeletidentity": {"resourceId": "` + otherIdentity + `"}}}}`
	zone := access(`"enablePrivateCluster": true, "privateDNSZone": "` + zoneA + `"`)
	integration := access(`"enableVnetIntegration": true, "subnetId": "SUBNET/api"`)
	for name, tt := range map[string]struct {
		over, code string
		grants     []grant
	}{
		"none":                        {`{}`, "LinkedAuthorizationFailed", nil},
		"reader":                      {`{}`, "LinkedAuthorizationFailed", []grant{{reader, sub}}},
		"another subnet":              {`{}`, "LinkedAuthorizationFailed", []grant{{networkContributor, subnetsA + "plain"}}},
		"the subnet":                  {`{}`, taken, []grant{{networkContributor, subnetsA + "udr"}}},
		"the network":                 {`{}`, taken, []grant{vnet}},
		"the group":                   {`{}`, taken, []grant{{networkContributor, groupA}}},
		"the subscription":            {`{}`, taken, []grant{{networkContributor, sub}}},
		"custom role":                 {`{}`, taken, []grant{{joiner, subnetsA + "udr"}}},
		"system identity":             {`{"identity": {"type": "SystemAssigned", "userAssignedIdentities": null}}`, taken, nil},
		"kubenet without table":       {kubenet, "CustomRouteTableMissingPermission", []grant{vnet}},
		"kubenet with table":          {kubenet, taken, []grant{vnet, {networkContributor, networkA + "/routeTables/udr"}}},
		"kubenet, custom role":        {kubenet, "CustomRouteTableMissingPermission", []grant{{joiner, groupA}}},
		"kubelet without operator":    {kubelet, "CustomKubeletIdentityMissingPermissionError", []grant{vnet}},
		"kubelet with operator":       {kubelet, taken, []grant{vnet, {identityOperator, otherIdentity}}},
		"zone without contributor":    {zone, "CustomPrivateDNSZoneMissingPermissionError", []grant{{networkContributor, networkA + "/virtualNetworks/vn"}}},
		"zone with contributor":       {zone, taken, []grant{vnet, {zoneContributor, zoneA}}},
		"integration, nodes only":     {integration, "LinkedAuthorizationFailed", []grant{{networkContributor, subnetsA + "udr"}}},
		"integration, whole network":  {integration, taken, []grant{vnet}},
		"second pool, other subnet":   {pools(pool(`{}`), pool(`{"name": "two", "vnetSubnetID": "SUBNET/other"}`)), "LinkedAuthorizationFailed", []grant{{joiner, subnetsA + "udr"}}},
		"second pool, both permitted": {pools(pool(`{}`), pool(`{"name": "two", "vnetSubnetID": "SUBNET/other"}`)), taken, []grant{{joiner, subnetsA + "udr"}, {joiner, subnetsA + "other"}}},
	} {
		if err := c.Restore(empty); err != nil {
			t.Fatal(err)
		}
		for i, g := range tt.grants {
			c.assign("44444444-4444-4444-8444-44444444444"+string(rune('0'+i)), g.role, g.scope)
		}
		a := c.call(http.MethodPut, clusterA, merged(t, baseCluster, tt.over))
		if a.code() != tt.code || (a.Status == http.StatusCreated) != (tt.code == taken) {
			t.Errorf("%s: %d %s, want %s: %s", name, a.Status, a.code(), tt.code, a.Raw)
		}
		if tt.code == "LinkedAuthorizationFailed" && (a.Status != http.StatusForbidden || !strings.Contains(a.Raw, "subnets/") || !strings.HasPrefix(a.Raw, `{"error"`)) {
			t.Errorf("%s: %d %s", name, a.Status, a.Raw)
		}
	}
}

// A pool that is added asks again; what was granted once is not asked for in later writes of the cluster.
func TestPoolPermissions(t *testing.T) {
	t.Parallel()
	c := unassigned(t)
	c.assign("44444444-4444-4444-8444-444444444440", joiner, subnetsA+"udr")
	c.puts(clusterA, jsonText(t, merged(t, baseCluster, `{}`)))
	work := worldWords.Replace(`{"properties": {"vmSize": "Standard_D4s_v5", "vnetSubnetID": "SUBNET/other"}}`)
	c.refused(http.StatusForbidden, "LinkedAuthorizationFailed", http.MethodPut, clusterA+"/agentPools/work", work)
	c.assign("44444444-4444-4444-8444-444444444441", joiner, subnetsA+"other")
	c.want(http.StatusCreated, http.MethodPut, clusterA+"/agentPools/work", work)
	c.settled(clusterA)
	c.want(http.StatusOK, http.MethodDelete, subnetsA+"udr/providers/Microsoft.Authorization/roleAssignments/44444444-4444-4444-8444-444444444440", nil)
	c.want(http.StatusOK, http.MethodPut, clusterA, merged(t, baseCluster, pools(pool(`{"count": 4}`))))
}

// An assignment takes its time, which the clock measures and an option sets.
func TestRoleDelay(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		scale   float64
		delay   time.Duration
		refused []time.Duration
		taken   time.Duration
	}{
		"at Azure's pace": {1, 0, []time.Duration{0, 19 * time.Second}, 20 * time.Second},
		"at half of it":   {0.5, 0, []time.Duration{9 * time.Second}, 10 * time.Second},
		"at once":         {0, 0, nil, 0},
		"as said":         {0, time.Minute, []time.Duration{0, 59 * time.Second}, time.Minute},
		"not at all":      {1, armemu.Immediately, nil, 0},
	} {
		clock := armemu.NewManualClock(start)
		fresh := unassigned(t)
		world, err := fresh.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		c := newClient(t, armemu.Options{Clock: clock, TimeScale: tt.scale, RoleDelay: tt.delay})
		if err := c.Restore(world); err != nil {
			t.Fatal(err)
		}
		c.assign("44444444-4444-4444-8444-444444444440", networkContributor, sub)
		passed := time.Duration(0)
		for _, at := range tt.refused {
			clock.Advance(at - passed)
			passed = at
			if a := c.call(http.MethodPut, clusterA, merged(t, baseCluster, `{}`)); a.code() != "LinkedAuthorizationFailed" {
				t.Errorf("%s, after %v: %d %s", name, at, a.Status, a.Raw)
			}
		}
		clock.Advance(tt.taken - passed)
		if a := c.call(http.MethodPut, clusterA, merged(t, baseCluster, `{}`)); a.Status != http.StatusCreated {
			t.Errorf("%s, after %v: %d %s", name, tt.taken, a.Status, a.Raw)
		}
	}
}
