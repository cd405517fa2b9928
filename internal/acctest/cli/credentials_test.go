package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/cli"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const credentialsConfig = `
terraform {
  required_providers {
    udr = { source = "udr-egress/udr" }
  }
}

provider "udr" {}

ephemeral "udr_aks_credentials" "this" {
  cluster_id = "/subscriptions/` + armemu.SubscriptionID + `/resourceGroups/platform/providers/Microsoft.ContainerService/managedClusters/aks"
  admin      = true

  lifecycle {
    postcondition {
      condition     = strcontains(base64decode(self.client_key), "PRIVATE KEY") && strcontains(self.kube_config_raw, self.client_key)
      error_message = "There is no key."
    }
  }
}

# Something to plan, save and apply beside it.
resource "udr_resource_group" "this" {
  name     = "spoke"
  location = "eastus"
}
`

// TestCredentials: the kubeconfig is there for the configuration, and nothing of it is in a plan, a state, a trace, the output or the
// emulator's log (L7), in whatever wrapping.
func TestCredentials(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "azure.json")
	server := cli.NewServer(t, "-state", file)
	azure := cli.Open(t, file)
	putObject(t, azure, platformID, map[string]any{"location": "eastus"})
	putObject(t, azure, platformID+"/providers/Microsoft.ContainerService/managedClusters/aks", map[string]any{
		"location": "eastus", "identity": map[string]any{"type": "SystemAssigned"},
		"properties": map[string]any{"dnsPrefix": "aks", "agentPoolProfiles": []any{
			map[string]any{"name": "system", "mode": "System", "count": 1, "vmSize": "Standard_D2s_v5", "osType": "Linux"},
		}},
	})
	w := cli.New(t, map[string]string{"main.tf": credentialsConfig}).With(server.Environment()...).With("TF_LOG=TRACE", "TF_LOG_PATH=trace")
	// Not show -json: Terraform 1.11.4 panics there over a postcondition of an ephemeral resource.
	said := w.Run("plan", "-out", "saved.plan").Want(0).Output
	said += w.Run("show", "saved.plan").Want(0).Output
	said += w.Run("apply", "saved.plan").Want(0).Output

	trace := w.Read("trace")
	if !strings.Contains(trace, "listClusterAdminCredential") {
		t.Fatal("the trace does not show the request, so it shows nothing")
	}
	texts := map[string]string{"the output": said, "the plan": w.Read("saved.plan"), "the state": w.Read("terraform.tfstate"), "the trace": trace, "the request log": server.Log()}
	for name, text := range texts {
		for what, form := range map[string]string{
			"a PEM block": "BEGIN ", "a PEM block in base64": "LS0tLS1CRUdJTi", "a kubeconfig": "client-key-data", "a kubeconfig in base64": "YXBpVmVyc2lvbjogdjEKY2x1c3",
		} {
			if at := strings.Index(text, form); at >= 0 {
				t.Errorf("%s holds %s: …%s…", name, what, text[max(0, at-80):min(len(text), at+80)])
			}
		}
	}
}
