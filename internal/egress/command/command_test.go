package command

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

const world = `"version": 1, "fqdn_tags": {"WindowsUpdate": {"holds": ["*.windowsupdate.com"]}},
  "networks": [{"name": "vnet", "address_space": ["10.0.0.0/16"], "subnets": [
    {"name": "aks", "address_prefixes": ["10.0.1.0/24"], "route_table": "rt"}, {"name": "AzureFirewallSubnet", "address_prefixes": ["10.0.2.0/26"]}]}],
  "route_tables": [{"name": "rt", "routes": [{"name": "default", "address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_device": "fw"}]}],
  "firewalls": [{"name": "fw", "subnet": "vnet/AzureFirewallSubnet", "public_ips": [{"name": "pip"}], "collections": [
    {"name": "app", "kind": "application", "priority": 100, "action": "Allow", "rules": [
      {"name": "mcr", "source_addresses": ["10.0.1.0/24"], "protocols": ["Https:443"], "destination_fqdns": ["mcr.microsoft.com", "*.example.com"]},
      {"name": "tags", "source_addresses": ["10.0.1.0/24"], "protocols": ["Https:443"], "fqdn_tags": TAGS}]}]}]`

func doc(tags, flows string) string {
	return "{" + strings.Replace(world, "TAGS", tags, 1) + `, "flows": [` + flows + "]}"
}

const (
	good  = `{"source_subnet": "vnet/aks", "protocol": "https", "names": ["mcr.microsoft.com"]}`
	bad   = `{"source_subnet": "vnet/aks", "protocol": "https", "names": ["packages.microsoft.com"]}`
	never = `{"source_subnet": "vnet/aks", "protocol": "https", "names": ["x.example.com"], "level": "forbidden"}`
)

func run(t *testing.T, input string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Main(args, Host{
		Open: func(name string) (io.ReadCloser, error) {
			if name != "doc.json" {
				return nil, os.ErrNotExist
			}
			return io.NopCloser(strings.NewReader(input)), nil
		},
		Stdin: strings.NewReader(input), Stdout: &out, Stderr: &errs,
	})
	return code, out.String(), errs.String()
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, input  string
		args         []string
		code         int
		wants, warns string
	}{
		{"all allowed", doc(`["WindowsUpdate"]`, good), []string{"doc.json"}, ExitAllowed, "1 flows: 1 allowed", ""},
		{"from standard input", doc(`["WindowsUpdate"]`, good), []string{"-"}, ExitAllowed, "1 flows: 1 allowed", ""},
		{"one denied, with its fix", doc(`["WindowsUpdate"]`, good+","+bad), []string{"doc.json"}, ExitDenied, `add "packages.microsoft.com" (https:443) to rule "mcr"`, ""},
		{"a forbidden flow passes", doc(`["WindowsUpdate"]`, never), []string{"doc.json"}, ExitDenied, "OPEN", ""},
		{"not decidable", doc(`["AzureKubernetesService"]`, bad), []string{"doc.json"}, ExitUndecidable, "1 not decidable", ""},
		{"bad document", `{"version": 1, "x": 1}`, []string{"doc.json"}, ExitBadInput, "", "$.x: is not a field here"},
		{"no such file", "", []string{"other.json"}, ExitBadInput, "", "reading other.json"},
		{"no file", "", nil, ExitBadInput, "", "usage:"},
		{"unknown flag", "", []string{"-x"}, ExitBadInput, "", "flag provided but not defined"},
		{"help", "", []string{"-h"}, ExitAllowed, "", "exit codes:"},
		{"unknown format", doc(`["WindowsUpdate"]`, good), []string{"-format", "xml", "doc.json"}, ExitBadInput, "", `format "xml" is unknown`},
		{"json", doc(`["WindowsUpdate"]`, good), []string{"-format", "json", "doc.json"}, ExitAllowed, `"status": "allowed"`, ""},
		{"mermaid", doc(`["WindowsUpdate"]`, good), []string{"-format", "mermaid", "doc.json"}, ExitAllowed, "flowchart LR", ""},
		{"schema", "", []string{"-schema"}, ExitAllowed, `"$schema"`, ""},
		{"all", doc(`["WindowsUpdate"]`, good), []string{"-all", "doc.json"}, ExitAllowed, "ALLOWED", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := run(t, tt.input, tt.args...)
			if code != tt.code || !strings.Contains(stdout, tt.wants) || !strings.Contains(stderr, tt.warns) {
				t.Errorf("exit %d, want %d\nstdout: %s\nstderr: %s", code, tt.code, stdout, stderr)
			}
		})
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestOutputThatFails(t *testing.T) {
	t.Parallel()
	var errs bytes.Buffer
	code := Main([]string{"-"}, Host{Stdin: strings.NewReader(doc(`["WindowsUpdate"]`, good)), Stdout: failing{}, Stderr: &errs})
	if code != ExitBadInput || !strings.Contains(errs.String(), "disk full") {
		t.Errorf("exit %d, %s", code, errs.String())
	}
}
