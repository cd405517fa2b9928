package akscredentials_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	groupID   = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/rg"
	clusterID = groupID + "/providers/Microsoft.ContainerService/managedClusters/aks"
)

func world(t *testing.T, properties map[string]any) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	all := map[string]any{"dnsPrefix": "aks", "agentPoolProfiles": []any{
		map[string]any{"name": "system", "mode": "System", "count": 1, "vmSize": "Standard_D2s_v5", "osType": "Linux"},
	}}
	for key, value := range properties {
		all[key] = value
	}
	azure.Put(clusterID, "2025-10-01", map[string]any{"location": "eastus", "identity": map[string]any{"type": "SystemAssigned"}, "properties": all})
	azure.Settle()
	return azure
}

// The kubeconfig is one that Kubernetes' own client takes, and its parts are those that it finds in it.
func TestKubernetesReadsIt(t *testing.T) {
	t.Parallel()
	h := world(t, nil).Harness(t, nil)
	for name, config := range map[string]map[string]any{
		"user": {"cluster_id": clusterID}, "admin": {"cluster_id": clusterID, "admin": true},
	} {
		opened := h.Open("udr_aks_credentials", config).Must()
		raw, _ := opened.At("kube_config_raw").(string)
		client, err := clientcmd.RESTConfigFromKubeConfig([]byte(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		decoded := func(attribute string) string {
			text, _ := opened.At(attribute).(string)
			plain, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				t.Errorf("%s: %s is not base64", name, attribute)
			}
			return string(plain)
		}
		if opened.At("host") != client.Host || decoded("cluster_ca_certificate") != string(client.CAData) ||
			decoded("client_certificate") != string(client.CertData) || decoded("client_key") != string(client.KeyData) {
			t.Errorf("%s: the parts are not those of the file", name)
		}
		if client.Host == "" || len(client.CAData) == 0 || len(client.KeyData) == 0 || opened.At("exec") != nil {
			t.Errorf("%s: something is missing", name)
		}
	}
}

func TestEntra(t *testing.T) {
	t.Parallel()
	h := world(t, map[string]any{
		"aadProfile":           map[string]any{"managed": true, "enableAzureRBAC": true},
		"disableLocalAccounts": true,
	}).Harness(t, nil)
	opened := h.Open("udr_aks_credentials", map[string]any{"cluster_id": clusterID}).Must()
	if opened.At("exec.command") != "kubelogin" || opened.At("client_key") != nil || opened.At("host") == nil {
		t.Errorf("the program is %v", opened.At("exec"))
	}
	h.Open("udr_aks_credentials", map[string]any{"cluster_id": clusterID, "admin": true}).WantOnlyError("cluster_id", "disable local accounts", "leave admin out")
}

// TestPlanOfTheCluster: in the plan that makes the cluster, whose ID is known, there is nobody to ask; after it there is.
func TestPlanOfTheCluster(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	h := protocol.New(t, azure.Factory(), protocol.Options{Config: map[string]any{"emulator": map[string]any{}}, OneServer: true}) // one walk
	h.Resource("udr_resource_group", "this").Apply(map[string]any{"name": "rg", "location": "eastus"}).Must()
	cluster := h.Resource("udr_aks_cluster", "this")
	config := map[string]any{
		"name": "aks", "resource_group_name": "rg", "location": "eastus", "default_node_pool": map[string]any{"node_count": 1},
		"network_profile": map[string]any{"outbound_type": "loadBalancer"},
	}
	open := func() *protocol.Ephemeral {
		return h.Open("udr_aks_credentials", map[string]any{"cluster_id": clusterID})
	}
	open().WantOnlyError("cluster_id", "ResourceNotFound")
	cluster.Plan(config).Must()
	if opened := open().Must(); opened.At("host") != nil || opened.At("kube_config_raw") != nil {
		t.Error("somebody answered")
	}
	cluster.Apply(config).Must()
	if opened := open().Must(); opened.At("host") == nil {
		t.Error("nobody answered")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	azure := world(t, nil)
	h := azure.Harness(t, nil)
	h.Open("udr_aks_credentials", map[string]any{"cluster_id": groupID}).WantOnlyError("cluster_id", "managedClusters")
	h.Open("udr_aks_credentials", map[string]any{"cluster_id": clusterID, "format": "oidc"}).WantOnlyError("format", "exec")
	h.Open("udr_aks_credentials", map[string]any{"cluster_id": clusterID, "format": "exec", "admin": true}).WantOnlyError("format", "client certificate")
	h.Open("udr_aks_credentials", map[string]any{"cluster_id": clusterID + "x"}).WantOnlyError("cluster_id", "ResourceNotFound")

	// An answer of another form says nothing of itself in the error.
	for _, answer := range []string{`{"kubeconfigs":[{"name":"x","value":"aHVudGVyMjogWw=="}]}`, `{"kubeconfigs":"hunter2"}`, `{"kubeconfigs":[null]}`, `[]`} {
		azure.Alter(func(r *http.Request, a *acctest.Answer) error {
			if strings.Contains(r.URL.Path, "Credential") {
				a.Body = []byte(answer)
			}
			return nil
		})
		out := h.Open("udr_aks_credentials", map[string]any{"cluster_id": clusterID})
		if err := out.Err(); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", answer, err)
		}
	}
}
