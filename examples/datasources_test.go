package examples

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// looked says what the example of each data source has to give.
var looked = map[string]map[string]knownvalue.Check{
	"udr_aks_required_egress": {
		"allow": knownvalue.MapPartial(map[string]knownvalue.Check{"base/mcr": knownvalue.StringExact(
			"mcr.microsoft.com:443 (system images; MicrosoftDocs/azure-aks-docs articles/aks/outbound-rules-control-egress.md, 2026-06-18)")}),
		"remove": knownvalue.MapPartial(map[string]knownvalue.Check{"aksrepos.azurecr.io": knownvalue.NotNull()}),
	},
	"udr_aks_cluster":            {"outbound_type": knownvalue.StringExact("userDefinedRouting")},
	"udr_firewall_egress":        {"egress_addresses": knownvalue.MapSizeExact(1)},
	"udr_internal_load_balancer": {"voting_app": knownvalue.StringExact("100.64.2.4")},
	"udr_egress_check":           {"graph": knownvalue.NotNull(), "not_known": knownvalue.ListSizeExact(1)},
}

// beside are the data sources that look for something of the example of udr_aks_cluster.
var beside = []string{"udr_aks_cluster", "udr_firewall_egress", "udr_internal_load_balancer"}

// theirs makes what such an example looks for: the cluster with its egress, and an internal service in it.
func theirs(t *testing.T, azure *acctest.Azure, example string) []resource.TestStep {
	t.Helper()
	made := embedded + without("output", read(t, "resources/udr_aks_cluster/resource.tf"))
	return []resource.TestStep{{Config: made}, {
		PreConfig: func() {
			cluster := "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/contosofin-rg/providers/Microsoft.ContainerService/managedClusters/contosofinaks"
			service := armtypes.KubernetesService{Cluster: cluster, Name: "azure-vote-front", Subnet: "contosofinsvcsubnet", Ports: []armtypes.ServicePort{{Port: 80}}}
			if _, err := azure.ApplyService(service); err != nil {
				t.Fatal(err)
			}
		},
		Config: made + strings.ReplaceAll(example, "00000000-0000-0000-0000-000000000000", armemu.SubscriptionID),
	}}
}

// TestDataSources reads the example of every data source.
func TestDataSources(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("data-sources/*/data-source.tf")
	if err != nil || len(files) != len(looked) {
		t.Fatalf("%d examples, %d of them described here: %v", len(files), len(looked), err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var checks []statecheck.StateCheck
			for output, want := range looked[name] {
				checks = append(checks, statecheck.ExpectKnownOutputValue(output, want))
			}
			if len(checks) == 0 {
				t.Fatalf("nothing is known of %s", name)
			}
			azure := acctest.NewAzure(t)
			steps := []resource.TestStep{{Config: embedded + read(t, file)}}
			if slices.Contains(beside, name) {
				steps = theirs(t, azure, read(t, file))
			}
			steps[len(steps)-1].ConfigStateChecks = checks
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories(azure), Steps: steps})
		})
	}
}
