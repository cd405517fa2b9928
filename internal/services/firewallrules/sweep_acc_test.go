package firewallrules_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// TestKillSweep strikes at every write of create, update and destroy, killed and failed, before and after its effect. With an owner every case converges on the next
// apply; without one, the create that was killed asks for the import block (docs/design/0009-firewall-rules.md).
func TestKillSweep(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{"with owner": {"owner": "spoke/prod"}, "without owner": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newHub(t)
			h := azure.Harness(t, block)
			rules := h.Resource("udr_firewall_rules", "this")
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save,
				Diff:     func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
				Remedies: []sweep.Remedy{{Name: "import", Do: func() error { return importLeft(azure, rules) }}},
				Paths:    paths(azure, rules),
			})
			t.Logf("\n%s", report)
			for _, path := range report.Paths {
				creates := path.Name == "create" || path.Name == "after a failed create"
				if len(path.ByRemedy) > 0 && (block != nil || !creates) {
					t.Errorf("%s needed a remedy: %v", path.Name, path.ByRemedy)
				}
				if path.Name == "create" && block == nil && len(path.ByRemedy) == 0 {
					t.Errorf("without owner no import was asked for: then these cases test nothing")
				}
			}
		})
	}
}

// importLeft imports what a killed create has left, as the message says.
func importLeft(azure *acctest.Azure, rules *protocol.Resource) error {
	if rules.Exists() {
		return errors.New("it is in the state")
	}
	var left []string
	for _, name := range []string{"spoke", "spoke-dns", "more"} {
		if status, _ := azure.Request("GET", inPolicy(name)+"?api-version="+version, nil); status == 200 {
			left = append(left, name)
		}
	}
	return rules.Import(policyID + "|" + strings.Join(left, ",")).Err()
}

func paths(azure *acctest.Azure, rules *protocol.Resource) []sweep.Path {
	apply := func(config map[string]any) func() error {
		return func() error { return rules.Apply(config).Err() }
	}
	destroy := func() error { return rules.Destroy().Err() }
	other := config(map[string]any{
		"spoke": group(310, map[string]any{"network": networkRule(map[string]any{"destination_ports": []any{"1194"}})}),
		"more":  group(300, map[string]any{"application": applicationRule(nil)}),
	})
	return []sweep.Path{
		{Name: "create", Run: apply(base()), Teardown: destroy},
		{Name: "change", Start: apply(base()), Run: apply(other), Teardown: destroy},
		{Name: "destroy", Start: apply(base()), Run: destroy},
		{Name: "after a failed create", Run: apply(base()), Teardown: destroy, Start: func() error {
			azure.ArmFail(2, sweep.Before)
			if err := apply(base())(); err == nil || !rules.Tainted() {
				return errors.New("the create did not fail half-way")
			}
			return nil
		}},
	}
}
