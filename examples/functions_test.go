package examples

import (
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
)

// outputs says what the example of each function has to give.
var outputs = map[string]map[string]knownvalue.Check{
	"cidr_contains":         {"nodes_inside": knownvalue.Bool(true)},
	"cidrs_overlap":         {"ranges_are_apart": knownvalue.Bool(true)},
	"firewall_subnet_valid": {"large_enough": knownvalue.Bool(true), "too_small": knownvalue.Bool(false)},
	"required_egress": {
		"https_names": knownvalue.ListPartial(map[int]knownvalue.Check{
			0: knownvalue.StringExact("*.data.mcr.microsoft.com"), 1: knownvalue.StringExact("*.hcp.westeurope.azmk8s.io"), 2: knownvalue.StringExact("*.vault.azure.net"),
		}),
		"exit_codes": knownvalue.MapExact(map[string]knownvalue.Check{"base/api_server": knownvalue.Int64Exact(51), "base/mcr": knownvalue.Int64Exact(50)}),
	},
	"egress_verdict": {"status": knownvalue.StringExact("allowed"), "graph": knownvalue.NotNull()},
}

// TestFunctions runs the example of every function with the CLI.
func TestFunctions(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("functions/*/function.tf")
	if err != nil || len(files) != len(outputs) {
		t.Fatalf("%d examples, %d of them described here: %v", len(files), len(outputs), err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var checks []statecheck.StateCheck
			for output, want := range outputs[name] {
				checks = append(checks, statecheck.ExpectKnownOutputValue(output, want))
			}
			if len(checks) == 0 {
				t.Fatalf("nothing is known of %s", name)
			}
			resource.Test(t, resource.TestCase{
				TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
				ProtoV6ProviderFactories: factories(acctest.NewAzure(t)),
				Steps:                    []resource.TestStep{{Config: read(t, file), ConfigStateChecks: checks}},
			})
		})
	}
}
