package cli_test

import (
	"os"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
)

// withEgress is the demo with its egress, and without the cluster behind it.
func withEgress(t *testing.T) *cli.Workspace {
	t.Helper()
	text, err := os.ReadFile("../../../examples/demo/egress.tf")
	if err != nil {
		t.Fatal(err)
	}
	w := demo(t, plain)
	w.Write("egress.tf", strings.Replace(string(text), ", udr_firewall_ingress.voting", "", 1))
	return w
}

// nodeNames are what nodes need in eastus, but for the registry of system images.
const nodeNames = `"*.hcp.eastus.azmk8s.io", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net", "management.azure.com", "login.microsoftonline.com", ` +
	`"packages.microsoft.com", "packages.aks.azure.com"`

const denied = "mcr.microsoft.com:443 from contosofinakssubnet would be denied: no application rule matches; nodes would stop with exit code 50"

// TestVerdict: the very first plan is refused with the reason; what exists all the same is refreshed, planned without changes and
// destroyed as ever (L2).
func TestVerdict(t *testing.T) {
	t.Parallel()
	w := withEgress(t).With("TF_VAR_node_fqdns=[" + nodeNames + "]")
	w.Plan().Want(cli.Broken).Says(guideText(t)...).Says(denied, `Fix, proven by evaluating it: add "mcr.microsoft.com" (https:443) to rule "aks"`, `skip_checks = ["AK-5"]`)

	const strict, lenient = "  aks = {\n    features", "  egress_checks = { required = \"warning\" }\n\n  aks = {\n    features"
	w.Edit("egress.tf", strict, lenient)
	w.Apply().Want(0).Says(denied)
	w.Run("plan", "-no-color", "-input=false", "-detailed-exitcode").Want(0).Says(denied)

	w.Edit("egress.tf", lenient, strict)
	w.Plan().Want(cli.Broken).Says(denied)
	w.Run("plan", "-no-color", "-input=false", "-refresh-only").Want(0)
	// Before it destroys, core plans the configuration, and nobody tells the provider what for: a change that was never applied is
	// refused even then, unless core is told not to look.
	w.Copy(t).Destroy("-refresh=false").Want(0)

	w.Edit("egress.tf", strict, lenient)
	w.Destroy().Want(0)
}

// guideText is the message that the guide on verdicts shows, paragraph by paragraph.
func guideText(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../../templates/guides/egress-verdicts.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(text), "```text\n")
	block, _, found := strings.Cut(block, "```")
	if !found {
		t.Fatal("the guide shows no message")
	}
	var all []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(block), "\n\n") {
		all = append(all, strings.Join(strings.Fields(paragraph), " "))
	}
	return all
}

// TestVerdictWithoutAPlan: `terraform validate` and a mocked provider, which plan nothing of ours, show the same.
func TestVerdictWithoutAPlan(t *testing.T) {
	t.Parallel()
	const network = "/subscriptions/00000000-0000-4000-8000-0000000e0001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet"
	w := cli.New(t, map[string]string{"main.tf": `
terraform {
  required_providers {
    udr = { source = "udr-egress/udr" }
  }
}

resource "udr_firewall_egress" "this" {
  name                = "fw"
  resource_group_name = "rg"
  location            = "eastus"
  firewall_subnet     = { id = "` + network + `/subnets/AzureFirewallSubnet", address_prefixes = ["10.0.0.0/26"] }
  public_ips          = { out = {} }
  routed_subnets      = { nodes = { id = "` + network + `/subnets/contosofinakssubnet", address_prefixes = ["10.0.1.0/24"] } }
  aks                 = { rules = "none" }

  application_rule_collections = {
    nodes = {
      priority = 100
      action   = "Allow"
      rules    = { aks = { source_addresses = ["10.0.1.0/24"], destination_fqdns = [` + nodeNames + `] } }
    }
  }
}
`})
	w.Run("validate", "-no-color").Want(cli.Broken).Says(denied, "(fw > ")
	w.Write("mocked.tftest.hcl", "mock_provider \"udr\" {}\n\nrun \"plan\" {\n  command = plan\n}\n")
	w.Run("test", "-no-color").Want(cli.Broken).Says(denied)
	w.Edit("main.tf", `"packages.aks.azure.com"]`, `"packages.aks.azure.com", "mcr.microsoft.com"]`)
	w.Run("validate", "-no-color").Want(0)
	w.Run("test", "-no-color").Want(0)
}
