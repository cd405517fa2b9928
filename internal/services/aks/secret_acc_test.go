package aks_test

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestSecrets: the secret of a service principal is sent, and is in no plan and no state (law L7).
func TestSecrets(t *testing.T) {
	t.Parallel()
	const secret = "s3cret-of-the-principal"
	azure := newWorld(t)
	cluster := azure.Harness(t, nil).Resource("udr_aks_cluster", "this")
	config := with(map[string]any{"service_principal": map[string]any{
		"client_id": "33333333-3333-3333-3333-333333333333", "client_secret_wo": secret, "client_secret_wo_version": "1",
	}})
	plan := cluster.Plan(config).Must()
	plan.Apply().Must()
	for name, value := range map[string]any{"plan": plan.After, "state": cluster.State(), "diagnostics": plan.Diagnostics()} {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the %s holds the secret", name)
		}
	}
	if bytes.Contains(cluster.Private(), []byte(secret)) {
		t.Error("the private data hold the secret")
	}
	if got := cluster.At("service_principal.client_secret_wo_version"); got != "1" {
		t.Errorf("the version is %v", got)
	}
	if got := cluster.At("identity"); got != nil {
		t.Errorf("the cluster has the identity %v besides", got)
	}
}
