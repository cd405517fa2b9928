package credential

import (
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// TestRefusedTokenIsRenewed: who asks again for a token that is still good by the clock was refused with it, and gets another one than
// that of azidentity's cache. Another scope has a token of its own.
func TestRefusedTokenIsRenewed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set  func(a *authority, c *Config)
		path string
	}{
		"client secret":    {func(_ *authority, c *Config) { c.ClientSecret = "s3cr3t-value" }, "/oauth2/v2.0/token"},
		"OpenID Connect":   {func(_ *authority, c *Config) { c.UseOIDC, c.OIDCToken = yes(), "an-assertion" }, "/oauth2/v2.0/token"},
		"managed identity": {func(a *authority, c *Config) { c.UseMSI, c.MSIEndpoint = yes(), a.URL+"/identity" }, "/identity"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			config := a.config()
			test.set(a, &config)
			c, err := New(t.Context(), config, a.Client())
			if err != nil {
				t.Fatal(err)
			}
			for _, step := range []struct {
				scope string
				want  int
			}{{"one-" + name, 1}, {"two-" + name, 2}, {"one-" + name, 3}, {"one-" + name, 4}} {
				request := policy.TokenRequestOptions{Scopes: []string{"https://" + strings.ReplaceAll(step.scope, " ", "-") + ".test/.default"}}
				if _, err := c.GetToken(t.Context(), request); err != nil {
					t.Fatal(err)
				}
				if n := a.count(test.path); n != step.want {
					t.Errorf("after a token for %s %d were asked for, want %d", step.scope, n, step.want)
				}
			}
		})
	}
}

func TestHandedRefused(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	one := policy.TokenRequestOptions{Scopes: []string{"one"}}
	for name, test := range map[string]struct {
		token   azcore.AccessToken
		options policy.TokenRequestOptions
		want    bool
	}{
		"long before its end":   {azcore.AccessToken{ExpiresOn: now.Add(time.Hour)}, one, true},
		"near its end":          {azcore.AccessToken{ExpiresOn: now.Add(4 * time.Minute)}, one, false},
		"after its end":         {azcore.AccessToken{ExpiresOn: now.Add(-time.Minute)}, one, false},
		"past its refresh time": {azcore.AccessToken{ExpiresOn: now.Add(time.Hour), RefreshOn: now.Add(-time.Minute)}, one, false},
		"before its refresh":    {azcore.AccessToken{ExpiresOn: now.Add(time.Hour), RefreshOn: now.Add(time.Minute)}, one, true},
		"another scope":         {azcore.AccessToken{ExpiresOn: now.Add(time.Hour)}, policy.TokenRequestOptions{Scopes: []string{"two"}}, false},
		"another tenant":        {azcore.AccessToken{ExpiresOn: now.Add(time.Hour)}, policy.TokenRequestOptions{Scopes: []string{"one"}, TenantID: "t"}, false},
		"with claims":           {azcore.AccessToken{ExpiresOn: now.Add(time.Hour)}, policy.TokenRequestOptions{Scopes: []string{"one"}, Claims: "{}"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := handed{kindOf(one): test.token}
			if got := h.refused(test.options, now); got != test.want {
				t.Errorf("refused is %v", got)
			}
		})
	}
}

// TestRemedies: each row names codes of its own and attributes that have a variable.
func TestRemedies(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range remedies {
		for _, code := range r.codes {
			if seen[code] || !entraCode.MatchString(code) {
				t.Errorf("%s has two rows or is no code", code)
			}
			seen[code] = true
		}
		for _, attribute := range r.attributes {
			if len(Variables(attribute)) == 0 {
				t.Errorf("%s has no variable", attribute)
			}
		}
	}
	c := Config{ClientSecret: "x"}
	for _, test := range []struct {
		refusal  string
		answered bool
		want     string
	}{
		{"invalid_client: AADSTS7000222: expired", true, "client_secret (ARM_CLIENT_SECRET), client_certificate_path (ARM_CLIENT_CERTIFICATE_PATH): it has expired"},
		{"AADSTS1: new", true, "tenant_id (ARM_TENANT_ID), client_id (ARM_CLIENT_ID)"},
		{"dial tcp: no route to host", false, ""},
	} {
		if got := c.remedyFor(test.refusal, test.answered); !strings.Contains(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s: %q", test.refusal, got)
		}
	}
}
