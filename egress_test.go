package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ask runs the program as a process of its own.
func ask(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), link(t), args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

const exampleFolder = "examples/egress"

// examples says what comes of each example document.
var examples = map[string]struct {
	code int
	// holds and lacks are in the text report.
	holds, lacks []string
}{
	"how-to.json": {0, []string{
		`WARNING   network rule #1 "netrules"`, "nothing is filtered",
		`WARNING   application rule #1 "required" (contosofinfw > AKS_Global_Required): the rule is never asked`,
		"11 flows: 11 allowed",
	}, []string{"DENIED", "UNDECIDED"}},
	"how-to-without-network-rule.json": {1, []string{
		"DENIED    contosofinvnet/contosofinakssubnet -> *.hcp.eastus.azmk8s.io:443 (https)",
		"needed by AK-1, nodes to the API server, nodes would stop with exit code 51",
		"no application rule matches", "default deny",
		`add "*.hcp.eastus.azmk8s.io" (https:443) to rule "required"`,
		"packages.aks.azure.com:443", "mcr-0001.mcr-msedge.net:443", "3 denied",
	}, []string{"the rule is never asked"}},
	"route-table-not-associated.json": {1, []string{
		"needed by AK-5, system images, nodes would stop with exit code 50", "nodes would stop with exit code 51",
		"attach route table \"egress\" to subnet vnet/nodes", "ERROR     subnet \"vnet/nodes\"", "AKS refuses to create it",
	}, []string{"UNDECIDED"}},
	"features-forgotten.json": {1, []string{
		"DENIED    vnet/nodes -> nvidia.github.io:443 (https)", "needed by AK-16", "UNDECIDED vnet/nodes -> *.vault.azure.net:443",
	}, nil},
	"least-privilege.json":         {0, []string{"13 flows: 11 allowed, 2 denied"}, []string{"OPEN", "WARNING"}},
	"hub-and-spoke.json":           {0, []string{"0 partial, 0 not decidable"}, []string{"DENIED", "UNDECIDED", "OPEN"}},
	"rules-not-known-yet.json":     {3, []string{"UNDECIDED vnet/nodes -> *.hcp.westeurope.azmk8s.io:443", "0 denied"}, []string{"DENIED"}},
	"appliance-not-described.json": {3, []string{"what the appliance lets pass is not described", "0 denied"}, []string{"DENIED"}},
}

// TestEgressExamples runs every example document as a user would, in each format.
func TestEgressExamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(exampleFolder, "*"))
	if err != nil || len(files) != len(examples) {
		t.Errorf("%d files in %s, %d described here: %v %v", len(files), exampleFolder, len(examples), files, err)
	}
	for name, want := range examples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(exampleFolder, name)
			code, stdout, stderr := ask(t, "", "egress", file)
			if code != want.code || stderr != "" {
				t.Errorf("exit code %d, want %d\n%s%s", code, want.code, stdout, stderr)
			}
			for _, text := range want.holds {
				if !strings.Contains(stdout, text) {
					t.Errorf("no %q in\n%s", text, stdout)
				}
			}
			for _, text := range want.lacks {
				if strings.Contains(stdout, text) {
					t.Errorf("%q in\n%s", text, stdout)
				}
			}
			code, stdout, _ = ask(t, "", "egress", "-format", "json", file)
			var report struct {
				Verdicts []struct{ Status, Reason string }
				Summary  struct{ Flows int }
			}
			if err := json.Unmarshal([]byte(stdout), &report); err != nil || code != want.code || len(report.Verdicts) != report.Summary.Flows || report.Summary.Flows == 0 {
				t.Errorf("json: exit code %d, %d verdicts of %d flows, %v", code, len(report.Verdicts), report.Summary.Flows, err)
			}
			code, stdout, _ = ask(t, "", "egress", "-format", "mermaid", file)
			if code != want.code || !strings.HasPrefix(stdout, "flowchart LR\n") {
				t.Errorf("mermaid: exit code %d\n%s", code, stdout)
			}
		})
	}
}

// TestEgressBadInput: everything that is wrong is reported at once, each with its JSON path.
func TestEgressBadInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"form": {
			`{"version": 1, "networks": [{"name": "v", "subnets": [{"nam": "x"}]}], "aks": [{"subnets": ["v/x"], "region": 7, "cloud": "mars"}],
			  "route_tables": [{"name": "r", "routes": [{"name": "d", "address_prefix": "0.0.0.0/0", "next_hop_type": "Nowhere"}]}]}`,
			[]string{
				"$.networks[0].subnets[0].name: is missing", "$.networks[0].subnets[0].nam: is not a field here",
				"$.route_tables[0].routes[0].next_hop_type: ", "$.aks[0].region: want a string, have a number", "$.aks[0].cloud: ",
			},
		},
		"values": {
			`{"version": 1, "networks": [{"name": "v", "address_space": ["10.0.0.0/99"], "subnets": [{"name": "x", "address_prefixes": ["10.0.0.1/24"]}]}],
			  "aks": [{"subnets": ["v/x"], "region": "eastus", "features": ["teleport"], "dns_servers": ["here"]}, {"subnets": ["v/none"], "region": "eastus"}]}`,
			[]string{
				"$.networks[0].address_space[0]: ", `$.networks[0].subnets[0].address_prefixes[0]: "10.0.0.1/24" has bits set`,
				`$.aks[0].dns_servers[0]: `, `$.aks[0].features[0]: unknown feature "teleport"`, `"v/none" is not in the document`,
			},
		},
		"no JSON": {"version: 1", []string{"$: not valid JSON"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := ask(t, test.text, "egress", "-")
			if code != 2 || stdout != "" {
				t.Errorf("exit code %d, standard output %q", code, stdout)
			}
			for _, text := range test.want {
				if !strings.Contains(stderr, text) {
					t.Errorf("no %q in\n%s", text, stderr)
				}
			}
		})
	}
}

// TestEgressSchema: the published schema is the one that the command prints; scripts/docs.sh writes it.
func TestEgressSchema(t *testing.T) {
	t.Parallel()
	published, err := os.ReadFile("docs/schemas/egress.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := ask(t, "", "egress", "-schema")
	if code != 0 || stderr != "" {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	if stdout != string(published) {
		t.Error("docs/schemas/egress.schema.json is out of date; run make docs")
	}
}

// TestUnknownCommand: what is no command is said to be none, with those that are.
func TestUnknownCommand(t *testing.T) {
	t.Parallel()
	code, _, stderr := ask(t, "", "egres", "x.json")
	if code != 2 || !strings.Contains(stderr, `unknown command "egres"; the commands are egress, emulator`) {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
