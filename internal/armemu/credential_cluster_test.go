package armemu_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const clusterA = groupA + "/providers/Microsoft.ContainerService/managedClusters/aks"

// madeCluster makes a cluster in a network of AKS's own.
func madeCluster(t *testing.T, c *client, properties map[string]any) {
	t.Helper()
	whole := map[string]any{"dnsPrefix": "pre", "agentPoolProfiles": []any{map[string]any{"name": "sys", "count": 1, "vmSize": "Standard_D4s_v5", "mode": "System"}}}
	for k, v := range properties {
		whole[k] = v
	}
	c.want(http.StatusCreated, http.MethodPut, clusterA, map[string]any{"location": "westeurope", "identity": map[string]any{"type": "SystemAssigned"}, "properties": whole})
	c.settled(clusterA)
}

func (c *client) kubeconfig(action string) string {
	c.Helper()
	a := c.want(http.StatusOK, http.MethodPost, clusterA+"/"+action, nil)
	list := a.Body.Objs("kubeconfigs")
	if len(list) != 1 {
		c.Fatalf("kubeconfigs: %s", a.Raw)
	}
	data, err := base64.StdEncoding.DecodeString(list[0].Str("value"))
	if err != nil {
		c.Fatal(err)
	}
	return string(data)
}

// member finds a scalar of a kubeconfig.
func member(t *testing.T, config, name string) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^ *(?:- )?` + regexp.QuoteMeta(name) + `: (.+)$`).FindStringSubmatch(config)
	if m == nil {
		t.Fatalf("no %s in\n%s", name, config)
	}
	return strings.Trim(m[1], `"`)
}

func decoded(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The client certificate of a kubeconfig must be one that its own authority signed, and its key must fit.
func TestKubeconfig(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	c := newClient(t, armemu.Options{Clock: clock})
	c.group(groupA)
	madeCluster(t, c, nil)
	host := c.want(http.StatusOK, http.MethodGet, clusterA, nil).Body.Str("properties.fqdn")
	for action, want := range map[string]struct{ user, context, organization string }{
		"listClusterUserCredential":           {"clusterUser_rg-a_aks", "aks", "system:masters"},
		"listClusterAdminCredential":          {"clusterAdmin_rg-a_aks", "aks", "system:masters"},
		"listClusterMonitoringUserCredential": {"clusterMonitoringUser_rg-a_aks", "aks", "system:monitoring"},
	} {
		config := c.kubeconfig(action)
		if got := member(t, config, "server"); got != "https://"+host+":443" {
			t.Errorf("%s: server %s", action, got)
		}
		if user, context := member(t, config, "user"), member(t, config, "current-context"); user != want.user || context != want.context {
			t.Errorf("%s: user %s, context %s", action, user, context)
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(decoded(t, member(t, config, "certificate-authority-data"))) {
			t.Errorf("%s: no authority", action)
		}
		pair, err := tls.X509KeyPair(decoded(t, member(t, config, "client-certificate-data")), decoded(t, member(t, config, "client-key-data")))
		if err != nil {
			t.Fatalf("%s: %v", action, err)
		}
		if pair.Leaf.Subject.Organization[0] != want.organization {
			t.Errorf("%s: organization %v", action, pair.Leaf.Subject.Organization)
		}
		_, err = pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: start.Add(time.Hour), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
		if err != nil {
			t.Errorf("%s: %v", action, err)
		}
	}
	before := c.kubeconfig("listClusterAdminCredential")
	if again := c.kubeconfig("listClusterAdminCredential"); again != before {
		t.Error("two answers differ")
	}
	c.want(http.StatusAccepted, http.MethodPost, clusterA+"/rotateClusterCertificates", nil)
	c.settled(clusterA)
	if after := c.kubeconfig("listClusterAdminCredential"); member(t, after, "certificate-authority-data") == member(t, before, "certificate-authority-data") {
		t.Error("rotation changed nothing")
	}
}

// Users of a cluster with Entra integration get a way to log in and no secret.
func TestEntraKubeconfig(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	madeCluster(t, c, map[string]any{"aadProfile": map[string]any{"managed": true}})
	exec := c.kubeconfig("listClusterUserCredential?api-version=2025-10-01&format=exec")
	if member(t, exec, "command") != "kubelogin" || !strings.Contains(exec, "- "+armemu.TenantID) {
		t.Errorf("exec form:\n%s", exec)
	}
	azure := c.kubeconfig("listClusterUserCredential?api-version=2025-10-01&format=azure")
	if member(t, azure, "tenant-id") != armemu.TenantID {
		t.Errorf("azure form:\n%s", azure)
	}
	for _, config := range []string{exec, azure} {
		if strings.Contains(config, "client-key-data") || strings.Contains(config, "token:") {
			t.Errorf("a secret in\n%s", config)
		}
	}
}
