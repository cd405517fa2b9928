package aks_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDataOfTheCluster: the data source shows what an import of the resource shows.
func TestDataOfTheCluster(t *testing.T) {
	t.Parallel()
	azure := newWorld(t)
	h := azure.Harness(t, nil)
	cluster := h.Resource("udr_aks_cluster", "this")
	cluster.Apply(with(map[string]any{"tags": map[string]any{"team": "x"}, "oidc_issuer_enabled": true})).Must()
	cluster.Forget()
	cluster.Import(clusterID).Must()
	azure.Forget()
	read := h.ReadData("udr_aks_cluster", map[string]any{"id": clusterID}).Must()
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a read wrote %v", writes)
	}
	for name, shown := range read.Values {
		if diff := cmp.Diff(cluster.At(name), shown); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, name := range []string{"fqdn", "node_resource_group", "oidc_issuer_url", "current_kubernetes_version", "default_node_pool.vnet_subnet_id", "network_profile.outbound_type"} {
		if read.At(name) == nil {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestDataRefusals(t *testing.T) {
	t.Parallel()
	h := newWorld(t).Harness(t, nil)
	h.ReadData("udr_aks_cluster", map[string]any{"id": clusterID}).WantOnlyError("id", "does not exist")
	h.ValidateData("udr_aks_cluster", map[string]any{"id": networkID}).WantOnlyError("id", "managedClusters")
}
