package armemu_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// TestSecrets: what a cluster is told in confidence is in no answer, in no line of the log and in no state file, whichever way it came.
func TestSecrets(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	var log bytes.Buffer
	c := newClient(t, armemu.Options{StateFile: file, OnRequest: armemu.LogTo(&log, nil)})
	c.group(groupA)
	const cluster = groupA + "/providers/Microsoft.ContainerService/managedClusters/sp"
	body := func(secret, password string) map[string]any {
		return map[string]any{"location": "westeurope", "properties": map[string]any{
			"dnsPrefix": "pre", "agentPoolProfiles": []any{map[string]any{"name": "sys", "count": 1, "vmSize": "Standard_D4s_v5", "mode": "System"}},
			"servicePrincipalProfile": map[string]any{"clientId": "c1", "secret": secret},
			"windowsProfile":          map[string]any{"adminUsername": "winner", "adminPassword": password},
			"aadProfile":              map[string]any{"serverAppID": "s1", "serverAppSecret": "hush-server"},
		}}
	}
	var answers []string
	ask := func(status int, method, path string, body any) {
		t.Helper()
		answers = append(answers, c.want(status, method, path, body).Raw)
		c.settled(cluster)
	}
	ask(http.StatusCreated, http.MethodPut, cluster, body("hush-1", "hush-windows"))
	ask(http.StatusAccepted, http.MethodPost, cluster+"/resetServicePrincipalProfile", map[string]any{"clientId": "c2", "secret": "hush-2"})
	ask(http.StatusOK, http.MethodGet, cluster, nil)
	again := body("hush-2", "hush-windows-2")
	again["properties"].(map[string]any)["servicePrincipalProfile"].(map[string]any)["clientId"] = "c2"
	ask(http.StatusOK, http.MethodPut, cluster, again)
	c.refused(http.StatusBadRequest, "PropertyChangeNotAllowed", http.MethodPut, cluster, body("hush-3", "hush-windows"))

	stored, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range map[string]string{"the state file": string(stored), "the log": log.String(), "an answer": strings.Join(answers, "\n")} {
		if at := strings.Index(text, "hush"); at >= 0 {
			t.Errorf("%s holds a secret: …%s", where, text[max(0, at-80):at+20])
		}
		if !strings.Contains(text, `c2`) {
			t.Errorf("%s does not speak of the cluster's principal: %.200s", where, text)
		}
	}
}
