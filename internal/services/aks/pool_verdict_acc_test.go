package aks_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

const (
	// lateRules lets through what nodes need, from a resource of its own.
	lateRules = `
resource "udr_firewall_rules" "nodes" {
  policy_id = udr_firewall_egress.this.firewall_policy_id
  rule_collection_groups = { nodes = {
    priority = 500
    application_rule_collections = { names = {
      priority = 100
      action   = "Allow"
      rules    = { aks = { source_addresses = ["*"], destination_fqdns = ["*"] } }
    } }
  } }
}
`
	workPool = `
resource "udr_aks_node_pool" "work" {
  name                  = "work"
  kubernetes_cluster_id = udr_aks_cluster.this.id
  egress                = udr_firewall_egress.this.egress
  vnet_subnet_id        = udr_network.this.subnets["aks"].id
}
`
	proxied = `
  http_proxy_config = { https_proxy = "http://203.0.113.77:3128/" }`
)

// TestAccPoolVerdicts: a pool is judged with all that its cluster is judged with: the rules that others bring, and the proxy behind which nobody
// sees the way out.
func TestAccPoolVerdicts(t *testing.T) {
	t.Parallel()
	after := func(on string) string { return "\n  depends_on = [" + on + "]" }
	late := strings.Replace(workPool, "\n}\n", after("udr_firewall_rules.nodes")+"\n}\n", 1)
	for name, step := range map[string]resource.TestStep{
		"rules of others": {Config: howTo(closed, nodes+after("udr_firewall_rules.nodes"), lateRules+late)},
		"proxy":           {Config: howTo(closed, nodes+proxied, workPool), PlanOnly: true, ExpectNonEmptyPlan: true},
		"neither":         {Config: howTo(closed, nodes+"\n  skip_checks = [\"AK-1\", \"AK-5\", \"AK-6\", \"AK-7\", \"AK-8\", \"AK-9\", \"AK-10\"]", workPool), PlanOnly: true, ExpectError: regexp.MustCompile(`with udr_aks_node_pool\.work`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, step)
		})
	}
}
