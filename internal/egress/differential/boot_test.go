package differential

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

const (
	bootWorlds = 300 // clusters that are made
	bootFew    = 50  // of each definite answer; fewer prove nothing

	clusterID = resourceGroup + "/providers/Microsoft.ContainerService/managedClusters/c"
	nodes     = "hub/aks"
	// packages is the row of AKS's packages. It has no exit code, since images may hold them; the emulator's nodes want them (41).
	packages = "AK-10"
)

// bootCounts says what was compared. Excused are clusters about which the evaluator says nothing definite.
type bootCounts struct{ through, refused, booted, failed, rejected, excused atomic.Int64 }

// TestBoot holds the evaluator against the boot of clusters: one whose egress it lets through comes up in the emulator, one that it refuses
// does not, be it that AKS does not take it or that its nodes fail (AK-28). The worlds are the same in every run.
func TestBoot(t *testing.T) {
	t.Parallel()
	var c bootCounts
	t.Run("worlds", func(t *testing.T) {
		for i := range bootWorlds {
			words := make([]byte, 1<<14)
			source := rand.New(rand.NewPCG(28, uint64(i)))
			for j := range words {
				words[j] = byte(source.Uint32())
			}
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				rapid.MakeFuzz(c.compare)(t, words)
			})
		}
	})
	t.Logf("%d let through, %d refused, %d neither; %d booted, %d failed, %d were not taken",
		c.through.Load(), c.refused.Load(), c.excused.Load(), c.booted.Load(), c.failed.Load(), c.rejected.Load())
	all := c.through.Load() + c.refused.Load() + c.excused.Load()
	if !t.Failed() && (all < bootWorlds || c.through.Load() < bootFew || c.refused.Load() < bootFew || c.failed.Load() < bootFew) {
		t.Errorf("of %d worlds too few are definite: %d let through, %d refused, %d failed to boot", all, c.through.Load(), c.refused.Load(), c.failed.Load())
	}
}

// compare makes one cluster and asks both sides.
func (c *bootCounts) compare(t *rapid.T) {
	b := drawBoot(t)
	d := b.world.deploy(t)
	status, why := b.judge(t, d.ips)
	state := b.create(t, d)
	map[string]*atomic.Int64{"Succeeded": &c.booted, "Failed": &c.failed, "": &c.rejected}[state].Add(1)
	switch status {
	case egress.Allowed:
		c.through.Add(1)
	case egress.Denied:
		c.refused.Add(1)
	default:
		c.excused.Add(1)
		return
	}
	if (state == "Succeeded") != (status == egress.Allowed) {
		t.Fatalf("the evaluator says %s (%s), the cluster is %q: %s\n%+v", status, why, state, must(d.Resource(clusterID)), b)
	}
}

// boot is a cluster to be, and the world that it is to live in.
type boot struct {
	world   *world
	private bool
	ranges  string // authorized: "" for none, "firewall", "part" or "elsewhere"
}

// judge asks the evaluator for the flows without which a node does not boot: Denied when one of them is or when AKS does not take the
// cluster at all, Allowed when all of them are.
func (b *boot) judge(t *rapid.T, ips map[string]string) (egress.Status, string) {
	hub := b.world.network("hub")
	x, err := aks.Expand(document.Profile{Cluster: "c", Subnets: []string{nodes}, Region: "westeurope", Private: b.private, DNSServers: hub.resolvers})
	if err != nil {
		t.Fatal(err)
	}
	told := b.world.tell(ips)
	told.TagContents, told.PlatformNames = x.TagContents, x.PlatformNames
	k := egress.Cluster{Name: "c", Subnets: []string{nodes}, OutboundType: egress.Known("userDefinedRouting"), Private: b.private}
	if ranges := b.authorized(ips); ranges != nil {
		k.AuthorizedRanges = &egress.AuthorizedRanges{Addresses: addressSet(ranges)}
	}
	told.Clusters = []egress.Cluster{k}
	flows := without(x.Flows, func(f egress.Flow) bool {
		return f.Level != egress.LevelRequired || f.ExitCode == 0 && f.Reason != packages
	})
	if len(flows) < 3 {
		t.Fatalf("only %d flows have an exit code", len(flows))
	}
	r := egress.Evaluate(told, flows, egress.Options{})
	for _, f := range r.Findings {
		if f.Severity == egress.SeverityError {
			return egress.Denied, f.Text
		}
	}
	status, why := egress.Allowed, ""
	for _, v := range r.Verdicts {
		if v.Status == egress.Denied {
			return egress.Denied, fmt.Sprintf("%s %s", v.Flow.Reason, v.Flow.Destination.Text())
		}
		if v.Status != egress.Allowed {
			status = v.Status
		}
	}
	return status, why
}

// authorized lists the authorized ranges; nil when there are none.
func (b *boot) authorized(ips map[string]string) []string {
	switch b.ranges {
	case "firewall":
		out := []string{"20.250.1.0/24"}
		for i := range b.world.firewalls[0].ips {
			out = append(out, ips[publicIP("fw", i)]+"/32")
		}
		return out
	case "part":
		return []string{ips[publicIP("fw", 0)] + "/32"}
	case "elsewhere":
		return []string{"20.250.1.0/24"}
	}
	return nil
}

// create makes the cluster and gives its final state; "" when AKS does not take it.
func (b *boot) create(t *rapid.T, d deployment) string {
	const identity = resourceGroup + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes"
	d.put(t, identity, object{"location": "westeurope"})
	d.put(t, resourceGroup+"/providers/Microsoft.Authorization/roleAssignments/44444444-4444-4444-8444-444444444440", object{"properties": object{
		"principalId":      must(d.Resource(identity)).Str("properties.principalId"),
		"roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7", // Network Contributor
	}})
	access := object{}
	if b.private {
		access["enablePrivateCluster"] = true
	}
	if ranges := b.authorized(d.ips); ranges != nil {
		access["authorizedIPRanges"] = ranges
	}
	body := properties(object{
		"dnsPrefix": "c", "apiServerAccessProfile": access,
		"networkProfile": object{"networkPlugin": "azure", "networkPluginMode": "overlay", "outboundType": "userDefinedRouting"},
		"agentPoolProfiles": []any{object{
			"name": "sys", "count": 1, "vmSize": "Standard_D4s_v5", "mode": "System", "vnetSubnetID": provider + "virtualNetworks/hub/subnets/aks",
		}},
	})
	body["identity"] = object{"type": "UserAssigned", "userAssignedIdentities": object{identity: object{}}}
	r := must(http.NewRequestWithContext(t.Context(), http.MethodPut, "https://emulator.test"+clusterID+"?api-version=2026-04-01", bytes.NewReader(must(json.Marshal(body)))))
	answer, err := d.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		var text bytes.Buffer
		_ = must(text.ReadFrom(answer.Body))
		for _, code := range []string{"ExistingRouteTableNotAssociatedWithSubnet", "RouteTableInvalidNextHop", "RouteTableMissingDefaultRouteError"} {
			if bytes.Contains(text.Bytes(), []byte(code)) {
				return ""
			}
		}
		t.Fatalf("AKS refuses the cluster for a reason that is not its egress: %s", &text)
	}
	if err := d.FinishAll(); err != nil {
		t.Fatal(err)
	}
	state := must(d.Resource(clusterID)).Str("properties.provisioningState")
	if !slices.Contains([]string{"Succeeded", "Failed"}, state) {
		t.Fatalf("the cluster is %s", state)
	}
	return state
}
