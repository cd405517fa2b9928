package live_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// block is the provider block of every test here: the environment says the rest.
const block = "provider \"udr\" {}\n"

// TestExamples applies the example of every resource under other names, plans again (nothing may be left to do), imports what its import
// example imports and compares, and destroys all.
func TestExamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../examples/resources/*/resource.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			t.Parallel()
			a := newTarget(t)
			text := a.named(read(t, file))
			steps := []resource.TestStep{{Config: block + text}}
			for address, id := range imports(a.named(read(t, filepath.Join(filepath.Dir(file), "import.sh")))) {
				steps = append(steps, resource.TestStep{
					// An output would be read before what it reads is there.
					Config: block + outputs.ReplaceAllString(text, ""), ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true,
				})
			}
			if len(steps) == 1 {
				t.Error("import.sh imports nothing")
			}
			a.test(t, steps...)
		})
	}
}

// imported finds the address and the ID of each import command.
var imported = regexp.MustCompile(`(?m)^terraform import (\S+) (\S+)$`)

var outputs = regexp.MustCompile(`(?ms)^output .*?^\}\n`)

func imports(script string) map[string]string {
	all := map[string]string{}
	for _, m := range imported.FindAllStringSubmatch(script, -1) {
		all[m[1]] = strings.Trim(m[2], `'"`) // a bar means something to a shell, so that some are quoted
	}
	return all
}

// named gives an example names, a subscription and a region in this Azure.
func (a *target) named(text string) string {
	return strings.NewReplacer(
		"contosofin", a.prefix,
		"00000000-0000-0000-0000-000000000000", a.subscription,
		`"eastus"`, `"`+a.location+`"`,
	).Replace(text)
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
