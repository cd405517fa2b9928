package examples

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// embedded is put beside every example that has no provider block of its own.
const embedded = "provider \"udr\" {\n  emulator = {}\n}\n"

// TestResources applies the example of every resource, plans again (nothing may be left to do), imports the resource that its import
// examples name, updates it in place, plans again, and destroys all.
func TestResources(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("resources/*/resource.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := read(t, file)
			addresses := resources(text, name)
			if len(addresses) == 0 {
				t.Fatalf("%s has no resource %q", file, name)
			}
			steps := []resource.TestStep{{Config: embedded + text}}
			script := read(t, filepath.Join(filepath.Dir(file), "import.sh"))
			for _, address := range addresses {
				if strings.Contains(script, address) {
					steps = append(steps, resource.TestStep{
						Config: embedded + without("output", text), ResourceName: address, ImportState: true, ImportStateVerify: true,
					})
				}
			}
			steps = append(steps, resource.TestStep{
				Config: embedded + changed(t, name, text),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply:             updates(addresses),
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
			})
			apply(t, steps)
		})
	}
}

// updates wants one of the resources updated, and none of them made anew.
func updates(addresses []string) []plancheck.PlanCheck {
	return []plancheck.PlanCheck{planFunc(func(plan *tfjson.Plan) error {
		n := 0
		for _, change := range plan.ResourceChanges {
			switch {
			case change.Change.Actions.NoOp():
			case !change.Change.Actions.Update():
				return fmt.Errorf("%s is planned as %v", change.Address, change.Change.Actions)
			case slices.Contains(addresses, change.Address):
				n++
			}
		}
		if n == 0 {
			return fmt.Errorf("the change updates none of %v", addresses)
		}
		return nil
	})}
}

// planFunc is a check of a plan.
type planFunc func(*tfjson.Plan) error

func (f planFunc) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = f(req.Plan)
}

// TestDemo applies what `make demo` runs.
func TestDemo(t *testing.T) {
	t.Parallel()
	apply(t, []resource.TestStep{{Config: without("terraform", read(t, "demo/main.tf")) + read(t, "demo/egress.tf") + read(t, "demo/cluster.tf") + read(t, "demo/ingress.tf")}})
}

// TestHowTo applies the whole how-to, which is to fit in about 60 lines, and plans it again.
func TestHowTo(t *testing.T) {
	t.Parallel()
	text := read(t, "how-to/main.tf")
	const most = 65
	lines := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	if lines > most {
		t.Errorf("the how-to takes %d lines", lines)
	}
	apply(t, []resource.TestStep{{Config: without("terraform", text)}})
}

// TestProvider plans with the example of the provider block, which names a real subscription: a plan of new objects asks
// Azure nothing, so it needs neither account nor network.
func TestProvider(t *testing.T) {
	t.Parallel()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(acctest.NewAzure(t)),
		Steps: []resource.TestStep{{
			Config:             without("terraform", read(t, "provider/provider.tf")) + read(t, "resources/udr_network/resource.tf"),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
		}},
	})
}

// TestImportExamples: the import examples of a resource name the same object, and one that its example makes.
func TestImportExamples(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("resources/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	id := regexp.MustCompile(`/subscriptions/[^\s"'|]+`)
	for _, folder := range folders {
		name := filepath.Base(folder)
		addresses := resources(read(t, filepath.Join(folder, "resource.tf")), name)
		want := id.FindString(read(t, filepath.Join(folder, "import.sh")))
		if want == "" {
			t.Errorf("%s: import.sh has no ID", folder)
		}
		for _, file := range []string{"import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			text := read(t, filepath.Join(folder, file))
			if got := id.FindString(text); got != want {
				t.Errorf("%s/%s imports %q, import.sh %q", folder, file, got, want)
			}
			if !mentions(text, addresses) {
				t.Errorf("%s/%s imports into none of %v", folder, file, addresses)
			}
		}
	}
}

// apply runs steps against an empty Azure and wants it empty again after the destroy.
func apply(t *testing.T, steps []resource.TestStep) {
	t.Helper()
	azure := acctest.NewAzure(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(azure),
		Steps:                    steps,
		CheckDestroy: func(*terraform.State) error {
			for _, subscription := range []string{armemu.SubscriptionID, armemu.SecondSubscriptionID} {
				for _, id := range azure.Resources(subscription) {
					t.Errorf("left behind: %s", id)
				}
			}
			return nil
		},
	})
}

func factories(azure *acctest.Azure) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"udr": func() (tfprotov6.ProviderServer, error) { return azure.Factory()(), nil },
	}
}

// resources returns the addresses of the resources of one type.
func resources(text, kind string) []string {
	var addresses []string
	for _, m := range regexp.MustCompile(`(?m)^resource "(\w+)" "(\w+)"`).FindAllStringSubmatch(text, -1) {
		if m[1] == kind {
			addresses = append(addresses, m[1]+"."+m[2])
		}
	}
	return addresses
}

func mentions(text string, addresses []string) bool {
	for _, address := range addresses {
		if strings.Contains(text, address) {
			return true
		}
	}
	return false
}

// without drops the blocks of one type: `terraform`, because the test framework serves the provider under an address of its
// own, and `output`, because it cannot read an output that an import leaves unset.
func without(block, text string) string {
	return regexp.MustCompile(`(?ms)^`+block+` .*?^\}\n`).ReplaceAllString(text, "")
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
