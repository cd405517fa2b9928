package aks

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func flowsOf(t *testing.T, q Question) []egress.Flow {
	t.Helper()
	var out []egress.Flow
	for _, d := range demands(t, q) {
		out = append(out, d.Flow)
	}
	return out
}

// TestBootOrder: the flows that a node's bootstrap checks carry its exit codes in its order, and the report says at which
// one nodes would stop (AK-28).
func TestBootOrder(t *testing.T) {
	t.Parallel()
	q := question(cloud.Profile{DNSServers: []netip.Addr{netip.MustParseAddr("20.9.9.9")}})
	flows := flowsOf(t, q)
	codes := map[int]int{}
	for _, f := range flows {
		if f.Check > 0 {
			codes[f.Check] = f.ExitCode
		}
	}
	if diff := cmp.Diff(map[int]int{1: 50, 2: 52, 3: 51}, codes); diff != "" {
		t.Error(diff)
	}
	closed := world(egress.ApplicationRule{}, egress.KindApplication)
	closed.Firewalls[0].Collections = nil
	for _, tt := range []struct {
		name string
		open []string
		want string
	}{
		{"all blocked", nil, "exit code 50 (mcr.microsoft.com) first"},
		{"the registry open", []string{"mcr.microsoft.com"}, "exit code 52 (20.9.9.9) first"},
	} {
		w := closed
		if tt.open != nil {
			rule := egress.ApplicationRule{Name: "r", Source: everywhere(), Protocols: []egress.ApplicationProtocol{{Type: egress.L7HTTPS, Port: 443}}}
			for _, name := range tt.open {
				p, err := netset.ParsePattern(name)
				if err != nil {
					t.Fatal(err)
				}
				rule.Names = append(rule.Names, p)
			}
			w = world(rule, egress.KindApplication)
		}
		notes := egress.Evaluate(w, flows, egress.Options{}).Notes()
		if !slices.ContainsFunc(notes, func(n egress.Note) bool {
			return strings.Contains(n.Text, tt.want) && slices.Equal(n.Rules, []string{"AK-28"})
		}) {
			t.Errorf("%s: %v, want %s", tt.name, notes, tt.want)
		}
	}
	for _, n := range egress.Evaluate(aksTag(), flowsOf(t, question(cloud.Profile{})), egress.Options{}).Notes() {
		if slices.Contains(n.Rules, "AK-28") {
			t.Errorf("nothing stops the nodes: %s", n.Text)
		}
	}
}

// TestClosedClusterAsksNoRegistry: nodes of outbound type none or block skip the first check, so that no exit code 50 is
// predicted for them, whether or not they boot from a cache (AK-26, AK-28).
func TestClosedClusterAsksNoRegistry(t *testing.T) {
	t.Parallel()
	for outbound, want := range map[cloud.OutboundType]bool{cloud.OutboundUserDefinedRouting: true, "": true, cloud.OutboundNone: false, cloud.OutboundBlock: false} {
		got := slices.ContainsFunc(flowsOf(t, question(cloud.Profile{OutboundType: outbound})), func(f egress.Flow) bool { return f.ExitCode == int(cloud.ExitOutbound) })
		if got != want {
			t.Errorf("%q: exit code 50 predicted %t", outbound, got)
		}
	}
	isolated := question(cloud.Profile{OutboundType: cloud.OutboundNone, BootstrapCache: true, PrivateCluster: true})
	shut := world(egress.ApplicationRule{}, egress.KindApplication)
	shut.RouteTables[0].Routes[0].Hop = egress.Hop{Type: egress.Known(egress.HopNone)}
	if r := egress.Evaluate(shut, flowsOf(t, isolated), egress.Options{}); r.Outcome() != egress.Allowed || len(r.Verdicts) == 0 {
		t.Errorf("an isolated cluster behind a closed door is %s (AK-26)", r.Outcome())
	}
}

// TestVendorsChecker: what the vendor's checker asks from a node that runs is demanded of the plan (AK-32).
func TestVendorsChecker(t *testing.T) {
	t.Parallel()
	flows := flowsOf(t, question(cloud.Profile{}))
	for _, name := range []string{
		"management.azure.com", "cluster-dns-1234.hcp.eastus.azmk8s.io", "mcr.microsoft.com", "eastus.data.mcr.microsoft.com",
		"login.microsoftonline.com", "packages.microsoft.com", "packages.aks.azure.com",
	} {
		asked := slices.ContainsFunc(flows, func(f egress.Flow) bool {
			return f.Level == egress.LevelRequired && f.L7 == egress.L7HTTPS && f.Ports.Contains(443) &&
				slices.ContainsFunc(f.Destination.Names, func(p netset.Pattern) bool { return p.Matches(name) })
		})
		if !asked {
			t.Errorf("%s is asked for by no flow", name)
		}
	}
	token := slices.ContainsFunc(flows, func(f egress.Flow) bool {
		return f.Destination.Addresses.Contains(cloud.InstanceMetadata()) && f.Ports.Contains(80) && f.Level == egress.LevelRequired
	})
	if !token {
		t.Error("the token comes from the metadata service, which is asked for by no flow")
	}
}
