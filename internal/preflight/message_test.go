package preflight_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// message is one question with the diagnostics that it gives, as testdata/<file>.txt holds them.
type message struct {
	file    string
	egress  map[string]any
	profile *preflight.Profile
	options preflight.Options
}

func messages() []message {
	monitored := eastus()
	monitored.Features = []cloud.Feature{cloud.FeatureAzureMonitor, cloud.FeatureGPU}
	ranged := eastus()
	ranged.AuthorizedRanges = &egress.AuthorizedRanges{Addresses: netset.AddressesOf(mustPrefix("20.9.9.0/24"))}
	lenient := preflight.DefaultLevels()
	lenient.Required = preflight.Warn
	all := map[string]any{"source_addresses": []any{"*"}, "destination_addresses": []any{"*"}, "destination_ports": []any{"*"}, "protocols": []any{"Any"}}
	noRoute := howTo(map[string]any{"routes": map[string]any{}})
	dead := howTo(map[string]any{"routes": map[string]any{"default": map[string]any{"address_prefix": "0.0.0.0/0", "next_hop_type": "None"}}})
	appliance := howTo(nil)
	for _, name := range []string{"settings", "rules_as", "rule_collection_groups", "rules_complete", "exit_addresses"} {
		delete(appliance, name)
	}
	appliance["hop"] = map[string]any{"kind": "appliance", "private_ip_address": "10.0.0.4"}
	return []message{
		{"fine", howTo(nil), eastus(), preflight.Options{}},
		{"one_name_missing", rules("application", map[string]any{"aks": application(without("mcr.microsoft.com"))}), eastus(), preflight.Options{}},
		{"no_rules", howTo(map[string]any{"rule_collection_groups": map[string]any{}}), eastus(), preflight.Options{Advice: `set rules = "tag" in the aks block`}},
		{"empty_collection", rules("network", map[string]any{}), eastus(), preflight.Options{Advice: `set rules = "tag" in the aks block`}},
		{"denied_by_rule", howTo(map[string]any{"rule_collection_groups": map[string]any{
			"egress": groupOf("application", map[string]any{"aks": application(coreNames)}), "first": deny(),
		}}), eastus(), preflight.Options{Advice: `set rules = "tag" in the aks block`}},
		{"only_warned", rules("application", map[string]any{"aks": application(without("mcr.microsoft.com"))}), eastus(), preflight.Options{Levels: lenient}},
		{"skipped", rules("application", map[string]any{"aks": application(without("mcr.microsoft.com", "packages.aks.azure.com"))}), eastus(), preflight.Options{SkipChecks: []string{"ak-5"}}},
		{"features", howTo(nil), monitored, preflight.Options{}},
		{"unchanged", rules("application", map[string]any{"aks": application(without("mcr.microsoft.com"))}), monitored, preflight.Options{Depends: false}},
		{"any_any", rules("network", map[string]any{"allow-all": all}), eastus(), preflight.Options{}},
		{"needless", rules("application", map[string]any{
			"aks": application(coreNames), "gpu": application([]any{"nvidia.github.io", "us.download.nvidia.com"}), "old": application([]any{"acs-mirror.azureedge.net"}),
			"mine": application([]any{"nvidia.github.io", "github.com"}),
		}), eastus(), preflight.Options{}},
		{"rules_of_others", howTo(map[string]any{"rule_collection_groups": map[string]any{}, "rules_complete": false}), eastus(), preflight.Options{}},
		{"rules_not_known", howTo(map[string]any{"rule_collection_groups": unknown{}}), eastus(), preflight.Options{}},
		{"no_default_route", noRoute, eastus(), preflight.Options{}},
		{"black_hole", dead, eastus(), preflight.Options{}},
		{"locked_out", howTo(map[string]any{"exit_addresses": map[string]any{"egress": "20.1.2.3", "second": unknown{}}}), ranged, preflight.Options{}},
		{"appliance", appliance, eastus(), preflight.Options{}},
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	for _, m := range messages() {
		t.Run(m.file, func(t *testing.T) {
			t.Parallel()
			typ := firewallType
			if _, rules := m.egress["rules_as"]; !rules {
				typ = applianceType
			}
			if m.options.Depends = m.file != "unchanged"; m.options.Levels == (preflight.Levels{}) {
				m.options.Levels = preflight.DefaultLevels()
			}
			m.options.Rules, m.options.Routes, m.options.Ranges = path.Root("aks"), path.Root("routed_subnets"), path.Root("authorized_ip_ranges")
			r := preflight.Judge(preflight.Question{Egress: build(t, typ, m.egress), Profile: m.profile})
			var b strings.Builder
			for _, d := range r.Diagnostics(m.options) {
				b.WriteString(d.Severity().String() + ": " + d.Summary() + "\n\n" + d.Detail() + "\n\n----\n")
			}
			golden(t, m.file, b.String())
		})
	}
}

// golden compares with testdata; UPDATE_GOLDEN=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}
