package armemu_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// Only nodes that boot meet a firewall that has been closed: new ones, those of another version, and all of them when the way out changes
// or the cluster starts.
func TestWhichNodesBoot(t *testing.T) {
	t.Parallel()
	none := func(*client) {}
	c := bootWorld(t, armemu.Options{}, none)
	c.firewall(tagRule, otherNet, none)
	c.puts(clusterA, jsonText(t, merged(t, baseCluster, pools(pool(`{}`), pool(`{"name": "work", "mode": "User", "count": 1}`)))))
	c.firewall(otherRule, otherNet, none)
	closed, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	work := func(over string) string {
		return worldWords.Replace(`{"properties": {"vmSize": "Standard_D4s_v5", "vnetSubnetID": "SUBNET/udr", ` + over + `}}`)
	}
	for name, tt := range map[string]struct{ method, path, body, exit string }{
		"tags":                {http.MethodPatch, clusterA, `{"tags": {"a": "1"}}`, ""},
		"ranges":              {http.MethodPut, clusterA, jsonText(t, merged(t, baseCluster, access(`"authorizedIPRanges": ["20.1.1.1"]`))), ""},
		"fewer nodes":         {http.MethodPut, clusterA, jsonText(t, merged(t, baseCluster, pools(pool(`{"count": 2}`)))), ""},
		"more nodes":          {http.MethodPut, clusterA, jsonText(t, merged(t, baseCluster, pools(pool(`{"count": 4}`)))), "50"},
		"control plane":       {http.MethodPut, clusterA, jsonText(t, merged(t, baseCluster, `{"properties": {"kubernetesVersion": "1.36"}}`)), ""},
		"a pool more":         {http.MethodPut, clusterA + "/agentPools/more", work(`"count": 1`), "50"},
		"an empty pool":       {http.MethodPut, clusterA + "/agentPools/more", work(`"count": 0`), ""},
		"labels of a pool":    {http.MethodPut, clusterA + "/agentPools/work", work(`"count": 1, "nodeLabels": {"a": "b"}`), ""},
		"growth of a pool":    {http.MethodPut, clusterA + "/agentPools/work", work(`"count": 2`), "50"},
		"image of a pool":     {http.MethodPost, clusterA + "/agentPools/work/upgradeNodeImageVersion", "", "50"},
		"pool goes":           {http.MethodDelete, clusterA + "/agentPools/work", "", ""},
		"stop":                {http.MethodPost, clusterA + "/stop", "", ""},
		"certificates":        {http.MethodPost, clusterA + "/rotateClusterCertificates", "", "50"},
		"to a balancer":       {http.MethodPut, clusterA, jsonText(t, merged(t, baseCluster, profile(`"outboundType": "loadBalancer"`))), "50"},
		"cluster goes":        {http.MethodDelete, clusterA, "", ""},
		"credentials are old": {http.MethodPut, clusterA + "/agentPools/sys", work(`"count": 3, "mode": "System"`), ""},
	} {
		if err := c.Restore(closed); err != nil {
			t.Fatal(err)
		}
		var body any
		if tt.body != "" {
			body = tt.body
		}
		accepted := c.call(tt.method, tt.path, body)
		if accepted.Status > 299 {
			t.Fatalf("%s: %d %s", name, accepted.Status, accepted.Raw)
		}
		if got := c.exit(accepted); got != tt.exit {
			t.Errorf("%s: exit %q, want %q", name, got, tt.exit)
		}
	}
	// A stopped cluster that cannot start: the failure is the start's, and a second one with the way mended succeeds.
	if err := c.Restore(closed); err != nil {
		t.Fatal(err)
	}
	c.exit(c.want(http.StatusAccepted, http.MethodPost, clusterA+"/stop", nil))
	if got := c.exit(c.want(http.StatusAccepted, http.MethodPost, clusterA+"/start", nil)); got != "50" {
		t.Errorf("start: exit %q", got)
	}
	c.firewall(tagRule, otherNet, none)
	if got := c.exit(c.want(http.StatusAccepted, http.MethodPost, clusterA+"/start", nil)); got != "" {
		t.Errorf("second start: exit %q", got)
	}
}

// Upgrades boot new nodes, each pool its own.
func TestUpgradeBoots(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	settle := func(*client) { clock.Advance(time.Hour) }
	c := bootWorld(t, armemu.Options{Clock: clock, TimeScale: 1}, settle)
	c.firewall(tagRule, otherNet, settle)
	c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, `{"properties": {"kubernetesVersion": "1.35.3"}}`))
	settle(c)
	c.firewall(otherRule, otherNet, settle)
	version := `{"properties": {"kubernetesVersion": "1.35.4"}}`
	c.want(http.StatusOK, http.MethodPut, clusterA, merged(t, baseCluster, version))
	settle(c)
	c.want(http.StatusOK, http.MethodPut, clusterA, merged(t, baseCluster, merge2(version, pools(pool(`{"orchestratorVersion": "1.35.4"}`)))))
	settle(c)
	now := c.want(http.StatusOK, http.MethodGet, clusterA, nil).Body
	first := now.Objs("properties.agentPoolProfiles")[0]
	if now.Str("properties.provisioningState") != "Failed" || now.Str("properties.currentKubernetesVersion") != "1.35.4" || first.Str("currentOrchestratorVersion") != "1.35.3" {
		t.Errorf("the nodes did not come up, and the cluster is %v", now)
	}
}

// A group that is deleted while nodes still try takes the cluster, its group and its operation along.
func TestGroupGoesWhileNodesTry(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	c := bootWorld(t, armemu.Options{Clock: clock, TimeScale: 1}, func(*client) { clock.Advance(time.Hour) })
	accepted := c.want(http.StatusCreated, http.MethodPut, clusterA, merged(t, baseCluster, `{}`))
	clock.Advance(8 * time.Minute) // due, and trying
	if got := c.want(http.StatusOK, http.MethodGet, accepted.Header.Get("Azure-AsyncOperation"), nil).Body.Str("status"); got != "InProgress" {
		t.Fatalf("the operation %s", got)
	}
	c.want(http.StatusAccepted, http.MethodDelete, groupA, nil)
	clock.Advance(time.Minute)
	c.want(http.StatusNotFound, http.MethodGet, groupA, nil)
	c.want(http.StatusNotFound, http.MethodGet, sub+"/resourceGroups/MC_rg-a_aks_westeurope", nil)
	if status, code, _ := c.failure(accepted); status != "Failed" || code != "VMExtensionProvisioningError" {
		t.Errorf("the operation %s %s", status, code)
	}
	for _, d := range c.everything() {
		t.Errorf("%s is left", d)
	}
}

// everything lists the ids of all that is stored in the subscription's groups.
func (c *client) everything() []string {
	c.Helper()
	var ids []string
	for _, v := range c.want(http.StatusOK, http.MethodGet, sub+"/resources", nil).Body.Objs("value") {
		ids = append(ids, v.Str("id"))
	}
	return ids
}
