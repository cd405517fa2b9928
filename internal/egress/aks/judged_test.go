package aks

import (
	"net/netip"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// world is a cluster subnet whose traffic goes to a firewall with one rule.
func world(rule egress.Rule, kind egress.Kind) egress.World {
	prefix := func(text string) []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix(text)} }
	hop := egress.Hop{Type: egress.Known(egress.HopAppliance), Device: "fw", Address: egress.Unknown[netip.Addr]()}
	return egress.World{
		Networks: []egress.Network{{Name: "vnet", AddressSpace: prefix("10.42.0.0/16"), Subnets: []egress.Subnet{
			{Name: "aks", Prefixes: prefix("10.42.1.0/24"), RouteTable: egress.Known("rt")},
			{Name: "api", Prefixes: prefix("10.42.3.0/28")},
			{Name: "AzureFirewallSubnet", Prefixes: prefix("10.42.2.0/26")},
		}}},
		RouteTables: []egress.RouteTable{{Name: "rt", Routes: []egress.Route{
			{Name: "default", Prefix: egress.Known(netip.MustParsePrefix("0.0.0.0/0")), Hop: hop},
		}}},
		Firewalls: []egress.Firewall{{
			Name: "fw", Tier: egress.Known(egress.Standard), Subnet: "vnet/AzureFirewallSubnet", PrivateIP: egress.Unknown[netip.Addr](),
			PublicIPs: []egress.PublicIP{{Name: "pip", Address: egress.Unknown[netip.Addr]()}},
			Collections: []egress.Collection{{
				Name: "c", Kind: kind, Priority: egress.Known(100), Action: egress.Known(egress.Allow), Rules: []egress.Rule{rule},
			}},
		}},
		TagContents: TagContents("public", "eastus"), PlatformNames: PlatformNames("public"),
	}
}

func everywhere() egress.AddressSpec { return egress.AddressSpec{Addresses: netset.AllIPv4()} }

func aksTag() egress.World {
	return world(egress.ApplicationRule{
		Name: "aks", Source: everywhere(), FQDNTags: []string{cloud.FQDNTagAKS},
		Protocols: []egress.ApplicationProtocol{{Type: egress.L7HTTPS, Port: 443}, {Type: egress.L7HTTP, Port: 80}},
	}, egress.KindApplication)
}

func regionTag() egress.World {
	return world(egress.NetworkRule{
		Name: "region", Source: everywhere(), Protocols: netset.TCP, Ports: netset.PortsOf(443, 9000),
		Destination: egress.AddressSpec{ServiceTags: []string{"AzureCloud.eastus"}},
	}, egress.KindNetwork)
}

// TestJudged is the column "judged statically by" of section 4 and AK-30: what one rule with the FQDN tag, or with the
// region's service tag, is known to let pass, known to block, and what it leaves open.
func TestJudged(t *testing.T) {
	t.Parallel()
	q := question(cloud.Profile{
		GPU: true, Windows: true, VNetIntegration: false, DNSServers: []netip.Addr{netip.MustParseAddr("20.9.9.9")},
		Features: []cloud.Feature{cloud.FeatureTunnel, cloud.FeatureAPIServerIP, cloud.FeatureNTP, cloud.FeatureAzurePolicy, cloud.FeatureKeyVaultCSI},
	})
	flows := map[string][]egress.Flow{}
	for _, d := range demands(t, q) {
		flows[d.Flow.Reason] = append(flows[d.Flow.Reason], d.Flow)
	}
	for _, tt := range []struct {
		name   string
		world  egress.World
		ids    []string
		status egress.Status
	}{
		{"the AKS tag holds the core", aksTag(), []string{"AK-1", "AK-5", "AK-6", "AK-7", "AK-8", "AK-9", "AK-10"}, egress.Allowed},
		{"it may hold add-ons", aksTag(), []string{"AK-14", "AK-17", "AK-19", "AK-21"}, egress.Indeterminate},
		{"it covers nothing that needs a network rule", aksTag(), []string{"AK-3", "AK-4", "AK-12", "AK-13"}, egress.Denied},
		{"the platform is out of reach of rules", aksTag(), []string{"AK-23"}, egress.Allowed},
		{"the region's tag holds the API server", regionTag(), []string{"AK-1", "AK-4"}, egress.Allowed},
		{"it does not open other ports", regionTag(), []string{"AK-12", "AK-13"}, egress.Denied},
		{"whether it holds other Microsoft addresses is not known", regionTag(), []string{"AK-5", "AK-7"}, egress.Indeterminate},
	} {
		for _, id := range tt.ids {
			if len(flows[id]) == 0 {
				t.Errorf("%s: no flow %s", tt.name, id)
			}
			for _, v := range egress.Evaluate(tt.world, flows[id], egress.Options{}).Verdicts {
				if v.Status != tt.status {
					t.Errorf("%s: %s is %s, want %s", tt.name, line(v.Flow), v.Status, tt.status)
				}
			}
		}
	}
	nvidia := flows["AK-16"][:3]
	for _, v := range egress.Evaluate(aksTag(), nvidia, egress.Options{}).Verdicts {
		if v.Status != egress.Denied {
			t.Errorf("the tag holds nothing outside Microsoft's domains: %s is %s", line(v.Flow), v.Status)
		}
	}
}

// TestSufficientMinimum: an application rule with the AKS tag and no network rule carries a cluster (AK-29).
func TestSufficientMinimum(t *testing.T) {
	t.Parallel()
	for _, p := range []cloud.Profile{{}, {PrivateCluster: true}, {VNetIntegration: true}} {
		q := question(p)
		var flows []egress.Flow
		for _, d := range demands(t, q) {
			flows = append(flows, d.Flow)
		}
		r := egress.Evaluate(aksTag(), flows, egress.Options{})
		if got := r.Outcome(); got != egress.Allowed {
			for _, v := range r.Verdicts {
				t.Logf("%s %s", v.Status, line(v.Flow))
			}
			t.Errorf("private %t, integration %t: %s", p.PrivateCluster, p.VNetIntegration, got)
		}
	}
}

// TestAssumptionCarries: without A-AKSTAG-CORE the tag proves nothing.
func TestAssumptionCarries(t *testing.T) {
	t.Parallel()
	var flows []egress.Flow
	for _, d := range demands(t, question(cloud.Profile{})) {
		if d.Flow.Reason == "AK-5" {
			flows = append(flows, d.Flow)
		}
	}
	r := egress.Evaluate(aksTag(), flows, egress.Options{Without: []egress.Assumption{egress.AssumeAKSTagCore}})
	if len(r.Verdicts) != 1 || r.Verdicts[0].Status != egress.Indeterminate {
		t.Errorf("verdicts %v", r.Verdicts)
	}
}
