package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// pipelineConfiguration has an empty provider block: a pipeline says all by its environment.
const pipelineConfiguration = `
terraform {
  required_providers {
    udr = { source = "udr-egress/udr" }
  }
}

provider "udr" {}

resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
}

resource "udr_network" "this" {
  name                = "contosofinvnet"
  resource_group_name = udr_resource_group.this.name
  location            = udr_resource_group.this.location
  address_space       = ["100.64.0.0/16"]
  subnets = {
    contosofinakssubnet = { address_prefixes = ["100.64.1.0/24"] }
  }
}
`

// jwt finds access tokens: each is a JWT.
var jwt = regexp.MustCompile(`eyJ[\w-]{10,}\.[\w-]{10,}`)

// TestPipeline is a pipeline with the real CLI, the provider as its own process and the emulator as another: the provider does not know that
// this is no Azure. All is said by ARM_* variables, trust by SSL_CERT_FILE. Everything is traced, and the trace holds no secret (law L7).
func TestPipeline(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs the Terraform CLI: set TF_ACC=1, as `make test` does")
	}
	e := startEmulator(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.tf"), pipelineConfiguration)
	write(t, filepath.Join(dir, "rc"), "provider_installation {\n  dev_overrides {\n    \"udr-egress/udr\" = \""+filepath.Dir(link(t))+"\"\n  }\n  direct {}\n}\n")
	run := func(want int, args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), cli(), append(args, "-no-color", "-input=false")...)
		cmd.Dir = dir
		cmd.Env = append(withoutAzure(os.Environ()),
			"TF_CLI_CONFIG_FILE="+filepath.Join(dir, "rc"), "CHECKPOINT_DISABLE=1", "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(dir, "trace"),
			"SSL_CERT_FILE="+e.line["ca_file"], "ARM_METADATA_HOSTNAME="+e.line["metadata_host"], "ARM_SUBSCRIPTION_ID="+e.line["subscription_id"],
			"ARM_TENANT_ID="+e.line["tenant_id"], "ARM_CLIENT_ID="+e.line["client_id"], "ARM_CLIENT_SECRET="+e.line["client_secret"])
		if out, err := cmd.CombinedOutput(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != want {
			t.Fatalf("terraform %v: %v, want exit status %d\n%s", args, err, want, out)
		}
	}
	run(0, "apply", "-auto-approve")
	run(0, "plan", "-detailed-exitcode")
	run(0, "destroy", "-auto-approve")
	if code := e.send(t, "GET", groupPath, ""); code != 404 {
		t.Errorf("after the destroy the group is answered %d", code)
	}

	for file, wanted := range map[string]string{"trace": "ARM request", "terraform.tfstate": "serial", "terraform.tfstate.backup": "contosofinvnet"} {
		raw, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		if !strings.Contains(text, wanted) {
			t.Errorf("%s has no %q, so it shows nothing", file, wanted)
		}
		if strings.Contains(text, e.line["client_secret"]) {
			t.Errorf("%s holds the client secret", file)
		}
		if token := jwt.FindString(text); token != "" {
			t.Errorf("%s holds the token %.20s…", file, token)
		}
	}
	e.end(t, syscall.SIGTERM)
}

// cli is the Terraform CLI that `make test` found.
func cli() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	return "terraform"
}

// withoutAzure drops what a developer's own environment says of Azure, and of tests.
func withoutAzure(environment []string) []string {
	var out []string
	for _, variable := range environment {
		if !strings.HasPrefix(variable, "ARM_") && !strings.HasPrefix(variable, "UDR_") && !strings.HasPrefix(variable, "TF_") {
			out = append(out, variable)
		}
	}
	return out
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
