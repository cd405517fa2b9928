package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
)

// TestInterrupt: one Ctrl-C while a network is being created keeps what there is in the state, tainted; the next apply finishes it and
// destroys nothing (docs/design/0002-convergence.md, O-24, C-6, C-7).
func TestInterrupt(t *testing.T) {
	t.Parallel()
	w := demo(t, plain)
	running := w.With("UDR_EMULATOR_TIME_SCALE=0.3").Start("apply", "-auto-approve")
	cli.Await(t, "the network is being created", func() bool { return w.Object(hubID) != nil })
	running.Interrupt()
	running.Wait().Want(cli.Broken).Says("Interrupt received", "Creating")
	before := guid(t, w, hubID)
	saved := w.State()[hub]
	if saved == nil || !saved.Tainted {
		t.Fatalf("the state holds %+v, want the network, tainted", saved)
	}
	if id := saved.AttributeValues["id"]; id != hubID {
		t.Errorf("the state says that it is %v, want %s", id, hubID)
	}

	w.Apply().Want(0).Says("An unfinished object is kept and completed")
	w.Plan().Want(cli.Clean)
	if after := guid(t, w, hubID); after != before {
		t.Errorf("the network was made anew: %s, before %s", after, before)
	}
	if w.State()[hub].Tainted {
		t.Error("the network is still tainted")
	}
	w.Destroy().Want(0)
	empty(t, w)
}

// block is what an error shows for pasting.
var block = regexp.MustCompile(`(?ms)^import \{$.*?^\}$`)

// TestKilledWithoutOwner is the one case in which an apply asks for a hand (docs/design/0002-convergence.md 5.1): the provider dies between
// the last write of a create and the saving of the state. The block in the error is all that it takes.
func TestKilledWithoutOwner(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stroke  stroke
		address string
		id      string
	}{
		"group":   {stroke{"after", "PUT", groupPath}, group, groupID},
		"network": {stroke{"after", "PATCH", clusterPath}, cluster, clusterID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := demo(t, plain)
			died(t, w.Struck(test.stroke.rule()).Apply())
			want := w.Object(test.id)["etag"]
			refused := w.Apply().Want(cli.Broken).Says("exists already", test.id, "Nothing was changed", "with the resource's name for NAME")
			if got := w.Object(test.id)["etag"]; got != want {
				t.Errorf("the refused apply changed %s", test.id)
			}

			paste := block.FindString(refused.Output)
			kind, resource, _ := strings.Cut(test.address, ".")
			if !strings.Contains(paste, kind+".NAME") {
				t.Fatalf("no block to paste:\n%s", refused.Output)
			}
			w.Write("import.tf", strings.Replace(paste, "NAME", resource, 1)+"\n")
			w.Apply().Want(0).Says("Apply complete! Resources: 1 imported")
			w.Plan().Want(cli.Clean)
			w.Destroy().Want(0)
			empty(t, w)
		})
	}
}
