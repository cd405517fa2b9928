package aks

import (
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// rulesFor is a world with one application and one network rule drawn from what people write.
func rulesFor(t *rapid.T, cloudName, region string) egress.World {
	names := rapid.SliceOfDistinct(rapid.SampledFrom([]string{
		"mcr.microsoft.com", "*.microsoft.com", "*.hcp.eastus.azmk8s.io", "*.hcp.westus.azmk8s.io", "*.azmk8s.io", "*", "login.microsoftonline.com",
		"global.handler.control.monitor.azure.com", "eastus.handler.control.monitor.azure.com", "*.monitor.azure.com", "contoso.azurecr.io", "*.azurecr.io",
		"contoso.eastus.data.azurecr.io", "eastus.dp.kubernetesconfiguration.azure.com", "*.blob.core.windows.net",
	}), func(s string) string { return s }).Draw(t, "names")
	tags := rapid.SliceOfDistinct(rapid.SampledFrom([]string{cloud.FQDNTagAKS, "AzureBackup"}), func(s string) string { return s }).Draw(t, "tags")
	services := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"AzureCloud", "AzureCloud.eastus", "AzureCloud.westus", "AzureMonitor"}), func(s string) string { return s }).Draw(t, "services")
	var app []netset.Pattern
	for _, n := range names {
		p, err := netset.ParsePattern(n)
		if err != nil {
			t.Fatal(err)
		}
		app = append(app, p)
	}
	w := world(egress.ApplicationRule{
		Name: "names", Source: everywhere(), Names: app, FQDNTags: tags, Protocols: []egress.ApplicationProtocol{{Type: egress.L7HTTPS, Port: 443}},
	}, egress.KindApplication)
	destination := egress.AddressSpec{ServiceTags: services}
	if rapid.Bool().Draw(t, "server") {
		destination.Addresses = netset.SingleAddress(netip.MustParseAddr("20.5.6.7"))
	}
	w.Firewalls[0].Collections = append(w.Firewalls[0].Collections, egress.Collection{
		Name: "tags", Kind: egress.KindNetwork, Priority: egress.Known(200), Action: egress.Known(rapid.SampledFrom([]egress.Action{egress.Allow, egress.Deny}).Draw(t, "action")),
		Rules: []egress.Rule{egress.NetworkRule{Name: "tags", Source: everywhere(), Protocols: netset.TCP, Ports: netset.PortsOf(443, 9000), Destination: destination}},
	})
	w.TagContents, w.PlatformNames = TagContents(cloudName, region), PlatformNames(cloudName)
	return w
}

// TestUnknownIsSound: what is said while the region, the API server's address and the registry's region are not known
// stays true when they are (law L2).
func TestUnknownIsSound(t *testing.T) {
	t.Parallel()
	definite := 0
	rapid.Check(t, func(t *rapid.T) {
		open := cloud.Profile{
			Features: []cloud.Feature{
				cloud.FeatureTunnel, cloud.FeatureAPIServerIP, cloud.FeatureAzureMonitor, cloud.FeatureExtensions, cloud.FeatureAzureBackup,
			},
			Registries: []cloud.Registry{{Name: "contoso"}},
		}
		later := open
		later.Region = rapid.SampledFrom([]string{"eastus", "westus", "francecentral"}).Draw(t, "region")
		if rapid.Bool().Draw(t, "address known") {
			later.APIServerAddresses = []netip.Addr{netip.MustParseAddr(rapid.SampledFrom([]string{"20.5.6.7", "20.5.6.8"}).Draw(t, "address"))}
		}
		w := rulesFor(t, "public", "")
		before := judged(w, open)
		w.TagContents = TagContents("public", later.Region)
		after := judged(w, later)
		for key, status := range before {
			if status == egress.Indeterminate {
				continue
			}
			definite++
			if now, ok := after[key]; !ok || now != status {
				t.Fatalf("%s was %s and is %q in %s", key, status, now, later.Region)
			}
		}
	})
	if definite == 0 {
		t.Error("nothing was ever decided")
	}
}

// judged is the status of each row, by the row's key without what it was expanded to.
func judged(w egress.World, p cloud.Profile) map[string]egress.Status {
	out := map[string]egress.Status{}
	demands, _ := Demands(Question{Profile: p, Subnets: []string{"vnet/aks"}})
	e := egress.NewEvaluator(w, egress.Options{})
	for _, d := range demands {
		status := e.Judge(d.Flow).Status
		for _, r := range d.Rows {
			parts := strings.SplitN(r.Key, "/", 3)
			out[strings.Join(parts[:2], "/")] = status
		}
	}
	return out
}
