package firewallegress_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// core are the names that no cluster in eastus does without.
var core = []any{
	"*.hcp.eastus.azmk8s.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net", "management.azure.com",
	"login.microsoftonline.com", "packages.microsoft.com", "packages.aks.azure.com",
}

// handMade is the how-to's egress with rules written by hand for some names, and judged.
func handMade(names []any, changes map[string]any) map[string]any {
	config := with(map[string]any{
		"network_rule_collections": nil, "aks": map[string]any{"rules": "none"},
		"application_rule_collections": map[string]any{"nodes": collection(100, map[string]any{"aks": applicationRule(map[string]any{"destination_fqdns": names})})},
	})
	return changed(config, changes)
}

func lacking(name string) []any {
	return slices.DeleteFunc(slices.Clone(core), func(v any) bool { return v == name })
}

// said leaves out what the provider says of its emulator.
func said(all protocol.Diagnostics) protocol.Diagnostics {
	return slices.DeleteFunc(slices.Clone(all), func(d protocol.Diagnostic) bool { return d.Path == "emulator" })
}

func wantQuiet(t *testing.T, all protocol.Diagnostics) {
	t.Helper()
	if found := said(all); len(found) > 0 {
		t.Errorf("said: %s", found)
	}
}

// The first plan, before anything exists, tells that a node could not start.
func TestVerdictOfTheFirstPlan(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	e.Plan(handMade(lacking("mcr.microsoft.com"), nil)).WantOnlyError("aks",
		"mcr.microsoft.com:443 from contosofinakssubnet would be denied: no application rule matches; nodes would stop with exit code 50",
		`Fix, proven by evaluating it: add "mcr.microsoft.com" (https:443) to rule "aks" (contosofinfw > contosofinfw-policy > egress > nodes)`, `skip_checks = ["AK-5"]`)
	wantQuiet(t, e.Plan(handMade(core, nil)).Must().Diagnostics())

	// Ways to live with it.
	e.Plan(handMade(lacking("mcr.microsoft.com"), map[string]any{"egress_checks": map[string]any{"required": "warning"}})).WantWarning("aks", "mcr.microsoft.com:443")
	wantQuiet(t, e.Plan(handMade(lacking("mcr.microsoft.com"), map[string]any{"skip_checks": []any{"AK-5"}})).Must().Diagnostics())
	wantQuiet(t, e.Plan(handMade(lacking("mcr.microsoft.com"), map[string]any{"aks": nil})).Must().Diagnostics())

	// What is not known yet may still turn out well: one warning for all of it.
	for _, names := range []any{protocol.Unknown, []any{protocol.Unknown}} {
		config := handMade(core, nil)
		config["application_rule_collections"] = map[string]any{"nodes": collection(100, map[string]any{"aks": applicationRule(map[string]any{"destination_fqdns": names})})}
		plan := e.Plan(config).Must()
		plan.WantWarning("aks", "8 flows that AKS needs are not decidable")
		if n := len(said(plan.Diagnostics())); n != 1 {
			t.Errorf("%d diagnostics: %s", n, plan.Diagnostics())
		}
	}
}

// A rule that denies first, and rules in a policy of others.
func TestVerdictOfRules(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	stop := collection(100, map[string]any{"registries": applicationRule(map[string]any{"destination_fqdns": []any{"mcr.microsoft.com"}})})
	stop["action"] = "Deny"
	first := map[string]any{"first": map[string]any{"priority": 200, "application_rule_collections": map[string]any{"stop": stop}}}
	e.Plan(with(map[string]any{"rule_collection_groups": first})).WantOnlyError("aks", "mcr.microsoft.com:443", `application rule #1 "registries" (contosofinfw > contosofinfw-policy > first > stop) denies it`)

	plan := e.Plan(with(map[string]any{"rule_collection_groups": first, "policy": map[string]any{"base_policy_id": otherPolicy}})).Must()
	plan.WantWarning("aks", "not decidable", "rules that are not known")
}

// The how-to's network rule lets everything pass: nothing is refused, and it is said that nothing is filtered.
func TestVerdictOfAnyAny(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	all := networkRule(map[string]any{"source_addresses": []any{"*"}, "destination_addresses": []any{"*"}, "destination_ports": []any{"*"}, "protocols": []any{"Any"}})
	config := with(map[string]any{"network_rule_collections": map[string]any{"allow": collection(100, map[string]any{"allow-all": all})}})
	plan := e.Plan(config).Must()
	plan.WantWarning("aks", `"allow-all"`, "lets everything pass", "FW-2")
	plan.WantWarning("aks", "the rule is never asked", "aks-fqdn-tag")

	// Rules alone are judged where that is asked for.
	config["aks"], config["egress_checks"] = nil, map[string]any{"findings": "error"}
	e.Plan(config).WantError("", "lets everything pass")
}

func TestVerdictOfFeatures(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := with(map[string]any{"network_rule_collections": nil, "aks": map[string]any{
		"features": []any{"azure_monitor", "azure_policy", "gpu", "node_os_updates"}, "container_registries": []any{"contoso"},
	}})
	plan := e.Plan(config).Must()
	wantQuiet(t, plan.Diagnostics())
	rules := `egress.rule_collection_groups["aks"].application_rule_collections["aks-application"].rules["%s"].destination_fqdns`
	for rule, want := range map[string]string{
		"gpu-nvidia_github": "nvidia.github.io", "azure_policy-data": "data.policy.core.windows.net", "node_os_updates-security": "security.ubuntu.com", "acr-login-contoso": "contoso.azurecr.io",
	} {
		if list, _ := plan.At(fmt.Sprintf(rules, rule)).([]any); !slices.Contains(list, any(want)) {
			t.Errorf("rule %s allows %v, want %s", rule, list, want)
		}
	}
	if got := plan.At(`egress.rule_collection_groups["aks"].network_rule_collections["aks-network"].rules["azure_monitor-tag"].destination_addresses[0]`); got != "AzureMonitor" {
		t.Errorf("the monitor's rule allows %v", got)
	}

	// By hand, without the rules of a feature: a warning, and no refusal unless one is wanted.
	bare := handMade(core, map[string]any{"aks": map[string]any{"rules": "none", "features": []any{"gpu"}}})
	e.Plan(bare).Must().WantWarning("aks", "nvidia.github.io:443", "feature gpu")
	bare["egress_checks"] = map[string]any{"conditional": "error"}
	e.Plan(bare).WantOnlyError("aks", "nvidia.github.io:443")

	// A rule for a feature that nobody chose.
	more := handMade(append(slices.Clone(core), any("nvidia.github.io")), nil)
	more["application_rule_collections"] = map[string]any{"nodes": collection(100, map[string]any{
		"aks": applicationRule(map[string]any{"destination_fqdns": core}), "gpu": applicationRule(map[string]any{"destination_fqdns": []any{"nvidia.github.io"}}),
	})}
	e.Plan(more).Must().WantWarning("aks", "no feature of the cluster needs it", "nvidia.github.io:443 is for the feature gpu")
}

// What exists is never held up, and says so little that a plan without changes says nothing but what is broken.
func TestVerdictStopsOnlyChanges(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	e := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	lenient := handMade(lacking("mcr.microsoft.com"), map[string]any{"egress_checks": map[string]any{"required": "warning"}})
	e.Plan(lenient).Must().Apply().Must()
	e.Refresh().Must()
	plan := e.Plan(lenient).Must()
	plan.WantAction(protocol.NoOp)
	plan.WantWarning("aks", "mcr.microsoft.com:443")

	strict := handMade(lacking("mcr.microsoft.com"), nil)
	e.Plan(strict).WantOnlyError("aks", "mcr.microsoft.com:443")
	e.Plan(handMade(core, nil)).Must().Apply().Must() // the fix
	wantQuiet(t, e.Plan(handMade(core, nil)).Must().WantAction(protocol.NoOp).Diagnostics())
	e.Destroy().Must()
}

// `terraform validate` and mocked providers ask a provider that is not configured.
func TestVerdictInValidation(t *testing.T) {
	t.Parallel()
	validate := func(config map[string]any) *protocol.Outcome {
		return protocol.New(t, acctest.NewAzure(t).Factory(), protocol.Options{}).Resource("udr_firewall_egress", "this").Validate(config)
	}
	validate(handMade(lacking("mcr.microsoft.com"), nil)).WantOnlyError("aks", "mcr.microsoft.com:443", "(contosofinfw > ", "exit code 50")
	for _, config := range []map[string]any{
		handMade(core, nil), howTo(), handMade(lacking("mcr.microsoft.com"), map[string]any{"skip_checks": []any{"AK-5"}}),
		handMade(lacking("mcr.microsoft.com"), map[string]any{"routed_subnets": protocol.Unknown}), handMade(lacking("mcr.microsoft.com"), map[string]any{"location": protocol.Unknown}),
	} {
		wantQuiet(t, validate(config).Diagnostics())
	}
}

// What the aks block adds suffices for each feature, in each way to write it, in each cloud.
func TestEveryFeatureIsServed(t *testing.T) {
	t.Parallel()
	e := newNetwork(t).Harness(t, nil).Resource("udr_firewall_egress", "this")
	for _, location := range []string{"eastus", "usgovvirginia", "chinanorth3"} {
		for _, mode := range []string{"tag", "explicit"} {
			for _, feature := range preflight.FeatureNames() {
				plan := e.Plan(with(map[string]any{
					"location": location, "network_rule_collections": nil, "dns_proxy_enabled": true, "egress_checks": map[string]any{"optional": "warning"},
					"aks": map[string]any{"rules": mode, "features": []any{feature}},
				})).Must()
				for _, d := range said(plan.Diagnostics()) {
					if !strings.Contains(d.Summary, "profile is in doubt") {
						t.Errorf("%s %s %s: %s", location, mode, feature, d)
					}
				}
			}
		}
	}
}
