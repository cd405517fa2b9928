package cli_test

import (
	"os"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

func TestMain(m *testing.M) { os.Exit(cli.Main(m)) }

// The objects of examples/demo.
const (
	groupID   = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/contosofin-rg"
	networks  = groupID + "/providers/Microsoft.Network/virtualNetworks/"
	clusterID = networks + "contosofinvnet"
	hubID     = networks + "contosofinhub"

	group   = "udr_resource_group.this"
	cluster = "udr_network.cluster"
	hub     = "udr_network.hub"
)

// The demo's provider block, and what tests put in its place.
const (
	plain = "provider \"udr\" {\n  emulator = {}\n}"
	owned = "provider \"udr\" {\n  emulator = {}\n  owner    = \"platform/prod\"\n}"
	azure = "provider \"udr\" {}"
)

// demo is a workspace with examples/demo and another provider block.
func demo(t *testing.T, block string) *cli.Workspace {
	t.Helper()
	text, err := os.ReadFile("../../../examples/demo/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	w := cli.New(t, map[string]string{"main.tf": string(text)})
	if block != plain {
		w.Edit("main.tf", plain, block)
	}
	return w
}

// applied is demo, applied.
func applied(t *testing.T, block string) *cli.Workspace {
	t.Helper()
	w := demo(t, block)
	w.Apply().Want(0)
	return w
}

// guid is Azure's own name for an object: another one means another object.
func guid(t *testing.T, w *cli.Workspace, id string) string {
	t.Helper()
	properties, _ := w.Object(id)["properties"].(map[string]any)
	text, _ := properties["resourceGuid"].(string)
	if text == "" {
		t.Fatalf("%s has no resourceGuid: %v", id, w.Object(id))
	}
	return text
}

// empty wants the workspace's Azure and state without resources.
func empty(t *testing.T, w *cli.Workspace) {
	t.Helper()
	ids, err := w.Embedded().IDs()
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) > 0 {
		t.Errorf("Azure still holds %s", strings.Join(ids, "\n"))
	}
	if state := w.State(); len(state) > 0 {
		t.Errorf("the state still holds %v", state)
	}
}
