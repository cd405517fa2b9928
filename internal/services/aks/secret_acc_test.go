package aks_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestSecrets: the secret of a service principal is sent, its successor too, and neither is in a plan or in a state (law L7).
func TestSecrets(t *testing.T) {
	t.Parallel()
	const secret = "s3cret-of-the-principal"
	azure := newWorld(t)
	cluster := azure.Harness(t, nil).Resource("udr_aks_cluster", "this")
	for _, version := range []string{"1", "2"} {
		plan := cluster.Plan(with(map[string]any{"service_principal": map[string]any{
			"client_id": "33333333-3333-3333-3333-333333333333", "client_secret_wo": secret + version, "client_secret_wo_version": version,
		}})).Must()
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
		if got := cluster.At("service_principal.client_secret_wo_version"); got != version {
			t.Errorf("the version is %v", got)
		}
	}
	if sent := slices.DeleteFunc(azure.Writes(), func(call string) bool { return !strings.Contains(call, "resetServicePrincipalProfile") }); len(sent) != 1 {
		t.Errorf("the new secret was sent by %v", sent)
	}
	if got := cluster.At("identity"); got != nil {
		t.Errorf("the cluster has the identity %v besides", got)
	}
}
