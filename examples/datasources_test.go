package examples

import (
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
)

// looked says what the example of each data source has to give.
var looked = map[string]map[string]knownvalue.Check{
	"udr_aks_required_egress": {
		"allow": knownvalue.MapPartial(map[string]knownvalue.Check{"base/mcr": knownvalue.StringExact(
			"mcr.microsoft.com:443 (system images; MicrosoftDocs/azure-aks-docs articles/aks/outbound-rules-control-egress.md, 2026-06-18)")}),
		"remove": knownvalue.MapPartial(map[string]knownvalue.Check{"aksrepos.azurecr.io": knownvalue.NotNull()}),
	},
	"udr_egress_check": {"graph": knownvalue.NotNull(), "not_known": knownvalue.ListSizeExact(1)},
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
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(acctest.NewAzure(t)),
				Steps:                    []resource.TestStep{{Config: embedded + read(t, file), ConfigStateChecks: checks}},
			})
		})
	}
}
