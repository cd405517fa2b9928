package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// What the platform team owns, and spoke teams write into.
const (
	platformID = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/platform"
	policyID   = platformID + "/providers/Microsoft.Network/firewallPolicies/shared"
	theirsID   = policyID + "/ruleCollectionGroups/theirs"
	tableID    = platformID + "/providers/Microsoft.Network/routeTables/shared"
)

// TestTenEgresses makes ten firewall egresses in one apply, all at once: half of them put their rules into one policy, all of them route
// subnets of one network. Nothing of theirs may meet at Azure's locks (law L5): the request log holds no conflict.
func TestTenEgresses(t *testing.T) {
	t.Parallel()
	server, azure := platform(t)
	w := cli.New(t, map[string]string{"main.tf": tenEgresses}).With(server.Environment()...)
	flags := []string{"-parallelism=40"}
	w.Apply(flags...).Want(0).Says("22 added")
	w.Plan().Want(cli.Clean)
	w.Edit("main.tf", `"mcr.microsoft.com"`, `"mcr.microsoft.com", "quay.io"`)
	w.Apply(flags...).Want(0).Says("10 changed")
	w.Destroy(flags...).Want(0)
	wantNames(t, azure, policyID, "ruleCollectionGroups", "theirs")

	// The log is worth something only if they really came at once: most had begun, with their route tables, before the first was done, with
	// its subnet.
	begun, done := map[string]bool{}, false
	for _, r := range server.Records() {
		switch {
		case r.Status == http.StatusConflict || r.Status == http.StatusTooManyRequests || r.Status == http.StatusPreconditionFailed:
			t.Errorf("a conflict of our own: %d %s %s %s", r.Status, r.Code, r.Method, r.Path)
		case r.Method == http.MethodPut && strings.Contains(r.Path, "/subnets/pool"):
			done = true
		case r.Method == http.MethodPut && strings.Contains(r.Path, "/routeTables/") && !done:
			begun[r.Path] = true
		}
	}
	if !done || len(begun) < 5 {
		t.Errorf("%d of ten egresses had begun before the first was done (%v): they did not come at once", len(begun), done)
	}
}

// requires says where the provider is to be found.
const requires = "terraform {\n  required_providers {\n    udr = { source = \"udr-egress/udr\" }\n  }\n}\n"

// tenEgresses are ten hubs around one spoke, with an egress for each of its subnets.
const tenEgresses = requires + `
provider "udr" {}

resource "udr_resource_group" "this" {
  name     = "ten"
  location = "eastus"
}

resource "udr_network" "hub" {
  count               = 10
  name                = "hub${count.index}"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  address_space       = ["10.${count.index}.0.0/16"]
  subnets             = { AzureFirewallSubnet = { address_prefixes = ["10.${count.index}.1.0/26"] } }
}

resource "udr_network" "spoke" {
  name                = "spoke"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  address_space       = ["10.100.0.0/16"]
  subnets             = { for n in range(10) : "pool${n}" => { address_prefixes = ["10.100.${n}.0/24"] } }
  peerings            = { for n in range(10) : "hub${n}" => { remote_virtual_network_id = udr_network.hub[n].id } }
}

resource "udr_firewall_egress" "this" {
  count               = 10
  name                = "fw${count.index}"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  firewall_subnet     = udr_network.hub[count.index].subnets["AzureFirewallSubnet"]
  public_ips          = { "fw${count.index}" = {} }
  firewall_policy_id  = count.index % 2 == 0 ? "` + policyID + `" : null
  routed_subnets      = { pool = udr_network.spoke.subnets["pool${count.index}"] }

  rule_collection_groups = {
    "fw${count.index}" = {
      priority = 1000 + count.index
      application_rule_collections = {
        images = {
          priority = 100
          action   = "Allow"
          rules    = { registry = { source_addresses = ["10.100.${count.index}.0/24"], destination_fqdns = ["mcr.microsoft.com"] } }
        }
      }
    }
  }
}
`

// TestTwoStates: two teams with a state each write into one policy and one route table of the platform team, at once, through the firewall
// and the appliance egress. Neither loses what the other wrote, and nothing of the platform team's is touched.
func TestTwoStates(t *testing.T) {
	t.Parallel()
	server, azure := platform(t)
	var teams []*cli.Workspace
	for n, name := range []string{"blue", "red"} {
		w := cli.New(t, map[string]string{"main.tf": fmt.Sprintf("locals {\n  team = %q\n  n    = %d\n}\n%s", name, n+1, team)})
		teams = append(teams, w.With(server.Environment()...))
	}
	together(t, teams, []string{"apply", "-auto-approve"}, []string{"apply", "-auto-approve"})
	wantNames(t, azure, policyID, "ruleCollectionGroups", "blue", "red", "theirs")
	wantNames(t, azure, tableID, "routes", "blue0", "blue1", "blue2", "red0", "red1", "red2", "theirs")
	together(t, teams, []string{"plan", "-detailed-exitcode"}, []string{"plan", "-detailed-exitcode"})

	// One changes everything of its own while the other goes.
	teams[0].Edit("main.tf", "range(3)", "range(1, 5)")
	teams[0].Edit("main.tf", `"mcr.microsoft.com"`, `"mcr.microsoft.com", "quay.io"`)
	together(t, teams, []string{"apply", "-auto-approve"}, []string{"destroy", "-auto-approve"})
	wantNames(t, azure, policyID, "ruleCollectionGroups", "blue", "theirs")
	wantNames(t, azure, tableID, "routes", "blue1", "blue2", "blue3", "blue4", "theirs")
	teams[0].Plan().Want(cli.Clean)
	teams[0].Destroy().Want(0)
	wantNames(t, azure, policyID, "ruleCollectionGroups", "theirs")
	wantNames(t, azure, tableID, "routes", "theirs")

	refused := 0
	for _, r := range server.Records() {
		if r.Status == http.StatusConflict || r.Status == http.StatusTooManyRequests || r.Status == http.StatusPreconditionFailed {
			refused++
		}
	}
	t.Logf("Azure refused %d of %d requests: neither state knows of the other's writes", refused, len(server.Records()))
}

// team is one team's configuration: a firewall of its own that uses the shared policy, and routes in the shared table.
const team = requires + `
provider "udr" {}

resource "udr_resource_group" "this" {
  name     = local.team
  location = "eastus"
}

resource "udr_network" "this" {
  name                = local.team
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  address_space       = ["10.${local.n}.0.0/16"]
  subnets = {
    AzureFirewallSubnet = { address_prefixes = ["10.${local.n}.1.0/26"] }
    nodes               = { address_prefixes = ["10.${local.n}.2.0/24"] }
    batch               = { address_prefixes = ["10.${local.n}.3.0/24"] }
  }
}

resource "udr_firewall_egress" "this" {
  name                = local.team
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  firewall_subnet     = udr_network.this.subnets["AzureFirewallSubnet"]
  public_ips          = { main = {} }
  firewall_policy_id  = "` + policyID + `"
  routed_subnets      = { nodes = udr_network.this.subnets["nodes"] }
  rule_collection_groups = {
    (local.team) = {
      priority = 1000 + local.n
      application_rule_collections = {
        images = {
          priority = 100
          action   = "Allow"
          rules    = { registry = { source_addresses = ["10.${local.n}.2.0/24"], destination_fqdns = ["mcr.microsoft.com"] } }
        }
      }
    }
  }
}

resource "udr_appliance_egress" "batch" {
  route_table_id = "` + tableID + `"
  appliance      = { private_ip_address = "10.${local.n}.2.4" }
  routed_subnets = { batch = udr_network.this.subnets["batch"] }
  route_table = {
    default_route_enabled = false
    routes                = { for r in range(3) : "${local.team}${r}" => { address_prefix = "192.168.${local.n * 16 + r}.0/24" } }
  }
}
`

// platform is an emulator's server whose operations last for moments, with the platform team's policy and table; and the same Azure, to look
// at from here.
func platform(t *testing.T) (*cli.Server, *armemu.Emulator) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "azure.json")
	server := cli.NewServer(t, "-state", file, "-time-scale", "0.005")
	azure := cli.Open(t, file)
	for _, object := range []struct {
		id   string
		body map[string]any
	}{
		{platformID, map[string]any{"location": "eastus"}},
		{policyID, map[string]any{"location": "eastus", "properties": map[string]any{"sku": map[string]any{"tier": "Standard"}}}},
		{theirsID, map[string]any{"properties": map[string]any{"priority": 200, "ruleCollections": []any{}}}},
		{tableID, map[string]any{"location": "eastus", "properties": map[string]any{"routes": []any{
			map[string]any{"name": "theirs", "properties": map[string]any{"addressPrefix": "172.16.0.0/12", "nextHopType": "None"}},
		}}}},
	} {
		putObject(t, azure, object.id, object.body)
	}
	return server, azure
}

func putObject(t *testing.T, azure *armemu.Emulator, id string, body map[string]any) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://management.azure.com"+id+"?api-version=2025-01-01", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := azure.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("PUT %s: %s", id, answer.Status)
	}
	if err := azure.FinishAll(); err != nil {
		t.Fatal(err)
	}
}

// together runs one command for each workspace, all at once, and wants exit code 0 of each, which of a plan is a clean one.
func together(t *testing.T, workspaces []*cli.Workspace, commands ...[]string) {
	t.Helper()
	running := make([]*cli.Running, len(workspaces))
	for i, w := range workspaces {
		running[i] = w.Start(commands[i]...)
	}
	for _, r := range running {
		r.Wait().Want(0)
	}
}

// wantNames wants exactly these children of an object, or elements of its list.
func wantNames(t *testing.T, azure *armemu.Emulator, id, list string, want ...string) {
	t.Helper()
	ids, err := azure.IDs()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	prefix := strings.ToLower(id + "/" + list + "/")
	for _, one := range ids {
		if name, ok := strings.CutPrefix(strings.ToLower(one), prefix); ok {
			got = append(got, name)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s of %s (-want +got):\n%s", list, id, diff)
	}
}
