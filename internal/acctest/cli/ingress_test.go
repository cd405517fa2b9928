package cli_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

const (
	voting         = "udr_firewall_ingress.voting"
	entrance       = "udr_firewall_egress.this"
	entranceID     = groupID + "/providers/Microsoft.Network/azureFirewalls/fw"
	entrancePolicy = groupID + "/providers/Microsoft.Network/firewallPolicies/fw-policy"
)

// entranceConfig is a firewall with rules of its own and a way in.
const entranceConfig = requires + plain + `

resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

resource "udr_network" "this" {
  name                = "net"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  address_space       = ["10.42.0.0/16"]
  subnets = {
    AzureFirewallSubnet = { address_prefixes = ["10.42.3.0/24"] }
    nodes               = { address_prefixes = ["10.42.1.0/24"] }
    services            = { address_prefixes = ["10.42.2.0/24"] }
  }
}

resource "udr_firewall_egress" "this" {
  name                = "fw"
  resource_group_name = udr_resource_group.this.name
  location            = "eastus"
  rules_as            = "policy"
  firewall_subnet     = udr_network.this.subnets["AzureFirewallSubnet"]
  public_ips          = { pip = {} }
  routed_subnets      = { nodes = udr_network.this.subnets["nodes"] }
  network_rule_collections = {
    time = {
      priority = 200
      action   = "Allow"
      rules    = { ntp = { source_addresses = ["10.42.1.0/24"], destination_addresses = ["*"], destination_ports = ["123"], protocols = ["UDP"] } }
    }
  }
}

resource "udr_firewall_ingress" "voting" {
  firewall_id = udr_firewall_egress.this.id
  name        = "voting"
  rules       = { http = { destination_port = 80, translated_address = "10.42.2.4" } }
}
`

// waysIn are the places where the voting app's rule stands: in a group of a policy, in the firewall.
func waysIn(w *cli.Workspace) []string {
	var found []string
	for _, name := range []string{"fw-policy", "fw-policy-premium"} {
		if w.Object(groupID+"/providers/Microsoft.Network/firewallPolicies/"+name+"/ruleCollectionGroups/voting") != nil {
			found = append(found, name)
		}
	}
	properties, _ := w.Object(entranceID)["properties"].(map[string]any)
	collections, _ := properties["natRuleCollections"].([]any)
	for _, one := range collections {
		if one, _ := one.(map[string]any); one["name"] == "voting" {
			found = append(found, "classic")
		}
	}
	return found
}

func wantWayIn(t *testing.T, w *cli.Workspace, want ...string) {
	t.Helper()
	if got := waysIn(w); !slices.Equal(got, want) {
		t.Errorf("the rule stands in %v, want %v", got, want)
	}
}

// TestIngressFollowsTheFirewall: what turns the firewall's rules around, or makes the firewall anew, takes the rules of an ingress away first and
// brings them back afterwards, in one apply. In the way of it they would be refused as rules of others.
func TestIngressFollowsTheFirewall(t *testing.T) {
	t.Parallel()
	w := cli.New(t, map[string]string{"main.tf": entranceConfig})
	w.Apply().Want(0)
	wantWayIn(t, w, "fw-policy")
	for _, step := range []struct {
		name, old, replacement string
		want                   string
		anew                   bool
	}{
		{"into the firewall", `"policy"`, `"classic"`, "classic", false},
		{"into the policy", `"classic"`, `"policy"`, "fw-policy", false},
		{"into another policy", `"policy"`, "\"policy\"\n  sku_tier = \"Premium\"\n  policy = { sku_tier = \"Premium\" }", "fw-policy-premium", false},
		{"with another firewall of that name", `= "Premium"` + "\n  policy", `= "Premium"` + "\n  zones = [\"1\"]\n  policy", "fw-policy", true},
	} {
		w.Edit("main.tf", step.old, step.replacement)
		planned := w.Planned()
		if !planned[voting].Replace() {
			t.Errorf("%s: the plan for the ingress is %v", step.name, planned[voting])
		}
		if planned[entrance].Replace() != step.anew {
			t.Errorf("%s: the plan for the firewall is %v", step.name, planned[entrance])
		}
		w.Apply().Want(0)
		wantWayIn(t, w, step.want)
		w.Plan().Want(cli.Clean)
	}
	w.Edit("main.tf", `name        = "voting"`, "name        = \"voting\"\n  priority = 160")
	if planned := w.Planned(); !slices.Equal(planned[voting], tfjson.Actions{tfjson.ActionUpdate}) {
		t.Errorf("a change of its own is %v", planned[voting])
	}
	w.Destroy().Want(0)
	empty(t, w)
}

// TestImportBesideIngress: the egress is lost from the state and imported, by the command and by a block. The rules of the ingress beside it stay its
// own: there is nothing to do, and an apply leaves them as they are.
func TestImportBesideIngress(t *testing.T) {
	t.Parallel()
	for as, place := range map[string]string{"policy": "fw-policy", "classic": "classic"} {
		t.Run(as, func(t *testing.T) {
			t.Parallel()
			w := cli.New(t, map[string]string{"main.tf": entranceConfig})
			if as != "policy" {
				w.Edit("main.tf", `"policy"`, `"`+as+`"`)
			}
			w.Apply().Want(0)
			w.Run("state", "rm", entrance).Want(0)
			block := w.Copy(t)

			w.Run("import", entrance, entranceID).Want(0).Says("NAT rules are left to udr_firewall_ingress", "voting")
			w.Plan().Want(cli.Clean)
			w.Apply().Want(0)
			wantWayIn(t, w, place)
			w.Destroy().Want(0)
			empty(t, w)

			block.Write("import.tf", "import {\n  to = "+entrance+"\n  id = \""+entranceID+"\"\n}\n")
			block.Apply().Want(0).Says("Resources: 1 imported, 0 added, 0 changed, 0 destroyed.", "NAT rules are left to udr_firewall_ingress")
			wantWayIn(t, block, place)
			block.Plan().Want(cli.Clean)
		})
	}
}

// other is a second way into the same firewall.
func other(name string, priority, port int) string {
	return fmt.Sprintf(`
resource "udr_firewall_ingress" "other" {
  firewall_id = udr_firewall_egress.this.id
  name        = %q
  priority    = %d
  rules       = { web = { destination_port = %d, translated_address = "10.42.2.5" } }
}
`, name, priority, port)
}

// TestIngressPlanned: what the plan of the firewall tells of it is judged before there is a firewall: its addresses, and the other ingresses on it.
func TestIngressPlanned(t *testing.T) {
	t.Parallel()
	w := cli.New(t, map[string]string{"main.tf": entranceConfig})
	w.Write("other.tf", other("other", 160, 80))
	w.Plan().Want(cli.Broken).Says("Two rules for one port", `of the ingress`, "IN-DUPLICATE")
	w.Write("other.tf", other("other", 150, 81))
	w.Plan().Want(cli.Changed)
	w.Edit("main.tf", `"policy"`, `"classic"`)
	w.Plan().Want(cli.Changed).Says("Two collections of one priority", "IN-PRIORITY")
	w.Write("other.tf", other("other", 160, 81))
	w.Edit("main.tf", "{ pip = {} }", "{ pip = {}, second = {} }")
	w.Plan().Want(cli.Broken).Says("The firewall has several public addresses", "has 2 public addresses", "set destination_address")
	w.Edit("main.tf", "{ pip = {}, second = {} }", "{ pip = {} }")
	w.Apply().Want(0)
	w.Plan().Want(cli.Clean)

	// Another address: both follow, in the same apply.
	w.Edit("main.tf", "{ pip = {} }", "{ second = {} }")
	planned := w.Planned()
	if !slices.Equal(planned[voting], tfjson.Actions{tfjson.ActionUpdate}) {
		t.Errorf("the plan for the ingress is %v", planned[voting])
	}
	w.Apply().Want(0).Says("0 added, 3 changed, 0 destroyed")
	w.Plan().Want(cli.Clean)
	ip, _ := w.Object(groupID + "/providers/Microsoft.Network/publicIPAddresses/second")["properties"].(map[string]any)
	if text := encode(t, w.Object(entranceID)); strings.Count(text, fmt.Sprint(`"destinationAddresses":["`, ip["ipAddress"], `"]`)) != 2 {
		t.Errorf("the rules are not for %v:\n%s", ip["ipAddress"], text)
	}

	// A name that changes its priority's owner, and rules that change places.
	w.Write("other.tf", other("renamed", 160, 80))
	w.Edit("main.tf", "destination_port = 80", "destination_port = 81")
	w.Apply().Want(0)
	w.Plan().Want(cli.Clean)
	w.Destroy().Want(0)
	empty(t, w)
}

// TestIngressFails: a write that Azure accepts and then fails leaves rules that show what is wanted and do not hold. The next apply writes them
// again, a create and an update alike.
func TestIngressFails(t *testing.T) {
	t.Parallel()
	w := cli.New(t, map[string]string{"main.tf": entranceConfig})
	fails := w.Struck(fault.Rule{
		Match:  fault.Match{Method: "PUT", Path: `/ruleCollectionGroups/voting\?`},
		Effect: fault.Effect{FailOperation: true, Code: "InternalServerError"},
	})
	const groupID = entrancePolicy + "/ruleCollectionGroups/voting"
	want := func(state string) {
		t.Helper()
		properties, _ := w.Object(groupID)["properties"].(map[string]any)
		if properties["provisioningState"] != state {
			t.Errorf("the group is %v, want %s", properties["provisioningState"], state)
		}
	}
	fails.Apply().Want(cli.Broken)
	w.Apply().Want(0)
	want("Succeeded")
	w.Plan().Want(cli.Clean)
	w.Edit("main.tf", `name        = "voting"`, "name        = \"voting\"\n  priority = 160")
	fails.Apply().Want(cli.Broken)
	want("Failed")
	w.Plan().Want(cli.Changed)
	w.Apply().Want(0)
	want("Succeeded")
	w.Plan().Want(cli.Clean)
}

func encode(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
