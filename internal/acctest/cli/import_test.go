package cli_test

import (
	"path/filepath"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
)

// TestImport takes back what the state has lost, by each of the two ways, and wants a clean plan. The hub stays in the state: its half of
// the peering is the cluster's.
func TestImport(t *testing.T) {
	t.Parallel()
	lost := applied(t, plain)
	lost.Run("state", "rm", group, cluster).Want(0)
	ids := map[string]string{group: groupID, cluster: clusterID}

	check := func(t *testing.T, w *cli.Workspace) {
		t.Helper()
		if n := len(w.State()); n != 3 {
			t.Errorf("%d resources in the state, want 3", n)
		}
		w.Plan().Want(cli.Clean)
		w.Destroy().Want(0)
		empty(t, w)
	}
	t.Run("command", func(t *testing.T) {
		t.Parallel()
		w := lost.Copy(t)
		w.Plan().Want(cli.Changed)
		for address, id := range ids {
			w.Run("import", address, id).Want(0).Says("Import successful!")
		}
		check(t, w)
	})
	t.Run("block", func(t *testing.T) {
		t.Parallel()
		w := lost.Copy(t)
		var text string
		for address, id := range ids {
			text += "import {\n  to = " + address + "\n  id = \"" + id + "\"\n}\n"
		}
		w.Write("import.tf", text)
		w.Apply().Want(0).Says("Resources: 2 imported, 0 added, 0 changed, 0 destroyed.")
		check(t, w)
	})
}

// TestShared: two applies at once, of two configurations in two folders, in one emulated Azure. Neither disturbs the other.
func TestShared(t *testing.T) {
	t.Parallel()
	shared := filepath.Join(t.TempDir(), "azure.json")
	var both []*cli.Workspace
	for _, name := range []string{"contosofin", "fabrikam"} {
		w := demo(t, plain).With("UDR_EMULATOR_STATE_FILE="+shared, "UDR_EMULATOR_TIME_SCALE=0.02")
		if name != "contosofin" {
			w.Edit("main.tf", `"contosofin"`, `"`+name+`"`)
		}
		both = append(both, w)
	}
	together := func(args ...string) {
		t.Helper()
		var running []*cli.Running
		for _, w := range both {
			running = append(running, w.Start(args...))
		}
		for _, r := range running {
			r.Wait().Want(0)
		}
	}
	together("apply", "-auto-approve")
	together("plan", "-detailed-exitcode")
	if n := len(cli.Documents(t, cli.Open(t, shared))); n != 18 {
		t.Errorf("%d objects in the shared Azure, want 9 of each configuration", n)
	}
	together("destroy", "-auto-approve")
	if left := cli.Documents(t, cli.Open(t, shared)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
