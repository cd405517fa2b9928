package render

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

var update = flag.Bool("update", os.Getenv("UPDATE") != "", "write the golden files anew")

func pattern(t *testing.T, text string) netset.Pattern {
	t.Helper()
	p, err := netset.ParsePattern(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// scenario is the example of the semantics, 5.6: a cluster whose rules forgot the
// front of the registry.
func scenario(t *testing.T) (egress.World, []egress.Flow) {
	t.Helper()
	nodes := egress.Addresses(netset.AddressesOf(netip.MustParsePrefix("10.42.1.0/24")))
	https := []egress.ApplicationProtocol{{Type: egress.L7HTTPS, Port: 443}}
	w := egress.World{
		Networks: []egress.Network{{
			Name: "vnet", AddressSpace: []netip.Prefix{netip.MustParsePrefix("10.42.0.0/16")},
			Subnets: []egress.Subnet{
				{Name: "aks-nodes", Prefixes: []netip.Prefix{netip.MustParsePrefix("10.42.1.0/24")}, RouteTable: egress.Known("aks")},
				{Name: "AzureFirewallSubnet", Prefixes: []netip.Prefix{netip.MustParsePrefix("10.42.2.0/26")}},
			},
		}},
		RouteTables: []egress.RouteTable{{Name: "aks", Routes: []egress.Route{{
			Name: "default", Prefix: egress.Known(netip.MustParsePrefix("0.0.0.0/0")),
			Hop: egress.Hop{Type: egress.Known(egress.HopAppliance), Address: egress.Unknown[netip.Addr](), Device: "fw"},
		}}}},
		Firewalls: []egress.Firewall{{
			Name: "fw", Tier: egress.Known(egress.Standard), Subnet: "vnet/AzureFirewallSubnet", PrivateIP: egress.Unknown[netip.Addr](),
			PublicIPs: []egress.PublicIP{{Name: "pip", Address: egress.Unknown[netip.Addr]()}},
			Collections: []egress.Collection{
				{
					Name: "net", Kind: egress.KindNetwork, Priority: egress.Known(100), Action: egress.Known(egress.Allow),
					Rules: []egress.Rule{egress.NetworkRule{
						Name: "ntp", Source: nodes, Destination: egress.Anywhere(), Protocols: netset.UDP, Ports: netset.PortsOf(123),
					}},
				},
				{
					Name: "aks", Kind: egress.KindApplication, Priority: egress.Known(100), Action: egress.Known(egress.Allow),
					Rules: []egress.Rule{egress.ApplicationRule{
						Name: "mcr", Source: nodes, Protocols: https,
						Names: []netset.Pattern{pattern(t, "*.mcr.microsoft.com"), pattern(t, "management.azure.com")},
					}},
				},
			},
		}},
	}
	flow := func(name, reason string, exit int) egress.Flow {
		return egress.Flow{
			Name: name, Source: egress.Source{Subnet: "vnet/aks-nodes"}, Protocol: netset.TCP, Ports: netset.PortsOf(443), L7: egress.L7HTTPS,
			Destination: egress.Destination{Names: []netset.Pattern{pattern(t, name)}},
			Level:       egress.LevelRequired, Reason: reason, ExitCode: exit,
		}
	}
	return w, []egress.Flow{
		flow("mcr.microsoft.com", "AK-5", 50), flow("*.data.mcr.microsoft.com", "AK-6", 0), flow("packages.microsoft.com", "AK-9", 0),
		flow("login.microsoftonline.com", "AK-8", 0), flow("management.azure.com", "AK-7", 0),
		{
			Name: "ntp", Source: egress.Source{Subnet: "vnet/aks-nodes"}, Protocol: netset.UDP, Ports: netset.PortsOf(123),
			Destination: egress.Destination{Names: []netset.Pattern{pattern(t, "ntp.ubuntu.com")}}, Level: egress.LevelLegacy, Reason: "AK-12",
		},
		{
			Name: "hub", Source: egress.Source{Subnet: "vnet/aks-nodes"}, Protocol: netset.TCP, Ports: netset.PortsOf(443),
			Destination: egress.Destination{Addresses: netset.AddressesOf(netip.MustParsePrefix("10.42.0.0/16"), netip.MustParsePrefix("10.43.0.0/16"))},
		},
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	w, flows := scenario(t)
	report := egress.Evaluate(w, flows, egress.Options{Explain: true, Fixes: true, RuleFindings: true})
	writers := map[string]func(*bytes.Buffer) error{
		"report.txt":     func(b *bytes.Buffer) error { return Text(b, report, Options{}) },
		"report_all.txt": func(b *bytes.Buffer) error { return Text(b, report, Options{All: true, ExpandCauses: true}) },
		"report.json":    func(b *bytes.Buffer) error { return JSON(b, report) },
		"report.mmd":     func(b *bytes.Buffer) error { return Mermaid(b, report) },
	}
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := write(&got); err != nil {
				t.Fatal(err)
			}
			golden(t, name, got.Bytes())
		})
	}
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, ok := writers[f.Name()]; !ok {
			t.Errorf("testdata/%s is read by no test", f.Name())
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got), renew with UPDATE=1 go test ./internal/egress/render:\n%s", path, diff)
	}
}

func TestJSONIsComplete(t *testing.T) {
	t.Parallel()
	w, flows := scenario(t)
	var b bytes.Buffer
	if err := JSON(&b, egress.Evaluate(w, flows, egress.Options{Explain: true})); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Verdicts []struct{ Status string }
		Summary  struct{ Flows, Allowed, Denied, Partial, Indeterminate int }
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	s := got.Summary
	if len(got.Verdicts) != len(flows) || s.Flows != len(flows) || s.Allowed+s.Denied+s.Partial+s.Indeterminate != len(flows) {
		t.Errorf("got %d verdicts and %+v for %d flows", len(got.Verdicts), s, len(flows))
	}
}
