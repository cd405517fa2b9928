package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMockProvider is `terraform test` with a mock_provider, in which no resource of ours is called but for its validation (law L1):
// the example's tests pass by what functions answer, and a configuration that a resource refuses is refused still.
func TestMockProvider(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs the Terraform CLI: set TF_ACC=1, as `make test` does")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("examples/testing")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "rc"), "provider_installation {\n  dev_overrides {\n    \"udr-egress/udr\" = \""+filepath.Dir(link(t))+"\"\n  }\n  direct {}\n}\n")
	run := func(want int, says []string, args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), cli(), append([]string{"test", "-no-color"}, args...)...)
		cmd.Dir = dir
		cmd.Env = append(withoutAzure(os.Environ()), "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "rc"), "CHECKPOINT_DISABLE=1")
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != want {
			t.Fatalf("terraform test %v: %v, want exit status %d\n%s", args, err, want, out)
		}
		text := strings.Join(strings.Fields(string(out)), " ")
		for _, s := range says {
			if !strings.Contains(text, s) {
				t.Errorf("terraform test %v does not say %q\n%s", args, s, out)
			}
		}
	}
	run(0, []string{"6 passed, 0 failed"})
	// The subnet is outside the address space: the resource says so, and it is a mock.
	run(1, []string{"The subnet lies outside the address space", "Rule VN-OUTSIDE"}, "-var", "firewall_prefix=192.168.0.0/26")
	// The firewall does not take the priority of its rules, and is a mock as well.
	run(1, []string{"udr_firewall_egress.this", "99 is not between 100 and 65000", "Rule FE-PRIORITY"}, "-var", "priority=99")
	// A function's argument is wrong.
	run(1, []string{"Invalid function argument", `unknown feature "teleport"`}, "-var", `features=["teleport"]`)
	run(1, []string{"Invalid function argument", `"ten" is not a CIDR`}, "-var", "firewall_prefix=ten")
}
