package functions_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// refuses wants one error, about the argument at the position, that says all of the texts.
func refuses(t *testing.T, r *protocol.Result, position int, texts ...string) {
	t.Helper()
	r.WantOnlyError(fmt.Sprintf("[%d]", position), texts...)
	if r.Argument != position {
		t.Errorf("the error is about argument %d, want %d", r.Argument, position)
	}
}

func TestCIDRContains(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	for _, tt := range []struct {
		prefix, other string
		want          bool
	}{
		{"10.0.0.0/16", "10.0.255.0/24", true},
		{"10.0.0.0/16", "10.0.0.0/16", true},
		{"10.0.0.0/16", "10.0.0.0/15", false},
		{"10.0.0.0/16", "10.1.0.0/24", false},
		{"10.0.0.0/16", "10.0.4.4", true},
		{"0.0.0.0/0", "fd00::1", false},
		{"fd00::/8", "fd12::/32", true},
	} {
		if got := h.Call("cidr_contains", tt.prefix, tt.other).Must().Value; got != tt.want {
			t.Errorf("%s contains %s: %v", tt.prefix, tt.other, got)
		}
	}
	refuses(t, h.Call("cidr_contains", "10.0.0.1/16", "10.0.0.0/24"), 0, "Invalid CIDR", "10.0.0.0/16")
	refuses(t, h.Call("cidr_contains", "10.0.0.0/16", "ten"), 1, "ten")
	refuses(t, h.Call("cidr_contains", "10.0.0.0/16", "10.0.0.9/24"), 1, "10.0.0.0/24")
	if got := h.Call("cidr_contains", protocol.Unknown, "10.0.0.0/24").Must().Value; got != protocol.Unknown {
		t.Errorf("an unknown argument gives %v", got)
	}
}

func TestCIDRsOverlap(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	for _, tt := range []struct {
		prefixes []any
		want     bool
	}{
		{[]any{}, false},
		{[]any{"10.0.0.0/16"}, false},
		{[]any{"10.0.0.0/16", "10.1.0.0/16", "192.168.0.0/16"}, false},
		{[]any{"10.0.0.0/16", "192.168.0.0/16", "10.0.128.0/24"}, true},
		{[]any{"10.0.128.0/24", "10.0.0.0/16"}, true},
		{[]any{"10.0.0.0/16", "10.0.0.0/16"}, true},
		{[]any{"10.0.0.0/31", "10.0.0.1"}, true},
		{[]any{"10.0.0.0/8", "fd00::/8"}, false},
	} {
		if got := h.Call("cidrs_overlap", tt.prefixes).Must().Value; got != tt.want {
			t.Errorf("%v overlap: %v", tt.prefixes, got)
		}
	}
	refuses(t, h.Call("cidrs_overlap", []any{"10.0.0.0/16", "x", nil}), 0, `Element 1: "x"`, "Element 2 is null")
	if got := h.Call("cidrs_overlap", []any{"10.0.0.0/16", protocol.Unknown}).Must().Value; got != protocol.Unknown {
		t.Errorf("an unknown element gives %v", got)
	}
}

func TestFirewallSubnetValid(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	for prefix, want := range map[string]bool{
		"10.0.1.0/26": true, "10.0.1.0/24": true, "100.64.3.0/24": true,
		"10.0.1.0/27": false, "fd00::/26": false, "169.254.0.0/24": false, "168.63.129.0/26": false,
	} {
		if got := h.Call("firewall_subnet_valid", prefix).Must().Value; got != want {
			t.Errorf("%s: %v", prefix, got)
		}
	}
	refuses(t, h.Call("firewall_subnet_valid", "10.0.1.0"), 0, "10.0.1.0/32")
}

func TestRequiredEgress(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	keys := func(profile any) map[string]map[string]any {
		out := map[string]map[string]any{}
		for _, row := range h.Call("required_egress", profile).Must().Value.([]any) {
			r := row.(map[string]any)
			out[r["key"].(string)] = r
		}
		return out
	}
	base := keys(map[string]any{"region": "eastus"})
	api := base["base/api_server"]
	if api["destination"] != "*.hcp.eastus.azmk8s.io" || api["level"] != "required" || api["exit_code"] != int64(51) && api["exit_code"] != 51 ||
		api["kind"] != "application" || api["application_protocol"] != "Https" || api["service_tag"] != "AzureCloud.eastus" || api["date"] == "" {
		t.Errorf("API server: %v", api)
	}
	if row := base["base/acs_mirror"]; row["replaced_by"] != "packages.aks.azure.com" || row["exit_code"] != nil || row["uncertain"] != nil {
		t.Errorf("retired mirror: %v", row)
	}
	rich := keys(map[string]any{
		"region": "eastus", "features": []any{"azure_policy"}, "gpu": true, "private_cluster": true, "outbound_type": nil,
		"registries": []any{map[string]any{"name": "contoso"}}, "dns_servers": []any{"10.0.0.4"},
	})
	for _, want := range []string{"azure_policy/data", "gpu/docker", "acr/login/contoso", "custom_dns/udp/10.0.0.4"} {
		if rich[want] == nil {
			t.Errorf("no row %s", want)
		}
	}
	if rich["base/api_server"] != nil {
		t.Error("a private cluster needs the public API server")
	}
	if gov := keys(`{"region": "usgovvirginia"}`); gov["base/resource_manager"]["destination"] != "management.usgovcloudapi.net" {
		t.Errorf("the region does not decide the cloud: %v", gov["base/resource_manager"])
	}
	refuses(t, h.Call("required_egress", map[string]any{"location": "eastus", "features": "gpu", "cloud": "mars"}), 0,
		"region: is missing", "location: is not a field here", "features: want a list, have a string", "cloud: ")
	refuses(t, h.Call("required_egress", map[string]any{"region": "eastus", "features": []any{"teleport"}, "dns_servers": []any{"x"}}), 0,
		`unknown feature "teleport"`, "dns_servers[0]:")
	refuses(t, h.Call("required_egress", "[]"), 0, "not an object")
	refuses(t, h.Call("required_egress", true), 0, "not an object")
	if got := h.Call("required_egress", map[string]any{"region": protocol.Unknown}).Must().Value; got != protocol.Unknown {
		t.Errorf("an unknown region gives %v", got)
	}
}

func TestEgressVerdict(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	for file, want := range map[string]string{
		"how-to.json": "allowed", "how-to-without-network-rule.json": "denied", "rules-not-known-yet.json": "indeterminate", "route-table-not-associated.json": "denied",
	} {
		text, err := os.ReadFile("../../examples/egress/" + file)
		if err != nil {
			t.Fatal(err)
		}
		got := h.Call("egress_verdict", string(text)).Must().Value.(map[string]any)
		if got["status"] != want || !strings.HasPrefix(got["mermaid"].(string), "flowchart LR") {
			t.Errorf("%s is %v, want %s\n%v", file, got["status"], want, got["report"])
		}
	}
}

// TestEgressVerdictOfObject gives the document as an object, as a module would build it.
func TestEgressVerdictOfObject(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	document := func(fqdn string) map[string]any {
		return map[string]any{
			"version": 1,
			"networks": []any{map[string]any{"name": "v", "address_space": []any{"10.0.0.0/16"}, "gateway": nil, "subnets": []any{
				map[string]any{"name": "aks", "address_prefixes": []any{"10.0.1.0/24"}, "route_table": "rt"},
				map[string]any{"name": "AzureFirewallSubnet", "address_prefixes": []any{"10.0.2.0/26"}},
			}}},
			"route_tables": []any{map[string]any{"name": "rt", "routes": []any{map[string]any{
				"name": "default", "address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_device": "fw",
			}}}},
			"firewalls": []any{map[string]any{"name": "fw", "subnet": "v/AzureFirewallSubnet", "public_ips": []any{map[string]any{"name": "pip"}}, "collections": []any{
				map[string]any{"name": "app", "kind": "application", "priority": 100, "action": "Allow", "rules": []any{map[string]any{
					"name": "mcr", "source_addresses": []any{"10.0.1.0/24"}, "protocols": []any{"Https:443"}, "destination_fqdns": []any{fqdn},
				}}},
			}}},
			"flows": []any{map[string]any{"source_subnet": "v/aks", "protocol": "https", "names": []any{"mcr.microsoft.com"}, "exit_code": 50, "reason": "AK-5"}},
		}
	}
	got := h.Call("egress_verdict", document("mcr.microsoft.com")).Must().Value.(map[string]any)
	if got["status"] != "allowed" {
		t.Errorf("status %v\n%v", got["status"], got["report"])
	}
	got = h.Call("egress_verdict", document("*.mcr.microsoft.com")).Must().Value.(map[string]any)
	verdict := got["verdicts"].([]any)[0].(map[string]any)
	if got["status"] != "denied" || verdict["status"] != "denied" || verdict["ok"] != false || verdict["reason"] != "AK-5" ||
		!strings.Contains(verdict["explanation"].(string), "subdomains only") || len(verdict["fixes"].([]any)) == 0 {
		t.Errorf("status %v, verdict %v", got["status"], verdict)
	}
	bad := document("mcr.microsoft.com")
	bad["version"], bad["nonsense"] = 1, true
	bad["flows"] = []any{map[string]any{"protocol": "carrier pigeon"}}
	refuses(t, h.Call("egress_verdict", bad), 0, "$.nonsense: is not a field here", "$.flows[0].source_subnet: is missing", "carrier pigeon")
	refuses(t, h.Call("egress_verdict", "{"), 0, "not valid JSON")
}
