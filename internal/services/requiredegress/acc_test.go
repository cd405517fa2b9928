package requiredegress_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

const typeName = "udr_aks_required_egress"

// rows is the data source's answer by key.
func rows(t *testing.T, d *protocol.Data) (keys []string, byKey map[string]map[string]any) {
	t.Helper()
	byKey = map[string]map[string]any{}
	for _, r := range d.Must().At("rows").([]any) {
		row := r.(map[string]any)
		keys = append(keys, row["key"].(string))
		byKey[row["key"].(string)] = row
	}
	return keys, byKey
}

// TestEveryCloud holds the answer against the tables, and asks Azure nothing.
func TestEveryCloud(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	h := azure.Harness(t, nil)
	for name, region := range map[string]string{"public": "West Europe", "usgovernment": "usgovvirginia", "china": "chinaeast2"} {
		want, _ := cloud.RequiredEgress(cloud.Profile{Cloud: name, Region: region})
		for _, config := range []map[string]any{{"cloud": name, "region": region}, {"region": region}} {
			keys, byKey := rows(t, h.ReadData(typeName, config))
			if len(keys) != len(want) {
				t.Fatalf("%s: %d rows, the tables have %d", name, len(keys), len(want))
			}
			for i, e := range want {
				row := byKey[e.Key]
				if keys[i] != e.Key || row["destination"] != e.Destination || row["level"] != string(e.Level) || row["source"] != e.Source || row["date"] != e.Date {
					t.Errorf("%s %s: %v", name, e.Key, row)
				}
			}
		}
	}
	if calls := azure.Calls(); len(calls) != 0 {
		t.Errorf("Azure was asked: %v", calls)
	}
}

func TestRow(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	d := h.ReadData(typeName, map[string]any{"region": "eastus"})
	_, byKey := rows(t, d)
	want := map[string]any{
		"key": "base/api_server", "feature": "base", "level": "required", "kind": "application", "protocol": "TCP", "application_protocol": "Https",
		"port": int64(443), "destination_type": "fqdn", "destination": "*.hcp.eastus.azmk8s.io", "unresolved": []any{}, "service_tag": "AzureCloud.eastus",
		"fqdn_tag_membership": "holds", "choice": nil, "option": nil, "no_inspection": true, "exit_code": int64(51), "rules": []any{"AK-1"},
		"purpose": "nodes to the API server", "note": "the full name is known after the cluster exists", "replaced_by": nil, "uncertain": nil,
		"source": "MicrosoftDocs/azure-aks-docs articles/aks/outbound-rules-control-egress.md", "date": "2026-06-18",
	}
	if diff := cmp.Diff(want, byKey["base/api_server"]); diff != "" {
		t.Error(diff)
	}
	var names []string
	for _, r := range d.At("retired").([]any) {
		names = append(names, r.(map[string]any)["destination"].(string))
	}
	if len(names) != len(cloud.RetiredEndpoints()) || !slices.Contains(names, "*cdn.mscr.io") {
		t.Errorf("retired names %v", names)
	}
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	for name, tt := range map[string]struct {
		config      map[string]any
		has, hasNot []string
	}{
		"features": {
			map[string]any{"features": []any{"azure_monitor", "istio_plugin_ca"}},
			[]string{"azure_monitor/tag", "azure_monitor/ods", "keyvault_csi/vault"},
			[]string{"azure_policy/data"},
		},
		"private cluster": {map[string]any{"private_cluster": true}, []string{"base/mcr"}, []string{"base/api_server", "konnectivity/tunnel"}},
		"VNet integration": {
			map[string]any{"api_server_vnet_integration": true},
			[]string{"vnet_integration/https", "vnet_integration/tunnel"},
			[]string{"base/api_server"},
		},
		"isolated": {map[string]any{"outbound_type": "none", "bootstrap_cache": true}, nil, []string{"base/mcr", "base/api_server"}},
		"pools":    {map[string]any{"windows": true, "gpu": true}, []string{"windows/go", "gpu/docker"}, nil},
		"servers":  {map[string]any{"dns_servers": []any{"10.0.0.4"}}, []string{"custom_dns/udp/10.0.0.4"}, nil},
		"API server by address": {
			map[string]any{"features": []any{"api_server_ip"}, "api_server_addresses": []any{"20.1.2.3"}}, []string{"api_server_ip/https/20.1.2.3"}, nil,
		},
		"registries": {
			map[string]any{"registries": []any{
				map[string]any{"name": "Contoso", "data_endpoints": "dedicated"}, map[string]any{"name": "hidden", "private_endpoint": true},
			}},
			[]string{"acr/login/contoso", "acr/data/contoso"},
			[]string{"acr/blobs/contoso", "acr/login/hidden"},
		},
		"levels": {map[string]any{"levels": []any{"legacy"}}, []string{"base/acs_mirror"}, []string{"base/mcr"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]any{"region": "eastus"}
			for k, v := range tt.config {
				config[k] = v
			}
			keys, _ := rows(t, h.ReadData(typeName, config))
			for _, key := range tt.has {
				if !slices.Contains(keys, key) {
					t.Errorf("no row %s in %v", key, keys)
				}
			}
			for _, key := range tt.hasNot {
				if slices.Contains(keys, key) {
					t.Errorf("row %s in %v", key, keys)
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	for name, tt := range map[string]struct {
		config map[string]any
		path   string
		texts  []string
	}{
		"cloud":         {map[string]any{"cloud": "mars"}, "cloud", []string{"usgovernment"}},
		"feature":       {map[string]any{"features": []any{"teleport"}}, `features["teleport"]`, []string{"azure_policy"}},
		"outbound type": {map[string]any{"outbound_type": "magic"}, "outbound_type", []string{"userDefinedRouting"}},
		"address":       {map[string]any{"dns_servers": []any{"10.0.0.4", "here"}}, "dns_servers[1]", []string{"here"}},
		"level":         {map[string]any{"levels": []any{"vital"}}, `levels["vital"]`, []string{"required"}},
		"region":        {map[string]any{"region": "east/us"}, "region", []string{"east/us"}},
		"Windows in an isolated cluster": {
			map[string]any{"windows": true, "outbound_type": "none", "bootstrap_cache": true}, "windows", []string{"network_isolated"},
		},
		"the same with an unknown region": {
			map[string]any{"region": protocol.Unknown, "features": []any{"azure_backup"}, "outbound_type": "block", "bootstrap_cache": true}, "features", []string{"network_isolated"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]any{"region": "eastus"}
			for k, v := range tt.config {
				config[k] = v
			}
			h.ValidateData(typeName, config).WantOnlyError(tt.path, tt.texts...)
		})
	}
	// What is not known is not judged, and the read waits for it.
	unknown := map[string]any{"region": "eastus", "windows": protocol.Unknown, "outbound_type": "none", "bootstrap_cache": true, "features": []any{"ntp", protocol.Unknown}}
	h.ValidateData(typeName, unknown).Must()
	if d := h.ReadData(typeName, unknown).Must(); !d.Deferred {
		t.Error("the data source was read with unknown arguments")
	}
}

// TestWarnings: what the tables cannot answer is said.
func TestWarnings(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	h.ReadData(typeName, map[string]any{"region": "chinaeast2", "features": []any{"azure_backup"}}).Must().WantWarning("features", "not known")
	h.ReadData(typeName, map[string]any{"cloud": "public", "region": "chinaeast2"}).Must().WantWarning("region", "china")
}
