package akscredentials

import (
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"no YAML":      {"a: [", "no YAML"},
		"other form":   {"contexts: hunter2-secret", "no YAML"},
		"no context":   {"clusters: []", "no current context"},
		"no server":    {"current-context: c\ncontexts: [{name: c, context: {cluster: x, user: u}}]", "no server"},
		"empty":        {"", "no current context"},
		"yaml bomb":    {"a: &a [*a]", "no current context"},
		"null entries": {"current-context: c\ncontexts: [null]\nclusters: [null]\nusers: [null]", "no current context"},
	} {
		_, err := parse(containers.NewSecret(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("current-context: c\ncontexts: [{name: c, context: {cluster: x, user: u}}]\nclusters: [{name: x, cluster: {server: s}}]")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := parse(containers.NewSecret(text))
		if err == nil && found.cluster.Server == "" {
			t.Error("a kubeconfig without a server was believed")
		}
	})
}
