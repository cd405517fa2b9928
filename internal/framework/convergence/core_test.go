package convergence_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// core drives the real CLI against the provider of core_provider_test.go. The
// tests below pin what the rules of 0002-convergence.md take from Terraform
// core; when one fails on a new CLI, the rule it names no longer holds there.
type core struct {
	t     *testing.T
	cli   string
	dir   string
	name  string
	cbd   bool
	owner bool
}

func newCore(t *testing.T) *core {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs the Terraform CLI: set TF_ACC=1, as `make test` does")
	}
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		cli = "terraform"
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	k := &core{t: t, cli: cli, dir: t.TempDir(), name: "a"}
	for _, d := range []string{"cloud", "bin"} {
		if err := os.Mkdir(filepath.Join(k.dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(self, filepath.Join(k.dir, "bin", "terraform-provider-core")); err != nil {
		t.Fatal(err)
	}
	bin, err := json.Marshal(filepath.Join(k.dir, "bin"))
	if err != nil {
		t.Fatal(err)
	}
	k.write("rc", "provider_installation {\n  dev_overrides {\n    \"example.com/udr/core\" = "+string(bin)+"\n  }\n  direct {}\n}\n")
	k.configure("1")
	return k
}

func (k *core) write(name, text string) {
	k.t.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, name), []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
}

func (k *core) configure(value string) {
	k.t.Helper()
	text := "terraform {\n  required_providers {\n    core = { source = \"example.com/udr/core\" }\n  }\n}\n"
	if k.owner {
		text += "provider \"core\" {\n  owner = \"team\"\n}\n"
	}
	text += "resource \"core_pair\" \"x\" {\n  name  = \"" + k.name + "\"\n  value = \"" + value + "\"\n"
	if k.cbd {
		text += "  lifecycle {\n    create_before_destroy = true\n  }\n"
	}
	k.write("main.tf", text+"}\n")
}

// run runs the CLI with a fault and returns its exit status, its output and the
// calls that the provider logged.
func (k *core) run(fault string, args ...string) (int, string, []string) {
	k.t.Helper()
	calls := filepath.Join(k.dir, "calls.log")
	_ = os.Remove(calls)
	cmd := exec.CommandContext(k.t.Context(), k.cli, args...)
	cmd.Dir = k.dir
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(k.dir, "rc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"CORE_DIR="+filepath.Join(k.dir, "cloud"), "CORE_FAULT="+fault, "TF_CLI_ARGS=-no-color")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	status := cmd.ProcessState.ExitCode()
	if err != nil && status < 0 {
		k.t.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	raw, _ := os.ReadFile(calls)
	return status, out.String(), strings.Split(strings.TrimSpace(string(raw)), "\n")
}

// want runs the CLI and checks its exit status.
func (k *core) want(status int, fault string, args ...string) (string, []string) {
	k.t.Helper()
	got, out, calls := k.run(fault, args...)
	if got != status {
		k.t.Fatalf("terraform %v with fault %q: exit status %d, want %d\n%s", args, fault, got, status, out)
	}
	return out, calls
}

func (k *core) apply(status int, fault string, more ...string) (string, []string) {
	k.t.Helper()
	return k.want(status, fault, append([]string{"apply", "-auto-approve"}, more...)...)
}

// uid is the identity of the live anchor of name a, empty when it is not there.
func (k *core) uid() string {
	k.t.Helper()
	raw, err := os.ReadFile(filepath.Join(k.dir, "cloud", "a.json"))
	if err != nil {
		return ""
	}
	var o coreObject
	if err := json.Unmarshal(raw, &o); err != nil {
		k.t.Fatal(err)
	}
	return o.UID
}

// instance is what the state file says of core_pair.x.
type instance struct {
	Status  string `json:"status"`
	Deposed string `json:"deposed"`
	Private []byte `json:"private"`
}

func (k *core) state() []instance {
	k.t.Helper()
	raw, err := os.ReadFile(filepath.Join(k.dir, "terraform.tfstate"))
	if err != nil {
		return nil
	}
	var state struct {
		Resources []struct {
			Instances []instance `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(raw, &state); err != nil {
		k.t.Fatal(err)
	}
	var out []instance
	for _, r := range state.Resources {
		out = append(out, r.Instances...)
	}
	return out
}

// clean checks that a plan has nothing to do, and that destroy leaves nothing.
func (k *core) clean() {
	k.t.Helper()
	k.want(0, "", "plan", "-detailed-exitcode")
	k.want(0, "", "destroy", "-auto-approve")
	left, err := os.ReadDir(filepath.Join(k.dir, "cloud"))
	if err != nil {
		k.t.Fatal(err)
	}
	if len(left) > 0 {
		k.t.Errorf("destroy left %v", left)
	}
}

func (k *core) calls(got []string, want ...string) {
	k.t.Helper()
	got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "read ") })
	if diff := cmp.Diff(want, got); diff != "" {
		k.t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// C-1, C-5: a killed create leaves no state, and the next one resumes.
func TestCoreKilledCreate(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"anchor", "part"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			k := newCore(t)
			k.apply(1, "kill:"+step)
			if got := k.state(); got != nil {
				t.Fatalf("state after the kill: %v", got)
			}
			uid := k.uid()
			out, calls := k.apply(0, "")
			k.calls(calls, "create resume")
			if !strings.Contains(out, "Finishing an interrupted create") {
				t.Errorf("no warning in:\n%s", out)
			}
			if k.uid() != uid {
				t.Error("the anchor was made anew")
			}
			k.clean()
		})
	}
}

// C-5: after the last write only an owner tells whose the object is.
func TestCoreKilledAfterTheLastWrite(t *testing.T) {
	t.Parallel()
	t.Run("owner", func(t *testing.T) {
		t.Parallel()
		k := newCore(t)
		k.owner = true
		k.configure("1")
		k.apply(1, "kill:done")
		_, calls := k.apply(0, "")
		k.calls(calls, "create resume")
		k.clean()
	})
	t.Run("no owner, import", func(t *testing.T) {
		t.Parallel()
		k := newCore(t)
		k.apply(1, "kill:done")
		uid := k.uid()
		out, calls := k.apply(1, "")
		k.calls(calls, "create refuse")
		if !strings.Contains(out, "to = core_pair.NAME") || !strings.Contains(out, `id = "/pairs/a"`) {
			t.Errorf("no import block in:\n%s", out)
		}
		k.write("import.tf", "import {\n  to = core_pair.x\n  id = \"/pairs/a\"\n}\n")
		k.apply(0, "")
		if k.uid() != uid {
			t.Error("the anchor was made anew")
		}
		if err := os.Remove(filepath.Join(k.dir, "import.tf")); err != nil {
			t.Fatal(err)
		}
		k.clean()
	})
}

// C-2, C-3, C-7: a failed create is tainted; in its replacement Delete sees the
// create plan's private state and not the object's.
func TestCoreTaintedReplacement(t *testing.T) {
	t.Parallel()
	k := newCore(t)
	k.apply(1, "error:part")
	if got := k.state(); len(got) != 1 || got[0].Status != "tainted" || len(got[0].Private) == 0 {
		t.Fatalf("state after the error: %+v", got)
	}
	uid := k.uid()
	_, calls := k.apply(0, "")
	k.calls(calls, "delete keep after create, own run=false, record=false", "create resume")
	if k.uid() != uid {
		t.Error("the anchor was made anew")
	}
	k.clean()
}

// C-7: what is tainted but complete, or renamed, is replaced for real.
func TestCoreTaintedForReal(t *testing.T) {
	t.Parallel()
	t.Run("terraform taint", func(t *testing.T) {
		t.Parallel()
		k := newCore(t)
		k.apply(0, "")
		uid := k.uid()
		k.want(0, "", "taint", "core_pair.x")
		_, calls := k.apply(0, "")
		k.calls(calls, "delete delete after create, own run=false, record=false", "create create")
		if k.uid() == uid {
			t.Error("the anchor was kept")
		}
	})
	t.Run("renamed", func(t *testing.T) {
		t.Parallel()
		k := newCore(t)
		k.apply(1, "error:part")
		k.name = "b"
		k.configure("1")
		_, calls := k.apply(0, "")
		k.calls(calls, "delete delete after create, own run=false, record=false", "create create")
		if k.uid() != "" {
			t.Error("the old anchor is still there")
		}
		k.clean()
	})
}

// C-3: destroy and genuine replacement are told from the tainted one.
func TestCoreRealDeletes(t *testing.T) {
	t.Parallel()
	t.Run("destroy of a failed create", func(t *testing.T) {
		t.Parallel()
		k := newCore(t)
		k.apply(1, "error:part")
		_, calls := k.want(0, "", "destroy", "-auto-approve")
		k.calls(calls, "delete delete after destroy, own run=false, record=true")
		if k.uid() != "" {
			t.Error("the anchor is still there")
		}
	})
	t.Run("replace flag", func(t *testing.T) {
		t.Parallel()
		k := newCore(t)
		k.apply(0, "")
		uid := k.uid()
		_, calls := k.apply(0, "", "-replace=core_pair.x")
		k.calls(calls, "delete delete after replace, own run=false, record=true", "create create")
		if k.uid() == uid {
			t.Error("the anchor was kept")
		}
	})
}

// C-4, C-9: with create_before_destroy the create comes first, and the deposed
// object's delete is planned inside the apply.
func TestCoreCreateBeforeDestroy(t *testing.T) {
	t.Parallel()
	k := newCore(t)
	k.cbd = true
	k.configure("1")
	k.apply(1, "error:part")
	uid := k.uid()
	_, calls := k.apply(0, "")
	k.calls(calls, "create resume", "delete superseded after destroy, own run=true, record=true")
	if k.uid() != uid {
		t.Error("the anchor was made anew")
	}
	k.name = "b"
	k.configure("1")
	_, calls = k.apply(0, "")
	k.calls(calls, "create create", "delete delete after destroy, own run=true, record=true")
	if k.uid() != "" {
		t.Error("the renamed object's predecessor is still there")
	}
	k.clean()
}

// C-2: a kill in an update keeps the state and loses its private part; Read
// restores the record from the live object.
func TestCoreKilledUpdate(t *testing.T) {
	t.Parallel()
	k := newCore(t)
	k.apply(0, "")
	uid := k.uid()
	k.configure("2")
	k.apply(1, "kill:anchor")
	if got := k.state(); len(got) != 1 || got[0].Status != "" || len(got[0].Private) != 0 {
		t.Fatalf("state after the kill: %+v", got)
	}
	_, calls := k.want(2, "", "plan", "-detailed-exitcode", "-refresh-only")
	if diff := cmp.Diff([]string{"read record=false incomplete=false"}, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	k.apply(0, "")
	if k.uid() != uid {
		t.Error("the anchor was made anew")
	}
	k.clean()
}

// C-8: after untaint the failed create is finished by an update.
func TestCoreUntaint(t *testing.T) {
	t.Parallel()
	k := newCore(t)
	k.apply(1, "error:part")
	uid := k.uid()
	k.want(0, "", "untaint", "core_pair.x")
	_, calls := k.apply(0, "")
	k.calls(calls, "update record=true incomplete=true")
	if k.uid() != uid {
		t.Error("the anchor was made anew")
	}
	k.clean()
}

// C-10: a delete that fails or dies keeps the state, and the next one ends it.
func TestCoreInterruptedDelete(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"kill:delete", "error:delete"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			k := newCore(t)
			k.apply(0, "")
			k.want(1, fault, "destroy", "-auto-approve")
			if got := k.state(); len(got) != 1 || got[0].Status != "" || len(got[0].Private) == 0 {
				t.Fatalf("state after the fault: %+v", got)
			}
			k.want(0, "", "destroy", "-auto-approve")
		})
	}
}
