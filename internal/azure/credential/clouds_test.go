package credential

import (
	"strings"
	"testing"

	azcloud "github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/google/go-cmp/cmp"
)

func TestClouds(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][3]string{
		"":             {"https://management.azure.com", "https://management.core.windows.net/", "https://login.microsoftonline.com/"},
		"public":       {"https://management.azure.com", "https://management.core.windows.net/", "https://login.microsoftonline.com/"},
		"USGovernment": {"https://management.usgovcloudapi.net", "https://management.core.usgovcloudapi.net/", "https://login.microsoftonline.us/"},
		"china":        {"https://management.chinacloudapi.cn", "https://management.core.chinacloudapi.cn/", "https://login.chinacloudapi.cn/"},
	} {
		c, err := New(t.Context(), Config{SubscriptionID: testSubscription, Environment: name}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.ResolveCloud(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		arm := got.Services[azcloud.ResourceManager]
		if diff := cmp.Diff(want, [3]string{arm.Endpoint, arm.Audience, got.ActiveDirectoryAuthorityHost}); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
}

func TestMetadataErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		document string
		status   int
		want     string
		final    bool
	}{
		"no document":    {"<html>", 0, "answers no metadata document", true},
		"no ARM":         {`{"authentication":{"loginEndpoint":"https://l","audiences":["a"]}}`, 0, "no https URL as resourceManager", true},
		"plain http":     {`{"resourceManager":"http://r","authentication":{"loginEndpoint":"https://l","audiences":["a"]}}`, 0, "no https URL as resourceManager", true},
		"no login":       {`{"resourceManager":"https://r","authentication":{"audiences":["a"]}}`, 0, "no https URL as authentication.loginEndpoint", true},
		"no audience":    {`{"resourceManager":"https://r","authentication":{"loginEndpoint":"https://l"}}`, 0, "names no audience", true},
		"not found":      {"", 404, "answers 404", true},
		"passing outage": {"", 503, "answers 503", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			a.metadata, a.status = test.document, test.status
			config := a.config()
			config.ClientSecret = "secret"
			c, err := New(t.Context(), config, a.Client())
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.GetToken(t.Context(), scope)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "metadata_host") {
				t.Fatalf("error is %v", err)
			}
			if _, final := err.(interface{ NonRetriable() }); final != test.final {
				t.Errorf("final is %v", final)
			}
			if test.status == 503 {
				a.mu.Lock()
				a.status = 0
				a.mu.Unlock()
				if _, err := c.GetToken(t.Context(), scope); err != nil {
					t.Errorf("after the outage: %v", err)
				}
			}
		})
	}
}
