package cli

import (
	"path/filepath"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// stateFile is the embedded emulator's, unless the configuration says otherwise.
const stateFile = ".udr-emulator.json"

// Embedded opens the workspace's embedded Azure beside the providers that use it.
func (w *Workspace) Embedded() *armemu.Emulator {
	w.tb.Helper()
	return Open(w.tb, filepath.Join(w.Dir, stateFile))
}

// Open opens the state file of an emulator.
func Open(tb testing.TB, file string) *armemu.Emulator {
	tb.Helper()
	emulator, err := armemu.New(armemu.Options{StateFile: file})
	if err != nil {
		tb.Fatal(err)
	}
	return emulator
}

// Object reads an object of the embedded Azure, nil when it is not there.
func (w *Workspace) Object(id string) armtypes.Object {
	w.tb.Helper()
	object, err := w.Embedded().Resource(id)
	if err != nil {
		w.tb.Fatal(err)
	}
	return object
}

// Documents is everything in an emulator once its operations have ended, without what differs from run to run (acctest.Azure.Documents).
func Documents(tb testing.TB, emulator *armemu.Emulator) map[string]any {
	tb.Helper()
	snapshot, err := emulator.Snapshot()
	if err != nil {
		tb.Fatal(err)
	}
	azure := acctest.NewAzure(tb)
	if err := azure.Emulator.Restore(snapshot); err != nil {
		tb.Fatal(err)
	}
	return azure.Documents(azure.Snapshot())
}
