package cli_test

import (
	"os"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
)

// splitRules is the example in which a resource of its own brings the rules.
func splitRules(t *testing.T) *cli.Workspace {
	t.Helper()
	text, err := os.ReadFile("../../../examples/separate-rules/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	return cli.New(t, map[string]string{"main.tf": string(text)})
}

const (
	external = `  aks                 = { rules = "external" }`
	none     = `  aks                 = { rules = "none" }`
)

// TestRulesOfOthers: rules that another resource puts into the policy of an egress take part in every verdict: before they exist, once
// they do, and when they change in the same run. Without them the same cluster is refused.
func TestRulesOfOthers(t *testing.T) {
	t.Parallel()
	const whole, short, more = `"mcr.microsoft.com", "*.data`, `"*.data`, `"mcr.microsoft.com", "data.policy.core.windows.net", "store.policy.core.windows.net", "dc.services.visualstudio.com", "*.data`
	w := splitRules(t)
	w.Edit("main.tf", external, "")
	w.Edit("main.tf", whole, short)

	// The egress judges nothing here. The cluster's plan sees rules that are only planned, by what it depends on.
	w.Plan().Want(cli.Broken).Says(denied, "depends_on = [udr_firewall_rules.NAME]")
	w.Edit("main.tf", short, whole)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean).SaysNot("AKS")

	// They are live now, and what is planned goes before what is live.
	w.Edit("main.tf", "  egress ", "  azure_policy_enabled = true\n  egress ")
	w.Plan().Want(cli.Changed).Says("dc.services.visualstudio.com:443", `to rule "aks" (contosofinfw > contosofinfw-policy > nodes > names)`, "built in may let")
	w.Edit("main.tf", whole, more)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean)

	// A rule that is taken away from a running cluster is told, and no more than that: the cluster does not change.
	w.Edit("main.tf", more, `"data.policy.core.windows.net", "store.policy.core.windows.net", "dc.services.visualstudio.com", "*.data`)
	w.Plan().Want(cli.Changed).Says("mcr.microsoft.com:443 from contosofinakssubnet would be denied: no application rule matches")
	w.Destroy().Want(0)
}

// TestExternalRules: an egress that judges AKS by its own rules says how to tell it that others bring them, and then misses none.
func TestExternalRules(t *testing.T) {
	t.Parallel()
	w := splitRules(t)
	w.Edit("main.tf", external, none)
	w.Plan().Want(cli.Broken).Says("no application rule matches", `set it to "external"`)
	w.Edit("main.tf", none, external)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean)

	// What others have put there counts for the egress too, once it is there. That one of them is missing is never certain, since
	// they come later in the same run.
	w.Edit("main.tf", external, none)
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean)
	w.Destroy().Want(0)
}

// TestRulesBeforeTheEgress: into a policy that another team owns the rules may come before the egress. What it depends on counts for its
// own plan.
func TestRulesBeforeTheEgress(t *testing.T) {
	t.Parallel()
	w := splitRules(t)
	w.Edit("main.tf", external, none)
	w.Edit("main.tf", "  routed_subnets      = { nodes", "  firewall_policy_id  = udr_firewall_egress.hub.firewall_policy_id\n  depends_on          = [udr_firewall_rules.nodes]\n  routed_subnets      = { nodes")
	w.Edit("main.tf", "policy_id = udr_firewall_egress.this.", "policy_id = udr_firewall_egress.hub.")
	w.Write("hub.tf", `
resource "udr_network" "hub" {
  name                = "contosofinhub"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["10.10.0.0/16"]
  subnets             = { AzureFirewallSubnet = { address_prefixes = ["10.10.1.0/26"] } }
}

resource "udr_firewall_egress" "hub" {
  name                = "contosofinhubfw"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  firewall_subnet     = udr_network.hub.subnets["AzureFirewallSubnet"]
  public_ips          = { contosofinhubip = {} }
}
`)
	w.Apply("-target=udr_firewall_egress.hub").Want(0)
	w.Plan().Want(cli.Changed).SaysNot("AKS")
	w.Apply().Want(0).SaysNot("AKS")
	w.Plan().Want(cli.Clean).SaysNot("AKS")
	w.Destroy().Want(0)
}
